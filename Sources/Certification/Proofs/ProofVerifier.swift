import ClaimLanguage
public import Documents
import Enclosures
import Proving
import Synchronization

/// Re-checks certificates of proofs: every rule by the kernel, every counterexample in exact arithmetic, no search.
public struct ProofVerifier: Sendable {
  /// Threads.
  public var jobs = 1

  /// A verifier.
  public init() {}

  /// Re-checks a certificate.
  ///
  /// - Returns: How many statements are proved, refuted and undecided.
  /// - Throws: `Verifier.Rejection` with the reason.
  public func verify(
    _ json: JSONValue
  ) throws(Verifier.Rejection) -> (proved: Int, refuted: Int, undecided: Int) {
    var body = json.object ?? [:]
    let stated = body.removeValue(forKey: "digest")?.string
    guard json["schema"]?.string == ProofCertificate.schema else {
      throw Verifier.Rejection("schema: is not '\(ProofCertificate.schema)'")
    }
    guard Documents.Digest.of(.object(body)) == stated else {
      throw Verifier.Rejection("digest: the content does not match the stated digest")
    }
    let known = try Verifier.rejecting {
      let reader = JSONReaderAt(json, "")
      try reader.allow(["schema", "tool", "statements", "digest"])
      let tool = JSONReaderAt(json["tool"] ?? .null, "tool")
      try tool.allow(["name", "version"])
      guard try tool.string("name") == "grokcert" else {
        throw CertificateError.malformed(path: "tool.name", message: "is not grokcert")
      }
      _ = try tool.string("version")
      return try ProofVerifier.builtIn()
    }
    guard let statements = json["statements"]?.array, !statements.isEmpty else {
      throw Verifier.Rejection("statements: there are none")
    }
    var ids: Set<String> = []
    for statement in statements {
      guard let id = statement["id"]?.string, ids.insert(id).inserted else {
        throw Verifier.Rejection("statements: an id is missing or occurs twice")
      }
    }
    let outcomes = Mutex<[Result<ProofResult.Status, Verifier.Rejection>?]>(
      Array(repeating: nil, count: statements.count))
    Parallel.forEach(statements.count, jobs: jobs) { index in
      let outcome = Result { () throws(Verifier.Rejection) in
        try ProofVerifier.check(statements[index], at: "statements[\(index)]", known)
      }
      outcomes.withLock { $0[index] = outcome }
    }
    var counts: [ProofResult.Status: Int] = [:]
    for outcome in outcomes.withLock({ $0 }).compactMap(\.self) {
      counts[try outcome.get(), default: 0] += 1
    }
    return (counts[.proved] ?? 0, counts[.refuted] ?? 0, counts[.undecided] ?? 0)
  }

  /// The statements of the built-in claims by id: a certificate may not give their names to others.
  private static func builtIn() throws -> [String: JSONValue] {
    var result: [String: JSONValue] = [:]
    for statement in try ProofPlan([]).statements {
      result[statement.id] = .object(statement.members)
    }
    return result
  }

  private static func check(
    _ json: JSONValue, at path: String, _ known: [String: JSONValue]
  ) throws(Verifier.Rejection) -> ProofResult.Status {
    let (statement, status) = try Verifier.rejecting {
      let reader = JSONReaderAt(json, path)
      try reader.allow([
        "id", "forall", "where", "statement", "monotone", "status", "proofs", "counterexample",
        "extent", "remainder",
      ])
      let statement = try UniversalStatement(json: json, at: path)
      try statement.check()
      guard let status = ProofResult.Status(rawValue: try reader.string("status")) else {
        throw CertificateError.malformed(path: "\(path).status", message: "is unknown")
      }
      return (statement, status)
    }
    if let own = known[statement.id], own != .object(statement.members) {
      throw Verifier.Rejection("\(path): is not the built-in statement '\(statement.id)'")
    }
    let place = "\(path) (\(statement.id))"
    switch status {
    case .proved:
      try absent(["counterexample", "extent", "remainder"], in: json, place)
      try proofs(json["proofs"], of: statement, "\(place).proofs")
    case .refuted:
      try absent(["proofs", "remainder"], in: json, place)
      let point = try point(json["counterexample"], of: statement, "\(place).counterexample")
      guard Counterexample(point, to: statement) != nil else {
        throw Verifier.Rejection("\(place).counterexample: does not refute the statement")
      }
      if let extent = json["extent"] { try check(extent: extent, of: statement, "\(place).extent") }
    case .undecided:
      try absent(["proofs", "counterexample", "extent"], in: json, place)
      try check(remainder: json["remainder"], "\(place).remainder")
    }
    return status
  }

