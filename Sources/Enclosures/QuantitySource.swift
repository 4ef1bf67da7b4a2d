/// A range of steps t of the training run, inclusive; an absent upper end means ∞.
public struct TimeRange: Sendable, Hashable {
  /// The first step.
  public let lower: Int
  /// The last step; nil for ∞.
  public let upper: Int?

  /// The steps lower…upper, inclusive.
  public init(_ lower: Int, _ upper: Int?) {
    precondition(lower >= 0 && (upper.map { $0 >= lower } ?? true), "empty or negative time range")
    self.lower = lower
    self.upper = upper
  }

  /// One step.
  public init(_ step: Int) { self.init(step, step) }

  /// Whether the range is a single step.
  public var isPoint: Bool { upper == lower }
}

/// What a quantity without a time argument stands for.
public enum ScalarValue: Sendable {
  /// A known rational.
  case exact(Rational)
  /// The non-negative square root of a known rational: its square is exact.
  case squareRoot(of: Rational)
  /// A real number inside the interval (an endpoint may be infinite: nothing better is known).
  case enclosed(Interval)
  /// Certified +∞ (sign 1: "never") or −∞ (sign −1: the maximum of an empty set).
  case infinite(sign: Int)

  /// An enclosure at the precision.
  public func interval(precision: Int) -> Interval {
    switch self {
    case .exact(let value): Interval(value, precision: precision)
    case .squareRoot(let square):
      Interval(square, precision: precision).clampedSquareRoot()
    case .enclosed(let interval): interval
    case .infinite(let sign): .infinite(sign: sign, precision: precision)
    }
  }
}

/// A rate g = constant + Σ coefficient·quantity with exact coefficients, as in (1 − ηλ) − (η/n)·λ⁺_min.
///
/// Statements such as L_n(t) ≤ K·g^{2t} for all t need to know that g *is* the slowest mode, which no
/// enclosure of g can show; the exact form can.
public struct DecayRate: Sendable, Hashable {
  /// The constant term.
  public let constant: Rational
  /// Exact coefficients by quantity name; only quantities that are not exact themselves appear.
  public let coefficients: [String: Rational]

  /// A rate from its parts; zero coefficients are dropped.
  public init(constant: Rational, coefficients: [String: Rational] = [:]) {
    self.constant = constant
    self.coefficients = coefficients.filter { !$0.value.isZero }
  }
}

/// What names mean on one problem: the only thing that claim evaluation knows of a theory.
///
/// Implementations are deterministic: the same name, range and precision give the same enclosure.
public protocol QuantitySource: Sendable {
  /// Names without a time argument that this theory knows, existing here or not, with their meaning.
  var scalarNames: Set<String> { get }
  /// Names with a time argument.
  var functionNames: Set<String> { get }

  /// The value of a scalar quantity, computed with about `precision` bits; nil where it does not exist here.
  func value(of name: String, precision: Int) throws -> ScalarValue?

  /// An enclosure of f(t) over every step of the range; nil where f does not exist here.
  ///
  /// With a point range the result is as tight as the precision allows; exact values are points.
  func enclosure(of function: String, over times: TimeRange, precision: Int) throws -> Interval?

  /// An enclosure of f(t)/g^(exponent·t) over every step of the range, for a rate g ≠ 0; nil where the
  /// theory has no argument for it.
  func enclosure(
    of function: String, over times: TimeRange, relativeTo rate: DecayRate, exponent: Int,
    precision: Int
  ) throws -> Interval?

  /// f at one step, where it is a known rational; nil otherwise.
  func exactValue(of function: String, at step: Int) throws -> Rational?

  /// A rational that f(t)/g^(exponent·t) does not exceed for t ≥ start, where an exact one is known.
  ///
  /// Equality at the first step can be recognised by it, which no enclosure can.
  func exactUpperBound(
    of function: String, from start: Int, relativeTo rate: DecayRate, exponent: Int
  ) throws -> Rational?

  /// Names whose value was checked on the sample only (flag `empirical`).
  var empiricalNames: Set<String> { get }

  /// The most bits that sharpen a quantity; nil where more may always help.
  ///
  /// A comparison that names it is given up at twice as many.
  func precisionLimit(of name: String) -> Int?

  /// Names that speak of the run up to its last step only (flag `horizon` where a conclusion has one).
  var horizonNames: Set<String> { get }
}

extension QuantitySource {
  /// Bits always help unless a theory knows better.
  public func precisionLimit(of name: String) -> Int? { nil }

  /// No such names unless a theory has some.
  public var horizonNames: Set<String> { [] }

  /// No exact values unless a theory knows some.
  public func exactValue(of function: String, at step: Int) throws -> Rational? { nil }

  /// No exact bounds unless a theory knows some.
  public func exactUpperBound(
    of function: String, from start: Int, relativeTo rate: DecayRate, exponent: Int
  ) throws -> Rational? { nil }
}

/// A source of numbers alone: no functions of time, nothing empirical.
public protocol ScalarSource: QuantitySource {}

extension ScalarSource {
  /// No functions of time.
  public var functionNames: Set<String> { [] }

  /// Nothing was checked on a sample.
  public var empiricalNames: Set<String> { [] }

  /// No functions of time.
  public func enclosure(
    of function: String, over times: TimeRange, precision: Int
  ) throws -> Interval? { nil }

  /// No functions of time.
  public func enclosure(
    of function: String, over times: TimeRange, relativeTo rate: DecayRate, exponent: Int,
    precision: Int
  ) throws -> Interval? { nil }
}
