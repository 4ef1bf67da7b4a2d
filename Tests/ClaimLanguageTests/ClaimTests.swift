import BundledClaims
import ClaimLanguage
import Enclosures
import Testing

struct ClaimReadingTests {
  private let text = """
    id: ridge/test-1
    title: A test
    source: nowhere, 50% sure
    theory: ridge
    hypotheses:
      - {id: positive, statement: "x > 0"}
    events:
      - {id: large, statement: "y >= x^2", probability: "1 - 2*exp(-x/32)"}
      - {id: uniform, unchecked: "E3 is about the whole distribution"}
    conclusion: "x <= y"
    flags: {vacuous: "y > 1e9"}
    note: A remark.
    steps:
      - {id: one, kind: scalar, forall: {z: "[0, 99/100]"}, statement: "log(1 - z) <= -z"}
      - {id: two, expect: false, text: "in words"}
    """

  private func read(_ text: String) throws -> [Claim] {
    try Claim.read(parsing: Array(text.utf8), file: "test.yaml")
  }

  @Test("every part of a claim is read")
  func parts() throws {
    let claim = try #require(try read(text).first)
    #expect(claim.id == "ridge/test-1")
    #expect(claim.hypotheses.map(\.statement.text) == ["x > 0"])
    #expect(claim.events.map(\.unchecked) == [nil, "E3 is about the whole distribution"])
    #expect(claim.events[0].probability?.expression.description == "1 - 2*exp(-x/32)")
    #expect(claim.flags[.vacuous]?.formula.description == "y > 1e9")
    #expect(claim.steps[0].variables == [Claim.Variable(name: "z", interval: "[0, 99/100]")])
    #expect(claim.steps.map(\.isExpected) == [true, false])
    #expect(
      claim.explanation == """
        ridge/test-1
          A test
          Source: nowhere, 50% sure

        Hypotheses
          positive: x > 0

        Events
          large: y >= x^2
              probability at least 1 - 2*exp(-x/32)
          uniform: not checked: E3 is about the whole distribution

        Conclusion
          x <= y

        Steps
          one: for all z in [0, 99/100]: log(1 - z) <= -z
          two: in words (refuted)

        Flags
          vacuous if y > 1e9

        Note
          A remark.

        """)
    #expect(claim.latex.contains(#"nowhere, 50\% sure"#))
    #expect(claim.latex.contains(#"\item[Conclusion] $x \le y$"#))
  }

  @Test(
    "faults name file, line, claim and field",
    arguments: [
      (
        "statement: \"x > 0\"", "statement: \"x > \"",
        "test.yaml:6: claim ridge/test-1, hypotheses[0].statement: line 1, column 5: "
      ),
      ("conclusion: \"x <= y\"", "conclusoin: \"x <= y\"", "did you mean 'conclusion'?"),
      ("conclusion: \"x <= y\"", "", "key 'conclusion' is missing"),
      ("id: ridge/test-1", "id: test", "'test' is not an id"),
      ("theory: ridge", "theory: logistic", "does not start with the theory"),
      ("id: uniform", "id: large", "events[1].id: id 'large' occurs twice"),
      (", unchecked: \"E3 is about the whole distribution\"", "", "either a 'statement'"),
      ("vacuous:", "vacous:", "did you mean 'vacuous'?"),
      ("expect: false", "expect: no", "true or"),
      ("exp(-x/32)", "exp(-x/32", "events[0].probability"),
      ("  - {id: positive, statement: \"x > 0\"}", "  positive: 3", "expected a list"),
    ])
  func faults(old: String, new: String, message: String) {
    let error = #expect(throws: ClaimError.self) { try read(text.replacing(old, with: new)) }
    #expect(error?.description.contains(message) ?? false, "\(error?.description ?? "")")
  }

  @Test("claims are found by id or prefix")
  func lookup() throws {
    let ids = [
      "ridge/4.2-t1", "ridge/4.2-t2/corrected", "ridge/4.2-t2", "ridge/4.1-train", "ridge/4.21",
      "logistic/4.2-residual",
    ]
    let set = try ClaimSet(
      ids.flatMap { id in
        try read(
          text.replacing("ridge/test-1", with: id)
            .replacing("theory: ridge", with: "theory: \(id.prefix { $0 != "/" })"))
      })
    func found(_ prefix: String) -> [String] { set.matching(prefix).map(\.id) }
    #expect(found("ridge/4.2") == ["ridge/4.2-t1", "ridge/4.2-t2", "ridge/4.2-t2/corrected"])
    #expect(found("ridge/4.2-t2") == ["ridge/4.2-t2"])
    #expect(found("ridge/4.1-train") == ["ridge/4.1-train"])
    #expect(found("logistic") == ["logistic/4.2-residual"])
    #expect(found("ridge/").count == 5)
    #expect(found("").isEmpty && found("ridge/4.2-t").isEmpty)
    #expect(set.nearestID(to: "ridge/4.1-trian") == "ridge/4.1-train")
    #expect(throws: ClaimSet.DuplicateError.self) {
      try ClaimSet(set.claims + [try #require(set["ridge/4.21"])])
    }
  }

  @Test("a claim by regime becomes one about a regime")
  func regimes() throws {
    let claim = try #require(
      try read(text.replacing("x <= y", with: "x <= T_test(regime)")).first)
    #expect(claim.isByRegime)
    let standard = claim.inRegime("standard")
    #expect(!standard.isByRegime)
    #expect(standard.conclusion.text == "x <= T_test(standard)")
    #expect(standard.hypotheses == claim.hypotheses)
    let unused = try #require(try read(text).first)
    #expect(!unused.isByRegime)
  }

  @Test("every bundled claim is read, printed and read again")
  func bundled() throws {
    var claims: [Claim] = []
    for file in BundledClaims.files {
      claims += try Claim.read(parsing: file.bytes, file: file.name)
    }
    let set = try ClaimSet(claims)
    #expect(set.claims.count >= 24)
    for claim in set.claims {
      let statements =
        [claim.conclusion] + claim.hypotheses.map(\.statement)
        + claim.events.compactMap(\.statement)
      for statement in statements {
        #expect(try Formula(parsing: statement.formula.description) == statement.formula)
      }
      #expect(claim.explanation.contains(claim.conclusion.text))
      #expect(claim.latex.count(where: { $0 == "{" }) == claim.latex.count(where: { $0 == "}" }))
    }
  }
}

