import Documents
import Enclosures
import LogisticKernels
import Testing

@testable import LogisticTheory

/// All variants of the kernels give the same bits.
struct DescentVariantTests {
  /// The variants that this machine can run.
  static let variants = [kernel_plain, kernel_avx2, kernel_avx512].filter { kernel_has($0) != 0 }

  /// All numbers of an evaluation, as bits.
  private func bits(
    _ points: HardwarePoints, _ isExponential: Bool, _ variant: kernel_variant,
    _ high: [Double], _ low: [Double], radius: Double, counts: Bool, hessian: Bool, detail: Bool
  ) -> [UInt64] {
    var kernel = HardwareKernel(points, isExponential: isExponential, variant: variant)
    let sums = kernel.evaluate(
      high, low, radius: radius, counts: counts, withHessian: hessian, withDetail: detail)
    let numbers = [
      [sums.weight, sums.marginError, sums.gradientError], kernel.gradient, kernel.hessian,
      kernel.margins, kernel.sigmas,
    ]
    return numbers.flatMap { $0.map(\.bitPattern) }
      + [sums.correct, sums.wrong, sums.isValid ? 1 : 0].map { UInt64($0) }
  }

  @Test func theBestVariantRuns() {
    #expect(Self.variants.contains(HardwareKernel.variant))
    #expect(Self.variants.contains(kernel_plain))
  }

