import Enclosures

/// Prints the quantities of a problem to certified digits, raising the precision where it is needed.
struct QuantityTable {
  /// Records by name; quantities that do not exist here are left out.
  private(set) var records: [String: EnclosureRecord] = [:]
  /// Names of records that are wider than 10⁻¹⁵ relative, with the reason.
  private(set) var wide: [String: String] = [:]

  /// Measures scalar quantities, all unless some are named, with at least `precision` bits.
  init(
    _ source: any TheoryMeasurement, names: [String]? = nil,
    from precision: Int = 2 * PrecisionLimits.start, maximumPrecision: Int
  ) throws {
    for name in names ?? source.scalarNames.sorted() {
      let limit = source.precisionLimit(of: name)
      guard
        let (record, reason) = try Self.record(
          from: precision, maximumPrecision: min(maximumPrecision, limit ?? .max),
          { try source.value(of: name, precision: $0) })
      else { continue }
      records[name] = record
      wide[name] = reason == Self.undecided && limit != nil ? source.limitReason : reason
    }
  }

  /// The record of a value at the least precision that certifies all digits, and why it is wide otherwise.
  static func record(
    from precision: Int = 2 * PrecisionLimits.start, maximumPrecision: Int,
    _ value: (Int) throws -> ScalarValue?
  ) rethrows -> (EnclosureRecord, String?)? {
    var precision = precision
    while true {
      guard let current = try value(precision) else { return nil }
      if let record = EnclosureRecord(canonical: current, precision: precision) {
        return (record, nil)
      }
      if precision * 2 > maximumPrecision || !isPrecisionBound(current) {
        let interval = current.interval(precision: precision)
        return (EnclosureRecord(wide: interval), reason(interval))
      }
      precision *= 2
    }
  }

  /// Whether a higher precision may help: not where an end is infinite (no argument bounds the value).
  private static func isPrecisionBound(_ value: ScalarValue) -> Bool {
    if case .enclosed(let interval) = value { interval.isBounded } else { true }
  }

  private static func reason(_ interval: Interval) -> String? {
    if !interval.isBounded { return "no bound on both sides is known" }
    if interval.containsZero { return "encloses zero, so that no digit is significant" }
    return interval.isNarrow ? nil : undecided
  }

  private static let undecided = "undecided at the greatest precision allowed"
}
