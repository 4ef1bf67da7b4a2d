import ArgumentParser
import Certification
import Documents
import Enclosures

/// `grokcert simulate SPEC --at 0,10,100`.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Enclose the trajectory at chosen steps.")

  /// The forms that a trajectory is printed in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, csv
  }

  @Argument(help: "The spec file.")
  var spec: String

  @Option(help: "Steps, separated by commas, such as 0,10,1e3.")
  var at: String

  @Option(help: "json or csv.")
  var format: Format = .csv

  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  @Option(name: .customLong("max-precision"), help: "Bits at which digits are given up.")
  var maximumPrecision = PrecisionLimits.defaultMaximum

  func run() throws {
    try PrecisionOptions.check(maximumPrecision, option: "--max-precision")
    try Terminal.check(output, against: [spec])
    let steps = try at.split(separator: ",", omittingEmptySubsequences: false).map(
      SimulateCommand.step)
    var settings = MeasurementSettings()
    settings.maximumPrecision = maximumPrecision
    settings.progress = { Terminal.progress("\(spec): \($0)") }
    let simulation = try Simulation(Theories.problem(file: spec), at: steps, settings: settings)
    Terminal.progress("")
    let bytes =
      switch format {
      case .json: simulation.json.pretty()
      case .csv: Array(simulation.csv.utf8)
      }
    if let output {
      try AtomicFile.write(bytes, to: output)
    } else {
      Terminal.output(bytes)
    }
  }

  private static func step(_ text: Substring) throws -> Int {
    let trimmed = text.drop { $0 == " " }
    guard let value = try? Rational(parsing: String(trimmed)), let step = value.int, step >= 0,
      step <= 1_000_000_000_000_000_000
    else {
      throw InputError(
        "--at: '\(text)' is not a step; give integers from 0 to 1e18, as in 0,10,1e3")
    }
    return step
  }
}
