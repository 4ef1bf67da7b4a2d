import ClaimLanguage
import Documents
import Enclosures
import Foundation
import Proving
import Testing

@testable import Certification

/// Certificates of proofs that say more than they show.
@Suite("forged proofs")
struct ProofForgeryTests {
  /// Statements whose proofs use every kind of rule, two false ones among them.
  private static let statements = """
    - {id: log-up, forall: {x: "[0, 1)"}, statement: "log(1 - x) <= -x"}
    - {id: log-two, forall: {x: "[0, 1)"}, statement: "log(1 - x) >= -2*x"}
    - {id: amgm, forall: {mu: "[0, inf)", lambda: "[0, inf)"}, statement: "4*mu*lambda <= (mu + lambda)^2"}
    - {id: rates, forall: {eta: "(0, inf)", mu: "[0, inf)", nu: "[0, inf)", L: "[0, inf)"}, where: "mu <= nu and mu + nu <= L and eta*L <= 2", statement: "(1 - eta*nu)^2 <= (1 - eta*mu)^2"}
    - {id: box, forall: {x: "[0, 2]", y: "[0, 2]"}, statement: "exp(x - y) + x*y + sqrt(x + 1) >= 1/20 + x^2*y/3"}
    - {id: identity, forall: {x: "(1, 2)"}, statement: "1/(x - 1) - 1/x = 1/(x*(x - 1))"}
    - {id: time, forall: {P: "(0, inf)", r: "(0, 1)", t: "[0, inf)"}, where: "t >= log(P)/(-log(r))", statement: "r^t*P <= 1"}
    - {id: kink, forall: {x: "[-1, 1]"}, statement: "abs(x) <= 1 and max(x, -x) >= 0"}
    - {id: two, forall: {x: "[0, 1]", y: "[0, 1]"}, statement: "x*y <= x + y - 1/100"}
    """

  private static let certificate = Result {
    let node = ClaimNode(try YAMLNode(parsing: Array(statements.utf8), file: "test"))
    let steps = try Claim.Step.read(node, file: "test")
    let questions = try steps.compactMap { try UniversalStatement($0, of: "test") }
    return ProofCertificate(try ProofRun().results(for: questions)).json
  }

  /// The certificate with another list of statements and a digest that fits.
  private static func forged(_ change: (inout [JSONValue]) -> Void) throws -> JSONValue {
    var members = try #require(try certificate.get().object)
    var statements = try #require(members["statements"]?.array)
    change(&statements)
    members["statements"] = .array(statements)
    members["digest"] = nil
    members["digest"] = .string(Documents.Digest.of(.object(members)))
    return .object(members)
  }

  private static func changing(
    _ index: Int, _ change: @escaping (inout [String: JSONValue]) -> Void
  ) throws -> JSONValue {
    try forged { statements in
      guard var members = statements[index].object else { return }
      change(&members)
      statements[index] = .object(members)
    }
  }

