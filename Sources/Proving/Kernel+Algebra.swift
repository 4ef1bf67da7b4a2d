import ClaimLanguage
import Enclosures

extension Kernel {
  /// The goal as a polynomial in its atoms, of the same sign wherever it has a value.
  static func normalized(_ sequent: Sequent) throws(RuleFailure) -> [Sequent] {
    let problem = try problem(sequent)
    let expression = problem.form.expression(problem.goal)
    guard expression != sequent.goal.expression else {
      throw RuleFailure("the goal is in normal form")
    }
    return [
      sequent.with(
        goal: Condition(expression, sequent.goal.sign), isDefined: sequent.matter.isDefined)
    ]
  }

  /// Completing the square.
  ///
  /// a·y² + b·y + c = a(y + b/2a)² + (4ac − b²)/4a for a > 0; for a = 0, 4ac ≥ b² means b = 0.
  static func quadratic(_ sequent: Sequent, _ atom: String) throws(RuleFailure) -> [Sequent] {
    let problem = try problem(sequent)
    guard
      let index = problem.form.atoms.firstIndex(where: { $0.expression.description == atom }),
      problem.goal.degree(in: index) == 2
    else { throw RuleFailure("the goal is not of degree 2 in '\(atom)'") }
    let parts = problem.goal.coefficients(in: index)
    let zero = Polynomial(0)
    let (a, b, c) = (parts[2] ?? zero, parts[1] ?? zero, parts[0] ?? zero)
    guard let ac = try? a.multiplied(by: c), let square = try? b.multiplied(by: b) else {
      throw RuleFailure("the discriminant is too large")
    }
    let discriminant = ac.scaled(by: 4) - square
    let isStrict = problem.isStrict
    func premise(_ polynomial: Polynomial, _ sign: Condition.Sign) -> Sequent {
      sequent.with(
        goal: Condition(problem.form.expression(polynomial), sign),
        isDefined: sequent.matter.isDefined)
    }
    if isStrict { return [premise(a, .positive), premise(discriminant, .positive)] }
    return [
      premise(a, .nonNegative), premise(c, .nonNegative), premise(discriminant, .nonNegative),
    ]
  }

  // MARK: Products

  /// A factor of a product.
  struct Factor {
    let expression: Expression
    let isDivisor: Bool
  }

  /// The factors of an expression that have no known sign, and the sign of the others together.
  ///
  /// - Returns: nil where the others may vanish.
  static func factors(
    of expression: Expression, isStrict: Bool
  ) -> (factors: [Factor], isPositive: Bool)? {
    var (factors, isPositive) = ([Factor](), true)
    func collect(_ expression: Expression, isDivisor: Bool) -> Bool {
      if let value = expression.constant {
        if value.isZero { return !isStrict }
        if value.sign < 0 { isPositive.toggle() }
        return true
      }
      switch expression.node {
      case .negation(let operand):
        isPositive.toggle()
        return collect(operand, isDivisor: isDivisor)
      case .binary(.times, let left, let right):
        return collect(left, isDivisor: isDivisor) && collect(right, isDivisor: isDivisor)
      case .binary(.divide, let left, let right):
        return collect(left, isDivisor: isDivisor) && collect(right, isDivisor: !isDivisor)
      case .binary(.power, let base, let exponent):
        guard let n = exponent.integerExponent, n != 0 else { break }
        if n % 2 != 0 { return collect(base, isDivisor: isDivisor != (n < 0)) }
        // An even power is not negative; that it does not vanish is known of divisors only.
        if !isStrict || isDivisor != (n < 0) { return true }
      case .function(.exp, _): return true
      default: break
      }
      factors.append(Factor(expression: expression, isDivisor: isDivisor))
      return true
    }
    guard collect(expression, isDivisor: false) else { return nil }
    return (factors, isPositive)
  }

  static func product(_ sequent: Sequent, _ signs: [Bool]) throws(RuleFailure) -> [Sequent] {
    let goal = sequent.goal
    guard goal.sign == .nonNegative || goal.sign == .positive,
      let (factors, isPositive) = factors(of: goal.expression, isStrict: goal.isStrict),
      factors.count == signs.count,
      factors.count > 1 || factors.first?.expression != goal.expression
    else { throw RuleFailure("the goal is no product of so many factors") }
    guard signs.reduce(isPositive, { $0 == $1 }) else {
      throw RuleFailure("the signs do not give the sign of the product")
    }
    return zip(factors, signs).map { factor, isPositive in
      sequent.with(
        goal: Condition(
          isPositive ? factor.expression : -factor.expression,
          factor.isDivisor ? .nonNegative : goal.sign),
        isDefined: sequent.matter.isDefined)
    }
  }

