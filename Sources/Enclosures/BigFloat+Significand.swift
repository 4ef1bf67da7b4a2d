internal import CMPFR

/// Direct access to the leading 128 bits, for code that mixes MPFR with integer arithmetic.
extension BigFloat {
  /// significand·2^(exponent − 128) at 128 bits; the significand's top bit must be set.
  @inline(__always)
  init(significand: UInt128, exponent: Int) {
    assert(significand.leadingZeroBitCount == 0, "significand is not normalized")
    rawPrecision = 128
    rawSign = 1
    rawExponent = exponent
    limbs = InlineArray(repeating: 0)
    limbs[0] = UInt(truncatingIfNeeded: significand)
    limbs[1] = UInt(truncatingIfNeeded: significand >> 64)
    overflow = nil
  }

  /// The leading 128 bits of the significand of a nonzero value of 65 to 256 bits, top bit set.
  @inline(__always)
  var significand128: UInt128 {
    let top = (precision + 63) / 64 - 1
    return UInt128(limbs[top]) << 64 | UInt128(limbs[top - 1])
  }

  /// ⌊x·2¹²⁸⌋ for a value 0 < x < 1 of 129 to 256 bits.
  var fraction128: UInt128 { significand128 >> UInt128(-rawExponent) }

  /// x·n rounded to nearest.
  @inline(__always)
  func multiplied(by factor: UInt, precision: Int) -> BigFloat {
    BigFloat(precision: precision) { result in
      withHeader { _ = mpfr_mul_ui(result, $0, factor, MPFR_RNDN) }
    }
  }
}
