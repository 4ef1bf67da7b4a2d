public import Enclosures

/// What is proved about the state at one step: v(t) lies in the 2-norm ball around a point.
public struct DescentBall: Sendable {
  /// The step t.
  public let step: Int
  /// The centre (w, b).
  public let centre: [BigFloat]
  /// ‖v(t) − centre‖₂ is at most this.
  public let radius: BigFloat

  /// Encloses coordinate k of (w, b).
  public func enclosure(_ coordinate: Int) -> Interval {
    Interval(point: centre[coordinate]).widened(by: radius)
  }

  /// Encloses w.
  public var w: [Interval] { (0..<centre.count - 1).map(enclosure) }
  /// Encloses b.
  public var b: Interval { enclosure(centre.count - 1) }

  /// The same ball around doubles.
  func rounded() -> (high: [Double], low: [Double], radius: Double) {
    let bits = max(centre[0].precision, 128)
    let high = centre.map(\.approximation)
    var low: [Double] = []
    var error = BigFloat.zero(precision: 64)
    for (value, head) in zip(centre, high) {
      let head = BigFloat(head, precision: 64, rounding: .nearest)
      let rest = value.subtracting(head, precision: bits, .nearest)
      let tail = rest.approximation
      low.append(tail)
      // The first difference is rounded once more where it needs more bits than the centre has.
      let slack = value.magnitude.scaled(byPowerOfTwo: 8 - bits, .up)
      let distance = rest.subtracting(
        BigFloat(tail, precision: 64, rounding: .nearest), precision: 64, .up)
      let other = BigFloat(tail, precision: 64, rounding: .nearest).subtracting(
        rest, precision: 64, .up)
      error = error.adding(max(distance, other), precision: 64, .up)
        .adding(slack, precision: 64, .up)
    }
    return (high, low, radius.adding(error, precision: 64, .up).double(rounding: .up))
  }
}

/// The state at one step as doubles, made for looking at every step: reading it costs next to nothing.
public struct DescentView: Sendable {
  /// The step t.
  public let step: Int
  /// The centre of the ball, (w, b), to about 106 bits: high + low.
  public let high: [Double]
  /// The low parts.
  public let low: [Double]
  /// ‖v(t) − (high + low)‖₂ is at most this.
  public let radius: Double
  /// The signs of the training margins; nil unless the observer needs them.
  public let counts: SignCounts?

  /// Encloses coordinate k of (w, b).
  public func enclosure(_ coordinate: Int, precision: Int = 128) -> Interval {
    (Interval(exactly: high[coordinate], precision: precision)
      + Interval(exactly: low[coordinate], precision: precision))
      .widened(by: BigFloat(radius, precision: precision, rounding: .up))
  }

  /// Bounds h = |b|/‖w‖ from both sides; the upper one is infinite where w may be 0.
  ///
  /// All operations are on non-negative numbers, with a relative error of at most (d + 6)·2⁻⁵³ in all.
  public var biasRatio: (lower: Double, upper: Double) {
    let d = high.count - 1
    var square = 0.0
    for k in 0..<d { square += high[k] * high[k] }
    let norm = square.squareRoot()
    guard norm.isFinite else { return (0, .infinity) }
    var slack = abs(low[d])
    for k in 0..<d { slack += abs(low[k]) }
    slack = upward(slack * (1 + Double(d) * 0x1p-52) + radius) + 0x1p-500
    let safety = Double(d + 12) * 0x1p-52
    let bias = abs(high[d])
    let lower = max(0, bias - slack) / (norm + slack) * (1 - safety)
    let rest = norm * (1 - safety) - slack
    return (max(0, lower), rest > 0 ? (bias + slack) / rest * (1 + safety) : .infinity)
  }
}

/// Looks at the trajectory while it is computed.
///
/// A value type without hidden references: the driver keeps a copy and goes back to it when it starts again
/// with more bits. Views come in ascending order of steps, each exactly once along the accepted trajectory.
public protocol DescentObserver: Sendable {
  /// Whether every view must carry sign counts.
  var needsCounts: Bool { get }
  /// Whether the view of this step is wanted; asked for every step.
  func wants(step: Int) -> Bool
  /// Looks at one step.
  mutating func observe(_ view: DescentView)
}

/// Keeps the views of some steps.
public struct DescentRecorder: DescentObserver {
  /// The steps to keep.
  public let steps: Set<Int>
  /// Whether to count signs.
  public let needsCounts: Bool
  /// What was seen, ascending.
  public private(set) var views: [DescentView] = []

  /// A recorder of the given steps.
  public init(steps: Set<Int>, needsCounts: Bool = true) {
    self.steps = steps
    self.needsCounts = needsCounts
  }

  init(steps: Set<Int>, needsCounts: Bool, views: [DescentView]) {
    self.steps = steps
    self.needsCounts = needsCounts
    self.views = views
  }

  /// Whether the step is to be kept.
  public func wants(step: Int) -> Bool { steps.contains(step) }
  /// Keeps the view.
  public mutating func observe(_ view: DescentView) { views.append(view) }
}
