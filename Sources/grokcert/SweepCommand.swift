import ArgumentParser
import Certification
import Documents
import Enclosures
import Reporting

/// `grokcert sweep SWEEP --output DIR`.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Certify every combination of the values of a sweep file.",
    discussion: """
      Writes one certificate a run, DIGEST.json, into the folder DIR. What is there already and \
      valid is skipped, so a sweep that was killed goes on where it was when it is started again. \
      With --shard I/N only every N-th run is made, from the I-th on; shards that write to one \
      folder, or whose files are put into one, give the same folder as the whole sweep. Exit \
      status: 0 all runs have a certificate; 2 some have bad input; 4 internal error.
      """)

  @Argument(help: "The sweep file: a spec, and axes of values by dotted keys.")
  var sweep: String

  @Option(help: "The folder that receives the certificates.")
  var output: String

  @Option(help: "Runs at the same time; the number of processors where it is not given.")
  var jobs: Int?

  @Option(help: "The part of the sweep to run: I/N, with I from 1 to N.")
  var shard: String?

  @Flag(help: "Skip what is there; this is always done.")
  var resume = false

  @Option(help: "A file of further claims; may be repeated.")
  var claims: [String] = []

  @Option(help: "Bits that undecided comparisons start from.")
  var precision = PrecisionLimits.start

  @Option(name: .customLong("max-precision"), help: "Bits at which they are given up.")
  var maximumPrecision = PrecisionLimits.defaultMaximum

  @OptionGroup var checkpointing: CheckpointOptions

  @Flag(help: "No progress, and no summary.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(jobs ?? 1) else {
      throw ValidationError("--jobs must be 1 to 1024.")
    }
  }

  func run() throws {
    try PrecisionOptions.check(start: precision, maximum: maximumPrecision)
    var part = SweepShard.whole
    if let shard {
      guard let given = SweepShard(shard) else {
        throw InputError(
          "--shard: '\(shard)' is no part of a sweep; give I/N such as 2/8, I from 1")
      }
      part = given
    }
    var certifier = Certifier(library: try ClaimLibrary(files: claims))
    certifier.startPrecision = precision
    certifier.maximumPrecision = maximumPrecision
    certifier.checkpoints = checkpointing.store
    let run = SweepRun(
      try SweepPlan(file: sweep), certifier: certifier, folder: output, shard: part,
      jobs: jobs ?? Terminal.processorCount)
    let line = SweepProgressLine(isShown: Terminal.showsProgress && !quiet)
    var reports = SweepRun.Reports()
    reports.progress = { line.show($0) }
    reports.notice = { notice in
      line.clear()
      Terminal.error("notice: \(notice)")
    }
    let outcome = try Interruption.saying {
      line.clear()
      Terminal.error("interrupted; start the same command again to go on")
    } during: {
      try run.run(reports)
    }
    line.clear()
    try report(outcome, certifier)
  }

  private func report(_ outcome: SweepRun.Outcome, _ certifier: Certifier) throws {
    for failure in outcome.failures.prefix(SweepReport.shownFailures) {
      Terminal.error(SweepReport.text(failure))
    }
    if let rest = SweepReport.hiddenFailures(outcome) { Terminal.error(rest) }
    CheckpointOptions.report(certifier.checkpoints)
    if !quiet {
      Terminal.error(SweepReport.summary(outcome.progress))
      Terminal.output(SweepReport.table(outcome.tally))
    }
    var status = ExitStatus.asExpected
    for failure in outcome.failures {
      status = status.combined(with: failure.isInput ? .badInput : .internalError)
    }
    if status != .asExpected { throw status }
  }
}
