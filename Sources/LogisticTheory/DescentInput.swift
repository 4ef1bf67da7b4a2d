public import Documents
public import Enclosures

/// Why gradient descent could not be set up or followed.
public enum DescentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The input has no descent: shapes or values that do not fit.
  case badInput(String)
  /// The state or the loss left the range of the arithmetic: the descent diverges (or nearly so).
  case overflow(step: Int)
  /// No precision up to the limit kept the radius below the target.
  case precisionExhausted(step: Int, bits: Int)
  /// A checkpoint does not belong to this run, or is damaged.
  case badCheckpoint(String)

  /// A sentence for the user.
  public var description: String {
    switch self {
    case .badInput(let reason): "gradient descent: \(reason)"
    case .overflow(let step): "gradient descent overflows at step \(step): it diverges"
    case .precisionExhausted(let step, let bits):
      "the trajectory's radius exceeds its target at step \(step) with \(bits) bits"
    case .badCheckpoint(let reason): "checkpoint: \(reason)"
    }
  }
}

/// Gradient descent on the logistic or the exponential loss, in plain exact numbers.
///
/// With the signed extended points uᵢ = yᵢ·(xᵢ, 1) and the state v = (w, b):
///
///     v(t+1) = v(t) + η·Σᵢ s(uᵢ·v(t))·uᵢ,   s(z) = 1/(1 + e^z) or e^−z.
public struct DescentInput: Sendable {
  /// The points xᵢ, one a row.
  public let points: ExactMatrix
  /// The labels, ±1.
  public let labels: [Int]
  /// The step; for the mean reduction, already divided by the number of points.
  public let eta: Rational
  /// Whether the loss is e^−z rather than log(1 + e^−z).
  public let isExponential: Bool
  /// w at the first step.
  public let w0: [Rational]
  /// b at the first step.
  public let b0: Rational
  /// The points in binary64; nil where they are out of its range.
  private(set) var hardware: HardwarePoints?

  /// - Throws: `DescentError.badInput` for shapes that do not fit, labels other than ±1, η ≤ 0.
  public init(
    points: ExactMatrix, labels: [Int], eta: Rational, isExponential: Bool = false,
    w0: [Rational]? = nil, b0: Rational = 0
  ) throws(DescentError) {
    let start = w0 ?? Array(repeating: 0, count: points.columns)
    guard points.rows > 0, points.columns > 0 else { throw .badInput("there are no points") }
    guard labels.count == points.rows else { throw .badInput("labels and points differ in number") }
    guard labels.allSatisfy({ abs($0) == 1 }) else { throw .badInput("labels must be 1 or -1") }
    guard start.count == points.columns else { throw .badInput("w0 has the wrong dimension") }
    guard eta.sign > 0 else { throw .badInput("eta must be positive") }
    self.points = points
    self.labels = labels
    self.eta = eta
    self.isExponential = isExponential
    self.w0 = start
    self.b0 = b0
    hardware = HardwarePoints(self)
  }

  /// The number of points.
  public var count: Int { points.rows }
  /// The number of coordinates of v = (w, b).
  public var dimension: Int { points.columns + 1 }

  /// v at the first step.
  var start: [Rational] { w0 + [b0] }

  /// The coordinate of uᵢ = yᵢ·(xᵢ, 1).
  func signed(_ row: Int, _ column: Int) -> Rational {
    let value: Rational = column == points.columns ? 1 : points[row, column]
    return labels[row] < 0 ? -value : value
  }

  /// uᵢ·v, exactly.
  func margin(_ row: Int, _ state: [Rational]) -> Rational {
    state.indices.reduce(0) { $0 + signed(row, $1) * state[$1] }
  }

  /// An upper bound of ‖uᵢ‖₂, within a few units in the last place.
  func norm(_ row: Int) -> Double {
    var square = Interval(1, precision: 64)
    for column in 0..<points.columns {
      square = square + Interval(points[row, column], precision: 64).squared()
    }
    return square.clampedSquareRoot().upper.double(rounding: .up)
  }
}

/// How many points are classified correctly: yᵢ(w·xᵢ + b) > 0.
public struct SignCounts: Sendable, Hashable {
  /// Points that are certainly correct.
  public let correct: Int
  /// Points that are certainly not.
  public let wrong: Int
  /// Points whose side the enclosure does not decide.
  public let undecided: Int

  /// Counts of which the rest is undecided.
  init(correct: Int, wrong: Int, of count: Int) {
    self.correct = correct
    self.wrong = wrong
    undecided = count - correct - wrong
  }
}

/// An upper bound of a sum or product of a few non-negative doubles that was rounded to nearest.
///
/// Each of n ≤ 2 operations multiplies by at least 1 − 2⁻⁵³ (underflow adds 2⁻¹⁰⁷⁴ each, which the last term
/// covers): 1 + 2⁻⁵⁰ makes up for both roundings and its own.
@inline(__always)
func upward(_ value: Double) -> Double { value * 0x1.0000000000004p0 + 0x1p-1070 }
