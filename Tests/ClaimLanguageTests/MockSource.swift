import ClaimLanguage
import Enclosures

/// A problem whose truth is known: scalars, and sums Σ aᵢqᵢᵗ.
struct MockSource: QuantitySource {
  /// One mode a·q^t.
  ///
  /// The base is a rational, or (1 − mu)² for the scalar mu = log(2)/10, which no
  /// rational is.
  struct Mode {
    var weight: Rational
    var base: Rational?
  }

  var scalars: [String: ScalarValue] = [:]
  var functions: [String: [Mode]] = [:]
  /// Scalars that exist in the theory but not here.
  var absent: Set<String> = []
  /// Whether the theory knows enclosures relative to a rate.
  var hasRatios = true
  /// Blocks beyond this step have no useful enclosure.
  var knownUpTo: Int?
  var empiricalNames: Set<String> = []
  /// What functions relative to any rate do not exceed, where that is known exactly.
  var suprema: [String: Rational] = [:]

  var scalarNames: Set<String> { Set(scalars.keys).union(absent).union(["mu"]) }
  var functionNames: Set<String> { Set(functions.keys) }

  private func mu(_ precision: Int) throws -> Interval {
    try Interval(2, precision: precision).logarithm() / Interval(10, precision: precision)
  }

  func value(of name: String, precision: Int) throws -> ScalarValue? {
    if name == "mu" { return .enclosed(try mu(precision)) }
    return scalars[name]
  }

  func enclosure(of function: String, over times: TimeRange, precision: Int) throws -> Interval? {
    guard let modes = functions[function] else { return nil }
    if let knownUpTo, times.upper.map({ $0 > knownUpTo }) ?? true {
      return .entire(precision: precision)
    }
    return try modes.reduce(Interval.zero(precision: precision)) { sum, mode in
      let base =
        try mode.base.map { Interval($0, precision: precision) }
        ?? (Interval(1, precision: precision) - mu(precision)).squared()
      return sum + Interval(mode.weight, precision: precision) * base.power(over: times)
    }
  }

  func exactUpperBound(
    of function: String, from start: Int, relativeTo rate: DecayRate, exponent: Int
  ) throws -> Rational? { suprema[function] }

  func enclosure(
    of function: String, over times: TimeRange, relativeTo rate: DecayRate, exponent: Int,
    precision: Int
  ) throws -> Interval? {
    guard hasRatios, let modes = functions[function] else { return nil }
    let isMu = rate == DecayRate(constant: 1, coefficients: ["mu": -1])
    guard isMu || rate.coefficients.isEmpty else { return nil }
    return try modes.reduce(Interval.zero(precision: precision)) { sum, mode in
      let weight = Interval(mode.weight, precision: precision)
      if isMu, mode.base == nil, exponent == 2 { return sum + weight }
      if !isMu, let base = mode.base, let scale = rate.constant.power(exponent) {
        return sum + weight * Interval(base / scale, precision: precision).power(over: times)
      }
      let base =
        try mode.base.map { Interval($0, precision: precision) }
        ?? (Interval(1, precision: precision) - mu(precision)).squared()
      let one = Interval(1, precision: precision)
      let scale = isMu ? one - (try mu(precision)) : Interval(rate.constant, precision: precision)
      return sum + weight * (try base / scale.power(exponent)).power(over: times)
    }
  }
}

/// SplitMix64: a small generator with a fixed stream for each seed.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Random trees of the kind that the parser makes.
struct TreeGenerator {
  var random: SplitMix64
  let names = ["x", "y", "lambda_min_plus", "T"]

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func number() -> Expression {
    let digits = Int.random(in: 0...9999, using: &random)
    let exponent = Int.random(in: -9...9, using: &random)
    let scale = Rational(10).power(exponent) ?? 1
    return Expression(.number(Rational(digits) * scale))
  }

  mutating func expression(_ depth: Int) -> Expression {
    let choice =
      depth <= 0 ? Int.random(in: 0...2, using: &random) : Int.random(in: 0...9, using: &random)
    switch choice {
    case 0: return number()
    case 1, 2: return Expression(.name(names.randomElement(using: &random) ?? "x"))
    case 3: return Expression(.negation(expression(depth - 1)))
    case 4:
      let function = Function.allCases.randomElement(using: &random) ?? .exp
      let arguments = (0..<(function.arity ?? 3)).map { _ in expression(depth - 1) }
      return Expression(.function(function, arguments))
    case 5: return Expression(.call("f", [expression(depth - 1)]))
    default:
      let operation = BinaryOperator.allCases.randomElement(using: &random) ?? .plus
      return Expression(.binary(operation, expression(depth - 1), expression(depth - 1)))
    }
  }

  mutating func formula(_ depth: Int, inForall: Bool = false) -> Formula {
    let choice = depth <= 0 ? 0 : Int.random(in: 0...(inForall ? 5 : 6), using: &random)
    switch choice {
    case 2, 3:
      let parts = (0..<Int.random(in: 2...3, using: &random)).map { _ in
        formula(depth - 1, inForall: inForall)
      }
      return Formula(choice == 2 ? .and(parts) : .or(parts))
    case 4: return Formula(.not(formula(depth - 1, inForall: inForall)))
    case 5:
      return Formula(
        .implies(formula(depth - 1, inForall: inForall), formula(depth - 1, inForall: inForall)))
    case 6:
      return Formula(
        .forall(
          Quantifier(
            variable: "t", lower: expression(1), upper: Expression(.infinity),
            body: formula(depth - 1, inForall: true))))
    default:
      let relation = Relation.allCases.randomElement(using: &random) ?? .less
      return Formula(.comparison(Comparison(expression(2), relation, expression(2))))
    }
  }
}
