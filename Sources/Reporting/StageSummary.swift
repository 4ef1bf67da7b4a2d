import Certification
import Enclosures

/// A stage time with its meaning and what the claims say about it.
struct StageSummary: Equatable {
  /// A claim's bound on a stage time.
  struct Bound: Equatable {
    /// The relation of the time to the bound, such as `<=`.
    let relation: String
    let bound: ShownNumber
    let tightness: ShownNumber?
    let claim: String
    let verdict: String
    /// The verdict; out of scope, whether the bound holds anyway too.
    let remark: String
    /// What the bounds are sorted by.
    fileprivate let rank: Rational?
  }

  /// `t1`, `t2`, `plateau` or `t_final`.
  let name: String
  /// `= 210`, `> 1000000`, `= inf`.
  let value: String
  /// What the value means, in words.
  let meaning: String
  /// Tightest first; those without a tightness last, by claim id.
  let bounds: [Bound]

  /// The stage times that a certificate has.
  static func all(_ certificate: Certificate) -> [StageSummary] {
    ["t1", "t2", "plateau", "t_final"].compactMap { name in
      certificate.quantities[name].map { StageSummary(name, $0, certificate) }
    }
  }

  private init(_ name: String, _ record: EnclosureRecord, _ certificate: Certificate) {
    self.name = name
    (value, meaning) = StageSummary.describe(name, record)
    bounds =
      certificate.claims
      .flatMap { claim in
        StageSummary.comparisons(claim.conclusion).compactMap {
          StageSummary.bound($0, of: name, record, in: claim)
        }
      }
      .sorted {
        switch ($0.rank, $1.rank) {
        case (let a?, let b?): (a, $0.claim) < (b, $1.claim)
        case (nil, nil): $0.claim < $1.claim
        case (let a, _): a != nil
        }
      }
  }

  // MARK: - Meaning

  private static func describe(_ name: String, _ record: EnclosureRecord) -> (String, String) {
    let (usual, above, below) =
      switch name {
      case "t1":
        (
          "last step with training loss >= epsilon", "never: the loss does not stay below epsilon",
          "none: the loss is below epsilon from the start"
        )
      case "t2":
        (
          "first step with population loss <= c", "never: the population loss does not reach c",
          "unbounded"
        )
      case "plateau":
        ("t2 - t1, steps", "infinite, as t1 or t2 is", "infinite, as t1 is")
      default:
        (
          "first step with population loss <= epsilon from then on",
          "never: the population loss does not stay within epsilon", "unbounded"
        )
      }
    switch Bounds(record) {
    case .infinite(let sign): return ("= \(sign > 0 ? "inf" : "-inf")", sign > 0 ? above : below)
    case .between(let lower?, nil) where lower.isInteger && name != "t1":
      // The first step that is not excluded, so that all before it are.
      return ("> \((lower - 1).description)", "not within the horizon; \(usual)")
    case .between(_, nil):
      return (ShownNumber(record).equation, "no end within the horizon; \(usual)")
    default: return (ShownNumber(record).equation, usual)
    }
  }

  // MARK: - Bounds from claims

  /// The comparisons of a conclusion: its parts where it is a conjunction, else itself.
  private static func comparisons(_ conclusion: ConditionRecord) -> [ConditionRecord] {
    conclusion.parts.isEmpty ? [conclusion] : conclusion.parts.flatMap(comparisons)
  }

  private static func bound(
    _ condition: ConditionRecord, of name: String, _ record: EnclosureRecord, in claim: ClaimRecord
  ) -> Bound? {
    guard let relation = condition.relation, let left = condition.left, let right = condition.right,
      left == record || right == record, speaks(condition.statement, of: name, relation),
      // An implication that holds by its premise alone says nothing about the time.
      condition.status != "holds" || !Gap.isCertainlyFalse(condition)
    else { return nil }
    let words = condition.statement.split(separator: " ")
    // Where both sides are the same number, the statement says which one is the time.
    let isLeft = left == record && !(right == record && words.last.map(String.init) == name)
    let mirrored = ["<": ">", "<=": ">=", ">": "<", ">=": "<="]
    return Bound(
      relation: isLeft ? relation : mirrored[relation] ?? relation,
      bound: ShownNumber(isLeft ? right : left),
      tightness: condition.tightness.map { ShownNumber(ratio: $0) }, claim: claim.id,
      verdict: claim.verdict,
      remark: claim.verdict
        + (claim.verdict == "out-of-scope" ? " (\(condition.status) here)" : ""),
      rank: condition.tightness.flatMap(Bounds.init).flatMap { $0.finite?.upper })
  }

  /// Whether a statement is about a time: it names it, or bounds every t with a loss beyond a threshold.
  ///
  /// Equal numbers alone would not do: n = 200 may well be the value of t1.
  private static func speaks(_ statement: String, of name: String, _ relation: String) -> Bool {
    let names = Set(
      statement.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    if names.contains(name) { return true }
    guard names.contains("forall"), names.contains("implies") else { return false }
    return switch name {
    case "t1": names.contains("train_loss") && relation.hasPrefix("<")
    case "t2": names.contains("population_loss") && relation.hasPrefix(">")
    default: false
    }
  }
}
