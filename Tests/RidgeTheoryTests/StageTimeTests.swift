import Documents
import Enclosures
import GoldenCases
import Testing

@testable import RidgeTheory

/// What the certificates rest on: evidence, ranks, determinism.
struct StageTimeTests {
  private static let problems =
    GoldenCase.all.map(\.problem)
    + RandomProblem.all(count: 36, from: 900).filter {
      !$0.description.contains("divergent")
    }.map(\.problem)

  /// Whether blocks with this outcome cover the range, without a hole.
  private func covers(
    _ evidence: [TimeSearch.Block], _ outcome: Ternary, from start: Int, to end: Int?
  ) -> Bool {
    var next = start
    for block in evidence where block.outcome == outcome && block.steps.lower <= next {
      guard let upper = block.steps.upper else { return true }
      next = max(next, upper + 1)
    }
    return end.map { next > $0 } ?? false
  }

  @Test("the evidence proves the times", arguments: problems)
  func evidence(problem: RidgeProblem) throws {
    let times = try RidgeMeasurement(problem).stageTimes()
    switch times.t1.isExact ? times.t1.lower : .infinity {
    case .infinity: break
    case .minusInfinity: #expect(covers(times.t1Evidence, .certainlyFalse, from: 0, to: nil))
    case .step(let t1):
      #expect(covers(times.t1Evidence, .certainlyFalse, from: t1 + 1, to: nil))
      #expect(covers(times.t1Evidence, .certainlyTrue, from: t1, to: t1))
    }
    switch times.t2.isExact ? times.t2.lower : .minusInfinity {
    case .minusInfinity: break
    case .infinity: #expect(covers(times.t2Evidence, .certainlyFalse, from: 0, to: nil))
    case .step(let t2):
      if t2 > 0 { #expect(covers(times.t2Evidence, .certainlyFalse, from: 0, to: t2 - 1)) }
      #expect(covers(times.t2Evidence, .certainlyTrue, from: t2, to: t2))
    }
  }

  /// One parameter, so that θ⁽ᵗ⁾ − θ_∞ = ρᵗ(θ⁽⁰⁾ − θ_∞) with ρ = −1 + 2·10⁻⁶: by t2 the sign has changed millions of times,
  /// and the even steps reach the threshold hundreds of steps before the odd ones.
  @Test("a run that alternates is searched in blocks, its even and its odd steps apart")
  func alternating() throws {
    let text = """
      theory: ridge
      features: {matrix: [[-9000000], [-9000000]]}
      covariance: {scaled_identity: 3/2}
      teacher: {vector: [-1/7]}
      initialization: {vector: [5/2], variance: 1}
      training: {eta: 1/40500081000000, lambda: 81000000}
      thresholds: {epsilon: 1/20000000, c: 1/20000000}
      """
    let problem = try RidgeProblem(
      RidgeDeclaration(YAMLNode(parsing: Array(text.utf8), file: nil), folder: nil))
    let times = try RidgeMeasurement(problem).stageTimes()
    guard case .step(let t2) = times.t2.lower, case .step(let last) = times.tFinal.lower else {
      Issue.record("\(times.t2) \(times.tFinal)")
      return
    }
    #expect(times.t2.isExact && times.tFinal.isExact && t2 > 4_000_000 && last > t2 + 100)
    #expect(times.t2Evidence.count < 2000)
    // ρ = 1 − η(μ + λ) and θ_∞ = θ*μ/(μ + λ) for μ = 81·10¹² are rationals.
    let (mu, lambda) = (Rational(81_000_000_000_000), Rational(81_000_000))
    let rho = Interval(
      1 - (mu + lambda) / Rational(40_500_081_000_000), precision: 256)
    let teacher = Rational(-1, 7)
    let limit = teacher * mu / (mu + lambda)
    func isBelow(_ t: Int) -> Bool? {
      let distance =
        rho.power(t) * Interval(Rational(5, 2) - limit, precision: 256)
        + Interval(limit - teacher, precision: 256)
      let loss = Interval(Rational(3, 2), precision: 256) * distance.squared()
      let comparison = ThresholdComparison(loss, threshold: problem.c)
      return comparison.isAtMost == .unknown ? nil : comparison.isAtMost == .certainlyTrue
    }
    // Within one parity the distance falls until it is within 10⁻⁶ of its limit, far below the threshold.
    #expect(isBelow(t2) == true && isBelow(t2 - 1) == false && isBelow(t2 - 2) == false)
    #expect(isBelow(last) == true && isBelow(last + 1) == true && isBelow(last - 1) == false)
  }

  @Test("a loss that may equal its threshold is on neither side of it")
  func thresholds() {
    let threshold = Rational(3, 8)
    func compared(_ low: Rational, _ high: Rational) -> ThresholdComparison {
      ThresholdComparison(
        Interval(lower: low, upper: high, precision: 64), threshold: threshold)
    }
    let below = compared(Rational(1, 4), threshold)
    #expect(below.isAtMost == .certainlyTrue && below.isAtLeast == .unknown)
    let above = compared(threshold, Rational(1, 2))
    #expect(above.isAtMost == .unknown && above.isAtLeast == .certainlyTrue)
    let equal = compared(threshold, threshold)
    #expect(equal.isAtMost == .certainlyTrue && equal.isAtLeast == .certainlyTrue)
    #expect(compared(0, Rational(1, 4)).isAtLeast == .certainlyFalse)
    #expect(compared(Rational(1, 2), 1).isAtMost == .certainlyFalse)
    let exact = ThresholdComparison(exact: threshold, threshold: threshold)
    #expect(exact.isAtMost == .certainlyTrue && exact.isAtLeast == .certainlyTrue)
  }

  @Test("the evidence holds at points, by the stepping engine", arguments: problems.prefix(30))
  func evidencePoints(problem: RidgeProblem) throws {
    let measurement = try RidgeMeasurement(problem)
    let times = try measurement.stageTimes()
    var engine = try DescentEngine(
      problem, measurement.products,
      sigmaMax: measurement.sigma.maximum(precision: 192).interval(precision: 192), bits: 192)
    for t in 0...150 {
      for block in times.t1Evidence
      where block.steps.lower <= t && t <= block.steps.upper ?? Int.max {
        let isAtLeast = ThresholdComparison(engine.trainLoss, threshold: problem.epsilon).isAtLeast
        #expect(isAtLeast == .unknown || block.outcome == .unknown || isAtLeast == block.outcome)
      }
      for block in times.t2Evidence
      where block.steps.lower <= t && t <= block.steps.upper ?? Int.max {
        let isAtMost = ThresholdComparison(engine.populationLoss, threshold: problem.c).isAtMost
        #expect(isAtMost == .unknown || block.outcome == .unknown || isAtMost == block.outcome)
      }
      engine.advance()
    }
  }

  @Test("the number of threads changes nothing", arguments: GoldenCase.all)
  func threads(golden: GoldenCase) throws {
    let one = try RidgeMeasurement(golden.problem, jobs: 1)
    let two = try RidgeMeasurement(golden.problem, jobs: 2)
    for name in RidgeQuantities.scalarNames.sorted() {
      let a = try one.value(of: name, precision: 100)?.interval(precision: 100)
      let b = try two.value(of: name, precision: 100)?.interval(precision: 100)
      #expect(a?.decimalEnclosure(digits: 60) == b?.decimalEnclosure(digits: 60), "\(name)")
    }
    for name in functions {
      for block in [TimeRange(0), TimeRange(17), TimeRange(3, 90), TimeRange(50, nil)] {
        let a = try one.enclosure(of: name, over: block, precision: 64)
        let b = try two.enclosure(of: name, over: block, precision: 64)
        #expect(a?.decimalEnclosure(digits: 60) == b?.decimalEnclosure(digits: 60), "\(name)")
      }
    }
    #expect(try one.stageTimes().t1Evidence == two.stageTimes().t1Evidence)
    #expect(try one.stageTimes().t2Evidence == two.stageTimes().t2Evidence)
  }

  @Test("the printed digits do not depend on the precision", arguments: problems)
  func canonical(problem: RidgeProblem) throws {
    let measurement = try RidgeMeasurement(problem)
    for name in RidgeQuantities.scalarNames.sorted() {
      let texts = try [64, 128, 200, 700].map { precision in
        try measurement.value(of: name, precision: precision)?.interval(
          precision: max(128, precision)
        )
        .canonicalDecimalEnclosure(digits: 20)
      }
      for text in texts.dropFirst() { #expect(text == texts[0], "\(name): \(texts)") }
    }
  }
}

/// Exact ranks, and eigenvalues that are nearly 0.
struct RankTests {
  private func problem(
    _ rows: [[Rational]], covariance: Covariance, lambda: Rational = Rational(1, 100)
  ) -> RidgeProblem {
    let m = rows[0].count
    let sum = rows.joined().reduce(Rational(0)) { $0 + $1.squared() }
    let norm2 = sum.isZero ? 1 : sum
    return RidgeProblem(
      RidgeDeclaration(
        features: .matrix(ExactMatrix(rows: rows.count, columns: m, rows.flatMap { $0 })),
        covariance: covariance,
        teacher: .vector(ExactMatrix(rows: m, columns: 1, (0..<m).map { Rational($0 + 1, 3) })),
        initialization: .vector(
          ExactMatrix(rows: m, columns: 1, (0..<m).map { Rational(2 - $0, 5) })),
        startVariance: 1, eta: 1 / norm2, lambda: lambda * norm2, epsilon: Rational(1, 1000),
        c: Rational(1, 1000)))
  }

  private func rank(_ problem: RidgeProblem) throws -> Rational? {
    guard case .exact(let rank)? = try RidgeMeasurement(problem).value(of: "rank", precision: 64)
    else { return nil }
    return rank
  }

  @Test("large entries that depend on each other")
  func deficient() throws {
    let big = Rational.powerOfTwo(200)
    let a: [Rational] = [big + 1, 3, big - 7, 5]
    let b: [Rational] = [2, big, 1, -big]
    let sum = zip(a, b).map { $0 * 3 - $1 * Rational(7, 2) }
    let identity = Covariance.scaledIdentity(1)
    #expect(try rank(problem([a, b, sum], covariance: identity)) == 2)
    #expect(try rank(problem([a, a, a], covariance: identity)) == 1)
    var off = sum
    off[3] += Rational.powerOfTwo(-40)
    #expect(try rank(problem([a, b, off], covariance: identity)) == 3)
    // Five rows of two numbers.
    let wide = (0..<5).map { [Rational($0 + 1, 3), Rational(2 * $0 - 3, 7)] }
    #expect(try rank(problem(wide, covariance: identity)) == 2)
    #expect(try rank(problem([[0, 0], [0, 0]], covariance: identity, lambda: 0)) == 0)
  }

  @Test(
    "a row that is nearly another: full rank, a tiny eigenvalue, the exact trajectory",
    arguments: [40, 80, 95, 96, 97, 120, 200, 600])
  func nearlyDeficient(exponent: Int) throws {
    let tiny = Rational.powerOfTwo(-exponent)
    for lambda in [0, Rational(1, 100)] {
      for covariance in [
        Covariance.scaledIdentity(2), .diagonal([1, 0, Rational(1, 3), 2]),
      ] {
        let problem = problem(
          [[1, 2, 3, 4], [1, 2, 3 + tiny, 4]], covariance: covariance, lambda: lambda)
        let measurement = try RidgeMeasurement(problem)
        #expect(try rank(problem) == 2)
        // trace 60 + …, determinant 21·tiny²… : λ⁺ = det/λ_max.
        let rough = try #require(try measurement.value(of: "lambda_min_plus", precision: 64))
          .interval(precision: 64)
        let least = try #require(
          try measurement.value(of: "lambda_min_plus", precision: 2 * exponent + 64)
        ).interval(precision: 64)
        #expect(rough.lower.sign > 0 && rough.meets(least))
        #expect(least.isNarrow(15), "\(least)")
        let determinant = 21 * tiny.squared()
        let greatest = try #require(try measurement.value(of: "lambda_max", precision: 64))
          .interval(precision: 64)
        #expect((least * greatest).contains(determinant))
        var descent = ExactDescent(problem)
        for t in 0...6 {
          for name in functions {
            let exact = try #require(descent.values[name])
            let point = try #require(
              try measurement.enclosure(of: name, over: TimeRange(t), precision: 64))
            #expect(point.contains(exact), "\(name)(\(t)) \(point)")
            let sharp = try #require(
              try measurement.enclosure(
                of: name, over: TimeRange(t), precision: 6 * exponent + 128))
            #expect(sharp.contains(exact) && sharp.isNarrow(15), "\(name)(\(t)) \(sharp)")
          }
          descent.advance()
        }
        let perpendicular = try #require(
          try measurement.value(of: "theta0_perp_norm2", precision: 6 * exponent + 128)
        ).interval(precision: 64)
        // Orthogonal to (1, 2, 0, 4) and to e₃, whatever the tiny number is, unless it is 0.
        let exact = Rational(4 + 1 + 1, 25) - Rational(2 + 2 - 4, 5).squared() / 21
        #expect(perpendicular.contains(exact) && perpendicular.isNarrow(15), "\(perpendicular)")
      }
    }
  }

  @Test("a precision that cannot tell an eigenvalue from 0 claims nothing")
  func beyondPrecision() throws {
    let tiny = Rational.powerOfTwo(-4000)
    let problem = problem([[1, 2], [1, 2 + tiny]], covariance: .scaledIdentity(1))
    let measurement = try RidgeMeasurement(problem, maximumPrecision: 256)
    #expect(try rank(problem) == 2)
    let least = try #require(try measurement.value(of: "lambda_min_plus", precision: 64))
    #expect(!least.interval(precision: 64).isBounded)
    let loss = try #require(
      try measurement.enclosure(of: "train_loss", over: TimeRange(3), precision: 64))
    #expect(!loss.isBounded)
    let times = try measurement.stageTimes()
    #expect(!times.t1.isExact && !times.t2.isExact)
  }

  @Test("covariances with tiny, zero and negative eigenvalues")
  func covariances() throws {
    let tiny = Rational.powerOfTwo(-300)
    func sigma(_ corner: Rational) -> Covariance {
      .matrix(ExactMatrix(rows: 2, columns: 2, [1, 1, 1, corner]))
    }
    let rows: [[Rational]] = [[1, 2], [0, 1]]
    let positive = try RidgeMeasurement(problem(rows, covariance: sigma(1 + tiny)))
    let least = try #require(try positive.value(of: "sigma_min", precision: 64))
    #expect(least.interval(precision: 64).lower.sign >= 0)
    guard
      case .exact(0)? = try RidgeMeasurement(problem(rows, covariance: sigma(1)))
        .value(of: "sigma_min", precision: 64)
    else {
      Issue.record("an exact 0")
      return
    }
    #expect(throws: RidgeError.covarianceNotPositive) {
      try RidgeMeasurement(problem(rows, covariance: sigma(1 - tiny)))
    }
  }
}
