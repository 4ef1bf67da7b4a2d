import ClaimLanguage
import Enclosures

/// The rules of inference.
///
/// This is what a proof rests on, with the interval arithmetic and the algebra that it calls: the prover proposes rules,
/// the kernel says what remains to be shown, and a checker asks the kernel again. Every rule is sound in the sense
/// that a sequent is true (see `Sequent`) where all of its premises are.
enum Kernel {
  /// What remains to be shown after a rule is applied.
  ///
  /// - Throws: `RuleFailure` where the rule does not apply.
  static func premises(of rule: Rule, for sequent: Sequent) throws(RuleFailure) -> [Sequent] {
    let premises = try unlimited(rule, sequent)
    for premise in premises {
      let expressions = [premise.goal.expression] + premise.conditions.map(\.expression)
      guard premise.names.count <= mostNames, premise.conditions.count <= mostConditions,
        expressions.allSatisfy({ $0.size <= mostNodes && $0.depth <= mostLevels })
      else { throw RuleFailure("what remains is too large") }
    }
    return premises
  }

  /// The most variables of a premise.
  private static let mostNames = 48
  /// The most conditions of a premise.
  private static let mostConditions = 160
  /// The most nodes of an expression.
  private static let mostNodes = 4_000
  /// The greatest height of an expression.
  private static let mostLevels = 400

  private static func unlimited(
    _ rule: Rule, _ sequent: Sequent
  ) throws(RuleFailure) -> [Sequent] {
    switch rule {
    case .interval(let precision): return try interval(sequent, precision)
    case .excluded(let index, let precision): return try excluded(sequent, index, precision)
    case .identity: return try identity(sequent)
    case .bernstein: return try bernstein(sequent)
    case .combination(let terms): return try combination(sequent, terms)
    case .split(let variable, let point): return try split(sequent, variable, point)
    case .monotone(let variable, let isIncreasing):
      return try monotone(sequent, variable, isIncreasing)
    case .meanValue(let center, let precision): return try meanValue(sequent, center, precision)
    case .quadratic(let atom): return try quadratic(sequent, atom)
    case .product(let signs): return try product(sequent, signs)
    case .substitution(let index, let variable):
      return try substitution(sequent, index, variable)
    case .inverse: return try inverse(sequent)
    case .cases: return try cases(sequent)
    case .bothSides: return try bothSides(sequent)
    case .signed(let isPositive): return try signed(sequent, isPositive)
    case .normalized: return try normalized(sequent)
    case .cut(let expression): return try cut(sequent, expression)
    case .contraposition(let index): return try contraposition(sequent, index)
    }
  }

  /// Whether a number is a working precision.
  static func check(precision: Int) throws(RuleFailure) {
    guard (16...PrecisionLimits.defaultMaximum).contains(precision) else {
      throw RuleFailure("precision \(precision) is out of range")
    }
  }

  /// Whether every point of an enclosure keeps a condition.
  static func holds(_ sign: Condition.Sign, on range: Interval) -> Bool {
    switch sign {
    case .nonNegative: range.lower.sign >= 0
    case .positive: range.lower.sign > 0
    case .zero: range.isZero
    case .nonZero: !range.containsZero
    }
  }

  /// Whether no point of an enclosure keeps a condition.
  static func fails(_ sign: Condition.Sign, on range: Interval) -> Bool {
    switch sign {
    case .nonNegative: range.upper.sign < 0
    case .positive: range.upper.sign <= 0
    case .zero: !range.containsZero
    case .nonZero: range.isZero
    }
  }
}

// MARK: - Leaves

extension Kernel {
  private static func interval(
    _ sequent: Sequent, _ precision: Int
  ) throws(RuleFailure) -> [Sequent] {
    try check(precision: precision)
    guard let range = sequent.range(of: sequent.goal.expression, precision: precision) else {
      // Where the goal is known to have values, no point counts; that is for conditions to show.
      if sequent.matter.isDefined { throw RuleFailure("the goal has no value on the box") }
      return []
    }
    guard holds(sequent.goal.sign, on: range) else {
      throw RuleFailure("the enclosure of the goal does not show it")
    }
    return []
  }

  private static func excluded(
    _ sequent: Sequent, _ index: Int, _ precision: Int
  ) throws(RuleFailure) -> [Sequent] {
    try check(precision: precision)
    guard sequent.conditions.indices.contains(index) else {
      throw RuleFailure("there is no condition \(index)")
    }
    let condition = sequent.conditions[index]
    if let range = sequent.range(of: condition.expression, precision: precision),
      !fails(condition.sign, on: range)
    {
      throw RuleFailure("the condition is not excluded")
    }
    return []
  }

  private static func identity(_ sequent: Sequent) throws(RuleFailure) -> [Sequent] {
    guard sequent.goal.sign == .zero || sequent.goal.sign == .nonNegative else {
      throw RuleFailure("an identity shows no strict inequality")
    }
    var form = NormalForm(over: sequent)
    guard let fraction = try? form.fraction(sequent.goal.expression) else {
      throw RuleFailure("the goal has no normal form")
    }
    guard fraction.numerator.isZero else { throw RuleFailure("the goal is not identically zero") }
    return []
  }

