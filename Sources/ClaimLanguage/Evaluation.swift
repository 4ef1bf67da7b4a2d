public import Enclosures

/// What is established about a statement.
public enum Status: String, Sendable, Hashable, CaseIterable {
  /// Certainly true.
  case holds
  /// Certainly false.
  case fails
  /// Neither could be established within the precision or the horizon.
  case undecided
  /// An expression in it has no value here.
  case undefined
  /// It was not checked: no statement about one draw expresses it.
  case notChecked = "not-checked"
}

/// The outcome of evaluating a statement on one problem, with the numbers that a reader wants to see.
///
/// **Which sides are shown.** A comparison shows its own; a conjunction those of the part that decides:
/// the first that fails, else the first that is undefined or undecided, else the one with the least
/// relative margin |left − right|/max(|left|, |right|); a disjunction those of the first part that
/// holds, else of the part of least relative margin; `A implies B` those of B; `not A` those of A. A statement over time
/// shows them at the step `at`: a counterexample if it fails, else the step of least relative margin
/// among A, A + 1, A + 2, A + 4, …, A + 2¹⁶ and the end of the range; and for
/// `G implies t <= K` (or <, >, >=) the extreme step t at which G holds, beside K.
public struct Evaluation: Sendable {
  /// What is established.
  public internal(set) var status: Status
  /// The left side of the comparison that is shown; nil where it has no value.
  public internal(set) var left: ScalarValue?
  /// The right side of the comparison that is shown; nil where it has no value.
  public internal(set) var right: ScalarValue?
  /// The relation between them.
  public internal(set) var relation: Relation?
  /// The greatest precision that was used, in bits.
  public internal(set) var precision: Int
  /// The members of a conjunction, in order; empty for other statements.
  public internal(set) var parts: [Evaluation] = []
  /// The step at which the sides of a statement over time are shown.
  public internal(set) var at: Int?
  /// Why it is not decided or not defined, or what is special about it.
  public internal(set) var note: String?
  /// The last step up to which the statement is certified, where that is the horizon and no argument
  /// covers all later steps (flag `horizon`).
  public internal(set) var horizon: Int?
  /// For statements over time: the blocks of steps that establish it, with what holds on them.
  public internal(set) var evidence: [TimeSearch.Block] = []
  /// The statement, as canonical text.
  public let statement: String

  /// How far the bound is from the truth, as a factor ≥ 1 where the statement holds: right/left for
  /// upper bounds, left/right for lower ones; nil unless both sides are positive and finite.
  public var tightness: ScalarValue? {
    guard let left, let right, let relation, relation != .equal else { return nil }
    let bits = max(precision, Evaluator.leastShownPrecision)
    let (x, y) = (Value(left), Value(right))
    guard x.certainSign == 1, y.certainSign == 1, x.interval(bits).isBounded,
      y.interval(bits).isBounded
    else { return nil }
    let quotient =
      relation.isUpperBound ? try? y.divided(by: x, bits) : try? x.divided(by: y, bits)
    return quotient?.scalar(precision: bits)
  }

  init(_ status: Status, of formula: Formula, precision: Int, note: String? = nil) {
    self.status = status
    self.precision = precision
    self.note = note
    statement = formula.description
  }

  /// |left − right|/max(|left|, |right|); nil where a side is missing or infinite.
  var relativeMargin: Double? {
    guard let left, let right else { return nil }
    return Evaluation.margin(Value(left), Value(right))
  }

  /// Margins below this are rounding noise and count as 0, so that they do not depend on precision.
  private static let leastMargin = 1e-12

  static func margin(_ left: Value, _ right: Value) -> Double? {
    let (x, y) = (left.interval(128).midpoint, right.interval(128).midpoint)
    guard x.isFinite, y.isFinite else { return nil }
    let scale = max(x.magnitude, y.magnitude)
    if scale.isZero { return 0 }
    let ratio = x.subtracting(y, precision: 128, .nearest).magnitude
      .divided(by: scale, precision: 128, .nearest).approximation
    return ratio < leastMargin ? 0 : ratio
  }

  /// Takes over the shown comparison of another evaluation.
  mutating func show(_ other: Evaluation) {
    (left, right, relation, at) = (other.left, other.right, other.relation, other.at)
  }
}
