import ClaimLanguage
import Enclosures
import Testing

struct TimeEvaluationTests {
  private func source() -> MockSource {
    var source = MockSource(scalars: [
      "eps": .exact(Rational(1, 100)), "never": .infinite(sign: 1),
      "wide": .enclosed(Interval(lower: 1, upper: 2, precision: 64)),
    ])
    source.functions = [
      // 4·(1/2)^t + (9/10)^t
      "f": [.init(weight: 4, base: Rational(1, 2)), .init(weight: 1, base: Rational(9, 10))],
      // 4·(1/2)^t
      "half": [.init(weight: 4, base: Rational(1, 2))],
      // (1 − mu)^(2t)
      "decay": [.init(weight: 1, base: nil)],
      // 1 − (999/1000)^t, rising to 1
      "rise": [.init(weight: 1, base: 1), .init(weight: -1, base: Rational(999, 1000))],
      // A dip: (1/2)^t − 2·(1/3)^t is negative at t = 0, 1 and positive afterwards.
      "dip": [.init(weight: 1, base: Rational(1, 2)), .init(weight: -2, base: Rational(1, 3))],
    ]
    return source
  }

  private func evaluate(
    _ text: String, _ source: MockSource? = nil, horizon: Int? = nil, budget: Int = 200_000
  ) throws -> Evaluation {
    try Evaluator(source: source ?? self.source(), horizon: horizon, budget: budget)
      .evaluate(Formula(parsing: text))
  }

  @Test(
    "statuses over time",
    arguments: [
      ("forall t in 0..inf: f(t) <= 5", Status.holds),
      ("forall t in 0..inf: f(t) < 5", .fails),
      ("forall t in 0..inf: f(t) >= 0", .holds),
      // The limit 0 cannot be told from a value.
      ("forall t in 0..inf: f(t) > 0", .undecided),
      ("forall t in 1..inf: f(t) < 5", .holds),
      ("forall t in 0..inf: f(t) <= 5*(9/10)^t", .holds),
      ("forall t in 0..inf: f(t) >= (9/10)^t", .holds),
      ("forall t in 0..inf: f(t) >= 1.000001*(9/10)^t", .fails),
      ("forall t in 0..inf: half(t) = 4*(1/2)^t", .holds),
      ("forall t in 0..inf: half(t) <= 4*(1/2)^t", .holds),
      ("forall t in 0..inf: half(t)/(1/2)^t <= 4", .holds),
      ("forall t in 0..inf: 4*(1/2)^t >= half(t)", .holds),
      ("forall t in 0..inf: half(t) < 4*(1/2)^t", .fails),
      ("forall t in 0..inf: decay(t) <= (1 - mu)^(2*t)", .holds),
      ("forall t in 0..inf: decay(t) <= 3*((1 - mu)^t)^2/3", .holds),
      ("forall t in 0..inf: decay(t) <= (1 - mu)^(2*t + 1)/(1 - mu) + 1e-9", .holds),
      ("forall t in 0..inf: decay(t) <= (mu - 1)^(2*t)*2", .holds),
      // Odd powers of a negative number: true at even steps, false at odd ones.
      ("forall t in 0..inf: half(t) <= 8*(-1/2)^t", .fails),
      ("forall t in 2..2: half(t) <= 8*(-1/2)^t", .holds),
      ("forall t in 1..inf: half(t)*(-1/2)^t >= 2*(-1/2)^(2*t)", .fails),
      ("forall t in 0..inf: rise(t) <= 1", .holds),
      ("forall t in 0..1000: rise(t) < 1", .holds),
      ("forall t in 0..inf: rise(t) <= 0.9999", .fails),
      ("forall t in 0..9000: rise(t) <= 0.9999", .holds),
      ("forall t in 2..inf: dip(t) >= (1/2)^t/10", .holds),
      ("forall t in 0..inf: dip(t) > 0", .fails),
      ("forall t in 0..inf: t >= 3 implies f(t) < 2", .holds),
      ("forall t in 0..1000: t*(1/2)^t < 0.51", .holds),
      ("forall t in 5..4: f(t) > 100", .holds),
      ("forall t in 0..never: f(t) <= 5", .holds),
      ("forall t in 0..inf: exp(-t) <= 1", .holds),
      ("forall t in 0..inf: f(t + 1) < 5 and f(2*t) <= 5", .holds),
      ("forall t in 0..inf: f(t) <= 5 and f(t) < 5", .fails),
      ("forall t in 0..inf: log(t) < 1", .fails),
      ("forall t in 0..9: log(t) < 9", .undefined),
      ("forall t in 3.5..inf: f(t) < 2", .holds),
      ("forall t in 0..log(-1): f(t) < 2", .undefined),
      ("forall t in 0..100*mu: f(t) > 0.4", .holds),
      ("forall t in 0..100*mu: f(t) > 0.6", .fails),
      ("f(0) = 5 and f(1) = 2.9", .undecided), ("half(3) = 1/2", .holds),
      // Step 2 may lie in the range or not: a counterexample there refutes nothing.
      ("forall t in 0..wide: t < 2", .undecided), ("forall t in 0..wide: t < 1", .fails),
      ("forall t in 0..wide: t <= 2", .holds), ("forall t in wide..9: t >= 2", .undecided),
      ("forall t in 0..wide: t >= 0 implies t <= 1", .undecided),
      ("forall t in wide..9: t >= 0 implies t >= 2", .undecided),
      // f at an earlier step, at another rate, and counted backwards.
      ("forall t in 1..5: half(t - 1) >= 1/4", .holds),
      ("forall t in 1..5: half(t - 1) > 1/4", .fails),
      ("forall t in 3..inf: half(2*t - 3) <= 1/2", .holds),
      ("forall t in 0..4: half(7 - t) <= 1/2", .holds),
      ("forall t in 0..4: half(7 - t) < 1/2", .fails),
    ])
  func statuses(text: String, status: Status) throws {
    let result = try evaluate(text)
    #expect(result.status == status, "\(text): \(result.note ?? "")")
  }

