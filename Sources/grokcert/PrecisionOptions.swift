import Enclosures

/// Checks of the options that state a precision.
enum PrecisionOptions {
  /// - Throws: `InputError` where the precision is out of range.
  static func check(_ bits: Int, option: String) throws {
    let range = PrecisionLimits.start...PrecisionLimits.maximum
    guard range.contains(bits) else {
      throw InputError(
        "\(option): \(bits) bits is out of range; give \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// Checks `--precision` and `--max-precision` together.
  ///
  /// - Throws: `InputError` where one is out of range, or the first exceeds the second.
  static func check(start: Int, maximum: Int) throws {
    try check(maximum, option: "--max-precision")
    try check(start, option: "--precision")
    guard start <= maximum else {
      throw InputError("--precision: \(start) exceeds --max-precision \(maximum)")
    }
  }
}
