import Documents
import Foundation
import RidgeTheory
import Testing

@testable import Certification

/// The same spec gives the same bytes, however the work is done.
@Suite("determinism", .serialized)
struct DeterminismTests {
  private static let names = [
    "figure2", "small-matrix", "no-grokking", "divergent", "square", "user-features",
  ]

  private func bytes(
    _ name: String, _ change: (inout Certifier) -> Void = { _ in }
  ) throws -> [UInt8] {
    var certifier = Certifier(library: try ClaimLibrary())
    change(&certifier)
    return try certifier.certify(Instance.problem(named: name)).json.canonical()
  }

  @Test("does not depend on threads, the run, or the starting precision", arguments: names)
  func settings(name: String) throws {
    let expected = try Certified.instance(name).json.canonical()
    #expect(try bytes(name) { $0.jobs = 2 } == expected)
    // But for the setting itself, which certificates say where it is not the usual one.
    let started = try JSONValue(parsing: bytes(name) { $0.startPrecision = 128 })
    let certificate = try Certificate.read(started).certificate
    #expect(certificate.startPrecision == 128)
    #expect(certificate.withUsualStart.json.canonical() == expected)
    #expect(try bytes(name) { $0.isCheck = true } == expected)
    if name == "small-matrix" { #expect(try bytes(name) == expected) }
  }

  @Test("does not depend on the locale")
  func locale() throws {
    let expected = try bytes("small-matrix")
    for name in ["de_DE.UTF-8", "C.UTF-8", "tr_TR.UTF-8"] {
      setlocale(LC_ALL, name)
      defer { setlocale(LC_ALL, "C") }
      #expect(try bytes("small-matrix") == expected, "\(name)")
    }
  }

  @Test("does not depend on how the spec is written")
  func notation() throws {
    let json = """
      {"theory": "ridge", "features": {"matrix": [["0.6", 0.8]]}, "teacher": "zero",
       "covariance": {"scaled_identity": 5e-1}, "feature_bound": "1.0",
       "initialization": {"variance": 4, "vector": [3, "4"]},
       "training": {"lambda": "1e-3", "eta": "0.001"}, "thresholds": {"c": 1e-12, "epsilon": "1/1000000000000"}}
      """
    let node = try YAMLNode(parsing: Array(json.utf8), file: "spec.json")
    let problem = RidgeProblem(try RidgeDeclaration(node, folder: nil))
    let certificate = try Certifier(library: ClaimLibrary()).certify(problem)
    #expect(try certificate.json == Certified.instance("aligned").json)
  }
}

extension Certificate {
  /// The certificate as if undecided comparisons had started from the usual precision.
  fileprivate var withUsualStart: Certificate {
    Certificate(
      version: version, theory: theory, specification: specification, dataDigest: dataDigest,
      maximumPrecision: maximumPrecision, quantities: quantities, wide: wide, evidence: evidence,
      experiments: experiments, claims: claims)
  }
}
