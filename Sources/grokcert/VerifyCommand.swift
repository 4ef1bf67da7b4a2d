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
      affordable. One line a certificate; exit status 1 where one is rejected.
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
        Terminal.output("\(path): \(result ?? "accepted")\n")
        if result != nil { status = status.combined(with: .unexpected) }
      } catch {
        Terminal.progress("")
        Terminal.error("\(error)")
        status = status.combined(with: .badInput)
      }
    }
    if status != .asExpected { throw status }
  }

  /// nil where the certificate is accepted, else why not.
  private static func verify(_ bytes: [UInt8], _ verifier: Verifier) -> String? {
    do {
      let json = try JSONValue(parsing: bytes)
      if json["schema"]?.string == ProofCertificate.schema {
        var proofs = ProofVerifier()
        proofs.jobs = verifier.jobs
        _ = try proofs.verify(json)
      } else {
        try verifier.verify(json)
      }
      return nil
    } catch {
      return "rejected: \(error)"
    }
  }
}
