import ClaimLanguage
import Documents

/// Tells whether a certificate is what a run would write, without measuring anything.
///
/// A certificate is determined by its spec, the definitions of its claims, the tool's version and the
/// greatest precision.
struct SweepIdentity: Sendable {
  let library: ClaimLibrary
  let maximumPrecision: Int

  /// The key of a run: the digest of its self-contained spec.
  static func key(_ specification: JSONValue) -> String { Digest.of(specification) }

  /// Whether a certificate of a spec would be written again by this version, with these claims.
  func isCurrent(_ certificate: Certificate) -> Bool {
    guard certificate.version == Certificate.toolVersion,
      certificate.maximumPrecision == maximumPrecision,
      let claims = try? library.selection(
        certificate.specification["claims"]?.array?.compactMap(\.string),
        theory: certificate.theory)
    else { return false }
    let records = Dictionary(grouping: certificate.claims, by: \.id)
    var found = 0
    for claim in claims {
      let own = records[claim.id] ?? []
      guard claim.isByRegime || own.count == 1, own.allSatisfy({ isCurrent($0, claim) }) else {
        return false
      }
      found += own.count
    }
    return found == certificate.claims.count
  }

  /// Whether a record speaks of a claim as it reads now.
  private func isCurrent(_ record: ClaimRecord, _ claim: Claim) -> Bool {
    let claim = record.regime.map(claim.inRegime) ?? claim
    let events = claim.events.map { event in
      [
        event.id, (event.statement?.text ?? event.unchecked ?? "").singleLine,
        event.probability?.text,
      ]
    }
    return record.definition == library.definitions[claim.id]
      && record.title == claim.title && record.source == claim.source
      && record.conclusion.statement == claim.conclusion.text.singleLine
      && record.hypotheses.map { [$0.id, $0.statement] }
        == claim.hypotheses.map { [$0.id, $0.statement.text.singleLine] }
      && record.events.map { [$0.id, $0.statement, $0.probability] } == events
  }
}
