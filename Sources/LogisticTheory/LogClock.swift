internal import Documents
internal import Enclosures

/// log t at consecutive steps, in binary64 with a bound of its error.
///
/// From t ≥ 64 on, log(t + 1) = log t + 2·artanh(x), x = 1/(2t + 1) ≤ 1/129, by the terms up to x⁷
/// (the rest is below 2⁻⁶²); every step adds at most 4u·(log t + 1). Every 16 steps the value is
/// computed anew.
struct LogClock: Sendable {
  private var t = 0
  private(set) var value = 0.0
  private(set) var error = 0.0

  /// Moves to t ≥ 1.
  mutating func move(to next: Int) {
    guard next != t else { return }
    if next == t + 1, t >= 64, next % 16 != 0 {
      let x = 1 / (2 * Double(t) + 1)
      let s = x * x
      value += 2 * x * (1 + s * (1 / 3.0 + s * (1 / 5.0 + s / 7)))
      error += 0x1p-51 * (value + 1) + 0x1p-62
    } else {
      let exact = BigFloat(next, precision: 64, rounding: .nearest)
        .logarithm(precision: 64, .nearest)
      value = exact.approximation
      error = 0x1p-52 * value
    }
    t = next
  }
}

extension LogClock {
  /// All of it: the value depends on where the clock was first.
  var saved: JSONValue { ["t": .integer(t), "value": SavedValues.numbers([value, error])] }

  /// A clock that `saved` wrote.
  init(saved json: JSONValue?) throws(DescentError) {
    let numbers = try SavedValues.numbers(json?["value"], count: 2)
    guard let t = json?["t"]?.integer, t >= 0, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw .badCheckpoint("damaged clock")
    }
    self.t = t
    (value, error) = (numbers[0], numbers[1])
  }
}
