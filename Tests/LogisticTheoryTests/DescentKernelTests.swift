import Documents
import Enclosures
import LogisticKernels
import Testing

@testable import LogisticTheory

/// The inner loops against MPFR: every stated error bound, on random and on nasty arguments.
struct DescentKernelTests {
  /// |computed − e^(high + low)| ≤ 4·2⁻⁵³·e^(high + low) is what is used; the proof gives less than 3.
  @Test func exponentialKeepsItsBound() {
    var random = TestRandom(1)
    var worst = 0.0
    for round in 0..<1500 {
      var high: [Double] = []
      var low: [Double] = []
      for i in 0..<64 {
        switch (round + i) % 4 {
        case 0: high.append(random.unit() * 700)
        case 1: high.append(random.unit())
        // Near the ends of the reduced range: odd multiples of ½·ln 2.
        case 2:
          high.append(
            (Double(Int(random.next() % 1000)) - 500 + 0.5) * 0.6931471805599453
              * (1 + random.unit() * 0x1p-40))
        default: high.append(-random.unit().magnitude * 45)
        }
        low.append((round + i) % 3 == 0 ? 0 : random.unit() * (i % 2 == 0 ? 0.124 : 0x1p-30))
      }
      var result = Array(repeating: 0.0, count: 64)
      kernel_exp(HardwareKernel.variant, high, low, &result)
      for i in 0..<64 {
        let x =
          Interval(exactly: high[i], precision: 160) + Interval(exactly: low[i], precision: 160)
        let exact = x.exponential()
        let error = (Interval(exactly: result[i], precision: 160) - exact).absoluteValue().upper
          .divided(by: exact.lower, precision: 64, .up).approximation
        worst = max(worst, error * 0x1p53)
      }
    }
    #expect(worst < 3)
    #expect(worst > 0.5)
  }

  private struct Truth {
    var gradient: [Interval]
    var hessian: [Interval]
    var weight: Interval
    var margins: [Interval]
  }

  private func truth(_ input: DescentInput, _ high: [Double], _ low: [Double]) -> Truth {
    let bits = 320
    let n = input.dimension
    let zero = Interval.zero(precision: bits)
    let one = Interval(1, precision: bits)
    var truth = Truth(
      gradient: Array(repeating: zero, count: n), hessian: Array(repeating: zero, count: n * n),
      weight: zero, margins: [])
    let v = (0..<n).map {
      Interval(exactly: high[$0], precision: bits) + Interval(exactly: low[$0], precision: bits)
    }
    for row in 0..<input.count {
      let u = (0..<n).map { Interval(input.signed(row, $0), precision: bits) }
      var z = zero
      var norm = zero
      for k in 0..<n {
        z = z + u[k] * v[k]
        norm = norm + u[k].squared()
      }
      let s = input.isExponential ? (-z).exponential() : (-z).logistic()
      let derivative = input.isExponential ? s : s * (one - s)
      truth.margins.append(z)
      truth.weight = truth.weight + s * norm.clampedSquareRoot()
      for k in 0..<n {
        truth.gradient[k] = truth.gradient[k] + s * u[k]
        for m in 0..<n {
          truth.hessian[k * n + m] = truth.hessian[k * n + m] + derivative * u[k] * u[m]
        }
      }
    }
    return truth
  }

  /// Large cancelling states, points that are not doubles, many points: the error bounds hold, and are not
  /// far from what happens (else a missing term would not show).
  @Test(arguments: 0..<40)
  func errorBoundsHold(_ seed: Int) throws {
    var random = TestRandom(900 + seed)
    let dimension = [1, 2, 3, 5, 11][seed % 5]
    let input = try random.problem(
      count: 3 + 13 * seed, dimension: dimension, eta: 1, isExponential: seed % 4 == 3,
      rational: seed % 2 == 0)
    let points = try #require(HardwarePoints(input))
    let scale = [1.0, 30, 0x1p-20, 20_000][seed % 4 == 3 ? seed % 3 : seed % 4]
    let high = (0...dimension).map { _ in random.unit() * scale }
    let low = high.map { $0 * random.unit() * 0x1p-54 }
    var kernel = HardwareKernel(points, isExponential: input.isExponential)
    let sums = kernel.evaluate(
      high, low, radius: 0, counts: true, withHessian: dimension < 8, withDetail: true)
    if input.isExponential && !sums.isValid { return }
    #expect(sums.isValid)
    let truth = truth(input, high, low)
    var square = Interval.zero(precision: 320)
    for k in 0...dimension {
      let value =
        Interval(exactly: kernel.gradient[k], precision: 320)
        + Interval(exactly: kernel.gradient[dimension + 1 + k], precision: 320)
      square = square + (value - truth.gradient[k]).squared()
    }
    #expect(square.clampedSquareRoot().upper.approximation <= sums.gradientError)
    #expect(truth.weight.upper.approximation <= sums.weight)
    #expect(sums.weight <= truth.weight.lower.approximation * (1 + 1e-6) + 1e-200)
    for (row, z) in truth.margins.enumerated() {
      let error = (Interval(exactly: kernel.margins[row], precision: 320) - z).absoluteValue().upper
      let allowed = sums.marginError + 0x1p-53 * abs(kernel.margins[row])
      #expect(error.approximation <= allowed)
    }
    let correct = truth.margins.count { $0.lower.sign > 0 }
    #expect(sums.correct <= correct)
    #expect(sums.wrong <= input.count - correct)
    if dimension < 8 {
      let bound = kernel.bound(sums, radius: 0, restWeight: 0, gram: nil)
      var frobenius = Interval.zero(precision: 320)
      for (x, y) in zip(bound.matrix, truth.hessian) {
        frobenius = frobenius + (Interval(exactly: x, precision: 320) - y).squared()
      }
      #expect(frobenius.clampedSquareRoot().upper.approximation <= bound.error)
    }
  }

