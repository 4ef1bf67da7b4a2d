import ClaimLanguage
import Enclosures
import Testing

@testable import Proving

/// Each rule where it applies, and broken where it must not.
struct KernelTests {
  @Test("an enclosure shows a goal only where all of it has the sign")
  func interval() throws {
    #expect(premises(.interval(precision: 64), try sequent("x^2 + 1", [("x", "[-1, 1]")])) == [])
    #expect(premises(.interval(precision: 64), try sequent("x^3 + 1", [("x", "[-2, 1]")])) == nil)
    // Zero is no positive number.
    let strict = try sequent("x^2", [("x", "[-1, 1]")], isStrict: true)
    #expect(premises(.interval(precision: 64), strict) == nil)
    #expect(premises(.interval(precision: 0), try sequent("1", [])) == nil)
  }

  @Test("a condition excludes a box only where it fails everywhere")
  func excluded() throws {
    let far = try sequent("-1", [("x", "[2, 3]")], given: ["1 - x"])
    #expect(premises(.excluded(condition: 0, precision: 64), far) == [])
    let near = try sequent("-1", [("x", "[1, 3]")], given: ["1 - x"])
    #expect(premises(.excluded(condition: 0, precision: 64), near) == nil)
    #expect(premises(.excluded(condition: 1, precision: 64), far) == nil)
  }

  @Test("a split is at a point inside")
  func split() throws {
    let goal = try sequent("x", [("x", "[0, 1]")])
    #expect(premises(.split(variable: "x", at: Rational(1, 2)), goal)?.count == 2)
    for point in [Rational(0), 1, 2] {
      #expect(premises(.split(variable: "x", at: point), goal) == nil)
    }
    #expect(premises(.split(variable: "y", at: Rational(1, 2)), goal) == nil)
  }

