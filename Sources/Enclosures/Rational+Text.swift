extension Rational {
  /// The tightest decimals of the given number of significant digits around the value, by exact
  /// arithmetic; integers are printed in full, and both ends agree where the decimal is exact.
  public func decimalEnclosure(digits: Int) -> DecimalEnclosure {
    if isZero { return DecimalEnclosure(lower: "0", upper: "0") }
    if isInteger, bitCount <= 4096 {
      return DecimalEnclosure(lower: description, upper: description)
    }
    if sign < 0 {
      let positive = magnitude.decimalEnclosure(digits: digits)
      return DecimalEnclosure(lower: "-" + positive.upper, upper: "-" + positive.lower)
    }
    let exponent = decimalExponent
    let scaled = self * Rational.powerOfTen(digits - exponent)
    func text(_ integer: Rational) -> String {
      let digitsText = integer.description
      return BigFloat.layOut(
        digits: digitsText, exponent: exponent + digitsText.count - digits)
    }
    return DecimalEnclosure(lower: text(scaled.roundedDown()), upper: text(scaled.roundedUp()))
  }

  /// The value rounded to the nearest decimal of the given number of significant digits, halves away
  /// from zero; no trailing zeros.
  public func nearestDecimal(digits: Int) -> String {
    if isZero { return "0" }
    if sign < 0 { return "-" + magnitude.nearestDecimal(digits: digits) }
    let exponent = decimalExponent
    let scaled = self * Rational.powerOfTen(digits - exponent)
    let text = (scaled + Rational(1, 2)).roundedDown().description
    return BigFloat.layOut(digits: text, exponent: exponent + text.count - digits)
  }

  /// The e with 10^(e−1) ≤ x < 10^e for x > 0, from the lengths of numerator and denominator.
  private var decimalExponent: Int {
    var exponent = numerator.description.count - denominator.description.count
    while self >= Rational.powerOfTen(exponent) { exponent += 1 }
    while self < Rational.powerOfTen(exponent - 1) { exponent -= 1 }
    return exponent
  }
}