  /// Sums over a thousand chunks of equal terms, whose roundings all go one way: their errors are added up.
  @Test(arguments: [0.1, 0.3, 0.7, -0.4, 2.9])
  func sumsOverManyChunksKeepTheirErrors(_ b: Double) throws {
    let count = 1 << 16
    let x = 1 + 0x1.23456789abcdep-3
    let input = try DescentInput(
      points: ExactMatrix(rows: count, columns: 1, Array(repeating: x, count: count)),
      labels: Array(repeating: 1, count: count), eta: 1)
    var kernel = HardwareKernel(try #require(HardwarePoints(input)), isExponential: false)
    let sums = kernel.evaluate([0.25, b], [0, 0], radius: 0, counts: false, withHessian: false)
    let one = try DescentInput(
      points: ExactMatrix(rows: 1, columns: 1, [x]), labels: [1], eta: 1)
    let truth = truth(one, [0.25, b], [0, 0])
    for k in 0...1 {
      let value =
        Interval(exactly: kernel.gradient[k], precision: 320)
        + Interval(exactly: kernel.gradient[2 + k], precision: 320)
      let exact = Interval(count, precision: 320) * truth.gradient[k]
      #expect((value - exact).absoluteValue().upper.approximation <= sums.gradientError)
    }
  }

  /// v + ηg in double-double arithmetic, against exact numbers: every low part counts.
  @Test func updatesAreDoubleDouble() throws {
    var random = TestRandom(31)
    for round in 0..<400 {
      func pair(_ scale: Double) -> (Double, Double) {
        let high = random.unit() * scale
        return (high, high * random.unit() * 0x1p-54)
      }
      let (v, g, eta) = (
        pair(round % 2 == 0 ? 1 : 0x1p-40), pair(1), pair(round % 3 == 0 ? 1 : 0x1p9)
      )
      var (high, low) = ([v.0], [v.1])
      _ = kernel_update(1, &high, &low, [g.0, g.1], eta.0, eta.1)
      func exact(_ x: (Double, Double)) throws -> Rational {
        try #require(Rational(exactly: x.0)) + #require(Rational(exactly: x.1))
      }
      let move = try exact(eta) * exact(g)
      let error = try (exact(v) + move - exact((high[0], low[0]))).magnitude
      #expect(try error <= (exact(v).magnitude + move.magnitude) * .powerOfTwo(-100))
    }
  }

  /// Points with long fractions at a large state: the parts of u and of v beyond one double count.
  @Test func lowPartsCount() throws {
    let third = Rational(1, 3)
    let input = try DescentInput(
      points: ExactMatrix(rows: 2, columns: 2, [third, third, -third, Rational(2, 7)]),
      labels: [1, -1], eta: 1)
    let points = try #require(HardwarePoints(input))
    var kernel = HardwareKernel(points, isExponential: false)
    let high = [30_000.1, -30_000.3, 0.7]
    let low = [1.1e-12, -1.3e-12, 1e-17]
    let sums = kernel.evaluate(
      high, low, radius: 0, counts: false, withHessian: false, withDetail: true)
    let truth = truth(input, high, low)
    for row in 0..<2 {
      let error = (Interval(exactly: kernel.margins[row], precision: 320) - truth.margins[row])
        .absoluteValue().upper.approximation
      #expect(error <= sums.marginError + 0x1p-53 * abs(kernel.margins[row]))
      // Plain doubles would be off by about 10⁻¹² here.
      #expect(error < 1e-14 + 0x1p-53 * abs(kernel.margins[row]))
    }
    #expect(sums.marginError < 1e-16)
  }

  /// Points within 2⁻³⁰⁰ of doubles, at a state on the grid: nothing is rounded, and all that the computed margins
  /// err by is what the two doubles of a point leave out.
  @Test func partsBeyondTwoDoublesCount() throws {
    let hidden = Rational.powerOfTwo(-300)
    let input = try DescentInput(
      points: ExactMatrix(rows: 2, columns: 2, [1 + hidden, 2, 3, -1 - hidden]), labels: [1, -1],
      eta: 1)
    let points = try #require(HardwarePoints(input))
    var kernel = HardwareKernel(points, isExponential: false)
    let high = [2.0, -3, 1]
    let sums = kernel.evaluate(
      high, [0, 0, 0], radius: 0, counts: false, withHessian: false, withDetail: true)
    for (row, z) in truth(input, high, [0, 0, 0]).margins.enumerated() {
      let error = (Interval(exactly: kernel.margins[row], precision: 320) - z).absoluteValue()
      #expect(error.lower.approximation >= 0x1p-300)
      #expect(error.upper.approximation <= sums.marginError)
    }
  }

  /// Coordinates so great that 1 is off the points' grid: the bias must not spoil the exact sums.
  @Test func greatCoordinatesKeepTheBound() throws {
    var random = TestRandom(5)
    for _ in 0..<100 {
      let x = (1 + abs(random.unit())) * 0x1p40
      let input = try DescentInput(
        points: ExactMatrix(rows: 1, columns: 1, [Rational(exactly: x) ?? 0]), labels: [1],
        eta: 1)
      let points = try #require(HardwarePoints(input))
      var kernel = HardwareKernel(points, isExponential: false)
      let high = [(1 + abs(random.unit())) * 0x1p-33, random.unit() * 0x1p-33]
      let low = high.map { $0 * random.unit() * 0x1p-54 }
      let sums = kernel.evaluate(high, low, radius: 0, counts: false, withHessian: false)
      #expect(sums.isValid)
      let truth = truth(input, high, low)
      var square = Interval.zero(precision: 320)
      for k in 0...1 {
        let value =
          Interval(exactly: kernel.gradient[k], precision: 320)
          + Interval(exactly: kernel.gradient[2 + k], precision: 320)
        square = square + (value - truth.gradient[k]).squared()
      }
      #expect(square.clampedSquareRoot().upper.approximation <= sums.gradientError)
    }
  }

  @Test(arguments: 1...6)
  func normsAreUpperBounds(_ n: Int) {
    var random = TestRandom(n)
    for round in 0..<200 {
      var m = (0..<(n * n)).map { _ in random.unit() }
      if round % 3 == 0 {
        // Nearly orthogonal: a product of reflections, norm 1.
        m = Array(repeating: 0, count: n * n)
        let x = (0..<n).map { _ in random.unit() }
        let square = x.reduce(0) { $0 + $1 * $1 }
        for i in 0..<n {
          for j in 0..<n { m[i * n + j] = (i == j ? 1 : 0) - 2 * x[i] * x[j] / square }
        }
      }
      let bound = SmallSymmetric.norm(m, n)
      // Power iteration gives lower bounds of the norm.
      var x = (0..<n).map { _ in random.unit() }
      var lower = 0.0
      for _ in 0..<400 {
        let y = (0..<n).map { i in (0..<n).reduce(0.0) { $0 + m[i * n + $1] * x[$1] } }
        let z = (0..<n).map { j in (0..<n).reduce(0.0) { $0 + m[$1 * n + j] * y[$1] } }
        lower = (y.reduce(0) { $0 + $1 * $1 } / x.reduce(0) { $0 + $1 * $1 }).squareRoot()
        let size = z.reduce(0) { $0 + $1 * $1 }.squareRoot()
        x = z.map { $0 / size }
      }
      #expect(bound >= lower * (1 - 1e-15))
      #expect(bound <= lower * (1 + 1e-3) + 1e-12)
      if round % 3 == 0 { #expect(bound <= 1 + 1e-12) }
    }
  }

  @Test func gramNormIsAnUpperBound() throws {
    var random = TestRandom(3)
    let input = try random.problem(count: 150, dimension: 12, eta: 1)
    let points = try #require(HardwarePoints(input))
    // xᵀGx/xᵀx for some x, from below.
    for _ in 0..<50 {
      let x = (0...12).map { _ in random.unit() }
      var sum = 0.0
      for row in 0..<150 {
        let z = (0...12).reduce(0.0) { $0 + input.signed(row, $1).approximation * x[$1] }
        sum += z * z
      }
      #expect(sum / x.reduce(0) { $0 + $1 * $1 } <= points.gramNorm())
    }
  }
}
