import ClaimLanguage
import Enclosures

/// What shows a goal by Bernstein coefficients or a combination, written out: the goal is M·P/Q,
/// where P is a sum of products of what is known not to be negative.
struct CoqCertificate {
  /// A condition in the form in which it is used: condition = M·S/Q.
  struct Used {
    let condition: Condition
    let factor: Expression
    let value: Expression
    let divisor: Expression
  }

  /// The most terms that are written down.
  private static let mostTerms = 300

  private let problem: PositivityProblem
  private let sequent: Sequent
  /// Atoms as they stand in the goal, where they do.
  private let atoms: [Expression]
  /// M, with P in its place, and Q.
  private var whole: (factor: Expression, divisor: Expression)?
  /// Conditions behind the generators, by number.
  private(set) var used: [Int: Used] = [:]

  /// - Throws: `CoqTheorem.Untranslated`.
  init(_ sequent: Sequent) throws(CoqTheorem.Untranslated) {
    guard let problem = try? Kernel.problem(sequent) else { throw .init("an unknown goal") }
    self.problem = problem
    self.sequent = sequent
    var form = NormalForm(over: sequent)
    guard let fraction = try? form.fraction(sequent.goal.expression) else {
      throw .init("an unknown goal")
    }
    var conditions: [(Condition, Fraction)] = []
    for condition in sequent.conditions {
      guard let own = try? form.fraction(condition.expression) else { continue }
      conditions.append((condition, own))
    }
    guard form.eliminations(in: [fraction] + conditions.map(\.1)).isEmpty else {
      throw .init("a variable is expressed by a root")
    }
    var atoms = problem.form.atoms.map(\.expression)
    let all = [sequent.goal.expression] + sequent.conditions.map(\.expression)
    for part in all.flatMap(\.functions) {
      guard let own = try? form.fraction(part), own.denominator.constant == 1,
        own.numerator.terms.count == 1, let term = own.numerator.terms.first, term.value == 1,
        term.key.reduce(0, +) == 1, term.key.count <= atoms.count
      else { continue }
      atoms[term.key.count - 1] = part
    }
    self.atoms = atoms
    whole = parts(fraction, of: problem.goal)
    var number = problem.sides.count { $0.lower != nil || $0.upper != nil }
    number += problem.sides.count { $0.width != nil }
    for (condition, fraction) in conditions where condition.sign != .nonZero {
      guard number < problem.firstSquare,
        let cleared = try? PositivityProblem.cleared(fraction, problem.sides),
        let plain = try? PositivityProblem.strengthened(
          cleared, problem.sides, isStrict: condition.sign == .positive),
        (try? PositivityProblem.shifted(plain, problem.sides))
          == problem.generators[number].polynomial
      else { continue }
      if let parts = parts(fraction, of: plain) {
        let isPlain = parts.factor.constant == 1 && parts.divisor.constant == 1
        used[number] = Used(
          condition: condition, factor: parts.factor,
          value: isPlain ? condition.expression : expression(plain), divisor: parts.divisor)
      }
      number += 1
    }
  }

  /// M and Q for a fraction that is M·P/Q.
  private func parts(
    _ fraction: Fraction, of polynomial: Polynomial
  ) -> (factor: Expression, divisor: Expression)? {
    let sides = problem.sides
    guard let below = try? PositivityProblem.shifted(fraction.denominator, sides),
      let cleared = try? PositivityProblem.cleared(fraction, sides)
    else { return nil }
    let divisor: Expression
    if PositivityProblem.isNonNegative(below, sides) {
      divisor = shiftedSum(below)
    } else if PositivityProblem.isNonNegative(-below, sides) {
      divisor = shiftedSum(-below)
    } else {
      divisor = expression(fraction.denominator).raised(to: .constant(2))
    }
    let (own, rest) = (cleared.content, polynomial.content)
    var factor = Expression.constant(1)
    for (index, exponent) in own.enumerated() {
      let remaining = exponent - (index < rest.count ? rest[index] : 0)
      if remaining > 0 {
        factor = factor * atoms[index].raised(to: .constant(Rational(remaining)))
      }
    }
    return (factor, divisor)
  }

  // MARK: - Expressions

  private func expression(_ polynomial: Polynomial) -> Expression {
    sum(
      polynomial.sortedTerms.reversed().map { ($0.coefficient, product($0.monomial) { atoms[$0] }) }
    )
  }

  private func product(
    _ monomial: Polynomial.Monomial, _ factor: (Int) -> Expression
  ) -> Expression {
    var result = Expression.constant(1)
    for (index, exponent) in monomial.enumerated() where exponent > 0 {
      result = result * factor(index).raised(to: .constant(Rational(exponent)))
    }
    return result
  }

  private func sum(_ terms: [(Rational, Expression)]) -> Expression {
    terms.reduce(.constant(0)) { result, term in
      let own = Expression.constant(term.0.magnitude) * term.1
      return term.0.sign < 0 ? result - own : result + own
    }
  }

