import ClaimLanguage
import Enclosures

/// Writes expressions as quotients of polynomials in atoms: names, and functions of expressions in normal form.
///
/// At every point at which an expression has a value, its normal form has the same value. The rules used are
/// √u·√u = u, e^(u+v) = e^u·e^v, e^(k·ln u) = u^k, ln(c/u) = ln c − ln u, u^v = e^(v·ln u), ln(e^u) = u, ln √u = ½ ln u,
/// ln(1 + x) for log1p and e^x − 1 for expm1; and ln(u·v/w) = ln u + ln v − ln w where u, v and w are names that are not
/// negative on the box (then they are positive, as the product is), roots or powers of e.
struct NormalForm {
  /// What an atom stands for.
  struct Atom: Sendable {
    let expression: Expression
    let kind: Kind
    /// The normal form of the argument of a function.
    let argument: Fraction?
  }

  enum Kind: Sendable, Equatable {
    case name
    case squareRoot
    case exponential
    case logarithm
    /// abs, min, max, floor, ceil.
    case other
  }

  private(set) var atoms: [Atom] = []
  /// Names that are not negative.
  private let nonNegativeNames: Set<String>
  private var places: [String: Int] = [:]

  /// A form without knowledge of ranges.
  init() { nonNegativeNames = [] }

  /// A form for points of the box of a sequent.
  init(over sequent: Sequent) {
    nonNegativeNames = Set(
      zip(sequent.names, sequent.box).filter { ($0.1.lower?.sign ?? -1) >= 0 }.map(\.0))
  }

  /// What has no normal form: inf and quantities with arguments.
  struct Unsupported: Error {}

  private mutating func atom(
    _ expression: Expression, _ kind: Kind, _ argument: Fraction? = nil
  ) -> Fraction {
    let key = expression.description
    let index: Int
    if let known = places[key] {
      index = known
    } else {
      index = atoms.count
      atoms.append(Atom(expression: expression, kind: kind, argument: argument))
      places[key] = index
    }
    return Fraction(Polynomial(atom: index))
  }

  /// The normal form of an expression.
  ///
  /// - Throws: `AlgebraLimit` where it is too large, `Unsupported` where there is none.
  mutating func fraction(_ expression: Expression) throws -> Fraction {
    if let value = expression.constant { return Fraction(value) }
    switch expression.node {
    case .number(let value): return Fraction(value)
    case .infinity, .call: throw Unsupported()
    case .name: return atom(expression, .name)
    case .negation(let operand): return try fraction(operand).negated
    case .function(let function, let arguments): return try apply(function, arguments)
    case .binary(let operation, let left, let right):
      switch operation {
      case .plus: return try reduced(fraction(left).adding(fraction(right)))
      case .minus: return try reduced(fraction(left).adding(fraction(right).negated))
      case .times: return try reduced(fraction(left).multiplied(by: fraction(right)))
      case .divide:
        guard let inverse = try fraction(right).inverse else { throw Unsupported() }
        return try reduced(fraction(left).multiplied(by: inverse))
      case .power: return try power(left, right)
      }
    }
  }

  private mutating func power(_ base: Expression, _ exponent: Expression) throws -> Fraction {
    if let n = exponent.integerExponent {
      guard let result = try fraction(base).power(n) else { throw Unsupported() }
      return try reduced(result)
    }
    if let value = exponent.constant {
      if let twice = (value * 2).int, twice.magnitude <= 2 * AlgebraLimit.exponent {
        let root = try squareRoot(fraction(base))
        guard let result = try root.power(twice) else { throw Unsupported() }
        return try reduced(result)
      }
    }
    let logarithm = try logarithm(fraction(base))
    return try exponential(reduced(fraction(exponent).multiplied(by: logarithm)))
  }

  private mutating func apply(_ function: Function, _ arguments: [Expression]) throws -> Fraction {
    let inner = try arguments.map { try fraction($0) }
    switch function {
    case .sqrt: return try squareRoot(inner[0])
    case .exp: return try exponential(inner[0])
    case .expm1: return try exponential(inner[0]).adding(Fraction(-1))
    case .log: return try logarithm(inner[0])
    case .log1p: return try logarithm(inner[0].adding(Fraction(1)))
    case .abs, .min, .max, .floor, .ceil:
      return atom(Expression(.function(function, inner.map { self.expression($0) })), .other)
    }
  }

  private mutating func squareRoot(_ argument: Fraction) throws -> Fraction {
    if let value = argument.constant, let root = value.exactSquareRoot { return Fraction(root) }
    return atom(.apply(.sqrt, to: expression(argument)), .squareRoot, argument)
  }

  private mutating func logarithm(_ argument: Fraction) throws -> Fraction {
    if argument.constant == 1 { return Fraction(0) }
    if argument.constant == nil, let sum = try logarithmOfFactors(argument) { return sum }
    if let value = argument.numerator.constant, value.sign > 0, argument.constant == nil {
      let below = try logarithm(Fraction(argument.denominator))
      return try logarithm(Fraction(value)).adding(below.negated)
    }
    // ln(e^u)^k is k·u.
    if argument.denominator.constant == 1, argument.numerator.terms.count == 1,
      let term = argument.numerator.terms.first, term.value == 1,
      let place = term.key.firstIndex(where: { $0 > 0 }), place == term.key.count - 1,
      atoms[place].kind == .exponential, let exponent = atoms[place].argument
    {
      return try exponent.multiplied(by: Fraction(Rational(term.key[place])))
    }
    return atom(.apply(.log, to: expression(argument)), .logarithm, argument)
  }

