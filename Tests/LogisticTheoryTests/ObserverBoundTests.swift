import Documents
import Enclosures
import Testing

@testable import LogisticTheory

/// What observers say about a ball, against its points in 300 bits.
struct ObserverBoundTests {
  private let bits = 300

  private func real(_ x: Double) -> Interval { Interval(exactly: x, precision: bits) }

  private func exact(_ x: Double) -> Rational { Rational(exactly: x) ?? 0 }

  /// lower ≤ truth ≤ upper, and not farther than `slack` from it.
  private func expect(
    _ truth: Interval, in bounds: (lower: Double, upper: Double), _ note: String = "",
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(real(bounds.lower).lower <= truth.upper, "\(note)", sourceLocation: location)
    if bounds.upper.isFinite {
      #expect(real(bounds.upper).upper >= truth.lower, "\(note)", sourceLocation: location)
    }
  }

  private func view(
    _ high: [Double], radius: Double = 0, low: [Double]? = nil, step: Int = 1
  ) -> DescentView {
    DescentView(
      step: step, high: high, low: low ?? high.map { _ in 0 }, radius: radius, counts: nil)
  }

  /// |b|/‖w‖ at the centre and at the ends of the ball.
  @Test(arguments: 0..<60)
  func biasRatiosHold(_ seed: Int) {
    var random = TestRandom(seed)
    let d = [1, 2, 3, 20][seed % 4]
    let high = (0...d).map { _ in random.unit() * (1 + Double(seed % 3)) }
    let radius = [0, 0x1p-60, 1e-9, 1e-3][seed / 4 % 4]
    // Pairs need not be normalized.
    let low = high.map { $0 * random.unit() * (seed % 2 == 0 ? 0x1p-54 : 1e-4) }
    var square = Interval.zero(precision: bits)
    for k in 0..<d { square = square + (real(high[k]) + real(low[k])).squared() }
    let norm = square.clampedSquareRoot()
    let bias = (real(high[d]) + real(low[d])).absoluteValue()
    let bounds = view(high, radius: radius, low: low).biasRatio
    for (b, w) in [(0.0, 0.0), (radius, 0), (-radius, 0), (0, radius), (0, -radius)] {
      guard let h = try? (bias + real(b)) / (norm + real(w)), h.lower.sign > 0 else { continue }
      expect(h, in: bounds)
      if radius < 1e-6, low[0] < 1e-15 {
        #expect(bounds.upper - bounds.lower < 1e-3 * (1 + bounds.upper))
      }
    }
  }

  /// log t over many steps between the exact values, from small and from great t.
  @Test(arguments: [1, 60, 1000, 1 << 20, 1 << 40])
  func clocksHold(_ start: Int) throws {
    var clock = LogClock()
    for t in start..<start + 300 {
      clock.move(to: t)
      let truth = try Interval(t, precision: bits).logarithm()
      expect(
        truth,
        in: (
          (real(clock.value) - real(clock.error)).lower.double(rounding: .down),
          (real(clock.value) + real(clock.error)).upper.double(rounding: .up)
        ))
      #expect(clock.error <= 1e-13 * (1 + clock.value))
    }
  }

  /// σ or e^−z of a point of the input at a state.
  private func sigma(_ input: DescentInput, _ row: Int, _ state: [Interval]) -> Interval {
    var z = Interval.zero(precision: bits)
    for (k, v) in state.enumerated() {
      z = z + Interval(input.signed(row, k), precision: bits) * v
    }
    return input.isExponential ? (-z).exponential() : (-z).logistic()
  }

