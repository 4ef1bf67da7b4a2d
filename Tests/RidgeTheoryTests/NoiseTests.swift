import Documents
import Enclosures
import Foundation
import Testing

@testable import RidgeTheory

/// A problem with label noise and answers of Tests/Oracles/make_noise_oracle.py.
struct NoiseCase: CustomTestStringConvertible, Sendable {
  let json: JSONValue

  var testDescription: String { json["name"]?.string ?? "" }

  static let all: [NoiseCase] = {
    do {
      guard
        let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil),
        let cases = try JSONValue(
          parsing: InputFile.read(
            folder.appendingPathComponent("noise-oracle.json").path, limit: 1 << 24))["cases"]?
          .array
      else { fatalError("the oracle has no cases") }
      return cases.map(NoiseCase.init)
    } catch { fatalError("the oracle cannot be read: \(error)") }
  }()

  func problem() throws -> RidgeProblem {
    try RidgeProblem(specification: #require(json["spec"]))
  }

  func texts(_ key: String) throws -> [String: String] {
    try #require(json[key]?.object).compactMapValues(\.string)
  }

  /// The decimals at some steps.
  func losses() throws -> [(step: Int, values: [String: String])] {
    try #require(json["losses"]?.object).sorted { $0.key < $1.key }.map { text, values in
      (try #require(Int(text)), (values.object ?? [:]).compactMapValues(\.string))
    }
  }
}

