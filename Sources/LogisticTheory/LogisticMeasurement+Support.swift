internal import Enclosures
internal import Synchronization

/// Quantities of the support vectors' share in the gradient; each needs a run of its own.
extension LogisticMeasurement {
  private func weights(_ margin: MaximumMargin) throws -> SupportWeights {
    guard let points = input.hardware else {
      throw DescentError.badInput("points are out of range")
    }
    return SupportWeights(
      points, support: margin.support, isExponential: problem.loss == .exponential)
  }

  /// The first step with a share of 99/100, or above ½.
  func supportTime(_ name: String) throws -> StepEnclosure {
    guard let margin = margin.separable else { return StepEnclosure(.infinity) }
    var found = cache.withLock { $0.support }
    if found == nil {
      let pass = try follow(.supportTime, SupportTime(weights: weights(margin)))
      if let failure = pass.failure { throw failure }
      found = pass.observer
      cache.withLock { $0.support = pass.observer }
    }
    let bracket = name == "t_half" ? found?.half : found?.most
    let beyond = StepBound.step(horizon + 1)
    return StepEnclosure(
      lower: bracket?.possible.map { .step(problem.t0 + $0) } ?? beyond,
      upper: bracket?.certain.map { .step(problem.t0 + $0) } ?? .infinity)
  }

  /// support_gap, support_skew or offsupport.
  func supportMaximum(_ name: String, precision: Int) throws -> ScalarValue? {
    guard problem.t0 >= 1, let margin = margin.separable else { return nil }
    if name == "offsupport", margin.support.count == points.count { return .exact(0) }
    guard let maxima = try supportMaxima(margin) else { return unknownLimit(precision: 128) }
    let bounds =
      switch name {
      case "support_gap": maxima.gap
      case "support_skew": maxima.skew
      default: maxima.off
      }
    return .enclosed(
      Interval(
        lower: BigFloat(max(0, bounds.lower), precision: precision, rounding: .down),
        upper: BigFloat(max(0, bounds.upper), precision: precision, rounding: .up)))
  }

  private func supportMaxima(_ margin: MaximumMargin) throws -> SupportMaxima? {
    if let known = cache.withLock({ $0.maxima }) { return known }
    let bits = 128
    guard case .success(let limit)? = limit(precision: bits) else { return nil }
    let labels = problem.dataset.labels
    let eta = try Interval(problem.stepScale, precision: bits).logarithm()
    var sums = [-1: Interval.zero(precision: bits), 1: Interval.zero(precision: bits)]
    for (alpha, index) in zip(limit.alpha, margin.support) {
      sums[labels[index]] = (sums[labels[index]] ?? alpha) + alpha
    }
    var vectors: [SupportMaxima.Vector] = []
    for (alpha, index) in zip(limit.alpha, margin.support) {
      let y = Interval(labels[index], precision: bits)
      let constant = try eta - alpha.logarithm() - y * limit.bias
      let share = try alpha / (sums[labels[index]] ?? alpha)
      let value = constant.midpoint.approximation
      vectors.append(
        SupportMaxima.Vector(
          index: index, isPositive: labels[index] > 0, constant: value,
          error: constant.width.double(rounding: .up) + abs(value) * 0x1p-50,
          share: share.midpoint.approximation, norm: input.norm(index)))
    }
    let pass = try follow(
      .supportMaxima,
      SupportMaxima(
        t0: problem.t0, vectors: vectors, points: points,
        isExponential: problem.loss == .exponential, weights: weights(margin)))
    if let failure = pass.failure { throw failure }
    cache.withLock { $0.maxima = pass.observer }
    return pass.observer
  }
}
