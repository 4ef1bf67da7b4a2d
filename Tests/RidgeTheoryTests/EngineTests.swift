import Documents
import Enclosures
import Testing

@testable import RidgeTheory

/// The spectral engine, the stepping engine and exact rational descent against each other.
struct EngineTests {
  private func engine(
    _ measurement: RidgeMeasurement, bits: Int = 256
  ) throws -> DescentEngine {
    try DescentEngine(
      measurement.problem, measurement.products,
      sigmaMax: measurement.sigma.maximum(precision: bits).interval(precision: bits), bits: bits)
  }

  private func values(_ engine: DescentEngine) -> [String: Interval] {
    [
      "train_loss": engine.trainLoss, "population_loss": engine.populationLoss,
      "theta_norm2": engine.parameterNorm2,
    ]
  }

  @Test(
    "both engines contain the exact rational trajectory",
    arguments: RandomProblem.all(count: 90)
      + RandomProblem.all(count: 90, from: 5000, noisy: true))
  func exact(random: RandomProblem) throws {
    let measurement = try RidgeMeasurement(random.problem)
    var engine = try engine(measurement)
    var descent = ExactDescent(random.problem)
    for t in 0...50 {
      let truth = descent.values
      for (name, stepped) in values(engine) {
        let exact = try #require(truth[name])
        let point = try #require(
          try measurement.enclosure(of: name, over: TimeRange(t), precision: 64))
        #expect(point.contains(exact), "\(random) \(name)(\(t)) spectral")
        #expect(stepped.contains(exact), "\(random) \(name)(\(t)) stepped")
        // Losses that tend to 0 are as sharp as what they started from; runs that blow up lose
        // their digits step by step.
        #expect(point.isNarrow(20, scale: 1), "\(random) \(name)(\(t)): \(point)")
        #expect(stepped.isNarrow(20, scale: 1), "\(random) \(name)(\(t)): \(stepped)")
      }
      guard t < 50 else { break }
      engine.advance()
      descent.advance()
    }
  }

  @Test(
    "the engines agree where the teacher is irrational",
    arguments: RandomProblem.all(count: 25, from: 500, sphere: true)
      + RandomProblem.all(count: 25, from: 5500, sphere: true, noisy: true))
  func sphere(random: RandomProblem) throws {
    let measurement = try RidgeMeasurement(random.problem)
    var engine = try engine(measurement)
    for t in 0...50 {
      for (name, stepped) in values(engine) {
        let point = try #require(
          try measurement.enclosure(of: name, over: TimeRange(t), precision: 64))
        #expect(point.meets(stepped), "\(random) \(name)(\(t)): \(point) \(stepped)")
        #expect(point.isNarrow(20, scale: 1) && stepped.isNarrow(20, scale: 1))
      }
      engine.advance()
    }
  }

  @Test(
    "blocks and tails contain the exact trajectory",
    arguments: RandomProblem.all(count: 60, from: 200)
      + RandomProblem.all(count: 60, from: 5200, noisy: true))
  func blocks(random: RandomProblem) throws {
    let measurement = try RidgeMeasurement(random.problem)
    var descent = ExactDescent(random.problem)
    var truth: [[String: Rational]] = []
    for _ in 0...40 {
      truth.append(descent.values)
      descent.advance()
    }
    for name in ["train_loss", "population_loss", "theta_norm2"] {
      for (from, to) in [(0, 1), (0, 7), (1, 2), (3, 40), (17, 18), (5, nil), (0, nil), (39, nil)] {
        let block = try #require(
          try measurement.enclosure(of: name, over: TimeRange(from, to), precision: 64))
        for t in from...(to ?? 40) {
          let exact = try #require(truth[t][name])
          #expect(block.contains(exact), "\(random) \(name) over \(from)…\(String(describing: to))")
        }
      }
    }
  }

  @Test(
    "ratios to a rate contain the exact ones",
    arguments: (700..<760).map { seed in
      RandomProblem(
        seed: seed, n: 1 + seed % 4, m: 1 + seed % 6, rows: RowShape.allCases[seed % 5],
        covariance: CovarianceShape.allCases[seed / 2 % 5],
        step: StepShape.allCases[seed % 6], zeroTeacher: true)
    })
  func ratios(random: RandomProblem) throws {
    let measurement = try RidgeMeasurement(random.problem)
    let problem = random.problem
    let q = 1 - problem.eta * problem.lambda
    let rates = [
      DecayRate(constant: q),
      DecayRate(
        constant: q,
        coefficients: ["lambda_min_plus": -problem.eta / Rational(problem.features.n)]),
      // Rates that are no factor of the run: too small for some, greater than all for others.
      DecayRate(constant: Rational(1, 2)), DecayRate(constant: Rational(9, 10)),
      DecayRate(constant: 1), DecayRate(constant: 9),
    ]
    var descent = ExactDescent(problem)
    var truth: [[String: Rational]] = []
    for _ in 0...20 {
      truth.append(descent.values)
      descent.advance()
    }
    var found = 0
    for name in ["train_loss", "population_loss", "theta_norm2"] {
      for rate in rates {
        var g = Interval(rate.constant, precision: 512)
        if let coefficient = rate.coefficients["lambda_min_plus"] {
          guard let least = try measurement.value(of: "lambda_min_plus", precision: 512) else {
            continue
          }
          g = g + Interval(coefficient, precision: 512) * least.interval(precision: 512)
        }
        for (from, to) in [(0, nil), (0, 0), (1, 1), (3, nil), (6, 20), (6, 6)] as [(Int, Int?)] {
          guard
            let ratio = try measurement.enclosure(
              of: name, over: TimeRange(from, to), relativeTo: rate, exponent: 2, precision: 64)
          else { continue }
          found += 1
          for t in from...(to ?? 20) {
            let exact =
              try Interval(#require(truth[t][name]), precision: 512)
              / g.power(2 * t)
            #expect(
              ratio.meets(exact), "\(random) \(name) \(rate) over \(from)…: \(ratio) \(exact)")
          }
        }
      }
    }
    // 9 exceeds every factor of these runs.
    #expect(found > 0)
  }
}
