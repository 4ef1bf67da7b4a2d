public import Documents
public import Enclosures

/// One number in a certificate: a decimal enclosure, with the exact value where it is a known rational.
public struct EnclosureRecord: Sendable, Hashable {
  /// Significant digits that certificates print.
  public static let digits = 20

  /// A decimal at most the number: `210`, `0.25`, `1.5e-30`, `inf`, `-inf`.
  public let lower: String
  /// A decimal at least the number.
  public let upper: String
  /// The number itself, `p/q` in lowest terms.
  public let exact: String?
  /// Whether the texts depend on the number alone, as far as the maker knows; no part of the record.
  let isCanonical: Bool

  /// A record from its texts.
  public init(lower: String, upper: String, exact: String? = nil) {
    self.lower = lower
    self.upper = upper
    self.exact = exact
    isCanonical = true
  }

  /// The record of an exact value.
  public init(_ value: Rational) {
    let decimal = value.decimalEnclosure(digits: EnclosureRecord.digits)
    self.init(lower: decimal.lower, upper: decimal.upper, exact: value.description)
  }

  /// The record of a value as it is known now; nil where more precision would print a better one.
  public init?(canonical value: ScalarValue, precision: Int) {
    switch value {
    case .exact(let rational): self.init(rational)
    case .infinite(let sign):
      let text = sign > 0 ? "inf" : "-inf"
      self.init(lower: text, upper: text)
    case .squareRoot, .enclosed:
      guard
        let decimal = value.interval(precision: precision)
          .canonicalDecimalEnclosure(digits: EnclosureRecord.digits)
      else { return nil }
      // An enclosed exact zero is known exactly.
      self.init(
        lower: decimal.lower, upper: decimal.upper,
        exact: decimal.lower == "0" && decimal.upper == "0" ? "0" : nil)
    }
  }

  /// The record of an interval that no precision makes narrow enough.
  public init(wide interval: Interval) {
    let decimal = interval.decimalEnclosure(digits: EnclosureRecord.digits)
    lower = decimal.lower
    upper = decimal.upper
    exact = nil
    isCanonical = false
  }

  /// Whether the texts are the same.
  public static func == (left: EnclosureRecord, right: EnclosureRecord) -> Bool {
    left.lower == right.lower && left.upper == right.upper && left.exact == right.exact
  }

  /// Hashes the texts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lower)
    hasher.combine(upper)
    hasher.combine(exact)
  }

  /// Whether lower and upper agree, finite or not.
  public var isPoint: Bool { lower == upper }

  /// The value as an interval.
  ///
  /// - Throws: `NumberError` where a text is no number, or where lower exceeds upper.
  public func interval(precision: Int) throws(NumberError) -> Interval {
    let low = try EnclosureRecord.bound(lower, precision, .down)
    let high = try EnclosureRecord.bound(upper, precision, .up)
    // Reading asks this to 256 bits; more may tell ends apart that were taken for ordered.
    guard low <= high else { throw .malformed("[\(lower), \(upper)]") }
    return Interval(lower: low, upper: high)
  }

  private static func bound(
    _ text: String, _ precision: Int, _ rounding: Rounding
  ) throws(NumberError) -> BigFloat {
    switch text {
    case "inf": .infinity(precision: precision)
    case "-inf": .infinity(sign: -1, precision: precision)
    default:
      switch try number(text, precision) {
      case .exact(let value): BigFloat(value, precision: precision, rounding: rounding)
      case .enclosed(let value): rounding == .down ? value.lower : value.upper
      }
    }
  }

  /// A number that is a rational of moderate size, or else enclosed.
  private enum Number {
    case exact(Rational)
    case enclosed(Interval)
  }

  /// The greatest exponent that is read: such numbers stay far within MPFR's range.
  private static let greatestExponent: UInt = 1_000_000_000_000

  /// Beyond this exponent a decimal is enclosed: thousands of long rationals would take their readers minutes.
  private static let exactExponent: UInt = 2000

  /// A decimal as certificates write it; `7.1e-60205999` is enclosed, as its digits written out would fill memory.
  private static func number(
    _ text: String, _ precision: Int
  ) throws(NumberError) -> Number {
    let parts = text.split(separator: "e", omittingEmptySubsequences: false)
    let exponent = parts.count == 2 ? Int(parts[1]) : nil
    // In 1/3e5000 the power belongs to the denominator.
    guard let exponent, exponent.magnitude > exactExponent, !parts[0].contains("/") else {
      return .exact(try Rational(parsing: text))
    }
    guard exponent.magnitude <= greatestExponent else {
      throw .exponentTooLarge(text, limit: Int(greatestExponent))
    }
    let bits = precision + 64
    let mantissa = Interval(try Rational(parsing: String(parts[0])), precision: bits)
    let scale = Interval(10, precision: bits).power(abs(exponent))
    let value = exponent > 0 ? mantissa * scale : try? mantissa / scale
    guard let value else { throw .malformed(text) }
    return .enclosed(value)
  }
}

extension EnclosureRecord {
  /// The record as `{"lower": …, "upper": …, "exact": …}`.
  public var json: JSONValue {
    var members: [String: JSONValue] = ["lower": .string(lower), "upper": .string(upper)]
    if let exact { members["exact"] = .string(exact) }
    return .object(members)
  }

  /// Reads a record.
  ///
  /// - Throws: `CertificateError.malformed` naming the place, also where lower exceeds upper.
  public init(json: JSONValue, at path: String) throws(CertificateError) {
    let reader = JSONReaderAt(json, path)
    self.init(
      lower: try reader.string("lower"), upper: try reader.string("upper"),
      exact: try reader.optionalString("exact"))
    try reader.allow(["lower", "upper", "exact"])
    let isOrdered: Bool
    do {
      isOrdered = try EnclosureRecord.isOrdered(lower, upper)
      if let exact { _ = try Rational(parsing: exact) }
    } catch {
      throw .malformed(path: path, message: "\(error)")
    }
    guard isOrdered else { throw .malformed(path: path, message: "lower exceeds upper") }
  }

  /// Whether the ends are numbers or infinities in order.
  ///
  /// Of numbers that are only enclosed here: whether they may be, to 256 bits, more than their digits have.
  private static func isOrdered(_ lower: String, _ upper: String) throws(NumberError) -> Bool {
    func finite(_ text: String) throws(NumberError) -> Number? {
      text == "inf" || text == "-inf" ? nil : try number(text, 256)
    }
    switch (try finite(lower), try finite(upper)) {
    case (.exact(let low), .exact(let high)): return low <= high
    case (.some, .some):
      return try bound(lower, 256, .down) <= bound(upper, 256, .up)
    default: return lower == "-inf" || upper == "inf"
    }
  }
}

extension Interval {
  /// Whether the width is what certificates promise: at most 10⁻¹⁵ relative (DESIGN section 7).
  var isNarrow: Bool {
    guard isBounded else { return isPoint }
    let limit = mignitude.multiplied(
      by: BigFloat(Rational(1, 1_000_000_000_000_000), precision: 64, rounding: .down),
      precision: 64, .down)
    return width <= limit
  }
}
