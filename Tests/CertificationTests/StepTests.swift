import ClaimLanguage
import Documents
import Enclosures
import Foundation
import Proving
import Testing

@testable import Certification

/// The chains of the built-in claims.
@Suite("steps of claims")
struct StepTests {
  private static let claims = Result { try ClaimLibrary().claims.claims }

  @Test("every claim has a chain; scalar steps are statements, all others name a proof")
  func rules() throws {
    let theorems = try StepTests.theorems()
    for claim in try StepTests.claims.get() {
      #expect(!claim.steps.isEmpty, "\(claim.id)")
      for step in claim.steps {
        let place = "\(claim.id)#\(step.id)"
        #expect(step.kind != nil, "\(place)")
        if step.kind == .scalar {
          #expect(step.statement != nil, "\(place) has no statement")
        } else {
          #expect(step.coq != nil || step.citation != nil, "\(place) names no proof")
        }
        if let coq = step.coq { #expect(theorems.contains(coq), "\(place): no theorem \(coq)") }
      }
    }
  }

  /// `RidgeModes.thm_4_4` and the like, in proofs/coq.
  private static func theorems() throws -> Set<String> {
    let folder = Repository.path("proofs/coq")
    var result: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder)
    where file.hasSuffix(".v") {
      let text = String(
        decoding: try InputFile.read("\(folder)/\(file)", limit: 1 << 22), as: UTF8.self)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count >= 2, ["Theorem", "Lemma", "Corollary"].contains(words[0]) else {
          continue
        }
        let name = words[1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        result.insert("\(file.dropLast(2)).\(name)")
      }
    }
    return result
  }

  @Test("every statement comes out as its claim expects, and none is undecided")
  func outcomes() throws {
    let plan = try ProofPlan([])
    var run = ProofRun()
    run.jobs = 2
    let results = try run.results(for: plan.statements)
    #expect(results.count == plan.statements.count)
    let expected = plan.expectations
    for result in results {
      let id = result.statement.id
      #expect(result.status != .undecided, "\(id)")
      if let wanted = expected[id] {
        #expect((result.status == .proved) == wanted, "\(id) is \(result.status)")
      }
    }
    let certificate = ProofCertificate(results).json
    let counts = try ProofVerifier().verify(certificate)
    #expect(counts.proved + counts.refuted == results.count)
    // Reading the text again gives the same certificate.
    #expect(try JSONValue(parsing: certificate.canonical()) == certificate)
  }

  @Test("ln(1 - x) >= -2x is refuted beside 0.7968, and holds up to x0 to 30 digits")
  func falseStep() throws {
    let plan = try ProofPlan(["ridge/4.2-t2"])
    let step = try #require(plan.statements.first { $0.id == "ridge/4.2-t2#log-base" })
    let result = try Prover().prove(step)
    #expect(result.status == .refuted)
    let point = try #require(result.counterexample?.point.first)
    let (low, high) = (try Rational(parsing: "0.7968"), try Rational(parsing: "0.7969"))
    #expect(low < point && point < high)
    let extent = try #require(result.extent)
    let root = try Rational(parsing: "0.796812130020020046161520937937582764")
    #expect(extent.lower <= root && root <= extent.upper)
    #expect(extent.upper - extent.lower <= (try Rational(parsing: "1e-30")))
  }

  @Test(
    "a step whose constant is too good is refuted",
    arguments: [
      ("ridge/4.4/floor", "4*", "4.01*"), ("ridge/4.2-t2/corrected", "-2*x", "-19/10*x"),
      ("ridge/8-t2", "-1.01*x", "-1.004*x"),
    ])
  func brokenSteps(id: String, old: String, new: String) throws {
    let claim = try #require(try ClaimLibrary().claims[id])
    var steps: [UniversalStatement] = []
    for step in claim.steps {
      guard let text = step.statement?.text, text.contains(old) else { continue }
      let broken = Claim.Step(
        id: step.id, variables: step.variables, hypotheses: step.hypotheses,
        statement: try Claim.Statement(parsing: text.replacing(old, with: new)))
      if let statement = try UniversalStatement(broken, of: "broken") { steps.append(statement) }
    }
    #expect(!steps.isEmpty)
    let results = try ProofRun().results(for: steps)
    #expect(results.contains { $0.status == .refuted }, "\(results.map(\.status))")
  }

