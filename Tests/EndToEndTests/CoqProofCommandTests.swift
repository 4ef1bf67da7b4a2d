import Foundation
import Testing

/// `prove --coq` with coqc; `scripts/check-coq-proofs` compiles all built-in statements.
struct CoqProofCommandTests {
  private static let statements = """
    - {id: interval, forall: {x: "[0, 1]"}, statement: "exp(-x)*(1 + x^2) > 1/3"}
    - {id: sign, forall: {a: "(0, inf)", b: "[0, inf)"}, statement: "a*b/(a + b) >= 0"}
    - {id: square, forall: {x: "[0, inf)", y: "[0, inf)"}, statement: "4*x*y <= (x + y)^2"}
    - id: ordered
      forall: {eta: "(0, inf)", L: "[0, inf)", x: "[0, inf)"}
      where: "eta*L <= 2 and x <= L"
      statement: "(1 - eta*x)^2 <= 1"
    - id: root
      forall: {u: "[0, inf)", v: "[0, inf)"}
      where: "u <= v"
      statement: "sqrt(u) <= sqrt(v)"
    - {id: distance, forall: {x: "[-1, 1]"}, statement: "abs(x) <= 1"}
    - {id: fraction, forall: {r: "(1, inf)", s: "(0, inf)"}, statement: "r/(r*s) = 1/s"}
    - {id: wrong, forall: {x: "[0, 1)"}, statement: "log(1 - x) >= -2*x", expect: false}
    """

  private static func export(_ scratch: Scratch) throws -> [(name: String, text: String)] {
    try scratch.write(statements, to: "mine.yaml")
    let run = try Tool.run("prove", "mine.yaml", "--coq", "coq", in: scratch.folder)
    #expect(run.status == 0, "\(run)")
    #expect(run.error.contains("coq: 8 statements in 10 files for coqc; 0 not exported"))
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("coq"))
      .filter { $0.hasSuffix(".v") }.sorted()
    return try names.map { ("M_" + $0.dropLast(2), try scratch.read("coq/\($0)")) }
  }

  @Test(
    .enabled(if: Coq.isInstalled, "coqc with CoqInterval is not installed"),
    .timeLimit(.minutes(10)))
  func coqAcceptsProofsAndRejectsWhatIsCorrupted() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let files = try CoqProofCommandTests.export(scratch)
    let run = try Coq.run(Coq.together(files), in: scratch, as: "together")
    #expect(run.status == 0, "\(run.error)")
    let changes = [
      ("M_mine_square", "  4 * x * y <= (x + y) ^ 2.\nProof", "  4 * x * y > (x + y) ^ 2.\nProof"),
      ("M_mine_square", "  4 * x * y <= (x + y) ^ 2.\nProof", "  5 * x * y <= (x + y) ^ 2.\nProof"),
      ("M_mine_ordered", "  x <= L ->\n", "  x <= 2 * L ->\n"),
      ("M_mine_wrong", "Definition x : R := ", "Definition x : R := 1 / 10 * "),
      ("M_mine_wrong", "  ~ (", "  ("),
    ]
    for (number, change) in changes.enumerated() {
      let file = try #require(files.first { $0.name == change.0 })
      let text = file.text.replacing(change.1, with: change.2)
      #expect(text != file.text, "\(change)")
      let run = try Coq.run(text, in: scratch, as: "corrupted\(number)")
      #expect(run.status != 0 && run.error.contains("Error"), "\(change)")
      #expect(!run.error.contains("Syntax error"), "\(run.error)")
    }
  }
}