  @Test("monotonicity asks for the derivative, for values and for the face")
  func monotone() throws {
    let goal = try sequent("log(x)", [("x", "[1, 2]")])
    let parts = try #require(premises(.monotone(variable: "x", isIncreasing: true), goal))
    #expect(parts.first?.goal.description == "1/x >= 0")
    #expect(parts.last?.goal.description == "0 >= 0")
    // An open end that the goal has no value at: the kernel asks for the value there.
    let open = try sequent("log(x) + 10", [("x", "(0, 2]")])
    let asked = try #require(premises(.monotone(variable: "x", isIncreasing: true), open))
    #expect(
      asked.contains {
        $0.goal == Condition(Expression(.name("x")), .positive) && !$0.box[0].isLowerOpen
      })
    // Without an end there is no face.
    let line = try sequent("exp(x)", [("x", "(-inf, 0]")])
    #expect(premises(.monotone(variable: "x", isIncreasing: true), line) == nil)
    // |x| has no derivative.
    let kink = try sequent("abs(x)", [("x", "[-1, 1]")])
    #expect(premises(.monotone(variable: "x", isIncreasing: true), kink) == nil)
  }

  @Test("a condition that a move to the face may break is not used there")
  func survival() throws {
    // x − y ≥ 0 is lost when x goes down, kept when y goes down.
    let goal = try sequent("x + y", [("x", "[0, 1]"), ("y", "[0, 1]")], given: ["x - y"])
    let alongX = try #require(premises(.monotone(variable: "x", isIncreasing: true), goal))
    #expect(alongX.allSatisfy { $0.conditions.isEmpty })
    let alongY = try #require(premises(.monotone(variable: "y", isIncreasing: true), goal))
    #expect(alongY.allSatisfy { $0.conditions.count == 1 })
  }

  @Test("a strict goal on an open face needs a strict derivative")
  func strictFace() throws {
    let open = try sequent("x", [("x", "(0, 1]")], isStrict: true)
    let parts = try #require(premises(.monotone(variable: "x", isIncreasing: true), open))
    #expect(parts.first?.goal.sign == .positive)
    #expect(parts.last?.goal.sign == .nonNegative)
    let closed = try sequent("x", [("x", "[0, 1]")], isStrict: true)
    let other = try #require(premises(.monotone(variable: "x", isIncreasing: true), closed))
    #expect(other.last?.goal.sign == .positive)
  }

  @Test("the mean value form needs a centre inside a bounded box, and asks for values")
  func meanValue() throws {
    let goal = try sequent("x^2 - x + 1/3", [("x", "[2/5, 3/5]")])
    #expect(premises(.meanValue(center: [Rational(1, 2)], precision: 64), goal) == [])
    #expect(premises(.meanValue(center: [2], precision: 64), goal) == nil)
    #expect(premises(.meanValue(center: [], precision: 64), goal) == nil)
    let ray = try sequent("x^2 - x + 1/3", [("x", "[2/5, inf)")])
    #expect(premises(.meanValue(center: [Rational(1, 2)], precision: 64), ray) == nil)
    let root = try sequent("sqrt(x) + 1", [("x", "[1, 2]")])
    let asked = try #require(premises(.meanValue(center: [Rational(3, 2)], precision: 64), root))
    #expect(asked.contains { $0.goal.sign == .nonZero || $0.goal.sign == .positive })
  }

  @Test("a combination counts exactly")
  func combination() throws {
    // x + y − 2 from x − 1 and y − 1.
    let goal = try sequent(
      "x + y - 2", [("x", "(-inf, inf)"), ("y", "(-inf, inf)")], given: ["x - 1", "y - 1"])
    let good = [0, 1].map { CombinationTerm(coefficient: 1, generators: [$0]) }
    #expect(premises(.combination(good), goal) == [])
    let short = [CombinationTerm(coefficient: 1, generators: [0])]
    #expect(premises(.combination(short), goal) == nil)
    let negative = good + [CombinationTerm(coefficient: -1, generators: [0])]
    #expect(premises(.combination(negative), goal) == nil)
    let unknown = [CombinationTerm(coefficient: 1, generators: [17])]
    #expect(premises(.combination(unknown), goal) == nil)
    // Of what is only non-negative no strict goal follows.
    let strict = try sequent(
      "x + y - 2", [("x", "(-inf, inf)"), ("y", "(-inf, inf)")], given: ["x - 1", "y - 1"],
      isStrict: true)
    #expect(premises(.combination(good), strict) == nil)
  }

  @Test("a condition is not divided by what may vanish")
  func division() throws {
    // x·y ≥ 0 with x ≥ 0 does not give y ≥ 0, as x may be 0; with x > 0 it does.
    let ranges = [("x", "[0, 1]"), ("y", "[-1, 1]")]
    #expect(try outcome("y >= 0", ranges, where: "x*y >= 0").status == .refuted)
    #expect(
      try outcome("y >= 0", [("x", "(0, 1]"), ("y", "[-1, 1]")], where: "x*y >= 0").status
        == .proved)
  }

  @Test("a product needs signs that give its own")
  func product() throws {
    let goal = try sequent("(x - 3)*(y - 3)", [("x", "[0, 1]"), ("y", "[0, 1]")])
    #expect(premises(.product(signs: [false, false]), goal)?.count == 2)
    #expect(premises(.product(signs: [true, false]), goal) == nil)
    #expect(premises(.product(signs: [true]), goal) == nil)
  }

  @Test("completing the square asks for both coefficients and the discriminant")
  func quadratic() throws {
    let goal = try sequent("x^2 - 2*x*y + 2*y^2", [("x", "(-inf, inf)"), ("y", "(-inf, inf)")])
    #expect(premises(.quadratic(atom: "x"), goal)?.count == 3)
    #expect(premises(.quadratic(atom: "z"), goal) == nil)
    #expect(premises(.quadratic(atom: "x"), try sequent("x^3 + 1", [("x", "[0, 1]")])) == nil)
  }

  @Test("substitution keeps the range of the variable and the domain of the bound")
  func substitution() throws {
    let goal = try sequent("y", [("x", "[0, 4]"), ("y", "[0, 1]")], given: ["y - sqrt(x)"])
    let parts = try #require(premises(.substitution(condition: 0, variable: "y"), goal))
    let only = try #require(parts.first)
    #expect(only.names == ["x", "y_"])
    let texts = only.conditions.map(\.description)
    #expect(texts.contains("x >= 0"))
    #expect(texts.contains { $0.hasPrefix("sqrt(x) + y_") })
    #expect(texts.contains { $0.hasPrefix("1 - (sqrt(x) + y_)") })
    #expect(premises(.substitution(condition: 0, variable: "z"), goal) == nil)
  }

  @Test("contraposition exchanges a condition with the failing goal, and keeps their domains")
  func contraposition() throws {
    let goal = try sequent(
      "y - sqrt(x)", [("x", "[-1, 1]"), ("y", "[0, 1]")], given: ["log(y) - x"])
    let only = try #require(premises(.contraposition(condition: 0), goal)?.first)
    #expect(only.goal == Condition(try Expression(parsing: "x - log(y)"), .positive))
    let given = only.conditions.map(\.description)
    #expect(
      given.contains("sqrt(x) - y > 0") && given.contains("x >= 0") && given.contains("y > 0"))
    #expect(premises(.contraposition(condition: 1), goal) == nil)
    #expect(
      try outcome("x <= y", [("x", "[0, inf)"), ("y", "[0, inf)")], where: "x^2 <= y^2").status
        == .proved)
    // Without a sign of y it is false.
    #expect(
      try outcome("x <= y", [("x", "[0, inf)"), ("y", "(-inf, inf)")], where: "x^2 <= y^2").status
        == .refuted)
  }

  @Test("no equation is shown by an inequality")
  func equations() throws {
    #expect(try outcome("x = x^2", [("x", "[0, 1]")]).status == .refuted)
    #expect(try outcome("(x + 1)^2 = x^2 + 2*x + 1", [("x", "(-inf, inf)")]).status == .proved)
  }
}

extension Sequent: Equatable {
  static func == (left: Sequent, right: Sequent) -> Bool {
    left.names == right.names && left.box == right.box && left.goal == right.goal
      && left.conditions == right.conditions
  }
}
