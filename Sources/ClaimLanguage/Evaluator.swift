public import Enclosures

/// Evaluates statements on one problem, with precision raised until they are decided.
public struct Evaluator: Sendable {
  /// What names mean.
  public let source: any QuantitySource
  /// The first precision that is tried, in bits.
  public let startPrecision: Int
  /// The last precision that is tried; it is doubled up to here.
  public let maximumPrecision: Int
  /// The last step considered where a statement over all time has no tail argument.
  public let horizon: Int?
  /// The most evaluations of blocks of steps for one statement over time.
  public let budget: Int

  /// Sides are shown from at least this precision: 20 digits and what canonical rounding needs.
  static let leastShownPrecision = 128
  /// Past this precision, sides are shown as wide as they are.
  static let greatestShownPrecision = 1024

  /// An evaluator over a problem.
  public init(
    source: any QuantitySource, startPrecision: Int = PrecisionLimits.start,
    maximumPrecision: Int = PrecisionLimits.defaultMaximum, horizon: Int? = nil,
    budget: Int = TimeSearch.defaultBudget
  ) {
    self.source = source
    self.startPrecision = min(max(startPrecision, PrecisionLimits.minimum), maximumPrecision)
    self.maximumPrecision = maximumPrecision
    self.horizon = horizon
    self.budget = budget
  }

  /// The most evaluations for a conclusion whose hypotheses do not hold.
  static let budgetOutOfScope = 2_000

  /// The same evaluator with a greatest precision that the quantities of a formula warrant.
  func limited(by formula: Formula) -> Evaluator {
    let names = source.scalarNames.union(source.functionNames)
    let limits = names.compactMap { name -> Int? in
      guard let limit = source.precisionLimit(of: name) else { return nil }
      return formula.mentions(QuantityKey.stem(of: name)) ? limit : nil
    }
    guard let least = limits.min(), 2 * least < maximumPrecision else { return self }
    return Evaluator(
      source: source, startPrecision: startPrecision,
      maximumPrecision: max(2 * least, startPrecision), horizon: horizon, budget: budget)
  }

  /// The same evaluator with at most so many evaluations.
  func withBudget(_ most: Int) -> Evaluator {
    Evaluator(
      source: source, startPrecision: startPrecision, maximumPrecision: maximumPrecision,
      horizon: horizon, budget: min(budget, most))
  }

  /// The precisions to try: the first, doubled up to the greatest, which is tried last.
  func precisions(from first: Int) -> [Int] {
    var result: [Int] = []
    var precision = min(first, maximumPrecision)
    while precision < maximumPrecision {
      result.append(precision)
      precision *= 2
    }
    return result + [maximumPrecision]
  }

  /// Evaluates a statement.
  ///
  /// - Throws: What the source throws, and `EvaluationError` for a name that it does not know. A
  ///   statement that cannot be decided or has no meaning is an outcome, not an error.
  public func evaluate(_ formula: Formula) throws -> Evaluation {
    switch formula.node {
    case .comparison(let comparison):
      return try limited(by: formula).evaluate(comparison, of: formula)
    case .and(let parts): return conjunction(try parts.map(evaluate), of: formula)
    case .or(let parts): return disjunction(try parts.map(evaluate), of: formula)
    case .not(let part): return negation(try evaluate(part), of: formula)
    case .implies(let first, let second):
      let premise = try evaluate(first)
      return implication(premise, try evaluate(second), of: formula)
    case .forall(let quantifier):
      return try limited(by: formula).evaluate(quantifier, of: formula)
    }
  }

  /// The value of an expression, precise enough to print where that is possible; nil where it has none.
  public func value(of expression: Expression) throws -> ScalarValue? {
    try shown(expression, from: startPrecision)
  }
}

// MARK: - Comparisons

extension Evaluator {
  private func evaluate(_ comparison: Comparison, of formula: Formula) throws -> Evaluation {
    var result = Evaluation(.undecided, of: formula, precision: maximumPrecision)
    for precision in precisions(from: startPrecision) {
      let context = EvaluationContext(source: source, precision: precision)
      let truth = try context.truth(comparison)
      guard truth != .unknown else { continue }
      result = Evaluation(Status(truth), of: formula, precision: precision)
      if case .undefined(let operation) = truth { result.note = operation }
      break
    }
    if result.status == .undecided {
      result.note = "not decided at \(maximumPrecision) bits"
    }
    try show(comparison, in: &result)
    return result
  }

