import Documents
import Enclosures
import Testing

@testable import LogisticTheory

/// Counts and proofs that must not be claimed.
struct CounterBoundTests {
  private func exact(_ x: Double) -> Rational { Rational(exactly: x) ?? 0 }

  private func view(_ high: [Double], _ radius: Double) -> DescentView {
    DescentView(step: 1, high: high, low: high.map { _ in 0 }, radius: radius, counts: nil)
  }

  /// In more than 7 dimensions points far from the hyperplane are counted by a reference state: it must
  /// know the ball, the allowance of an attack, and the scale of the state.
  ///
  /// In fewer dimensions all points are looked at: with the ball and the allowance.
  @Test(arguments: 0..<6, [2, 5, 8, 12, 40])
  func referencesKeepTheirReach(_ seed: Int, _ dimension: Int) throws {
    var random = TestRandom(seed)
    let input = try random.problem(count: 160, dimension: dimension, eta: 1, noise: true)
    var counter = RegimeCounter(LogisticDataset(points: input.points, labels: input.labels))
    let start = (0...dimension).map { _ in random.unit() }
    let other = (0...dimension).map { _ in random.unit() }
    let norms = (0..<input.count).map { input.norm($0) }
    func expectCounts(_ high: [Double], _ radius: Double, _ extra: Double) {
      let counts = counter.counts(view(high, radius), extra: extra)
      let state = high.map(exact)
      // Within 1% of what is known no count is asked for.
      var correct = 0
      var wrong = 0
      for row in 0..<input.count {
        let z = input.margin(row, state)
        let reach = exact(radius * norms[row] * 0.99)
        if z > reach + exact(extra * 0.99) { correct += 1 }
        if z < -reach { wrong += 1 }
      }
      #expect(counts.correct <= correct && counts.wrong <= wrong)
      if radius == 0 && extra == 0 { #expect(counts.undecided == 0) }
    }
    for round in 0..<40 {
      // From the reference and back, near it, far from it, smaller by far, and against it.
      let part = [0, 0.001, 0.3, 1][round % 4]
      let scale = [1, 0x1p-9, 0x1p9, -1][round / 4 % 4]
      let high = zip(start, other).map { ((1 - part) * $0 + part * $1) * scale }
      let width = abs(scale) * [0, 1e-3, 0.2, 2][(round / 2 + round / 16) % 4]
      expectCounts(start, 0, 0)
      expectCounts(high, width, 0)
      expectCounts(high, 0, width)
      expectCounts(high, 0, 0)
    }
  }

  /// The attacked point is the origin if w₂ ≥ 0, where the margin is b > 0.
  ///
  /// But w₂ may be −10⁻¹⁰, and then the attack goes the other way and turns the margin by 200·10⁻¹⁰.
  @Test func attacksAlongAnOpenSignAreAllowedFor() {
    let data = LogisticDataset(
      points: ExactMatrix(rows: 1, columns: 2, [Rational(100), 100]), labels: [1])
    var counter = AttackCounter(data, radius: 100, range: -1000...1000)
    #expect(counter.counts(view([1, 0, 1e-9], 1e-10)).correct == 0)
    // Where the sign is known the count is as well.
    #expect(counter.counts(view([1, 1e-9, 1e-9], 1e-10)).correct == 1)
  }

  /// Margins of exactly 0 are not positive, however they are computed: 1/k has no binary64 number.
  @Test(arguments: [1, 3, 9, 20])
  func pointsOnTheHyperplaneAreWrong(_ dimension: Int) {
    for k in 3..<60 {
      for sign in [1, -1] {
        // x = (1/k, 0, …, 0) on both sides of kx₁ = 1, and as many points that are off it.
        var entries: [Rational] = []
        for x in [Rational(1, k), Rational(1, k), Rational(2, k), 0] {
          entries += [x] + Array(repeating: 0, count: dimension - 1)
        }
        var counter = RegimeCounter(
          LogisticDataset(
            points: ExactMatrix(rows: 4, columns: dimension, entries), labels: [1, -1, 1, -1]))
        let high =
          [Double(sign * k)] + Array(repeating: 0, count: dimension - 1) + [Double(-sign)]
        let counts = counter.counts(view(high, 0))
        // A rational margin of exactly 0 is not known to be 0, unless 1/k is a binary64 number.
        let isExact = k & (k - 1) == 0
        #expect(counts.correct == (sign > 0 ? 2 : 0))
        #expect(counts.undecided == (isExact ? 0 : 2))
        // The ball has points on both sides of them.
        let open = counter.counts(view(high, 1e-12))
        #expect(open.correct == (sign > 0 ? 2 : 0) && open.undecided == 2)
      }
    }
  }

  private func margin(_ dimension: Int, _ entries: [Rational], _ labels: [Int]) -> ExactMargin {
    ExactMargin(
      points: ExtendedPoints(
        LogisticDataset(
          points: ExactMatrix(rows: labels.count, columns: dimension, entries), labels: labels)))
  }

  /// Constraints that are all tight at a feasible point are no optimum where a multiplier is negative.
  @Test func multipliersMustNotBeNegative() throws {
    // w + b = 3w + b = 1 at (0, 1), but (1/2, 1/2) is shorter: α = (3/2, −1/2).
    let two = margin(1, [1, 3], [1, 1])
    #expect(two.extendedOptimum(working: [0, 1]) == nil)
    let half = Rational(1, 2)
    #expect(try #require(two.extendedOptimum(working: [0])).state == [half, half])
    // w = (1, −1) has all margins 1, but w = (1, 0) is shorter: α₁ = −1/2.
    let three = margin(2, [1, 0, 3, 2, -1, 0], [1, 1, -1])
    #expect(three.plainOptimum(working: [0, 1, 2]) == nil)
    #expect(try #require(three.plainOptimum(working: [0, 2])).state == [1, 0, 0])
  }

  /// A point that is missed by less than binary64 shows is missed.
  @Test func feasibilityIsExact() {
    for gap in [Rational(1, 2), .powerOfTwo(-40), .powerOfTwo(-53), .powerOfTwo(-80)] {
      // At v = (1/2, 1/2) the margin of x = 1 − gap is 1 − gap/2.
      let margin = margin(1, [1, 1 - gap], [1, 1])
      #expect(margin.extendedOptimum(working: [0]) == nil)
      let far = self.margin(1, [1, 1 + gap], [1, 1])
      #expect(far.extendedOptimum(working: [0]) != nil)
      #expect(far.support(of: [Rational(1, 2), Rational(1, 2)]).indices == [0])
    }
  }

  /// Σ x_k/k over many coordinates is exactly 1, and not by its binary64 terms.
  @Test func supportIsExact() {
    for d in 2..<40 {
      let weights = (0..<d).map { Rational(1, 2 * $0 + 3) }
      // d + 1 − d = 1.
      let entries = (0..<d).map { Rational(-(2 * $0 + 3)) }
      let margin = margin(d, entries + entries.map { -$0 }, [1, -1])
      let support = margin.support(of: weights + [Rational(d + 1)])
      #expect(support.indices == [0] && support.othersMinimum == Rational(-2 * d - 1))
    }
  }

  /// The maximum of 600 steps lies at one of those that were dropped.
  @Test func droppedStepsAreNotForgotten() throws {
    for greatest in stride(from: 0, to: 600, by: 7) {
      var tracker = MaximumTracker()
      for step in 0..<600 {
        let view = DescentView(step: step, high: [0, 0], low: [0, 0], radius: 0, counts: nil)
        tracker.observe(view, lower: 0.9, upper: step == greatest ? 1.2 : 1.1)
      }
      #expect(tracker.isSaturated)
      #expect(tracker.upper >= 1.2)
      let found = tracker.maximum(precision: 64) {
        // The last step is better than all others that were kept.
        Interval(
          exactly: $0.step == greatest ? 1.15 : $0.step == 599 ? 1.125 : 1, precision: 64)
      }
      let maximum = try #require(found)
      #expect(maximum.value.contains(exact(1.15)))
      #expect(maximum.last.lower <= .step(greatest) && maximum.last.upper >= .step(greatest))
    }
  }

  /// Support vectors that are all but dependent: (w̃, b̃) is enclosed or refused, never wrong.
  ///
  /// With as many support vectors as coordinates, αᵢ solve a linear system, exactly.
  @Test func residualsAreProvedOrRefused() throws {
    var refused = 0
    var proved = 0
    for exponent in 4..<56 {
      let far = Rational.powerOfTwo(exponent)
      let data = LogisticDataset(
        points: ExactMatrix(rows: 2, columns: 1, [far + 1, far]), labels: [1, -1])
      let margin = try #require(MaximumMargin.find(data).separable)
      let state = try #require(margin.extended.exactState)
      // α₀(far + 1) − α₁far = ŵ and α₀ − α₁ = b̂.
      let first = state[0] - far * state[1]
      let alpha = [first, first - state[1]]
      let limit: LimitResidual
      do {
        limit = try LimitResidual.enclose(data, margin, stepScale: 1, precision: 64)
      } catch {
        refused += 1
        continue
      }
      proved += 1
      for (enclosure, value) in zip(limit.alpha, alpha) { #expect(enclosure.contains(value)) }
    }
    #expect(proved > 0 && refused > 0)
  }

  /// Weights that do not cancel, or are not positive, prove nothing.
  @Test func certificatesAreChecked() {
    let separable = ExactMargin(
      points: ExtendedPoints(
        LogisticDataset(
          points: ExactMatrix(rows: 3, columns: 1, [1, -1, 2] as [Rational]),
          labels: [1, -1, 1])))
    #expect(separable.certificate(working: [0, 1, 2], weights: [1, 1, 1]) == nil)
    #expect(separable.separationCertificate(working: [0, 1]) == nil)
    #expect(separable.separationCertificate(working: [0, 1, 2]) == nil)
    // u = (1, 1), (1, −1), (2, 1): 3u₀ + u₁ − 2u₂ = 0.
    #expect(separable.certificate(working: [0, 1, 2], weights: [3, 1, -2]) == nil)
    let mixed = ExactMargin(
      points: ExtendedPoints(
        LogisticDataset(
          points: ExactMatrix(rows: 3, columns: 1, [1, 0, -1] as [Rational]),
          labels: [1, -1, 1])))
    #expect(mixed.certificate(working: [0, 1, 2], weights: [1, 2, 1])?[1] == Rational(1, 2))
    #expect(mixed.certificate(working: [0, 1, 2], weights: [1, 1, 1]) == nil)
  }
}
