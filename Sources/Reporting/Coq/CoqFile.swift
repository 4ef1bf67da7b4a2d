import Certification
import ClaimLanguage
import Enclosures

/// The text of a file that states one comparison of a certificate and proves it.
struct CoqFile {
  /// A place in a certificate where the statement stands.
  struct Place {
    /// `ridge/4.2-t1`, with its test regime.
    let claim: String
    /// `hypothesis step-size`, `conclusion`, with the part of a conjunction.
    let condition: String

    var text: String { "\(claim), \(condition)" }
  }

  let statement: CoqStatement
  let quantities: CoqQuantities

  /// Everything below the header: what makes two files the same.
  ///
  /// - Throws: `CoqOmission` for what Coq has no words for.
  func body() throws(CoqOmission) -> String {
    let identifiers = CoqNames.identifiers(statement.names)
    func printed(_ formula: Formula) throws(CoqOmission) -> String {
      do {
        return try formula.coq { identifiers[$0] ?? CoqNames.identifier($0) }
      } catch {
        throw CoqOmission(reason: "\(error)")
      }
    }
    let goal = try printed(statement.formula)
    var definitions: [String] = []
    var defined: [String] = []
    var variables: [String] = []
    var bounds: [String] = []
    for name in statement.names {
      guard let identifier = identifiers[name], let known = quantities.values[name] else {
        continue
      }
      let meaning = identifier == name ? "" : " (* \(CoqFile.comment(name)) *)"
      switch known {
      case .exact(let value):
        definitions.append("Definition \(identifier) : R := \(CoqFile.term(value)).\(meaning)")
        defined.append(identifier)
      case .enclosed(let lower, let upper, let record):
        variables.append(identifier)
        bounds += [
          "  (* \(record.lower) <= \(CoqFile.comment(name)) <= \(record.upper) *)",
          "  \(CoqFile.term(lower)) <= \(identifier) <= \(CoqFile.term(upper)) ->",
        ]
      case .unusable: continue
      }
    }
    let proof = try CoqProof(statement, defined: defined) { (comparison) throws(CoqOmission) in
      try printed(Formula(.comparison(comparison)))
    }
    var lines = ["From Coq Require Import Reals Lra."]
    if goal.contains("Zfloor") || goal.contains("Zceil") {
      lines.append("From Flocq Require Import Core.Raux.")
    }
    lines += ["From Interval Require Import Tactic.", "Open Scope R_scope.", ""]
    if !definitions.isEmpty { lines += definitions + [""] }
    lines += proof.tactics + ["", "Theorem exported :"]
    if !variables.isEmpty {
      lines += ["  forall \(variables.joined(separator: " ")) : R,"] + bounds
    }
    lines.append(statement.isTrue ? "  \(goal)." : "  ~ (\(goal)).")
    lines.append("Proof.")
    if !variables.isEmpty {
      let introduced = variables + variables.map { _ in "?" }
      lines.append("  intros \(introduced.joined(separator: " ")).")
    }
    return (lines + proof.lines + ["Qed."]).joined(separator: "\n") + "\n"
  }

  /// The comment at the head of a file.
  static func header(
    _ places: [Place], statement: String, status: String, name: String, certificate: Certificate
  ) -> String {
    let fields = [
      ("problem", name), ("data", certificate.dataDigest), ("statement", statement),
      ("status", status),
    ]
    return header(
      "Exported by grokcert \(certificate.version) from a certificate.",
      fields + places.map { ("claim", $0.text) })
  }

  /// A comment of a title and named texts.
  static func header(_ title: String, _ fields: [(name: String, text: String)]) -> String {
    let width = 11
    let lines = fields.map { field in
      let name = "\(field.name):"
      let gap = String(repeating: " ", count: max(1, width - name.count))
      return "   \(name)\(gap)\(comment(field.text))"
    }
    return (["(* \(comment(title))"] + lines).joined(separator: "\n") + " *)\n"
  }

  /// A text that neither ends a comment nor opens one, nor a string in it.
  static func comment(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\"": result += "'"
      case "*" where result.hasSuffix("("), ")" where result.hasSuffix("*"):
        result += " \(character)"
      default: result += character.isNewline ? " " : String(character)
      }
    }
    return result
  }

  private static func term(_ value: Rational) -> String {
    if value.sign < 0 { return "- \(value.isInteger ? term(-value) : "(\(term(-value)))")" }
    return value.isInteger ? "\(value)" : "\(value.numerator) / \(value.denominator)"
  }
}
