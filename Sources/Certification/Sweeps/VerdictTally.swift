/// How often each verdict was given for each claim, over several certificates.
public struct VerdictTally: Sendable, Hashable {
  /// The verdicts in the order in which they are shown.
  public static let verdicts = ["pass", "fail", "out-of-scope", "undecided"]

  /// Counts by verdict, by the label of the claim.
  public private(set) var counts: [String: [String: Int]] = [:]

  /// No certificates.
  public init() {}

  /// Counts the claims of a certificate.
  mutating func add(_ certificate: Certificate) {
    for claim in certificate.claims {
      counts[claim.label, default: [:]][claim.verdict, default: 0] += 1
    }
  }

  /// Counts what another tally has.
  mutating func add(_ other: VerdictTally) {
    for (label, verdicts) in other.counts {
      counts[label, default: [:]].merge(verdicts) { $0 + $1 }
    }
  }
}
