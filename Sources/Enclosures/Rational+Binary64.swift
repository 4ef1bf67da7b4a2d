/// Binary64 numbers as the exact dyadic rationals that they are.
extension Rational {
  /// The binary64 number equal to this value; nil where there is none.
  public var exactDouble: Double? {
    let candidate = approximation
    return Rational(exactly: candidate) == self ? candidate + 0.0 : nil
  }

  /// The greatest binary64 number at most this value (`down`), or the least at least it (`up`).
  ///
  /// Beyond the range of binary64 the outer one is infinite, so that two of them always enclose the value;
  /// −∞ and +∞ never lie inside it.
  public func binary64(_ direction: Binary64Direction) -> Double {
    if sign < 0 { return -(-self).binary64(direction == .down ? .up : .down) + 0.0 }
    // GMP truncates toward 0; what it does beyond the range is left open, so each end is checked exactly.
    var below = min(approximation, Double.greatestFiniteMagnitude)
    while let value = Rational(exactly: below), value > self { below = below.nextDown }
    while let next = Rational(exactly: below.nextUp), next <= self { below = below.nextUp }
    if direction == .down || Rational(exactly: below) == self { return below + 0.0 }
    return below.nextUp
  }

  /// Appends the canonical text of a finite binary64 number (`-3`, `5/8`), as `description` has it.
  ///
  /// A fast path for files of many numbers: an odd significand and a cached power of two.
  public static func append(exactly value: Double, to bytes: inout [UInt8]) {
    if value == 0 { return bytes.append(UInt8(ascii: "0")) }
    let significand =
      value.exponentBitPattern == 0
      ? value.significandBitPattern : value.significandBitPattern | 1 << 52
    let zeros = significand.trailingZeroBitCount
    let odd = significand >> UInt64(zeros)
    let exponent = max(Int(value.exponentBitPattern), 1) - 1075 + zeros
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    if exponent <= 0 {
      append(odd, to: &bytes)
      if exponent < 0 {
        bytes.append(UInt8(ascii: "/"))
        bytes.append(contentsOf: powersOfTwo[-exponent])
      }
    } else if exponent <= 10 {
      append(odd << UInt64(exponent), to: &bytes)
    } else {
      let magnitude = Rational(UInt(odd)) * .powerOfTwo(exponent)
      bytes.append(contentsOf: magnitude.description.utf8)
    }
  }

  /// The decimal texts of 2⁰…2¹⁰⁷⁴.
  private static let powersOfTwo: [[UInt8]] = (0...1074).map {
    Array(Rational.powerOfTwo($0).description.utf8)
  }

  private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    let start = bytes.count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest > 0
    bytes[start...].reverse()
  }
}

/// A direction in which a number is rounded to binary64.
public enum Binary64Direction: Sendable {
  /// Toward −∞.
  case down
  /// Toward +∞.
  case up
}