  /// Fills in both sides of a comparison, at a step if it is one over time.
  func show(
    _ comparison: Comparison, variable: String? = nil, at step: Int? = nil,
    in result: inout Evaluation
  ) throws {
    result.left = try shown(comparison.left, from: result.precision, variable, step)
    result.right = try shown(comparison.right, from: result.precision, variable, step)
    result.relation = comparison.relation
    result.at = step
  }

  private func shown(
    _ expression: Expression, from precision: Int, _ variable: String? = nil, _ step: Int? = nil
  ) throws -> ScalarValue? {
    let limit = min(maximumPrecision, max(precision, Evaluator.greatestShownPrecision))
    var best: ScalarValue?
    for bits in precisions(from: max(precision, Evaluator.leastShownPrecision)) {
      if bits > limit, best != nil { break }
      let context = EvaluationContext(
        source: source, precision: bits, variable: variable, times: step.map { TimeRange($0) })
      do {
        let value = try context.value(expression)
        best = value.scalar(precision: bits)
        guard case .enclosed(let interval) = value,
          interval.canonicalDecimalEnclosure(digits: 20) == nil
        else { return best }
      } catch DomainError.undefined {
        return nil
      } catch DomainError.undecided {
        continue
      }
    }
    return best
  }
}

extension Status {
  init(_ truth: Truth) {
    switch truth {
    case .certainlyTrue: self = .holds
    case .certainlyFalse: self = .fails
    case .unknown: self = .undecided
    case .undefined: self = .undefined
    }
  }

  var truth: Truth {
    switch self {
    case .holds: .certainlyTrue
    case .fails: .certainlyFalse
    case .undecided, .notChecked: .unknown
    case .undefined: .undefined("")
    }
  }
}

// MARK: - Connectives

extension Evaluator {
  func conjunction(_ parts: [Evaluation], of formula: Formula) -> Evaluation {
    let status = Status(parts.reduce(.certainlyTrue) { .and($0, $1.status.truth) })
    var result = Evaluation(
      status, of: formula, precision: parts.map(\.precision).max() ?? startPrecision)
    result.parts = parts
    result.horizon = status == .holds ? parts.compactMap(\.horizon).min() : nil
    var chosen = parts.first { $0.status == status }
    if status == .holds {
      for part in parts {
        guard let margin = part.relativeMargin else { continue }
        if margin < chosen?.relativeMargin ?? .infinity { chosen = part }
      }
    }
    if let chosen {
      result.show(chosen)
      result.note = chosen.note
    }
    return result
  }

  private func disjunction(_ parts: [Evaluation], of formula: Formula) -> Evaluation {
    let status = Status(parts.reduce(.certainlyFalse) { .or($0, $1.status.truth) })
    var result = Evaluation(
      status, of: formula, precision: parts.map(\.precision).max() ?? startPrecision)
    // A part that holds for all time counts before one that holds up to the horizon.
    let holding = parts.filter { $0.status == .holds }
    // Where none holds, the one that comes nearest to it.
    let nearest = parts.min { ($0.relativeMargin ?? .infinity) < ($1.relativeMargin ?? .infinity) }
    if let chosen = holding.first(where: { $0.horizon == nil }) ?? holding.first ?? nearest {
      result.show(chosen)
      result.horizon = status == .holds ? chosen.horizon : nil
      result.note = status == .holds ? chosen.note : parts.first { $0.status == status }?.note
    }
    return result
  }

  /// A statement certified only up to the horizon supports no conclusion from its being true always.
  private func truthForNegation(_ evaluation: Evaluation) -> Truth {
    evaluation.horizon == nil ? evaluation.status.truth : .unknown
  }

  private func negation(_ part: Evaluation, of formula: Formula) -> Evaluation {
    var result = Evaluation(
      Status(!truthForNegation(part)), of: formula, precision: part.precision, note: part.note)
    result.show(part)
    return result
  }

  private func implication(
    _ premise: Evaluation, _ conclusion: Evaluation, of formula: Formula
  ) -> Evaluation {
    let status = Status(.implies(truthForNegation(premise), conclusion.status.truth))
    var result = Evaluation(
      status, of: formula, precision: max(premise.precision, conclusion.precision),
      note: premise.status == .fails ? "the premise does not hold" : conclusion.note)
    result.show(conclusion)
    if status == .holds, premise.status != .fails { result.horizon = conclusion.horizon }
    if status == .undecided || status == .undefined {
      result.note = (conclusion.status == status ? conclusion.note : nil) ?? premise.note
    }
    return result
  }
}
