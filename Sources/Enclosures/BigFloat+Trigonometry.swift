internal import CMPFR

/// Trigonometric functions, each correctly rounded by MPFR.
extension BigFloat {
  /// cos x, for x in radians.
  public func cosine(precision: Int, _ rounding: Rounding) -> BigFloat {
    BigFloat(precision: precision) { result in
      withHeader { _ = mpfr_cos(result, $0, rounding.mpfr) }
    }
  }

  /// sin x, for x in radians.
  public func sine(precision: Int, _ rounding: Rounding) -> BigFloat {
    BigFloat(precision: precision) { result in
      withHeader { _ = mpfr_sin(result, $0, rounding.mpfr) }
    }
  }

  /// The angle of the point (x, y), y being this number, between −π and π.
  public func angle(over x: BigFloat, precision: Int, _ rounding: Rounding) -> BigFloat {
    BigFloat(precision: precision) { result in
      withHeader { y in x.withHeader { x in _ = mpfr_atan2(result, y, x, rounding.mpfr) } }
    }
  }

  /// π.
  public static func pi(precision: Int, _ rounding: Rounding) -> BigFloat {
    BigFloat(precision: precision) { _ = mpfr_const_pi($0, rounding.mpfr) }
  }
}
