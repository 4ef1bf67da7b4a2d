internal import Enclosures

/// An expression that has no symbolic derivative.
public struct DerivativeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What has none.
  public let part: String
  /// One line.
  public var description: String { "'\(part)' has no symbolic derivative" }
}

extension Expression {
  /// The derivative by a name, by the rules of differentiation.
  ///
  /// It is the derivative at every interior point at which both expressions have a value. For √u that
  /// asks u > 0, for u^v with a variable exponent u > 0.
  ///
  /// - Throws: `DerivativeError` where the name occurs in abs, min, max, floor, ceil or a quantity with arguments.
  public func derivative(by name: String) throws(DerivativeError) -> Expression {
    guard mentions(name) else { return .constant(0) }
    switch node {
    case .number, .infinity: return .constant(0)
    case .name: return .constant(1)
    case .call: throw DerivativeError(part: description)
    case .negation(let operand): return -(try operand.derivative(by: name))
    case .function(let function, let arguments):
      guard arguments.count == 1 else { throw DerivativeError(part: description) }
      return try outer(function, arguments[0]) * (try arguments[0].derivative(by: name))
    case .binary(let operation, let left, let right):
      return try derivative(operation, left, right, name)
    }
  }

  /// f′(u).
  private func outer(
    _ function: Function, _ inner: Expression
  ) throws(DerivativeError) -> Expression {
    switch function {
    case .sqrt: .constant(1) / (.constant(2) * self)
    case .exp: self
    case .expm1: Expression(.function(.exp, [inner]))
    case .log: .constant(1) / inner
    case .log1p: .constant(1) / (.constant(1) + inner)
    case .abs, .min, .max, .floor, .ceil: throw DerivativeError(part: description)
    }
  }

  private func derivative(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ name: String
  ) throws(DerivativeError) -> Expression {
    let x = try left.derivative(by: name)
    let y = try right.derivative(by: name)
    switch operation {
    case .plus: return x + y
    case .minus: return x - y
    case .times: return x * right + left * y
    case .divide:
      if !right.mentions(name) { return x / right }
      return x / right - left * y / right.raised(to: .constant(2))
    case .power:
      if !right.mentions(name) {
        return right * left.raised(to: right - .constant(1)) * x
      }
      let logarithm = Expression.apply(.log, to: left)
      return self * (y * logarithm + right * x / left)
    }
  }
}
