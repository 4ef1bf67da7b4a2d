import ArgumentParser
import Certification
import Documents
import Enclosures
import Reporting

/// `grokcert diff OLD NEW`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare certificates with earlier ones; exit 1 when something got worse.",
    discussion: """
      OLD and NEW are certificates or folders of them. Certificates of the same name belong together, \
      then those of the same problem. Worse is: a verdict away from pass, to fail, or from a decision \
      to undecided; a missing claim or certificate; a bound that holds and got less tight; a pass with a \
      new flag. docs/tables.md has all of it.
      """)

  /// The forms that a comparison is written in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, json
  }

  @Argument(help: "A certificate or a folder of them: how it was.")
  var old: String

  @Argument(help: "A certificate or a folder of them: how it is.")
  var new: String

  @Option(help: "text, markdown or json.")
  var format: Format = .text

  @Option(help: "The relative change of a tightness that does not count, such as 1/100.")
  var tolerance = "0"

  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  func run() throws {
    guard let limit = try? Rational(parsing: tolerance), limit >= 0 else {
      throw InputError(
        "--tolerance: '\(tolerance)' is no number at least 0; write a fraction such as 1/100")
    }
    try Terminal.check(output, against: [old, new])
    let comparison = CertificateComparison(
      try CertificateFiles.read([old], keepsEqual: true),
      try CertificateFiles.read([new], keepsEqual: true), tolerance: limit)
    let bytes =
      switch format {
      case .text: Array(comparison.text.utf8)
      case .markdown: Array(comparison.markdown.utf8)
      case .json: comparison.json.pretty()
      }
    try Terminal.deliver(bytes, to: output)
    if comparison.isWorse { throw ExitStatus.unexpected }
  }
}
