import Certification
import Enclosures

/// A number of a table's cell, or the numbers of several certificates in one cell.
struct TableNumber: Equatable {
  /// The records that the cell speaks of; at least one.
  let records: [EnclosureRecord]
  /// Their bounds; nil where a record cannot be read.
  let bounds: [Bounds]?
  /// How many certificates of the group have no such number.
  let missing: Int

  init(_ records: [EnclosureRecord], missing: Int = 0) {
    self.records = records
    let read = records.compactMap(Bounds.init)
    bounds = read.count == records.count ? read : nil
    self.missing = missing
  }

  /// Whether all records say the same.
  var isSingle: Bool { Set(records).count == 1 }

  /// The least and the greatest number, each enclosed.
  var extremes: (least: Bounds, greatest: Bounds)? {
    guard let bounds, let least = Bounds.least(of: bounds),
      let greatest = Bounds.greatest(of: bounds)
    else { return nil }
    return (least, greatest)
  }

  /// The median where all numbers are integers and their enclosures decide it.
  var median: Rational? {
    guard let bounds, !isSingle else { return nil }
    let ends = bounds.flatMap { [$0.lowerEnd, $0.upperEnd] }
    let areIntegers = ends.allSatisfy {
      if case .finite(let end) = $0 { end.isInteger } else { true }
    }
    return areIntegers ? Bounds.median(of: bounds)?.exact : nil
  }

  /// `1/3`, `[0.25, 0.26]`, `inf`: the number with all its digits, or what encloses all of the cell.
  var exactText: String {
    let (first, others) = (records[0], records.dropFirst())
    guard others.allSatisfy({ $0 == first }) else {
      return "[\(lowerText), \(upperText)]"
    }
    return first.exact ?? (first.isPoint ? first.lower : "[\(first.lower), \(first.upper)]")
  }

  private var lowerText: String {
    let least = extremes?.least.lowerEnd
    return records.first { Bounds($0)?.lowerEnd == least }?.lower ?? "-inf"
  }

  private var upperText: String {
    let greatest = extremes?.greatest.upperEnd
    return records.first { Bounds($0)?.upperEnd == greatest }?.upper ?? "inf"
  }

  /// The binary64 numbers around everything in the cell, rounded outward.
  var binary64: (lower: Double, upper: Double) {
    guard let extremes else { return (-.infinity, .infinity) }
    return (
      Self.binary64(extremes.least.lowerEnd, .down), Self.binary64(extremes.greatest.upperEnd, .up)
    )
  }

  private static func binary64(_ end: Extended, _ direction: Binary64Direction) -> Double {
    switch end {
    case .minusInfinity: -.infinity
    case .plusInfinity: .infinity
    case .finite(let value): value.binary64(direction)
    }
  }
}

/// A cell as it is shown, for every format.
enum ShownCell: Equatable {
  /// Nothing is known under this name.
  case missing
  case text(String)
  /// Digits that the number has, rounded to nearest at the last; integers in full.
  case digits(String)
  /// ∞ or −∞, certified.
  case infinite(sign: Int)
  /// A number of which one side is known: `>` and digits.
  case beyond(String, String)
  /// The number lies between both.
  case range(String, String)
  /// From the least to the greatest of several numbers; their median.
  indirect case span(ShownCell, ShownCell, median: String?)
  /// What so many of a row's certificates have; the others have nothing there.
  indirect case partial(ShownCell, count: Int, of: Int)
  case unknown
}

extension ShownCell {
  /// Integers of up to so many digits are written out.
  private static let integerDigits = 15

  /// A number with at most so many digits of decimals; `isTime` where [n, ∞] means "not before n".
  init(_ number: TableNumber, digits: Int, isTime: Bool) {
    let count = number.records.count
    let known = ShownCell(known: number, digits: digits, isTime: isTime)
    self =
      number.missing == 0 ? known : .partial(known, count: count, of: count + number.missing)
  }