  @Test("a whole tail is covered by one block")
  func tail() throws {
    let result = try evaluate("forall t in 0..inf: decay(t) <= (1 - mu)^(2*t)")
    #expect(
      result.evidence == [TimeSearch.Block(steps: TimeRange(0, nil), outcome: .certainlyTrue)])
    #expect(result.horizon == nil)
    let divided = try evaluate("forall t in 2..inf: dip(t) >= (1/2)^t/10")
    #expect(divided.evidence.last?.steps.upper == nil)
    var next = 2
    for block in divided.evidence {
      #expect(block.steps.lower == next)
      next = (block.steps.upper ?? 0) + 1
    }
  }

  @Test("counterexamples are found far out, and shown")
  func counterexample() throws {
    let result = try evaluate("forall t in 0..inf: rise(t) <= 0.9999")
    #expect(result.status == .fails)
    let step = try #require(result.at)
    // (999/1000)^t < 1/10000 from t = 9206 on.
    #expect(step >= 9206)
    guard case .enclosed(let left)? = result.left else {
      Issue.record("no left side")
      return
    }
    #expect(left.lower.compare(to: Rational(9999, 10_000)) > 0)
    // A narrow window that no probe hits: false at t = 777 only.
    let window = try evaluate("forall t in 0..inf: t = 777 implies t > 777")
    #expect(window.status == .fails)
    #expect(window.at == 777)
    let hidden = try evaluate("forall t in 0..inf: abs(t - 777) > 1/2 or f(t) > 3")
    #expect(hidden.status == .fails)
    #expect(hidden.at == 777)
  }

  @Test("the horizon certifies what no tail argument covers")
  func horizon() throws {
    var source = self.source()
    source.knownUpTo = 100_000
    let text = "forall t in 1..inf: f(t) < 5"
    let open = try evaluate(text, source)
    #expect(open.status == .undecided)
    let limited = try evaluate(text, source, horizon: 50_000)
    #expect(limited.status == .holds)
    #expect(limited.horizon == 50_000)
    #expect(try evaluate(text, source, horizon: 200_000).status == .undecided)
    // What holds up to the horizon only supports no negation.
    #expect(try evaluate("not (\(text))", source, horizon: 50_000).status == .undecided)
    let extreme = try evaluate(
      "forall t in 0..inf: f(t) > 1 implies t <= 4", source, horizon: 50_000)
    #expect(extreme.status == .holds)
    #expect(extreme.horizon == 50_000)
    let late = try evaluate("forall t in 0..inf: f(t) > 1 implies t < 2", source, horizon: 50_000)
    #expect(late.status == .fails)
    #expect(late.horizon == nil)
  }

  @Test("the last or first step with a premise is compared with the bound")
  func extremes() throws {
    // f falls; f(t) >= 1/100 up to t = 43, as 0.9^43 = 0.01078 and 0.9^44 = 0.0097.
    let last = try evaluate("forall t in 0..inf: f(t) >= eps implies t <= 43")
    #expect(last.status == .holds)
    #expect(last.at == 43)
    guard case .exact(let left)? = last.left, case .exact(let right)? = last.right else {
      Issue.record("sides are exact")
      return
    }
    #expect(left == 43 && right == 43)
    #expect(try evaluate("forall t in 0..inf: f(t) >= eps implies t < 43").status == .fails)
    let first = try evaluate("forall t in 0..inf: f(t) < eps implies t >= 44 - 1/2")
    #expect(first.status == .holds)
    #expect(first.at == 44)
    #expect(try evaluate("forall t in 0..inf: f(t) < eps implies 44 < t").status == .fails)
    let vacuous = try evaluate("forall t in 0..inf: f(t) > 6 implies t <= log(-1)")
    #expect(vacuous.status == .holds)
    guard case .infinite(sign: -1)? = vacuous.left else {
      Issue.record("the maximum of an empty set is -inf")
      return
    }
    #expect(try evaluate("forall t in 0..inf: f(t) >= 0 implies t <= 1e9").status == .fails)
    #expect(try evaluate("forall t in 0..inf: f(t) >= 0 implies t < inf").status == .holds)
    #expect(try evaluate("forall t in 0..inf: f(t) > 6 implies t >= 7").status == .holds)
    #expect(try evaluate("forall t in 0..20: f(t) >= eps implies t <= 20").status == .holds)
  }

  @Test("the step of least margin is shown")
  func leastMargin() throws {
    let result = try evaluate("forall t in 0..inf: f(t) >= (9/10)^t")
    #expect(result.status == .holds)
    // The margin 4·(1/2)^t relative to f falls with t: below 1e-12 it counts as none.
    #expect(result.at == 64)
    let first = try evaluate("forall t in 0..inf: f(t) <= 5")
    #expect(first.at == 0)
  }

  @Test("what a supremum exceeds, later steps need not")
  func suprema() throws {
    var source = self.source()
    // sink(t)/(1/2)^t = 1 + (1/2)^t falls from 2, which it has at t = 0.
    source.functions["sink"] = [
      .init(weight: 1, base: Rational(1, 2)), .init(weight: 1, base: Rational(1, 4)),
    ]
    source.suprema = ["sink": 2]
    #expect(try evaluate("forall t in 0..inf: sink(t) <= 2*(1/2)^t", source).status == .holds)
    #expect(try evaluate("forall t in 0..inf: sink(t) <= 3/2*(1/2)^t", source).status == .fails)
    // False at t = 0 alone, so that its negation is false from t = 1 on.
    #expect(
      try evaluate("forall t in 0..inf: not sink(t) <= 3/2*(1/2)^t", source).status == .fails)
    #expect(
      try evaluate("forall t in 0..inf: sink(t) <= 3/2*(1/2)^t implies t >= 1", source).status
        == .holds)
  }

  @Test("a small budget ends in a note")
  func budget() throws {
    let result = try evaluate("forall t in 0..inf: t*(1/2)^t < 0.5000001", budget: 3)
    #expect(result.status == .undecided)
    #expect(result.note?.contains("3 evaluations") ?? false)
  }

  @Test("without ratios, statements that need them stay undecided")
  func withoutRatios() throws {
    var source = self.source()
    source.hasRatios = false
    #expect(
      try evaluate("forall t in 0..inf: decay(t) <= (1 - mu)^(2*t)", source).status == .undecided)
  }
}