struct NoiseTests {
  @Test("losses and norms are those of descent on noisy labels", arguments: NoiseCase.all)
  func trajectory(oracle: NoiseCase) throws {
    let measurement = try RidgeMeasurement(oracle.problem())
    for (step, values) in try oracle.losses() {
      #expect(values.count == 3)
      for (name, text) in values {
        for precision in [64, 300] {
          let value = try #require(
            try measurement.enclosure(of: name, over: TimeRange(step), precision: precision))
          #expect(try value.meets(decimal: text), "\(name)(\(step)) = \(text): \(value)")
          #expect(value.isNarrow(25), "\(name)(\(step)): \(value)")
        }
      }
    }
  }

  @Test("descent step by step agrees with the oracle", arguments: NoiseCase.all)
  func descent(oracle: NoiseCase) throws {
    let measurement = try RidgeMeasurement(oracle.problem())
    let expected = Dictionary(
      uniqueKeysWithValues: try oracle.losses().filter { $0.step <= 100 }.map { ($0, $1) })
    let last = try #require(expected.keys.max())
    try measurement.stepThrough(to: last, bits: 512, at: Set(expected.keys)) { step, values in
      for (name, text) in try #require(expected[step]) {
        let value = try #require(values[name])
        #expect(try value.meets(decimal: text), "\(name)(\(step)) = \(text): \(value)")
        #expect(value.isNarrow(25), "\(name)(\(step)): \(value)")
      }
      return true
    }
  }

  @Test("stage times are exact", arguments: NoiseCase.all)
  func times(oracle: NoiseCase) throws {
    let times = try RidgeMeasurement(oracle.problem()).stageTimes()
    for (key, found) in [("t1", times.t1), ("t2", times.t2), ("t_final", times.tFinal)] {
      guard let text = oracle.json[key]?.string else { continue }
      #expect(found.isExact && found.lower == StepBound(text: text), "\(key) = \(text): \(found)")
    }
  }

  @Test("the limits are those of the noisy objective", arguments: NoiseCase.all)
  func limits(oracle: NoiseCase) throws {
    let measurement = try RidgeMeasurement(oracle.problem())
    for (name, text) in try oracle.texts("scalars") {
      for precision in [64, 300] {
        let value = try #require(try measurement.value(of: name, precision: precision), "\(name)")
        let interval = value.interval(precision: 512)
        #expect(try interval.meets(decimal: text), "\(name) = \(text): \(interval)")
        #expect(interval.isNarrow(25), "\(name): \(interval)")
      }
    }
    let isFinal = measurement.problem.lambda.sign > 0
    #expect((try measurement.value(of: "final_error", precision: 64) != nil) == isFinal)
  }

  /// Φ = (1, 1)ᵀ, θ* = 1, ξ = (1/2, −1/4), λ = 1: θ*_λ = 9/16, and no θ has a loss below 9/128.
  @Test("two copies of one sample with different labels, by hand")
  func byHand() throws {
    let problem = try RidgeProblem.noisy("noise: {vector: [1/2, -1/4]}")
    let measurement = try RidgeMeasurement(problem)
    let expected: [(String, Rational)] = [
      ("noise_variance", Rational(5, 32)), ("final_error", Rational(49, 256)),
      ("final_train_loss", Rational(234, 1024)), ("train_loss_start", Rational(45, 64)),
      ("teacher_perp_norm2", 0), ("zero_predictor_error", 1),
    ]
    for (name, exact) in expected {
      let value = try #require(
        try measurement.value(of: name, precision: 64)?.interval(precision: 256))
      #expect(value.contains(exact) && value.isNarrow(25, scale: 1), "\(name): \(value)")
    }
    let model = try measurement.level(precision: 64).model
    #expect(model.noiseRest2.contains(Rational(9, 32)) && model.noiseRest2.isNarrow(40))
  }

  @Test("the noise between copies is a floor of the training loss for every λ")
  func floor() throws {
    // The floor is 9/128; the loss falls to it for λ = 0 and t1 is infinite exactly above it.
    for (epsilon, isReached) in [("9/127", true), ("9/129", false)] {
      let problem = try RidgeProblem.noisy(
        "noise: {vector: [1/2, -1/4]}", lambda: "0", epsilon: epsilon)
      let t1 = try RidgeMeasurement(problem).stageTimes().t1
      #expect(t1.isExact && (t1.exactStep != nil) == isReached, "\(epsilon): \(t1)")
    }
  }

  @Test("the noise variance is 0 exactly where there is no noise")
  func variance() throws {
    for (noise, expected) in [
      ("", Rational(0)), ("noise: {vector: [0, 0]}", 0), ("noise: {vector: [0, 1e-30]}", nil),
      ("noise: {variance: 1/3, seed: 5}", Rational(1, 3)),
    ] {
      let measurement = try RidgeMeasurement(.noisy(noise))
      guard case .exact(let value)? = try measurement.value(of: "noise_variance", precision: 64)
      else {
        Issue.record("the noise variance is exact: \(noise)")
        continue
      }
      if let expected { #expect(value == expected, "\(noise)") } else { #expect(value > 0) }
      #expect(value.isZero == (measurement.problem.noise == nil))
    }
  }

  @Test("no teacher is not the same as no labels")
  func zeroTeacher() throws {
    let problem = try RidgeProblem.noisy("noise: {vector: [1/2, 1/2]}", teacher: "zero")
    let measurement = try RidgeMeasurement(problem)
    let error = try #require(try measurement.value(of: "final_error", precision: 64))
    #expect(error.interval(precision: 256).contains(Rational(1, 16)))
    #expect(
      try measurement.exactUpperBound(
        of: "train_loss", from: 0, relativeTo: DecayRate(constant: 1), exponent: 2) == nil)
    #expect(
      try measurement.enclosure(
        of: "theta_norm2", over: TimeRange(0, nil), relativeTo: DecayRate(constant: 1), exponent: 2,
        precision: 64) == nil)
  }

  @Test("noise of unbounded denominators is refused")
  func denominators() throws {
    let prime = "1/" + String(repeating: "7", count: 1500)
    let problem = try RidgeProblem.noisy("noise: {vector: [\(prime), 1/3]}")
    #expect(throws: RidgeError.denominatorsTooLarge(what: "noise", bits: 4096)) {
      try RidgeMeasurement(problem)
    }
  }
}

extension RidgeProblem {
  /// Two equal samples of one feature.
  fileprivate static func noisy(
    _ noise: String, teacher: String = "{vector: [1]}", lambda: String = "1",
    epsilon: String = "1/10"
  ) throws -> RidgeProblem {
    let text = """
      theory: ridge
      features: {matrix: [[1], [1]]}
      covariance: {scaled_identity: 1}
      teacher: \(teacher)
      initialization: {zero: true, variance: 1}
      training: {eta: 1/4, lambda: \(lambda)}
      thresholds: {epsilon: \(epsilon), c: 1/10}
      \(noise)
      """
    return RidgeProblem(
      try RidgeDeclaration(YAMLNode(parsing: Array(text.utf8), file: "spec.yaml"), folder: nil))
  }
}