  static func bothSides(_ sequent: Sequent) throws(RuleFailure) -> [Sequent] {
    guard sequent.goal.sign == .zero else { throw RuleFailure("the goal is no equation") }
    return [sequent.goal.expression, -sequent.goal.expression].map {
      sequent.with(goal: Condition($0, .nonNegative), isDefined: sequent.matter.isDefined)
    }
  }

  static func signed(_ sequent: Sequent, _ isPositive: Bool) throws(RuleFailure) -> [Sequent] {
    guard sequent.goal.sign == .nonZero else { throw RuleFailure("the goal is not f <> 0") }
    let expression = isPositive ? sequent.goal.expression : -sequent.goal.expression
    return [
      sequent.with(
        goal: Condition(expression, .positive), isDefined: sequent.matter.isDefined)
    ]
  }

  // MARK: Contraposition

  /// Contraposition: f ≥ 0 from c ≥ 0, where −f > 0 would give −c > 0.
  ///
  /// At a point that counts and at which the goal f ≥ 0 failed, −f > 0 and all other conditions would hold, f and c have
  /// values, and the premise says −c > 0. Strict and non-strict signs change places.
  static func contraposition(_ sequent: Sequent, _ index: Int) throws(RuleFailure) -> [Sequent] {
    guard sequent.conditions.indices.contains(index) else {
      throw RuleFailure("there is no condition \(index)")
    }
    let (goal, condition) = (sequent.goal, sequent.conditions[index])
    guard let failing = goal.negated, let wanted = condition.negated else {
      throw RuleFailure("an equation has no contraposition")
    }
    var others = sequent.conditions
    others.remove(at: index)
    // The goal and the condition have values at the points in question.
    others += Definedness.conditions(of: condition.expression)
    others += Definedness.conditions(of: goal.expression)
    return [
      Sequent(
        names: sequent.names, box: sequent.box, conditions: unique(others + [failing]),
        goal: wanted, isDefined: true)
    ]
  }

  // MARK: Increasing functions

  /// f(u) ≥ f(v) from u ≥ v for log, exp and sqrt; √u ≥ v from u ≥ v²; u ≥ √v from u ≥ 0 and u² ≥ v; ln u ≥ v from
  /// u ≥ e^v; u ≥ ln v from e^u ≥ v.
  static func inverse(_ sequent: Sequent) throws(RuleFailure) -> [Sequent] {
    let goal = sequent.goal
    guard goal.sign == .nonNegative || goal.sign == .positive else {
      throw RuleFailure("the goal is no inequality")
    }
    let (left, right): (Expression, Expression) =
      switch goal.expression.node {
      case .binary(.minus, let left, let right): (left, right)
      case .negation(let operand): (.constant(0), operand)
      default: (goal.expression, .constant(0))
      }
    func premise(_ expression: Expression, _ sign: Condition.Sign = goal.sign) -> Sequent {
      sequent.with(goal: Condition(expression, sign), isDefined: sequent.matter.isDefined)
    }
    switch (left.unary, right.unary) {
    case ((.log, let u)?, (.log, let v)?), ((.exp, let u)?, (.exp, let v)?),
      ((.sqrt, let u)?, (.sqrt, let v)?):
      return [premise(u - v)]
    case ((.sqrt, let u)?, _): return [premise(u - right.raised(to: .constant(2)))]
    case (_, (.sqrt, let v)?):
      return [premise(left, .nonNegative), premise(left.raised(to: .constant(2)) - v)]
    case ((.log, let u)?, _): return [premise(u - .apply(.exp, to: right))]
    case (_, (.log, let v)?): return [premise(.apply(.exp, to: left) - v)]
    default: throw RuleFailure("the goal compares no values of an increasing function")
    }
  }
}

extension Expression {
  /// The function and its argument; nil for what is no function of one argument.
  fileprivate var unary: (Function, Expression)? {
    guard case .function(let function, let arguments) = node, arguments.count == 1 else {
      return nil
    }
    return (function, arguments[0])
  }
}
