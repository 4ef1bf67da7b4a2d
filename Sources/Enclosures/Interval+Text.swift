internal import CMPFR

/// Decimal text of an enclosure, rounded outward.
public struct DecimalEnclosure: Sendable, Hashable {
  /// A decimal at most the exact value: `-0.25`, `8142.8067`, `1.5e-30`, `inf`.
  public let lower: String
  /// A decimal at least the exact value.
  public let upper: String

  /// An enclosure from its two texts.
  public init(lower: String, upper: String) {
    self.lower = lower
    self.upper = upper
  }
}

extension BigFloat {
  /// The value with the given number of significant digits, rounded in the given direction.
  ///
  /// Positional between 10⁻⁷ and 10²¹, scientific outside; no trailing zeros.
  public func decimal(digits: Int, _ rounding: Rounding) -> String {
    if isZero { return "0" }
    if isInfinite { return sign > 0 ? "inf" : "-inf" }
    var exponent = mpfr_exp_t(0)
    let text = withHeader { header -> String in
      guard let pointer = mpfr_get_str(nil, &exponent, 10, max(digits, 1), header, rounding.mpfr)
      else { return "0" }
      defer { mpfr_free_str(pointer) }
      return String(cString: pointer)
    }
    let isNegative = text.hasPrefix("-")
    let magnitude = BigFloat.layOut(
      digits: isNegative ? String(text.dropFirst()) : text, exponent: Int(exponent))
    return isNegative ? "-" + magnitude : magnitude
  }

  /// Lays out 0.DIGITS × 10^exponent.
  static func layOut(digits: String, exponent: Int) -> String {
    var significant = Substring(digits)
    while significant.count > 1, significant.last == "0" { significant = significant.dropLast() }
    let count = significant.count
    if exponent > 21 || exponent < -6 {
      let fraction = significant.dropFirst()
      return "\(significant.prefix(1))" + (fraction.isEmpty ? "" : ".\(fraction)")
        + "e\(exponent - 1)"
    }
    if exponent <= 0 { return "0." + String(repeating: "0", count: -exponent) + significant }
    if count <= exponent { return significant + String(repeating: "0", count: exponent - count) }
    return "\(significant.prefix(exponent)).\(significant.dropFirst(exponent))"
  }
}

extension Interval {
  /// The interval with the given number of significant digits at each end, rounded outward.
  public func decimalEnclosure(digits: Int) -> DecimalEnclosure {
    DecimalEnclosure(
      lower: lower.decimal(digits: digits, .down), upper: upper.decimal(digits: digits, .up))
  }

  /// The decimal enclosure that depends on the enclosed number alone, not on how it was computed.
  ///
  /// Once the interval is narrower than 10^−(digits+10) relative, it is widened by 10^−(digits+8) and
  /// rounded outward to `digits` digits. Two runs by different methods or at different precisions then
  /// print the same text, except where the exact value lies within 10^−(digits+9) of a place where the
  /// widened end crosses a decimal of that length: with 20 digits, one number in about 10⁸.
  ///
  /// - Returns: nil while the interval is too wide, and for an interval that contains 0 and more.
  public func canonicalDecimalEnclosure(digits: Int) -> DecimalEnclosure? {
    if isZero { return DecimalEnclosure(lower: "0", upper: "0") }
    if isPoint && !lower.isFinite { return decimalEnclosure(digits: digits) }
    guard isBounded, !containsZero else { return nil }
    let tolerance = BigFloat(
      Rational.powerOfTen(-(digits + 10)), precision: PrecisionLimits.start, rounding: .down)
    guard width <= mignitude.multiplied(by: tolerance, precision: precision, .down) else {
      return nil
    }
    // The margin is added at a precision that does not show in the digits, so that a number that is
    // exact at a low precision prints as it does at a high one.
    let working = max(precision, 4 * digits + PrecisionLimits.start)
    let margin = magnitude.multiplied(
      by: BigFloat(Rational.powerOfTen(-(digits + 8)), precision: working, rounding: .up),
      precision: working, .up)
    return widened(by: margin).decimalEnclosure(digits: digits)
  }
}

extension Interval: CustomStringConvertible {
  /// The interval to 17 digits, rounded outward.
  public var description: String {
    let text = decimalEnclosure(digits: 17)
    return "[\(text.lower), \(text.upper)]"
  }
}

extension BigFloat: CustomStringConvertible {
  /// The value to 17 digits, for people; it decides nothing.
  public var description: String { decimal(digits: 17, .nearest) }
}
