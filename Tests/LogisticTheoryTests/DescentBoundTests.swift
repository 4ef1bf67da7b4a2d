import Documents
import Enclosures
import Testing

@testable import LogisticTheory

/// Places where one term alone of a proved error bound keeps the ball right.
///
/// On ordinary runs the gradient's error hides all other terms; each test below makes it small, or takes
/// the bounding function alone.
struct DescentBoundTests {
  private func options(
    _ engine: DescentOptions.Engine, bits: Int = 400
  ) -> DescentOptions {
    var options = DescentOptions()
    options.engine = engine
    options.bits = bits
    options.relativeTarget = 1
    return options
  }

  /// Follows a run in the given arithmetic and one in 400 bits, and compares them at every step.
  private func expectInside(
    _ input: DescentInput, _ engine: DescentOptions.Engine, bits: Int = 400, steps: Int,
    active: Int? = nil
  ) throws {
    let observer = DescentRecorder(steps: [], needsCounts: false)
    var run = try CertifiedDescent(
      input, options: options(engine, bits: bits), observer: observer)
    var truth = try CertifiedDescent(input, options: options(.precise), observer: observer)
    for step in 0...steps {
      try run.run(to: step)
      try truth.run(to: step)
      if let active { #expect(run.activeCount == active) }
      let (a, b) = (run.ball, truth.ball)
      if engine == .hardware { #expect(a.radius.approximation < 1e-4) }
      #expect(distance(a.centre, b.centre) <= a.radius.adding(b.radius, precision: 64, .up))
    }
  }

  /// ‖a − b‖ from below.
  private func distance(_ a: [BigFloat], _ b: [BigFloat]) -> BigFloat {
    var square = Interval.zero(precision: 500)
    for (x, y) in zip(a, b) {
      let difference = Interval(Interval(point: x), precision: 500) - Interval(point: y)
      square = square + difference.squared()
    }
    return square.clampedSquareRoot().lower
  }

  /// All margins beyond the cutoff: the computed gradient is 0, the true one is not.
  @Test(arguments: [false, true])
  func leftOutPointsMoveTheState(_ isExponential: Bool) throws {
    let input = try DescentInput(
      points: ExactMatrix(rows: 2, columns: 1, [1, -1] as [Rational]), labels: [1, -1], eta: 1,
      isExponential: isExponential, w0: [50])
    try expectInside(input, .hardware, steps: 5, active: 0)
  }

  /// The margin of the point that is left out falls from 52 while it is: its weight grows.
  ///
  /// The other point's σ = 10⁻¹³ moves the state, with an η that makes steps of it.
  @Test func leftOutPointsGrow() throws {
    let w = Rational(-82, 99)
    let input = try DescentInput(
      points: ExactMatrix(rows: 2, columns: 1, [1, 100] as [Rational]), labels: [1, -1],
      eta: 30_000_000_000, w0: [w], b0: 30 - w)
    try expectInside(input, .hardware, steps: 30)
  }

  /// Margins just below the cutoff: gradients of 10⁻¹⁹ have errors far below those of the update.
  ///
  /// The state starts as a pair with a full low part, which each step rounds.
  @Test(arguments: 0..<8)
  func updatesAreRounded(_ seed: Int) throws {
    var random = TestRandom(400 + seed)
    let w = (Rational(exactly: 21.75) ?? 0) + (Rational(exactly: 0x1.cccccccccccccp-51) ?? 0)
    let input = try DescentInput(
      points: ExactMatrix(
        rows: 2, columns: 2,
        (0..<4).map { Rational(exactly: ($0 < 2 ? 1 : -1) * (1 + random.unit() / 64)) ?? 0 }),
      labels: [1, -1], eta: 1, w0: [w, w])
    try expectInside(input, .hardware, steps: 40, active: 2)
  }

  /// The roundings of a step in MPFR, of the start, and of a change of precision.
  @Test(arguments: 0..<12)
  func preciseStepsAreRounded(_ seed: Int) throws {
    var random = TestRandom(800 + seed)
    let eta: Rational = [Rational(1, 100), Rational(1, 7), Rational(3, 1)][seed % 3]
    let input = try random.problem(
      count: 4 + seed, dimension: 1 + seed % 9, eta: eta, isExponential: false,
      rational: seed % 2 == 0, noise: seed % 4 == 0)
    let started = try DescentInput(
      points: input.points, labels: input.labels, eta: eta,
      w0: input.w0.map { _ in Rational(1, 3) }, b0: Rational(1, 7))
    for bits in [64, 128] { try expectInside(started, .precise, bits: bits, steps: 40) }
  }

  @Test func startsAreRounded() throws {
    let input = try DescentInput(
      points: ExactMatrix(rows: 2, columns: 1, [1, -1] as [Rational]), labels: [1, -1], eta: 1,
      w0: [Rational(1, 3)], b0: Rational(1, 7))
    let points = try #require(input.hardware)
    let start = PreciseDescent.start(input, bits: 80)
    let truth = input.start.map { Interval($0, precision: 500).midpoint }
    #expect(distance(start.centre, truth) <= start.radius)
    let coarse = PreciseDescent(
      input, points, step: 0, centre: truth, radius: .zero(precision: 64), bits: 80)
    #expect(distance(coarse.centre, truth) <= coarse.radius)
    #expect(coarse.radius.approximation < 1e-23)
  }

  /// A ball around doubles holds the ball that it was made of.
  @Test(arguments: 0..<40)
  func roundedBallsHoldTheirPoints(_ seed: Int) {
    var random = TestRandom(seed)
    let bits = [64, 100, 128, 200, 400][seed % 5]
    var centre = (0..<3).map { _ in
      Interval(exactly: random.unit(), precision: 400).exponential().midpoint
    }.map { BigFloat($0, precision: bits, rounding: .nearest) }
    if seed >= 30 {
      // Coordinates of different precisions, so that the first difference is rounded.
      let long = Rational(1) + .powerOfTwo(-60) + .powerOfTwo(-300)
      centre = [
        BigFloat(1, precision: 64, rounding: .nearest),
        BigFloat(long, precision: 400, rounding: .nearest),
      ]
    }
    let ball = DescentBall(step: 0, centre: centre, radius: .zero(precision: 64))
    let near = ball.rounded()
    let doubles = zip(near.high, near.low).map {
      (Interval(exactly: $0, precision: 2200) + Interval(exactly: $1, precision: 2200)).midpoint
    }
    #expect(
      distance(doubles, centre) <= BigFloat(near.radius, precision: 64, rounding: .nearest))
    #expect(near.radius < 1e-31)
  }

  /// One step in MPFR from a wide ball: where its points go lies in the next ball.
  ///
  /// z ↦ z + η‖u‖²e^(−z) expands the more the smaller z is: by η‖u‖² − 1 at the centre, and beyond it by more.
  @Test func stepsInMPFRExpandTheWholeBall() throws {
    for (eta, radius) in [(5, 0.35), (5, 0.01), (1, 0.35), (20, 0.5)] {
      let input = try DescentInput(
        points: ExactMatrix(rows: 1, columns: 1, [1 as Rational]), labels: [1],
        eta: Rational(eta), isExponential: true)
      let zero = BigFloat.zero(precision: 128)
      var descent = PreciseDescent(
        input, try #require(input.hardware), step: 0, centre: [zero, zero],
        radius: BigFloat(radius, precision: 64, rounding: .nearest), bits: 128)
      let isFine = descent.evaluate(counts: false)
      #expect(isFine)
      descent.advance()
      // ±radius along u = (1, 1), by 64 steps: both coordinates stay equal.
      let root = Interval(2, precision: 200).clampedSquareRoot()
      for k in -64...64 {
        let along =
          try Interval(exactly: radius, precision: 200) * Interval(k, precision: 200)
          / (root * Interval(64, precision: 200))
        let weight = (-along.scaled(byPowerOfTwo: 1)).exponential()
        let next = along + Interval(eta, precision: 200) * weight
        let difference = next - Interval(Interval(point: descent.centre[0]), precision: 200)
        let distance = (difference * root).absoluteValue()
        #expect(distance.lower <= descent.radius, "eta \(eta), radius \(radius), \(k)/64")
      }
    }
  }

  /// One point and the exponential loss: ‖H‖ grows by exactly e^(r‖u‖) towards the point.
  @Test func hessiansGrowOverTheBall() throws {
    let input = try DescentInput(
      points: ExactMatrix(rows: 1, columns: 1, [3 as Rational]), labels: [1], eta: 1,
      isExponential: true)
    let points = try #require(input.hardware)
    var kernel = HardwareKernel(points, isExponential: true)
    let sums = kernel.evaluate([0, 0], [0, 0], radius: 0, counts: false, withHessian: true)
    // ‖u‖² = 10, σ = 1.
    let root = Interval(10, precision: 128).clampedSquareRoot()
    for radius in [1e-12, 1e-6, 1e-3, 0.1, 0.3] {
      let growth = (root * Interval(exactly: radius, precision: 128)).exponential()
      let norm = (Interval(10, precision: 128) * growth).lower
      for gram in [nil, 10.0] {
        let bound = kernel.bound(sums, radius: radius, restWeight: 0, gram: gram)
        #expect(BigFloat(bound.norm, precision: 64, rounding: .nearest) >= norm)
        #expect(bound.norm <= norm.approximation * (1 + radius * radius * 10 + 1e-6))
        #expect(
          BigFloat(1, precision: 64, rounding: .nearest).adding(
            BigFloat(bound.spread, precision: 64, rounding: .up), precision: 64, .up)
            >= growth.lower)
      }
    }
    // Points that were left out add their weight.
    let bound = kernel.bound(sums, radius: 0, restWeight: 1, gram: nil)
    #expect(bound.error >= 1 && bound.norm >= 11)
  }

