import ClaimLanguage
import Enclosures
import Testing

struct EvaluationTests {
  private let source = MockSource(
    scalars: [
      "b": .squareRoot(of: Rational(3, 2)), "T": .squareRoot(of: 2), "eta": .exact(Rational(1, 10)),
      "t2": .infinite(sign: 1), "empty": .infinite(sign: -1),
      "wide": .enclosed(Interval(lower: 1, upper: 2, precision: 64)), "zero": .exact(0),
      "narrow": .enclosed(Interval(lower: Rational(3, 2), upper: Rational(13, 8), precision: 64)),
    ],
    absent: ["svm"])

  private func evaluate(_ text: String) throws -> Evaluation {
    try Evaluator(source: source).evaluate(Formula(parsing: text))
  }

  @Test(
    "statuses",
    arguments: [
      ("1/3 + 1/6 = 1/2", Status.holds), ("1e-4 < 0.0001", .fails), ("b^2 = 3/2", .holds),
      ("b*T = sqrt(3)", .holds), ("b^2*T^2 = 3", .holds), ("b^2 < 3/2", .fails),
      ("2*T = T + T", .holds), ("T - T = 0", .holds), ("b/T = sqrt(3/4)", .holds),
      ("T^3 = 2*T", .holds), ("T^(-2) = 1/2", .holds), ("sqrt(9/4) = 1.5", .holds),
      ("2^(1/2) = T", .holds), ("-T < 0", .holds), ("abs(-T) = T", .holds),
      ("max(T, b) = T", .holds), ("min(1, 2, T) = 1", .holds), ("floor(T) = 1", .holds),
      ("ceil(-5/2) = -2", .holds), ("exp(0) = 1", .holds), ("log(1) = 0", .holds),
      ("log(2) < 0.6931471805599453094172321214581766", .holds),
      ("log(2) < 0.6931471805599453094172321214581765", .fails),
      ("t2 > 1e9", .holds), ("t2 = inf", .holds), ("empty < t2", .holds), ("t2 - 5 = inf", .holds),
      ("t2 - t2 < 1", .undefined), ("0*t2 = 0", .undefined), ("min(t2, 4) = 4", .holds),
      ("1/t2 = 0", .holds), ("wide < 3/2", .undecided), ("wide < 5/2", .holds),
      ("log(-1) < 1", .undefined), ("1/zero < 1", .undefined), ("svm < 1", .undefined),
      ("zero^0 = 1", .holds), ("zero^(-1) = 1", .undefined), ("(-8)^3 = -512", .holds),
      ("(-8)^(1/3) < 0", .undefined), ("2 ^ 10000000 > 1", .holds), ("sqrt(2)^2 = 2", .holds),
      ("exp(log(2)) = 2", .undecided), ("expm1(1e-30) > 1e-30", .holds),
      ("1 < 0 and 1/zero < 1", .fails), ("0 < 1 or 1/zero < 1", .holds),
      ("1 < 0 implies 1/zero < 1", .holds), ("0 < 1 implies 1/zero < 1", .undefined),
      ("wide < 3/2 and 1 < 0", .fails), ("wide < 3/2 or 0 < 1", .holds), ("not wide < 3", .fails),
      ("not log(-1) < 1", .undefined), ("0 < 1 and log(-1) < 1", .undefined),
      ("0 < T < 2", .holds), ("0 < T < 1", .fails),
      // An undefined part counts on either side.
      ("log(-1) < 1 and 0 < 1", .undefined), ("log(-1) < 1 and 1 < 0", .fails),
      ("log(-1) < 1 or 1 < 0", .undefined), ("log(-1) < 1 implies 1 < 0", .undefined),
      // The ends of an enclosure belong to it.
      ("1 < wide", .undecided), ("1 <= wide", .holds), ("2 > wide", .undecided),
      ("2 >= wide", .holds), ("3/2 < wide", .undecided), ("3/2 >= wide", .undecided),
      ("2 < wide", .fails), ("1 > wide", .fails), ("wide = 1", .undecided), ("wide = 3", .fails),
      ("wide > 1", .undecided), ("wide < 1", .fails), ("wide >= 2", .undecided),
      // The lesser of two that overlap may be either.
      ("min(narrow, wide) >= 3/2", .undecided), ("min(narrow, wide) <= 13/8", .holds),
      ("max(wide, narrow) >= 3/2", .holds), ("max(wide, narrow) <= 13/8", .undecided),
      // Negative numbers and roots, whose squares are in the opposite order.
      ("-2 < T", .holds), ("-2 < -T", .holds), ("-T < -1", .holds), ("-1 < -T", .fails),
      ("-T < -b", .holds), ("-b < T", .holds), ("-2 = -T^2", .holds), ("-T = T", .fails),
    ])
  func statuses(text: String, status: Status) throws {
    #expect(try evaluate(text).status == status, "\(text)")
  }

