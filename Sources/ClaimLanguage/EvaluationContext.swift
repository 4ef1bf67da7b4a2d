internal import Enclosures

/// Evaluates expressions at one precision, and at every step of one block of time at once.
struct EvaluationContext: Sendable {
  let source: any QuantitySource
  let precision: Int
  /// The variable of `forall` and the steps that it stands for.
  var variable: String? = nil
  var times: TimeRange? = nil

  /// Exact powers that depend on time stay below this size: beyond, intervals are faster.
  private static let timePowerBits = 4096

  func value(_ expression: Expression) throws -> Value {
    switch expression.node {
    case .number(let value): return .exact(value)
    case .infinity: return .infinite(sign: 1)
    case .name(let name):
      if name == variable, let times { return stepValue(times) }
      return try scalar(name)
    case .function(let function, let arguments):
      return try Value.apply(function, arguments.map(value), precision)
    case .call(let name, let arguments): return try quantity(name, arguments)
    case .negation(let operand): return try value(operand).negated()
    case .binary(let operation, let left, let right): return try binary(operation, left, right)
    }
  }

  /// t itself: exact at one step, an interval over several.
  private func stepValue(_ times: TimeRange) -> Value {
    if times.isPoint { return .exact(Rational(times.lower)) }
    let lower = BigFloat(times.lower, precision: precision, rounding: .down)
    let upper =
      times.upper.map { BigFloat($0, precision: precision, rounding: .up) }
      ?? .infinity(precision: precision)
    return .enclosed(Interval(lower: lower, upper: upper))
  }

  private func scalar(_ name: String) throws -> Value {
    guard let value = try source.value(of: name, precision: precision) else {
      guard source.scalarNames.contains(name) else {
        throw EvaluationError.unknownQuantity(name)
      }
      throw DomainError.undefined(operation: "\(name) does not exist here")
    }
    return Value(value)
  }

  private func quantity(_ name: String, _ arguments: [Expression]) throws -> Value {
    guard let function = functionKey(name, arguments) else {
      return try scalar(QuantityKey.byRegime(name, arguments) ?? name)
    }
    let range = try timeRange(arguments[arguments.count - 1])
    if range.isPoint, let exact = try source.exactValue(of: function, at: range.lower) {
      return .exact(exact)
    }
    let result = try source.enclosure(of: function, over: range, precision: precision)
    guard let result else {
      throw DomainError.undefined(operation: "\(function) does not exist here")
    }
    return .of(result)
  }

  /// The function of time that a call names; nil where it names a number by regime.
  func functionKey(_ name: String, _ arguments: [Expression]) -> String? {
    if arguments.count == 1 { return source.functionNames.contains(name) ? name : nil }
    return QuantityKey.byRegime(name, arguments)
  }

  private func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) throws -> Value {
    switch operation {
    case .plus: return try value(left).adding(value(right), precision)
    case .minus: return try value(left).adding(value(right).negated(), precision)
    case .times: return try value(left).multiplied(by: value(right), precision)
    case .divide: return try value(left).divided(by: value(right), precision)
    case .power:
      let dependsOnTime = variable.map(right.mentions) ?? false
      let base = try value(left)
      if dependsOnTime, let times, !times.isPoint, let power = try power(base, right, times) {
        return power
      }
      return try base.power(
        value(right), precision,
        bits: dependsOnTime ? EvaluationContext.timePowerBits : Value.exactBits)
    }
  }

  /// base^(kt + j) over several steps, for integers k ≠ 0 and j; nil for other exponents.
  private func power(_ base: Value, _ exponent: Expression, _ times: TimeRange) throws -> Value? {
    guard let affine = try affineTime(exponent), let k = affine.slope.int, k != 0,
      let j = affine.constant.int
    else { return nil }
    let (slope, constant) = k > 0 ? (k, j) : (-k, 0 &- j)
    guard constant != .min, let range = scaled(times, slope, constant), range.lower >= 0 else {
      return nil
    }
    let exponents = TimeRange(range.lower, range.upper)
    let positive = k > 0 ? base : try Value.exact(1).divided(by: base, precision)
    return .of(positive.interval(precision).power(over: exponents))
  }
}

// MARK: - Time arguments

