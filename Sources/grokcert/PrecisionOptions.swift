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
}
