import Documents

/// Why a certificate cannot be read or made.
public enum CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The document is not of the form of a certificate.
  case malformed(path: String, message: String)
  /// A claim that was asked for does not exist.
  case unknownClaim(String, suggestion: String?)
  /// The spec names claims of another theory.
  case otherTheory(claim: String, theory: String)

  /// One line that names the matter and the remedy.
  public var description: String { text.readable() }

  private var text: String {
    switch self {
    case .malformed(let path, let message): "\(path.isEmpty ? "certificate" : path): \(message)"
    case .unknownClaim(let id, let suggestion):
      "no claim '\(id)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
        + " ('grokcert claims' lists them)"
    case .otherTheory(let claim, let theory):
      "claim '\(claim)' belongs to the theory '\(theory)', not to the spec's"
    }
  }
}
