/// Wall-clock times of repeated runs of one piece of work.
struct Timing {
  /// Seconds, ascending.
  let seconds: [Double]

  var minimum: Double { seconds[0] }
  var median: Double { seconds[seconds.count / 2] }

  /// Runs the work once to warm up, then the given number of times.
  init(runs: Int = 7, of work: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    try work()
    var times: [Double] = []
    for _ in 0..<runs {
      let (whole, fraction) = try clock.measure(work).components
      times.append(Double(whole) + Double(fraction) * 1e-18)
    }
    seconds = times.sorted()
  }
}

/// Decimal text with the given number of places, padded on the left.
func fixed(_ value: Double, places: Int, width: Int) -> String {
  let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
  let rounded = (value * scale).rounded()
  let whole = Int(rounded / scale)
  var text = "\(whole)"
  if places > 0 {
    let fraction = "\(Int(rounded - Double(whole) * scale))"
    text += "." + String(repeating: "0", count: max(0, places - fraction.count)) + fraction
  }
  return padded(text, width)
}

/// The text, padded on the left.
func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
