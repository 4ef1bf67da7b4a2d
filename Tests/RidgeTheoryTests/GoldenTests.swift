import Documents
import Enclosures
import Testing

@testable import RidgeTheory

/// The golden cases of the fixture, at the printed precision and above it.
struct GoldenTests {
  /// The fixture's names and ours.
  private static let enclosed = [
    "lambda_min_plus": "lambda_min_plus", "lambda_max": "lambda_max",
    "theta0_perp_sq": "theta0_perp_norm2", "thetastar_perp_sq": "teacher_perp_norm2",
    "Ln_theta_lambda": "final_train_loss", "L_theta_lambda": "final_error",
  ]
  private static let exact = [
    "rank": "rank", "norm0_sq": "theta0_norm2", "Lf": "L",
    "L_zero_predictor":
      "zero_predictor_error",
  ]
  private static let squares = ["normstar_sq": "T", "b2": "max_feature_norm"]

  @Test("stage times are the certified integers", arguments: GoldenCase.all)
  func times(golden: GoldenCase) throws {
    let measurement = try RidgeMeasurement(golden.problem)
    let times = try measurement.stageTimes()
    #expect(times.t1.isExact && times.t1.lower.text == golden.expectedT1, "t1 \(times.t1)")
    #expect(times.t2.isExact && times.t2.lower.text == golden.expectedT2, "t2 \(times.t2)")
    #expect(times.tFinal.isExact)
    if let t1 = times.t1.exactStep, let t2 = times.t2.exactStep {
      guard case .exact(let plateau)? = try measurement.value(of: "plateau", precision: 64) else {
        Issue.record("the plateau is exact")
        return
      }
      #expect(plateau == Rational(t2 - t1))
    }
  }

  @Test("constants are enclosed to 40 digits", arguments: GoldenCase.all)
  func constants(golden: GoldenCase) throws {
    let measurement = try RidgeMeasurement(golden.problem)
    for precision in [64, 192, 400] {
      for (key, name) in GoldenTests.enclosed {
        let text = try #require(golden.values[key])
        let value = try #require(try measurement.value(of: name, precision: precision), "\(name)")
        let interval = value.interval(precision: precision)
        #expect(try interval.meets(decimal: text), "\(name) = \(text): \(interval)")
        #expect(interval.isNarrow(15) || interval.isZero, "\(name): \(interval)")
      }
    }
  }

  @Test("exact values are exact", arguments: GoldenCase.all)
  func exactValues(golden: GoldenCase) throws {
    let measurement = try RidgeMeasurement(golden.problem)
    for (key, name) in GoldenTests.exact {
      let expected = try Rational(parsing: #require(golden.exact[key]))
      guard case .exact(let value)? = try measurement.value(of: name, precision: 64) else {
        Issue.record("\(name) is exact")
        continue
      }
      #expect(value == expected, "\(name)")
    }
    for (key, name) in GoldenTests.squares {
      let expected = try Rational(parsing: #require(golden.exact[key]))
      switch try measurement.value(of: name, precision: 64) {
      case .exact(let value)?: #expect(value.squared() == expected, "\(name)")
      case .squareRoot(let square)?: #expect(square == expected, "\(name)")
      default: Issue.record("\(name) is the root of a rational")
      }
    }
    for (key, name) in [("lambda_min_Sigma", "sigma_min"), ("lambda_max_Sigma", "sigma_max")] {
      let expected = try Rational(parsing: #require(golden.exact[key]))
      let value = try #require(try measurement.value(of: name, precision: 64))
      #expect(value.interval(precision: 192).contains(expected), "\(name)")
      if case .matrix = golden.problem.covariance {
        #expect(value.interval(precision: 192).isNarrow(30), "\(name)")
      } else if case .exact = value {
      } else {
        Issue.record("\(name) is exact")
      }
    }
  }

  private func losses(_ golden: GoldenCase) throws -> [(t: Int, name: String, decimal: String)] {
    try (golden.json["losses"]?.object ?? [:]).flatMap { text, values in
      let t = try #require(Int(text))
      return [
        (t, "train_loss", try #require(values["Ln"]?.string)),
        (t, "population_loss", try #require(values["L"]?.string)),
      ]
    }.sorted { $0.0 < $1.0 }
  }

  @Test("losses are enclosed at every listed step", arguments: GoldenCase.all)
  func listedLosses(golden: GoldenCase) throws {
    let measurement = try RidgeMeasurement(golden.problem)
    for (t, name, decimal) in try losses(golden) {
      for precision in [64, 192, 400] {
        let interval = try #require(
          try measurement.enclosure(of: name, over: TimeRange(t), precision: precision))
        #expect(try interval.meets(decimal: decimal), "\(name)(\(t)): \(interval)")
        #expect(interval.isNarrow(15), "\(name)(\(t)): \(interval)")
      }
    }
  }

  @Test("stepping gives the listed losses too", arguments: GoldenCase.all)
  func stepped(golden: GoldenCase) throws {
    let measurement = try RidgeMeasurement(golden.problem)
    var engine = try DescentEngine(
      golden.problem, measurement.products,
      sigmaMax: measurement.sigma.maximum(precision: 192).interval(precision: 192), bits: 192)
    for (t, name, decimal) in try losses(golden) where t <= 1000 {
      while engine.step < t { engine.advance() }
      let interval = name == "train_loss" ? engine.trainLoss : engine.populationLoss
      #expect(try interval.meets(decimal: decimal), "\(name)(\(t)): \(interval)")
      // The radius is absolute: losses far below 1 keep fewer digits.
      #expect(interval.isNarrow(15, scale: 1), "\(name)(\(t)): \(interval)")
      let norm = try #require(
        try measurement.enclosure(of: "theta_norm2", over: TimeRange(t), precision: 64))
      #expect(engine.parameterNorm2.meets(norm) && norm.isNarrow(15))
    }
  }

  /// A point value lies inside; one that is not narrow itself, being far below 1, must not lie
  /// outside.
  private func holds(_ block: Interval, _ point: Interval) -> Bool {
    point.isNarrow(15) ? block.contains(point) : block.meets(point)
  }

  @Test("blocks contain the points inside and tails those beyond", arguments: GoldenCase.all)
  func blocks(golden: GoldenCase) throws {
    let measurement = try RidgeMeasurement(golden.problem)
    var random = SmallRandom(golden.name.utf8.reduce(0) { ($0 * 7 + Int($1)) % 100_003 })
    let lengths = [1, 2, 5, 40, 1000, 100_000, 1 << 25]
    for name in functions {
      for length in lengths {
        let from = random.integer(0...2 * length)
        let block = try #require(
          try measurement.enclosure(of: name, over: TimeRange(from, from + length), precision: 64))
        let tail = try #require(
          try measurement.enclosure(of: name, over: TimeRange(from, nil), precision: 64))
        for _ in 0..<3 {
          let inside = from + random.integer(0...length)
          let point = try #require(
            try measurement.enclosure(of: name, over: TimeRange(inside), precision: 300))
          #expect(holds(block, point), "\(name) over \(from)+\(length) at \(inside)")
          let beyond = from + random.integer(0...4 * length)
          let later = try #require(
            try measurement.enclosure(of: name, over: TimeRange(beyond), precision: 300))
          #expect(holds(tail, later), "\(name) from \(from) at \(beyond)")
        }
      }
    }
  }
}
