import Certification
import Documents
import Testing

@testable import Reporting

/// What is written for Coq, without Coq; that Coq agrees is tested in EndToEndTests.
struct CoqExportTests {
  private static let quantities: [String: EnclosureRecord] = [
    "eta": Samples.exact("0.1", "1/10"), "R": Samples.exact("2"), "b": Samples.exact("0"),
    "t1": Samples.exact("7"), "t2": Samples.infinite,
    "t3": Samples.number("1000001", "inf"), "t4": Samples.exact("-inf"),
    "x": Samples.number("0.70710678118654752440", "0.70710678118654752441"),
    "tiny": Samples.number("7.1e-60205999", "7.2e-60205999"), "T(mine)": Samples.exact("3"),
  ]

  private static func export(
    _ conditions: [ConditionRecord], _ changes: [String: EnclosureRecord] = [:],
    name: String = "a.yaml"
  ) -> CoqExport {
    let claim = Samples.claim(
      "ridge/9-x", "a claim", "pass", hypotheses: Array(conditions.dropLast()),
      conditions.last ?? Samples.condition(nil, "", "undecided"))
    return CoqExport(
      Samples.certificate([claim], quantities: quantities.merging(changes) { $1 }), name: name)
  }

  private static func only(_ statement: String, _ status: String = "holds") -> CoqExport {
    export([Samples.condition(nil, statement, status)])
  }

  @Test func aComparisonIsATheoremFromItsEnclosures() throws {
    let export = CoqExportTests.only("eta*x < log(R)")
    let file = try #require(export.files.first)
    #expect(export.files.count == 1)
    #expect(export.omissions.isEmpty)
    #expect(file.name == "ridge_9_x__conclusion.v")
    for line in [
      "Definition eta : R := 1 / 10.", "Definition R_ : R := 2. (* R *)", "  forall x : R,",
      "  (* 0.70710678118654752440 <= x <= 0.70710678118654752441 *)",
      "  eta * x < ln R_.", "  intros x ?.", "  order.", "   problem:   a.yaml",
      "   statement: eta*x < log(R)", "   claim:     ridge/9-x, conclusion *)",
      "   data:      sha256:00ff",
    ] { #expect(file.text.contains("\n\(line)\n"), "\(line)") }
    #expect(
      file.text.contains(
        """

          1767766952966368811 / 2500000000000000000 <= x <= \
        70710678118654752441 / 100000000000000000000 ->

        """))
  }

  @Test func ofWhatFailsTheNegationIsProved() throws {
    let file = try #require(CoqExportTests.only("x^2 >= 1", "fails").files.first)
    #expect(file.text.contains("\n  ~ (x ^ 2 >= 1).\n"))
    #expect(file.text.contains("\n  apply Rlt_not_ge; order.\n"))
  }

  @Test func tiesAreRational() throws {
    for statement in ["eta*10 = 1", "eta*R >= 1/5", "10*max(eta, -eta) <= 1", "abs(-eta) = 1/10"] {
      let file = try #require(CoqExportTests.only(statement).files.first)
      #expect(file.text.contains("\n  rational.\n"), "\(statement)")
    }
  }

