internal import Documents
internal import Enclosures
internal import LogisticKernels

/// Counts correctly classified test points at every step, exactly where the enclosure allows it.
///
/// **Active set.** With cᵢ ≤ |zᵢ(v′)|/‖uᵢ‖ at a reference v′, the sign of zᵢ is that at v′ for
/// every v with ‖v − v′‖ < cᵢ. Points with cᵢ > slack are looked at again only when ‖v − v′‖ may
/// exceed the slack. In low dimensions it is faster to look at all points at every step (`SignScan`).
struct RegimeCounter: Sendable {
  let points: ExtendedPoints
  private let norms: [Double]
  private var active: [Int] = []
  private var reference: [Double] = []
  private var slack = -1.0
  private var settledCorrect = 0, settledWrong = 0
  private var scan: SignScan?

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
    var reach = upward(upward(distance(view.high) + view.radius) + extra)
    if !(reach < slack) {
      refresh(view)
      reach = upward(upward(distance(view.high) + view.radius) + extra)
    }
    let isNear = reach < slack
    var correct = isNear ? settledCorrect : 0
    var wrong = isNear ? settledWrong : 0
    let rows = isNear ? active : Array(0..<count)
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

  /// ‖v − v′‖ at most, up to the ball's radius.
  private func distance(_ high: [Double]) -> Double {
    guard reference.count == high.count else { return .infinity }
    var square = 0.0
    var size = 0.0
    for k in high.indices {
      square += (high[k] - reference[k]) * (high[k] - reference[k])
      size += abs(high[k])
    }
    // Low parts are below 2⁻⁵² of the high ones; d + 3 roundings.
    return square.squareRoot() * (1 + Double(high.count + 4) * 0x1p-50) + 0x1p-49 * size
      + 1e-150
  }

  private mutating func refresh(_ view: DescentView) {
    reference = view.high
    active = []
    (settledCorrect, settledWrong) = (0, 0)
    let clearances = (0..<count).map { row in
      let (center, error) = points.approximateMargin(row, reference)
      let clear = (abs(center) - upward(error)) / norms[row] * (1 - 0x1p-48)
      return clear > 0 ? clear : 0
    }
    // An eighth of the points stays active.
    slack = clearances.sorted()[min(count - 1, count / 8 + 16)]
    for row in 0..<count {
      guard clearances[row] > slack else {
        active.append(row)
        continue
      }
      if points.approximateMargin(row, reference).center > 0 {
        settledCorrect += 1
      } else {
        settledWrong += 1
      }
    }
  }
}

/// The signs of all margins at a state, by the vectorized kernel.
///
/// The error of a margin is that of `ExtendedPoints.approximateMargin`, (d + 7)·2⁻⁵¹·Σ|terms| and, for
/// underflow, (d + 1)·10⁻³⁰⁰ times the greatest number; Σ|terms| ≤ ‖uᵢ‖·‖v‖, and the ball adds
/// radius·‖uᵢ‖. The kernel's bound has two roundings of non-negative terms and one of the sum with
/// `extra`, which 1 + 2⁻⁴⁸ in each factor covers; `floor` covers underflow.
struct SignScan: Sendable {
  private let count: Int, length: Int
  private let rows: [Double], norms: [Double]
  private let greatest: Double
  /// The indices that the last evaluation left open come first.
  private(set) var open: [Int32]

  init(_ points: ExtendedPoints, norms given: [Double]) {
    let chunk = Int(kernel_chunk)
    count = points.count
    length = points.length
    let chunks = (count + chunk - 1) / chunk
    var rows = Array(repeating: 0.0, count: chunks * chunk * length)
    var norms = Array(repeating: 0.0, count: chunks * chunk)
    var greatest = 1.0
    for row in 0..<count {
      for k in 0..<length {
        let value = points.approximations[row * length + k]
        rows[(row / chunk * length + k) * chunk + row % chunk] = value
        greatest = max(greatest, abs(value))
      }
      norms[row] = given[row]
    }
    self.rows = rows
    self.norms = norms
    self.greatest = greatest
    open = Array(repeating: 0, count: count)
  }

  /// Counts the points that are certainly correct or wrong, and fills `open` with the others.
  mutating func evaluate(
    _ view: DescentView, extra: Double,
    variant: kernel_variant = HardwareKernel.variant
  ) -> kernel_signs {
    var greatest = greatest
    var square = 0.0
    for x in view.high {
      greatest = max(greatest, abs(x))
      square += x * x
    }
    let terms = Double(length)
    // 2⁻⁵⁰⁰ for squares that underflow.
    let size = upward(square.squareRoot() * (1 + terms * 0x1p-52)) + 0x1p-500
    let slope = upward(upward((terms + 6) * 0x1p-51 * size) + view.radius) * (1 + 0x1p-48)
    return kernel_count_signs(
      variant, count, length, rows, norms, view.high, slope, greatest * terms * 1e-300,
      upward(extra * (1 + 0x1p-48)), &open)
  }
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
