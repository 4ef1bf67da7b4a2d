internal import CMPFR

/// Conversions into fixed point, each rounded to nearest with the error on record.
extension FixedPointMatrix {
  /// Binary64 numbers in row order, rounded to multiples of 2^(−fractionBits).
  ///
  /// **Rounding.** To nearest; `maximumEntryError` is 0 where every number was a multiple already.
  /// The numbers must be finite.
  public init(rows: Int, columns: Int, rowMajor values: [Double], fractionBits: Int) {
    precondition(values.count == rows * columns, "as many numbers as entries")
    precondition(values.allSatisfy(\.isFinite), "only finite numbers have fixed-point forms")
    // Every double is an integer times 2^(−1074); below that unit nothing is ever cut off.
    let top = values.lazy.filter { $0 != 0 }.map { Int($0.exponent) }.max() ?? 0
    let limbs = max(1, (top + 1 + fractionBits + 1 + 63) / 64)
    self.init(rows: rows, columns: columns, fractionBits: fractionBits, limbs: limbs)
    var isExact = true
    for (index, value) in values.enumerated() where value != 0 {
      // value = significand·2^(exponent − 52) with a 53-bit integer significand.
      let exponent = max(Int(value.exponent), -1022)
      let significand = UInt(
        Double(sign: .plus, exponent: 52 - exponent, significand: value.magnitude))
      let shift = exponent - 52 + fractionBits
      var integer = significand
      var position = 0
      if shift >= 0 {
        position = shift
      } else if shift >= -54 {
        let half: UInt = 1 << UInt(-shift - 1)
        integer = (significand + half) >> UInt(-shift)
        isExact = isExact && (integer << UInt(-shift)) == significand
      } else {
        integer = 0
        isExact = false
      }
      guard integer != 0 else { continue }
      let word = index * limbs + position / 64
      let offset = UInt(position % 64)
      magnitudes[word] = integer << offset
      if offset > 0, integer >> (64 - offset) != 0 {
        magnitudes[word + 1] = integer >> (64 - offset)
      }
      signs[index] = value < 0 ? 1 : 0
    }
    recordRounding(isExact: isExact)
  }

  /// Binary64 numbers in row order, exactly: the fraction bits are chosen so that each one fits.
  ///
  /// Nil where a number is not finite, or where more than the given number of bits would be needed.
  public init?(
    rows: Int, columns: Int, exactly values: [Double], maximumFractionBits: Int = 1100
  ) {
    guard values.allSatisfy(\.isFinite) else { return nil }
    let needed = values.lazy.filter { $0 != 0 }.map { value in
      // The last set bit of the significand has weight 2^(−needed).
      let exponent = max(Int(value.exponent), -1022)
      let significand = UInt(
        Double(sign: .plus, exponent: 52 - exponent, significand: value.magnitude))
      return 52 - exponent - significand.trailingZeroBitCount
    }
    let fractionBits = needed.max() ?? 0
    guard fractionBits <= maximumFractionBits else { return nil }
    self.init(rows: rows, columns: columns, rowMajor: values, fractionBits: fractionBits)
  }

  /// Rational entries, rounded to multiples of 2^(−fractionBits).
  ///
  /// **Rounding.** To nearest; `maximumEntryError` is 0 where every entry was a multiple already.
  public init(
    rows: Int, columns: Int, fractionBits: Int, entries: (Int, Int) -> Rational
  ) {
    self.init(rows: rows, columns: columns, fractionBits: fractionBits)
    var isExact = true
    var scaled = mpz_t()
    var rest = mpz_t()
    __gmpz_init(&scaled)
    __gmpz_init(&rest)
    defer {
      __gmpz_clear(&scaled)
      __gmpz_clear(&rest)
    }
    for row in 0..<rows {
      for column in 0..<columns {
        let isMultiple = FixedPointMatrix.round(
          entries(row, column), fractionBits: fractionBits, into: &scaled, scratch: &rest)
        isExact = isExact && isMultiple
        set(row, column, to: &scaled)
      }
    }
    recordRounding(isExact: isExact)
  }

  /// Rounds value·2^fractionBits to the nearest integer; whether it was one already.
  private static func round(
    _ value: Rational, fractionBits: Int, into scaled: inout mpz_t, scratch: inout mpz_t
  ) -> Bool {
    value.withPointer { pointer in
      var rational = pointer.pointee
      let up = UInt(max(fractionBits, 0))
      let down = UInt(max(-fractionBits, 0))
      // ⌊(2·numerator + denominator)/(2·denominator)⌋, with the scale on the side where it is whole.
      __gmpz_mul_2exp(&scaled, &rational._mp_num, up + 1)
      __gmpz_mul_2exp(&scratch, &rational._mp_den, down)
      let isMultiple: Bool
      do {
        var half = mpz_t()
        __gmpz_init(&half)
        defer { __gmpz_clear(&half) }
        __gmpz_fdiv_q_2exp(&half, &scaled, 1)
        isMultiple = __gmpz_divisible_p(&half, &scratch) != 0
      }
      withUnsafeMutablePointer(to: &scaled) { total in
        __gmpz_add(total, total, &scratch)
        withUnsafeMutablePointer(to: &scratch) { divisor in
          __gmpz_mul_2exp(divisor, divisor, 1)
          __gmpz_fdiv_q(total, total, divisor)
        }
      }
      return isMultiple
    }
  }

  /// Numbers of any precision, rounded to nearest.
  init(
    rows: Int, columns: Int, fractionBits: Int, limbs: Int, values: (Int, Int) -> BigFloat?
  ) {
    self.init(rows: rows, columns: columns, fractionBits: fractionBits, limbs: limbs)
    var isExact = true
    var integer = mpz_t()
    __gmpz_init(&integer)
    defer { __gmpz_clear(&integer) }
    for row in 0..<rows {
      for column in 0..<columns {
        guard let value = values(row, column), !value.isZero else { continue }
        precondition(value.isFinite, "only finite numbers have fixed-point forms")
        let rounded = value.scaled(byPowerOfTwo: fractionBits)
          .withHeader { mpfr_get_z(&integer, $0, MPFR_RNDN) }
        isExact = isExact && rounded == 0
        set(row, column, to: &integer)
      }
    }
    recordRounding(isExact: isExact)
  }

  /// Stores an integer as an entry's signed magnitude; all entries grow where it needs more words.
  mutating func set(_ row: Int, _ column: Int, to integer: inout mpz_t) {
    let count = Int(integer._mp_size.magnitude)
    if count > limbs { self = widened(limbs: count) }
    let index = row * columns + column
    for word in 0..<limbs {
      magnitudes[index * limbs + word] = word < count ? integer._mp_d[word] : 0
    }
    signs[index] = integer._mp_size < 0 ? 1 : 0
  }

  mutating func recordRounding(isExact: Bool) {
    maximumEntryError = isExact ? 0 : .powerOfTwo(-fractionBits - 1)
  }
}
