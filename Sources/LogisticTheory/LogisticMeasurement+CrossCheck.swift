internal import Enclosures

extension LogisticMeasurement {
  /// Names whose digits the run bounds, not the precision.
  private static let boundByRun: Set<String> = [
    "B", "b_final", "residual_gap", "support_gap", "support_skew", "offsupport", "orbit_period",
    "t_peak", "t_support", "t_half",
  ]

  /// The most bits that sharpen a quantity of the run; nil where bits always help.
  public func precisionLimit(of name: String) -> Int? {
    if name.hasPrefix("step_"), points.length > Self.denseDimension { return 128 }
    let stem = name.prefix { $0 != "(" }
    let isTime = ["T_", "grokking_time", "train_accuracy", "test_accuracy"].contains {
      stem.hasPrefix($0)
    }
    let isFunction = functionNames.contains(name)
    guard isTime || isFunction || Self.boundByRun.contains(String(stem)) else { return nil }
    return isFineAffordable ? 256 : 128
  }

  /// Follows the run in MPFR alone and compares its balls with those of the measurement, recorded ones among them.
  ///
  /// - Parameters:
  ///   - budget: the work, in coordinates of points times steps.
  ///   - bits: the precision in MPFR.
  /// - Returns: a step at which the two balls have no state in common; nil where there is none.
  /// - Throws: `DescentError`.
  public func contradiction(budget: Int, bits: Int) throws -> Int? {
    let last = min(
      try followedEnd() - problem.t0, max(1, budget / (input.count * input.dimension)))
    var steps: Set<Int> = [0, 1, 2, last, last / 2]
    var power = 4
    while power < last {
      steps.insert(power)
      power *= 4
    }
    let balls = try recordedBalls().filter { $0.step <= last }
    steps = steps.filter { $0 <= last }.union(balls.map(\.step))
    var other = options
    other.engine = .precise
    other.bits = bits
    var descent = try CertifiedDescent(
      input, options: other, observer: DescentRecorder(steps: steps, needsCounts: false))
    try descent.run(to: last)
    let recorded = Dictionary(uniqueKeysWithValues: balls.map { ($0.step, $0) })
    for view in descent.observer.views {
      if let ball = try recorded[view.step]?.ball(bits: 256), !view.meets(ball) { return view.step }
      guard let own = try self.view(at: view.step, precision: PrecisionLimits.start) else {
        return view.step
      }
      let square = zip(own.state(precision: 256), view.state(precision: 256))
        .reduce(Interval.zero(precision: 256)) { $0 + ($1.0 - $1.1).squared() }
      // Coordinates that are enclosed within the radius overlap where the balls do.
      if square.lower.sign > 0 { return view.step }
    }
    return nil
  }
}

extension DescentView {
  /// Whether the two balls have a point in common, as far as coordinates tell.
  fileprivate func meets(_ ball: DescentBall) -> Bool {
    zip(state(precision: 256), ball.w + [ball.b]).allSatisfy { $0.meets($1) }
  }
}
