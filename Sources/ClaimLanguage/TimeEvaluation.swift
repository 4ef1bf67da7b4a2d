internal import Enclosures

/// Statements over time: `forall t in A..B: body`.
extension Evaluator {
  /// Single steps that may stay undecided before the proof is given up.
  static let unknownSteps = 4

  func evaluate(_ all: Quantifier, of formula: Formula) throws -> Evaluation {
    let span: TimeSpan
    switch try timeSpan(all) {
    case .found(let found): span = found
    case .open(let status, let note):
      return Evaluation(status, of: formula, precision: maximumPrecision, note: note)
    }
    guard let outer = span.outer else {
      return Evaluation(
        .holds, of: formula, precision: startPrecision, note: "no step lies in the range")
    }
    if case .and(let parts) = all.body.node {
      let members = try parts.map { part in
        let member = Quantifier(
          variable: all.variable, lower: all.lower, upper: all.upper, body: part)
        return try evaluate(member, of: Formula(.forall(member), range: part.range))
      }
      return conjunction(members, of: formula)
    }
    if let extreme = ExtremeForm(all) {
      return try evaluate(extreme, span, outer, of: formula)
    }
    return try prove(all, span, outer, of: formula)
  }

  /// What the body comes to on a block.
  ///
  /// Single steps get more precision until they are decided, and the working precision follows; a tail
  /// gets a second chance at twice the precision.
  func truth(
    _ body: Formula, _ variable: String, on block: TimeRange, working: inout Int
  ) throws -> Truth {
    func attempt(_ precision: Int) throws -> Truth {
      try EvaluationContext(
        source: source, precision: precision, variable: variable, times: block
      ).truth(body)
    }
    var truth = try attempt(working)
    guard truth == .unknown else { return truth }
    if block.isPoint {
      for precision in precisions(from: working).dropFirst() {
        truth = try attempt(precision)
        guard truth == .unknown else {
          working = max(working, min(precision, Evaluator.greatestShownPrecision))
          return truth
        }
      }
    } else if block.upper == nil, 2 * working <= maximumPrecision {
      return try attempt(2 * working)
    }
    return truth
  }

  /// Searches from the left for a step where the body is not true.
  ///
  /// Order: the whole range; then, for a counterexample, the steps A, A + 1, A + 2, A + 4, … and the last
  /// one, at the starting precision; then `TimeSearch.firstStep`.
  private func prove(
    _ all: Quantifier, _ span: TimeSpan, _ outer: TimeRange, of formula: Formula
  ) throws -> Evaluation {
    var working = startPrecision
    let whole = try truth(all.body, all.variable, on: outer, working: &working)
    if whole == .certainlyTrue {
      var result = Evaluation(.holds, of: formula, precision: working)
      result.evidence = [TimeSearch.Block(steps: outer, outcome: .certainlyTrue)]
      return try showingLeastMargin(all, span, result)
    }
    if let step = try counterexample(all, span) {
      return try failing(all, at: step, startPrecision, of: formula)
    }
    func search(_ range: TimeRange) throws -> TimeSearch.Result {
      try TimeSearch.firstStep(in: range, budget: budget, unknownSteps: Evaluator.unknownSteps) {
        block in
        switch try truth(all.body, all.variable, on: block, working: &working) {
        case .certainlyTrue: .certainlyFalse
        case .certainlyFalse, .undefined: .certainlyTrue
        case .unknown: .unknown
        }
      }
    }
    let found = try search(outer)
    var result = Evaluation(.undecided, of: formula, precision: working)
    result.evidence = found.evidence.map { TimeSearch.Block(steps: $0.steps, outcome: !$0.outcome) }
    if found.step.lower == .infinity {
      result.status = .holds
      return try showingLeastMargin(all, span, result)
    }
    if let step = found.step.upper.step, span.certainlyContains(step) {
      let there = try truth(all.body, all.variable, on: TimeRange(step), working: &working)
      if there == .certainlyFalse { return try failing(all, at: step, working, of: formula) }
      if case .undefined(let operation) = there, found.step.isExact {
        result.status = .undefined
        result.note = "at t = \(step): \(operation)"
        return result
      }
    }
    let open = found.firstOpenStep ?? found.step.lower.step ?? outer.lower
    result.note =
      found.evaluations >= budget
      ? "not decided within \(budget) evaluations; certified for t < \(open)"
      : "not decided at t = \(open) with up to \(maximumPrecision) bits"
    if let limited = outer.limited(to: horizon) {
      let before = try search(limited)
      if before.step.lower == .infinity {
        result.status = .holds
        result.horizon = limited.upper
        result.note = "certified up to the horizon; no argument covers all later steps"
        result.evidence = before.evidence.map {
          TimeSearch.Block(steps: $0.steps, outcome: !$0.outcome)
        }
      }
    }
    result.precision = working
    return try showingLeastMargin(all, span, result)
  }

  private func failing(
    _ all: Quantifier, at step: Int, _ precision: Int, of formula: Formula
  ) throws -> Evaluation {
    var result = Evaluation(.fails, of: formula, precision: precision)
    result.at = step
    result.note = "false at t = \(step)"
    result.evidence = [TimeSearch.Block(steps: TimeRange(step), outcome: .certainlyFalse)]
    if let comparison = all.body.shownComparison {
      try show(comparison, variable: all.variable, at: step, in: &result)
    }
    return result
  }

  private func counterexample(_ all: Quantifier, _ span: TimeSpan) throws -> Int? {
    for step in span.probes(upTo: horizon) {
      let context = EvaluationContext(
        source: source, precision: startPrecision, variable: all.variable, times: TimeRange(step))
      if try context.truth(all.body) == .certainlyFalse { return step }
    }
    return nil
  }

  /// Shows the sides at the step of least relative margin on the grid; premises that fail there are
  /// passed over.
  private func showingLeastMargin(
    _ all: Quantifier, _ span: TimeSpan, _ evaluation: Evaluation
  ) throws -> Evaluation {
    guard let comparison = all.body.shownComparison else { return evaluation }
    var best: (margin: Double, step: Int)?
    for step in span.grid(upTo: evaluation.horizon) {
      let context = EvaluationContext(
        source: source, precision: Evaluator.leastShownPrecision, variable: all.variable,
        times: TimeRange(step))
      if let premise = all.body.premise, try context.truth(premise) == .certainlyFalse { continue }
      do {
        let margin = Evaluation.margin(
          try context.value(comparison.left), try context.value(comparison.right))
        guard let margin else { continue }
        // Only clearly lesser margins count, so that rounding does not move the step.
        if best.map({ margin < $0.margin * 0.999_999 }) ?? true { best = (margin, step) }
      } catch is DomainError {
        continue
      }
    }
    guard let best else { return evaluation }
    var result = evaluation
    try show(comparison, variable: all.variable, at: best.step, in: &result)
    return result
  }
}

extension Formula {
  /// The comparison whose sides stand for the statement: itself, or the conclusion of an implication.
  var shownComparison: Comparison? {
    switch node {
    case .comparison(let comparison): comparison
    case .implies(_, let conclusion): conclusion.shownComparison
    case .not(let part): part.shownComparison
    case .and, .or, .forall: nil
    }
  }

  /// The premise under which the shown comparison is claimed.
  var premise: Formula? { if case .implies(let premise, _) = node { premise } else { nil } }
}
