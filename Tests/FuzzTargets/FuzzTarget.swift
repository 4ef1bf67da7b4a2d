import Certification
import Documents
import Foundation

/// A reader of input that others may have written: what `scripts/fuzz` feeds with inputs, and what the tests feed
/// with the inputs that once broke it.
///
/// An input may be taken or refused. It is refused with an error of the kind that is shown to users, in words short
/// enough to be read; anything else is a finding, and so is a property that does not hold of what was read.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// YAML and JSON documents, and the specs of both theories.
  case spec
  /// Sweep files.
  case sweep
  /// Statements and expressions of the claim language: parser, printers, derivatives, evaluation.
  case expression
  /// Numbers, alone and as the ends of ranges and enclosures.
  case number
  /// Claim files.
  case claims
  /// Files of statements, and the search for their proofs within few boxes.
  case prove
  /// `.npy` files.
  case npy
  /// `.csv` files.
  case csv
  /// Certificates: everything that is made from them without a new measurement.
  case certificate
  /// Certificates whose digest is right: the re-check.
  case verify
  /// Certificates of proofs whose digest is right: the kernel.
  case proof
  /// Trajectories that figures are drawn from.
  case trajectory

  /// Why an input is a finding, although nothing trapped.
  public struct Finding: Error, CustomStringConvertible {
    /// What does not hold.
    public let description: String

    init(_ description: String) { self.description = description }
  }

  /// The most processor time that an input under 1 MB may take.
  ///
  /// Readers get a second. Re-checks and searches for proofs compute, and may take as long as the spec or the number
  /// of boxes asks for; theirs are small here.
  public var limit: Duration {
    switch self {
    case .verify, .prove: .seconds(10)
    case .proof: .seconds(3)
    default: .seconds(1)
    }
  }

  /// The longest message that is taken for one that can be read.
  private static let longestMessage = 8_000

  /// Feeds an input to the reader.
  ///
  /// - Throws: `Finding` where the input shows a defect.
  public func run(_ bytes: [UInt8]) throws(Finding) {
    do {
      switch self {
      case .spec: try SpecTarget.run(bytes)
      case .sweep: try SpecTarget.sweep(bytes)
      case .expression: try LanguageTarget.expression(bytes)
      case .number: try LanguageTarget.number(bytes)
      case .claims: try LanguageTarget.claims(bytes)
      case .prove: try LanguageTarget.prove(bytes)
      case .npy: try DataTarget.npy(bytes)
      case .csv: try DataTarget.csv(bytes)
      case .certificate: try CertificateTarget.reports(bytes)
      case .verify: try CertificateTarget.verify(bytes)
      case .proof: try CertificateTarget.proof(bytes)
      case .trajectory: try DataTarget.trajectory(bytes)
      }
    } catch let finding as Finding {
      throw finding
    } catch {
      let text = "\(error)"
      guard isExpected(error) else {
        throw Finding(
          "an error that users are not shown as one of theirs: \(type(of: error)): \(text)")
      }
      guard !text.isEmpty, text.utf8.count <= FuzzTarget.longestMessage else {
        throw Finding("a message of \(text.utf8.count) bytes: \(text.prefix(200))")
      }
      guard !text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" }) else {
        throw Finding("a message with control characters: \(text.debugDescription)")
      }
    }
  }

  private func isExpected(_ error: any Error) -> Bool {
    Theories.isInputError(error) || error is Verifier.Rejection || LanguageTarget.isExpected(error)
  }
}

/// Requires a property of what was read.
func require(
  _ condition: @autoclosure () throws -> Bool, _ property: @autoclosure () -> String
) throws {
  guard try condition() else { throw FuzzTarget.Finding(property()) }
}

/// A file for readers that take nothing else.
func withFile<R>(_ bytes: [UInt8], _ name: String, _ body: (String) throws -> R) throws -> R {
  let folder = FuzzFolder.path
  let path = "\(folder)/\(name)"
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

/// The folder of this process for such files.
enum FuzzFolder {
  static let path: String = {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("grokcert-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path
  }()
}
