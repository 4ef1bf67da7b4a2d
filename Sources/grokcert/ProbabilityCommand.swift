import ArgumentParser
import Certification
import Documents
import Enclosures
import Reporting

/// `grokcert probability PATH…`.
struct ProbabilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probability",
    abstract: "Compare frequencies over seeds with the probabilities that the theory states.",
    discussion: """
      Reads certificates of one problem with different seeds, such as a sweep writes, and counts on \
      how many draws each good event and each conclusion failed, with exact Clopper-Pearson \
      intervals. Exit status: 1 where a stated probability is refuted; 3 where undecided draws \
      matter.
      """)

  /// The forms that a study is printed in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, latex, csv
  }

  @Argument(help: "Certificates, or folders of them.")
  var paths: [String]

  @Option(help: "The confidence of each interval, such as 99/100.")
  var confidence = "99/100"

  @Option(help: "text, json, markdown, latex or csv.")
  var format: Format = .text

  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name certificates, or folders of them.") }
  }

  func run() throws {
    guard let level = try? Rational(parsing: confidence), level > 0, level < 1 else {
      throw InputError(
        "--confidence: '\(confidence)' must lie strictly between 0 and 1, such as 99/100")
    }
    try Terminal.check(output, against: paths)
    let study = try ProbabilityStudy(CertificateFiles.read(paths), confidence: level)
    let text =
      switch format {
      case .text: ProbabilityReport.text(study)
      case .json: ProbabilityReport.json(study)
      case .markdown: ProbabilityReport.markdown(study)
      case .latex: ProbabilityReport.latex(study)
      case .csv: ProbabilityReport.csv(study)
      }
    if let output {
      try AtomicFile.write(Array(text.utf8), to: output)
    } else {
      Terminal.output(text)
    }
    if study.contains(.refuted) { throw ExitStatus.unexpected }
    if study.contains(.undecided) { throw ExitStatus.undecided }
  }
}
