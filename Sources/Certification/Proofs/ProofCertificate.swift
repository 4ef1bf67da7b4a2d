import ClaimLanguage
public import Documents
import Enclosures
public import Proving

/// Proofs and refutations of statements about all parameters, as a document that can be checked without search.
public struct ProofCertificate: Sendable {
  /// The schema that this version writes and reads.
  public static let schema = "grokcert/proof/1"

  /// What was found, in the order of the plan.
  public let results: [ProofResult]

  /// A certificate of results.
  public init(_ results: [ProofResult]) { self.results = results }

  /// The certificate as JSON, with its digest.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .string(ProofCertificate.schema),
      "tool": ["name": "grokcert", "version": .string(Certificate.toolVersion)],
      "statements": .array(results.map(\.json)),
    ]
    members["digest"] = .string(Documents.Digest.of(.object(members)))
    return .object(members)
  }
}

extension UniversalStatement {
  /// Variables, hypotheses and body.
  var members: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "id": .string(id),
      "forall": .array(
        variables.map { ["name": .string($0.name), "range": .string($0.side.description)] }),
    ]
    if let hypotheses { members["where"] = .string(hypotheses.description) }
    switch body {
    case .formula(let formula): members["statement"] = .string(formula.description)
    case .monotone(let expression, let variable, let isIncreasing):
      members["monotone"] = [
        "bound": .string(expression.description), "variable": .string(variable),
        "direction": isIncreasing ? "increasing" : "decreasing",
      ]
    }
    return members
  }

  /// Reads what `members` writes.
  ///
  /// - Throws: `CertificateError` naming the place.
  init(json: JSONValue, at path: String) throws(CertificateError) {
    let reader = JSONReaderAt(json, path)
    func reading<T>(_ name: String, _ body: () throws -> T) throws(CertificateError) -> T {
      do { return try body() } catch {
        throw .malformed(path: "\(path).\(name)", message: "\(error)")
      }
    }
    var variables: [Variable] = []
    for (index, value) in try reader.array("forall").enumerated() {
      let own = JSONReaderAt(value, "\(path).forall[\(index)]")
      try own.allow(["name", "range"])
      let range = try own.string("range")
      variables.append(
        Variable(
          try own.string("name"), try reading("forall[\(index)]") { try Side(parsing: range) }))
    }
    let given = try reader.optionalString("where")
    let hypotheses = try reading("where") { try given.map { try Formula(parsing: $0) } }
    let body: Body
    if let monotone = json["monotone"] {
      let own = JSONReaderAt(monotone, "\(path).monotone")
      try own.allow(["bound", "variable", "direction"])
      let (bound, direction) = (try own.string("bound"), try own.string("direction"))
      guard json["statement"] == nil, ["increasing", "decreasing"].contains(direction) else {
        throw .malformed(path: "\(path).monotone", message: "is not in the form that is written")
      }
      body = .monotone(
        try reading("monotone.bound") { try Expression(parsing: bound) },
        variable: try own.string("variable"), isIncreasing: direction == "increasing")
    } else {
      let text = try reader.string("statement")
      body = .formula(try reading("statement") { try Formula(parsing: text) })
    }
    self.init(
      id: try reader.string("id"), variables: variables, hypotheses: hypotheses, body: body)
  }
}

extension ProofResult {
  /// The result as JSON.
  var json: JSONValue {
    var members = statement.members
    members["status"] = .string(status.rawValue)
    if status == .proved { members["proofs"] = .array(proofs.map(\.json)) }
    if let counterexample {
      members["counterexample"] = .array(
        zip(statement.variables, counterexample.point).map {
          ["name": .string($0.name), "value": .string($1.description)]
        })
    }
    if let extent {
      members["extent"] = [
        "holds_to": .string(extent.lower.description),
        "fails_at": .string(extent.upper.description),
        "proofs": .array(extent.proofs.map(\.json)),
      ]
    }
    if let remainder {
      members["remainder"] = [
        "goal": .string(remainder.goal), "closed": .integer(remainder.closed),
        "box": .array(
          remainder.box.map { ["name": .string($0.name), "range": .string($0.side.description)] }),
      ]
    }
    return .object(members)
  }
}
