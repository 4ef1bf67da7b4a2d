internal import Documents
internal import Enclosures
internal import LogisticKernels

/// Counts correctly classified test points at every step, exactly where the enclosure allows it.
///
/// **Active set.** With cᵢ ≤ |zᵢ(v′)|/‖uᵢ‖ at a reference v′, the sign of zᵢ is that at v′ for
/// every v and s > 0 with ‖v/s − v′‖ < cᵢ: a common factor of v changes no sign. Points with cᵢ > slack
/// are looked at again only when ‖v/s − v′‖ may exceed the slack. Two references are kept, because an
/// orbit of period 2 alternates between two places. In low dimensions it is faster to look at all points
/// at every step (`SignScan`).
struct RegimeCounter: Sendable {
  let points: ExtendedPoints
  private let norms: [Double]
  private var near = Reference()
  private var other = Reference()
  private var scan: SignScan?

  /// What is known around one state.
  private struct Reference: Sendable {
    var state: [Double] = []
    var slack = -1.0
    var active: [Int] = []
    var correct = 0, wrong = 0

    /// ‖v/s − v′‖ at most, for every v of the ball and margins less by up to `extra`.
    ///
    /// Low parts are below 2⁻⁵² of the high ones; d + 3 roundings, and one of each s·v′.
    func reach(_ view: DescentView, extra: Double) -> Double {
      guard state.count == view.high.count else { return .infinity }
      var product = 0.0
      var square = 0.0
      for k in state.indices {
        product += view.high[k] * state[k]
        square += state[k] * state[k]
      }
      let ratio = product / square
      // Any positive number will do.
      let scale = ratio > 0x1p-200 && ratio < 0x1p200 ? ratio : 1
      var distance = 0.0
      var size = 0.0
      for k in state.indices {
        let part = scale * state[k]
        distance += (view.high[k] - part) * (view.high[k] - part)
        size += abs(view.high[k]) + abs(part)
      }
      let length =
        distance.squareRoot() * (1 + Double(state.count + 4) * 0x1p-50) + 0x1p-49 * size + 1e-150
      return upward(upward(upward(length + view.radius) + extra) / scale)
    }
  }

  init(_ dataset: LogisticDataset) {
    points = ExtendedPoints(dataset)
    let length = points.length
    let entries = points.approximations
    norms = (0..<dataset.count).map { row in
      var square = 0.0
      for j in 0..<length { square += entries[row * length + j] * entries[row * length + j] }
      return square.squareRoot() * (1 + Double(length + 8) * 0x1p-51) + 1e-290
    }
    if length <= Int(kernel_hessian_dimension) { scan = SignScan(points, norms: norms) }
  }

  /// The number of points.
  var count: Int { points.count }

  /// Counts at a state; every margin may be less by `extra` than that of the points held here.
  mutating func counts(_ view: DescentView, extra: Double = 0) -> SignCounts {
    if view.radius == 0, view.high.allSatisfy({ $0 == 0 }), view.low.allSatisfy({ $0 == 0 }) {
      // v = 0: no margin is positive.
      return SignCounts(correct: 0, wrong: count, of: count)
    }
    if scan != nil { return scanned(view, extra) }
    var isNear = near.reach(view, extra: extra) < near.slack
    if !isNear {
      swap(&near, &other)
      isNear = near.reach(view, extra: extra) < near.slack
    }
    if !isNear {
      near = reference(view.high)
      isNear = near.reach(view, extra: extra) < near.slack
    }
    var correct = isNear ? near.correct : 0
    var wrong = isNear ? near.wrong : 0
    let rows = isNear ? near.active : Array(0..<count)
    var open: [Int] = []
    for row in rows {
      let (center, error) = points.approximateMargin(row, view.high)
      let radius = upward(error + upward(view.radius * norms[row]))
      if center > upward(radius + extra) {
        correct += 1
      } else if -center > radius {
        wrong += 1
      } else {
        open.append(row)
      }
    }
    return decided(view, extra, correct: correct, wrong: wrong, open: open)
  }

  private mutating func scanned(_ view: DescentView, _ extra: Double) -> SignCounts {
    guard let found = scan?.evaluate(view, extra: extra) else {
      return SignCounts(correct: 0, wrong: 0, of: count)
    }
    if found.open == 0 {
      return SignCounts(correct: found.correct, wrong: found.wrong, of: count)
    }
    let open = scan?.open.prefix(found.open).map { Int($0) } ?? []
    return decided(view, extra, correct: found.correct, wrong: found.wrong, open: open)
  }

  /// The counts, with the open points looked at exactly where that can help.
  private func decided(
    _ view: DescentView, _ extra: Double, correct: Int, wrong: Int, open: [Int]
  ) -> SignCounts {
    guard open.count <= 4096, view.radius < 0x1p-30 else {
      return SignCounts(correct: correct, wrong: wrong, of: count)
    }
    var (correct, wrong) = (correct, wrong)
    for row in open {
      let margin = self.margin(row, view, extra: extra)
      if margin.lower.sign > 0 { correct += 1 }
      if margin.upper.sign <= 0 { wrong += 1 }
    }
    return SignCounts(correct: correct, wrong: wrong, of: count)
  }

