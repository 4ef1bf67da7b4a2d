import ClaimLanguage
import Enclosures

extension ConditionRecord {
  /// What an evaluation established; parts of parts (`isNested`) are not recorded.
  init(_ evaluation: Evaluation, id: String? = nil, statement: String? = nil, isNested: Bool = false) {
    self.init(
      id: id, statement: statement ?? evaluation.statement, status: evaluation.status.rawValue)
    let precision = max(evaluation.precision, 2 * PrecisionLimits.start)
    relation = evaluation.relation?.rawValue
    left = evaluation.left.map { EnclosureRecord(best: $0, precision: precision) }
    right = evaluation.right.map { EnclosureRecord(best: $0, precision: precision) }
    tightness = evaluation.tightness.map { EnclosureRecord(best: $0, precision: precision) }
    at = evaluation.at.map(String.init)
    switch evaluation.status {
    case .holds, .notChecked: break
    // How far an attempt came depends on the working precision, which a re-check chooses differently.
    case .undecided: note = "neither established nor refuted"
    case .fails, .undefined: note = evaluation.note
    }
    if let horizon = evaluation.horizon { note = "certified up to t = \(horizon)" }
    if !isNested {
      parts = evaluation.parts.map { ConditionRecord($0, isNested: true) }
    }
  }
}

extension EnclosureRecord {
  /// The canonical record, or the outward decimals of what is known.
  init(best value: ScalarValue, precision: Int) {
    self = EnclosureRecord(canonical: value, precision: precision)
      ?? EnclosureRecord(wide: value.interval(precision: precision))
  }
}
