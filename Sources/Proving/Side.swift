public import Enclosures

/// The range of one variable: an interval with rational or infinite ends, each of which may belong to it or not.
public struct Side: Sendable, Hashable {
  /// The lower end; nil for −∞.
  public let lower: Rational?
  /// The upper end; nil for ∞.
  public let upper: Rational?
  /// Whether the lower end is left out; true for −∞.
  public let isLowerOpen: Bool
  /// Whether the upper end is left out; true for ∞.
  public let isUpperOpen: Bool

  /// A range from its ends, which must be in order and not leave it empty.
  public init(
    _ lower: Rational?, _ upper: Rational?, isLowerOpen: Bool = false, isUpperOpen: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.isLowerOpen = lower == nil || isLowerOpen
    self.isUpperOpen = upper == nil || isUpperOpen
  }

  /// [0, ∞).
  static let nonNegative = Side(0, nil)
  /// (−∞, ∞).
  static let line = Side(nil, nil)

  /// The enclosure of the range, its ends included.
  func interval(precision: Int) -> Interval {
    Interval(
      lower: lower.map { BigFloat($0, precision: precision, rounding: .down) }
        ?? .infinity(sign: -1, precision: precision),
      upper: upper.map { BigFloat($0, precision: precision, rounding: .up) }
        ?? .infinity(precision: precision))
  }

  /// Whether a number belongs to the range.
  public func contains(_ value: Rational) -> Bool {
    if let lower, value < lower || (isLowerOpen && value == lower) { return false }
    if let upper, value > upper || (isUpperOpen && value == upper) { return false }
    return true
  }

  /// Both ends at a point strictly inside, which both parts have.
  func split(at point: Rational) -> (lower: Side, upper: Side) {
    (
      Side(lower, point, isLowerOpen: isLowerOpen),
      Side(point, upper, isUpperOpen: isUpperOpen)
    )
  }

  /// Whether a number lies strictly between the ends.
  func hasInside(_ value: Rational) -> Bool {
    (lower.map { $0 < value } ?? true) && (upper.map { value < $0 } ?? true)
  }

  /// The same range without its ends.
  var interior: Side { Side(lower, upper, isLowerOpen: true, isUpperOpen: true) }

  /// upper − lower; nil where an end is infinite.
  var width: Rational? {
    guard let lower, let upper else { return nil }
    return upper - lower
  }
}

// MARK: - Text

/// A text that is no range of numbers.
public struct SideError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text.
  public let text: String
  /// What is wrong with it.
  public let reason: String
  /// One line with the remedy.
  public var description: String {
    "'\(text.count <= 60 ? text : text.prefix(57) + "...")' \(reason); write a range such as [0, 99/100], (0, 1] or [1, inf)"
  }
}

extension Side: CustomStringConvertible {
  /// Reads `[0, 99/100]`, `(0, 1]`, `[1, inf)` or `(-inf, inf)`.
  ///
  /// - Throws: `SideError` where it is none, or empty.
  public init(parsing text: String) throws(SideError) {
    let inner = Side.trimmed(text[...])
    guard let first = inner.first, let last = inner.last, "[(".contains(first),
      "])".contains(last), inner.count >= 5
    else { throw SideError(text: text, reason: "is no range") }
    let ends = inner.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    guard ends.count == 2 else { throw SideError(text: text, reason: "does not have two ends") }
    func end(_ part: Substring, infinity: String) throws(SideError) -> Rational? {
      // Not the space within a number: 1 2 is not 12.
      let number = Side.trimmed(part)
      if number == infinity { return nil }
      do { return try Rational(parsing: String(number)) } catch {
        throw SideError(text: text, reason: "has an end that is no number")
      }
    }
    let (lower, upper) = (
      try end(ends[0], infinity: "-inf"), try end(ends[1], infinity: "inf")
    )
    if lower == nil && first == "[" || upper == nil && last == "]" {
      throw SideError(text: text, reason: "holds an infinite end")
    }
    if let lower, let upper, lower > upper || (lower == upper && (first == "(" || last == ")")) {
      throw SideError(text: text, reason: "is empty")
    }
    self.init(lower, upper, isLowerOpen: first == "(", isUpperOpen: last == ")")
  }

  /// The text without the spaces around it.
  private static func trimmed(_ text: Substring) -> Substring {
    var rest = text.drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return rest
  }

  /// `[0, 99/100]`.
  public var description: String {
    let low = lower.map { (isLowerOpen ? "(" : "[") + $0.description } ?? "(-inf"
    let high = upper.map { $0.description + (isUpperOpen ? ")" : "]") } ?? "inf)"
    return "\(low), \(high)"
  }
}
