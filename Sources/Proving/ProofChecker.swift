import ClaimLanguage
import Documents
import Enclosures

/// Checks proofs rule by rule, without search.
public enum ProofChecker {
  /// Why a proof is rejected.
  public struct Rejection: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let reason: String
    /// The reason.
    public var description: String { reason }

    init(_ reason: String) { self.reason = reason.readable() }
  }

  /// Checks that the proofs show a statement.
  ///
  /// - Throws: `Rejection` with the reason.
  public static func check(
    _ proofs: [Proof], of statement: UniversalStatement
  ) throws(Rejection) {
    let sequents: [Sequent]
    do { sequents = try statement.sequents() } catch { throw Rejection(error.description) }
    guard sequents.count == proofs.count else {
      throw Rejection(
        "\(statement.id): has \(proofs.count) proofs where \(sequents.count) are needed")
    }
    for (proof, sequent) in zip(proofs, sequents) {
      try check(proof, of: sequent, in: statement.id)
    }
  }

  /// Checks that a tree of rules shows a sequent.
  ///
  /// - Throws: `Rejection` with the reason.
  static func check(_ proof: Proof, of sequent: Sequent, in name: String) throws(Rejection) {
    var stack = [(proof, sequent)]
    while let (proof, sequent) = stack.popLast() {
      let premises: [Sequent]
      do { premises = try Kernel.premises(of: proof.rule, for: sequent) } catch {
        throw Rejection(
          "\(name): \(proof.rule.name) does not apply to \(sequent.goal): \(error.reason)")
      }
      guard premises.count == proof.parts.count else {
        throw Rejection("\(name): \(proof.rule.name) needs \(premises.count) premises")
      }
      for (part, premise) in zip(proof.parts, premises).reversed() { stack.append((part, premise)) }
    }
  }
}
