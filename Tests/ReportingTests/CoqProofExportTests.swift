import ClaimLanguage
import Enclosures
import Proving
import Testing

@testable import Reporting

/// What is written for Coq of proofs, without Coq; that Coq agrees is tested in EndToEndTests.
struct CoqProofExportTests {
  private static func result(
    _ text: String, _ ranges: [(String, String)], where hypotheses: String? = nil
  ) throws -> ProofResult {
    try Prover().prove(
      UniversalStatement(
        id: "test/1#a", variables: try ranges.map { .init($0.0, try Side(parsing: $0.1)) },
        hypotheses: try hypotheses.map { try Formula(parsing: $0) },
        body: .formula(try Formula(parsing: text))))
  }

  @Test func whatIsProvedIsATheoremAboutAll() throws {
    let export = CoqProofExport([
      try CoqProofExportTests.result(
        "x/y <= 1", [("x", "[0, 1)"), ("y", "(0, inf)")], where: "x <= y")
    ])
    let file = try #require(export.files.first)
    #expect(export.files.count == 1 && export.exported == 1 && export.omissions.isEmpty)
    #expect(file.name == "test_1_a.v" && file.status == "proved")
    let theorem = """
      Theorem exported :
        forall x y : R,
        0 <= x -> x < 1 ->
        0 < y ->
        x <= y ->
        x / y <= 1.
      Proof.

      """
    #expect(file.text.contains(theorem))
    #expect(file.text.hasSuffix("\nQed.\n"))
  }

  @Test func hypothesesSpeakOfPointsWhereTheyHaveAValue() throws {
    let export = CoqProofExport([
      try CoqProofExportTests.result("y >= 0", [("y", "(-inf, inf)")], where: "log(y) >= 0")
    ])
    let file = try #require(export.files.first)
    #expect(file.text.contains("  0 < y ->\n  ln y >= 0 ->\n  y >= 0.\n"))
  }

  @Test func whatIsRefutedIsATheoremAboutItsPoint() throws {
    let export = CoqProofExport([
      try CoqProofExportTests.result("log(1 - x) >= -2*x", [("x", "[0, 1)")])
    ])
    #expect(
      export.files.map(\.name) == [
        "test_1_a.v", "test_1_a__holds_to.v", "test_1_a__fails_at.v",
      ])
    let texts = export.files.map(\.text)
    #expect(texts[0].contains("\n  ~ ((0 <= x /\\ x < 1) -> ln (1 - x) >= - 2 * x).\n"))
    #expect(texts[1].contains("\n  (0 <= x /\\ x < 1) -> ln (1 - x) >= - 2 * x.\n"))
    #expect(export.files[1].status.hasPrefix("refuted, holds_to "))
  }

  @Test(arguments: [
    ("1/x >= 0", "[0, 1]", "has no value at the counterexample"),
    ("log(1 + x) <= x", "[0, inf)", "rule monotone has no translation"),
    ("x >= 0 or x <= 1", "[-1, 2]", "a statement that is no conjunction of comparisons"),
  ])
  func whatIsNotExported(statement: String, range: String, reason: String) throws {
    let export = CoqProofExport([try CoqProofExportTests.result(statement, [("x", range)])])
    #expect(export.files.isEmpty && export.exported == 0)
    #expect(export.omissions.map(\.reason) == [reason])
    #expect(export.index.contains("    because: \(reason)\n"))
  }

  @Test func sameResultsGiveTheSameFiles() throws {
    let results = try [
      CoqProofExportTests.result("x^2 >= 0", [("x", "[-1, 1]")]),
      CoqProofExportTests.result("x >= 0", [("x", "[-1, 1]")]),
      CoqProofExportTests.result("R*x <= 1", [("x", "[-1, 1]"), ("R", "[0, 1]")]),
    ]
    let export = CoqProofExport(results)
    #expect(export.files == CoqProofExport(results).files)
    #expect(export.index == CoqProofExport(results).index)
    // Equal identifiers are told apart.
    #expect(Set(export.files.map(\.name)).count == export.files.count)
  }
}
