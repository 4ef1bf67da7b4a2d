public import Enclosures

/// What the draws in some certificates say about statements "with probability at least …".
///
/// Certificates are grouped by their spec without seeds; the draws of a group are independent. For each
/// claim and each of its events, draws are counted on which the hypotheses hold and the statement fails,
/// which a claim "under these hypotheses, with probability at least p" lets happen with probability at
/// most 1 − p (docs/sweeps.md has the definitions).
public struct ProbabilityStudy: Sendable {
  /// The confidence γ of every interval.
  public let confidence: Rational
  /// The groups, in order of the values in which they differ.
  public let groups: [Group]

  /// Draws of one problem.
  public struct Group: Sendable {
    /// What tells the group from the others: `training.lambda = 1/10000`; empty for a single group.
    public let label: String
    /// The theory.
    public let theory: String
    /// Independent draws.
    public let draws: Int
    /// Certificates that share a seed with a draw, and are not counted.
    public let setAside: Int
    /// The claims in the order of the certificates.
    public let claims: [Claim]
  }

  /// One claim over the draws of a group.
  public struct Claim: Sendable {
    /// Its id, with the regime where there is one.
    public let label: String
    /// What it says, in a few words.
    public let title: String
    /// Draws on which all of its hypotheses hold.
    public let inScope: Int
    /// Draws on which some hypothesis fails.
    public let outOfScope: Int
    /// What was counted: events, conclusion, counterexamples.
    public let lines: [FrequencyLine]
  }

  /// The study of some certificates at a confidence strictly between 0 and 1.
  ///
  /// - Throws: `CertificateError` for a probability in a certificate that cannot be read, and for more
  ///   draws than are supported.
  public init(_ certificates: [NamedCertificate], confidence: Rational) throws {
    self.confidence = confidence
    let groups = DrawGroup.groups(certificates.map(\.certificate))
    var judge = FrequencyJudge(confidence: confidence)
    var studied: [Group] = []
    for (group, label) in DrawGroup.labelled(groups) {
      guard group.draws.count <= ClopperPearson.maximumDraws, let first = group.draws.first else {
        throw CertificateError.malformed(
          path: "", message: "more than \(ClopperPearson.maximumDraws) draws are not supported")
      }
      var claims: [Claim] = []
      for index in first.claims.indices {
        claims.append(try ClaimStudy(group, index).studied(&judge))
      }
      studied.append(
        Group(
          label: label, theory: first.theory, draws: group.draws.count, setAside: group.setAside,
          claims: claims))
    }
    self.groups = studied
  }

  /// Whether some line has an outcome.
  public func contains(_ outcome: FrequencyLine.Outcome) -> Bool {
    groups.contains { $0.claims.contains { $0.lines.contains { $0.outcome == outcome } } }
  }
}
