internal import Documents
public import Enclosures

/// The trajectory at one step, as `simulate` prints it.
public struct LogisticTrajectoryPoint: Sendable {
  /// The step t.
  public let step: Int
  /// Enclosures of w.
  public let w: [Interval]
  /// Enclosures of `b w_norm distance angle loss`, where they exist.
  public let values: [String: Interval]
  /// Correct training points.
  public let trainCounts: SignCounts
  /// Correct test points by regime.
  public let testCounts: [String: SignCounts]
}

extension LogisticMeasurement {
  /// The trajectory at a step; nil before t0, beyond the horizon and beyond an overflow.
  ///
  /// - Throws: `DescentError`.
  public func trajectoryPoint(
    at t: Int, precision: Int = PrecisionLimits.start
  ) throws -> LogisticTrajectoryPoint? {
    let step = t - problem.t0
    guard step >= 0, step <= problem.steps,
      let state = try state(at: step, precision: precision),
      let train = try counts("train_accuracy", step, precision: precision)
    else { return nil }
    var values: [String: Interval] = [:]
    for name in ["b", "w_norm", "distance", "angle", "loss"] {
      values[name] = try enclosure(of: name, over: TimeRange(t), precision: precision)
    }
    var tests: [String: SignCounts] = [:]
    for regime in regimes {
      tests[regime] = try counts("test_accuracy(\(regime))", step, precision: precision)
    }
    return LogisticTrajectoryPoint(
      step: t, w: Array(state.dropLast()), values: values, trainCounts: train, testCounts: tests)
  }

  /// Signs at one step, for the training points or a regime.
  func counts(_ function: String, _ step: Int, precision: Int) throws -> SignCounts? {
    guard let view = try view(at: step, precision: precision) else { return nil }
    if function == "train_accuracy" {
      var counter = RegimeCounter(problem.dataset)
      return counter.counts(view)
    }
    let regime = String(function.dropFirst("test_accuracy(".count).dropLast())
    guard let test = problem.tests.first(where: { $0.name == regime })?.regime,
      var counter = counter(test)
    else { return nil }
    return counter.counts(view)
  }

  /// The angle of two vectors, 2·arctan(‖a/‖a‖ − b/‖b‖‖ / ‖a/‖a‖ + b/‖b‖‖).
  ///
  /// - Throws: `DomainError` where a norm may be 0 or the vectors may be opposite.
  func angle(_ a: [Interval], _ b: [Interval], _ bits: Int) throws -> Interval {
    let (sizeA, sizeB) = (norm(a, bits), norm(b, bits))
    var sum: [Interval] = []
    var difference: [Interval] = []
    for (x, y) in zip(a, b) {
      let (p, q) = (try x / sizeA, try y / sizeB)
      sum.append(p + q)
      difference.append(p - q)
    }
    let ratio = try norm(difference, bits) / norm(sum, bits)
    return try arctangent(ratio, bits).scaled(byPowerOfTwo: 1)
  }

  /// arctan x for x ≥ 0: halved by arctan x = 2·arctan(x/(1 + √(1 + x²))) until x is small, then
  /// the alternating series, cut off after a term that bounds the rest.
  private func arctangent(_ x: Interval, _ bits: Int) throws -> Interval {
    let one = Interval(1, precision: bits)
    var y = x
    let halvings = 12
    for _ in 0..<halvings { y = try y / (one + (one + y.squared()).clampedSquareRoot()) }
    // y ≤ 2⁻¹¹
    let square = y.squared()
    var power = y
    var sum = y
    let terms = bits / 22 + 2
    for k in 1...terms {
      power = power * square
      let term = try power / Interval(2 * k + 1, precision: bits)
      sum = k % 2 == 1 ? sum - term : sum + term
    }
    let rest = power * square
    return sum.widened(by: rest.magnitude).scaled(byPowerOfTwo: halvings)
  }
}