  /// The row sum is the norm where all coordinates agree: what the grid cuts off must be added.
  @Test func gramNormsHoldWhatTheGridCutsOff() throws {
    let x = Rational(1) + Rational(1, 3) * .powerOfTwo(-27)
    let input = try DescentInput(
      points: ExactMatrix(rows: 3, columns: 10, Array(repeating: x, count: 30)),
      labels: [1, 1, 1], eta: 1)
    let points = try #require(input.hardware)
    // ‖u‖² = 10x² + 1 is the norm of one term.
    let norm = 3 * (10 * x * x + 1)
    let bound = try #require(Rational(exactly: points.gramNorm()))
    #expect(bound >= norm && bound <= norm * Rational(1_000_001, 1_000_000))
  }

  /// Sums of many squares, all rounded down.
  @Test func gramNormsHoldTheirRoundings() throws {
    let count = 1 << 16
    var worst = 0.0
    for step in 1..<24 {
      let x = 1 + Double(2 * step + 1) * 0x1p-52
      let input = try DescentInput(
        points: ExactMatrix(rows: count, columns: 1, Array(repeating: x, count: count)),
        labels: Array(repeating: 1, count: count), eta: 1)
      let points = try #require(HardwarePoints(input, isWhole: true))
      let exact = Rational(exactly: x) ?? 0
      let norm = Rational(count) * (exact * exact + 1)
      let bound = try #require(Rational(exactly: points.gramNorm()))
      #expect(bound >= norm)
      worst = max(worst, (bound / norm - 1).approximation)
    }
    #expect(worst < 1e-8)
  }

