import ArgumentParser
import Certification
import Documents
import Enclosures

/// `grokcert verify CERTIFICATE…`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Re-check certificates, trusting nothing but the spec and the claims inside them.",
    discussion: """
      Every quantity is measured again at another precision, every claim evaluated again, the blocks \
      of the evidence are proved one by one, and gradient descent is stepped through where that is \
      affordable. Certificates of 'prove' are checked rule by rule, without search. One line a certificate; exit status 1 where one is rejected.
      """)

  @Argument(help: "Certificates (JSON).")
  var certificates: [String]

  @Option(help: "Threads.")
  var jobs = 1

  func validate() throws {
    guard !certificates.isEmpty else { throw ValidationError("Name at least one certificate.") }
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be 1 to 1024.") }
  }

  func run() throws {
    var verifier = Verifier()
    verifier.jobs = jobs
    var status = ExitStatus.asExpected
    for (index, path) in certificates.enumerated() {
      Terminal.progress("verifying \(index + 1)/\(certificates.count): \(path)")
      do {
        let bytes = try InputFile.read(path, limit: Certificate.maximumSize)
        let result = VerifyCommand.verify(bytes, verifier)
        Terminal.progress("")
        switch result {
        case .success(let text): Terminal.output("\(path): \(text)\n")
        case .failure(let rejection):
          Terminal.output("\(path): rejected: \(rejection)\n")
          status = status.combined(with: .unexpected)
        }
      } catch {
        Terminal.progress("")
        Terminal.error("\(error)")
        status = status.combined(with: .badInput)
      }
    }
    if status != .asExpected { throw status }
  }

  /// What the certificate establishes, or why it is rejected.
  private static func verify(
    _ bytes: [UInt8], _ verifier: Verifier
  ) -> Result<String, any Error> {
    Result {
      let json = try JSONValue(parsing: bytes)
      guard json["schema"]?.string == ProofCertificate.schema else {
        try verifier.verify(json)
        return "accepted"
      }
      var proofs = ProofVerifier()
      proofs.jobs = verifier.jobs
      let counts = try proofs.verify(json)
      return "accepted: \(counts.proved) proved, \(counts.refuted) refuted, "
        + "\(counts.undecided) undecided"
    }
  }
}
