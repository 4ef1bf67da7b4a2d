public import ClaimLanguage
public import Enclosures

/// A rule of inference, with what its application needs: from its premises the sequent follows.
///
/// `Kernel.premises` says what they are; it alone is to be trusted.
public indirect enum Rule: Sendable, Hashable {
  /// The enclosure of the goal over the box shows it, at this precision.
  case interval(precision: Int)
  /// The enclosure of a condition over the box shows that no point keeps it.
  case excluded(condition: Int, precision: Int)
  /// Both sides of the goal have the same normal form.
  case identity
  /// Every coefficient of the goal's normal form in the Bernstein basis of the box has the right sign.
  case bernstein
  /// The goal's normal form is a sum of products of conditions and distances from the ends of the box, with positive
  /// coefficients.
  case combination([CombinationTerm])
  /// The box is divided at a point of one variable.
  case split(variable: String, at: Rational)
  /// The goal is monotone in one variable, and holds at the end where it is least.
  case monotone(variable: String, isIncreasing: Bool)
  /// The mean value theorem around a point of the box.
  case meanValue(center: [Rational], precision: Int)
  /// a·y² + b·y + c ≥ 0 where a, c and 4ac − b² are.
  case quadratic(atom: String)
  /// A product has the sign that its factors give; each factor is shown to be positive or negative.
  case product(signs: [Bool])
  /// A condition y ≥ h (y ≤ h, y = h) is used up by y = h + z (h − z, h).
  case substitution(condition: Int, variable: String)
  /// The goal compares two values of one increasing function (or a root with anything).
  case inverse
  /// The first |u|, min, max, ⌊u⌋ or ⌈u⌉ is replaced by what it may be.
  case cases
  /// f = 0 by f ≥ 0 and −f ≥ 0.
  case bothSides
  /// f ≠ 0 by f > 0 or by f < 0.
  case signed(isPositive: Bool)
  /// The goal is replaced by its normal form, without denominators and factors whose sign is known.
  case normalized
  /// Points at which an expression is ≥ 0 and those at which it is ≤ 0 are looked at apart.
  case cut(Expression)
  /// Where the goal failed a condition would fail too.
  case contraposition(condition: Int)
}

/// A positive multiple of a product of generators (see `PositivityProblem`).
public struct CombinationTerm: Sendable, Hashable {
  /// The factor: > 0, but for products with an equation in them, of which any multiple may be added.
  public let coefficient: Rational
  /// The generators by number; one may occur several times.
  public let generators: [Int]

  /// A term from its parts.
  public init(coefficient: Rational, generators: [Int]) {
    self.coefficient = coefficient
    self.generators = generators
  }
}

/// A tree of rules; its leaves have no premises.
public struct Proof: Sendable, Hashable {
  /// The rule at the root.
  public let rule: Rule
  /// Proofs of the premises, in their order.
  public let parts: [Proof]

  /// A proof from its parts.
  public init(_ rule: Rule, _ parts: [Proof] = []) {
    self.rule = rule
    self.parts = parts
  }

  /// The number of rules in the tree.
  public var size: Int { parts.reduce(1) { $0 + $1.size } }

  /// The number of boxes that the tree ends in.
  public var leaves: Int { parts.isEmpty ? 1 : parts.reduce(0) { $0 + $1.leaves } }
}

/// Why a rule does not apply.
public struct RuleFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is missing.
  public let reason: String
  /// The reason.
  public var description: String { reason }

  init(_ reason: String) { self.reason = reason }
}
