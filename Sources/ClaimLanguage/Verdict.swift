internal import Enclosures

/// What one claim comes to on one problem.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// Every hypothesis and event is certified, and so is the conclusion.
  case pass
  /// Every hypothesis and event is certified, and the conclusion is certified false.
  case fail
  /// Some hypothesis or event is certified not to hold.
  case outOfScope = "out-of-scope"
  /// Something could not be decided within the precision or the horizon.
  case undecided

  /// The verdict from the statuses of all parts.
  ///
  /// A hypothesis or event without meaning here does not hold. A conclusion without meaning is
  /// undecided, and so is a false one beside an event that was not checked, which may be to blame.
  public init(hypotheses: [Status], events: [Status], conclusion: Status) {
    let conditions = hypotheses + events
    if conditions.contains(where: { $0 == .fails || $0 == .undefined }) {
      self = .outOfScope
    } else if conditions.contains(.undecided) || hypotheses.contains(.notChecked) {
      self = .undecided
    } else {
      switch conclusion {
      case .holds: self = .pass
      case .fails: self = events.contains(.notChecked) ? .undecided : .fail
      case .undecided, .undefined, .notChecked: self = .undecided
      }
    }
  }
}

/// What stands beside a verdict.
public enum Flag: String, Sendable, Hashable, CaseIterable {
  /// The conclusion says nothing here: a time ≥ a negative number.
  case vacuous
  /// Met by the zero predictor, or at t = 0 already.
  case trivial
  /// Something was checked on the sample only.
  case empirical
  /// A statement over time is certified up to the horizon only.
  case horizon
  /// The proof conditions on an event that one draw cannot decide.
  case eventNotChecked = "event-not-checked"
}

/// A claim evaluated on one problem.
public struct ClaimEvaluation: Sendable {
  /// The claim.
  public let claim: Claim
  /// One evaluation a hypothesis, in order.
  public let hypotheses: [Evaluation]
  /// One evaluation an event, in order; nil for events that are not checked.
  public let events: [Evaluation?]
  /// The conclusion, evaluated whatever the hypotheses come to.
  public let conclusion: Evaluation
  /// The verdict.
  public let verdict: Verdict
  /// The flags, in the order of `Flag`.
  public let flags: [Flag]
}

extension Evaluator {
  /// Evaluates a claim: all its hypotheses and events, its conclusion, and its flags.
  public func evaluate(_ claim: Claim) throws -> ClaimEvaluation {
    let hypotheses = try claim.hypotheses.map { try evaluate($0.statement.formula) }
    let events = try claim.events.map { try $0.statement.map { try evaluate($0.formula) } }
    // Outside the claim's scope its conclusion is shown as far as it is cheap to decide.
    let isInScope = (hypotheses + events.compactMap(\.self)).allSatisfy { $0.status == .holds }
    let conclusion = try (isInScope ? self : withBudget(Evaluator.budgetOutOfScope))
      .evaluate(claim.conclusion.formula)
    let verdict = Verdict(
      hypotheses: hypotheses.map(\.status), events: events.map { $0?.status ?? .notChecked },
      conclusion: conclusion.status)
    var flags: Set<Flag> = []
    for (flag, statement) in claim.flags where try evaluate(statement.formula).status == .holds {
      flags.insert(flag)
    }
    let evaluations = hypotheses + events.compactMap(\.self) + [conclusion]
    if evaluations.contains(where: { $0.horizon != nil })
      || source.horizonNames.contains(where: claim.conclusion.formula.mentions)
    {
      flags.insert(.horizon)
    }
    if events.contains(where: { $0 == nil }) { flags.insert(.eventNotChecked) }
    if claim.mentionsAny(of: source.empiricalNames) { flags.insert(.empirical) }
    return ClaimEvaluation(
      claim: claim, hypotheses: hypotheses, events: events, conclusion: conclusion,
      verdict: verdict, flags: Flag.allCases.filter(flags.contains))
  }
}

extension Claim {
  /// Whether a hypothesis, event or the conclusion names one of these.
  func mentionsAny(of names: Set<String>) -> Bool {
    let statements = [conclusion] + hypotheses.map(\.statement) + events.compactMap(\.statement)
    return statements.contains { statement in
      names.contains { statement.formula.mentions($0) }
    }
  }
}

extension Formula {
  /// Whether the name occurs.
  public func mentions(_ name: String) -> Bool {
    switch node {
    case .comparison(let comparison):
      comparison.left.mentions(name) || comparison.right.mentions(name)
    case .and(let parts), .or(let parts): parts.contains { $0.mentions(name) }
    case .not(let part): part.mentions(name)
    case .implies(let first, let second): first.mentions(name) || second.mentions(name)
    case .forall(let all):
      all.lower.mentions(name) || all.upper.mentions(name) || all.body.mentions(name)
    }
  }
}
