import Enclosures

/// A decimal number of a chosen count of significant digits: sign · 0.DIGITS · 10^exponent.
struct Decimal: Equatable {
  enum Rounding { case down, up, nearest }

  private let isNegative: Bool
  /// As many digits as were asked for; a single 0 for zero.
  private let digits: String
  private let exponent: Int

  /// A value rounded to significant digits: toward −∞, toward +∞, or to nearest (halves away from 0).
  ///
  /// - Returns: nil for magnitudes beyond what is computed exactly.
  init?(_ value: Rational, _ count: Int, _ rounding: Rounding) {
    guard !value.isZero else {
      (isNegative, digits, exponent) = (false, "0", 1)
      return
    }
    let isNegative = value.sign < 0
    let magnitude = value.magnitude
    // 10^(e−1) ≤ magnitude < 10^e, from the lengths of numerator and denominator.
    var exponent =
      magnitude.numerator.description.utf8.count - magnitude.denominator.description.utf8.count
    guard let upper = Rational(10).power(exponent) else { return nil }
    if magnitude >= upper { exponent += 1 }
    guard let scale = Rational(10).power(count - exponent) else { return nil }
    let scaled = magnitude * scale
    let integer =
      switch rounding {
      case .nearest: (scaled + Rational(1, 2)).roundedDown()
      case .down: isNegative ? scaled.roundedUp() : scaled.roundedDown()
      case .up: isNegative ? scaled.roundedDown() : scaled.roundedUp()
      }
    var text = integer.description
    if text.utf8.count > count {
      // 99…9 was rounded up to 10…0.
      text.removeLast()
      exponent += 1
    }
    self.isNegative = isNegative
    digits = text
    self.exponent = exponent
  }

  /// The decimal as text; scientific where plain notation would need zeros that are no digits of it.
  func text(keepingZeros: Bool) -> String {
    var shown = Substring(digits)
    if !keepingZeros { while shown.count > 1, shown.last == "0" { shown.removeLast() } }
    let sign = isNegative ? "-" : ""
    let isPlain = exponent >= -3 && (keepingZeros ? exponent <= digits.count : exponent <= 10)
    guard isPlain else {
      let fraction = shown.dropFirst()
      return sign + shown.prefix(1) + (fraction.isEmpty ? "" : ".\(fraction)") + "e\(exponent - 1)"
    }
    if exponent <= 0 { return sign + "0." + String(repeating: "0", count: -exponent) + shown }
    if shown.count <= exponent {
      return sign + shown + String(repeating: "0", count: exponent - shown.count)
    }
    return sign + shown.prefix(exponent) + "." + shown.dropFirst(exponent)
  }
}
