/// A closed interval [lower, upper] of MPFR numbers: an enclosure of one unknown real number, or of all
/// values of a function over a set.
///
/// **Invariants.** Neither endpoint is NaN; lower ≤ upper; both endpoints have the same precision, which
/// is the interval's. An endpoint may be infinite: [x, +∞] means that no upper bound is known.
/// [+∞, +∞] and [−∞, −∞] stand for the certified times "never" and "empty set" and take part in
/// comparisons.
///
/// **Enclosure.** Every operation f satisfies: for all x ∈ X, y ∈ Y in its domain, f(x, y) ∈ f(X, Y)
/// (IEEE 1788, inclusion property). Lower ends are rounded down, upper ends up. The precision of a result
/// is the greater one of its operands.
///
/// There is no conversion from a floating-point literal and no `<` or `==`: see `isLess(than:)`.
public struct Interval: Sendable {
  /// The greatest known lower bound.
  public let lower: BigFloat
  /// The least known upper bound.
  public let upper: BigFloat

  /// An interval from its endpoints, which must be ordered; NaN ends become infinite (no bound known).
  public init(lower: BigFloat, upper: BigFloat) {
    let precision = max(lower.precision, upper.precision)
    let low = lower.isNaN ? .infinity(sign: -1, precision: precision) : lower
    let high = upper.isNaN ? .infinity(precision: precision) : upper
    precondition(low <= high, "interval endpoints out of order")
    self.lower =
      low.precision == precision ? low : BigFloat(low, precision: precision, rounding: .down)
    self.upper =
      high.precision == precision ? high : BigFloat(high, precision: precision, rounding: .up)
  }

  /// Endpoints that are known to keep the invariants, or NaN.
  @inline(__always)
  init(ordered lower: BigFloat, _ upper: BigFloat) {
    self.lower = lower.isNaN ? .infinity(sign: -1, precision: lower.precision) : lower
    self.upper = upper.isNaN ? .infinity(precision: upper.precision) : upper
  }

  /// The precision of both endpoints in bits.
  public var precision: Int { lower.precision }
}

// MARK: - Making intervals

extension Interval {
  /// The tightest enclosure of a rational.
  public init(_ value: Rational, precision: Int) {
    self.init(
      ordered: BigFloat(value, precision: precision, rounding: .down),
      BigFloat(value, precision: precision, rounding: .up))
  }

  /// The tightest enclosure of an integer.
  public init(_ value: Int, precision: Int) {
    self.init(
      ordered: BigFloat(value, precision: precision, rounding: .down),
      BigFloat(value, precision: precision, rounding: .up))
  }

  /// The tightest enclosure of a finite binary64 number, taken as the exact dyadic number that it is.
  public init(exactly value: Double, precision: Int) {
    self.init(
      ordered: BigFloat(value, precision: precision, rounding: .down),
      BigFloat(value, precision: precision, rounding: .up))
  }

  /// Another interval at a given precision, rounded outward.
  public init(_ interval: Interval, precision: Int) {
    self.init(
      ordered: BigFloat(interval.lower, precision: precision, rounding: .down),
      BigFloat(interval.upper, precision: precision, rounding: .up))
  }

  /// The point interval [x, x].
  public init(point: BigFloat) { self.init(ordered: point, point) }

  /// The tightest enclosure of the rational range; the ends must be ordered.
  public init(lower: Rational, upper: Rational, precision: Int) {
    precondition(lower <= upper, "interval endpoints out of order")
    self.init(
      ordered: BigFloat(lower, precision: precision, rounding: .down),
      BigFloat(upper, precision: precision, rounding: .up))
  }

  /// [−∞, +∞].
  public static func entire(precision: Int) -> Interval {
    Interval(
      ordered: .infinity(sign: -1, precision: precision), .infinity(precision: precision))
  }

  /// [+∞, +∞] or [−∞, −∞].
  public static func infinite(sign: Int, precision: Int) -> Interval {
    Interval(point: .infinity(sign: sign, precision: precision))
  }

  /// [0, 0].
  public static func zero(precision: Int) -> Interval {
    Interval(point: .zero(precision: precision))
  }

  /// [−r, r] for r ≥ 0.
  public init(radius: BigFloat) {
    precondition(radius.sign >= 0, "a radius must not be negative")
    self.init(ordered: -radius, radius)
  }
}

// MARK: - Sets

extension Interval {
  /// The smallest interval that holds both.
  public static func hull(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: min(a.lower, b.lower), upper: max(a.upper, b.upper))
  }

  /// The common part; nil where the intervals are disjoint.
  public func intersection(_ other: Interval) -> Interval? {
    let low = max(lower, other.lower)
    let high = min(upper, other.upper)
    return low <= high ? Interval(lower: low, upper: high) : nil
  }

  /// Whether the intervals have a point in common.
  public func meets(_ other: Interval) -> Bool { lower <= other.upper && other.lower <= upper }

  /// Whether the rational lies inside, exactly.
  public func contains(_ value: Rational) -> Bool {
    lower.compare(to: value) <= 0 && upper.compare(to: value) >= 0
  }

  /// Whether every point of the other interval lies inside.
  public func contains(_ other: Interval) -> Bool { lower <= other.lower && other.upper <= upper }

  /// Whether 0 lies inside.
  public var containsZero: Bool { lower.sign <= 0 && upper.sign >= 0 }

  /// Whether the interval is a single point.
  public var isPoint: Bool { lower == upper }

  /// Whether both endpoints are finite.
  public var isBounded: Bool { lower.isFinite && upper.isFinite }

  /// Whether the interval is [0, 0].
  public var isZero: Bool { lower.isZero && upper.isZero }
}

// MARK: - Measures

extension Interval {
  /// upper − lower, rounded up; +∞ where an end is infinite.
  public var width: BigFloat {
    guard isBounded else { return .infinity(precision: precision) }
    return upper.subtracting(lower, precision: precision, .up)
  }

  /// A number near the middle, inside the interval.
  public var midpoint: BigFloat {
    let sum = lower.adding(upper, precision: precision, .nearest).scaled(byPowerOfTwo: -1)
    return min(max(sum, lower), upper)
  }

  /// An upper bound of the distance from the midpoint to either end; +∞ where an end is infinite.
  public var radius: BigFloat {
    guard isBounded else { return .infinity(precision: precision) }
    let middle = midpoint
    return max(
      upper.subtracting(middle, precision: precision, .up),
      middle.subtracting(lower, precision: precision, .up))
  }

  /// The greatest |x|.
  public var magnitude: BigFloat { max(lower.magnitude, upper.magnitude) }

  /// The least |x|.
  public var mignitude: BigFloat {
    containsZero ? .zero(precision: precision) : min(lower.magnitude, upper.magnitude)
  }
}

// MARK: - Comparison

extension Interval {
  /// Whether x < y for all, for no, or for some of the pairs.
  public func isLess(than other: Interval) -> Ternary {
    if upper < other.lower { return .certainlyTrue }
    if lower >= other.upper { return .certainlyFalse }
    return .unknown
  }

  /// Whether x ≤ y for all, for no, or for some of the pairs.
  public func isAtMost(_ other: Interval) -> Ternary {
    if upper <= other.lower { return .certainlyTrue }
    if lower > other.upper { return .certainlyFalse }
    return .unknown
  }

  /// Whether x = y for all, for no, or for some of the pairs.
  public func isEqual(to other: Interval) -> Ternary {
    if isPoint && other.isPoint && lower == other.lower { return .certainlyTrue }
    if !meets(other) { return .certainlyFalse }
    return .unknown
  }
}