  private static func reason(_ json: JSONValue) -> String? {
    do {
      _ = try ProofVerifier().verify(json)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test("the honest certificate is accepted")
  func honest() throws {
    let counts = try ProofVerifier().verify(try Self.certificate.get())
    #expect(counts.proved == 7 && counts.refuted == 2 && counts.undecided == 0)
  }

  @Test("a proof without one of its rules, with one twice, or with two exchanged, is rejected")
  func rules() throws {
    let statements = try #require(try Self.certificate.get()["statements"]?.array)
    var tried = 0
    for (index, statement) in statements.enumerated() {
      guard let proofs = statement["proofs"]?.array else { continue }
      for (number, proof) in proofs.enumerated() {
        guard let rules = proof.array else { continue }
        for place in rules.indices.prefix(24) {
          var without = rules
          without.remove(at: place)
          var twice = rules
          twice.insert(rules[place], at: place)
          var variants = [without, twice]
          if place + 1 < rules.count, rules[place] != rules[place + 1] {
            var exchanged = rules
            exchanged.swapAt(place, place + 1)
            variants.append(exchanged)
          }
          for variant in variants {
            let forged = try Self.changing(index) { members in
              var lists = proofs
              lists[number] = .array(variant)
              members["proofs"] = .array(lists)
            }
            // Exchanging rules of the same arity can give another proof; then nothing is forged.
            if variant.count == rules.count, Self.reason(forged) == nil { continue }
            #expect(Self.reason(forged) != nil, "\(index), \(number), \(place)")
            tried += 1
          }
        }
      }
    }
    #expect(tried > 40)
  }

  @Test("another statement, range, hypothesis or status is rejected")
  func statements() throws {
    let changes: [(Int, String, JSONValue?)] = [
      (0, "statement", "log(1 - x) <= -x - x^2"), (0, "statement", "log(1 - x) >= -x"),
      (1, "status", "proved"), (1, "status", "undecided"), (0, "status", "refuted"),
      (0, "status", "certain"), (1, "counterexample", nil), (0, "proofs", nil),
      (0, "proofs", []), (2, "statement", "4.001*mu*lambda <= (mu + lambda)^2"),
      (3, "where", "mu <= nu and mu + nu <= L and eta*L <= 3"), (3, "where", nil),
      (3, "statement", "(1 - eta*nu)^2 < (1 - eta*mu)^2"),
      (4, "statement", "exp(x - y) + x*y + sqrt(x + 1) >= 1/2 + x^2*y"),
      (5, "statement", "1/(x - 1) - 1/x = 2/(x*(x - 1))"), (6, "where", "t >= log(P)/(-2*log(r))"),
      (7, "statement", "abs(x) <= 1 and max(x, -x) > 0"), (8, "status", "proved"),
      (0, "extra", "member"), (0, "id", "ridge/4.2-t2#log-base"), (0, "id", "test#amgm"),
    ]
    for (index, name, value) in changes {
      let forged = try Self.changing(index) { $0[name] = value }
      #expect(Self.reason(forged) != nil, "\(index).\(name)")
    }
    let ranges: [(Int, String)] = [
      (0, "[0, 1]"), (0, "[-1, 1)"), (0, "[0, 2)"), (2, "(-inf, inf)"), (5, "[1, 2)"),
    ]
    for (index, range) in ranges {
      let forged = try Self.changing(index) { members in
        guard var variables = members["forall"]?.array, var first = variables[0].object else {
          return
        }
        first["range"] = .string(range)
        variables[0] = .object(first)
        members["forall"] = .array(variables)
      }
      // Over all reals 4·mu·lambda <= (mu + lambda)² is true, and may have the same proof.
      if index != 2 { #expect(Self.reason(forged) != nil, "\(index): \(range)") }
    }
  }

  @Test("a counterexample or an extent that is none is rejected")
  func refutations() throws {
    for value in ["1/2", "0", "1", "-1", "0.7968", "x", ""] {
      let forged = try Self.changing(1) {
        $0["counterexample"] = [["name": "x", "value": .string(value)]]
      }
      #expect(Self.reason(forged) != nil, "\(value)")
    }
    let extents: [(String, String)] = [
      ("holds_to", "0.8"), ("holds_to", "0.5"), ("fails_at", "0.79"), ("fails_at", "0.9"),
      ("fails_at", "1"),
    ]
    for (name, value) in extents {
      let forged = try Self.changing(1) { members in
        guard var extent = members["extent"]?.object else { return }
        extent[name] = .string(value)
        members["extent"] = .object(extent)
      }
      #expect(Self.reason(forged) != nil, "\(name) \(value)")
    }
  }

  @Test(
    "parameters of rules are checked",
    arguments: [
      ["rule": "interval", "precision": .integer(1)],
      ["rule": "interval", "precision": .integer(1_000_000)],
      ["rule": "interval", "precision": "64"], ["rule": "interval"], ["rule": "trust"], [:],
      ["rule": "excluded", "condition": .integer(-1), "precision": .integer(64)],
      ["rule": "split", "variable": "x", "at": "1/0"],
      ["rule": "split", "variable": "x", "at": "9"],
      ["rule": "combination", "terms": [["coefficient": "1", "generators": [.integer(99)]]]],
      ["rule": "cut", "expression": "inf"], ["rule": "cut", "expression": "f(x)"],
      ["rule": "mean-value", "center": ["1/2", "1/2"], "precision": .integer(64)],
    ] as [JSONValue])
  func parameters(rule: JSONValue) throws {
    let forged = try Self.changing(0) { members in
      guard var proofs = members["proofs"]?.array, var last = proofs.last?.array else { return }
      last[0] = rule
      proofs[proofs.count - 1] = .array(last)
      members["proofs"] = .array(proofs)
    }
    #expect(Self.reason(forged) != nil)
  }

  @Test(
    "what is left of an undecided statement has the form that is written",
    arguments: [
      nil, [:], ["whatever": [.integer(1)]], ["goal": "x >= 0", "closed": .integer(-1), "box": []],
      ["goal": "x >= 0", "closed": .integer(1), "box": [["name": "x", "range": "[1, 0]"]]],
      ["goal": "x >= 0", "closed": .integer(1), "box": [["name": "x", "range": "[0,1]"]]],
    ] as [JSONValue?])
  func remainder(_ remainder: JSONValue?) throws {
    let change = { (remainder: JSONValue?) in
      try Self.changing(0) { members in
        members["status"] = "undecided"
        members["proofs"] = nil
        members["remainder"] = remainder
      }
    }
    #expect(Self.reason(try change(remainder)) != nil)
    let whole: JSONValue = [
      "goal": "x >= 0", "closed": .integer(1), "box": [["name": "x", "range": "[0, 1]"]],
    ]
    #expect(Self.reason(try change(whole)) == nil)
  }

  @Test("the digest, the schema and an empty certificate are looked at")
  func envelope() throws {
    let honest = try #require(try Self.certificate.get().object)
    for (name, value) in [("digest", "sha256:0"), ("schema", "grokcert/proof/2")]
      as [(String, JSONValue)]
    {
      var members = honest
      members[name] = value
      #expect(Self.reason(.object(members)) != nil)
    }
    #expect(Self.reason(try Self.forged { $0 = [] }) != nil)
    #expect(Self.reason(try Self.forged { $0.append($0[0]) }) != nil)
  }
}
