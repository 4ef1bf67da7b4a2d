internal import CMPFR

/// Columns that stand for diagonal matrices.
extension FixedPointMatrix {
  /// Finite numbers as a column, exactly.
  static func diagonal(_ values: [BigFloat]) -> FixedPointMatrix {
    // |x| = M·2^(e − p) with an integer M < 2^p.
    let bits = values.compactMap { value in
      value.binaryExponent.map { value.precision - $0 }
    }
    return FixedPointMatrix(
      rows: values.count, columns: 1, fractionBits: bits.max() ?? 0, limbs: 1
    ) { row, _ in values[row] }
  }

  /// diag(x)·A, exactly, for a column x.
  func scalingRows(by column: FixedPointMatrix) -> FixedPointMatrix {
    precondition(column.rows == rows && column.columns == 1, "one factor a row")
    let width = limbs + column.limbs
    var result = FixedPointMatrix(
      rows: rows, columns: columns, fractionBits: fractionBits + column.fractionBits,
      limbs: width)
    if rows * columns == 0 { return result }
    withOperand { left in
      column.withOperand { right in
        result.magnitudes.withUnsafeMutableBufferPointer { words in
          guard var target = words.baseAddress else { return }
          for row in 0..<left.rows {
            let factor = right.magnitudes + row * right.limbs
            for column in 0..<left.columns {
              let entry = left.magnitudes + (row * left.columns + column) * left.limbs
              if left.limbs >= right.limbs {
                _ = __gmpn_mul(target, entry, left.limbs, factor, right.limbs)
              } else {
                _ = __gmpn_mul(target, factor, right.limbs, entry, left.limbs)
              }
              target += width
            }
          }
        }
      }
    }
    for row in 0..<rows where column.signs[row] != 0 {
      for column in 0..<columns where withEntry(row, column, { __gmpz_size($0) }) != 0 {
        result.signs[row * columns + column] = 1
      }
    }
    for index in 0..<(rows * columns) where signs[index] != 0 {
      let isFactorZero = column.withEntry(index / columns, 0) { __gmpz_size($0) } == 0
      result.signs[index] = isFactorZero ? 0 : 1 - result.signs[index]
    }
    return result
  }

  /// Σⱼ aᵢⱼ·bᵢⱼ for every row, exactly, as a column.
  func rowwiseDots(with other: FixedPointMatrix) -> FixedPointMatrix {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    var result = FixedPointMatrix(
      rows: rows, columns: 1, fractionBits: fractionBits + other.fractionBits,
      limbs: limbs + other.limbs + 1)
    for row in 0..<rows {
      let dot = selectingRows([row]).dotProducts(
        of: other.selectingRows([row]), part: .full, jobs: 1
      ).widened(limbs: result.limbs)
      result.copyEntry(row, from: dot, 0)
    }
    return result.trimmed()
  }

  /// The greatest absolute value of an entry, rounded up to 64 bits.
  func maximumMagnitude() -> BigFloat {
    var greatest = BigFloat.zero(precision: 64)
    for row in 0..<rows {
      for column in 0..<columns {
        let entry = withEntry(row, column) { integer in
          BigFloat(precision: 64) {
            _ = mpfr_set_z_2exp($0, integer, -fractionBits, MPFR_RNDA)
          }
        }
        greatest = max(greatest, entry.magnitude)
      }
    }
    return greatest
  }
}