  /// The sums on and off the support, at the centre and at the ends of the ball along a point.
  @Test(arguments: 0..<48)
  func supportWeightsHold(_ seed: Int) throws {
    var random = TestRandom(seed)
    let input = try random.problem(
      count: [1, 2, 9, 200][seed % 4], dimension: 1 + seed % 3, eta: 1,
      isExponential: seed % 2 == 1)
    let scale = [1.0, 0x1p-30, 20][seed / 4 % 3]
    let high = (0...input.points.columns).map { _ in random.unit() * scale }
    let radius = [0, 1e-9, 1e-5, 1e-13][seed / 12]
    var weights = SupportWeights(
      try #require(input.hardware), support: [0], isExponential: input.isExponential)
    let center = view(high, radius: radius)
    guard weights.evaluate(center) else { return }
    // The longest point in front: the ball moves its margin most.
    for sign in [0.0, 1, -1] {
      let norm = real(input.norm(0))
      let state = try high.indices.map { k in
        try real(high[k])
          + real(sign * radius) * Interval(input.signed(0, k), precision: bits) / norm
      }
      let on = sigma(input, 0, state)
      var off = Interval.zero(precision: bits)
      for row in 1..<max(1, input.count) { off = off + sigma(input, row, state) }
      for (truth, found) in [(on, weights.on), (off, weights.off)] {
        let slack = real(found) * real(weights.relative) + real(weights.floor)
        #expect((truth - real(found)).absoluteValue().lower <= slack.upper)
      }
      if let share = try? on / (on + off) { expect(share, in: weights.share) }
    }
    if radius == 0 { #expect(weights.relative < 1e-11) }
  }

  /// Beyond ±700 arguments are clamped: e^−700 instead of nearly nothing.
  @Test(arguments: [false, true])
  func clampedWeightsHold(_ isExponential: Bool) throws {
    let input = try DescentInput(
      points: ExactMatrix(rows: 2, columns: 1, [800, 1] as [Rational]), labels: [1, 1], eta: 1,
      isExponential: isExponential)
    var weights = SupportWeights(
      try #require(input.hardware), support: [0], isExponential: isExponential)
    let isKnown = weights.evaluate(view([1, 0]))
    #expect(isKnown)
    let truth = sigma(input, 0, [real(1), real(0)])
    let slack = real(weights.on) * real(weights.relative) + real(weights.floor)
    #expect((truth - real(weights.on)).absoluteValue().lower <= slack.upper)
    // So are the gradient's error and the weight.
    let near = try DescentInput(
      points: ExactMatrix(rows: 1, columns: 1, [1 as Rational]), labels: [1], eta: 1)
    var kernel = HardwareKernel(try #require(near.hardware), isExponential: false)
    let sums = kernel.evaluate([800, 0], [0, 0], radius: 0, counts: false, withHessian: false)
    let computed = real(kernel.gradient[0]) - sigma(near, 0, [real(800), real(0)])
    #expect(computed.absoluteValue().lower <= real(sums.gradientError).upper)
  }

  /// support_gap, support_skew and offsupport of one step, at the centre and at the ends of the ball.
  @Test(arguments: 0..<64)
  func supportMaximaHold(_ seed: Int) throws {
    var random = TestRandom(seed)
    let isExponential = seed % 2 == 1
    let input = try DescentInput(
      points: ExactMatrix(
        rows: 4, columns: 1,
        [1, Rational(5, 4), Rational(-3, 4), 2].map { $0 + Rational(seed, 1001) }),
      labels: [1, 1, -1, 1], eta: 1, isExponential: isExponential)
    let t = [70, 1000, 123_457, 1 << 30][seed / 2 % 4]
    let radius = [0, 1e-10][seed / 8 % 2]
    let scale = seed < 32 ? 0.05 : 0.5
    let logarithm = try Interval(t, precision: bits).logarithm().midpoint.approximation
    let high = [logarithm, 0.25 + random.unit() * 0.1]
    let wanted = (0..<3).map { _ in random.unit() * scale }
    // λ must be small against the wanted values of g; constants cancel the rest.
    let shares = [0.25, 0.75, 1]
    let vectors = (0..<3).map { row in
      let product = Double(input.labels[row]) * input.points[row, 0].approximation * high[0]
      return SupportMaxima.Vector(
        index: row, isPositive: row < 2, constant: wanted[row] + product - logarithm, error: 0,
        share: shares[row], norm: input.norm(row))
    }
    let weights = SupportWeights(
      try #require(input.hardware), support: [0, 1, 2], isExponential: isExponential)
    let data = LogisticDataset(points: input.points, labels: input.labels)
    for sign in [0.0, 1, -1] {
      var maxima = SupportMaxima(
        t0: t, vectors: vectors, points: ExtendedPoints(data), isExponential: isExponential,
        weights: weights)
      maxima.observe(view(high, radius: radius, step: 0))
      let state = [real(high[0]) + real(sign * radius), real(high[1])]
      let one = Interval(1, precision: bits)
      var gap = Interval.zero(precision: bits)
      var means: [Interval] = []
      var g: [Interval] = []
      for vector in vectors {
        let s = sigma(input, vector.index, state)
        let lambda = isExponential ? Interval.zero(precision: bits) : -(try (one - s).logarithm())
        let y = Interval(input.labels[vector.index], precision: bits)
        let x = Interval(input.points[vector.index, 0], precision: bits)
        let value =
          try Interval(t, precision: bits).logarithm() + real(vector.constant) - y * state[0] * x
          - lambda
        g.append(value)
        gap = .maximum(gap, value.absoluteValue())
      }
      for isPositive in [true, false] {
        var sum = Interval.zero(precision: bits)
        for (vector, x) in zip(vectors, g) where vector.isPositive == isPositive {
          sum = sum + real(vector.share) * x.exponential()
        }
        means.append(try sum.logarithm())
      }
      expect(gap, in: maxima.gap, "gap")
      let skew = (means[0] - means[1]).absoluteValue().scaled(byPowerOfTwo: -1)
      expect(skew, in: maxima.skew, "skew")
      let off = Interval(t, precision: bits) * sigma(input, 3, state)
      expect(off, in: maxima.off, "off")
    }
  }

  /// ‖w − ŵ log t‖ at the centre and at the ends of the ball.
  @Test(arguments: 0..<48)
  func residualsHold(_ seed: Int) throws {
    var random = TestRandom(seed)
    let d = 1 + seed % 3
    let t = [2, 65, 77, 1 << 33][seed % 4]
    let radius = [0, 1e-9][seed / 4 % 2]
    let drift = (0..<d).map { _ in random.unit() * 10 }
    let logarithm = try Interval(t, precision: bits).logarithm()
    // Near the drift the differences cancel.
    let far = seed % 6 == 0 ? 1.0 : 1e-12
    let high = drift.map { $0 * logarithm.midpoint.approximation + far * random.unit() } + [0.5]
    let low = high.map { $0 * random.unit() * 0x1p-53 }
    var observer = StageObserver(
      horizon: 100, t0: t - 3, dimension: d + 1, trainCount: 1, regimes: [], keep: [],
      drift: drift)
    observer.observe(view(high, radius: radius, low: low, step: 3))
    let found = try #require(observer.residual.candidates.last)
    var square = Interval.zero(precision: bits)
    for k in 0..<d {
      let rho = real(high[k]) + real(low[k]) - real(drift[k]) * logarithm
      square = square + rho.squared()
    }
    let norm = square.clampedSquareRoot()
    for end in [norm, norm + real(radius)] {
      #expect(real(found.upper).upper >= end.lower)
    }
    #expect(found.upper <= norm.upper.approximation + radius + 1e-10)
  }
}
