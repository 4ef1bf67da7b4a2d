import Enclosures

/// Leaves out texts of ticks that would cover each other.
extension PlotAxis {
  /// The ticks whose texts fit beside each other on an axis of some width.
  ///
  /// Of a logarithmic axis the powers of ten stay longest.
  func fittingTicks(width: Double, size: Double) -> [Tick] {
    func fits(_ ticks: [Tick]) -> Bool {
      zip(ticks, ticks.dropFirst()).allSatisfy { left, right in
        let room = (fraction(right.value) - fraction(left.value)) * width
        let texts = TextWidth.estimate(left.text.plain + right.text.plain, size: size)
        return room >= texts / 2 + size / 2
      }
    }
    if fits(ticks) { return ticks }
    var kept = ticks
    if scale == .logarithmic {
      let powers = ticks.filter { tick in
        let digits = tick.value.description.filter { $0 != "0" && $0 != "/" }
        return digits == "1" || digits == "11"
      }
      if powers.count > 1 { kept = powers }
    }
    for every in 1...max(kept.count, 1) {
      let some = kept.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element)
      if fits(some) { return some }
    }
    return Array(kept.prefix(1))
  }
}
