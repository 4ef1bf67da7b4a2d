internal import Enclosures

/// `forall t in A..B: G implies t REL K` with K free of t: the last (or first) step with G decides.
struct ExtremeForm {
  let variable: String
  let premise: Formula
  /// The comparison as written; t may stand on either side.
  let comparison: Comparison
  /// Whether t is the left side.
  let isLeft: Bool
  let bound: Expression
  /// The relation of t to the bound.
  let relation: Relation

  init?(_ all: Quantifier) {
    guard case .implies(let premise, let conclusion) = all.body.node,
      case .comparison(let comparison) = conclusion.node, comparison.relation != .equal
    else { return nil }
    isLeft = comparison.left.node == .name(all.variable)
    bound = isLeft ? comparison.right : comparison.left
    relation = isLeft ? comparison.relation : comparison.relation.reversed
    let other = isLeft ? comparison.left : comparison.right
    guard other.node == .name(all.variable), !bound.mentions(all.variable) else { return nil }
    variable = all.variable
    self.premise = premise
    self.comparison = comparison
  }
}

extension Evaluator {
  func evaluate(
    _ form: ExtremeForm, _ span: TimeSpan, _ outer: TimeRange, of formula: Formula
  ) throws -> Evaluation {
    var working = startPrecision
    func search(_ range: TimeRange) throws -> TimeSearch.Result {
      func property(_ block: TimeRange) throws -> Ternary {
        switch try truth(form.premise, form.variable, on: block, working: &working) {
        case .certainlyTrue: .certainlyTrue
        case .certainlyFalse: .certainlyFalse
        case .unknown, .undefined: .unknown
        }
      }
      return form.relation.isUpperBound
        ? try TimeSearch.lastStep(
          in: range, budget: budget, unknownSteps: Evaluator.unknownSteps, where: property)
        : try TimeSearch.firstStep(
          in: range, budget: budget, unknownSteps: Evaluator.unknownSteps, where: property)
    }
    var result = try decide(form, span, search(outer), of: formula)
    if result.status == .undecided, let limited = outer.limited(to: horizon) {
      var before = try decide(form, span, search(limited), of: formula)
      if before.status == .holds {
        before.horizon = limited.upper
        before.note = "certified up to the horizon; no argument covers all later steps"
      }
      // A counterexample before the horizon is one for all time.
      if before.status == .holds || before.status == .fails { result = before }
    }
    result.precision = max(result.precision, working)
    return result
  }

  private func decide(
    _ form: ExtremeForm, _ span: TimeSpan, _ found: TimeSearch.Result, of formula: Formula
  ) throws -> Evaluation {
    let empty: StepBound = form.relation.isUpperBound ? .minusInfinity : .infinity
    var result = Evaluation(.undecided, of: formula, precision: startPrecision)
    result.evidence = found.evidence
    let step = found.step
    result.at = step.exactStep
    let isEmpty = step == StepEnclosure(empty)
    if isEmpty {
      result.status = .holds
      result.note = "the premise holds at no step"
    } else {
      for precision in precisions(from: startPrecision) {
        result.precision = precision
        let context = EvaluationContext(source: source, precision: precision)
        let extreme = Value(step.value(precision: precision))
        let outcome: Truth
        do {
          let bound = try context.value(form.bound)
          // Steps are finite: where they go on for ever, t < inf holds as t <= inf does.
          let goesOn = form.relation == .less && step == StepEnclosure(.infinity)
          outcome = Truth(
            extreme.compare(goesOn ? .lessOrEqual : form.relation, bound, precision))
        } catch DomainError.undefined(let operation) {
          outcome = .undefined(operation)
          result.note = operation
        } catch DomainError.undecided {
          outcome = .unknown
        }
        result.status = Status(outcome)
        if outcome != .unknown { break }
      }
    }
    // A counterexample must be a step that certainly lies in the range.
    if result.status == .fails || result.status == .undefined {
      let witness = form.relation.isUpperBound ? step.lower : step.upper
      let isCertain: Bool
      switch witness {
      case .step(let step): isCertain = span.certainlyContains(step)
      case .infinity:
        isCertain = form.relation.isUpperBound && span.inner.map { $0.upper == nil } ?? false
      case .minusInfinity: isCertain = false
      }
      if !isCertain { result.status = .undecided }
    }
    if result.status == .undecided {
      result.note = "the step lies in \(step.lower.text)..\(step.upper.text)"
    }
    let shownStep = step.value(precision: Evaluator.leastShownPrecision)
    let bound = try value(of: form.bound)
    (result.left, result.right) = form.isLeft ? (shownStep, bound) : (bound, shownStep)
    result.relation = form.comparison.relation
    return result
  }
}
