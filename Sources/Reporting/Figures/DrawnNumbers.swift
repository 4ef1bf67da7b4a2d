import Certification
import Enclosures

/// The numbers that a field has on several draws of the same problem, and what is drawn of them.
struct DrawnNumbers {
  /// The median, where the finite numbers reach that far.
  let median: PlotNumber?
  /// From the least to the greatest finite number.
  let spread: PlotNumber?
  /// Numbers that are certified to be infinite.
  let infinite: Int
  /// Numbers without a known upper end, as a time beyond the horizon.
  let censored: Int
  /// Numbers that are −∞ or without a lower end.
  let below: Int

  init(_ bounds: [Bounds]) {
    let finite = bounds.compactMap(\.finite)
    infinite = bounds.count { $0 == .infinite(sign: 1) }
    censored = bounds.count {
      if case .between(let lower, nil) = $0 { lower != nil } else { false }
    }
    below = bounds.count - finite.count - infinite - censored
    if let least = finite.map(\.lower).min(), let greatest = finite.map(\.upper).max() {
      spread = PlotNumber(lower: least, upper: greatest)
    } else {
      spread = nil
    }
    median = DrawnNumbers.median(bounds)
  }

  /// The median, enclosed by the medians of the lower and of the upper ends.
  ///
  /// The k-th least of some numbers lies between the k-th least of lower and of upper bounds of them.
  static func median(_ bounds: [Bounds]) -> PlotNumber? {
    guard !bounds.isEmpty else { return nil }
    // Infinite ends are nil, below or above all others.
    let lower = bounds.map { bound -> Rational? in
      if case .between(let lower, _) = bound { lower } else { nil }
    }
    let upper = bounds.map { bound -> Rational? in
      if case .between(_, let upper) = bound { upper } else { nil }
    }
    let minus = zip(bounds, lower).count { $0.0 != .infinite(sign: 1) && $0.1 == nil }
    let lowers = lower.compactMap(\.self).sorted()
    let uppers = upper.compactMap(\.self).sorted()
    let minusUpper = bounds.count { $0 == .infinite(sign: -1) }
    func place(_ index: Int) -> PlotNumber? {
      let (low, high) = (index - minus, index - minusUpper)
      guard lowers.indices.contains(low), uppers.indices.contains(high) else { return nil }
      return PlotNumber(lower: lowers[low], upper: uppers[high])
    }
    guard let first = place((bounds.count - 1) / 2), let second = place(bounds.count / 2) else {
      return nil
    }
    return PlotNumber(
      lower: (first.lower + second.lower) / 2, upper: (first.upper + second.upper) / 2)
  }

  /// `2 never, 1 beyond the horizon`; nil where all numbers are finite above.
  var above: PlotText? {
    var parts: [PlotText] = []
    if infinite > 0 {
      parts.append(PlotText("\(infinite)×∞", latex: "$\(infinite)\\times\\infty$"))
    }
    if censored > 0 { parts.append(PlotText("\(censored)×>", latex: "$\(censored)\\times{>}$")) }
    guard var text = parts.first else { return nil }
    for part in parts.dropFirst() { text = text + PlotText(" ") + part }
    return text
  }
}
