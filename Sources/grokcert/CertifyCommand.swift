import ArgumentParser
import Certification
import Documents
import Enclosures
import Reporting
import Synchronization

/// `grokcert certify SPEC…`.
struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Certify which claims of the theory hold on one or many problems.",
    discussion: """
      Prints a report for people; --format json writes the certificate itself. With several specs \
      and --output, PATH is a folder that receives one file a spec.
      """)

  /// The forms that a certificate is printed in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, latex, csv

    /// The ending of files in this form.
    var fileExtension: String {
      switch self {
      case .text: "txt"
      case .json: "json"
      case .markdown: "md"
      case .latex: "tex"
      case .csv: "csv"
      }
    }
  }

  @Argument(help: "Spec files.")
  var specs: [String]

  @Option(help: "A file of further claims; may be repeated.")
  var claims: [String] = []

  @Option(help: "Bits that undecided comparisons start from.")
  var precision = PrecisionLimits.start

  @Option(name: .customLong("max-precision"), help: "Bits at which they are given up.")
  var maximumPrecision = PrecisionLimits.defaultMaximum

  @Option(help: "text, json, markdown, latex or csv.")
  var format: Format = .text

  @Option(help: "Write to this file (one spec) or folder (several) instead of standard output.")
  var output: String?

  @Option(help: "Problems certified at the same time, or threads for a single one.")
  var jobs = 1

  @Option(help: "Write the verdicts as JUnit XML to this file as well.")
  var junit: String?

  @Option(
    help: ArgumentHelp(
      "Write the comparisons that the verdicts rest on to this folder, as theorems of Coq.",
      discussion: """
        One file a comparison, which coqc accepts where CoqInterval is installed, and INDEX.txt, \
        which says what is not exported and why. With several specs, a folder a spec.
        """, valueName: "dir"))
  var coq: String?

  @OptionGroup var checkpointing: CheckpointOptions

  @Flag(help: "No progress, and no report on standard output.")
  var quiet = false

  func validate() throws {
    guard !specs.isEmpty else { throw ValidationError("Name at least one spec file.") }
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be 1 to 1024.") }
  }

  func run() throws {
    try PrecisionOptions.check(start: precision, maximum: maximumPrecision)
    var certifier = Certifier(library: try ClaimLibrary(files: claims))
    certifier.startPrecision = precision
    certifier.maximumPrecision = maximumPrecision
    certifier.jobs = specs.count == 1 ? jobs : 1
    certifier.checkpoints = checkpointing.store
    if specs.count > 1, let output {
      try checkPaths("--output", in: output, ending: ".\(format.fileExtension)")
      try AtomicFile.makeFolder(output)
    }
    if let coq { try checkPaths("--coq", in: coq, ending: "") }
    for spec in specs { try Terminal.check(destination(of: spec), against: specs + claims) }
    try Terminal.check(junit, "--junit", against: specs + claims)
    let collected = Mutex(ExitStatus.asExpected)
    let outcomes = try CertificationRun(
      specs: specs, certifier: certifier, jobs: specs.count == 1 ? 1 : jobs, isQuiet: quiet,
      keepsOrder: output == nil
    ).outcomes { outcome in
      let status = try report(outcome)
      collected.withLock { $0 = $0.combined(with: status) }
    }
    if let junit {
      try AtomicFile.write(Array(JUnitReport.xml(outcomes.map(\.suite)).utf8), to: junit)
    }
    // What was written needs no continuation.
    for outcome in outcomes { outcome.discard() }
    CheckpointOptions.report(certifier.checkpoints)
    let status = collected.withLock { $0 }
    if status != .asExpected { throw status }
  }

  private func report(_ outcome: CertificationRun.Outcome) throws -> ExitStatus {
    guard let certificate = outcome.certificate else {
      Terminal.error(outcome.failure?.message ?? "no result")
      return outcome.failure?.status ?? .internalError
    }
    let bytes = rendered(certificate, outcome)
    if let file = destination(of: outcome.spec) {
      try AtomicFile.write(bytes, to: file)
    } else if !quiet {
      Terminal.output(bytes)
    }
    if let coq { try export(certificate, outcome.spec, to: coq) }
    var status = ExitStatus.asExpected
    for verdict in Expectations.check(certificate, outcome.expectations).values {
      switch verdict {
      case .asExpected: continue
      case .unexpected: status = status.combined(with: .unexpected)
      case .undecided: status = status.combined(with: .undecided)
      }
    }
    return status
  }

  private func rendered(
    _ certificate: Certificate, _ outcome: CertificationRun.Outcome
  ) -> [UInt8] {
    let (name, expected) = (outcome.spec, outcome.expectations)
    if format == .json { return certificate.json.canonical() + Array("\n".utf8) }
    let text =
      switch format {
      case .json, .text:
        TextReport.text(
          certificate, name: name, expectations: expected,
          color: output == nil && Terminal.showsColor)
      case .markdown: MarkdownReport.markdown(certificate, name: name, expectations: expected)
      case .latex: LaTeXReport.latex(certificate, name: name, expectations: expected)
      case .csv: CSVReport.csv(certificate, header: outcome.index == 0 || output != nil)
      }
    return Array(text.utf8)
  }

  /// Writes the comparisons for Coq, and says how many there are.
  private func export(_ certificate: Certificate, _ spec: String, to coq: String) throws {
    let folder = specs.count == 1 ? coq : path(in: coq, for: spec, ending: "")
    let export = CoqExport(certificate, name: fileName(of: spec))
    try export.write(to: folder)
    guard !quiet else { return }
    Terminal.error(
      "\(folder): \(export.comparisons) comparisons in \(export.files.count) files for coqc; "
        + "\(export.omissions.count) not exported, see \(CoqExport.indexName)")
  }

  /// Every spec must have an output of its own.
  private func checkPaths(_ option: String, in folder: String, ending: String) throws {
    var owners: [String: String] = [:]
    for spec in specs {
      let path = path(in: folder, for: spec, ending: ending)
      guard let other = owners.updateValue(spec, forKey: path) else { continue }
      throw InputError(
        "\(option): '\(other)' and '\(spec)' would both be written to "
          + "'\(path)'; rename one, or certify them one by one")
    }
  }

  /// The file that receives a spec's certificate; nil for standard output.
  private func destination(of spec: String) -> String? {
    output.map {
      specs.count == 1 ? $0 : path(in: $0, for: spec, ending: ".\(format.fileExtension)")
    }
  }

  private func fileName(of spec: String) -> String {
    spec.split(separator: "/").last.map(String.init) ?? spec
  }

  private func path(in folder: String, for spec: String, ending: String) -> String {
    let name = fileName(of: spec)
    let stem = name.split(separator: ".").dropLast().joined(separator: ".")
    return "\(folder)/\(stem.isEmpty ? name : stem)\(ending)"
  }
}
