import ClaimLanguage
import Enclosures
import Testing

/// Verdicts over time against step-by-step exact arithmetic.
struct SoundnessTests {
  private let last = 40

  private func modes(_ random: inout SplitMix64) -> [MockSource.Mode] {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in
      MockSource.Mode(
        weight: Rational(Int.random(in: -9...9, using: &random), 4),
        base: Rational(Int.random(in: -9...10, using: &random), 10))
    }
  }

  private func exact(_ modes: [MockSource.Mode], at step: Int) -> Rational {
    modes.reduce(0) { $0 + $1.weight * (($1.base ?? 0).power(step) ?? 0) }
  }

  private func holds(_ left: Rational, _ relation: Relation, _ right: Rational) -> Bool {
    switch relation {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    }
  }

  @Test("what is certified over time is true at every step, what is refuted is false at one")
  func forall() throws {
    var random = SplitMix64(seed: 5)
    var counts: [Status: Int] = [:]
    for _ in 0..<400 {
      let modes = modes(&random)
      let relation = Relation.allCases.randomElement(using: &random) ?? .less
      // A bound that some step meets exactly, or nearly.
      var touch = exact(modes, at: Int.random(in: 0...last, using: &random))
      if Bool.random(using: &random) {
        // Or one that no step up to the last exceeds.
        let values = (0...last).map { exact(modes, at: $0) }
        touch = (relation.isUpperBound ? values.max() : values.min()) ?? touch
      }
      let bound = touch + Rational(Int.random(in: -1...1, using: &random), 1000)
      // Negative rates with odd exponents change sign from step to step.
      let sign = Int.random(in: 0...3, using: &random) == 0 ? -1 : 1
      let rate = Rational(sign * Int.random(in: 5...10, using: &random), 10)
      let slope = Int.random(in: 1...3, using: &random)
      let isDecaying = Bool.random(using: &random)
      var source = MockSource(scalars: ["K": .exact(bound), "g": .exact(rate)])
      source.functions = ["f": modes]
      source.hasRatios = Bool.random(using: &random)
      let right = isDecaying ? "K*g^(\(slope)*t)" : "K"
      let isFinite = Bool.random(using: &random)
      let text =
        "forall t in 0..\(isFinite ? "\(last)" : "inf"): f(t) \(relation.rawValue) \(right)"
      let result = try Evaluator(source: source, maximumPrecision: 512, budget: 2000)
        .evaluate(Formula(parsing: text))
      counts[result.status, default: 0] += 1
      func isTrue(_ step: Int) -> Bool {
        let scale = isDecaying ? rate.power(slope * step) ?? 0 : 1
        return holds(exact(modes, at: step), relation, bound * scale)
      }
      switch result.status {
      case .holds:
        #expect((0...3 * last).allSatisfy { isFinite && $0 > last || isTrue($0) }, "\(text)")
      case .fails:
        let step = try #require(result.at)
        #expect(step > 1000 || !isTrue(step), "\(text) at \(step)")
      default: break
      }
      if isFinite, result.status == .undecided {
        // Only equalities that no precision separates may stay open.
        #expect(
          (0...last).contains {
            holds(
              exact(modes, at: $0), .equal,
              isDecaying ? bound * (rate.power(slope * $0) ?? 0) : bound)
          })
      }
    }
    #expect(counts[.holds, default: 0] > 30, "\(counts)")
    #expect(counts[.fails, default: 0] > 30, "\(counts)")
  }

  @Test("the extreme step is the true one")
  func extremes() throws {
    var random = SplitMix64(seed: 6)
    for _ in 0..<300 {
      let modes = modes(&random)
      let level = Rational(Int.random(in: -2000...2000, using: &random), 997)
      var source = MockSource(scalars: ["K": .exact(level)])
      source.functions = ["f": modes]
      let isLast = Bool.random(using: &random)
      let bound = Int.random(in: 0...last, using: &random)
      let text = "forall t in 0..\(last): f(t) > K implies t \(isLast ? "<=" : ">=") \(bound)"
      let result = try Evaluator(source: source).evaluate(Formula(parsing: text))
      let steps = (0...last).filter { exact(modes, at: $0) > level }
      guard result.status != .undecided else { continue }
      let isTrue = steps.allSatisfy { isLast ? $0 <= bound : $0 >= bound }
      #expect((result.status == .holds) == isTrue, "\(text)")
      #expect(result.at == (isLast ? steps.last : steps.first), "\(text)")
    }
  }

  @Test("evaluating random statements never traps")
  func fuzz() throws {
    var source = MockSource(scalars: [
      "x": .exact(Rational(-3, 2)), "y": .squareRoot(of: 2), "T": .infinite(sign: 1),
      "lambda_min_plus": .enclosed(Interval(lower: 0, upper: 3, precision: 64)),
    ])
    source.functions = ["f": [.init(weight: 1, base: Rational(1, 2))]]
    let evaluator = Evaluator(source: source, maximumPrecision: 128, budget: 20)
    var counts: [Status: Int] = [:]
    for seed in 0..<3000 {
      var trees = TreeGenerator(seed: UInt64(seed))
      let result = try evaluator.evaluate(trees.formula(3))
      counts[result.status, default: 0] += 1
      _ = result.tightness
    }
    #expect(counts.count >= 4)
  }

  @Test("huge numbers stay within memory")
  func huge() throws {
    let evaluator = Evaluator(source: MockSource(), maximumPrecision: 256)
    for text in [
      "floor(2^1e15) > 1", "2^(2^(2^62)) > 1", "9^9^9^9 > 1", "ceil(2^(-1e8)) = 1",
      "forall t in 0..2^70: 2^(t*2^60) > 0", "forall t in 2^70..inf: t > 1",
      "forall t in -2^80..2^80: t >= 0", "forall t in 0..2^1e15: t >= 0",
      "(1/3)^1e12 < 1e-900", "forall t in 9^9^9..inf: t > 7",
    ] {
      let result = try evaluator.evaluate(Formula(parsing: text))
      #expect(result.status == .holds, "\(text): \(result.note ?? "")")
    }
  }
}
