import ClaimLanguage
import Enclosures
import Testing

@testable import Proving

/// Gaps that reviews of the kernel found, each closed: false statements that were once proved, proofs that were once
/// accepted.
struct SoundnessTests {
  @Test("a hypothesis that is solved for a variable keeps its domain")
  func domainOfHypothesis() throws {
    let result = try outcome(
      "z^(1/2) >= 31625/10^7", [("y", "[0, 1]"), ("z", "[-1, 1]")],
      where: "2*y >= log(z - 1/10^5) - log(z - 1/10^5)", boxes: 200)
    #expect(result.status != .proved)
  }

  @Test(
    "powers mean the same in hypotheses, statements and counterexamples",
    arguments: [
      // An exponent that is an integer number, however it is written, is one for negative bases.
      ("x >= 5", "[-2, -1]", "x^(1 + 1) <= 4", ProofResult.Status.refuted),
      ("x^(1 + 1) >= 1", "[-2, -1]", nil, .proved),
      // Any other exponent asks for a positive base: these hypotheses hold nowhere.
      ("x = 1", "[0, 0]", "x^(1/2) <= 0", .proved),
      ("abs(x) = 1", "[0, 0]", "x^(1/2) <= 0", .proved),
      ("x^(1/2) >= 0", "[0, 1]", nil, .refuted),
      // Too large to be looked at as an integer: the same as any other.
      ("x^1e22 <= 0", "[-2, -1]", nil, .refuted), ("x^1e22 >= 0", "[-2, -1]", nil, .refuted),
    ] as [(String, String, String?, ProofResult.Status)])
  func powers(text: String, range: String, given: String?, status: ProofResult.Status) throws {
    #expect(try outcome(text, [("x", range)], where: given, boxes: 200).status == status)
  }

  @Test("a variable exponent that a substitution makes a number lets no points in")
  func substitutedExponent() throws {
    let goal = try sequent(
      "x + 1^sqrt(x) - 7", [("x", "[-5, 5]"), ("y", "[1, 5]")], given: ["8 - x^y"])
    let bound = Sequent(
      names: goal.names, box: goal.box,
      conditions: [Condition(try Expression(parsing: "y - 3"), .zero)] + goal.conditions,
      goal: goal.goal, isDefined: true)
    let parts = try #require(premises(.substitution(condition: 0, variable: "y"), bound))
    #expect(parts[0].conditions.contains(Condition(Expression(.name("x")), .positive)))
    let cases = try sequent(
      "x + 1^sqrt(x) - 7", [("x", "[-5, 5]")], given: ["8 - x^sqrt(2*x/x)*max(x, 1)"])
    let split = try #require(premises(.cases, cases))
    #expect(
      split.allSatisfy { $0.conditions.contains(Condition(Expression(.name("x")), .positive)) })
  }

  @Test("no derivative leads across a pole between two whole numbers")
  func pole() throws {
    // 1/(⌊x⌋ - 1/20) is -20 on the whole range; in k it decreases on either side of the pole, not across it.
    let goal = try sequent("1/(floor(x) - 1/20)", [("x", "[1/10, 9/10]")])
    let parts = try #require(premises(.cases, goal))
    #expect(parts.count == 1 && parts.allSatisfy { !$0.matter.isDefined })
    let result = try outcome(
      "1/(floor(x) - 1/20) >= 0", [("x", "[1/10, 9/10]")], where: nil, boxes: 200)
    #expect(result.status == .refuted)
  }

  @Test("a threshold of 0 is no extent, and its absence is accepted")
  func thresholdOfZero() throws {
    let result = try outcome("exp(x) - 1 - x^2 <= 0", [("x", "[-1, 1]")], where: nil, boxes: 200)
    #expect(result.status == .refuted)
    if let extent = result.extent {
      #expect(ProofResult.Extent.isNarrow(extent.lower, extent.upper))
    }
  }

  @Test("an open end asks again for every value on the closed face")
  func openFace() throws {
    let goal = try sequent(
      "y + x + 1^sqrt(x) - 12", [("y", "(0, 1]"), ("x", "[-5, 5]")], given: ["y*(x - 5)"])
    let parts = try #require(premises(.monotone(variable: "y", isIncreasing: true), goal))
    #expect(parts.contains { $0.goal == Condition(Expression(.name("x")), .nonNegative) })
  }

  @Test("no value is no proof where values are promised")
  func noValue() throws {
    let goal = try sequent("sqrt(x)", [("x", "[-2, -1]")])
    #expect(premises(.interval(precision: 64), goal) == nil)
  }

  @Test(
    "what is said of a derivative is said inside the range, for proofs and counterexamples alike")
  func derivativesInside() throws {
    let bound = UniversalStatement(
      id: "test", variables: [UniversalStatement.Variable("y", try Side(parsing: "[0, 1]"))],
      hypotheses: try Formula(parsing: "y <= 0"),
      body: .monotone(try Expression(parsing: "-y"), variable: "y", isIncreasing: true))
    #expect(Counterexample([0], to: bound) == nil)
    let logarithm = UniversalStatement(
      id: "test", variables: [UniversalStatement.Variable("y", try Side(parsing: "[-2, -1]"))],
      body: .monotone(try Expression(parsing: "log(y)"), variable: "y", isIncreasing: true))
    #expect(Counterexample([Rational(-3, 2)], to: logarithm) == nil)
  }

  @Test(
    "what is out of all proportion is refused, not worked on",
    arguments: [
      "exp(-9223372036854775808*x) >= 0", "x^(-9223372036854775808) >= 0",
      "x^9223372036854775807 >= 0", "(x + 1)^1000000 >= 0", "exp(1e300*x) >= 0",
    ])
  func extremes(text: String) throws {
    _ = try outcome(text, [("x", "[1, 2]")], boxes: 20)
  }

  @Test("a statement of too many cases is refused")
  func cases() throws {
    let part = "(" + (0..<40).map { "x = \($0)" }.joined(separator: " or ") + ")"
    let given = [part, part, part].joined(separator: " and ")
    #expect(throws: StatementError.self) {
      try outcome("x >= 0", [("x", "[0, 1]")], where: given)
    }
  }

  @Test("names that are no names are refused")
  func names() throws {
    for name in ["", "x y", "sqrt", "2x", "inf", "x)", "and"] {
      let question = UniversalStatement(
        id: "test", variables: [UniversalStatement.Variable(name, try Side(parsing: "[0, 1]"))],
        body: .formula(try Formula(parsing: "1 > 0")))
      #expect(throws: StatementError.self) { try question.check() }
    }
  }
}
