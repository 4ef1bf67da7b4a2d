import Enclosures

extension Instance {
  /// Logistic problems by name: the rest of a spec.
  ///
  /// Most have five support vectors on the line x₁ = γ/2 against one at (−γ/2, 0), so that ŵ = (2/γ, 0),
  /// b̂ = 0 and α is 2/(5γ²) on each positive support vector and 2/γ² on the negative one: w̃ = (log(20η²γ⁴/16)/γ, 0)
  /// and b_limit = (log 5)/2. `off` adds three points with margins from 15 on.
  static let logistic: [String: String] = started.merging(fromZero) { old, _ in old }

  private static let fromZero: [String: String] = [
    // Two points on the first axis, symmetric: b = 0 at every step, and both are support vectors.
    "symmetric-pair": """
    data: {points: [{x: [1, 0], y: 1}, {x: [-1, 0], y: -1}]}
    training: {eta: 1/10, steps: 100}
    tests: {same: {points: [{x: [1, 1], y: 1}, {x: [-1, 1], y: -1}]}}
    thresholds: {epsilon: 1/1000, alpha: 10, zeta: 100}
    """,
    "five": five("1/5", off: true, "eta: 1/10, steps: 2000"),
    "five-exponential": five("1/5", off: true, loss: "exponential", "eta: 1/10, steps: 2000"),
    // Over before anything has happened.
    "five-brief": five("1/5", off: true, "eta: 1/100, steps: 5"),
    "too-long-step": five("1/5", off: true, "eta: 1, steps: 2000"),
    // γ = 1 and γ = 2: the hyperplane is hardly delayed, or not at all.
    "middling": five("1", "eta: 1/10, steps: 2000"),
    "wide": five("2", "eta: 1/10, steps: 1000"),
    "wide-exponential": five("2", loss: "exponential", "eta: 1/10, steps: 1000"),
    "wide-brief": five("2", "eta: 1/10, steps: 10"),
    "zeta-one": five("2", zeta: "1", "eta: 1/10, steps: 10"),
    // The only test points are one of each class: no uniform band.
    "unbanded": five(
      "2", tests: "[{x: [1/2, 0], y: 1}, {x: [-9, 0], y: -1}]", "eta: 1/10, steps: 10"),
    // Points off the support so near that the distance of the hyperplane peaks after they have gone.
    "far-points": spec(
      positives: onLine("1", -2...2) + ["9, 1"], negatives: ["-1, 0", "-4, 0", "-5, 2"],
      gamma: "2", "eta: 1/100, steps: 400"),
    // Two support vectors against one; with γ = 1/5 and steps as long as they may be, and with γ = 4.
    "three": spec(
      positives: ["1/10, 1", "1/10, -1"], negatives: ["-1/10, 0"], gamma: "1/5",
      "eta: 3/2, steps: 2000"),
    "three-exponential": spec(
      positives: ["1/10, 1", "1/10, -1"], negatives: ["-1/10, 0"], gamma: "1/5",
      loss: "exponential", "eta: 1/2, steps: 2000"),
    "broad": spec(
      positives: ["2, 1", "2, -1"], negatives: ["-2, 0"], gamma: "4", "eta: 1/2, steps: 1000"),
    // Unequal weights within the positive class.
    "uneven": spec(
      positives: onLine("1", [-1, 9, 10]), negatives: ["-1, 0"], gamma: "2",
      "eta: 1/40, steps: 4000"),
    // Nine against eight at γ = 1/2: the hyperplane stays within the band from the first step on.
    "nearly-balanced": spec(
      positives: onLine("1/4", -4...4),
      negatives: onLine("-1/4", [-4, -3, -2, -1, 1, 2, 3, 4]), gamma: "1/2",
      "eta: 1/500, steps: 4000"),
    // Symmetric, with residual: b̃ = 0, which no precision can tell.
    "symmetric": spec(
      positives: ["1, 1", "1, -1"], negatives: ["-1, 1", "-1, -1"], gamma: "2",
      "eta: 1/10, steps: 200"),
    "symmetric-small": spec(
      positives: ["1/10, 1", "1/10, -1"], negatives: ["-1/10, 1", "-1/10, -1"], gamma: "1/5",
      "eta: 1, steps: 1000"),
    "not-separable": spec(
      positives: ["1, 0", "-2, 1", "0, 1"], negatives: ["-1, 0", "2, 1"], gamma: "2",
      "eta: 1/10, steps: 200"),
    // The maximum margin's hyperplane x₁ = 1 misses the origin.
    "shifted": spec(
      positives: ["2, 1", "2, -1"], negatives: ["0, 0"], gamma: "2", "eta: 1/10, steps: 200"),
    // Where (7) and (9) differ.
    "oblique": spec(
      positives: ["3, 0"], negatives: ["1, 1"], gamma: "2", "eta: 1/10, steps: 20"),
    // A point far off the line is wrong at first, and e^60 its weight; then the first step is e^60 long.
    "overflow": spec(
      positives: onLine("1", -2...2) + ["8, 3"], negatives: ["-1, 0"], gamma: "2",
      loss: "exponential", "eta: 1/100, steps: 1000, t0: 1000, w0: [2, -20]"),
    "overflow-at-once": five("1/5", off: true, loss: "exponential", "eta: 100, steps: 1000"),
  ]

