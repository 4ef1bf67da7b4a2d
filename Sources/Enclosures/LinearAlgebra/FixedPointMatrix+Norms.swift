internal import CMPFR

/// Sums, and bounds of norms.
extension FixedPointMatrix {
  /// A + B, exactly.
  public func adding(_ other: FixedPointMatrix) -> FixedPointMatrix {
    combined(with: other, negatingOther: false)
  }

  /// A − B, exactly.
  public func subtracting(_ other: FixedPointMatrix) -> FixedPointMatrix {
    combined(with: other, negatingOther: true)
  }

  private func combined(
    with other: FixedPointMatrix, negatingOther: Bool
  ) -> FixedPointMatrix {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    let bits = max(fractionBits, other.fractionBits)
    let a = rounded(fractionBits: bits)
    let b = other.rounded(fractionBits: bits)
    let width = max(a.limbs, b.limbs) + 1
    var result = a.widened(limbs: width)
    let second = b.widened(limbs: width)
    let flip: UInt8 = negatingOther ? 1 : 0
    if rows * columns == 0 { return result }
    second.withOperand { right in
      result.withMutableStorage { magnitudes, signs in
        for index in 0..<(right.rows * right.columns) {
          let x = magnitudes + index * width
          let y = right.magnitudes + index * width
          let sign = right.signs[index] ^ flip
          if signs[index] == sign {
            _ = __gmpn_add_n(x, x, y, width)
          } else if __gmpn_cmp(x, y, width) >= 0 {
            _ = __gmpn_sub_n(x, x, y, width)
          } else {
            _ = __gmpn_sub_n(x, y, x, width)
            signs[index] = sign
          }
        }
      }
    }
    result.clearNegativeZeros()
    return result.trimmed()
  }

  private mutating func clearNegativeZeros() {
    for index in 0..<(rows * columns) where signs[index] != 0 {
      let words = (index * limbs)..<((index + 1) * limbs)
      if words.allSatisfy({ magnitudes[$0] == 0 }) { signs[index] = 0 }
    }
  }

  /// An upper bound of the Frobenius norm √Σaᵢⱼ², hence of the operator norm ‖A‖₂.
  ///
  /// **Rounding.** The sum of squares is exact; its root is rounded up to 64 bits.
  public func frobeniusNormUpperBound() -> BigFloat {
    boundFromSum(sumOfSquares(), fractionBits: 2 * fractionBits).squareRoot(precision: 64, .up)
  }

  /// Σaᵢⱼ², exactly.
  public func squaredFrobeniusNorm() -> Rational {
    let words = sumOfSquares()
    var result = FixedPointMatrix(
      rows: 1, columns: 1, fractionBits: 2 * fractionBits, limbs: words.count)
    result.magnitudes = words
    return result[0, 0]
  }

  /// Σaᵢⱼ² in units of 2^(−2·fractionBits), as words.
  private func sumOfSquares() -> [UInt] {
    if rows * columns == 0 { return [0] }
    let width = 2 * limbs + 1
    var sum = [UInt](repeating: 0, count: width)
    var square = [UInt](repeating: 0, count: width)
    withOperand { entries in
      sum.withUnsafeMutableBufferPointer { sum in
        square.withUnsafeMutableBufferPointer { square in
          let total = sum.baseAddress.unsafelyUnwrapped
          let term = square.baseAddress.unsafelyUnwrapped
          for index in 0..<(rows * columns) {
            __gmpn_sqr(term, entries.magnitudes + index * limbs, limbs)
            total[2 * limbs] &+= __gmpn_add_n(total, total, term, 2 * limbs)
          }
        }
      }
    }
    return sum
  }

  /// An upper bound of the greatest row sum of absolute values.
  ///
  /// **Rounding.** The sums are exact; the greatest is rounded up to 64 bits.
  public func rowSumNormUpperBound() -> BigFloat {
    var greatest = BigFloat.zero(precision: 64)
    if columns == 0 { return greatest }
    for row in 0..<rows {
      var sum = [UInt](repeating: 0, count: limbs + 1)
      withOperand { entries in
        sum.withUnsafeMutableBufferPointer { sum in
          let total = sum.baseAddress.unsafelyUnwrapped
          for column in 0..<columns {
            let entry = entries.magnitudes + (row * columns + column) * limbs
            total[limbs] &+= __gmpn_add_n(total, total, entry, limbs)
          }
        }
      }
      greatest = max(greatest, boundFromSum(sum, fractionBits: fractionBits))
    }
    return greatest
  }

  /// An upper bound of the operator norm ‖A‖₂ of a symmetric matrix: the lesser of the Frobenius norm
  /// and the greatest row sum, each of which bounds it.
  public func symmetricOperatorNormUpperBound() -> BigFloat {
    precondition(isSquare, "a symmetric matrix is square")
    return min(frobeniusNormUpperBound(), rowSumNormUpperBound())
  }

  private func boundFromSum(_ words: [UInt], fractionBits: Int) -> BigFloat {
    words.withUnsafeBufferPointer { buffer in
      withInteger(
        buffer.baseAddress.unsafelyUnwrapped, count: words.count, isNegative: false
      ) { integer in
        BigFloat(precision: 64) { _ = mpfr_set_z_2exp($0, integer, -fractionBits, MPFR_RNDU) }
      }
    }
  }
}
