internal import CMPFR

/// A matrix of fixed-point numbers: integers of any size times one common power of two.
///
/// Entry (i, j) is ±M·2^(−fractionBits), where the magnitude M has `limbs` words of 64 bits. All
/// magnitudes lie in one contiguous array, row by row, least significant word first, with the signs
/// beside them, so that a dot product of rows walks through memory and allocates nothing.
///
/// Arithmetic is exact integer arithmetic: products and sums are never rounded, their results are
/// wider instead. Rounding happens only in conversions and in `rounded(fractionBits:)`, to nearest,
/// with the error bound in `maximumEntryError`.
public struct FixedPointMatrix: Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Entries are integer multiples of 2^(−fractionBits); negative for multiples of a large power.
  public let fractionBits: Int
  /// Words of 64 bits that each magnitude takes.
  public internal(set) var limbs: Int
  /// An upper bound of |entry − intended value| over all entries, for a matrix made by a conversion
  /// or by rounding: 0 where that was exact, else 2^(−fractionBits−1).
  ///
  /// The results of exact operations have 0 here: they are exact functions of the stored operands.
  public internal(set) var maximumEntryError: Rational = 0

  var magnitudes: [UInt]
  /// 0 for entries ≥ 0, 1 for negative ones; zero is never negative.
  var signs: [UInt8]

  /// The zero matrix.
  public init(rows: Int, columns: Int, fractionBits: Int, limbs: Int = 1) {
    precondition(rows >= 0 && columns >= 0 && limbs >= 1, "impossible matrix shape")
    precondition(abs(fractionBits) <= 1 << 24, "fraction bits out of range")
    self.rows = rows
    self.columns = columns
    self.fractionBits = fractionBits
    self.limbs = limbs
    magnitudes = [UInt](repeating: 0, count: rows * columns * limbs)
    signs = [UInt8](repeating: 0, count: rows * columns)
  }

  /// The same integers read with another scale: entries are multiplied by 2^exponent, exactly.
  public func scaled(byPowerOfTwo exponent: Int) -> FixedPointMatrix {
    var result = FixedPointMatrix(
      rows: rows, columns: columns, fractionBits: fractionBits - exponent, limbs: limbs,
      magnitudes: magnitudes, signs: signs)
    if !maximumEntryError.isZero {
      result.maximumEntryError = maximumEntryError * .powerOfTwo(exponent)
    }
    return result
  }

  init(
    rows: Int, columns: Int, fractionBits: Int, limbs: Int, magnitudes: [UInt], signs: [UInt8]
  ) {
    assert(magnitudes.count == rows * columns * limbs && signs.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.fractionBits = fractionBits
    self.limbs = limbs
    self.magnitudes = magnitudes
    self.signs = signs
  }

  /// The identity matrix.
  static func identity(_ size: Int, fractionBits: Int) -> FixedPointMatrix {
    precondition(fractionBits >= 0, "1 is not a multiple of the unit")
    var result = FixedPointMatrix(
      rows: size, columns: size, fractionBits: fractionBits, limbs: fractionBits / 64 + 1)
    for i in 0..<size {
      result.magnitudes[(i * size + i) * result.limbs + fractionBits / 64] =
        1 << UInt(fractionBits % 64)
    }
    return result
  }

  /// Whether there are as many rows as columns.
  var isSquare: Bool { rows == columns }
}

// MARK: - Reading entries

extension FixedPointMatrix {
  /// The exact entry.
  public subscript(row: Int, column: Int) -> Rational {
    withEntry(row, column) { integer in
      Rational { result in
        __gmpq_set_z(result, integer)
        if fractionBits >= 0 {
          __gmpq_div_2exp(result, result, UInt(fractionBits))
        } else {
          __gmpq_mul_2exp(result, result, UInt(-fractionBits))
        }
      }
    }
  }

  /// The tightest enclosure of an entry at the precision; a point where the entry fits.
  public func interval(_ row: Int, _ column: Int, precision: Int) -> Interval {
    Interval(
      ordered: bigFloat(row, column, precision: precision, .down),
      bigFloat(row, column, precision: precision, .up))
  }

  /// An entry rounded to the precision.
  public func bigFloat(
    _ row: Int, _ column: Int, precision: Int, _ rounding: Rounding
  ) -> BigFloat {
    withEntry(row, column) { integer in
      BigFloat(precision: precision) {
        _ = mpfr_set_z_2exp($0, integer, -fractionBits, rounding.mpfr)
      }
    }
  }

  /// A number near the entry times 2^exponent, for choosing parameters; it decides nothing.
  func approximation(_ row: Int, _ column: Int, scaledBy exponent: Int = 0) -> Double {
    let start = (row * columns + column) * limbs
    guard let top = (0..<limbs).last(where: { magnitudes[start + $0] != 0 }) else { return 0 }
    let below = top > 0 ? Double(magnitudes[start + top - 1]) * 0x1p-64 : 0
    let value = Double(
      sign: .plus, exponent: 64 * top - fractionBits + exponent,
      significand: Double(magnitudes[start + top]) + below)
    return signs[row * columns + column] == 0 ? value : -value
  }

  /// Reads an entry's integer M with its sign, through a header that owns nothing.
  func withEntry<R>(
    _ row: Int, _ column: Int, _ body: (UnsafePointer<mpz_t>) -> R
  ) -> R {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns, "entry outside the matrix")
    let index = row * columns + column
    return magnitudes.withUnsafeBufferPointer { words in
      withInteger(
        words.baseAddress.unsafelyUnwrapped + index * limbs, count: limbs,
        isNegative: signs[index] != 0, body)
    }
  }
}

/// Reads a little-endian magnitude as a GMP integer without copying it.
func withInteger<R>(
  _ words: UnsafePointer<UInt>, count: Int, isNegative: Bool, _ body: (UnsafePointer<mpz_t>) -> R
) -> R {
  var integer = mpz_t()
  _ = __gmpz_roinit_n(&integer, words, isNegative ? -count : count)
  return withUnsafePointer(to: integer, body)
}