  @Test("precision rises until the comparison is decided")
  func precision() throws {
    let close = try evaluate("(1 + 1e-60)*log(2) > log(2)")
    #expect(close.status == .holds)
    #expect(close.precision == 256)
    let never = try Evaluator(source: source, maximumPrecision: 128).evaluate(
      Formula(parsing: "(1 + 1e-60)*log(2) > log(2)"))
    #expect(never.status == .undecided)
    #expect(never.note?.contains("128 bits") ?? false)
  }

  @Test("sides are shown precisely, with tightness")
  func sides() throws {
    let result = try evaluate("log(2) <= 2*log(2)")
    guard case .enclosed(let left)? = result.left else {
      Issue.record("no left side")
      return
    }
    #expect(
      left.canonicalDecimalEnclosure(digits: 20)
        == DecimalEnclosure(lower: "0.69314718055994530941", upper: "0.69314718055994530942"))
    let tightness = try #require(result.tightness).interval(precision: 128)
    #expect(tightness.contains(2))
    #expect(try evaluate("log(2) >= -1").tightness == nil)
    #expect(try evaluate("t2 >= 1").tightness == nil)
    guard case .exact(let value)? = try evaluate("3 >= 2").tightness else {
      Issue.record("not exact")
      return
    }
    #expect(value == Rational(3, 2))
  }

  @Test("conjunctions have parts and show the deciding one")
  func parts() throws {
    let held = try evaluate("T < 100 and b < 5/4 and 1 < 1000")
    #expect(held.status == .holds)
    #expect(held.parts.map(\.status) == [.holds, .holds, .holds])
    guard case .squareRoot(let square)? = held.left else {
      Issue.record("the least margin is that of b < 5/4")
      return
    }
    #expect(square == Rational(3, 2))
    let failed = try evaluate("T < 100 and 7 < 5 and 8 < 5")
    guard case .exact(let left)? = failed.left else {
      Issue.record("the first failing part is shown")
      return
    }
    #expect(left == 7)
    #expect(failed.parts[1].statement == "7 < 5")
  }

  @Test("interval results contain exact ones at random points")
  func inclusion() throws {
    var random = SplitMix64(seed: 3)
    // The same expressions once with exact scalars and once with enclosures of them.
    var compared = 0
    for round in 0..<400 {
      var trees = TreeGenerator(seed: UInt64(round))
      let expression = rational(&trees, depth: 4)
      var exact = MockSource()
      var enclosed = MockSource()
      for name in ["x", "y"] {
        let value = Rational(
          Int.random(in: -50...50, using: &random), Int.random(in: 1...20, using: &random))
        exact.scalars[name] = .exact(value)
        enclosed.scalars[name] = .enclosed(
          Interval(value, precision: 40).widened(
            by: BigFloat(Rational.powerOfTwo(-30), precision: 40, rounding: .up)))
      }
      guard case .exact(let truth)? = try Evaluator(source: exact).value(of: expression),
        let value = try Evaluator(source: enclosed, maximumPrecision: 64).value(of: expression)
      else { continue }
      compared += 1
      #expect(value.interval(precision: 64).contains(truth), "\(expression)")
    }
    #expect(compared > 200)
  }

  private func rational(_ trees: inout TreeGenerator, depth: Int) -> Expression {
    let choice = Int.random(in: 0...(depth <= 0 ? 1 : 7), using: &trees.random)
    switch choice {
    case 0: return Expression(.name(Bool.random(using: &trees.random) ? "x" : "y"))
    case 1: return Expression(.number(Rational(Int.random(in: 0...9, using: &trees.random))))
    case 2:
      let exponent = Expression(.number(Rational(Int.random(in: 0...4, using: &trees.random))))
      return Expression(.binary(.power, rational(&trees, depth: depth - 1), exponent))
    case 3:
      return Expression(
        .function(
          .max, [rational(&trees, depth: depth - 1), rational(&trees, depth: depth - 1)]))
    default:
      let operations: [BinaryOperator] = [.plus, .minus, .times, .divide]
      return Expression(
        .binary(
          operations[choice - 4], rational(&trees, depth: depth - 1),
          rational(&trees, depth: depth - 1)))
    }
  }

  @Test("unknown quantities are errors")
  func unknown() {
    #expect(throws: EvaluationError.unknownQuantity("nothing")) {
      try evaluate("nothing < 1")
    }
  }
}
