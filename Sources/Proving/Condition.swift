public import ClaimLanguage
import Enclosures

/// An expression compared with zero.
public struct Condition: Sendable, Hashable {
  /// How it compares.
  public enum Sign: String, Sendable, Hashable {
    /// f ≥ 0.
    case nonNegative = ">= 0"
    /// f > 0.
    case positive = "> 0"
    /// f = 0.
    case zero = "= 0"
    /// f ≠ 0.
    case nonZero = "<> 0"
  }

  /// f.
  public let expression: Expression
  /// What is said of it.
  public let sign: Sign

  /// A condition from its parts.
  public init(_ expression: Expression, _ sign: Sign) {
    self.expression = expression
    self.sign = sign
  }

  /// The comparison as one with zero.
  init(_ comparison: Comparison) {
    switch comparison.relation {
    case .less: self.init(comparison.right - comparison.left, .positive)
    case .lessOrEqual: self.init(comparison.right - comparison.left, .nonNegative)
    case .greater: self.init(comparison.left - comparison.right, .positive)
    case .greaterOrEqual: self.init(comparison.left - comparison.right, .nonNegative)
    case .equal: self.init(comparison.left - comparison.right, .zero)
    }
  }

  /// Whether f = 0 is excluded.
  var isStrict: Bool { sign == .positive || sign == .nonZero }

  /// What holds where the condition has a value and fails; nil for equations.
  var negated: Condition? {
    switch sign {
    case .nonNegative: Condition(-expression, .positive)
    case .positive: Condition(-expression, .nonNegative)
    case .zero, .nonZero: nil
    }
  }

  /// The condition with another expression.
  func mapping(_ change: (Expression) -> Expression) -> Condition {
    Condition(change(expression), sign)
  }
}

extension Condition: CustomStringConvertible {
  /// `x - y >= 0`.
  public var description: String { "\(expression) \(sign.rawValue)" }
}

/// What must hold for an expression to have a value, inner parts first.
enum Definedness {
  /// The conditions, each of which has a value where those before it hold.
  static func conditions(of expression: Expression) -> [Condition] {
    var result: [Condition] = []
    collect(expression, into: &result)
    var seen: Set<String> = []
    return result.filter { seen.insert($0.description).inserted }
  }

  private static func collect(_ expression: Expression, into result: inout [Condition]) {
    switch expression.node {
    case .number, .infinity, .name: return
    case .negation(let operand): collect(operand, into: &result)
    case .call(_, let arguments): for part in arguments { collect(part, into: &result) }
    case .function(let function, let arguments):
      for part in arguments { collect(part, into: &result) }
      guard let first = arguments.first else { return }
      switch function {
      case .sqrt: add(first, .nonNegative, &result)
      case .log: add(first, .positive, &result)
      case .log1p: add(.constant(1) + first, .positive, &result)
      case .exp, .expm1, .abs, .min, .max, .floor, .ceil: return
      }
    case .binary(let operation, let left, let right):
      collect(left, into: &result)
      collect(right, into: &result)
      switch operation {
      case .plus, .minus, .times: return
      case .divide: addNonZero(right, &result)
      case .power:
        if let exponent = right.integerExponent {
          if exponent < 0 { addNonZero(left, &result) }
        } else {
          add(left, .positive, &result)
        }
      }
    }
  }

  private static func add(
    _ expression: Expression, _ sign: Condition.Sign, _ result: inout [Condition]
  ) {
    if let value = expression.constant {
      if value.sign > 0 || (value.isZero && sign == .nonNegative) { return }
    }
    result.append(Condition(expression, sign))
  }

  /// A product is not zero where no factor is.
  private static func addNonZero(_ expression: Expression, _ result: inout [Condition]) {
    if let value = expression.constant, !value.isZero { return }
    switch expression.node {
    case .negation(let operand): addNonZero(operand, &result)
    case .binary(.times, let left, let right):
      addNonZero(left, &result)
      addNonZero(right, &result)
    case .binary(.divide, let left, _): addNonZero(left, &result)
    case .binary(.power, let base, let exponent)
    where (exponent.integerExponent ?? 0) != 0:
      addNonZero(base, &result)
    case .function(.exp, _): return
    default: result.append(Condition(expression, .nonZero))
    }
  }
}
