extension Interval {
  /// xⁿ for a natural exponent of up to 64 bits.
  public func power(_ exponent: Int) -> Interval {
    precondition(exponent >= 0, "a natural exponent is needed")
    return power(over: TimeRange(exponent))
  }

  /// An enclosure of xⁿ over every x in the interval and every natural n of the range (which may be
  /// unbounded).
  ///
  /// For x ≥ 0, xⁿ is monotone in x and, for fixed x, monotone in n, so corners suffice. For x < 0 the
  /// sign alternates with n: a single n keeps its sign, several give [−mⁿ, mⁿ].
  public func power(over exponents: TimeRange) -> Interval {
    if lower.sign >= 0 {
      let (low, high) = (lower, upper)
      return Interval(
        ordered: low.naturalPower(least: true, over: exponents, precision),
        high.naturalPower(least: false, over: exponents, precision))
    }
    if exponents.isPoint {
      let exponent = exponents.lower
      if exponent % 2 == 0 { return absoluteValue().power(over: exponents) }
      return Interval(
        ordered: lower.power(UInt(exponent), precision: precision, .down),
        upper.power(UInt(exponent), precision: precision, .up))
    }
    let bound = Interval(point: magnitude).power(over: exponents).upper
    return Interval(ordered: -bound, bound)
  }

  /// xⁿ for an integer exponent.
  ///
  /// - Throws: `DomainError` for a negative power of an enclosure that contains 0.
  public func integerPower(_ exponent: Int) throws(DomainError) -> Interval {
    if exponent >= 0 { return power(exponent) }
    guard exponent > Int.min else { throw .undecided(operation: "power with a huge exponent") }
    return try Interval(1, precision: precision) / power(-exponent)
  }
}

extension BigFloat {
  /// The least (rounded down) or greatest (rounded up) of xⁿ over the range, for x ≥ 0.
  fileprivate func naturalPower(least: Bool, over exponents: TimeRange, _ precision: Int)
    -> BigFloat
  {
    let one = BigFloat(1, precision: precision, rounding: .nearest)
    // xⁿ grows with n for x > 1 and falls for x < 1.
    let atEnd = (self > one) != least
    let rounding: Rounding = least ? .down : .up
    if atEnd && self != one {
      guard let end = exponents.upper else {
        if self > one { return .infinity(precision: precision) }
        return .zero(precision: precision)
      }
      return power(UInt(end), precision: precision, rounding)
    }
    return power(UInt(exponents.lower), precision: precision, rounding)
  }
}
