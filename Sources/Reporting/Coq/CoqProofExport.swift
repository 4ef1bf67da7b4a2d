import Certification
import ClaimLanguage
import Enclosures
public import Proving

/// Files for Coq, one a statement about all parameters: a theorem about all of them where it is
/// proved, about the counterexample where it is refuted.
///
/// The same results give the same files.
public struct CoqProofExport: Sendable {
  /// The files, in the order of the results.
  public let files: [CoqExport.File]
  /// What is not exported.
  public let omissions: [CoqExport.Omission]
  /// How many statements the files are about.
  public let exported: Int

  /// The export of results.
  public init(_ results: [ProofResult]) {
    var entries: [Entry] = []
    var omissions: [CoqExport.Omission] = []
    for result in results {
      do throws(CoqOmission) {
        entries += try CoqProofExport.entries(result)
      } catch {
        omissions.append(
          CoqExport.Omission(
            place: result.statement.id, statement: result.statement.text, reason: error.reason))
      }
    }
    files = zip(entries, CoqIndex.distinct(entries.map(\.stem))).map { entry, stem in
      CoqExport.File(
        name: stem + ".v", text: entry.text, places: [entry.place], statement: entry.statement,
        status: entry.status)
    }
    exported = results.count - omissions.count
    self.omissions = omissions
  }

  /// What is exported, and what is not and why.
  public var index: String {
    CoqIndex.text(
      [
        "Statements about all parameters as theorems of Coq", "",
        "files:                   \(files.count)",
        "statements exported:     \(exported)",
        "statements not exported: \(omissions.count)",
      ], files, omissions)
  }

  /// Writes the files and their index into a folder, which is made where it is missing.
  ///
  /// - Throws: `DocumentError` where something cannot be written.
  public func write(to folder: String) throws {
    try CoqIndex.write(files, index, to: folder)
  }

  // MARK: - One statement

  private struct Entry {
    let stem: String
    let text: String
    let place: String
    let statement: String
    let status: String
  }

  private static func entries(_ result: ProofResult) throws(CoqOmission) -> [Entry] {
    let statement = result.statement
    switch result.status {
    case .undecided: throw CoqOmission(reason: "undecided")
    case .proved:
      let theorem: CoqTheorem
      do { theorem = try CoqTheorem(result.proofs, of: statement) } catch {
        throw CoqOmission(reason: error.reason)
      }
      return [entry(statement, "proved", nil, body(theorem))]
    case .refuted:
      guard let counterexample = result.counterexample else {
        throw CoqOmission(reason: "no counterexample")
      }
      guard !counterexample.lacksValue else {
        throw CoqOmission(reason: "has no value at the counterexample")
      }
      var entries = [
        entry(
          statement, "refuted", nil,
          try body(statement, at: counterexample.point, status: "fails"))
      ]
      guard let extent = result.extent else { return entries }
      for (value, name, status) in [
        (extent.lower, "holds_to", "holds"), (extent.upper, "fails_at", "fails"),
      ] {
        // Where the statement has no value at the end, the counterexample alone is exported.
        guard let body = try? body(statement, at: [value], status: status) else { continue }
        entries.append(entry(statement, "refuted, \(name) \(value)", name, body))
      }
      return entries
    }
  }

  private static func entry(
    _ statement: UniversalStatement, _ status: String, _ part: String?, _ body: String
  ) -> Entry {
    let ranges = statement.variables.map { "\($0.name) in \($0.side)" }.joined(separator: ", ")
    var fields = [("id", statement.id), ("forall", ranges)]
    if let hypotheses = statement.hypotheses { fields.append(("where", "\(hypotheses)")) }
    fields += [("statement", statement.text), ("status", status)]
    if case .monotone(_, let variable, _) = statement.body {
      fields.append(("theorem", "the sign of the derivative by \(variable) that grokcert forms"))
    }
    let header = CoqFile.header(
      "Exported by grokcert \(Certificate.toolVersion) from a proof.", fields)
    let stem = CoqNames.identifier(statement.id) + (part.map { "__" + $0 } ?? "")
    return Entry(
      stem: stem, text: header + body, place: statement.id, statement: statement.text,
      status: status)
  }

  /// A theorem about all parameters.
  private static func body(_ theorem: CoqTheorem) -> String {
    var lines = ["From Coq Require Import Reals Lra."]
    if theorem.statement.contains(where: { $0.contains("Zfloor") || $0.contains("Zceil") }) {
      lines.append("From Flocq Require Import Core.Raux.")
    }
    lines += ["From Interval Require Import Tactic.", "Open Scope R_scope.", ""]
    lines += CoqTheorem.preamble + ["", "Theorem exported :"]
    lines += theorem.statement.enumerated().map { index, line in
      "  \(line)\(index == theorem.statement.count - 1 ? "." : "")"
    }
    lines += ["Proof."] + theorem.proof.map { "  " + $0 } + ["Qed."]
    return lines.joined(separator: "\n") + "\n"
  }

  /// A theorem about a point: that ranges and hypotheses imply the statement there, or that they do
  /// not.
  private static func body(
    _ statement: UniversalStatement, at point: [Rational], status: String
  ) throws(CoqOmission) -> String {
    let quantities = CoqQuantities(
      point: Dictionary(
        zip(statement.variables.map(\.name), point), uniquingKeysWith: { first, _ in first }))
    let given =
      statement.variables.flatMap(\.comparisons)
      .map { Formula(.comparison($0)) } + (statement.hypotheses.map { [$0] } ?? [])
    let conclusion: Formula
    switch statement.body {
    case .formula(let formula): conclusion = formula
    case .monotone(let bound, let variable, let isIncreasing):
      guard let slope = try? bound.derivative(by: variable) else {
        throw CoqOmission(reason: "has no derivative")
      }
      conclusion = Formula(
        .comparison(Comparison(slope, isIncreasing ? .greaterOrEqual : .lessOrEqual, .constant(0))))
    }
    let all = given.count == 1 ? given[0] : Formula(.and(given))
    let formula = given.isEmpty ? conclusion : Formula(.implies(all, conclusion))
    let exported = try CoqStatement(formula, status: status, quantities: quantities)
    return try CoqFile(statement: exported, quantities: quantities).body()
  }
}

extension UniversalStatement.Variable {
  /// That the variable lies in its range.
  fileprivate var comparisons: [Comparison] {
    let own = Expression(.name(name))
    var result: [Comparison] = []
    if let lower = side.lower {
      result.append(
        Comparison(.constant(lower), side.isLowerOpen ? .less : .lessOrEqual, own))
    }
    if let upper = side.upper {
      result.append(
        Comparison(own, side.isUpperOpen ? .less : .lessOrEqual, .constant(upper)))
    }
    return result
  }
}
