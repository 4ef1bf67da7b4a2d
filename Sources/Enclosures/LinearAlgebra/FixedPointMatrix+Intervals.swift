/// Products with enclosures.
extension FixedPointMatrix {
  /// An enclosure of Σⱼ aᵢⱼ·xⱼ for all xⱼ in the given intervals.
  ///
  /// **Rounding.** Entries are exact; products and sums are rounded outward at the precision.
  public func rowDot(_ row: Int, with vector: [Interval], precision: Int) -> Interval {
    precondition(vector.count == columns, "as many intervals as columns")
    let entryPrecision = 64 * limbs
    var lower = BigFloat.zero(precision: precision)
    var upper = lower
    for (column, interval) in vector.enumerated() {
      let entry = bigFloat(row, column, precision: entryPrecision, .nearest)
      guard !entry.isZero else { continue }
      let least = entry.sign > 0 ? interval.lower : interval.upper
      let greatest = entry.sign > 0 ? interval.upper : interval.lower
      lower = lower.adding(
        entry.multiplied(by: least, precision: precision, .down), precision: precision, .down)
      upper = upper.adding(
        entry.multiplied(by: greatest, precision: precision, .up), precision: precision, .up)
    }
    return Interval(ordered: lower, upper)
  }

  /// Enclosures of A·x, one a row.
  public func applied(to vector: [Interval], precision: Int) -> [Interval] {
    (0..<rows).map { rowDot($0, with: vector, precision: precision) }
  }
}
