public import Enclosures

/// Expressions made from expressions, with constants folded and neutral elements dropped.
///
/// The result has the value of the operation wherever the operands have one; it may have a value where an operand has
/// none (0·log x is 0).
extension Expression {
  /// A number; a negative one is a negation, as the parser makes it.
  public static func constant(_ value: Rational) -> Expression {
    value.sign < 0
      ? Expression(.negation(Expression(.number(-value)))) : Expression(.number(value))
  }

  /// The number that the expression is, as far as that is rational, short and seen at once; nil otherwise, and for every
  /// expression with a name.
  public var constant: Rational? {
    switch node {
    case .number(let value): return value
    case .infinity, .name, .call: return nil
    case .negation(let operand): return operand.constant.map { -$0 }
    case .function(let function, let arguments):
      let values = arguments.compactMap(\.constant)
      guard values.count == arguments.count, let first = values.first else { return nil }
      switch function {
      case .sqrt: return first.sign < 0 ? nil : first.exactSquareRoot
      case .exp: return first.isZero ? 1 : nil
      case .expm1, .log1p: return first.isZero ? 0 : nil
      case .log: return first == 1 ? 0 : nil
      case .abs: return first.magnitude
      case .min: return values.min()
      case .max: return values.max()
      case .floor: return first.roundedDown()
      case .ceil: return first.roundedUp()
      }
    case .binary(let operation, let left, let right):
      guard let x = left.constant, let y = right.constant,
        x.bitCount + y.bitCount <= Expression.constantBits
      else { return nil }
      switch operation {
      case .plus: return x + y
      case .minus: return x - y
      case .times: return x * y
      case .divide: return y.isZero ? nil : x / y
      case .power:
        guard let n = y.int, n.magnitude <= 64, !x.isZero || n > 0 else { return nil }
        return x.power(n)
      }
    }
  }

  /// Longer numbers are not folded.
  private static let constantBits = 4096

  /// The exponent n of a power uⁿ that is one for every base u (but 0 for n < 0): an integer number of moderate size.
  ///
  /// Any other power is e^(v·ln u), for u > 0 alone.
  public var integerExponent: Int? {
    guard let n = constant?.int, n.magnitude <= 1_000_000 else { return nil }
    return n
  }

  /// x + y.
  public static func + (left: Expression, right: Expression) -> Expression {
    switch (left.constant, right.constant) {
    case (let x?, let y?): return constant(x + y)
    case (let x?, _) where x.isZero: return right
    case (_, let y?) where y.isZero: return left
    default: break
    }
    if case .negation(let operand) = right.node { return left - operand }
    return Expression(.binary(.plus, left, right))
  }

  /// x − y.
  public static func - (left: Expression, right: Expression) -> Expression {
    switch (left.constant, right.constant) {
    case (let x?, let y?): return constant(x - y)
    case (let x?, _) where x.isZero: return -right
    case (_, let y?) where y.isZero: return left
    default: break
    }
    if case .negation(let operand) = right.node { return left + operand }
    return Expression(.binary(.minus, left, right))
  }

  /// −x.
  public static prefix func - (operand: Expression) -> Expression {
    if let value = operand.constant { return constant(-value) }
    if case .negation(let inner) = operand.node { return inner }
    if case .binary(.minus, let left, let right) = operand.node { return right - left }
    return Expression(.negation(operand))
  }

  /// x·y.
  public static func * (left: Expression, right: Expression) -> Expression {
    switch (left.constant, right.constant) {
    case (let x?, let y?): return constant(x * y)
    case (let x?, _) where x.isZero: return constant(0)
    case (_, let y?) where y.isZero: return constant(0)
    case (let x?, _) where x == 1: return right
    case (_, let y?) where y == 1: return left
    case (let x?, _) where x == -1: return -right
    case (_, let y?) where y == -1: return -left
    default: break
    }
    if case .negation(let operand) = left.node { return -(operand * right) }
    if case .negation(let operand) = right.node { return -(left * operand) }
    return Expression(.binary(.times, left, right))
  }

  /// x ÷ y; a division by the number zero is kept, as it has no value.
  public static func / (left: Expression, right: Expression) -> Expression {
    if let divisor = right.constant, !divisor.isZero {
      if let value = left.constant { return constant(value / divisor) }
      if divisor == 1 { return left }
      if divisor == -1 { return -left }
    }
    if let value = left.constant, value.isZero, right.constant == nil { return constant(0) }
    if case .negation(let operand) = left.node { return -(operand / right) }
    return Expression(.binary(.divide, left, right))
  }

  /// x^y.
  public func raised(to exponent: Expression) -> Expression {
    if let power = exponent.constant {
      if power == 1 { return self }
      if power.isZero { return .constant(1) }
      if let value = Expression(.binary(.power, self, exponent)).constant {
        return .constant(value)
      }
    }
    return Expression(.binary(.power, self, exponent))
  }

  /// f(x), with the values at 0 and 1 that are rational.
  public static func apply(_ function: Function, to argument: Expression) -> Expression {
    let result = Expression(.function(function, [argument]))
    return result.constant.map { constant($0) } ?? result
  }

  /// The expression with a number in the place of a name, folded.
  public func substituting(_ value: Expression, for name: String) -> Expression {
    switch node {
    case .number, .infinity: return self
    case .name(let own): return own == name ? value : self
    case .call: return replacing(name, with: value)
    case .negation(let operand): return -operand.substituting(value, for: name)
    case .function(let function, let arguments):
      let new = arguments.map { $0.substituting(value, for: name) }
      return new.count == 1
        ? .apply(function, to: new[0]) : Expression(.function(function, new), range: range)
    case .binary(let operation, let left, let right):
      let (x, y) = (left.substituting(value, for: name), right.substituting(value, for: name))
      switch operation {
      case .plus: return x + y
      case .minus: return x - y
      case .times: return x * y
      case .divide: return x / y
      case .power: return x.raised(to: y)
      }
    }
  }

  /// The names without arguments that occur.
  public var names: Set<String> {
    switch node {
    case .number, .infinity: []
    case .name(let name): [name]
    case .function(_, let arguments), .call(_, let arguments):
      arguments.reduce(into: []) { $0.formUnion($1.names) }
    case .negation(let operand): operand.names
    case .binary(_, let left, let right): left.names.union(right.names)
    }
  }
}
