internal import Documents
internal import Enclosures

/// An ℓ∞ attack by projected gradient steps in floating point: an experiment, not a certificate.
///
/// It shows an artefact: the gradient (σ(z) − y)·w underflows to 0 where a point is far from the
/// hyperplane, sign(0) = 0, and the attack stands still, so that robust accuracy seems to rise. The
/// exact accuracy is `test_accuracy(regime, t)`.
public struct AttackExperiment: Sendable, Hashable {
  /// The step t.
  public let step: Int
  /// The regime.
  public let regime: String
  /// Points that the attack in binary32 leaves correct.
  public let single: Int
  /// Points that the attack in binary64 leaves correct.
  public let double: Int
  /// The number of points.
  public let count: Int
}

extension LogisticMeasurement {
  /// Runs the attack of a regime in floating point, at one step; nil for regimes without an attack.
  ///
  /// - Throws: `DescentError`.
  public func attackExperiment(_ regime: String, at t: Int) throws -> AttackExperiment? {
    guard
      case .attack(let of, let radius, let size, let steps)? =
        problem.tests.first(where: { $0.name == regime })?.regime,
      let set = testSets[of],
      let view = try view(at: t - problem.t0, precision: PrecisionLimits.start)
    else { return nil }
    let range = clippingRange(set)
    let attack = FloatingAttack(
      set: set, radius: radius.approximation, size: size.approximation,
      range: range.lowerBound.approximation...range.upperBound.approximation,
      // More steps than reach the corner change nothing.
      steps: min(steps, 1 << 16))
    return AttackExperiment(
      step: t, regime: regime,
      single: attack.robust(view.high, as: Float.self) {
        Float(roundedExponential(Double($0), bits: 24))
      },
      double: attack.robust(view.high, as: Double.self) { roundedExponential($0) },
      count: set.count)
  }
}

/// The attack's parameters.
private struct FloatingAttack {
  let set: LogisticDataset
  let radius: Double, size: Double
  let range: ClosedRange<Double>
  let steps: Int

  /// How many points stay correct.
  func robust<F: BinaryFloatingPoint>(
    _ state: [Double], as: F.Type, exponential: (F) -> F
  ) -> Int {
    let v = state.map { F($0) }
    let d = set.dimension
    let (low, high) = (F(range.lowerBound), F(range.upperBound))
    var robust = 0
    for row in 0..<set.count {
      let start = set.row(row).map { F(set.points.approximation($0)) }
      let isPositive = set.labels[row] > 0
      var x = start
      for _ in 0..<steps {
        let slope = 1 / (1 + exponential(-value(v, x))) - (isPositive ? 1 : 0)
        var moved = x
        for k in 0..<d {
          let gradient = slope * v[k]
          let sign: F = gradient > 0 ? 1 : gradient < 0 ? -1 : 0
          let next = x[k] + F(size) * sign
          let inBall = min(max(next, start[k] - F(radius)), start[k] + F(radius))
          moved[k] = min(max(inBall, low), high)
        }
        if moved == x { break }
        x = moved
      }
      if (value(v, x) > 0) == isPositive, value(v, x) != 0 { robust += 1 }
    }
    return robust
  }

  private func value<F: BinaryFloatingPoint>(_ v: [F], _ x: [F]) -> F {
    var sum: F = 0
    for k in x.indices { sum += v[k] * x[k] }
    return sum + v[x.count]
  }
}
