import ClaimLanguage
import Enclosures
import Testing

@testable import Proving

/// What rules may not leave out: each premise, end or condition here is the one without which the rule would prove
/// something false, named in the test.
struct KernelRuleTests {
  private func condition(_ text: String, _ sign: Condition.Sign) throws -> Condition {
    Condition(try Expression(parsing: text), sign)
  }

  private let line = "(-inf, inf)"

  @Test(
    "a polynomial that vanishes at an end of its range is positive only where the end is left out")
  func ends() throws {
    for (goal, closed, open) in [
      ("x", "[0, 1]", "(0, 1]"), ("1 - x", "[0, 1]", "[0, 1)"), ("x^2", "[0, 3]", "(0, 3]"),
      ("(2 - x)^3", "[1, 2]", "[1, 2)"), ("x - 5", "[5, inf)", "(5, inf)"),
    ] {
      let weak = try sequent(goal, [("x", closed)])
      let strict = try sequent(goal, [("x", closed)], isStrict: true)
      let inside = try sequent(goal, [("x", open)], isStrict: true)
      #expect(premises(.bernstein, weak) == [], "\(goal) on \(closed)")
      #expect(premises(.bernstein, strict) == nil, "\(goal) on \(closed)")
      #expect(premises(.bernstein, inside) == [], "\(goal) on \(open)")
      // The same by coefficients in shifted coordinates, without any generator.
      #expect(premises(.combination([]), strict) == nil, "\(goal) on \(closed)")
    }
    #expect(premises(.combination([]), try sequent("x - 5", [("x", "[5, inf)")])) == [])
    #expect(
      premises(.combination([]), try sequent("x - 5", [("x", "(5, inf)")], isStrict: true)) == [])
  }

  @Test("only what vanishes may be taken a negative number of times")
  func negativeTerms() throws {
    let term = [CombinationTerm(coefficient: -1, generators: [0])]
    let ranges = [("x", line), ("y", line)]
    // −(x − y) ≥ 0 does not follow from x − y ≥ 0, but does from x − y = 0.
    let weak = try sequent("y - x", ranges, given: ["x - y"])
    #expect(premises(.combination(term), weak) == nil)
    let equal = Sequent(
      names: weak.names, box: weak.box, conditions: [try condition("x - y", .zero)],
      goal: weak.goal, isDefined: true)
    #expect(premises(.combination(term), equal) == [])
  }

  @Test("the value at the centre shows nothing of the rest of the box")
  func meanValue() throws {
    let rule = Rule.meanValue(center: [Rational(1, 2)], precision: 64)
    // x − 1/4 is 1/4 at the centre and negative at 0.
    #expect(premises(rule, try sequent("x - 1/4", [("x", "[0, 1]")])) == nil)
    #expect(premises(rule, try sequent("x - 1/4", [("x", "[3/8, 5/8]")])) == [])
    #expect(premises(rule, try sequent("1/4 - x/4", [("x", "[0, 1]")], isStrict: true)) == nil)
  }

  @Test("the contraposition of a strict statement is not strict, and the other way round")
  func contraposition() throws {
    // x > 0 from y > 0: a point with x ≤ 0 must have y ≤ 0, and x = 0 is one of them.
    let goal = Sequent(
      names: ["x", "y"], box: [.line, .line], conditions: [try condition("y", .positive)],
      goal: try condition("x", .positive), isDefined: true)
    let strict = try #require(premises(.contraposition(condition: 0), goal)?.first)
    #expect(strict.conditions == [try condition("-x", .nonNegative)])
    #expect(strict.goal == (try condition("-y", .nonNegative)))
    let weak = try sequent("x", [("x", line), ("y", line)], given: ["y"])
    let other = try #require(premises(.contraposition(condition: 0), weak)?.first)
    #expect(other.conditions == [try condition("-x", .positive)])
    #expect(other.goal == (try condition("-y", .positive)))
  }

  @Test("u >= sqrt v needs u >= 0 beside u^2 >= v")
  func inverse() throws {
    // u = −3, v = 4: u² ≥ v, but u < √v.
    let goal = try sequent("u - sqrt(v)", [("u", line), ("v", "[0, inf)")])
    let goals = try #require(premises(.inverse, goal)).map(\.goal)
    #expect(goals == [try condition("u", .nonNegative), try condition("u^2 - v", .nonNegative)])
    let root = try sequent("sqrt(v) - u", [("u", line), ("v", "[0, inf)")])
    #expect(
      try #require(premises(.inverse, root)).map(\.goal) == [
        try condition("v - u^2", .nonNegative)
      ])
  }

  @Test("an even power is not negative, but it may vanish")
  func evenPowers() throws {
    let ranges = [("x", "[-1, 1]"), ("y", "[0, 1]")]
    let weak = try sequent("x^2*(y + 3)", ranges)
    #expect(premises(.product(signs: [true]), weak)?.count == 1)
    let strict = try sequent("x^2*(y + 3)", ranges, isStrict: true)
    #expect(premises(.product(signs: [true]), strict) == nil)
    #expect(premises(.product(signs: [true, true]), strict)?.count == 2)
    // A divisor has a value, so that it does not vanish.
    let divided = try sequent("(y + 3)/x^2", ranges, isStrict: true)
    #expect(premises(.product(signs: [true]), divided)?.count == 1)
    // 0·y is no positive number.
    #expect(
      premises(.product(signs: [true]), try sequent("0*(y + 3)", ranges, isStrict: true)) == nil)
  }

  @Test("case distinctions leave no point out")
  func cases() throws {
    func given(_ text: String) throws -> [[Condition]] {
      try #require(premises(.cases, try sequent(text, [("x", "[-3, 3]"), ("y", "[-3, 3]")])))
        .map(\.conditions)
    }
    // At an integer x = k both conditions hold.
    #expect(
      try given("floor(x)") == [
        [try condition("x - k_", .nonNegative), try condition("k_ + 1 - x", .positive)]
      ])
    #expect(
      try given("ceil(x)") == [
        [try condition("k_ - x", .nonNegative), try condition("x + 1 - k_", .positive)]
      ])
    // x = 0 and x = y belong to both cases.
    #expect(
      try given("abs(x)") == [
        [try condition("x", .nonNegative)], [try condition("-x", .nonNegative)],
      ])
    #expect(
      try given("max(x, y)") == [
        [try condition("x - y", .nonNegative)], [try condition("y - x", .nonNegative)],
      ])
  }

  @Test("a solved condition keeps its boundary, and leaves it where it is strict")
  func substitution() throws {
    let weak = try sequent("y", [("x", "[0, 4]"), ("y", line)], given: ["y - x"])
    let rule = Rule.substitution(condition: 0, variable: "y")
    #expect(premises(rule, weak)?.first?.box.last == Side(0, nil))
    let strict = Sequent(
      names: weak.names, box: weak.box, conditions: [try condition("y - x", .positive)],
      goal: weak.goal, isDefined: true)
    #expect(premises(rule, strict)?.first?.box.last == Side(0, nil, isLowerOpen: true))
  }
}