  @Test("monotonicity: t2's bound falls in lambda, and a wrong direction is refuted")
  func monotonicity() throws {
    let plan = try ProofPlan(["ridge/4.2-t2"])
    let dependence = try #require(
      plan.groups.flatMap(\.bounds).flatMap(\.dependences).first { $0.variable == "lambda" })
    #expect(try Prover().prove(dependence.decreasing).status == .proved)
    let wrong = try Prover().prove(dependence.increasing)
    #expect(wrong.status == .refuted)
    #expect(wrong.counterexample?.derivative?.upper.sign == -1)
  }

  @Test(
    "the inequalities of proofs/inequalities come out as expected",
    arguments: [
      "polynomial", "elementary", "theories", "false", "traps",
    ])
  func inequalities(file: String) throws {
    let plan = try ProofPlan([Repository.path("proofs/inequalities/\(file).yaml")])
    var run = ProofRun()
    run.jobs = 2
    let expected = plan.expectations
    for result in try run.results(for: plan.statements) {
      let wanted: ProofResult.Status =
        expected[result.statement.id] == true ? .proved : .refuted
      #expect(result.status == wanted, "\(result.statement.id)")
    }
  }

  @Test("what is not decided is never decided wrongly")
  func openInequalities() throws {
    let plan = try ProofPlan([Repository.path("proofs/inequalities/open.yaml")])
    var run = ProofRun()
    (run.jobs, run.mostBoxes) = (2, 40)
    let expected = plan.expectations
    for result in try run.results(for: plan.statements) where result.status != .undecided {
      #expect((result.status == .proved) == expected[result.statement.id], "\(result.statement.id)")
    }
  }

  @Test("Coq's verdicts and those that the examples expect of the tool agree")
  func coqVerdicts() throws {
    let theorems = try StepTests.theorems()
    let expected = try StepTests.expectedVerdicts()
    let library = try ClaimLibrary()
    let document = try YAMLNode(file: Repository.path("proofs/coq/verdicts.yaml"))
    guard case .list(let entries) = ClaimNode(document).content else {
      Issue.record("verdicts.yaml is no list")
      return
    }
    #expect(entries.count > 30)
    for entry in entries {
      guard case .mapping(let pairs) = entry.content else { continue }
      var fields: [String: String] = [:]
      for (key, value) in pairs {
        if case .scalar(let text) = value.content { fields[key] = text }
      }
      let claim = try #require(fields["claim"])
      #expect(library.claims[claim] != nil, "\(claim)")
      #expect(theorems.contains(try #require(fields["theorem"])), "\(claim)")
      let verdicts = expected[claim] ?? []
      if fields["verdict"] == "true" {
        #expect(!verdicts.contains("fail"), "\(claim) is proved in Coq and fails")
      } else {
        #expect(fields["verdict"] == "false")
        #expect(verdicts.contains("fail"), "\(claim) is refuted in Coq and fails nowhere")
      }
    }
  }

  /// The verdicts that examples/*.yaml expect, by claim.
  private static func expectedVerdicts() throws -> [String: Set<String>] {
    let folder = Repository.path("examples")
    var result: [String: Set<String>] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder)
    where file.hasSuffix(".yaml") {
      guard
        case .mapping(let pairs) = ClaimNode(try YAMLNode(file: "\(folder)/\(file)")).content,
        let node = pairs.first(where: { $0.key == "expect" })?.value,
        case .mapping(let entries) = node.content
      else { continue }
      for (claim, value) in entries {
        guard case .scalar(let verdict) = value.content else { continue }
        let id = claim.split(separator: "(").first.map(String.init) ?? claim
        result[id, default: []].insert(verdict)
      }
    }
    return result
  }

  @Test("every claim has its page in docs/theorems")
  func pages() throws {
    let folder = Repository.path("docs/theorems")
    var text = ""
    for file in try FileManager.default.contentsOfDirectory(atPath: folder)
    where file.hasSuffix(".md") && file != "README.md" {
      text += String(
        decoding: try InputFile.read("\(folder)/\(file)", limit: 1 << 20), as: UTF8.self)
    }
    for claim in try StepTests.claims.get() {
      #expect(text.contains("`\(claim.id)`"), "\(claim.id)")
    }
  }
}
