public import Enclosures

/// How often one thing failed over some draws, against what a source allows.
public struct FrequencyLine: Sendable, Hashable {
  /// What is counted.
  public enum Kind: String, Sendable, Hashable {
    /// A good event of the proof fails.
    case event
    /// The conclusion fails, against what the claim's events allow together.
    case conclusion
    /// The conclusion fails, against the δ of the spec.
    case confidence
    /// Hypotheses and events hold, the conclusion fails: the claim is false as stated.
    case counterexample
  }

  /// What the counts say about the allowed probability, at the confidence of the study.
  public enum Outcome: String, Sendable, Hashable {
    /// The draws do not speak against it, however undecided ones came out.
    case consistent
    /// The failure probability is greater than what is allowed.
    case refuted
    /// It depends on draws that are undecided.
    case undecided
    /// The claim says nothing about these draws; see `note`.
    case outOfScope = "out-of-scope"
  }

  /// What is counted.
  public let kind: Kind
  /// The id of an event; nil for other kinds.
  public let id: String?
  /// What must hold for there to be no failure.
  public let statement: String
  /// Draws that certainly failed.
  public let failed: Int
  /// Draws that may have failed.
  public let undecided: Int
  /// All independent draws.
  public let draws: Int
  /// The interval of the failure probability: from the lower end for `failed` to the upper one for
  /// `failed + undecided`.
  public let interval: ClosedRange<Rational>
  /// The failure probability that the source allows; nil where it states none.
  public let allowed: ClosedRange<Rational>?
  /// What the counts say; nil where there is nothing to compare with.
  public let outcome: Outcome?
  /// Whether the whole interval lies within what is allowed.
  public let isConfirmed: Bool
  /// Why something is not compared, or what is special about it.
  public let note: String?
}

/// Counts over draws.
struct FrequencyCount {
  var failed = 0
  var undecided = 0

  /// Counts one draw: failed, not failed, or not known.
  mutating func add(_ hasFailed: Bool?) {
    switch hasFailed {
    case true?: failed += 1
    case nil: undecided += 1
    case false?: break
    }
  }
}

/// Compares counts with what is allowed.
///
/// Intervals are found once for equal counts.
struct FrequencyJudge {
  let confidence: Rational
  private var intervals: [[Int]: ClopperPearson] = [:]

  init(confidence: Rational) { self.confidence = confidence }

  /// The interval of some counts, outward.
  private mutating func interval(_ failures: Int, _ draws: Int) -> ClopperPearson {
    if let known = intervals[[failures, draws]] { return known }
    let found = ClopperPearson(failures: failures, draws: draws, confidence: confidence)
    intervals[[failures, draws]] = found
    return found
  }

  /// The interval, and what it says about the allowed probability.
  ///
  /// With the greatest allowed probability q⁺ and the least q⁻ of its enclosure: `refuted` where the lower
  /// end for the certain failures exceeds q⁺; `consistent` where the lower end for all that may have
  /// failed is at most q⁻; `undecided` else. Confirmed where the upper end for all that may have failed is
  /// at most q⁻.
  mutating func judged(
    _ count: FrequencyCount, draws: Int, allowed: ClosedRange<Rational>?
  ) -> (interval: ClosedRange<Rational>, outcome: FrequencyLine.Outcome?, isConfirmed: Bool) {
    let least = interval(count.failed, draws)
    let most = interval(count.failed + count.undecided, draws)
    let shown = least.lower.lowerBound...most.upper.upperBound
    guard let allowed else { return (shown, nil, false) }
    let outcome: FrequencyLine.Outcome =
      if least.lower.lowerBound > allowed.upperBound {
        .refuted
      } else if most.lower.upperBound <= allowed.lowerBound {
        .consistent
      } else {
        .undecided
      }
    return (shown, outcome, most.upper.upperBound <= allowed.lowerBound)
  }
}
