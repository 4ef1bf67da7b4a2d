public import Certification
import Documents
import Enclosures

/// The forms for programs.
extension ProbabilityReport {
  /// One row a line of the study, ends of intervals in many digits.
  public static func csv(_ study: ProbabilityStudy) -> String {
    let header = [
      "group", "claim", "counted", "id", "draws", "failed", "undecided", "interval_lower",
      "interval_upper", "allowed_lower", "allowed_upper", "outcome", "confirmed", "note",
    ]
    var rows = [header]
    for group in study.groups {
      for claim in group.claims {
        for line in claim.lines {
          let (lower, upper) = ends(line.interval)
          let allowed = line.allowed.map(ends)
          rows.append([
            group.label, claim.label, line.kind.rawValue, line.id ?? "", String(line.draws),
            String(line.failed), String(line.undecided), lower, upper, allowed?.0 ?? "",
            allowed?.1 ?? "", line.outcome?.rawValue ?? "", line.isConfirmed ? "true" : "false",
            line.note ?? "",
          ])
        }
      }
    }
    return rows.map { $0.map(CSVReport.field).joined(separator: ",") + "\n" }.joined()
  }

  /// Both ends in many digits, outward.
  private static func ends(_ interval: ClosedRange<Rational>) -> (String, String) {
    (
      interval.lowerBound.decimalEnclosure(digits: digits.full).lower,
      interval.upperBound.decimalEnclosure(digits: digits.full).upper
    )
  }

  /// The study as JSON, for people and programs.
  public static func json(_ study: ProbabilityStudy) -> String {
    String(decoding: document(study).pretty(), as: UTF8.self)
  }

  private static func document(_ study: ProbabilityStudy) -> JSONValue {
    func enclosure(_ interval: ClosedRange<Rational>) -> JSONValue {
      let (lower, upper) = ends(interval)
      return ["lower": .string(lower), "upper": .string(upper)]
    }
    func json(_ line: FrequencyLine) -> JSONValue {
      var members: [String: JSONValue] = [
        "counted": .string(line.kind.rawValue), "statement": .string(line.statement),
        "failed": .string(String(line.failed)), "undecided": .string(String(line.undecided)),
        "interval": enclosure(line.interval), "confirmed": .bool(line.isConfirmed),
      ]
      members["id"] = line.id.map(JSONValue.string)
      members["allowed"] = line.allowed.map(enclosure)
      members["outcome"] = line.outcome.map { .string($0.rawValue) }
      members["note"] = line.note.map(JSONValue.string)
      return .object(members)
    }
    let groups = study.groups.map { group -> JSONValue in
      [
        "differs_by": .string(group.label), "theory": .string(group.theory),
        "draws": .string(String(group.draws)), "set_aside": .string(String(group.setAside)),
        "claims": .array(
          group.claims.map { claim in
            [
              "id": .string(claim.label), "title": .string(claim.title),
              "in_scope": .string(String(claim.inScope)),
              "out_of_scope": .string(String(claim.outOfScope)),
              "lines": .array(claim.lines.map(json)),
            ]
          }),
      ]
    }
    return [
      "schema": "grokcert/probability/1", "confidence": .string(study.confidence.description),
      "groups": .array(groups),
    ]
  }
}
