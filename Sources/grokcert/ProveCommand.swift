import ArgumentParser
import Certification
import Documents
import Proving
import Reporting

/// `grokcert prove [ID|FILE…]`.
struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove or refute the scalar steps of claims for all parameters.",
    discussion: """
      Takes ids or prefixes of claims, and files of claims or statements; without any, all built-in claims. Every \
      statement ends as proved, refuted with a counterexample, or undecided with the worst box. \
      --format json writes the proofs themselves, which 'verify' checks without search.
      """)

  /// The forms that the result is printed in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "Claim ids or prefixes, files of claims or statements.")
  var subjects: [String] = []

  @Option(help: "text or json.")
  var format: Format = .text

  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  @Option(help: "Threads; the result does not depend on it.")
  var jobs = Terminal.processorCount

  @Option(help: "The most boxes of one branch and bound.")
  var boxes = 20_000

  @Option(
    help: ArgumentHelp(
      "Write the statements to this folder, as theorems of Coq with proofs.",
      discussion: """
        One file a statement that coqc accepts where CoqInterval is installed: for all parameters \
        where it is proved, at the counterexample where it is refuted. INDEX.txt says what is \
        not exported and why.
        """, valueName: "dir"))
  var coq: String?

  @Flag(help: "No progress, and no report on standard output.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be 1 to 1024.") }
    guard (1...10_000_000).contains(boxes) else {
      throw ValidationError("--boxes must be 1 to 10000000.")
    }
  }

  func run() throws {
    try Terminal.check(output, against: subjects)
    let plan = try ProofPlan(subjects)
    var run = ProofRun()
    run.jobs = jobs
    run.mostBoxes = boxes
    let start = ContinuousClock.now
    let isQuiet = quiet
    let results = try run.results(for: plan.statements) { progress in
      guard !isQuiet else { return }
      let boxes = progress.boxes.map { ", \($0.closed) boxes closed, \($0.open) open" } ?? ""
      Terminal.progress("\(progress.done)/\(progress.total)  \(progress.statement)\(boxes)")
    }
    Terminal.progress("")
    let report = ProofReport(plan, results)
    let bytes: [UInt8] =
      switch format {
      case .text: Array(report.text().utf8)
      case .json: ProofCertificate(results).json.canonical() + Array("\n".utf8)
      }
    if !quiet || output != nil { try Terminal.deliver(bytes, to: output) }
    if let coq { try export(results, to: coq) }
    if !quiet {
      let time = (ContinuousClock.now - start).components
      let tenths = Int(time.seconds) * 10 + Int(time.attoseconds / 100_000_000_000_000_000)
      Terminal.error("\(results.count) statements in \(tenths / 10).\(tenths % 10) s")
    }
    if !report.unexpectedIDs.isEmpty { throw ExitStatus.unexpected }
    if !report.undecidedIDs.isEmpty { throw ExitStatus.undecided }
  }

  /// Writes the statements for Coq, and says how many there are.
  private func export(_ results: [ProofResult], to coq: String) throws {
    let export = CoqProofExport(results)
    try export.write(to: coq)
    guard !quiet else { return }
    Terminal.error(
      "\(coq): \(export.exported) statements in \(export.files.count) files for coqc; "
        + "\(export.omissions.count) not exported, see \(CoqExport.indexName)")
  }
}
