import Documents
import Enclosures
import Foundation
import Synchronization
import Testing

@testable import LogisticTheory

/// A folder for one test, which need not exist at first and is removed with this object.
final class ScratchFolder: Sendable {
  let path: String

  init() {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("grokcert-resume-\(UInt64.random(in: 0 ... .max))").path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
      .map { "\(path)/\($0)" }
  }

  /// A store that writes at every checkpoint.
  func eager(context: String = "") -> CheckpointStore {
    CheckpointStore(folder: path, context: context, interval: .zero)
  }
}

/// What stands for kill -9: the measurement is left where it is, and never asked again.
struct Killed: Error {}

/// A run to measure, and how.
struct ResumeCase: CustomStringConvertible, Sendable {
  let description: String
  let spec: String
  var engine = DescentOptions.Engine.automatic
  var bits = 128
  var maximumBits = 1024
  var target = 1e-9
  var interval = 128

  var options: DescentOptions {
    var options = DescentOptions()
    options.engine = engine
    options.bits = bits
    options.maximumBits = maximumBits
    options.relativeTarget = target
    options.checkpointInterval = interval
    return options
  }

  func measurement(
    _ store: CheckpointStore? = nil,
    progress: (@Sendable (LogisticProgress) throws -> Void)? = nil
  ) throws -> LogisticMeasurement {
    try LogisticMeasurement(
      problem(spec), options: options, checkpoints: store, progress: progress)
  }

  /// A spec with planted points, two regimes and an attack.
  static func planted(
    loss: String, reduction: String = "sum", training: String, dimension: Int = 2
  ) -> String {
    plantedSpec(
      "d: \(dimension), box: 5, gamma: 1/2, per_class: [9, 7], support: [3, 2], seed: 4",
      tests: """

          near: {planted: {alpha: 4, count: 40, seed: 3}}
          robust: {attack: {of: standard, radius: 1/4, step: 1/8, steps: 20}}
          standard: {same_distribution: {count: 40, seed: 2}}
        """
    ).replacingOccurrences(
      of: "training: {eta: 1e-2, steps: 1e6}",
      with: "loss: \(loss)\nreduction: \(reduction)\ntraining: {\(training)}")
  }

  static let points = "theory: logistic\ntests: {}\nthresholds: {epsilon: 1e-3}\n"

  /// The horizons are a few steps after a checkpoint: what was lost there is still seen.
  static let stable = ResumeCase(
    description: "logistic", spec: planted(loss: "logistic", training: "eta: 1e-2, steps: 1030"))

  static let all = [
    stable,
    ResumeCase(
      description: "exponential, from t = 3",
      spec: """
        theory: logistic
        data: {points: [{x: [1, 0], y: 1}, {x: [1, 2], y: 1}, {x: [3, 1], y: 1},
          {x: [-1, 1], y: -1}, {x: [-4, 0], y: -1}, {x: [-2, 3], y: -1}]}
        loss: exponential
        reduction: mean
        training: {eta: 1/5, steps: 1030, t0: 3}
        thresholds: {epsilon: 1e-3}
        tests:
          given: {points: [{x: [1/9, 1], y: 1}, {x: [-1/8, 2], y: -1}, {x: [-1/9, 1/2], y: -1}]}
          robust: {attack: {of: given, radius: 1/16, step: 1/64, steps: 9}}
        """),
    // Hardware fails near step 720, long after checkpoints that are of a path that is left then.
    ResumeCase(
      description: "begins again",
      spec: planted(loss: "logistic", training: "eta: 1/10, steps: 1000"), target: 1e-14,
      interval: 32),
    // Hardware fails several times, after anchors at 64 and at 320.
    ResumeCase(
      description: "returns to its anchor",
      spec: planted(loss: "logistic", training: "eta: 1/100, steps: 1500"), target: 3e-15,
      interval: 64),
    ResumeCase(
      description: "more bits, twice",
      spec: planted(loss: "logistic", training: "eta: 1/10, steps: 150", dimension: 3),
      bits: 64, target: 1e-40, interval: 16),
    ResumeCase(
      description: "an orbit of period 2",
      spec: points
        + "data: {points: [{x: [2], y: 1}, {x: [9/5], y: -1}, {x: [-1], y: -1}]}\n"
        + "training: {eta: 6, steps: 600}", target: 1e-3, interval: 64),
    ResumeCase(
      description: "overflow",
      spec: points + "data: {points: [{x: [5], y: 1}, {x: [4], y: -1}]}\n"
        + "loss: exponential\ntraining: {eta: 3, steps: 100}", interval: 1),
    ResumeCase(
      description: "given up",
      spec: planted(loss: "logistic", training: "eta: 1/10, steps: 1000"), engine: .hardware,
      target: 1e-14, interval: 64),
  ]
}

/// Everything that a measurement says, with all digits.
func everything(_ source: LogisticMeasurement) throws -> String {
  func text(_ bound: BigFloat) -> String {
    bound.exactRational?.description ?? (bound.isNaN ? "nan" : bound.sign > 0 ? "+" : "-")
  }
  func text(_ value: Interval?) -> String {
    value.map { "\(text($0.lower)) … \(text($0.upper))" } ?? "nothing"
  }
  var lines: [String] = ["overflow \(try source.overflowStep() ?? -1)"]
  for name in source.scalarNames.sorted() {
    let value =
      switch try source.value(of: name, precision: 64) {
      case .exact(let value)?: value.description
      case .squareRoot(let square)?: "√\(square)"
      case .enclosed(let interval)?: text(interval)
      case .infinite(let sign)?: "\(sign)∞"
      case nil: "nothing"
      }
    lines.append("\(name) = \(value)")
  }
  let (t0, last) = (source.problem.t0, source.horizon)
  let steps = source.problem.steps
  for name in source.functionNames.sorted() {
    for t in [0, 1, 7, steps / 3, steps / 2 + 5, steps - 1, steps].map({ t0 + $0 }) {
      let value = try source.enclosure(of: name, over: TimeRange(t), precision: 64)
      lines.append("\(name)(\(t)) = \(text(value))")
    }
    for (a, b) in [(t0, last - 1), (t0 + steps / 3, t0 + steps / 2)] {
      let value = try source.enclosure(of: name, over: TimeRange(a, b), precision: 64)
      lines.append("\(name)(\(a)…\(b)) = \(text(value))")
    }
  }
  for ball in try source.recordedBalls() {
    lines.append("ball \(ball.step): \(ball.centre) ± \(ball.radius)")
  }
  return lines.joined(separator: "\n")
}
