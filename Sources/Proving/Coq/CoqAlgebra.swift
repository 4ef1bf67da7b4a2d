import ClaimLanguage
import Enclosures

/// Equations between expressions that `field` proves in Coq, where functions are nothing but names.
enum CoqAlgebra {
  /// Whether both expressions are equal by the laws of fields and √u·√u = u alone.
  static func areEqual(
    _ left: Expression, _ right: Expression, in context: CoqContext
  ) -> Bool {
    var names = Opaque(context: context)
    guard let x = names.replaced(left), let y = names.replaced(right) else { return false }
    var form = NormalForm()
    guard
      let difference = try? form.fraction(Expression(.binary(.minus, x, y)))
    else { return false }
    var numerator = difference.numerator
    // A root's argument may hold other roots, which come first in the list.
    for root in names.roots.reversed() where !numerator.isZero {
      guard let argument = try? form.fraction(root.argument),
        let index = form.atoms.firstIndex(where: { $0.expression.node == .name(root.name) }),
        let lowered = try? lowered(numerator, index, argument)
      else { continue }
      numerator = lowered
    }
    return numerator.isZero
  }

  /// Expressions as polynomials in the same variables and functions; nil where one is none.
  static func polynomials(_ parts: [Expression], in context: CoqContext) -> [Polynomial]? {
    forms(parts, context)?.polynomials
  }

  private static func forms(
    _ parts: [Expression], _ context: CoqContext
  ) -> (polynomials: [Polynomial], form: NormalForm)? {
    var names = Opaque(context: context)
    var form = NormalForm()
    var result: [Polynomial] = []
    for part in parts {
      // A divisor that cancels is one for `lra`.
      guard !hasDivisor(part), let replaced = names.replaced(part),
        let fraction = try? form.fraction(replaced), fraction.denominator.constant == 1
      else { return nil }
      result.append(fraction.numerator)
    }
    return (result, form)
  }

  /// A polynomial of few terms for an expression, multiplied out.
  static func short(_ e: Expression, in context: CoqContext) -> Expression? {
    var names = Opaque(context: context)
    var form = NormalForm()
    guard !hasDivisor(e), let replaced = names.replaced(e),
      let fraction = try? form.fraction(replaced), fraction.denominator.constant == 1,
      fraction.numerator.terms.count <= 3
    else { return nil }
    var result = form.expression(fraction.numerator)
    for (name, original) in names.originals { result = result.replacing(name, with: original) }
    return result
  }

  /// The least value of a polynomial over the variables that are made known by expressions, where
  /// it is affine.
  static func minimum(
    _ polynomial: Polynomial, _ parts: [Expression], in context: CoqContext
  ) -> CoqContext.Minimum? {
    guard polynomial.degree <= 1, let form = forms(parts, context)?.form else { return nil }
    return context.affineMinimum(form.expression(polynomial))
  }

  /// A multiple of the polynomial with s² replaced.
  private static func lowered(
    _ polynomial: Polynomial, _ index: Int, _ square: Fraction
  ) throws -> Polynomial {
    let parts = polynomial.coefficients(in: index)
    let most = (parts.keys.max() ?? 0) / 2
    var result = Polynomial(0)
    for (exponent, part) in parts {
      var term = try part.multiplied(by: square.numerator.power(exponent / 2))
      term = try term.multiplied(by: square.denominator.power(most - exponent / 2))
      if exponent % 2 == 1 { term = try term.multiplied(by: Polynomial(atom: index)) }
      result = result + term
    }
    return result
  }

  /// The roots that occur in expressions, inner ones first, each once.
  static func roots(in expressions: [Expression], _ context: CoqContext) -> [Expression] {
    var names = Opaque(context: context)
    for expression in expressions { _ = names.replaced(expression) }
    return names.roots.map(\.original)
  }

  /// Whether a term has a divisor that is no number.
  static func hasDivisor(_ e: Expression) -> Bool {
    switch e.node {
    case .number, .infinity, .name, .call, .function: false
    case .negation(let operand): hasDivisor(operand)
    case .binary(.divide, let left, let right):
      right.literalValue == nil || hasDivisor(left)
    case .binary(.power, let left, let right):
      (right.literalValue?.sign ?? 0) < 0 || hasDivisor(left)
    case .binary(_, let left, let right): hasDivisor(left) || hasDivisor(right)
    }
  }

