import Enclosures

/// Points with equal ratios between two positive rationals, rounded to 17 significant digits.
///
/// The point i of k is v = first·(last/first)^s with s = i/(k − 1). It is enclosed by intervals of rising
/// precision until both ends round to one decimal, which is then that of v. Where v lies exactly
/// between two decimals no enclosure tells so; that case is recognised by exact powers, and v is rounded
/// away from zero.
struct GeometricGrid {
  let first: Rational
  let last: Rational
  let count: Int

  /// Significant digits of the points between the ends.
  static let digits = 17
  /// Where the precision of the enclosures begins and ends, in bits.
  private static let precisions = (start: 128, maximum: 1 << 17)

  /// A point that could not be rounded.
  struct RoundingError: Error, CustomStringConvertible {
    let index: Int
    var description: String { "the value \(index + 1) is too close to a tie to be rounded" }
  }

  /// A point between the two ends, as a decimal.
  func text(at index: Int) throws(RoundingError) -> String {
    let exponent = Rational(index, count - 1)
    var precision = GeometricGrid.precisions.start
    while precision <= GeometricGrid.precisions.maximum {
      if let value = enclosure(exponent, precision), let low = value.lower.exactRational,
        let high = value.upper.exactRational
      {
        let (below, above) = (Self.rounded(low), Self.rounded(high))
        if below == above { return below }
        if let text = tie(between: low, high, exponent) { return text }
      }
      precision *= 2
    }
    throw RoundingError(index: index)
  }

  private static func rounded(_ value: Rational) -> String {
    value.nearestDecimal(digits: digits)
  }

  private func enclosure(_ exponent: Rational, _ precision: Int) -> Interval? {
    let ratio = Interval(last / first, precision: precision)
    guard let power = try? ratio.power(Interval(exponent, precision: precision)) else { return nil }
    return Interval(first, precision: precision) * power
  }

  /// The decimal of a value that is exactly the middle of two neighbouring decimals; nil where it is not.
  ///
  /// With s = p/q in lowest terms, v is the middle c if and only if c^q = first^(q−p)·last^p. Both sides
  /// are computed; where they are too large v is irrational, and more precision tells on which
  /// side it lies.
  private func tie(between low: Rational, _ high: Rational, _ exponent: Rational) -> String? {
    guard let p = exponent.numerator.int, let q = exponent.denominator.int,
      let below = try? Rational(parsing: Self.rounded(low)),
      let above = try? Rational(parsing: Self.rounded(high))
    else { return nil }
    let middle = (below + above) / 2
    guard middle >= low, middle <= high, let power = middle.power(q),
      let start = first.power(q - p), let end = last.power(p), power == start * end
    else { return nil }
    return Self.rounded(middle)
  }
}
