/// Elementary functions. All are monotone on their domain, so directed rounding at the ends encloses the range.
extension Interval {
  /// eˣ.
  public func exponential() -> Interval {
    Interval(
      ordered: lower.exponential(precision: precision, .down),
      upper.exponential(precision: precision, .up))
  }

  /// eˣ − 1.
  public func exponentialMinusOne() -> Interval {
    Interval(
      ordered: lower.exponentialMinusOne(precision: precision, .down),
      upper.exponentialMinusOne(precision: precision, .up))
  }

  /// ln x.
  ///
  /// For a narrow interval only one logarithm is computed: ln is concave, so
  /// ln(upper) ≤ ln(lower) + (upper − lower)/lower.
  ///
  /// - Throws: `DomainError.undefined` for x ≤ 0, `.undecided` where some points are not positive.
  public func logarithm() throws(DomainError) -> Interval {
    if upper.sign <= 0 { throw .undefined(operation: "logarithm of a number that is not positive") }
    if lower.sign <= 0 { throw .undecided(operation: "logarithm of an enclosure of zero") }
    let low = lower.logarithm(precision: precision, .down)
    if isPoint || isNarrow {
      let excess = width.divided(by: lower, precision: precision, .up)
      let high = low.nextUp.adding(excess, precision: precision, .up)
      // ln 1 = 0 is exact, and so is every point logarithm that MPFR returns exactly.
      return Interval(ordered: low, isPoint && low.isZero ? low : high)
    }
    return Interval(ordered: low, upper.logarithm(precision: precision, .up))
  }

  /// Whether the width is within a few units in the last place of the lower end.
  private var isNarrow: Bool {
    guard let size = width.binaryExponent, let low = lower.binaryExponent, upper.isFinite else {
      return false
    }
    return size <= low - precision + 5
  }

  /// ln(1 + x).
  ///
  /// - Throws: `DomainError.undefined` for x ≤ −1, `.undecided` where some points are not above −1.
  public func logarithmOnePlus() throws(DomainError) -> Interval {
    let minusOne = BigFloat(-1, precision: precision, rounding: .nearest)
    if upper <= minusOne {
      throw .undefined(operation: "logarithm of a number that is not positive")
    }
    if lower <= minusOne { throw .undecided(operation: "logarithm of an enclosure of zero") }
    return Interval(
      ordered: lower.logarithmOnePlus(precision: precision, .down),
      upper.logarithmOnePlus(precision: precision, .up))
  }

  /// The error function 2/√π ∫₀ˣ e^(−s²) ds.
  public func errorFunction() -> Interval {
    Interval(
      ordered: lower.errorFunction(precision: precision, .down),
      upper.errorFunction(precision: precision, .up))
  }

  /// The logistic function 1/(1 + e⁻ˣ).
  public func logistic() -> Interval {
    Interval(ordered: lower.logistic(precision, .down), upper.logistic(precision, .up))
  }

  /// x^y for a real exponent and x > 0 (x ≥ 0 where y is certainly positive).
  ///
  /// x^y is monotone in each variable, so its range over a box is spanned by the corners.
  ///
  /// - Throws: `DomainError` where the base may be negative, or zero with an exponent that may not be positive.
  public func power(_ exponent: Interval) throws(DomainError) -> Interval {
    if upper.sign < 0 { throw .undefined(operation: "real power of a negative number") }
    if lower.sign < 0 { throw .undecided(operation: "real power of an enclosure of zero") }
    if lower.isZero && exponent.lower.sign <= 0 {
      throw upper.isZero && exponent.upper.sign < 0
        ? .undefined(operation: "negative power of zero")
        : .undecided(operation: "power of an enclosure of zero")
    }
    let precision = max(self.precision, exponent.precision)
    var low = BigFloat.infinity(precision: precision)
    var high = BigFloat.zero(precision: precision)
    for x in [lower, upper] {
      for y in [exponent.lower, exponent.upper] {
        low = min(low, x.power(y, precision: precision, .down))
        high = max(high, x.power(y, precision: precision, .up))
      }
    }
    return Interval(ordered: low, high)
  }
}

extension BigFloat {
  /// 1/(1 + e⁻ˣ), bounded in the given direction: e⁻ˣ and the sum are rounded the other way.
  fileprivate func logistic(_ precision: Int, _ rounding: Rounding) -> BigFloat {
    let opposite: Rounding = rounding == .up ? .down : .up
    let one = BigFloat(1, precision: precision, rounding: .nearest)
    if sign <= 0 {
      // e^x/(1 + e^x) = 1 − 1/(1 + e^x), increasing in e^x: no overflow for large negative x.
      let power = exponential(precision: precision, rounding)
      let sum = one.adding(power, precision: precision, opposite)
      let quotient = power.divided(by: sum, precision: precision, rounding)
      // e^x rounded outward in the numerator, and the sum of a possibly different e^x in the other
      // direction, only widen the quotient.
      return quotient
    }
    let power = (-self).exponential(precision: precision, opposite)
    return one.divided(
      by: one.adding(power, precision: precision, opposite), precision: precision, rounding)
  }
}