  /// The logarithm of a quotient of monomials in atoms that are not negative, as a sum; nil for anything else.
  private mutating func logarithmOfFactors(_ argument: Fraction) throws -> Fraction? {
    guard argument.numerator.terms.count == 1, argument.denominator.terms.count == 1,
      let above = argument.numerator.terms.first, let below = argument.denominator.terms.first,
      above.value.sign > 0, below.value.sign > 0
    else { return nil }
    var exponents: [Int: Int] = [:]
    for (index, exponent) in above.key.enumerated() where exponent > 0 {
      exponents[index, default: 0] += exponent
    }
    for (index, exponent) in below.key.enumerated() where exponent > 0 {
      exponents[index, default: 0] -= exponent
    }
    for index in exponents.keys {
      switch atoms[index].kind {
      case .exponential, .squareRoot: continue
      case .name where nonNegativeNames.contains(atoms[index].expression.description): continue
      case .name, .logarithm, .other: return nil
      }
    }
    var sum = try logarithm(Fraction(above.value / below.value))
    for index in exponents.keys.sorted() {
      let exponent = Fraction(Rational(exponents[index] ?? 0))
      let part: Fraction
      switch (atoms[index].kind, atoms[index].argument) {
      case (.exponential, let inner?): part = inner
      case (.squareRoot, let inner?):
        part = try logarithm(inner).multiplied(by: Fraction(Rational(1, 2)))
      default:
        part = atom(
          .apply(.log, to: atoms[index].expression), .logarithm, Fraction(Polynomial(atom: index)))
      }
      sum = try sum.adding(part.multiplied(by: exponent))
    }
    return sum
  }

  /// e^u as a product over the terms of u.
  private mutating func exponential(_ argument: Fraction) throws -> Fraction {
    if argument.numerator.isZero { return Fraction(1) }
    guard argument.denominator.terms.count == 1 else {
      return atom(.apply(.exp, to: expression(argument)), .exponential, argument)
    }
    var result = Fraction(1)
    for (monomial, coefficient) in argument.numerator.sortedTerms {
      let part = Fraction(Polynomial([monomial: 1]), argument.denominator)
      let factor = try exponential(of: part, times: coefficient)
      result = try reduced(result.multiplied(by: factor))
    }
    return result
  }

  /// e^(c·part), where part is a quotient of monomials with coefficient 1.
  private mutating func exponential(of part: Fraction, times coefficient: Rational) throws
    -> Fraction
  {
    let scaled = coefficient * (part.numerator.sortedTerms.last?.coefficient ?? 1)
    let unit = Fraction(
      part.numerator.scaled(by: 1 / (part.numerator.sortedTerms.last?.coefficient ?? 1)),
      part.denominator)
    if unit.denominator.constant == 1, let monomial = unit.numerator.terms.keys.first,
      monomial.reduce(0, +) == 1, atoms[monomial.count - 1].kind == .logarithm,
      let base = atoms[monomial.count - 1].argument
    {
      if let n = scaled.int, n.magnitude <= 12, let power = try base.power(n) {
        return try reduced(power)
      }
      if let twice = (scaled * 2).int, twice.magnitude <= 12,
        let power = try squareRoot(base).power(twice)
      {
        return try reduced(power)
      }
    }
    if let n = scaled.int, n.magnitude <= 12 {
      let single = atom(.apply(.exp, to: expression(unit)), .exponential, unit)
      return try single.power(n) ?? single
    }
    // e^(p/q·u) is the p-th power of e^(u/q).
    let small = Fraction(
      unit.numerator.scaled(by: 1 / scaled.denominator), unit.denominator)
    if let n = scaled.numerator.int, n.magnitude <= 12 {
      let single = atom(.apply(.exp, to: expression(small)), .exponential, small)
      return try single.power(n) ?? single
    }
    let whole = Fraction(unit.numerator.scaled(by: scaled), unit.denominator)
    return atom(.apply(.exp, to: expression(whole)), .exponential, whole)
  }

  /// With √u·√u replaced by u until no square of a root is left.
  private mutating func reduced(_ fraction: Fraction) throws -> Fraction {
    for index in atoms.indices where atoms[index].kind == .squareRoot {
      let highest = max(
        fraction.numerator.degree(in: index), fraction.denominator.degree(in: index))
      guard highest >= 2, let square = atoms[index].argument else { continue }
      let above = try lowered(fraction.numerator, index, square)
      guard let below = try lowered(fraction.denominator, index, square).inverse else {
        throw Unsupported()
      }
      return try reduced(above.multiplied(by: below))
    }
    return fraction
  }

  private func lowered(
    _ polynomial: Polynomial, _ index: Int, _ square: Fraction
  ) throws -> Fraction {
    var result = Fraction(0)
    let parts = polynomial.coefficients(in: index)
    for exponent in parts.keys.sorted() {
      guard let part = parts[exponent], let power = try square.power(exponent / 2) else {
        continue
      }
      var term = try Fraction(part).multiplied(by: power)
      if exponent % 2 == 1 { term = try term.multiplied(by: Fraction(Polynomial(atom: index))) }
      result = try result.adding(term)
    }
    return result
  }
}

// MARK: - Back to expressions

extension NormalForm {
  /// A polynomial as an expression over its atoms.
  func expression(_ polynomial: Polynomial) -> Expression {
    var result = Expression.constant(0)
    for (monomial, coefficient) in polynomial.sortedTerms.reversed() {
      var term = Expression.constant(coefficient.magnitude)
      for (index, exponent) in monomial.enumerated() where exponent > 0 {
        term = term * atoms[index].expression.raised(to: .constant(Rational(exponent)))
      }
      result = coefficient.sign < 0 ? result - term : result + term
    }
    return result
  }

  /// A quotient as an expression over its atoms.
  func expression(_ fraction: Fraction) -> Expression {
    expression(fraction.numerator) / expression(fraction.denominator)
  }
}
