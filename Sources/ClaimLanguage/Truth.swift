internal import Enclosures

/// What is known of a statement: three values, and a fourth for statements without meaning here.
enum Truth: Sendable, Hashable {
  case certainlyTrue
  case certainlyFalse
  case unknown
  /// An expression has no value here: a logarithm of a negative number, a quantity that is absent.
  case undefined(String)

  init(_ value: Ternary) {
    switch value {
    case .certainlyTrue: self = .certainlyTrue
    case .certainlyFalse: self = .certainlyFalse
    case .unknown: self = .unknown
    }
  }

  static prefix func ! (value: Truth) -> Truth {
    switch value {
    case .certainlyTrue: .certainlyFalse
    case .certainlyFalse: .certainlyTrue
    case .unknown, .undefined: value
    }
  }

  /// Conjunction: false wins over everything, then what is unknown, then what is undefined.
  static func and(_ left: Truth, _ right: Truth) -> Truth {
    switch (left, right) {
    case (.certainlyFalse, _), (_, .certainlyFalse): .certainlyFalse
    case (.unknown, _), (_, .unknown): .unknown
    case (.undefined, _): left
    case (_, .undefined): right
    case (.certainlyTrue, .certainlyTrue): .certainlyTrue
    }
  }

  static func or(_ left: Truth, _ right: Truth) -> Truth { !and(!left, !right) }
  static func implies(_ left: Truth, _ right: Truth) -> Truth { or(!left, right) }
}

/// Errors of evaluation that are the claim's fault, not the numbers'.
public enum EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A name that the theory does not know.
  case unknownQuantity(String)
  /// `forall` below a place where it cannot be evaluated.
  case misplacedQuantifier

  /// One line.
  public var description: String {
    switch self {
    case .unknownQuantity(let name): "unknown quantity '\(ParseLimits.excerpt(name))'"
    case .misplacedQuantifier: "'forall' inside 'forall' is not supported"
    }
  }
}
