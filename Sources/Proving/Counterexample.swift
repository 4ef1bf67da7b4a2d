public import ClaimLanguage
public import Enclosures

/// A rational point at which a statement does not hold, checked in exact arithmetic or by enclosures that do not overlap.
public struct Counterexample: Sendable {
  /// The values of the variables, in their order.
  public let point: [Rational]
  /// What the statement comes to there; nil for a statement about monotonicity.
  public let evaluation: Evaluation?
  /// Whether some part of the statement has no value there.
  public let lacksValue: Bool
  /// The derivative there, for a statement about monotonicity.
  public let derivative: Interval?

  /// Checks a point.
  ///
  /// - Returns: nil where the point lies outside the ranges, the hypotheses are not certain to hold there, or the statement
  ///   is not certain to fail.
  public init?(_ point: [Rational], to statement: UniversalStatement) {
    guard point.count == statement.variables.count,
      zip(point, statement.variables).allSatisfy({ $1.side.contains($0) })
    else { return nil }
    let source = PointSource(
      values: Dictionary(
        zip(statement.variables.map(\.name), point), uniquingKeysWith: { first, _ in first }))
    let evaluator = Evaluator(source: source)
    if let hypotheses = statement.hypotheses {
      guard let evaluation = try? evaluator.evaluate(hypotheses), evaluation.status == .holds,
        hypotheses.expressions.allSatisfy({ Counterexample.hasValue($0, evaluator) == true })
      else { return nil }
    }
    self.point = point
    switch statement.body {
    case .formula(let formula):
      guard let evaluation = try? evaluator.evaluate(formula) else { return nil }
      lacksValue = Counterexample.lacksValue(formula, evaluator)
      guard evaluation.status == .fails || evaluation.status == .undefined || lacksValue else {
        return nil
      }
      self.evaluation = evaluation
      derivative = nil
    case .monotone(let expression, let variable, let isIncreasing):
      evaluation = nil
      lacksValue = false
      // The derivative is looked at inside the range of its variable, as the proof does.
      guard Counterexample.hasValue(expression, evaluator) == true,
        zip(point, statement.variables).allSatisfy({
          $1.name != variable || $1.side.interior.contains($0)
        })
      else { return nil }
      guard let slope = try? expression.derivative(by: variable) else { return nil }
      let compiled = CompiledExpression(slope, names: statement.variables.map(\.name))
      var found: Interval?
      for precision in [64, 256, 1024] where found == nil {
        guard
          let range = compiled.range(
            over: point.map { Interval($0, precision: precision) }, precision: precision),
          isIncreasing ? range.upper.sign < 0 : range.lower.sign > 0,
          Counterexample.hasValue(slope, evaluator) == true
        else { continue }
        found = range
      }
      guard let found else { return nil }
      derivative = found
    }
  }

  /// Whether a comparison, or a part of a conjunction, certainly has no value.
  private static func lacksValue(_ formula: Formula, _ evaluator: Evaluator) -> Bool {
    switch formula.node {
    case .comparison(let comparison):
      hasValue(comparison.left, evaluator) == false
        || hasValue(comparison.right, evaluator) == false
    case .and(let parts): parts.contains { lacksValue($0, evaluator) }
    case .or, .not, .implies, .forall: false
    }
  }

  /// Whether an expression has a value at the point, in the sense of `UniversalStatement`; nil where that is not decided.
  private static func hasValue(_ expression: Expression, _ evaluator: Evaluator) -> Bool? {
    for condition in Definedness.conditions(of: expression) {
      let zero = Expression.constant(0)
      let relation: Relation =
        switch condition.sign {
        case .nonNegative: .greaterOrEqual
        case .positive: .greater
        case .zero, .nonZero: .equal
        }
      let comparison = Formula(.comparison(Comparison(condition.expression, relation, zero)))
      let formula = condition.sign == .nonZero ? Formula(.not(comparison)) : comparison
      switch try? evaluator.evaluate(formula).status {
      case .holds: continue
      case .fails, .undefined: return false
      default: return nil
      }
    }
    return true
  }
}

/// Numbers in the place of names.
struct PointSource: ScalarSource {
  let values: [String: Rational]

  var scalarNames: Set<String> { Set(values.keys) }

  func value(of name: String, precision: Int) throws -> ScalarValue? {
    values[name].map { .exact($0) }
  }
}