  /// A remainder proves nothing, but says what a reader may rely on in its form.
  private static func check(
    remainder json: JSONValue?, _ place: String
  ) throws(Verifier.Rejection) {
    guard let json, json.object?.count == 3, json["goal"]?.string != nil,
      let closed = json["closed"]?.integer, closed >= 0, let box = json["box"]?.array,
      box.allSatisfy({ isSide($0) })
    else { throw Verifier.Rejection("\(place): is not in the form that is written") }
  }

  private static func isSide(_ json: JSONValue) -> Bool {
    guard json.object?.count == 2, json["name"]?.string != nil, let text = json["range"]?.string,
      let side = try? Side(parsing: text)
    else { return false }
    return side.description == text
  }

  private static func absent(
    _ names: [String], in json: JSONValue, _ place: String
  ) throws(Verifier.Rejection) {
    for name in names where json[name] != nil {
      throw Verifier.Rejection("\(place).\(name): does not belong to this status")
    }
  }

  private static func proofs(
    _ json: JSONValue?, of statement: UniversalStatement, _ place: String
  ) throws(Verifier.Rejection) {
    guard let lists = json?.array else { throw Verifier.Rejection("\(place): a list is missing") }
    var rules: [[JSONValue]] = []
    for list in lists {
      guard let own = list.array else { throw Verifier.Rejection("\(place): must hold lists") }
      rules.append(own)
    }
    do { try ProofChecker.check(rules: rules, of: statement, at: place) } catch {
      throw Verifier.Rejection(error.description)
    }
  }

  private static func point(
    _ json: JSONValue?, of statement: UniversalStatement, _ place: String
  ) throws(Verifier.Rejection) -> [Rational] {
    guard let members = json?.array, members.count == statement.variables.count else {
      throw Verifier.Rejection("\(place): does not give every variable a value")
    }
    var point: [Rational] = []
    for (member, variable) in zip(members, statement.variables) {
      guard member.object?.count == 2, member["name"]?.string == variable.name,
        let text = member["value"]?.string, let value = try? Rational(parsing: text),
        value.description == text
      else { throw Verifier.Rejection("\(place): does not give '\(variable.name)' a value") }
      point.append(value)
    }
    return point
  }

  private static func check(
    extent json: JSONValue, of statement: UniversalStatement, _ place: String
  ) throws(Verifier.Rejection) {
    guard json.object?.count == 3, statement.variables.count == 1,
      let side = statement.variables.first?.side, let start = side.lower,
      let lower = json["holds_to"]?.string.flatMap({ try? Rational(parsing: $0) }),
      let upper = json["fails_at"]?.string.flatMap({ try? Rational(parsing: $0) }),
      start < lower, lower < upper, side.contains(upper),
      ProofResult.Extent.isNarrow(lower, upper)
    else { throw Verifier.Rejection("\(place): is not in the form that is written") }
    guard Counterexample([upper], to: statement) != nil else {
      throw Verifier.Rejection("\(place).fails_at: the statement does not fail there")
    }
    let part = statement.restricted(to: Side(start, lower, isLowerOpen: side.isLowerOpen))
    try proofs(json["proofs"], of: part, "\(place).proofs")
  }
}
