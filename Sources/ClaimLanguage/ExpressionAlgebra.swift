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

  /// The number that the expression is; nil for anything but a number with or without sign, or a quotient of two.
  public var constant: Rational? {
    switch node {
    case .number(let value): return value
    case .negation(let operand): return operand.constant.map { -$0 }
    case .binary(.divide, let left, let right):
      guard let x = left.constant, let y = right.constant, !y.isZero else { return nil }
      return x / y
    default: return nil
    }
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
      if let n = power.int, let value = constant, abs(n) <= 64, !value.isZero || n > 0,
        let result = value.power(n)
      {
        return .constant(result)
      }
    }
    return Expression(.binary(.power, self, exponent))
  }

  /// f(x), with the values at 0 and 1 that are rational.
  public static func apply(_ function: Function, to argument: Expression) -> Expression {
    if let value = argument.constant {
      switch function {
      case .exp where value.isZero: return constant(1)
      case .expm1 where value.isZero, .log1p where value.isZero: return constant(0)
      case .log where value == 1: return constant(0)
      case .sqrt:
        if let root = value.exactSquareRoot { return constant(root) }
      case .abs: return constant(value.magnitude)
      case .floor: return constant(value.roundedDown())
      case .ceil: return constant(value.roundedUp())
      default: break
      }
    }
    return Expression(.function(function, [argument]))
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