extension EvaluationContext {
  /// slope·t + constant, exactly; nil where the expression is not such a form.
  func affineTime(_ expression: Expression) throws -> (slope: Rational, constant: Rational)? {
    guard let variable, expression.mentions(variable) else {
      guard case .exact(let constant) = try value(expression) else { return nil }
      return (0, constant)
    }
    switch expression.node {
    case .name: return (1, 0)
    case .negation(let operand):
      guard let form = try affineTime(operand) else { return nil }
      return (-form.slope, -form.constant)
    case .binary(let operation, let left, let right):
      guard operation != .power, let x = try affineTime(left), let y = try affineTime(right) else {
        return nil
      }
      switch operation {
      case .plus: return (x.slope + y.slope, x.constant + y.constant)
      case .minus: return (x.slope - y.slope, x.constant - y.constant)
      case .times where x.slope.isZero: return (x.constant * y.slope, x.constant * y.constant)
      case .times where y.slope.isZero: return (x.slope * y.constant, x.constant * y.constant)
      case .divide where y.slope.isZero && !y.constant.isZero:
        return (x.slope / y.constant, x.constant / y.constant)
      default: return nil
      }
    default: return nil
    }
  }

  /// The steps slope·t + constant, outward where they are beyond Int; nil where the first one is.
  private func scaled(
    _ times: TimeRange, _ slope: Int, _ constant: Int
  ) -> (lower: Int, upper: Int?)? {
    func step(_ t: Int) -> Int? {
      let (product, overflow) = t.multipliedReportingOverflow(by: slope)
      let (sum, second) = product.addingReportingOverflow(constant)
      return overflow || second ? nil : sum
    }
    guard let lower = step(times.lower) else { return nil }
    return (lower, times.upper.flatMap(step))
  }

  /// The steps that an argument of a function of time stands for.
  func timeRange(_ argument: Expression) throws -> TimeRange {
    if let variable, let times, argument.mentions(variable), let form = try affineTime(argument),
      let slope = form.slope.int, slope > 0, let constant = form.constant.int
    {
      guard let (lower, upper) = scaled(times, slope, constant) else {
        throw DomainError.undecided(operation: "a time beyond all bounds")
      }
      if let upper, upper < 0 { throw DomainError.undefined(operation: "a negative time") }
      if lower < 0 { throw DomainError.undecided(operation: "a negative time") }
      return TimeRange(lower, upper)
    }
    switch try value(argument) {
    case .exact(let value):
      guard value.isInteger else { throw DomainError.undefined(operation: "a fraction as a time") }
      if value.sign < 0 { throw DomainError.undefined(operation: "a negative time") }
      guard let step = value.int else {
        throw DomainError.undecided(operation: "a time beyond all bounds")
      }
      return TimeRange(step)
    case .infinite: throw DomainError.undefined(operation: "an infinite time")
    case .surd: throw DomainError.undefined(operation: "a fraction as a time")
    case .enclosed(let interval):
      if interval.upper.sign < 0 { throw DomainError.undefined(operation: "a negative time") }
      guard let lower = interval.lower.int(rounding: .up), lower >= 0 else {
        throw DomainError.undecided(operation: "a time that may be negative")
      }
      let upper = interval.upper.int(rounding: .down)
      if let upper, upper < lower {
        throw DomainError.undefined(operation: "a fraction as a time")
      }
      return TimeRange(lower, upper)
    }
  }
}

// MARK: - Statements

extension EvaluationContext {
  /// What is known of the statement: at every step of the block, if there is one.
  func truth(_ formula: Formula) throws -> Truth {
    switch formula.node {
    case .comparison(let comparison): return try truth(comparison)
    case .and(let parts):
      return try parts.reduce(.certainlyTrue) {
        $0 == .certainlyFalse ? $0 : .and($0, try truth($1))
      }
    case .or(let parts):
      return try parts.reduce(.certainlyFalse) {
        $0 == .certainlyTrue ? $0 : .or($0, try truth($1))
      }
    case .not(let part): return !(try truth(part))
    case .implies(let first, let second):
      let premise = try truth(first)
      return premise == .certainlyFalse ? .certainlyTrue : .implies(premise, try truth(second))
    case .forall: throw EvaluationError.misplacedQuantifier
    }
  }

  func truth(_ comparison: Comparison) throws -> Truth {
    if let times, !times.isPoint, let ratio = try ratioTruth(comparison), ratio != .unknown {
      return Truth(ratio)
    }
    do {
      let outcome = try value(comparison.left).compare(
        comparison.relation, value(comparison.right), precision)
      if outcome == .unknown, times?.isPoint ?? false, let ratio = try ratioTruth(comparison) {
        return Truth(ratio)
      }
      return Truth(outcome)
    } catch let error as DomainError {
      switch error {
      case .undefined(let operation): return .undefined(operation)
      case .undecided: return .unknown
      }
    }
  }
}
