public import ClaimLanguage
public import Enclosures

/// A rational point at which a statement does not hold, checked in exact arithmetic or by enclosures that do not overlap.
public struct Counterexample: Sendable {
  /// The values of the variables, in their order.
  public let point: [Rational]
  /// What the statement comes to there; nil for a statement about monotonicity.
  public let evaluation: Evaluation?
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
      guard let evaluation = try? evaluator.evaluate(hypotheses), evaluation.status == .holds else {
        return nil
      }
    }
    self.point = point
    switch statement.body {
    case .formula(let formula):
      guard let evaluation = try? evaluator.evaluate(formula),
        evaluation.status == .fails || evaluation.status == .undefined
      else { return nil }
      self.evaluation = evaluation
      derivative = nil
    case .monotone(let expression, let variable, let isIncreasing):
      evaluation = nil
      guard let slope = try? expression.derivative(by: variable) else { return nil }
      let compiled = CompiledExpression(slope, names: statement.variables.map(\.name))
      var found: Interval?
      for precision in [64, 256, 1024] where found == nil {
        guard
          let range = compiled.range(
            over: point.map { Interval($0, precision: precision) }, precision: precision),
          isIncreasing ? range.upper.sign < 0 : range.lower.sign > 0,
          Counterexample.hasValue(slope, at: point, statement)
        else { continue }
        found = range
      }
      guard let found else { return nil }
      derivative = found
    }
  }

  /// Whether an expression certainly has a value at a point.
  private static func hasValue(
    _ expression: Expression, at point: [Rational], _ statement: UniversalStatement
  ) -> Bool {
    let names = statement.variables.map(\.name)
    return Definedness.conditions(of: expression).allSatisfy { condition in
      let compiled = CompiledExpression(condition.expression, names: names)
      guard
        let range = compiled.range(over: point.map { Interval($0, precision: 256) }, precision: 256)
      else { return false }
      return Kernel.holds(condition.sign, on: range)
    }
  }
}

/// Numbers in the place of names.
struct PointSource: QuantitySource {
  let values: [String: Rational]

  var scalarNames: Set<String> { Set(values.keys) }
  var functionNames: Set<String> { [] }
  var empiricalNames: Set<String> { [] }

  func value(of name: String, precision: Int) throws -> ScalarValue? {
    values[name].map { .exact($0) }
  }

  func enclosure(
    of function: String, over times: TimeRange, precision: Int
  ) throws -> Interval? { nil }

  func enclosure(
    of function: String, over times: TimeRange, relativeTo rate: DecayRate, exponent: Int,
    precision: Int
  ) throws -> Interval? { nil }
}
