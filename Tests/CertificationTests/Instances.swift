import ClaimLanguage
import Documents
import Enclosures
import Foundation
import GoldenCases
import LogisticTheory
import RidgeTheory
import Synchronization

@testable import Certification

/// A measured problem that tests share.
struct Instance: Sendable {
  let problem: any TheoryProblem
  let measurement: any TheoryMeasurement

  init(_ problem: any TheoryProblem) throws {
    self.problem = problem
    measurement = try problem.measured(MeasurementSettings())
  }

  /// What a claim comes to here.
  func evaluate(_ claim: Claim) throws -> ClaimEvaluation {
    let instance =
      claim.isByRegime ? measurement.regimes.first.map(claim.inRegime) ?? claim : claim
    return try Evaluator(source: measurement, horizon: measurement.lastStep).evaluate(instance)
  }

  /// A golden case by the beginning of its name, an example by its file name, or a spec from below.
  ///
  /// `noisy NAME` is the ridge problem NAME with label noise.
  static func named(_ name: String) throws -> Instance {
    if let known = cache.withLock({ $0[name] }) { return known }
    let instance = try Instance(anyProblem(named: name))
    cache.withLock { $0[name] = instance }
    return instance
  }

  /// The same for either theory: `logistic-g2` is that example.
  static func anyProblem(named name: String) throws -> any TheoryProblem {
    if let text = logistic[name] { return try LogisticProblem(yaml: text) }
    guard name.hasPrefix("logistic-") else { return try problem(named: name) }
    return try Theories.problem(file: Repository.path("examples/\(name).yaml"))
  }

  private static let cache = Mutex<[String: Instance]>([:])

  static func problem(named name: String) throws -> RidgeProblem {
    if let golden = GoldenCase.all.first(where: { $0.name.hasPrefix(name + "_") }) {
      return golden.problem
    }
    if let text = handmade[name] { return try RidgeProblem(yaml: text) }
    if name.hasPrefix("noisy ") {
      return try problem(named: String(name.dropFirst(6))).with {
        $0.noise = .gaussian(variance: Rational(1, 1_000_000), seed: 1)
      }
    }
    return try RidgeProblem(SpecReader.read(file: Repository.path("examples/ridge-\(name).yaml")))
  }
}

extension LogisticProblem {
  /// An example by its file name, or the rest of a spec.
  init(yaml text: String) throws {
    let node = try YAMLNode(parsing: Array(("theory: logistic\n" + text).utf8), file: "test.yaml")
    try self.init(LogisticDeclaration(node, folder: nil))
  }
}

extension RidgeProblem {
  init(yaml text: String) throws {
    let node = try YAMLNode(parsing: Array(("theory: ridge\n" + text).utf8), file: "test.yaml")
    self.init(try RidgeDeclaration(node, folder: nil))
  }

  /// The same problem after a change.
  func with(_ change: (inout RidgeDeclaration) -> Void) -> RidgeProblem {
    var changed = declaration
    change(&changed)
    return RidgeProblem(changed)
  }
}

/// Files of this repository.
enum Repository {
  static func path(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(name).path
  }
}