struct VerdictTests {
  @Test("out-of-scope over undecided over fail over pass")
  func order() {
    func verdict(_ h: [Status], _ e: [Status], _ c: Status) -> Verdict {
      Verdict(hypotheses: h, events: e, conclusion: c)
    }
    #expect(verdict([.holds], [.holds], .holds) == .pass)
    #expect(verdict([], [], .fails) == .fail)
    #expect(verdict([.holds, .fails], [.undecided], .fails) == .outOfScope)
    #expect(verdict([.undefined], [], .holds) == .outOfScope)
    #expect(verdict([.holds], [.fails], .holds) == .outOfScope)
    #expect(verdict([.holds], [.undefined], .holds) == .outOfScope)
    #expect(verdict([.undecided], [], .holds) == .undecided)
    #expect(verdict([.holds], [.undecided], .fails) == .undecided)
    #expect(verdict([.holds], [], .undecided) == .undecided)
    #expect(verdict([.holds], [], .undefined) == .undecided)
    #expect(verdict([.holds], [.notChecked], .holds) == .pass)
    #expect(verdict([.holds], [.notChecked], .fails) == .undecided)
    #expect(verdict([.fails], [.notChecked], .fails) == .outOfScope)
  }

  @Test("a claim is evaluated with its flags")
  func flags() throws {
    var source = MockSource(scalars: ["x": .exact(2), "y": .exact(5)])
    source.functions = ["f": [.init(weight: 1, base: Rational(1, 2))]]
    func claim(_ hypothesis: String, _ conclusion: String, unchecked: Bool = false) throws -> Claim
    {
      Claim(
        id: "ridge/x", title: "", source: "", theory: "ridge",
        hypotheses: [.init(id: "h", statement: try .init(parsing: hypothesis))],
        events: unchecked ? [.init(id: "e", statement: nil, unchecked: "why")] : [],
        conclusion: try .init(parsing: conclusion),
        flags: [.vacuous: try .init(parsing: "y > 4"), .trivial: try .init(parsing: "log(-y) > 1")])
    }
    let evaluator = Evaluator(source: source)
    let passed = try evaluator.evaluate(claim("x > 0", "x < y"))
    #expect(passed.verdict == .pass && passed.flags == [.vacuous])
    let failed = try evaluator.evaluate(claim("x > 0", "x > y"))
    #expect(failed.verdict == .fail)
    let open = try evaluator.evaluate(claim("x > 0", "x > y", unchecked: true))
    #expect(open.verdict == .undecided && open.flags == [.vacuous, .eventNotChecked])
    let outside = try evaluator.evaluate(claim("x > 3", "x > y"))
    #expect(outside.verdict == .outOfScope && outside.conclusion.status == .fails)
    source.empiricalNames = ["x"]
    source.knownUpTo = 1000
    let limited = try Evaluator(source: source, horizon: 900).evaluate(
      claim("x > 0", "forall t in 1..inf: f(t) <= 1/2"))
    #expect(limited.verdict == .pass)
    #expect(limited.flags == [.vacuous, .empirical, .horizon])
    let names = #expect(throws: ClaimError.self) {
      try claim("x > 0", "x < yy").checkNames(against: source, file: "a.yaml")
    }
    #expect(names?.description.contains("did you mean 'y'?") ?? false)
  }
}
