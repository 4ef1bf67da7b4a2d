import ClaimLanguage
import Documents
import Enclosures
import Foundation
import LogisticTheory
import Testing

/// The claim files against the examples' expectations, which are those of docs/logistic-claims.md.
struct LogisticClaimTests {
  private static var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("proofs/claims/logistic")
  }

  @Test(
    "verdicts",
    arguments: [
      "logistic-g2", "logistic-assumption-4.4", "logistic-violates-3.1", "logistic-not-separable",
    ])
  func verdicts(_ name: String) throws {
    let problem = try exampleProblem(name)
    let source = try LogisticMeasurement(problem, maximumPrecision: 512)
    let evaluator = Evaluator(source: source, maximumPrecision: 512)
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    for file in files where file.hasSuffix(".yaml") {
      let path = Self.folder.appendingPathComponent(file).path
      let text = try String(decoding: InputFile.read(path, limit: 1 << 20), as: UTF8.self)
      let isByRegime = text.contains("(regime")
      for regime in isByRegime ? source.regimes : [""] {
        let bytes = Array(text.replacingOccurrences(of: "(regime)", with: "(\(regime))").utf8)
        for claim in try Claim.read(parsing: bytes, file: file) {
          let start = Date()
          let result = try evaluator.evaluate(claim)
          let time = Date().timeIntervalSince(start)
          let detail =
            "\(name) \(claim.id) \(result.verdict) expected \(problem.expect[claim.id] ?? "-") "
            + "\(time)s "
            + zip(claim.hypotheses, result.hypotheses)
            .map { "\($0.id)=\($1.status)" }.joined(separator: " ")
            + " conclusion=\(result.conclusion.status) \(result.conclusion.note ?? "")"
          print(detail)
          if let expected = problem.expect[claim.id] {
            #expect(result.verdict.rawValue == expected, "\(detail)")
          }
        }
      }
    }
  }
}