  /// Sizes around chunks and lanes; tiny, large, clamped, cancelling, zero and infinite states.
  @Test(arguments: 0..<96)
  func variantsAgreeBitForBit(_ seed: Int) throws {
    var random = TestRandom(3000 + seed)
    let dimension = [1, 2, 3, 7, 8, 12, 33][seed % 7]
    let isExponential = seed % 3 == 2
    let input = try random.problem(
      count: [1, 3, 8, 63, 64, 65, 129, 200, 333, 700][seed % 10], dimension: dimension, eta: 1,
      isExponential: isExponential, rational: seed % 4 == 0, noise: true)
    let scales = [1, 30, 0x1p-20, 20_000, 0, 0x1p-1030, 400, 1e60, .infinity]
    for (index, scale) in scales.enumerated() {
      let high = (0...dimension).map { _ in random.unit() * scale }
      let low = high.map { $0 * random.unit() * 0x1p-54 }
      // Both ways to store points, where there are two.
      let stored = [HardwarePoints(input, isWhole: false), HardwarePoints(input, isWhole: true)]
      let hessian = dimension < 8 && index % 2 == 0
      var seen: [[UInt64]] = []
      for points in stored {
        let points = try #require(points)
        if hessian && points.isWhole { continue }
        for variant in Self.variants {
          seen.append(
            bits(
              points, isExponential, variant, high, low, radius: index % 3 == 0 ? 1e-3 : 1e-12,
              counts: index % 4 < 2, hessian: hessian, detail: index % 5 < 3))
        }
      }
      // Of what is not a number, that alone is known.
      if scale.isFinite {
        for other in seen { #expect(other == seen[0]) }
      } else {
        for other in seen { #expect(other.last == 0) }
      }
    }
  }

  /// The bits are those of every other machine: a digest of runs with each loss and both layouts.
  @Test func bitsAreTheSameOnEveryMachine() throws {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for seed in 0..<6 {
      var random = TestRandom(seed)
      let dimension = [2, 3, 12][seed % 3]
      let input = try random.problem(
        count: 150, dimension: dimension, eta: Rational(1, 100), isExponential: seed >= 3,
        rational: seed == 4, noise: true)
      let points = try #require(HardwarePoints(input))
      var high = Array(repeating: 0.0, count: dimension + 1)
      var low = high
      for step in 0..<40 {
        var kernel = HardwareKernel(points, isExponential: input.isExponential)
        let sums = kernel.evaluate(
          high, low, radius: 1e-12, counts: true, withHessian: dimension < 8 && step % 8 == 0)
        _ = kernel_update(dimension + 1, &high, &low, kernel.gradient, 0.01, 1e-19)
        for x in [sums.weight, sums.gradientError] + high + low + kernel.hessian {
          digest = (digest ^ x.bitPattern) &* 0x100_0000_01B3
        }
        digest = (digest ^ UInt64(sums.correct)) &* 0x100_0000_01B3
      }
    }
    #expect(digest == 3_731_120_272_204_256_663)
  }

  @Test func exponentialsAgreeBitForBit() {
    var random = TestRandom(9)
    for round in 0..<2000 {
      let scale = [700, 1, 1e-8, 45, 0, 0x1p-1060][round % 6]
      let high = (0..<64).map { _ in random.unit() * scale }
      let low = (0..<64).map { $0 % 3 == 0 ? 0 : random.unit() * (round % 2 == 0 ? 0.125 : 1e-17) }
      let seen = Self.variants.map { variant in
        var result = Array(repeating: 0.0, count: 64)
        kernel_exp(variant, high, low, &result)
        return result.map(\.bitPattern)
      }
      for other in seen { #expect(other == seen[0]) }
    }
  }

  @Test(arguments: [1, 2, 5, 6, 7, 12, 21])
  func gramNormsAgreeBitForBit(_ dimension: Int) throws {
    var random = TestRandom(dimension)
    let input = try random.problem(count: 150, dimension: dimension, eta: 1)
    let points = try #require(HardwarePoints(input, isWhole: false))
    var scratch = Array(repeating: 0.0, count: dimension + 1)
    let seen = Self.variants.map {
      kernel_gram_norm($0, points.chunks, dimension + 1, points.high, &scratch).bitPattern
    }
    for other in seen { #expect(other == seen[0]) }
    // Row by row, without blocks or symmetry.
    var greatest = 0.0
    for k in 0...dimension {
      var row = 0.0
      for m in 0...dimension {
        var sum = 0.0
        for chunk in 0..<points.chunks {
          let at = chunk * 64 * (dimension + 1)
          for i in 0..<64 {
            sum += points.high[at + k * 64 + i] * points.high[at + m * 64 + i]
          }
        }
        row += abs(sum)
      }
      greatest = max(greatest, row)
    }
    #expect(abs(Double(bitPattern: seen[0]) - greatest) < 1e-12 * greatest)
  }

  /// The same points are counted and left open, and the count is right.
  @Test(arguments: 0..<40)
  func signsAgreeBitForBit(_ seed: Int) throws {
    var random = TestRandom(7000 + seed)
    let dimension = 1 + seed % 7
    let input = try random.problem(
      count: [1, 7, 64, 100, 129, 500][seed % 6], dimension: dimension, eta: 1,
      rational: seed % 2 == 0, noise: true)
    let points = ExtendedPoints(LogisticDataset(points: input.points, labels: input.labels))
    var counter = RegimeCounter(LogisticDataset(points: input.points, labels: input.labels))
    let norms = (0..<input.count).map { input.norm($0) }
    for scale in [1, 1e-200, 1e5, 0x1p-1060, 0] {
      var high = (0...dimension).map { _ in random.unit() * scale }
      // The hyperplane through the first point: one margin is 0.
      if seed % 3 == 0 {
        let x = (0..<dimension).map { input.points[0, $0] }
        let v = high.dropLast().map { Rational(exactly: $0) ?? 0 }
        let b = -zip(x, v).reduce(Rational(0)) { $0 + $1.0 * $1.1 }
        high[dimension] = b.approximation
      }
      for radius in [0, 1e-12 * scale, 0.1 * scale] {
        let view = DescentView(
          step: 1, high: high, low: high.map { _ in 0 }, radius: radius, counts: nil)
        var seen: [[Int]] = []
        for variant in Self.variants {
          var scan = SignScan(points, norms: norms)
          let found = scan.evaluate(view, extra: 0, variant: variant)
          #expect(found.correct + found.wrong + found.open == input.count)
          seen.append(
            [found.correct, found.wrong] + scan.open.prefix(found.open).map { Int($0) })
        }
        for other in seen { #expect(other == seen[0]) }
        let state = high.map { Rational(exactly: $0) ?? 0 }
        let margins = (0..<input.count).map { input.margin($0, state) }
        let counts = counter.counts(view)
        #expect(counts.correct <= margins.count { $0.sign > 0 })
        #expect(counts.wrong <= margins.count { $0.sign <= 0 })
        // Margins of exactly 0 of rational points are not known to be 0.
        if radius == 0 && seed % 2 == 1 { #expect(counts.undecided == 0) }
        // A point within the radius of the hyperplane is not decided.
        for row in 0..<input.count where radius > 0 {
          let reach = (Rational(exactly: radius * norms[row] * 0.99) ?? 0)
          if margins[row].magnitude < reach { #expect(counts.undecided > 0) }
        }
      }
    }
  }
}
