import ClaimLanguage
import Documents
import RidgeTheory
import Testing

@testable import Certification

/// Claim files of users who mean ill, or well: no trap, no hang.
@Suite("robustness of user claims")
struct RobustnessTests {
  private static func nested(_ depth: Int) -> String {
    String(repeating: "(", count: depth) + "n" + String(repeating: ")", count: depth) + " > 0"
  }

  /// Statements that are errors when the claim is read or its names are checked.
  private static let wrong: [String] = [
    "", "t1", "t1 <", "< t1", "t1 < < t2", "t1 <= t2 )", "(t1 <= t2", "t1 == t2", "t1 ≤ t2", "1..2",
    "unknown > 0", "t1(3) > 0", "train_loss > 0", "train_loss(1, 2, 3) > 0", "sqrt > 0",
    "sqrt() > 0",
    "min(1) > 0", "forall t in 0..t: t > 0", "forall t in 0..10 t > 0",
    "forall sqrt in 0..1: n > 0",
    "forall t in 0..1: forall s in 0..1: t > s", "n > 1e1001", "n > 1e99999999999999999999",
    "n > " + String(repeating: "9", count: 1001), nested(500), nested(5000),
    String(repeating: "not ", count: 1000) + "n > 0",
    "n > " + String(repeating: "-", count: 1000) + "1",
    String(repeating: "n + ", count: 1000) + "n > 0",
    String(repeating: "n > 0 and ", count: 6000) + "n > 0",
    "n > 2" + String(repeating: "^2", count: 1000), "\u{0}", "n > 0 \u{202E}", "é > 0", "🙂",
    "n > 0x10",
    "n > 1_000", "t in 0..1", "implies", "n implies m", "n > 0 implies", "inf(1) > 0", "n.m > 0",
  ]

  @Test("errors are reported, with the place", arguments: wrong)
  func errors(statement: String) throws {
    let clock = ContinuousClock()
    let time = try clock.measure {
      let error = #expect(throws: ClaimError.self) { try certify(statement) }
      let text = try #require(error).description
      #expect(text.contains("ridge/mine") && text.contains("conclusion"), "\(text)")
      #expect(text.utf8.count < 2000, "\(text.prefix(200))")
    }
    #expect(time < .seconds(2), "\(time)")
  }

  /// Statements that are evaluated, with the status that their conclusion has; nil where either will do.
  private static let cases: [(String, String?)] = [
    ("n > 0", "holds"), ("n/(n - n) > 0", "undefined"), ("1/(T - T) > 0", "undefined"),
    ("log(-1) < 0", "undefined"), ("sqrt(-1) < 0", "undefined"), ("log(0) < 0", nil),
    ("0^0 = 1", nil), ("0^(-1) > 0", "undefined"), ("inf - inf > 0", "undefined"),
    ("inf > 0", "holds"), ("inf*0 = 0", nil), ("inf/inf = 1", "undefined"), ("-inf < inf", "holds"),
    ("2^(10^18) > 0", nil), ("2^(2^(2^(2^2))) > 0", nil), ("10^(10^(10^10)) > n", nil),
    ("(1/2)^(10^18) > 0", nil), ("1e1000^1e1000 > 0", nil), ("exp(1e1000) > 0", nil),
    ("exp(-1e1000) > 0", nil), ("exp(exp(exp(exp(10)))) > 1", nil), ("log(exp(1e9)) = 1e9", nil),
    ("1e1000*1e1000*1e-1000 > 1", "holds"), ("floor(exp(1000)) > 1", "holds"),
    ("floor(1e1000) = 1e1000", "holds"), ("ceil(exp(1e6)) > 0", nil),
    ("floor(exp(1e1000)) > 0", nil),
    ("min(inf, 1) = 1", nil), ("max(1, inf) = inf", nil), ("abs(-inf) = inf", nil),
    ("T = sqrt(T^2)", nil), ("T^2 = 1/100", nil), ("exp(log(2)) = 2", nil), ("t1 = t1", "holds"),
    ("exp(1) = exp(1)", nil), ("lambda_max - lambda_max = 0", nil),
    ("forall t in 0..10^18: t >= 0", "holds"),
    ("forall t in 0..10^18: train_loss(t) >= 0", "holds"),
    ("forall t in 0..10^18: train_loss(t) < 100", "holds"),
    ("forall t in 0..10^18: train_loss(t) > epsilon", "fails"),
    ("forall t in 0..10^18: 2^t > t", nil), ("forall t in 0..inf: 2^t > t", nil),
    ("forall t in 0..10^18: t^2 < 10^37", "holds"), ("forall t in 0..10^300: t < 10^301", nil),
    ("forall t in 0..inf: t < inf", nil), ("forall t in 10^18..0: 1 > 2", "holds"),
    ("forall t in inf..inf: t > 0", nil), ("forall t in -inf..5: t < 6", nil),
    ("forall t in -5..5: t >= 0", "holds"), ("forall t in 0..exp(40): t >= 0", "holds"),
    ("forall t in 0..1/0: t > 0", "undefined"),
    ("forall t in t1..t2: train_loss(t) <= epsilon", nil),
    ("forall t in 0..inf: 1/t > 0", nil), ("forall t in 0..inf: log(t - 5) > 0", nil),
    ("forall t in 0..inf: train_loss(t)^t >= 0", nil),
    ("forall t in 0..inf: train_loss(2*t) <= train_loss(t)", nil),
    ("forall t in 0..inf: train_loss(t + 10^18) <= train_loss_start", nil),
    ("forall t in 0..inf: train_loss(t^2) >= 0", nil),
    ("forall t in 0..100: train_loss(t - 50) >= 0", nil),
    ("train_loss(10^18) < epsilon", "holds"), ("train_loss(10^19) < epsilon", nil),
    ("train_loss(-1) < epsilon", nil), ("train_loss(1/2) < epsilon", nil),
    ("train_loss(inf) < epsilon", nil),
    ("train_loss(t1) >= epsilon", "holds"), ("train_loss(exp(1)) < 1", nil),
    ("population_loss(t2) <= c", "holds"), ("population_loss(t2 - 1) > c", "holds"),
    ("not n > 0", "fails"), ("n > 0 implies 1/0 > 0", nil), ("n < 0 implies 1/0 > 0", nil),
    ("forall t in 0..inf: population_loss(t)*(1 - eta*lambda)^(-2*t) >= 0", nil),
    ("forall t in 0..inf: theta_norm2(t) <= (1 + 10^(-18))^t*theta0_norm2", nil),
  ]

