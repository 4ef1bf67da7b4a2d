public import Certification

/// How a claim's verdict compares with what the spec expects (DESIGN section 5).
public enum ExpectationOutcome: String, Sendable, Hashable, CaseIterable {
  /// As the spec says, or any verdict but `fail` and `undecided` where it says nothing.
  case asExpected = "as-expected"
  /// Another verdict than the spec's, or `fail` where it says nothing.
  case unexpected
  /// `undecided` where the spec says nothing.
  case undecided
}

/// The one place that decides whether verdicts are as expected; reports and the exit status use it.
public enum Expectations {
  /// The outcome for one claim.
  ///
  /// - Parameters:
  ///   - verdict: `pass`, `fail`, `out-of-scope` or `undecided`.
  ///   - expected: the verdict that the spec names for this claim; nil where it names none.
  /// - Returns: whether the verdict is as expected.
  public static func outcome(verdict: String, expected: String?) -> ExpectationOutcome {
    if let expected { return verdict == expected ? .asExpected : .unexpected }
    return switch verdict {
    case "pass", "out-of-scope": .asExpected
    case "undecided": .undecided
    default: .unexpected
    }
  }

  /// The verdict that a spec names for a claim; nil where it names none.
  ///
  /// A key may name one test regime, as `logistic/4.6-upper(standard)`, or, without it, all of them.
  public static func expected(
    _ claim: ClaimRecord, _ expectations: [String: String]
  ) -> String? {
    expectations[claim.label] ?? expectations[claim.id]
  }

  /// The outcome of every claim of a certificate, by claim id and test regime.
  ///
  /// A claim that is expected to come out some way and is not in the certificate is `unexpected`.
  public static func check(
    _ certificate: Certificate, _ expectations: [String: String]
  ) -> [String: ExpectationOutcome] {
    var outcomes: [String: ExpectationOutcome] = [:]
    for id in missing(certificate, expectations) { outcomes[id] = .unexpected }
    for claim in certificate.claims {
      outcomes[claim.label] = outcome(
        verdict: claim.verdict, expected: expected(claim, expectations))
    }
    return outcomes
  }

  /// The claims that are expected and not in the certificate, sorted.
  public static func missing(
    _ certificate: Certificate, _ expectations: [String: String]
  ) -> [String] {
    let present = Set(certificate.claims.flatMap { [$0.id, $0.label] })
    return expectations.keys.filter { !present.contains($0) }.sorted()
  }
}
