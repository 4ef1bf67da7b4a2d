internal import CMPFR

/// Operations that return a fresh value, rounded once in the given direction (correctly rounded by MPFR).
extension BigFloat {
  @inline(__always)
  private func unary(
    _ precision: Int, _ rounding: Rounding,
    _ operation: (UnsafeMutablePointer<mpfr_t>, UnsafePointer<mpfr_t>, mpfr_rnd_t) -> Int32
  ) -> BigFloat {
    BigFloat(precision: precision) { result in
      withHeader { _ = operation(result, $0, rounding.mpfr) }
    }
  }

  @inline(__always)
  private func binary(
    _ other: BigFloat, _ precision: Int, _ rounding: Rounding,
    _ operation: (
      UnsafeMutablePointer<mpfr_t>, UnsafePointer<mpfr_t>, UnsafePointer<mpfr_t>, mpfr_rnd_t
    ) -> Int32
  ) -> BigFloat {
    BigFloat(precision: precision) { result in
      withHeader { x in other.withHeader { y in _ = operation(result, x, y, rounding.mpfr) } }
    }
  }

  /// x + y.
  public func adding(_ other: BigFloat, precision: Int, _ rounding: Rounding) -> BigFloat {
    binary(other, precision, rounding) { mpfr_add($0, $1, $2, $3) }
  }

  /// x − y.
  public func subtracting(_ other: BigFloat, precision: Int, _ rounding: Rounding) -> BigFloat {
    binary(other, precision, rounding) { mpfr_sub($0, $1, $2, $3) }
  }

  /// x·y.
  public func multiplied(by other: BigFloat, precision: Int, _ rounding: Rounding) -> BigFloat {
    binary(other, precision, rounding) { mpfr_mul($0, $1, $2, $3) }
  }

  /// x ÷ y; the divisor must not be zero.
  public func divided(by other: BigFloat, precision: Int, _ rounding: Rounding) -> BigFloat {
    binary(other, precision, rounding) { mpfr_div($0, $1, $2, $3) }
  }

  /// x².
  public func squared(precision: Int, _ rounding: Rounding) -> BigFloat {
    unary(precision, rounding) { mpfr_sqr($0, $1, $2) }
  }

  /// √x for x ≥ 0.
  public func squareRoot(precision: Int, _ rounding: Rounding) -> BigFloat {
    unary(precision, rounding) { mpfr_sqrt($0, $1, $2) }
  }

  /// −x, exactly.
  public static prefix func - (value: BigFloat) -> BigFloat {
    var result = value
    result.rawSign = -value.rawSign
    return result
  }

  /// |x|, exactly.
  public var magnitude: BigFloat {
    var result = self
    result.rawSign = 1
    return result
  }

  /// xⁿ for a natural exponent.
  public func power(_ exponent: UInt, precision: Int, _ rounding: Rounding) -> BigFloat {
    unary(precision, rounding) { mpfr_pow_ui($0, $1, exponent, $2) }
  }

  /// x^y for x ≥ 0 (real exponent).
  public func power(_ exponent: BigFloat, precision: Int, _ rounding: Rounding) -> BigFloat {
    binary(exponent, precision, rounding) { mpfr_pow($0, $1, $2, $3) }
  }

  /// eˣ.
  public func exponential(precision: Int, _ rounding: Rounding) -> BigFloat {
    unary(precision, rounding) { mpfr_exp($0, $1, $2) }
  }

  /// eˣ − 1.
  public func exponentialMinusOne(precision: Int, _ rounding: Rounding) -> BigFloat {
    unary(precision, rounding) { mpfr_expm1($0, $1, $2) }
  }

  /// ln x for x ≥ 0 (−∞ at zero).
  public func logarithm(precision: Int, _ rounding: Rounding) -> BigFloat {
    unary(precision, rounding) { mpfr_log($0, $1, $2) }
  }

  /// ln(1 + x) for x ≥ −1.
  public func logarithmOnePlus(precision: Int, _ rounding: Rounding) -> BigFloat {
    unary(precision, rounding) { mpfr_log1p($0, $1, $2) }
  }

  /// The error function 2/√π ∫₀ˣ e^(−s²) ds.
  public func errorFunction(precision: Int, _ rounding: Rounding) -> BigFloat {
    unary(precision, rounding) { mpfr_erf($0, $1, $2) }
  }

  /// ⌊x⌋, exactly for values whose integer part fits the precision.
  public func roundedDown() -> BigFloat {
    BigFloat(precision: precision) { result in
      withHeader { _ = mpfr_rint(result, $0, MPFR_RNDD) }
    }
  }

  /// ⌈x⌉, rounded up where the precision cannot hold it.
  public func roundedUp() -> BigFloat {
    BigFloat(precision: precision) { result in
      withHeader { _ = mpfr_rint(result, $0, MPFR_RNDU) }
    }
  }
}