  /// Margins within a point's reach of 0, or of exactly 0, are not counted.
  @Test func countsKeepTheirDistance() throws {
    for k in 3..<40 {
      let input = try DescentInput(
        points: ExactMatrix(rows: 1, columns: 1, [Rational(1, k)]), labels: [1], eta: 1)
      let points = try #require(input.hardware)
      var kernel = HardwareKernel(points, isExponential: false)
      let exact = kernel.evaluate(
        [Double(k), -1], [0, 0], radius: 0, counts: true, withHessian: false)
      #expect(exact.correct == 0 && exact.wrong == 0)
      for (sign, radius) in [(1.0, 0.99), (-1, 0.99), (1, 1.01), (-1, 1.01)] {
        // z = sign·‖u‖/k.
        let high = [sign / Double(k * k), sign / Double(k)]
        let sums = kernel.evaluate(
          high, [0, 0], radius: points.norms[0] / Double(k) * radius, counts: true,
          withHessian: false)
        #expect(sums.correct == (radius < 1 && sign > 0 ? 1 : 0))
        #expect(sums.wrong == (radius < 1 && sign < 0 ? 1 : 0))
      }
    }
  }

  /// The same for doubles, whose margin is 0 by an exact product.
  @Test func countsKnowTheirRoundings() throws {
    var random = TestRandom(12)
    for _ in 0..<40 {
      let (x, w) = (random.unit() + random.unit() * 0x1p-31, random.unit() * (1 + 0x1p-40))
      let input = try DescentInput(
        points: ExactMatrix(rows: 1, columns: 1, [x]), labels: [1], eta: 1)
      var kernel = HardwareKernel(try #require(input.hardware), isExponential: false)
      let product = x * w
      let sums = kernel.evaluate(
        [w, -product], [0, -(-product).addingProduct(x, w)], radius: 0, counts: true,
        withHessian: false)
      #expect(sums.correct == 0 && sums.wrong == 0)
    }
  }

  /// Integers have no low parts: the Hessian's own roundings are all of its error.
  @Test func hessiansOfIntegersAreRounded() throws {
    let input = try DescentInput(
      points: ExactMatrix(rows: 40, columns: 1, (0..<40).map { Rational($0 % 7 + 1) }),
      labels: Array(repeating: 1, count: 40), eta: 1, isExponential: true)
    var kernel = HardwareKernel(try #require(input.hardware), isExponential: true)
    for step in 1..<20 {
      let high = [Double(step) / 70, 0.3]
      let sums = kernel.evaluate(high, [0, 0], radius: 0, counts: false, withHessian: true)
      let bound = kernel.bound(sums, radius: 0, restWeight: 0, gram: nil)
      var entry = Interval.zero(precision: 300)
      for row in 0..<40 {
        let x = Interval(row % 7 + 1, precision: 300)
        let z =
          x * Interval(exactly: high[0], precision: 300) + Interval(exactly: 0.3, precision: 300)
        entry = entry + (-z).exponential() * x.squared()
      }
      let error = (Interval(exactly: bound.matrix[0], precision: 300) - entry).absoluteValue()
      #expect(error.lower <= BigFloat(bound.error, precision: 64, rounding: .nearest))
      #expect(bound.error < 1e-10)
    }
  }

  /// At the start, u·v = 0 for a state that is not a pair of doubles: the pair's own sign counts for
  /// nothing.
  @Test func openSignsKnowTheBall() throws {
    for k in 3..<40 {
      let input = try DescentInput(
        points: ExactMatrix(rows: 2, columns: 1, [k, k].map { Rational($0) }), labels: [1, -1],
        eta: 1, w0: [Rational(1, k)], b0: -1)
      var run = try CertifiedDescent(
        input, options: options(.hardware), observer: DescentRecorder(steps: [0]))
      try run.run(to: 0)
      #expect(run.observer.views.first?.counts?.correct == 0)
    }
  }
}