  private func margin(_ row: Int, _ view: DescentView, extra: Double) -> Interval {
    let bits = 256
    var sum = Interval.zero(precision: bits)
    for (k, x) in points.row(row).enumerated() {
      let v =
        Interval(exactly: view.high[k], precision: bits)
        + Interval(exactly: view.low[k], precision: bits)
      sum = sum + Interval(x, precision: bits) * v
    }
    // An exact state has exact margins.
    let radius = view.radius == 0 ? 0 : upward(view.radius * norms[row])
    let around = sum.widened(by: BigFloat(radius, precision: 64, rounding: .up))
    let less = BigFloat(extra, precision: 64, rounding: .up)
    return around + Interval(lower: -less, upper: BigFloat.zero(precision: 64))
  }

  private func reference(_ high: [Double]) -> Reference {
    var found = Reference()
    found.state = high
    let margins = (0..<count).map { points.approximateMargin($0, high) }
    let clearances = (0..<count).map { row in
      let clear = (abs(margins[row].center) - upward(margins[row].radius)) / norms[row]
      return clear > 0 ? clear * (1 - 0x1p-48) : 0
    }
    // An eighth of the points stays active.
    found.slack = element(min(count - 1, count / 8 + 16), of: clearances)
    for row in 0..<count {
      if !(clearances[row] > found.slack) {
        found.active.append(row)
      } else if margins[row].center > 0 {
        found.correct += 1
      } else {
        found.wrong += 1
      }
    }
    return found
  }
}

extension RegimeCounter {
  /// The references, from which all else follows.
  var saved: JSONValue {
    .array([near, other].map { SavedValues.numbers($0.state) })
  }

  /// Takes back what `saved` wrote.
  mutating func restore(_ json: JSONValue?) throws(DescentError) {
    guard let saved = json?.array, saved.count == 2 else {
      throw .badCheckpoint("damaged references")
    }
    near = try restored(saved[0])
    other = try restored(saved[1])
  }

  private func restored(_ json: JSONValue) throws(DescentError) -> Reference {
    let high = try SavedValues.numbers(json)
    if high.isEmpty { return Reference() }
    guard high.count == points.length, high.allSatisfy(\.isFinite) else {
      throw .badCheckpoint("damaged references")
    }
    return reference(high)
  }
}

/// The element that sorting would put at a place (Hoare's selection).
private func element(_ place: Int, of numbers: [Double]) -> Double {
  var values = numbers
  var (low, high) = (0, values.count - 1)
  while low < high {
    let pivot = values[low + (high - low) / 2]
    var (i, j) = (low, high)
    while i <= j {
      while values[i] < pivot { i += 1 }
      while values[j] > pivot { j -= 1 }
      if i <= j {
        values.swapAt(i, j)
        i += 1
        j -= 1
      }
    }
    if place <= j {
      high = j
    } else if place >= i {
      low = i
    } else {
      break
    }
  }
  return values[place]
}

/// Counts points that stay correct under an ℓ∞ attack with clipping.
///
/// The least y(w·x′ + b) over |x′ − x| ≤ radius inside the range is taken at the corner x′ = x −
/// y·radius·sign(w), clipped. Where the sign of w_k is open, either choice is off by at most
/// 2·radius·|w_k|.
struct AttackCounter: Sendable {
  let dataset: LogisticDataset
  let radius: Rational
  let range: ClosedRange<Rational>
  private var signs: [Bool] = []
  private var counter: RegimeCounter

  init(_ dataset: LogisticDataset, radius: Rational, range: ClosedRange<Rational>) {
    self.dataset = dataset
    self.radius = radius
    self.range = range
    counter = RegimeCounter(dataset)
  }

  mutating func counts(_ view: DescentView) -> SignCounts {
    let now = view.high.dropLast().map { $0 >= 0 }
    if now != signs {
      signs = now
      counter = RegimeCounter(corners(now))
    }
    var open = 0.0
    for k in now.indices {
      let low = upward(view.radius + abs(view.low[k]))
      if !(abs(view.high[k]) > low) { open = upward(open + upward(abs(view.high[k]) + low)) }
    }
    let width = BigFloat(radius, precision: 64, rounding: .up).double(rounding: .up)
    return counter.counts(view, extra: open == 0 ? 0 : upward(2 * width * open))
  }

  /// The attacked points, for w with these signs.
  func corners(_ signs: [Bool]) -> LogisticDataset {
    let d = dataset.dimension
    let entries = (0..<dataset.points.count).map { place in
      let towards = signs[place % d] == (dataset.labels[place / d] > 0)
      let x = dataset.points[place]
      let moved = towards ? x - radius : x + radius
      return min(max(moved, range.lowerBound), range.upperBound)
    }
    return LogisticDataset(
      points: ExactMatrix(rows: dataset.count, columns: d, entries), labels: dataset.labels)
  }
}

extension AttackCounter {
  /// The signs that the attacked points are for, and where they were counted.
  var saved: JSONValue {
    [
      "signs": SavedValues.runs(signs.map { $0 ? 1 : 0 }), "reference": counter.saved,
    ]
  }

  /// Takes back what `saved` wrote.
  mutating func restore(_ json: JSONValue?) throws(DescentError) {
    let found = try SavedValues.runs(json?["signs"], length: 0...dataset.dimension).map { $0 == 1 }
    guard found.isEmpty || found.count == dataset.dimension else {
      throw .badCheckpoint("damaged signs")
    }
    signs = found
    counter = RegimeCounter(found.isEmpty ? dataset : corners(found))
    try counter.restore(json?["reference"])
  }
}