  @Test func conjunctionsAreExportedByPart() {
    let record = Samples.condition(
      "size", "eta > 0 and x < 0", "fails",
      parts: [Samples.condition(nil, "eta > 0", "holds"), Samples.condition(nil, "x < 0", "fails")])
    let export = CoqExportTests.export([record, Samples.condition(nil, "R = 2", "holds")])
    #expect(
      export.files.map(\.name) == [
        "ridge_9_x__size_1.v", "ridge_9_x__size_2.v", "ridge_9_x__conclusion.v",
      ])
    #expect(export.files[1].places == ["ridge/9-x, hypothesis size, part 2 of 2"])
    #expect(export.files[1].status == "fails")
  }

  @Test func otherStatementsFollowFromWhatIsDecided() throws {
    let file = try #require(
      CoqExportTests.only("x >= 1 and sqrt(x - 1) > 2 implies R < 1").files.first)
    #expect(file.text.contains("\n  (x >= 1 /\\ sqrt (x - 1) > 2) -> R_ < 1.\n"))
    #expect(file.text.contains("assert (~ (x >= 1)) by (apply Rlt_not_ge; order)."))
    // What has no value is no fact.
    #expect(!file.text.contains("assert (sqrt"))
    #expect(file.text.contains("\n  tauto.\n"))
  }

  @Test func equalComparisonsAreOneFile() throws {
    let export = CoqExportTests.export([
      Samples.condition("a", "eta < 1", "holds"), Samples.condition("A", "eta*R < 1", "holds"),
      Samples.condition(nil, "eta < 1", "holds"),
    ])
    #expect(export.files.map(\.name) == ["ridge_9_x__a.v", "ridge_9_x__A__2.v"])
    #expect(export.comparisons == 3)
    #expect(
      export.files[0].places == ["ridge/9-x, hypothesis a", "ridge/9-x, conclusion"])
  }

  @Test func callsAreNumbersWhereASideRecordsThem() throws {
    let record = Samples.condition(
      nil, "loss(0) > 1/2", "holds", Samples.number("0.6", "0.7"), ">", Samples.exact("0.5", "1/2"))
    let other = Samples.condition("a", "2*loss(0) > T(mine)/3", "holds")
    let export = CoqExportTests.export([other, record])
    #expect(export.files.count == 2)
    #expect(export.files[0].text.contains("  3 / 5 <= loss_0 <= 7 / 10 ->\n"))
    #expect(export.files[0].text.contains("Definition T_mine : R := 3. (* T(mine) *)"))
  }

  @Test(arguments: [
    ("t2 > 3", "holds", "t2 is inf, which is no real number"),
    ("t4 < 3", "holds", "t4 is -inf, which is no real number"),
    ("t3 > 3", "holds", "t3 may be infinite"), ("t1 < inf", "holds", "names inf"),
    ("forall t in 0..9: t < 10", "holds", "a statement over time"),
    ("x = 1", "undecided", "undecided in the certificate"),
    ("eta < 1/y", "undefined", "undefined in the certificate"),
    ("loss(0) > 1", "holds", "the certificate records no enclosure of loss(0)"),
    ("y > 1", "holds", "the certificate records no value of y"),
    ("x < 0.707106781186547524405", "holds", "the certificate's digits do not decide it"),
    ("x > 1", "holds", "the certificate's digits decide it otherwise"),
    ("sqrt(R) = R^(1/2)", "holds", "both sides are equal and irrational"),
    ("tiny < 1", "holds", "tiny has an exponent beyond 1000"),
    ("(x - 1)^(R*1) > 0", "holds", "the base of a power is not certified to be positive"),
  ])
  func whatIsNotExported(statement: String, status: String, reason: String) throws {
    let export = CoqExportTests.only(statement, status)
    #expect(export.files.isEmpty)
    let omission = try #require(export.omissions.first)
    #expect(omission.reason.hasPrefix(reason), "\(omission.reason)")
    #expect(export.index.contains("    \(statement)\n    because: \(omission.reason)\n"))
  }

  @Test func aForgedDigitChangesTheFile() throws {
    let honest = CoqExportTests.only("eta*x < 1")
    #expect(honest.files == CoqExportTests.only("eta*x < 1").files)
    for change in [
      "x": Samples.number("0.70710678118654752430", "0.70710678118654752441"),
      "eta": Samples.exact("0.2", "1/5"),
    ] {
      let forged = CoqExportTests.export(
        [Samples.condition(nil, "eta*x < 1", "holds")], [change.key: change.value])
      #expect(forged.files.count == 1)
      #expect(forged.files.map(\.text) != honest.files.map(\.text))
    }
  }

  @Test func aCommentCannotBeLeft() throws {
    let export = CoqExportTests.export(
      [Samples.condition(nil, "eta < 1", "holds")], name: "a*) Axiom f : False. (* \"b\n(*)*).yaml")
    let text = try #require(export.files.first).text
    let name = "a* ) Axiom f : False. ( * 'b ( * )* ).yaml"
    #expect(text.contains("   problem:   \(name)\n"))
  }

  @Test func theIndexListsEverything() {
    let export = CoqExportTests.export([
      Samples.condition("a", "eta < 1", "holds"), Samples.condition(nil, "t2 > 3", "holds"),
    ])
    #expect(
      export.index == """
        Comparisons of a.yaml as theorems of Coq
        data sha256:00ff

        files:                    1
        comparisons exported:     1
        comparisons not exported: 1

        Exported

          ridge_9_x__a.v
            holds: eta < 1
            ridge/9-x, hypothesis a

        Not exported

          ridge/9-x, conclusion
            t2 > 3
            because: t2 is inf, which is no real number

        """)
  }
}