  /// Runs that begin where Assumption 4.4 puts them, at w = ŵ log t0 + w̃ and b near b_limit, or not quite there.
  private static let started: [String: String] = [
    // η = 1, where the printed flow is right.
    "late-unit": five(
      "2", loss: "exponential",
      "eta: 1, steps: 9000, t0: 1000, w0: [8.40562141540904942, 0], b0: \(nearLimit)"),
    "late": five(
      "2", loss: "exponential",
      "eta: 1/10, steps: 9000, t0: 1000, w0: [6.103036322415003736, 0], b0: \(nearLimit)"),
    // k = 4/γ² = 4 needs a later start.
    "late-narrow": five(
      "1", loss: "exponential",
      "eta: 1/10, steps: 1000, t0: 3000, w0: [11.6307, 0], b0: 0.85"),
    "early": five(
      "2", loss: "exponential", "eta: 1/10, steps: 100, t0: 10, w0: [3/2, 0], b0: 4/5"),
    "off-limit": five(
      "2", loss: "exponential", "eta: 1/10, steps: 100, t0: 1000, w0: [6.1030363, 0], b0: 2"),
    "off-support": spec(
      positives: onLine("1", -2...2) + ["11/10, 0"], negatives: ["-1, 0"], gamma: "2",
      loss: "exponential",
      "eta: 1/10, steps: 100, t0: 1000, w0: [6.1030363, 0], b0: 4/5"),
    // The logistic loss at so small a margin of the negative class weighs the classes differently.
    "skewed": five("2", "eta: 1/10, steps: 100, t0: 100, w0: [3.8, 0], b0: 1.8"),
    // So far out along ŵ that nothing moves any more.
    "far": five("2", "eta: 1/2, steps: 200, t0: 1, w0: [1000, 0], b0: \(limit)"),
  ]

  /// (log 5)/2.
  private static let limit = "0.804718956217050187300379666613093819762800677"
  private static let nearLimit = "0.854718956217050187300379666613093819762800677"

  private static func onLine(_ x: String, _ heights: some Sequence<Int>) -> [String] {
    heights.map { "\(x), \($0)" }
  }

  /// Five support vectors against one.
  private static func five(
    _ gamma: String, off: Bool = false, loss: String = "logistic", tests: String? = nil,
    zeta: String = "100", _ training: String
  ) -> String {
    let half = try? (Rational(parsing: gamma) / 2).description
    return spec(
      positives: onLine(half ?? "", -2...2) + (off ? ["3/2, 1"] : []),
      negatives: ["-\(half ?? ""), 0"] + (off ? ["-3/2, -1", "-3, 1"] : []),
      gamma: gamma, loss: loss, tests: tests, zeta: zeta, training)
  }

  /// A spec whose test points are the band γ/2…10γ along the first axis unless others are given.
  private static func spec(
    positives: [String], negatives: [String], gamma: String, loss: String = "logistic",
    tests: String? = nil, zeta: String = "100", _ training: String
  ) -> String {
    let points =
      positives.map { "{x: [\($0)], y: 1}" } + negatives.map { "{x: [\($0)], y: -1}" }
    return """
      data: {points: [\(points.joined(separator: ", "))]}
      loss: \(loss)
      training: {\(training)}
      tests: {band: {points: \(tests ?? band(gamma))}}
      thresholds: {epsilon: 1/1000, alpha: 10, zeta: \(zeta)}
      """
  }

  /// Eight points of each class at the midpoints of equal parts of the band.
  private static func band(_ gamma: String) -> String {
    guard let gamma = try? Rational(parsing: gamma) else { return "[]" }
    let points = (0..<8).flatMap { index -> [String] in
      let distance = gamma * (Rational(1, 2) + Rational(2 * index + 1, 16) * Rational(19, 2))
      return ["{x: [\(distance), 0], y: 1}", "{x: [-\(distance), 0], y: -1}"]
    }
    return "[\(points.joined(separator: ", "))]"
  }
}