  static func problem(_ sequent: Sequent) throws(RuleFailure) -> PositivityProblem {
    guard sequent.goal.sign == .nonNegative || sequent.goal.sign == .positive else {
      throw RuleFailure("the goal is no inequality")
    }
    guard let problem = try? PositivityProblem(sequent) else {
      throw RuleFailure("the goal has no normal form")
    }
    return problem
  }

  private static func bernstein(_ sequent: Sequent) throws(RuleFailure) -> [Sequent] {
    let problem = try problem(sequent)
    guard (try? problem.isShownByBernstein()) == true else {
      throw RuleFailure("the Bernstein coefficients do not show the goal")
    }
    return []
  }

  private static func combination(
    _ sequent: Sequent, _ terms: [CombinationTerm]
  ) throws(RuleFailure) -> [Sequent] {
    let problem = try problem(sequent)
    guard (try? problem.isShown(by: terms)) == true else {
      throw RuleFailure("the combination does not show the goal")
    }
    return []
  }
}

// MARK: - Boxes

extension Kernel {
  static func index(_ sequent: Sequent, _ variable: String) throws(RuleFailure) -> Int {
    guard let index = sequent.index(of: variable) else {
      throw RuleFailure("there is no variable '\(variable)'")
    }
    return index
  }

  private static func split(
    _ sequent: Sequent, _ variable: String, _ point: Rational
  ) throws(RuleFailure) -> [Sequent] {
    let index = try index(sequent, variable)
    guard sequent.box[index].hasInside(point) else {
      throw RuleFailure("\(point) is not inside the range of '\(variable)'")
    }
    let parts = sequent.box[index].split(at: point)
    return [
      sequent.replacing(index, with: parts.lower), sequent.replacing(index, with: parts.upper),
    ]
  }

  /// The mean value theorem.
  ///
  /// f(x) lies in f(c) + Σ ∂ᵢf(B)·(xᵢ − cᵢ) for x and c in a box B on which f has a value and is
  /// differentiable; the premises say that it is.
  private static func meanValue(
    _ sequent: Sequent, _ center: [Rational], _ precision: Int
  ) throws(RuleFailure) -> [Sequent] {
    try check(precision: precision)
    guard center.count == sequent.box.count,
      zip(center, sequent.box).allSatisfy({ $1.width != nil && $1.contains($0) })
    else { throw RuleFailure("the centre is not in a bounded box") }
    let goal = sequent.goal
    let point = center.map { Interval($0, precision: precision) }
    guard
      var range = sequent.matter.compiled(goal.expression).range(
        over: point, precision: precision)
    else { throw RuleFailure("the goal has no value at the centre") }
    var obligations = Definedness.conditions(of: goal.expression)
    for (index, name) in sequent.names.enumerated() where goal.expression.mentions(name) {
      guard let derivative = sequent.matter.derivative(by: name),
        let slope = sequent.range(of: derivative, precision: precision)
      else { throw RuleFailure("the goal has no derivative by '\(name)'") }
      obligations += Definedness.conditions(of: derivative)
      let side = sequent.box[index].interval(precision: precision)
      range = range + slope * (side - point[index])
    }
    guard holds(goal.sign, on: range) else {
      throw RuleFailure("the mean value form does not show the goal")
    }
    return unique(obligations).map {
      Sequent(
        names: sequent.names, box: sequent.box, conditions: [], goal: $0, isDefined: true)
    }
  }

  /// That conditions have values, before they are rewritten: a rewritten condition may have one at more points.
  static func domain(_ conditions: [Condition], _ change: (Expression) -> Expression)
    -> [Condition]
  {
    conditions.flatMap { Definedness.conditions(of: $0.expression) }.map { $0.mapping(change) }
  }

  static func unique(_ conditions: [Condition]) -> [Condition] {
    var seen: Set<String> = []
    return conditions.filter { seen.insert($0.description).inserted }
  }

  private static func cut(
    _ sequent: Sequent, _ expression: Expression
  ) throws(RuleFailure) -> [Sequent] {
    guard expression.isClosedForm(in: sequent.names) else {
      throw RuleFailure("the cut names something unknown")
    }
    let obligations = Definedness.conditions(of: expression).map {
      sequent.with(goal: $0, isDefined: true)
    }
    return obligations
      + [expression, -expression].map { sequent.adding([Condition($0, .nonNegative)]) }
  }
}

extension Expression {
  /// Whether it is made of numbers, functions and the given names.
  func isClosedForm(in names: [String]) -> Bool {
    switch node {
    case .number: true
    case .infinity, .call: false
    case .name(let name): names.contains(name)
    case .function(_, let arguments): arguments.allSatisfy { $0.isClosedForm(in: names) }
    case .negation(let operand): operand.isClosedForm(in: names)
    case .binary(_, let left, let right):
      left.isClosedForm(in: names) && right.isClosedForm(in: names)
    }
  }
}
