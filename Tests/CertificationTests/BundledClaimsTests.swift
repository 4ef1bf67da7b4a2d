import BundledClaims
import ClaimLanguage
import Documents
import Foundation
import Testing

@testable import Certification

@Suite("bundled claims")
struct BundledClaimsTests {
  /// DESIGN section 7, by theory.
  private static let contract = [
    "ridge": [
      "4.1-train", "4.1-population", "4.1-norm", "4.2-t1", "4.2-t2", "4.2-final", "4.4", "4.5",
      "4.6",
      "8-t1", "8-t2", "4.2-t2/corrected", "4.4/floor", "4.2-t1/sharp", "4.2-t1/sharp-lower",
      "4.2-t2/sharp", "4.2-t2/upper", "8-t1/a-priori", "8-t2/a-priori", "8-plateau/a-priori",
      "4.2-final/sharp", "4.2-final/sharp-fast", "4.2-t2/trace", "4.5/appendix",
    ],
    "logistic": [
      "4.1-drift", "4.2-residual", "4.3-svm", "4.5-flow", "4.5-bias", "4.5-limit", "4.6-upper",
      "4.6-lower", "4.6-estimate", "4.7-train-upper", "4.7-train-lower", "3.4-grokking", "phase-1",
      "phase-2", "phase-3", "4.5-flow/corrected", "4.5-bias/corrected", "4.6-estimate/corrected",
      "4.6-estimate/support-law", "4.5-rate", "4.5-rate/corrected",
    ],
  ]

  private static var contractIDs: [String] {
    contract.flatMap { theory, claims in claims.map { "\(theory)/\($0)" } }
  }

  @Test("the list equals the files in proofs/claims, byte for byte")
  func list() throws {
    let root = Repository.path("proofs/claims")
    let found = try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.hasSuffix(".yaml") }
    #expect(found.sorted() == BundledClaims.files.map(\.name).sorted())
    for file in BundledClaims.files {
      #expect(
        try InputFile.read("\(root)/\(file.name)", limit: 1 << 20) == file.bytes, "\(file.name)")
    }
  }

  @Test("every file holds one claim that parses, with known names, statements that print and parse")
  func parsing() throws {
    let instances = [
      "ridge": try Instance.named("zero-teacher"),
      "logistic": try Instance.named("symmetric-pair"),
    ]
    var ids: Set<String> = []
    for file in BundledClaims.files {
      let claims = try Claim.read(parsing: file.bytes, file: file.name)
      #expect(claims.count == 1, "\(file.name)")
      for claim in claims {
        #expect(ids.insert(claim.id).inserted, "\(claim.id) occurs twice")
        #expect(file.name.hasPrefix("\(claim.theory)/"), "\(file.name)")
        #expect(!claim.title.isEmpty && !claim.source.isEmpty)
        let instance = claim.isByRegime ? claim.inRegime("same") : claim
        try instance.checkNames(
          against: #require(instances[claim.theory]).measurement, file: file.name)
        let statements =
          [claim.conclusion] + claim.hypotheses.map(\.statement)
          + claim.events.compactMap(\.statement) + claim.flags.values
        for statement in statements {
          #expect(try Formula(parsing: statement.formula.description) == statement.formula)
        }
        #expect(!claim.latex.isEmpty && !claim.explanation.isEmpty)
      }
    }
    #expect(ids == Set(Self.contractIDs))
  }

  @Test("the library finds claims by id and prefix, and suggests the nearest id")
  func selection() throws {
    let library = try ClaimLibrary()
    #expect(library.builtInIDs.count == Self.contractIDs.count)
    let ids = try library.selection(["ridge/4.2-t1", "ridge/4.5"], theory: "ridge").map(\.id)
    #expect(ids == ["ridge/4.2-t1", "ridge/4.5"])
    #expect(try library.selection(["ridge/4.1"], theory: "ridge").count == 3)
    #expect(try library.selection(nil, theory: "ridge").count == Self.contract["ridge"]?.count)
    #expect(throws: CertificateError.unknownClaim("ridge/4.2-t9", suggestion: "ridge/4.2-t1")) {
      try library.selection(["ridge/4.2-t9"], theory: "ridge")
    }
    #expect(throws: CertificateError.otherTheory(claim: "ridge/4.4", theory: "ridge")) {
      try library.selection(["ridge/4.4"], theory: "logistic")
    }
  }
}