  @Test("whatever parses is evaluated quickly", arguments: cases)
  func evaluated(statement: String, expected: String?) throws {
    var status = ""
    let time = try ContinuousClock().measure {
      let record = try #require(try certify(statement).claims.first)
      status = record.conclusion.status
    }
    if let expected { #expect(status == expected, "\(statement): \(status)") }
    #expect(time < .seconds(2), "\(statement): \(time)")
  }

  private func certify(_ conclusion: String) throws -> Certificate {
    let claim: JSONValue = [
      "id": "ridge/mine", "title": "t", "source": "s", "theory": "ridge", "hypotheses": [],
      "conclusion": .string(conclusion),
    ]
    let library = try ClaimLibrary(definitions: [claim])
    let problem = try Instance.problem(named: "small-matrix").with { $0.claims = ["ridge/mine"] }
    var certifier = Certifier(library: library)
    certifier.maximumPrecision = 1024
    return try certifier.certify(problem)
  }

  @Test(
    "documents that are no claims are errors",
    arguments: [
      "", "[]x", "- 1", "id: ridge/x", "id: [ridge/x]", "{id: ridge/x, id: ridge/y}", "&a [*a]",
      "id: ridge/4.4\ntitle: t\nsource: s\ntheory: ridge\nconclusion: n > 0",
      "id: mine\ntitle: t\nsource: s\ntheory: ridge\nconclusion: n > 0",
      "id: logistic/x\ntitle: t\nsource: s\ntheory: ridge\nconclusion: n > 0",
      "id: ridge/x\ntitle: t\nsource: s\ntheory: ridge\nconclusion: [n > 0]",
      "id: ridge/x\ntitle: t\nsource: s\ntheory: ridge\nconclusion: n > 0\nhypotheses: n > 0",
      "id: ridge/x\ntitle: t\nsource: s\ntheory: ridge\nconclusion: n > 0\nevents: [{id: a}]",
      "id: ridge/x\ntitle: t\nsource: s\ntheory: ridge\nconclusion: n > 0\nflags: {better: n > 0}",
      "id: ridge/x\ntitle: t\nsource: s\ntheory: ridge\nconclusion: n > 0\nextra: 1",
    ])
  func documents(text: String) throws {
    let path = Temporary.file("claims-\(text.hashValue).yaml")
    try AtomicFile.write(Array(text.utf8), to: path)
    defer { Temporary.remove(path) }
    let error = #expect(throws: (any Error).self) { try ClaimLibrary(files: [path]) }
    #expect("\(try #require(error))".utf8.count < 2000)
  }
}
