extension Interval {
  /// x + y.
  public static func + (a: Interval, b: Interval) -> Interval {
    let precision = max(a.precision, b.precision)
    return Interval(
      ordered: a.lower.adding(b.lower, precision: precision, .down),
      a.upper.adding(b.upper, precision: precision, .up))
  }

  /// x − y.
  public static func - (a: Interval, b: Interval) -> Interval {
    let precision = max(a.precision, b.precision)
    return Interval(
      ordered: a.lower.subtracting(b.upper, precision: precision, .down),
      a.upper.subtracting(b.lower, precision: precision, .up))
  }

  /// −x, exactly.
  public static prefix func - (a: Interval) -> Interval { Interval(ordered: -a.upper, -a.lower) }

  /// x·y.
  ///
  /// **Edge cases.** For an unbounded factor, 0·∞ counts as 0 (the endpoint is a limit of reals).
  public static func * (a: Interval, b: Interval) -> Interval {
    let precision = max(a.precision, b.precision)
    func down(_ x: BigFloat, _ y: BigFloat) -> BigFloat { product(x, y, precision, .down) }
    func up(_ x: BigFloat, _ y: BigFloat) -> BigFloat { product(x, y, precision, .up) }
    if a.lower.sign >= 0 {
      if b.lower.sign >= 0 {
        return Interval(ordered: down(a.lower, b.lower), up(a.upper, b.upper))
      }
      if b.upper.sign <= 0 {
        return Interval(ordered: down(a.upper, b.lower), up(a.lower, b.upper))
      }
      return Interval(ordered: down(a.upper, b.lower), up(a.upper, b.upper))
    }
    if a.upper.sign <= 0 {
      if b.lower.sign >= 0 {
        return Interval(ordered: down(a.lower, b.upper), up(a.upper, b.lower))
      }
      if b.upper.sign <= 0 {
        return Interval(ordered: down(a.upper, b.upper), up(a.lower, b.lower))
      }
      return Interval(ordered: down(a.lower, b.upper), up(a.lower, b.lower))
    }
    if b.lower.sign >= 0 {
      return Interval(ordered: down(a.lower, b.upper), up(a.upper, b.upper))
    }
    if b.upper.sign <= 0 {
      return Interval(ordered: down(a.upper, b.lower), up(a.lower, b.lower))
    }
    return Interval(
      ordered: min(down(a.lower, b.upper), down(a.upper, b.lower)),
      max(up(a.lower, b.lower), up(a.upper, b.upper)))
  }

  @inline(__always)
  private static func product(
    _ x: BigFloat, _ y: BigFloat, _ precision: Int, _ rounding: Rounding
  ) -> BigFloat {
    if x.isZero || y.isZero { return .zero(precision: precision) }
    return x.multiplied(by: y, precision: precision, rounding)
  }

  /// x ÷ y.
  ///
  /// - Throws: `DomainError.undefined` where y = 0, `.undecided` where y may be 0.
  public static func / (a: Interval, b: Interval) throws(DomainError) -> Interval {
    if b.isZero { throw .undefined(operation: "division by zero") }
    if b.containsZero { throw .undecided(operation: "division by an enclosure of zero") }
    return a.quotient(nonzero: b)
  }

  /// x ÷ y for an enclosure y that does not contain 0.
  private func quotient(nonzero b: Interval) -> Interval {
    if b.upper.sign < 0 { return (-self).quotient(nonzero: -b) }
    let precision = max(self.precision, b.precision)
    let low = lower.sign >= 0 ? b.upper : b.lower
    let high = upper.sign >= 0 ? b.lower : b.upper
    return Interval(
      ordered: lower.divided(by: low, precision: precision, .down),
      upper.divided(by: high, precision: precision, .up))
  }

  /// x², tighter than x·x where the interval straddles 0.
  public func squared() -> Interval {
    Interval(
      ordered: mignitude.squared(precision: precision, .down),
      magnitude.squared(precision: precision, .up))
  }

  /// √x.
  ///
  /// - Throws: `DomainError.undefined` for x < 0, `.undecided` where some points are negative.
  public func squareRoot() throws(DomainError) -> Interval {
    if upper.sign < 0 { throw .undefined(operation: "square root of a negative number") }
    if lower.sign < 0 { throw .undecided(operation: "square root of an enclosure of zero") }
    return clampedSquareRoot()
  }

  /// √max(x, 0): for values known to be non-negative whose enclosure may dip below 0.
  public func clampedSquareRoot() -> Interval {
    let zero = BigFloat.zero(precision: precision)
    return Interval(
      ordered: lower.sign <= 0 ? zero : lower.squareRoot(precision: precision, .down),
      upper.sign <= 0 ? zero : upper.squareRoot(precision: precision, .up))
  }

  /// |x|.
  public func absoluteValue() -> Interval { Interval(ordered: mignitude, magnitude) }

  /// min(x, y).
  public static func minimum(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: min(a.lower, b.lower), upper: min(a.upper, b.upper))
  }

  /// max(x, y).
  public static func maximum(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: max(a.lower, b.lower), upper: max(a.upper, b.upper))
  }

  /// ⌊x⌋.
  ///
  /// Exact at each end: the floor of an MPFR number is 0, −1 or has no more significant bits.
  public func roundedDown() -> Interval {
    Interval(ordered: lower.roundedDown(), upper.roundedDown())
  }

  /// ⌈x⌉.
  ///
  /// Exact at each end, as ⌊x⌋.
  public func roundedUp() -> Interval { -((-self).roundedDown()) }

  /// x·2^exponent, exactly within MPFR's exponent range and rounded outward beyond it.
  public func scaled(byPowerOfTwo exponent: Int) -> Interval {
    Interval(
      ordered: lower.scaled(byPowerOfTwo: exponent, .down),
      upper.scaled(byPowerOfTwo: exponent, .up))
  }

  /// x enlarged on both sides by r ≥ 0.
  public func widened(by r: BigFloat) -> Interval { self + Interval(radius: r) }
}
