internal import CMPFR

/// A rounding direction of one arithmetic operation.
public enum Rounding: Sendable, Hashable {
  /// Toward −∞: the result is at most the exact value.
  case down
  /// Toward +∞: the result is at least the exact value.
  case up
  /// To nearest, ties to even.
  case nearest

  var mpfr: mpfr_rnd_t {
    switch self {
    case .down: MPFR_RNDD
    case .up: MPFR_RNDU
    case .nearest: MPFR_RNDN
    }
  }
}

/// Limits on working precision, in bits.
public enum PrecisionLimits {
  /// The least precision that a value may have.
  public static let minimum = 2
  /// The greatest precision that a value may have.
  public static let maximum = 1_000_000
  /// Where adaptive comparisons start (DESIGN section 3).
  public static let start = 64
  /// Where adaptive comparisons give up unless told otherwise (`--max-precision`).
  public static let defaultMaximum = 4096
}

/// The outcome of comparing two enclosures, or of evaluating a formula over them.
///
/// `unknown` means that the enclosures overlap: a higher precision may decide.
public enum Ternary: Sendable, Hashable {
  /// The statement holds for every choice of points in the enclosures.
  case certainlyTrue
  /// The statement is false for every choice of points in the enclosures.
  case certainlyFalse
  /// Neither is established.
  case unknown

  /// Lifts a Boolean.
  public init(_ value: Bool) { self = value ? .certainlyTrue : .certainlyFalse }

  /// Kleene negation.
  public static prefix func ! (value: Ternary) -> Ternary {
    switch value {
    case .certainlyTrue: .certainlyFalse
    case .certainlyFalse: .certainlyTrue
    case .unknown: .unknown
    }
  }

  /// Kleene conjunction.
  public static func && (left: Ternary, right: Ternary) -> Ternary {
    if left == .certainlyFalse || right == .certainlyFalse { return .certainlyFalse }
    if left == .certainlyTrue && right == .certainlyTrue { return .certainlyTrue }
    return .unknown
  }

  /// Kleene disjunction.
  public static func || (left: Ternary, right: Ternary) -> Ternary { !(!left && !right) }
}

/// Why an operation on enclosures has no value.
public enum DomainError: Error, Hashable, Sendable {
  /// No point of the operands lies in the operation's domain (log of a negative number, 1/0).
  case undefined(operation: String)
  /// Some points lie inside the domain and some may lie outside: a higher precision may decide.
  case undecided(operation: String)
}
