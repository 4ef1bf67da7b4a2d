internal import Documents
internal import Enclosures

/// Bounds of b and of bias_rate at every step, and their hulls over blocks of steps.
struct RunSeries: DescentObserver {
  /// Runs longer than this have no hulls.
  static let maximumSteps = 1 << 22

  private var last: DescentView?
  private let t0: Int, dimension: Int
  private(set) var bias = HullTree()
  private(set) var rate = HullTree()

  init(t0: Int, dimension: Int) {
    self.t0 = t0
    self.dimension = dimension
  }

  var needsCounts: Bool { false }
  func wants(step: Int) -> Bool { true }

  mutating func observe(_ view: DescentView) {
    let k = view.high.count - 1
    let (high, low) = (view.high[k], view.low[k])
    let error = (abs(low) + view.radius) * (1 + 0x1p-50)
    bias.append((high - error).nextDown, (high + error).nextUp)
    if let last {
      let head = high - last.high[k]
      let tail = low - last.low[k]
      // Two differences and their sum are rounded; then the product.
      let rounding = (abs(head) + abs(tail)) * 0x1p-51
      let slack = (rounding + view.radius + last.radius) * (1 + 0x1p-50)
      let t = Double(t0 + view.step - 1)
      let rate = t * (head + tail)
      let error = (t * slack + abs(rate) * 0x1p-51) * (1 + 0x1p-50) + 0x1p-1000
      self.rate.append((rate - error).nextDown, (rate + error).nextUp)
    }
    last = view
  }

  /// Builds the hulls.
  mutating func finish() {
    last = nil
    bias.build()
    rate.build()
  }
}

extension RunSeries: PassObserver {
  /// Runs longer than this are followed again rather than saved: 64 bytes a step.
  static let maximumSavedSteps = 1 << 18

  func saved() -> JSONValue {
    [
      "bias": bias.saved, "rate": rate.saved,
      "last": last.map(SavedValues.view) ?? .null,
    ]
  }

  mutating func restore(_ saved: JSONValue) throws {
    bias = try HullTree(saved: saved["bias"])
    rate = try HullTree(saved: saved["rate"])
    last = saved["last"] == .null ? nil : try SavedValues.view(saved["last"], dimension: dimension)
    guard bias.count == rate.count + (last == nil ? 0 : 1) else {
      throw DescentError.badCheckpoint("damaged series")
    }
  }
}

/// Hulls of consecutive intervals, by a tree of pairs.
struct HullTree: Sendable {
  private var lower: [[Double]] = [[]]
  private var upper: [[Double]] = [[]]

  /// The number of intervals.
  var count: Int { lower[0].count }

  mutating func append(_ low: Double, _ high: Double) {
    lower[0].append(low)
    upper[0].append(high)
  }

  mutating func build() {
    while let lows = lower.last, let highs = upper.last, lows.count > 1 {
      let half = lows.count / 2
      lower.append((0..<half).map { min(lows[2 * $0], lows[2 * $0 + 1]) })
      upper.append((0..<half).map { max(highs[2 * $0], highs[2 * $0 + 1]) })
    }
  }

  /// The hull of the intervals first…last.
  func hull(_ first: Int, _ last: Int) -> (lower: Double, upper: Double) {
    var (first, last, level) = (first, last + 1, 0)
    var low = Double.infinity
    var high = -Double.infinity
    func take(_ index: Int) {
      low = min(low, lower[level][index])
      high = max(high, upper[level][index])
    }
    while first < last {
      if first % 2 == 1 {
        take(first)
        first += 1
      }
      if last % 2 == 1 {
        last -= 1
        take(last)
      }
      (first, last, level) = (first / 2, last / 2, level + 1)
    }
    return (low, high)
  }
}

extension HullTree {
  /// The intervals, before the tree is built.
  var saved: JSONValue { .array([SavedValues.numbers(lower[0]), SavedValues.numbers(upper[0])]) }

  /// Intervals that `saved` wrote.
  init(saved json: JSONValue?) throws(DescentError) {
    let low = try SavedValues.numbers(json?.array?.first)
    lower = [low]
    upper = [try SavedValues.numbers(json?.array?.last, count: low.count)]
  }
}
