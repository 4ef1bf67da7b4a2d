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

  /// `t1`, `plateau`, `T_test(standard)`.
  let name: String
  /// `= 210`, `> 1000000`, `= inf`.
  let value: String
  /// What the value means, in words.
  let meaning: String
  /// Tightest first; those without a tightness last, by claim id.
  let bounds: [Bound]

  /// The stage times that a certificate has.
  static func all(_ certificate: Certificate) -> [StageSummary] {
    StageMeaning.names(certificate).compactMap { name in
      certificate.quantities[name].map { StageSummary(name, $0, certificate) }
    }
  }

  private init(_ name: String, _ record: EnclosureRecord, _ certificate: Certificate) {
    self.name = name
    (value, meaning) = StageMeaning(name).described(record)
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
      tightness: condition.tightness.map { ShownNumber(ratio: $0) }, claim: claim.label,
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
    if let stem = name.split(separator: "(").first, names.contains(String(stem)) { return true }
    guard names.contains("forall"), names.contains("implies") else { return false }
    return switch name {
    case "t1": names.contains("train_loss") && relation.hasPrefix("<")
    case "t2": names.contains("population_loss") && relation.hasPrefix(">")
    default: false
    }
  }
}