extension Instance {
  /// Problems on which bounds are met with equality, or nearly so.
  ///
  /// Some name their claims: an undecidable statement over all time uses up its budget, which takes seconds.
  static let handmade: [String: String] = [
    // Rank 1, start along the only row, zero teacher: L_n(t) = (L/2)ρ²ᵗ‖θ⁽⁰⁾‖² exactly.
    "aligned": """
    features: {matrix: [[3/5, 4/5]]}
    covariance: {scaled_identity: 1/2}
    feature_bound: 1
    teacher: zero
    initialization: {vector: [3, 4], variance: 4}
    training: {eta: 1/1000, lambda: 1/1000}
    thresholds: {epsilon: 1e-12, c: 1e-12}
    """,
    // Start orthogonal to the row, zero teacher, ‖θ⁽⁰⁾‖² = (m − n)ν²/2: L(t) = q²ᵗ·(m − n)ν²/2.
    "orthogonal": """
    features: {matrix: [[1, 0, 0, 0, 0]]}
    covariance: {scaled_identity: 1}
    feature_bound: 1
    teacher: zero
    initialization: {vector: [0, 6, 8, 0, 0], variance: 50}
    training: {eta: 1/2, lambda: 1/500}
    thresholds: {epsilon: 1e-6, c: 1e-6}
    """,
    // μ = λ and the teacher along the row: L_n(θ*_λ) = λT²/8, and √L_n(t) = √L_n(θ*_λ) ± Uρᵗ.
    "resonant": """
    features: {matrix: [[1, 0]]}
    covariance: {scaled_identity: 1/2}
    feature_bound: 1
    teacher: {vector: [1/10, 0]}
    initialization: {vector: [-1000, 0], variance: 4}
    training: {eta: 1/1000, lambda: 1}
    thresholds: {epsilon: 1/400, c: 1/400}
    """,
    "resonant-opposite": """
    features: {matrix: [[1, 0]]}
    covariance: {scaled_identity: 1/2}
    feature_bound: 1
    teacher: {vector: [1/10, 0]}
    initialization: {vector: [1000, 0], variance: 4}
    training: {eta: 1/1000, lambda: 1}
    thresholds: {epsilon: 1/400, c: 1/400}
    """,
    // A start in the null space that is barely as large as the trace bound's event asks.
    "spread": """
    features: {matrix: [\([1] + [Int](repeating: 0, count: 100))]}
    covariance: {scaled_identity: 1/100}
    feature_bound: 1
    teacher: zero
    initialization: {vector: \((0...100).map { (1...40).contains($0) ? 1 : 0 }), variance: 1}
    training: {eta: 1/2, lambda: 1/50}
    thresholds: {epsilon: 1e-8, c: 1e-8}
    """,
    // The same with a start far smaller than ν² says.
    "timid": """
    features: {matrix: [\([1] + [Int](repeating: 0, count: 100))]}
    covariance: {scaled_identity: 1/100}
    feature_bound: 1
    teacher: zero
    initialization: {vector: \((0...100).map { $0 == 1 ? 1 : 0 }), variance: 1}
    training: {eta: 1/2, lambda: 1/50}
    thresholds: {epsilon: 1e-8, c: 1e-8}
    """,
    "gaussian-single": """
    features: {gaussian: {n: 1, m: 2000, variance: 1/2000, seed: 1}}
    teacher: zero
    initialization: {gaussian: {variance: 1, seed: 1}}
    training: {eta: 1/2, lambda: 1e-5}
    thresholds: {epsilon: 1e-60, c: 1e-60}
    confidence: 0.99
    """,
    "gaussian-few": """
    features: {gaussian: {n: 8, m: 1200, variance: 1/1200, seed: 1}}
    teacher: zero
    initialization: {gaussian: {variance: 1, seed: 1}}
    training: {eta: 1/2, lambda: 1e-5}
    thresholds: {epsilon: 1e-6, c: 1e-60}
    confidence: 0.99
    """,
    // The teacher lies where no sample looks: L(θ*_λ) = L(0) = T²/4.
    "unseen": """
    features: {matrix: [[1, 0, 0, 0], [0, 1, 0, 0]]}
    covariance: {scaled_identity: 1/4}
    feature_bound: 1
    teacher: {vector: [0, 0, 0, 1/10]}
    initialization: {vector: [1, 2, 3, 4], variance: 4}
    training: {eta: 1/4, lambda: 1/100}
    thresholds: {epsilon: 1, c: 1}
    confidence: 0.99
    claims: [ridge/4.2, ridge/4.4, ridge/4.5, ridge/4.6]
    """,
    "unseen-large": """
    features: {matrix: [[1, 0, 0, 0], [0, 1, 0, 0]]}
    covariance: {scaled_identity: 1/4}
    feature_bound: 1
    teacher: {vector: [0, 0, 0, 3]}
    initialization: {vector: [1, 2, 3, 4], variance: 4}
    training: {eta: 1/4, lambda: 1/100}
    thresholds: {epsilon: 1, c: 1}
    confidence: 0.99
    claims: [ridge/4.2, ridge/4.4, ridge/4.5, ridge/4.6]
    """,
    "zero-teacher": """
    features: {matrix: [[1, 0, 0, 0], [0, 1, 0, 0]]}
    covariance: {scaled_identity: 1/4}
    feature_bound: 1
    teacher: zero
    initialization: {vector: [1, 2, 3, 4], variance: 4}
    training: {eta: 1/4, lambda: 1/100}
    thresholds: {epsilon: 1/10, c: 1/10}
    """,
    // η(L + 2λ) = 2.05: the norm grows.
    "long-step": """
    features: {matrix: [[1, 0]]}
    covariance: {scaled_identity: 1/2}
    feature_bound: 1
    teacher: zero
    initialization: {vector: [1, 0], variance: 1/4}
    training: {eta: 2.05, lambda: 0}
    thresholds: {epsilon: 1e-3, c: 1e-3}
    """,
    // Rank 2 with η(μ₁ + μ₂) = 2.05 and the start along the greater mode.
    "long-step-two": """
    features: {matrix: [[1, 0, 0], [0, 1/2, 0]]}
    covariance: {scaled_identity: 1/2}
    feature_bound: 1
    teacher: zero
    initialization: {vector: [1, 0, 0], variance: 1/4}
    training: {eta: 3.28, lambda: 0}
    thresholds: {epsilon: 1e-3, c: 1e-3}
    """,
    // The population loss never reaches c: the teacher's perpendicular part stays.
    "never": """
    features: {matrix: [[1, 0, 0, 0], [0, 1, 0, 0]]}
    covariance: {scaled_identity: 1/4}
    feature_bound: 1
    teacher: {vector: [0, 0, 0, 3]}
    initialization: {vector: [1, 2, 3, 0], variance: 4}
    training: {eta: 1/4, lambda: 1/100}
    thresholds: {epsilon: 1/10, c: 1/10}
    claims: [ridge/4.2, ridge/4.4, ridge/4.5, ridge/4.6]
    """,
    "no-decay": """
    features: {matrix: [[1, 0, 0, 0], [0, 1, 0, 0]]}
    covariance: {scaled_identity: 1/4}
    feature_bound: 1
    teacher: {vector: [1, 1, 0, 1]}
    initialization: {vector: [1, 2, 3, 4], variance: 4}
    training: {eta: 1/4, lambda: 0}
    thresholds: {epsilon: 1/10, c: 1/10}
    claims: [ridge/4.2, ridge/4.4, ridge/4.5, ridge/4.6]
    """,
    // A step that diverges, with weight decay.
    "divergent": """
    features: {matrix: [[1, 0, 0, 0], [0, 1, 0, 0]]}
    covariance: {scaled_identity: 1/4}
    teacher: {vector: [1, 1, 0, 1]}
    initialization: {vector: [1, 2, 3, 4], variance: 4}
    training: {eta: 5, lambda: 1/10}
    thresholds: {epsilon: 1/10, c: 1/10}
    claims: [ridge/4.2, ridge/4.4, ridge/4.5, ridge/4.6]
    """,
    // As many samples as features.
    "square": """
    features: {matrix: [[1, 0], [1, 1]]}
    covariance: {scaled_identity: 1/2}
    teacher: {vector: [1, -1]}
    initialization: {vector: [2, 3], variance: 1}
    training: {eta: 1/4, lambda: 1/100}
    thresholds: {epsilon: 1/10, c: 1/10}
    """,
    // A start smaller than the teacher: the events fail.
    "small-start": """
    features: {matrix: [[1, 0, 0, 0], [0, 1, 0, 0]]}
    covariance: {scaled_identity: 1/4}
    feature_bound: 1
    teacher: {vector: [1/10, 0, 0, 0]}
    initialization: {vector: [0, 0, 1/20, 0], variance: 4}
    training: {eta: 1/4, lambda: 1/1000}
    thresholds: {epsilon: 1/10, c: 1/10}
    """,
  ]
}

/// Certificates that tests share; each is made once.
enum Certified {
  private static let made = Mutex<[String: Certificate]>([:])

  static func golden(_ golden: GoldenCase) throws -> Certificate {
    try certificate(golden.name) { golden.problem }
  }

  static func instance(_ name: String) throws -> Certificate {
    try certificate(name) { try Instance.problem(named: name) }
  }

  private static func certificate(
    _ name: String, of problem: () throws -> RidgeProblem
  ) throws -> Certificate {
    if let known = made.withLock({ $0[name] }) { return known }
    let certificate = try Certifier(library: ClaimLibrary()).certify(problem())
    made.withLock { $0[name] = certificate }
    return certificate
  }
}

/// Files that tests write.
enum Temporary {
  static func file(_ name: String) -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("grokcert-\(UUID().uuidString)-\(name)").path
  }

  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
