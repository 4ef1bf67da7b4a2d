import Certification
import Enclosures

/// A number as it is shown to people: a few digits, every one of them certified.
struct ShownNumber: Equatable {
  /// How the text relates to the number.
  enum Relation: Equatable {
    /// The text is the number.
    case exact
    /// The text is the number rounded to nearest at its last digit.
    case rounded
    /// The number lies between the two ends of the text.
    case range
    /// The number is at least, or at most, the text.
    case atLeast, atMost
    /// Nothing is known.
    case unknown
  }

  let relation: Relation
  /// The digits, in plain or scientific notation; `inf` for an infinite number.
  let text: String

  /// Significant digits of a rounded number, unless asked otherwise.
  static let digits = 6
  /// Fewer common digits than this, and the two ends are shown instead.
  private static let leastDigits = 3
  /// An exact decimal of up to so many significant digits is written out.
  private static let exactDigits = 10
  /// An exact integer of up to so many digits is written out.
  private static let integerDigits = 15

  init(_ relation: Relation, _ text: String) {
    self.relation = relation
    self.text = text
  }

  /// The number of a record; records that cannot be read are shown as they are.
  init(_ record: EnclosureRecord, digits: Int = ShownNumber.digits) {
    guard let bounds = Bounds(record) else {
      self.init(.range, "[\(record.lower), \(record.upper)]")
      return
    }
    self.init(bounds, digits: digits)
  }

  /// A ratio such as a tightness: never as a fraction, which says little to people.
  init(ratio record: EnclosureRecord, digits: Int = 4) {
    let shown = ShownNumber(record, digits: digits)
    guard shown.text.contains("/"), case .between(let lower?, let upper?)? = Bounds(record),
      let below = Decimal(lower, digits, .nearest), below == Decimal(upper, digits, .nearest)
    else {
      self = shown
      return
    }
    self.init(.rounded, below.text(keepingZeros: true))
  }

  /// Both ends of a record with all their digits; a number in few digits where it is known exactly.
  init(ends record: EnclosureRecord) {
    let short = ShownNumber(record)
    self =
      short.relation == .exact || Bounds(record)?.finite == nil
      ? short : ShownNumber(.range, "[\(record.lower), \(record.upper)]")
  }

  /// A number of a spec, which is an exact rational as text.
  init(specText text: String) {
    if let value = try? Rational(parsing: text) {
      self.init(.between(value, value))
    } else {
      self.init(.exact, text)
    }
  }

  /// The number within some bounds.
  init(_ bounds: Bounds, digits: Int = ShownNumber.digits) {
    switch bounds {
    case .infinite(let sign): self.init(.exact, sign > 0 ? "inf" : "-inf")
    case .between(nil, nil): self.init(.unknown, "unknown")
    case .between(let lower?, nil): self.init(.atLeast, Self.end(lower, .down))
    case .between(nil, let upper?): self.init(.atMost, Self.end(upper, .up))
    case .between(let lower?, let upper?):
      if lower == upper, let text = Self.exactText(lower) {
        self.init(.exact, text)
        return
      }
      for count in stride(from: max(digits, Self.leastDigits), through: Self.leastDigits, by: -1) {
        let (below, above) = (Decimal(lower, count, .nearest), Decimal(upper, count, .nearest))
        if let below, below == above {
          self.init(.rounded, below.text(keepingZeros: true))
          return
        }
      }
      self.init(.range, "[\(Self.end(lower, .down)), \(Self.end(upper, .up))]")
    }
  }

  /// One end of a range, rounded outward to a few digits; integers of moderate length in full.
  private static func end(_ value: Rational, _ rounding: Decimal.Rounding) -> String {
    if let text = exactText(value), !text.contains("/") { return text }
    return Decimal(value, leastDigits + 1, rounding)?.text(keepingZeros: false)
      ?? value.description
  }

  /// The text of a value that a few characters say exactly; nil for others.
  private static func exactText(_ value: Rational) -> String? {
    if value.isInteger {
      let text = value.description
      if text.utf8.count <= integerDigits { return text }
    }
    let (down, up) = (Decimal(value, exactDigits, .down), Decimal(value, exactDigits, .up))
    if let down, down == up { return down.text(keepingZeros: false) }
    let fraction = value.description
    return fraction.utf8.count <= 7 ? fraction : nil
  }

  /// Behind a name: `= 210`, `≈ 8142.81`, `in [3, 5]`, `>= 7`.
  var equation: String {
    switch relation {
    case .exact: "= \(text)"
    case .rounded: "≈ \(text)"
    case .range: "in \(text)"
    case .atLeast: ">= \(text)"
    case .atMost: "<= \(text)"
    case .unknown: text
    }
  }

  /// In a column or a sentence: `210`, `≈ 8142.81`, `[3, 5]`, `>= 7`.
  var term: String {
    switch relation {
    case .exact, .range, .unknown: text
    default: equation
    }
  }
}
