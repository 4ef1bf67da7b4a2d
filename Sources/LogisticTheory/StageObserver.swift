internal import Documents
internal import Enclosures

/// A test regime as it is counted.
enum RegimeCount: Sendable {
  case points(RegimeCounter)
  case attack(AttackCounter)

  var count: Int {
    switch self {
    case .points(let counter): counter.count
    case .attack(let counter): counter.dataset.count
    }
  }

  mutating func counts(_ view: DescentView) -> SignCounts {
    switch self {
    case .points(var counter):
      // Emptied first, so that the arrays are not copied.
      self = .none
      let counts = counter.counts(view)
      self = .points(counter)
      return counts
    case .attack(var counter):
      self = .none
      let counts = counter.counts(view)
      self = .attack(counter)
      return counts
    }
  }

  /// What the count depends on besides the points.
  var saved: JSONValue {
    switch self {
    case .points(let counter): counter.saved
    case .attack(let counter): counter.saved
    }
  }

  /// Takes back what `saved` wrote.
  mutating func restore(_ json: JSONValue?) throws(DescentError) {
    switch self {
    case .points(var counter):
      try counter.restore(json)
      self = .points(counter)
    case .attack(var counter):
      try counter.restore(json)
      self = .attack(counter)
    }
  }

  private static let none = RegimeCount.points(
    RegimeCounter(
      LogisticDataset(points: ExactMatrix(rows: 0, columns: 1, [Double]()), labels: [])))
}

/// Collects the stage quantities in one pass over the run; steps count from the start.
struct StageObserver: DescentObserver {
  /// A regime with the times of its accuracy.
  struct Regime: Sendable {
    let name: String
    var count: RegimeCount
    var tracker: CountTracker
  }

  /// Views that are kept at the end of the run, for the orbit.
  static let tail = 18

  private let horizon: Int
  private let dimension: Int
  private let t0: Int
  private let keep: Set<Int>
  private let drift: [Double]?
  private var clock = LogClock()
  /// Accuracy on the training points.
  private(set) var train: CountTracker
  /// Accuracy on the test regimes.
  private(set) var regimes: [Regime]
  /// The maximum of |b|/‖w‖ after the first step.
  private(set) var peak = MaximumTracker()
  /// The maximum of ‖w − ŵ log t‖ from max(t0, 1) on.
  private(set) var residual = MaximumTracker()
  /// The views that are kept.
  private(set) var kept: [Int: DescentView] = [:]
  /// The last views.
  private(set) var last: [DescentView] = []

  /// An observer of states with `dimension` coordinates that keeps the views of the steps in `keep`;
  /// `drift` is ŵ, each entry within 2⁻⁵², relatively.
  init(
    horizon: Int, t0: Int, dimension: Int, trainCount: Int, regimes: [(String, RegimeCount)],
    keep: Set<Int>,
    drift: [Double]?
  ) {
    self.horizon = horizon
    self.dimension = dimension
    self.t0 = t0
    self.keep = keep
    self.drift = drift
    train = CountTracker(total: trainCount)
    self.regimes = regimes.map {
      Regime(name: $0.0, count: $0.1, tracker: CountTracker(total: $0.1.count))
    }
  }

  var needsCounts: Bool { true }
  func wants(step: Int) -> Bool { true }

  mutating func observe(_ view: DescentView) {
    if let counts = view.counts { train.observe(counts, step: view.step) }
    for index in regimes.indices {
      let counts = regimes[index].count.counts(view)
      regimes[index].tracker.observe(counts, step: view.step)
    }
    if view.step > 0 {
      let ratio = view.biasRatio
      peak.observe(view, lower: ratio.lower, upper: ratio.upper)
    }
    observeResidual(view)
    if keep.contains(view.step) { kept[view.step] = view }
    if view.step > horizon - Self.tail { last.append(view) }
  }

  /// ‖ρ‖ with a bound of its error: 2⁻⁵⁰(|w_k| + |ŵ_k| log t) a coordinate (entries, product,
  /// difference, low parts), ‖ŵ‖₁ times the error of log t, the ball, and d + 8 roundings of the
  /// norm (2⁻⁵⁰⁰ for squares that underflow).
  private mutating func observeResidual(_ view: DescentView) {
    let t = t0 + view.step
    guard let drift, t >= 1 else { return }
    clock.move(to: t)
    var square = 0.0
    var size = 0.0
    var slope = 0.0
    for k in drift.indices {
      let part = drift[k] * clock.value
      let rho = view.high[k] - part
      square += rho * rho
      size += abs(view.high[k]) + abs(part)
      slope += abs(drift[k])
    }
    let norm = square.squareRoot()
    let terms = Double(drift.count + 8)
    let error =
      (size * 0x1p-50 + slope * clock.error + view.radius + norm * terms * 0x1p-52)
      * (1 + terms * 0x1p-50) + 0x1p-500
    residual.observe(view, lower: norm - error, upper: norm + error)
  }
}

extension StageObserver: PassObserver {
  func saved() -> JSONValue {
    [
      "clock": clock.saved, "train": train.saved, "peak": peak.saved, "residual": residual.saved,
      "regimes": .array(
        regimes.map {
          ["name": .string($0.name), "count": $0.count.saved, "times": $0.tracker.saved]
        }),
      "kept": .array(kept.keys.sorted().compactMap { kept[$0] }.map(SavedValues.view)),
      "last": .array(last.map(SavedValues.view)),
    ]
  }

  mutating func restore(_ saved: JSONValue) throws {
    clock = try LogClock(saved: saved["clock"])
    try train.restore(saved["train"])
    peak = try MaximumTracker(saved: saved["peak"], dimension: dimension)
    residual = try MaximumTracker(saved: saved["residual"], dimension: dimension)
    guard let found = saved["regimes"]?.array, found.count == regimes.count else {
      throw DescentError.badCheckpoint("other regimes")
    }
    for (index, regime) in found.enumerated() {
      guard regime["name"]?.string == regimes[index].name else {
        throw DescentError.badCheckpoint("other regimes")
      }
      try regimes[index].count.restore(regime["count"])
      try regimes[index].tracker.restore(regime["times"])
    }
    kept = [:]
    for view in try SavedValues.views(saved["kept"], dimension: dimension) {
      guard keep.contains(view.step) else { throw DescentError.badCheckpoint("other steps") }
      kept[view.step] = view
    }
    last = try SavedValues.views(saved["last"], dimension: dimension)
  }
}
