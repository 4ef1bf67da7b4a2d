import ClaimLanguage
import Enclosures
import Testing

@testable import Proving

struct ProverTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let statement: String
    let ranges: [(String, String)]
    var hypotheses: String?
    var testDescription: String { statement }
  }

  /// True statements of every kind that the prover has a rule for.
  static let truths = [
    Case(statement: "log(1 - x) <= -x", ranges: [("x", "[0, 1)")]),
    Case(statement: "log(1 - x) >= -2*x", ranges: [("x", "[0, 0.7968]")]),
    Case(
      statement: "4*mu*lambda <= (mu + lambda)^2",
      ranges: [("mu", "[0, inf)"), ("lambda", "[0, inf)")]),
    Case(statement: "x - log1p(x) <= x^2/2", ranges: [("x", "[0, inf)")]),
    Case(statement: "abs(expm1(x)) <= 1/100", ranges: [("x", "[-1/110, 1/110]")]),
    Case(statement: "sqrt(x)*(1/sqrt(3) + 1/4) < sqrt(x)", ranges: [("x", "(0, inf)")]),
    Case(
      statement: "(1 - eta*(nu + lambda))^2 <= (1 - eta*(mu + lambda))^2",
      ranges: [
        ("eta", "(0, inf)"), ("mu", "[0, inf)"), ("nu", "[0, inf)"), ("lambda", "[0, inf)"),
        ("L", "[0, inf)"),
      ],
      hypotheses: "mu <= nu and mu + nu <= L and eta*(L + 2*lambda) <= 2"),
    Case(
      statement: "r^t*(P + s) + s <= E",
      ranges: [
        ("P", "(0, inf)"), ("s", "[0, inf)"), ("E", "(0, inf)"), ("r", "(0, 1)"), ("t", "[0, inf)"),
      ],
      hypotheses: "s < E and t >= log((P + s)/(E - s))/(-log(r))"),
    Case(statement: "exp(u) + exp(-u) >= 2", ranges: [("u", "(-inf, inf)")]),
    Case(
      statement: "x*y <= x*log(x) - x + exp(y)", ranges: [("x", "(0, inf)"), ("y", "(0, inf)")]),
    Case(statement: "max(x, 1 - x) >= 1/2 and min(x, 1 - x) <= 1/2", ranges: [("x", "[0, 1]")]),
    Case(statement: "floor(x) <= x", ranges: [("x", "(-inf, inf)")]),
    Case(statement: "x <= 1 or x^2 >= x", ranges: [("x", "(-inf, inf)")]),
    Case(statement: "x >= 1 implies log(x) >= 0", ranges: [("x", "(0, inf)")]),
    Case(
      statement: "log(k/(sqrt(c/s) + T)^2) >= 0",
      ranges: [("k", "(0, inf)"), ("s", "(0, inf)"), ("c", "(0, inf)"), ("T", "[0, inf)")],
      hypotheses: "k >= 4*T^2 and k*s >= 4*c"),
  ]

  @Test("true statements are proved, and their proofs checked", arguments: truths)
  func truth(of example: Case) throws {
    let result = try outcome(example.statement, example.ranges, where: example.hypotheses)
    #expect(result.status == .proved)
  }

  /// The same with a constant a little too good, or a hypothesis or an end dropped.
  static let falsehoods = [
    Case(statement: "log(1 - x) <= -x - x^2", ranges: [("x", "[0, 1)")]),
    Case(statement: "log(1 - x) >= -2*x", ranges: [("x", "[0, 0.7969]")]),
    Case(
      statement: "4.01*mu*lambda <= (mu + lambda)^2",
      ranges: [("mu", "[0, inf)"), ("lambda", "[0, inf)")]),
    Case(statement: "x - log1p(x) <= x^2/3", ranges: [("x", "[0, inf)")]),
    Case(statement: "abs(expm1(x)) <= 1/111", ranges: [("x", "[-1/110, 1/110]")]),
    Case(
      statement: "(1 - eta*(nu + lambda))^2 <= (1 - eta*(mu + lambda))^2",
      ranges: [
        ("eta", "(0, inf)"), ("mu", "[0, inf)"), ("nu", "[0, inf)"), ("lambda", "[0, inf)"),
        ("L", "[0, inf)"),
      ],
      hypotheses: "mu <= nu and mu + nu <= L and eta*(L + 2*lambda) <= 3"),
    Case(statement: "exp(u) + exp(-u) > 2", ranges: [("u", "(-inf, inf)")]),
    Case(statement: "floor(x) < x", ranges: [("x", "[0, 3]")]),
    Case(statement: "log(x) >= -1", ranges: [("x", "[0, 1]")]),
    Case(statement: "sqrt(x^2) = x", ranges: [("x", "[-1, 1]")]),
    Case(statement: "1/x >= 1", ranges: [("x", "(-inf, 1]")]),
    Case(statement: "x/x = 1", ranges: [("x", "[-1, 1]")]),
  ]

  @Test("false statements are refuted at a point that is checked", arguments: falsehoods)
  func falsehood(of example: Case) throws {
    let result = try outcome(example.statement, example.ranges, where: example.hypotheses)
    #expect(result.status == .refuted)
    let found = try #require(result.counterexample)
    #expect(Counterexample(found.point, to: result.statement) != nil)
  }

  @Test("how far ln(1 - x) >= -2x holds is enclosed to 30 digits")
  func extent() throws {
    let result = try outcome("log(1 - x) >= -2*x", [("x", "[0, 1)")])
    let extent = try #require(result.extent)
    // The root of ln(1 − x) = −2x, from mpmath at 60 digits.
    let root = try Rational(parsing: "0.796812130020020046161520937937582764")
    #expect(extent.lower <= root && root <= extent.upper)
    #expect(extent.upper - extent.lower <= (try Rational(parsing: "1e-30")))
    let part = result.statement.restricted(to: Side(0, extent.lower))
    try ProofChecker.check(extent.proofs, of: part)
    #expect(result.counterexample?.point == [try Rational(parsing: "0.79682")])
  }

  @Test("what cannot be decided is said to be undecided, with the box that is left")
  func undecided() throws {
    // True with equality inside, which no rule here shows.
    let result = try outcome(
      "x^4*y^2 + x^2*y^4 - 3*x^2*y^2 + 1 >= 0", [("x", "[0, 2]"), ("y", "[0, 2]")], boxes: 50)
    #expect(result.status == .undecided)
    #expect(result.remainder?.box.count == 2)
  }

  @Test("the threads do not change the proof")
  func threads() throws {
    let question = try statement(
      "exp(x - y) + x*y + sqrt(x) >= 1/20 + x^2*y/3", [("x", "[0, 2]"), ("y", "[0, 2]")])
    var proofs: [[Proof]] = []
    for jobs in [1, 2, 5] {
      var prover = Prover()
      prover.jobs = jobs
      proofs.append(try prover.prove(question).proofs)
    }
    #expect(proofs[0] == proofs[1] && proofs[1] == proofs[2])
  }

  @Test(
    "statements outside the language of parameters are refused",
    arguments: [
      "x < inf", "train_loss(0) < x", "forall t in 0..9: x > t", "y > 0",
    ])
  func refusal(text: String) throws {
    let question = try statement(text, [("x", "[0, 1]")])
    #expect(throws: StatementError.self) { try Prover().prove(question) }
  }

  @Test("random polynomial inequalities: no proof is contradicted by a point", arguments: 1...40)
  func randomPolynomials(seed: Int) throws {
    var random = Generator(UInt64(seed))
    var terms: [String] = ["\(random.integer(0...3))/4"]
    for _ in 0..<random.integer(2...5) {
      terms.append(
        "(\(random.integer(-6...6)))*x^\(random.integer(0...4))*y^\(random.integer(0...3))/4")
    }
    let text = "\(terms.joined(separator: " + ")) >= 0"
    let result = try outcome(text, [("x", "[0, 1]"), ("y", "[-1, 1]")], boxes: 300)
    guard result.status == .proved else { return }
    let formula = try Formula(parsing: text)
    for _ in 0..<200 {
      let source = PointSource(
        values: ["x": random.rational(0, 1), "y": random.rational(-1, 1)])
      #expect(try Evaluator(source: source).evaluate(formula).status == .holds, "\(text)")
    }
  }
}