  /// The shifted atom of that number.
  private func shift(_ index: Int) -> Expression {
    let side = problem.sides[index]
    if let lower = side.lower { return atoms[index] - .constant(lower) }
    if let upper = side.upper { return .constant(upper) - atoms[index] }
    return atoms[index]
  }

  private func shiftedSum(_ polynomial: Polynomial) -> Expression {
    sum(polynomial.sortedTerms.map { ($0.coefficient, product($0.monomial, shift)) })
  }

  /// The generator of that number.
  private func generator(_ number: Int) throws(CoqTheorem.Untranslated) -> Expression {
    let shifted = problem.sides.indices.filter {
      problem.sides[$0].lower != nil || problem.sides[$0].upper != nil
    }
    if number < shifted.count { return shift(shifted[number]) }
    let bounded = problem.sides.indices.filter { problem.sides[$0].width != nil }
    if number - shifted.count < bounded.count {
      let index = bounded[number - shifted.count]
      return .constant(problem.sides[index].upper ?? 0) - atoms[index]
    }
    if number < problem.firstSquare {
      guard let own = used[number] else { throw .init("a hypothesis with another normal form") }
      return own.value
    }
    var next = problem.firstSquare
    for first in problem.sides.indices {
      for second in problem.sides.indices where second > first {
        if next == number {
          return Expression(
            .binary(.power, atoms[first] - atoms[second], .constant(2)))
        }
        next += 1
      }
    }
    throw .init("an unknown generator")
  }

  // MARK: - The goal written out

  /// The goal as M·P/Q with a combination for P.
  func combination(
    _ terms: [CombinationTerm]
  ) throws(CoqTheorem.Untranslated) -> (form: Expression, used: [Used]) {
    var rest = problem.shifted
    var parts: [Expression] = []
    var conditions: [Int: Used] = [:]
    for term in terms {
      var polynomial = Polynomial(term.coefficient)
      var factor = Expression.constant(term.coefficient)
      var zero: Expression?
      for number in term.generators {
        let own = problem.generators[number]
        guard let next = try? polynomial.multiplied(by: own.polynomial) else {
          throw .init("an unknown generator")
        }
        polynomial = next
        conditions[number] = used[number]
        let value = try generator(number)
        if own.isZero && zero == nil { zero = value } else { factor = factor * value }
      }
      rest = rest - polynomial
      parts.append(zero.map { Expression(.binary(.times, factor, $0)) } ?? factor)
    }
    let remainder = rest.sortedTerms.map {
      Expression.constant($0.coefficient) * product($0.monomial, shift)
    }
    let keys = conditions.keys.sorted()
    return (try form(of: parts + remainder), keys.compactMap { conditions[$0] })
  }

  /// The goal as M·P/Q with P in the Bernstein basis.
  func bernstein() throws(CoqTheorem.Untranslated) -> Expression {
    guard let (coefficients, degrees) = try? problem.bernsteinCoefficients() else {
      throw .init("an unknown goal")
    }
    let parts = coefficients.sortedTerms.map { term in
      var (factor, result) = (term.coefficient, Expression.constant(1))
      for (index, degree) in degrees.enumerated() where degree > 0 {
        let exponent = index < term.monomial.count ? term.monomial[index] : 0
        result = result * shift(index).raised(to: .constant(Rational(exponent)))
        guard let width = problem.sides[index].width, let upper = problem.sides[index].upper
        else { continue }
        let above = Expression.constant(upper) - atoms[index]
        result = result * above.raised(to: .constant(Rational(degree - exponent)))
        for _ in 0..<degree { factor = factor / width }
      }
      return Expression.constant(factor) * result
    }
    return try form(of: parts)
  }

  /// The goal as M·P/Q with a sum for P.
  func form(of parts: [Expression]) throws(CoqTheorem.Untranslated) -> Expression {
    guard let whole else { throw .init("an unknown goal") }
    guard parts.count <= CoqCertificate.mostTerms else {
      throw .init("more than \(CoqCertificate.mostTerms) terms")
    }
    let sum = parts.reduce(Expression.constant(0)) {
      $0.constant == 0 ? $1 : Expression(.binary(.plus, $0, $1))
    }
    return whole.factor * sum / whole.divisor
  }
}

extension Expression {
  /// Functions and roots in it, inner ones first.
  var functions: [Expression] {
    switch node {
    case .number, .infinity, .name, .call: []
    case .negation(let operand): operand.functions
    case .function(_, let arguments): arguments.flatMap(\.functions) + [self]
    case .binary(.power, let base, let exponent):
      base.functions + exponent.functions + (exponent.literalValue?.isInteger == true ? [] : [self])
    case .binary(_, let left, let right): left.functions + right.functions
    }
  }
}
