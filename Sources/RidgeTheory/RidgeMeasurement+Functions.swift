public import Enclosures

/// Quantities with argument t.
extension RidgeMeasurement {
  /// An enclosure of a function over a block; see `QuantitySource`.
  public func enclosure(
    of function: String, over times: TimeRange, precision: Int
  ) throws -> Interval? {
    guard functionNames.contains(function) else { return nil }
    let bits = level(for: precision)
    if times.upper == 0, let value = exactValue(of: function, at: 0) {
      return Interval(value, precision: bits)
    }
    let level: SpectralLevel
    do { level = try self.level(precision: precision) } catch is RankUndecided {
      return .entire(precision: bits)
    }
    guard let last = times.upper else {
      return tail(of: function, from: times.lower, level)
    }
    let finite =
      switch function {
      case "train_loss": level.model.trainLoss(over: times)
      case "population_loss":
        level.model.populationLoss(over: times, startPerpNorm: level.hatStartPerpWeighted)
      default: level.model.parameterNorm2(over: times)
      }
    // Far out the accumulated errors of the block evaluation grow; the tail argument does not.
    guard last >= RidgeMeasurement.tailHelpsFrom,
      let tail = tail(of: function, from: times.lower, level)
    else { return finite }
    return finite.intersection(tail) ?? finite
  }

  private static let tailHelpsFrom = 1 << 24

  private func tail(of function: String, from step: Int, _ level: SpectralLevel) -> Interval? {
    switch function {
    case "train_loss": level.trainLossTail(from: step)
    case "population_loss":
      level.populationLossTail(
        from: step,
        sigmaMinLower: Interval(
          point: nonnegative(sigma.minimum(precision: level.model.bits), level.model.bits).lower))
    default: level.parameterNorm2Tail(from: step)
    }
  }

  private func nonnegative(_ value: ScalarValue, _ bits: Int) -> Interval {
    .maximum(value.interval(precision: bits), .zero(precision: bits))
  }

  /// Compares a function over a block with a threshold, exactly at t = 0 where the value is known there.
  public func compare(
    _ function: String, over times: TimeRange, to threshold: Rational, _ precision: Int
  ) throws -> ThresholdComparison {
    if times.upper == 0, let value = exactValue(of: function, at: 0) {
      return ThresholdComparison(exact: value, threshold: threshold)
    }
    let value = try enclosure(of: function, over: times, precision: precision)
    return ThresholdComparison(value ?? .entire(precision: precision), threshold: threshold)
  }

  /// f(t)/g^{exponent·t} over a block, for labels 0 (then nothing but decaying modes is left).
  ///
  /// - L_n and ‖θ‖² divided by g²ᵗ do not increase where |g| is at least every decay factor: their
  ///   supremum over t ≥ s is the value at s, exact at s = 0.
  /// - √(L/q²ᵗ) differs from ‖Σ^{1/2}θ⁽⁰⁾_⊥‖ by at most √λ_max(Σ)·(κ₊/q)ᵗ‖θ⁽⁰⁾_∥‖; for Σ = sI it is never less.
  public func enclosure(
    of function: String, over times: TimeRange, relativeTo rate: DecayRate, exponent: Int,
    precision: Int
  ) throws -> Interval? {
    guard exponent == 2, products.labelsAreZero, let level = try? level(precision: precision) else {
      return nil
    }
    let model = level.model
    let bits = model.bits
    let zero = Interval.zero(precision: bits)
    guard let g = try rateInterval(rate, precision: precision), !g.containsZero else { return nil }
    func ratio(at step: Int) throws -> Interval? {
      guard
        let value = try enclosure(of: function, over: TimeRange(step), precision: precision)
      else { return nil }
      return try? value / g.power(over: TimeRange(step)).squared()
    }
    switch function {
    case "train_loss":
      guard isContraction(rate, g, level, includingNullSpace: false) else { return nil }
      return try ratio(at: times.lower).map { Interval(lower: zero.lower, upper: $0.upper) }
    case "theta_norm2":
      guard isContraction(rate, g, level, includingNullSpace: true) else { return nil }
      let isQ = rate == DecayRate(constant: model.qExact)
      return try ratio(at: times.lower).map {
        Interval(lower: isQ ? min(level.startPerp2.lower, $0.upper) : zero.lower, upper: $0.upper)
      }
    case "population_loss":
      guard rate == DecayRate(constant: model.qExact), model.qExact.sign > 0 else { return nil }
      return try populationRatio(over: times, level, ratio)
    default: return nil
    }
  }

