import ClaimLanguage
import Enclosures

/// An expression as a list of operations, each part once, for evaluation over boxes.
///
/// **Enclosure.** `range` contains the value of the expression at every point of the box at which it has one; parts of
/// the box where a logarithm, a root, a power or a quotient has none are passed over. nil: no point has a value.
final class CompiledExpression: Sendable {
  private enum Operation: Sendable {
    case number(Rational)
    case variable(Int)
    case negate(Int)
    case add(Int, Int)
    case subtract(Int, Int)
    case multiply(Int, Int)
    case divide(Int, Int)
    case square(Int)
    case integerPower(Int, Int)
    case power(Int, Int)
    case apply(Function, [Int])
    /// What has no meaning here: inf, quantities with arguments, unknown names.
    case unknown
  }

  private let operations: [Operation]

  init(_ expression: Expression, names: [String]) {
    var builder = Builder(names: names)
    _ = builder.add(expression)
    operations = builder.operations
  }

  private struct Builder {
    let names: [String]
    var operations: [Operation] = []
    var places: [String: Int] = [:]

    init(names: [String]) { self.names = names }

    mutating func add(_ expression: Expression) -> Int {
      let key = expression.description
      if let place = places[key] { return place }
      let operation = made(expression)
      operations.append(operation)
      places[key] = operations.count - 1
      return operations.count - 1
    }

    private mutating func made(_ expression: Expression) -> Operation {
      if let value = expression.constant { return .number(value) }
      switch expression.node {
      case .number(let value): return .number(value)
      case .infinity, .call: return .unknown
      case .name(let name):
        return names.firstIndex(of: name).map { .variable($0) } ?? .unknown
      case .negation(let operand): return .negate(add(operand))
      case .function(let function, let arguments):
        return .apply(function, arguments.map { add($0) })
      case .binary(let operation, let left, let right):
        let x = add(left)
        if operation == .power, let exponent = right.integerExponent {
          return exponent == 2 ? .square(x) : .integerPower(x, exponent)
        }
        let y = add(right)
        switch operation {
        case .plus: return .add(x, y)
        case .minus: return .subtract(x, y)
        case .times: return x == y ? .square(x) : .multiply(x, y)
        case .divide: return .divide(x, y)
        case .power: return .power(x, y)
        }
      }
    }
  }

  /// An enclosure of all values over the box.
  func range(over box: [Side], precision: Int) -> Interval? {
    range(over: box.map { $0.interval(precision: precision) }, precision: precision)
  }

  /// An enclosure of all values over enclosures of the variables.
  func range(over sides: [Interval], precision: Int) -> Interval? {
    var values: [Interval] = []
    values.reserveCapacity(operations.count)
    for operation in operations {
      guard let value = CompiledExpression.value(operation, values, sides, precision) else {
        return nil
      }
      values.append(value)
    }
    return values.last
  }

  private static func value(
    _ operation: Operation, _ values: [Interval], _ sides: [Interval], _ precision: Int
  ) -> Interval? {
    switch operation {
    case .number(let value): Interval(value, precision: precision)
    case .variable(let index): sides[index]
    case .negate(let x): -values[x]
    case .add(let x, let y): values[x] + values[y]
    case .subtract(let x, let y):
      x == y ? .zero(precision: precision) : values[x] - values[y]
    case .multiply(let x, let y): values[x] * values[y]
    case .divide(let x, let y): values[x].relaxedQuotient(values[y])
    case .square(let x): values[x].squared()
    case .integerPower(let x, let n): values[x].relaxedPower(n)
    case .power(let x, let y): values[x].relaxedPower(values[y])
    case .apply(let function, let arguments): apply(function, arguments.map { values[$0] })
    case .unknown: .entire(precision: precision)
    }
  }

  private static func apply(_ function: Function, _ arguments: [Interval]) -> Interval? {
    let x = arguments[0]
    switch function {
    case .sqrt: return x.upper.sign < 0 ? nil : x.clampedSquareRoot()
    case .exp: return x.exponential()
    case .expm1: return x.exponentialMinusOne()
    case .log: return x.relaxedLogarithm()
    case .log1p: return x.relaxedLogarithmOnePlus()
    case .abs: return x.absoluteValue()
    case .min: return arguments.dropFirst().reduce(x) { .minimum($0, $1) }
    case .max: return arguments.dropFirst().reduce(x) { .maximum($0, $1) }
    case .floor: return x.roundedDown()
    case .ceil: return x.roundedUp()
    }
  }
}

/// Operations that pass over the points at which they have no value.
extension Interval {
  /// An upper end rounded up, the lower one rounded down.
  private static func ends(_ lower: BigFloat, _ upper: BigFloat) -> Interval {
    Interval(lower: lower, upper: upper)
  }

  fileprivate func relaxedQuotient(_ other: Interval) -> Interval? {
    if other.isZero { return nil }
    if !other.containsZero { return try? self / other }
    if other.lower.sign < 0 && other.upper.sign > 0 {
      return isZero ? .zero(precision: precision) : .entire(precision: precision)
    }
    if other.lower.sign < 0 { return (-self).relaxedQuotient(-other) }
    // The divisor is in (0, u]: x/y lies between x/u and the infinity of x's sign.
    let divisor = other.upper
    let low: BigFloat =
      lower.sign >= 0
      ? lower.divided(by: divisor, precision: precision, .down)
      : .infinity(sign: -1, precision: precision)
    let high: BigFloat =
      upper.sign <= 0
      ? upper.divided(by: divisor, precision: precision, .up) : .infinity(precision: precision)
    return .ends(low, high)
  }

  fileprivate func relaxedPower(_ n: Int) -> Interval? {
    if n >= 0 { return power(n) }
    return Interval(1, precision: precision).relaxedQuotient(power(-n))
  }

  /// x^y for x > 0.
  fileprivate func relaxedPower(_ exponent: Interval) -> Interval? {
    guard upper.sign > 0 else { return nil }
    guard let logarithm = relaxedLogarithm() else { return nil }
    return (exponent * logarithm).exponential()
  }

  fileprivate func relaxedLogarithm() -> Interval? {
    if lower.sign > 0 { return try? logarithm() }
    guard upper.sign > 0 else { return nil }
    return .ends(
      .infinity(sign: -1, precision: precision),
      upper.logarithm(precision: precision, .up))
  }

  fileprivate func relaxedLogarithmOnePlus() -> Interval? {
    let minusOne = BigFloat(-1, precision: precision, rounding: .nearest)
    if lower > minusOne { return try? logarithmOnePlus() }
    guard upper > minusOne else { return nil }
    return .ends(
      .infinity(sign: -1, precision: precision),
      upper.logarithmOnePlus(precision: precision, .up))
  }
}
