import Certification
import Enclosures

/// What a record of a certificate says about a number, as exact rationals.
enum Bounds: Equatable {
  /// +∞ (1) or −∞ (−1), known exactly.
  case infinite(sign: Int)
  /// A number between two others; nil where no bound is known on that side.
  case between(Rational?, Rational?)

  /// The bounds of a record; nil where its texts are no numbers or out of order.
  init?(_ record: EnclosureRecord) {
    if record.lower == record.upper, record.lower == "inf" || record.lower == "-inf" {
      self = .infinite(sign: record.lower == "inf" ? 1 : -1)
      return
    }
    if let exact = record.exact {
      guard let value = try? Rational(parsing: exact) else { return nil }
      self = .between(value, value)
      return
    }
    var ends: (Rational?, Rational?) = (nil, nil)
    if record.lower != "-inf" {
      guard let value = try? Rational(parsing: record.lower) else { return nil }
      ends.0 = value
    }
    if record.upper != "inf" {
      guard let value = try? Rational(parsing: record.upper) else { return nil }
      ends.1 = value
    }
    if let lower = ends.0, let upper = ends.1, lower > upper { return nil }
    self = .between(ends.0, ends.1)
  }

  /// The value where it is a known rational.
  var exact: Rational? {
    if case .between(let lower?, let upper?) = self, lower == upper { lower } else { nil }
  }

  /// Both ends where both are finite.
  var finite: (lower: Rational, upper: Rational)? {
    if case .between(let lower?, let upper?) = self { (lower, upper) } else { nil }
  }

  /// Whether this number is certainly at most the other.
  func isCertainlyAtMost(_ other: Bounds) -> Bool {
    if self == .infinite(sign: -1) || other == .infinite(sign: 1) { return true }
    guard case .between(_, let upper?) = self, case .between(let lower?, _) = other else {
      return false
    }
    return upper <= lower
  }

  /// Whether this number is certainly less than the other.
  func isCertainlyBelow(_ other: Bounds) -> Bool {
    switch (self, other) {
    case (.infinite(let a), .infinite(let b)): a < b
    case (.infinite(let sign), .between(let lower, _)): sign < 0 && lower != nil
    case (.between(_, let upper), .infinite(let sign)): sign > 0 && upper != nil
    case (.between(_, let upper?), .between(let lower?, _)): upper < lower
    default: false
    }
  }
}