  /// The value at t = 0, where it is rational.
  public func exactValue(of function: String, at step: Int) -> Rational? {
    guard step == 0, case .exact(let value)? = startValue(of: function) else { return nil }
    return value
  }

  /// The value at t = 0, where f(t)/g²ᵗ does not increase from there on.
  public func exactUpperBound(
    of function: String, from start: Int, relativeTo rate: DecayRate, exponent: Int
  ) throws -> Rational? {
    guard start == 0, exponent == 2, products.labelsAreZero, function != "population_loss",
      let level = try? level(precision: PrecisionLimits.start),
      let g = try rateInterval(rate, precision: PrecisionLimits.start), !g.containsZero,
      isContraction(rate, g, level, includingNullSpace: function == "theta_norm2")
    else { return nil }
    return exactValue(of: function, at: 0)
  }

  private func populationRatio(
    over times: TimeRange, _ level: SpectralLevel, _ ratio: (Int) throws -> Interval?
  ) throws -> Interval? {
    let model = level.model
    let bits = model.bits
    let decay = try Interval(point: model.errors.kappaPlus.upper) / model.q
    guard decay.upper <= BigFloat(1, precision: bits, rounding: .nearest) else { return nil }
    let change =
      (model.errors.sigmaMaxUpper * level.transientParameterNorm2).clampedSquareRoot()
      * Interval(point: decay.upper).power(times.lower)
    let limit = level.startPerpWeighted2.clampedSquareRoot()
    var result = model.nonnegative(limit.widened(by: change.upper)).squared()
    if case .scaledIdentity = model.covariance {
      result = Interval(
        lower: max(result.lower, level.startPerpWeighted2.lower), upper: result.upper)
    }
    guard times.isPoint, let direct = try ratio(times.lower) else { return result }
    return direct.intersection(result) ?? direct
  }

  /// The rate as an interval; nil where it names something else than an exact or spectral quantity.
  private func rateInterval(_ rate: DecayRate, precision: Int) throws -> Interval? {
    var sum = Interval(rate.constant, precision: level(for: precision))
    for (name, coefficient) in rate.coefficients.sorted(by: { $0.key < $1.key }) {
      guard let value = try value(of: name, precision: precision) else { return nil }
      let bits = level(for: precision)
      sum = sum + Interval(coefficient, precision: bits) * value.interval(precision: bits)
    }
    return sum
  }

  /// Whether |g| ≥ |ρ_i| for every positive mode (and ≥ |q| for the null space).
  ///
  /// By exact form first: with g = 1 − ημ_min − ηλ, the slowest mode itself, or g = q, what is needed is
  /// η(μ_min + μ_max + 2λ) ≤ 2 (theory/ridge.md section 3, item 2). For rank ≥ 2 μ_min + μ_max ≤ L, so
  /// η(L + 2λ) ≤ 2 suffices, which is a comparison of rationals; at rank 1 there is one mode.
  private func isContraction(
    _ rate: DecayRate, _ g: Interval, _ level: SpectralLevel, includingNullSpace: Bool
  ) -> Bool {
    let model = level.model
    let slowest = DecayRate(
      constant: model.qExact,
      coefficients: ["lambda_min_plus": -model.eta / Rational(model.n)])
    let isStable = model.eta * (products.meanSquaredNorm + 2 * model.lambda) <= 2
    if rate == slowest, !includingNullSpace, isStable || model.modeCount <= 1 { return true }
    if rate == DecayRate(constant: model.qExact), isStable { return true }
    var bound = model.errors.kappaPlus.upper
    if includingNullSpace { bound = max(bound, model.q.magnitude) }
    return g.mignitude >= bound
  }
}
