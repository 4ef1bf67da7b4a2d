/// One end of what is known about a step: a step number, or beyond all of them.
public enum StepBound: Sendable, Hashable, Comparable {
  /// Before every step: the maximum of an empty set.
  case minusInfinity
  /// The step itself.
  case step(Int)
  /// After every step: the minimum of an empty set, or the maximum of an unbounded one.
  case infinity

  /// The step number; nil for the infinite ends.
  public var step: Int? {
    if case .step(let step) = self { step } else { nil }
  }

  /// `53`, `inf` or `-inf`, as certificates write times.
  public var text: String {
    switch self {
    case .minusInfinity: "-inf"
    case .step(let step): String(step)
    case .infinity: "inf"
    }
  }
}

/// What is certified about the first or the last step with some property: lower ≤ step ≤ upper.
///
/// Both ends equal means that the step is known exactly. A *first* step that does not exist is
/// [inf, inf]; a *last* one that does not exist is [−inf, −inf], and one of a set that goes on for ever
/// is [inf, inf]. Anything else is a bracket: the step lies in it, or is one of its infinite ends.
public struct StepEnclosure: Sendable, Hashable {
  /// The step is at least this.
  public let lower: StepBound
  /// The step is at most this.
  public let upper: StepBound

  /// A bracket; the ends must be ordered.
  public init(lower: StepBound, upper: StepBound) {
    precondition(lower <= upper, "step bounds out of order")
    self.lower = lower
    self.upper = upper
  }

  /// A step, or an infinite end, that is known exactly.
  public init(_ bound: StepBound) { self.init(lower: bound, upper: bound) }

  /// Whether both ends agree, be they infinite.
  public var isExact: Bool { lower == upper }

  /// The step where it exists and is known exactly.
  public var exactStep: Int? { isExact ? lower.step : nil }

  /// The step as a quantity: an exact integer, ±∞, or the interval between the ends.
  public func value(precision: Int) -> ScalarValue {
    switch (lower, upper) {
    case (.step(let step), _) where isExact: .exact(Rational(step))
    case (.infinity, _): .infinite(sign: 1)
    case (_, .minusInfinity): .infinite(sign: -1)
    default:
      .enclosed(Interval(lower: lower.number(precision, .down), upper: upper.number(precision, .up)))
    }
  }
}

extension StepBound {
  fileprivate func number(_ precision: Int, _ rounding: Rounding) -> BigFloat {
    switch self {
    case .minusInfinity: .infinity(sign: -1, precision: precision)
    case .step(let step): BigFloat(step, precision: precision, rounding: rounding)
    case .infinity: .infinity(precision: precision)
    }
  }
}
