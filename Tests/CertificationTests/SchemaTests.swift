import ClaimLanguage
import Documents
import Enclosures
import Foundation
import LogisticTheory
import Proving
import RidgeTheory
import Testing

@testable import Certification

/// The schemas of docs/schema say what the tool writes, and notice what it does not.
@Suite("schemas")
struct SchemaTests {
  private static let certificate = "docs/schema/certificate-1.schema.json"
  private static let proof = "docs/schema/proof-1.schema.json"

  private static func json(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: Array(text.utf8))
  }

  // MARK: - The validator

  @Test(
    "a keyword means what JSON Schema says",
    arguments: [
      (#"{"type": "string"}"#, #""a""#, "1"), (#"{"type": ["integer", "null"]}"#, "null", "true"),
      (#"{"type": "boolean"}"#, "false", #""false""#), (#"{"type": "object"}"#, "{}", "[]"),
      (#"{"const": [1]}"#, "[1]", "[2]"), (#"{"enum": ["a", 1]}"#, "1", #""1""#),
      (#"{"pattern": "^(?:0|[1-9])$"}"#, #""7""#, #""7\n""#),
      (#"{"pattern": "^a$"}"#, "1", #""b""#),
      (#"{"minLength": 2}"#, #""ab""#, #""a""#), (#"{"minimum": 0}"#, "0", "-1"),
      (#"{"required": ["a"]}"#, #"{"a": 1}"#, #"{"b": 1}"#), (#"{"required": ["a"]}"#, "[]", "{}"),
      (#"{"properties": {"a": {"const": 1}}}"#, #"{"b": 2}"#, #"{"a": 2}"#),
      (#"{"properties": {"a": false}}"#, "{}", #"{"a": 1}"#),
      (#"{"properties": {"a": true}, "additionalProperties": false}"#, #"{"a": 2}"#, #"{"b": 2}"#),
      (#"{"additionalProperties": {"const": 1}}"#, #"{"a": 1}"#, #"{"a": 1, "b": 2}"#),
      (#"{"propertyNames": {"pattern": "^a+$"}}"#, #"{"aa": 1}"#, #"{"ab": 1}"#),
      (#"{"minProperties": 1}"#, #"{"a": 1}"#, "{}"),
      (#"{"dependentRequired": {"a": ["b"]}}"#, #"{"b": 1}"#, #"{"a": 1}"#),
      (#"{"items": {"const": 1}}"#, "[1, 1]", "[1, 2]"), (#"{"minItems": 2}"#, "[1, 2]", "[1]"),
      (#"{"maxItems": 1}"#, "[1]", "[1, 2]"), (#"{"uniqueItems": true}"#, "[1, 2]", "[1, 2, 1]"),
      (#"{"prefixItems": [{"const": 1}, {"const": 2}]}"#, "[1]", "[1, 1]"),
      (#"{"prefixItems": [true], "items": false}"#, "[1]", "[1, 2]"),
      (#"{"allOf": [{"minimum": 1}, {"type": "integer"}]}"#, "1", "0"),
      (#"{"anyOf": [{"const": 1}, {"type": "integer"}]}"#, "1", #""1""#),
      (#"{"oneOf": [{"const": 1}, {"type": "integer"}]}"#, "2", "1"),
      (#"{"not": {"const": 1}}"#, "2", "1"),
      (#"{"if": {"minimum": 5}, "then": {"const": 6}}"#, "6", "7"),
      (#"{"if": {"minimum": 5}, "else": {"const": 1}}"#, "7", "2"),
      (##"{"$ref": "#/$defs/a", "$defs": {"a": {"const": 1}}}"##, "1", "2"),
      (##"{"$ref": "#/$defs/a", "minimum": 3, "$defs": {"a": {"type": "integer"}}}"##, "3", "1"),
    ])
  func keywords(schema: String, fits: String, doesNot: String) throws {
    let schema = try JSONSchema(Self.json(schema))
    #expect(schema.violation(try Self.json(fits)) == nil)
    #expect(schema.violation(try Self.json(doesNot)) != nil)
  }

  @Test(
    "a keyword that is not known is an error, wherever it stands",
    arguments: [
      #"{"patternProperties": {}}"#, #"{"properties": {"a": {"maximum": 1}}}"#,
      #"{"$defs": {"a": {"format": "uri"}}}"#, #"{"items": [true]}"#,
      #"{"oneOf": [{"Type": "a"}]}"#,
      #"{"type": "number"}"#, ##"{"$ref": "#/$defs/a"}"##, #"{"$ref": "other.json"}"#,
      #"{"pattern": "a"}"#, #"{"pattern": "^a|b$"}"#, #"{"pattern": "^[a$"}"#,
      #"{"required": "a"}"#, #"{"if": {"then": 1}}"#, #"{"allOf": []}"#, #"{"enum": []}"#, "1",
      #"{"additionalProperties": {"unknown": 1}}"#, #"{"not": {"contains": 1}}"#,
    ])
  func unknownKeywords(schema: String) throws {
    let schema = try Self.json(schema)
    #expect(throws: JSONSchema.Malformed.self) { try JSONSchema(schema) }
  }

  // MARK: - What the tool writes

  @Test(
    "certificates of ridge problems fit",
    arguments: [
      "aligned", "unseen", "zero-teacher", "never", "no-decay", "divergent", "square",
      "small-start", "gaussian-few", "noisy zero-teacher",
    ])
  func ridge(name: String) throws {
    let schema = try JSONSchema(file: Self.certificate)
    let problem = try Instance.problem(named: name)
    let certificate = try Certifier(library: ClaimLibrary()).certify(problem)
    #expect(schema.violation(certificate.json)?.description == nil)
  }

  @Test(
    "certificates of ridge problems of every form of spec fit",
    arguments: [
      """
      features: {relu: {n: 4, d: 3, m: 12, variance: 1/12, seed: 1}}
      teacher: {gaussian: {variance: 1/12, seed: 2}}
      initialization: {sphere: {norm: 1, seed: 3}, variance: 1/2}
      noise: {variance: 1/100, seed: 4}
      """,
      """
      features: {fourier: {n: 4, d: 3, m: 12, frequency_variance: 1/2, seed: 1}}
      teacher: {sphere: {norm: 1, seed: 2}}
      initialization: {zero: true, variance: 1}
      horizon: 1000
      noise: {vector: [1/10, 0, -1/10, 0]}
      """,
      """
      features: {matrix: [[1, 0], [0, 1/3]]}
      covariance: {matrix: [[1/2, 1/4], [1/4, 1/2]]}
      teacher: {vector: [1, -1]}
      initialization: {gaussian: {variance: 1, seed: 3}}
      """,
      """
      features: {gaussian: {n: 2, m: 4, variance: 1/4, seed: 1}}
      covariance: {diagonal: [1, 1/2, 1/4, 0]}
      feature_bound: 2
      teacher: zero
      initialization: {gaussian: {variance: 1, seed: 3}}
      """,
    ])
  func ridgeSpecs(text: String) throws {
    let schema = try JSONSchema(file: Self.certificate)
    let rest = """

      training: {eta: 1/10, lambda: 1/1000}
      thresholds: {epsilon: 1/100, c: 1/100}
      claims: [ridge/4.2-t1, ridge/4.5]
      """
    let problem = try RidgeProblem(yaml: text + rest)
    let certificate = try Certifier(library: ClaimLibrary()).certify(problem)
    #expect(schema.violation(certificate.json)?.description == nil)
  }

  @Test(
    "certificates of logistic problems fit",
    arguments: [
      "symmetric-pair", "five-brief", "not-separable", "shifted", "oblique", "unbanded", "early",
      "skewed", "overflow-at-once",
    ])
  func logistic(name: String) throws {
    let schema = try JSONSchema(file: Self.certificate)
    let problem = try Instance.anyProblem(named: name)
    let certificate = try Certifier(library: ClaimLibrary()).certify(problem)
    #expect(schema.violation(certificate.json)?.description == nil)
  }

  @Test("certificates with attacks, late starts and overflow fit")
  func logisticForms() throws {
    let schema = try JSONSchema(file: Self.certificate)
    for json in [LogisticForgery.base, LogisticForgery.late, LogisticForgery.overflow] {
      #expect(schema.violation(json)?.description == nil)
    }
  }

  /// Own claims that use every key of a claim file.
  private static let ownClaims = """
    - id: ridge/mine/full
      title: 2026
      source: my notebook
      theory: ridge
      hypotheses: [{id: decay, statement: "lambda > 0", note: positive}]
      events:
        - {id: large, statement: "theta0_norm2 >= T^2", probability: "1 - 2*exp(-m/32)"}
        - {id: uniform, unchecked: "over all predictors", probability: 1 - delta}
      conclusion: "plateau >= 0"
      steps:
        - {id: a, kind: scalar, forall: {x: "[0, 1]"}, where: "x > 0", statement: "x <= 1", expect: true, text: words}
        - {id: b, text: words, coq: Scalar.b, cite: here}
      monotonicity: [{id: bound, bound: "1/x", forall: {x: "(0, inf)"}, where: "x < 2", expect: {x: decreasing}}]
      flags: {trivial: "t2 <= 0", vacuous: "n < 0"}
      note: a note
    - {id: ridge/mine/short, title: t, source: s, theory: ridge, conclusion: "n >= 1 and m >= 1"}
    """

  private static func ownCertificate() throws -> JSONValue {
    let file = Temporary.file("claims.yaml")
    defer { Temporary.remove(file) }
    try Data(ownClaims.utf8).write(to: URL(fileURLWithPath: file))
    let problem = try Instance.problem(named: "small-start").with {
      $0.claims = ["ridge/mine", "ridge/4.5"]
    }
    return try Certifier(library: ClaimLibrary(files: [file])).certify(problem).json
  }

  @Test("certificates with claims that are not built in fit")
  func definitions() throws {
    let schema = try JSONSchema(file: Self.certificate)
    let json = try Self.ownCertificate()
    #expect(schema.violation(json)?.description == nil)
    #expect(json["claims"]?.array?.count { $0["definition"] != nil } == 2)
  }

  /// Statements whose proofs use most rules; false ones and one that is not decided are among them.
  private static let statements = """
    - {id: log-up, forall: {x: "[0, 1)"}, statement: "log(1 - x) <= -x"}
    - {id: log-two, forall: {x: "[0, 1)"}, statement: "log(1 - x) >= -2*x"}
    - {id: amgm, forall: {mu: "[0, inf)", lambda: "[0, inf)"}, statement: "4*mu*lambda <= (mu + lambda)^2"}
    - {id: rates, forall: {eta: "(0, inf)", mu: "[0, inf)", nu: "[0, inf)", L: "[0, inf)"}, where: "mu <= nu and mu + nu <= L and eta*L <= 2", statement: "(1 - eta*nu)^2 <= (1 - eta*mu)^2"}
    - {id: box, forall: {x: "[0, 2]", y: "[0, 2]"}, statement: "exp(x - y) + x*y + sqrt(x + 1) >= 1/20 + x^2*y/3"}
    - {id: identity, forall: {x: "(1, 2)"}, statement: "1/(x - 1) - 1/x = 1/(x*(x - 1))"}
    - {id: kink, forall: {x: "[-1, 1]"}, statement: "abs(x) <= 1 and max(x, -x) >= 0"}
    - {id: halves, forall: {x: "[0, 3]"}, statement: "floor(2*x) >= 2*floor(x)"}
    """

  private static func proofCertificate() throws -> JSONValue {
    let node = ClaimNode(try YAMLNode(parsing: Array(statements.utf8), file: "test"))
    let questions = try Claim.Step.read(node, file: "test").compactMap {
      try UniversalStatement($0, of: "test")
    }
    return ProofCertificate(try ProofRun().results(for: questions)).json
  }

  @Test("proofs fit, those of built-in claims too")
  func proofs() throws {
    let schema = try JSONSchema(file: Self.proof)
    let own = try Self.proofCertificate()
    #expect(schema.violation(own)?.description == nil)
    let statuses = Set(own["statements"]?.array?.compactMap { $0["status"]?.string } ?? [])
    #expect(statuses == ["proved", "refuted", "undecided"])
    let plan = try ProofPlan([]).statements.filter { $0.id.hasPrefix("ridge/4.2") }
    #expect(!plan.isEmpty)
    let builtIn = ProofCertificate(try ProofRun().results(for: plan)).json
    #expect(schema.violation(builtIn)?.description == nil)
  }

  // MARK: - What it does not write

  @Test(
    "every damage to a certificate or a proof is noticed",
    arguments: ["ridge", "logistic", "proof"])
  func damages(kind: String) throws {
    let (file, document) =
      switch kind {
      case "ridge": (Self.certificate, try Self.ownCertificate())
      case "logistic": (Self.certificate, LogisticForgery.base)
      default: (Self.proof, try Self.proofCertificate())
      }
    let schema = try JSONSchema(file: file)
    #expect(schema.violation(document)?.description == nil)
    // Evenly spread ones of a large document: the parts of its claims have all the same form.
    let all = SchemaDamage.all(document)
    let damages = all.count <= 5000 ? all : (0..<5000).map { all[$0 * all.count / 5000] }
    #expect(damages.count > 1000)
    let missed = damages.filter { schema.violation($0.document) == nil }.map(\.description)
    #expect(missed.isEmpty, "\(missed.count) of \(damages.count): \(missed.prefix(20))")
  }

  // MARK: - Words

  private static func words(_ schema: JSONSchema, _ definition: String, _ path: String...) -> Set<
    String
  > {
    var node = schema[definition: definition]
    for step in path { node = node?[step] }
    return Set(node?.array?.compactMap(\.string) ?? [])
  }

  @Test("words and names are those of the code")
  func words() throws {
    let schema = try JSONSchema(file: Self.certificate)
    #expect(Self.words(schema, "name_ridge", "enum") == RidgeQuantities.scalarNames)
    let scalars = LogisticQuantities.all.filter { !$0.isFunction }
    let names = schema[definition: "name_logistic"]?["anyOf"]?.array ?? []
    #expect(
      Set(names.first?["enum"]?.array?.compactMap(\.string) ?? [])
        == Set(scalars.filter { !$0.isByRegime }.map(\.name)))
    let byRegime = try JSONSchema(try #require(names.last))
    for quantity in scalars {
      let fits = byRegime.violation(.string("\(quantity.name)(some)")) == nil
      #expect(fits == quantity.isByRegime, "\(quantity.name)")
    }
    let properties = "properties"
    #expect(
      Self.words(schema, "claim", properties, "verdict", "enum")
        == Set(Verdict.allCases.map(\.rawValue)))
    #expect(
      Self.words(schema, "claim", properties, "flags", "items", "enum")
        == Set(Flag.allCases.map(\.rawValue)))
    let statuses = Set(Status.allCases.map(\.rawValue))
    #expect(Self.words(schema, "event", properties, "status", "enum") == statuses)
    for definition in ["hypothesis", "conclusion", "part"] {
      #expect(
        Self.words(schema, definition, properties, "status", "enum")
          == statuses.subtracting(["not-checked"]))
    }
    #expect(
      Self.words(try JSONSchema(file: Self.proof), "statement", properties, "status", "enum")
        == Set(ProofResult.Status.allCases.map(\.rawValue)))
  }
}
