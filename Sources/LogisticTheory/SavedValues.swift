internal import Documents
internal import Enclosures

/// Findings of observers as JSON, and back; all that is read is checked.
enum SavedValues {
  /// Doubles bit by bit: 16 hexadecimal digits each, with no space between them.
  static func numbers(_ values: [Double]) -> JSONValue {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(16 * values.count)
    for value in values {
      let bits = value.bitPattern
      for place in (0..<16).reversed() { text.append(digits[Int(bits >> UInt64(4 * place) & 15)]) }
    }
    return .string(String(decoding: text, as: UTF8.self))
  }

  /// Doubles that `numbers` wrote; `count` is how many there must be.
  static func numbers(_ json: JSONValue?, count: Int? = nil) throws(DescentError) -> [Double] {
    guard let text = json?.string.map({ Array($0.utf8) }), text.count % 16 == 0,
      count.map({ text.count == 16 * $0 }) ?? true
    else { throw .badCheckpoint("damaged numbers") }
    var values: [Double] = []
    values.reserveCapacity(text.count / 16)
    var bits: UInt64 = 0
    for (place, digit) in text.enumerated() {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): bits = bits << 4 | UInt64(digit - 48)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): bits = bits << 4 | UInt64(digit - 87)
      default: throw .badCheckpoint("damaged numbers")
      }
      if place % 16 == 15 { values.append(Double(bitPattern: bits)) }
    }
    return values
  }

  /// Integers, each with the number of times that it follows itself.
  static func runs(_ values: [Int]) -> JSONValue {
    var result: [JSONValue] = []
    var start = 0
    for index in values.indices
    where index + 1 == values.count || values[index + 1] != values[index] {
      result += [.integer(values[index]), .integer(index + 1 - start)]
      start = index + 1
    }
    return .array(result)
  }

  /// Integers that `runs` wrote, as many as `length` allows.
  static func runs(
    _ json: JSONValue?, length: ClosedRange<Int>
  ) throws(DescentError) -> [Int] {
    let entries = try integers(json)
    var values: [Int] = []
    for place in stride(from: 0, to: entries.count, by: 2) {
      guard place + 1 < entries.count, entries[place + 1] > 0,
        entries[place + 1] <= length.upperBound - values.count
      else { throw .badCheckpoint("damaged integers") }
      values += repeatElement(entries[place], count: entries[place + 1])
    }
    guard length.contains(values.count) else { throw .badCheckpoint("damaged integers") }
    return values
  }

  /// Integers of an array; `count` is how many there must be.
  static func integers(_ json: JSONValue?, count: Int? = nil) throws(DescentError) -> [Int] {
    guard let elements = json?.array, count.map({ elements.count == $0 }) ?? true else {
      throw .badCheckpoint("damaged integers")
    }
    let values = elements.compactMap(\.integer)
    guard values.count == elements.count else { throw .badCheckpoint("damaged integers") }
    return values
  }

  /// Counts of points.
  static func counts(_ counts: SignCounts?) -> JSONValue {
    guard let counts else { return .null }
    return [.integer(counts.correct), .integer(counts.wrong), .integer(counts.undecided)]
  }

  /// Counts that `counts` wrote.
  static func counts(_ json: JSONValue?) throws(DescentError) -> SignCounts? {
    if json == .null { return nil }
    let values = try integers(json, count: 3)
    guard values.allSatisfy({ (0...1 << 40).contains($0) }) else {
      throw .badCheckpoint("damaged counts")
    }
    return SignCounts(correct: values[0], wrong: values[1], of: values.reduce(0, +))
  }

  /// A view.
  static func view(_ view: DescentView) -> JSONValue {
    [
      "step": .integer(view.step), "state": numbers(view.high + view.low + [view.radius]),
      "counts": counts(view.counts),
    ]
  }

  /// A view that `view` wrote, of a state with `dimension` coordinates where that is known.
  static func view(_ json: JSONValue?, dimension: Int? = nil) throws(DescentError) -> DescentView {
    let state = try numbers(json?["state"], count: dimension.map { 2 * $0 + 1 })
    guard let step = json?["step"]?.integer, step >= 0, state.count % 2 == 1, state.count > 1 else {
      throw .badCheckpoint("damaged view")
    }
    let size = state.count / 2
    return DescentView(
      step: step, high: Array(state[..<size]), low: Array(state[size..<2 * size]),
      radius: state[2 * size], counts: try counts(json?["counts"]))
  }

  /// Views in order.
  static func views(_ json: JSONValue?, dimension: Int? = nil) throws(DescentError) -> [DescentView]
  {
    guard let elements = json?.array else { throw .badCheckpoint("damaged views") }
    var views: [DescentView] = []
    for element in elements { views.append(try view(element, dimension: dimension)) }
    return views
  }
}