  /// Whether a term has a quotient, also one by a number.
  static func hasQuotient(_ e: Expression) -> Bool {
    switch e.node {
    case .number(let value): !value.isInteger
    case .infinity, .name, .call, .function: false
    case .negation(let operand): hasQuotient(operand)
    case .binary(.divide, _, _): true
    case .binary(.power, let left, let right):
      (right.literalValue?.sign ?? 0) < 0 || hasQuotient(left)
    case .binary(_, let left, let right): hasQuotient(left) || hasQuotient(right)
    }
  }

  /// What divides in a term, as far as it is no number.
  static func divisors(of e: Expression) -> [Expression] {
    switch e.node {
    case .number, .infinity, .name, .call, .function: return []
    case .negation(let operand): return divisors(of: operand)
    case .binary(let operation, let left, let right):
      if operation == .power {
        guard let value = right.literalValue else { return [] }
        return divisors(of: left) + (value.sign < 0 ? factors(of: left) : [])
      }
      let own = operation == .divide ? factors(of: right) : []
      return divisors(of: left) + divisors(of: right) + own
    }
  }

  /// The factors of a divisor that are no numbers.
  private static func factors(of e: Expression) -> [Expression] {
    if let value = e.literalValue, !value.isZero { return [] }
    switch e.node {
    case .negation(let operand): return factors(of: operand)
    case .binary(.times, let left, let right), .binary(.divide, let left, let right):
      return factors(of: left) + factors(of: right)
    case .binary(.power, let base, let exponent) where (exponent.literalValue?.int ?? 0) != 0:
      return factors(of: base)
    case .function(.exp, _): return []
    default: return [e]
    }
  }
}

/// Gives every function of something a name, by its text in Coq.
private struct Opaque {
  struct Root {
    let name: String
    /// Under the root, with names for functions.
    let argument: Expression
    /// Under the root, as it was.
    let original: Expression
  }

  let context: CoqContext
  private(set) var roots: [Root] = []
  private var names: [String: String] = [:]
  /// What the names stand for.
  private(set) var originals: [String: Expression] = [:]

  init(context: CoqContext) { self.context = context }

  private mutating func name(_ e: Expression) -> String? {
    guard let text = context.printed(e) else { return nil }
    if let known = names[text] { return known }
    let name = "opaque_\(names.count)"
    names[text] = name
    originals[name] = e
    return name
  }

  private mutating func root(_ argument: Expression, _ whole: Expression) -> Expression? {
    let isNew = context.printed(whole).map { names[$0] == nil } ?? false
    guard let inner = replaced(argument), let name = name(whole) else { return nil }
    if isNew { roots.append(Root(name: name, argument: inner, original: argument)) }
    return Expression(.name(name))
  }

  mutating func replaced(_ e: Expression) -> Expression? {
    switch e.node {
    case .number, .name: return e
    case .infinity, .call: return nil
    case .negation(let operand):
      return replaced(operand).map { Expression(.negation($0)) }
    case .function(let function, let arguments):
      if function == .sqrt { return root(arguments[0], e) }
      if function == .expm1 {
        let power = Expression(.function(.exp, arguments))
        return name(power).map {
          Expression(.binary(.minus, Expression(.name($0)), .constant(1)))
        }
      }
      return name(e).map { Expression(.name($0)) }
    case .binary(.power, let base, let exponent):
      guard let value = exponent.literalValue else { return name(e).map { Expression(.name($0)) } }
      if value.isInteger {
        return replaced(base).map { Expression(.binary(.power, $0, .constant(value))) }
      }
      guard let twice = (value * 2).int else { return name(e).map { Expression(.name($0)) } }
      let inner =
        abs(twice) == 1
        ? base : Expression(.binary(.power, base, .constant(Rational(abs(twice)))))
      guard let root = root(inner, Expression(.function(.sqrt, [inner]))) else { return nil }
      return twice > 0 ? root : Expression(.binary(.divide, .constant(1), root))
    case .binary(let operation, let left, let right):
      guard let x = replaced(left), let y = replaced(right) else { return nil }
      return Expression(.binary(operation, x, y))
    }
  }
}