  /// What the records say, wherever there are none.
  private init(known number: TableNumber, digits: Int, isTime: Bool) {
    guard let bounds = number.bounds, let first = bounds.first, let extremes = number.extremes
    else {
      self = .range(number.records[0].lower, number.records[0].upper)
      return
    }
    if number.isSingle {
      self.init(first, digits: digits, isTime: isTime)
      return
    }
    // Numbers that differ beyond the digits shown only are one number in the table.
    let hull = Bounds(extremes.least.lowerEnd, extremes.greatest.upperEnd)
    if case .between(let lower?, let upper?) = hull,
      let text = Self.common(lower, upper, digits)
    {
      self = .digits(text)
      return
    }
    self = .span(
      Self.end(extremes.least, .down, digits, isTime),
      Self.end(extremes.greatest, .up, digits, isTime),
      median: number.median.map { $0.isInteger ? $0.description : Self.decimal($0) })
  }

  init(_ bounds: Bounds, digits: Int, isTime: Bool) {
    switch bounds {
    case .infinite(let sign): self = .infinite(sign: sign)
    case .between(nil, nil): self = .unknown
    case .between(let lower?, nil):
      // A time is an integer: at least n is beyond n − 1, the last step that is excluded.
      self =
        isTime && lower.isInteger
        ? .beyond(">", Self.rounded(lower - 1, digits, .down))
        : .beyond(">=", Self.rounded(lower, digits, .down))
    case .between(nil, let upper?): self = .beyond("<=", Self.rounded(upper, digits, .up))
    case .between(let lower?, let upper?):
      if lower == upper, let text = Self.exact(lower, digits) {
        self = .digits(text)
        return
      }
      for count in stride(from: digits, through: min(digits, 3), by: -1) {
        if let text = Self.common(lower, upper, count) {
          self = .digits(text)
          return
        }
      }
      self = .range(Self.rounded(lower, digits, .down), Self.rounded(upper, digits, .up))
    }
  }

  /// The cell in ASCII.
  var plain: String {
    switch self {
    case .missing: "-"
    case .text(let text), .digits(let text): text
    case .infinite(let sign): sign > 0 ? "inf" : "-inf"
    case .beyond(let relation, let text): "\(relation) \(text)"
    case .range(let lower, let upper): "[\(lower), \(upper)]"
    case .span(let least, let greatest, _): "\(least.plain) to \(greatest.plain)"
    case .partial(let cell, let count, let all): "\(cell.plain) (\(count) of \(all))"
    case .unknown: "unknown"
    }
  }

  /// Whether the cell speaks of more than one number in words, so that nothing is to be aligned.
  var isWordy: Bool {
    switch self {
    case .span, .partial: true
    default: false
    }
  }

  /// The decimal that every number between the two rounds to; nil where they differ.
  private static func common(_ lower: Rational, _ upper: Rational, _ digits: Int) -> String? {
    guard let below = Decimal(lower, digits, .nearest), below == Decimal(upper, digits, .nearest)
    else { return nil }
    return below.text(keepingZeros: true)
  }

  /// An end of a span, rounded outward.
  private static func end(
    _ bounds: Bounds, _ rounding: Decimal.Rounding, _ digits: Int, _ isTime: Bool
  ) -> ShownCell {
    guard let ends = bounds.finite else { return ShownCell(bounds, digits: digits, isTime: isTime) }
    return .digits(rounded(rounding == .down ? ends.lower : ends.upper, digits, rounding))
  }

  private static func rounded(
    _ value: Rational, _ digits: Int, _ rounding: Decimal.Rounding
  ) -> String {
    exact(value, digits) ?? Decimal(value, digits, rounding)?.text(keepingZeros: false)
      ?? value.description
  }

  /// The text of a value that the digits say exactly; integers in full up to a length.
  private static func exact(_ value: Rational, _ digits: Int) -> String? {
    if value.isInteger, value.description.utf8.count <= integerDigits { return value.description }
    guard let down = Decimal(value, digits, .down), down == Decimal(value, digits, .up) else {
      return nil
    }
    return down.text(keepingZeros: false)
  }

  /// A half of an odd integer.
  private static func decimal(_ value: Rational) -> String {
    value.decimalEnclosure(digits: integerDigits + 5).lower
  }
}
