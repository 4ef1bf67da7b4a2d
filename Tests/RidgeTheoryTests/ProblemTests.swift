import Documents
import Enclosures
import Foundation
import GoldenCases
import Testing

@testable import RidgeTheory

/// A spec with places to break.
private func spec(
  theory: String = "theory: ridge",
  features: String = "features: {gaussian: {n: 3, m: 4, variance: 1/4, seed: 1}}",
  covariance: String = "", teacher: String = "teacher: {sphere: {norm: 1, seed: 2}}",
  start: String = "initialization: {gaussian: {variance: 1, seed: 3}}",
  training: String = "training: {eta: 1, lambda: 1e-4}",
  thresholds: String = "thresholds: {epsilon: 1e-2, c: 0.01}", more: String = ""
) -> String {
  [theory, features, covariance, teacher, start, training, thresholds, more]
    .filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
}

private func declaration(_ text: String, folder: String? = nil) throws -> RidgeDeclaration {
  try RidgeDeclaration(YAMLNode(parsing: Array(text.utf8), file: "spec.yaml"), folder: folder)
}

/// The message of the error that reading a spec gives.
private func message(_ text: String, folder: String? = nil) -> String {
  do {
    _ = try declaration(text, folder: folder)
    return "no error"
  } catch let error as DocumentError {
    return error.description
  } catch {
    return "another error: \(error)"
  }
}

struct ProblemTests {
  @Test("a spec is read with its defaults")
  func reading() throws {
    let problem = RidgeProblem(
      try declaration(
        spec(more: "horizon: 1e9\nclaims: [ridge/4.1]\nexpect: {ridge/4.2-t1: pass}")))
    #expect(problem.features.n == 3 && problem.features.m == 4)
    #expect(problem.features.supremum == .unbounded)
    #expect(problem.covariance == .scaledIdentity(Rational(1, 4)))
    #expect(problem.featureBound == .sampleMaximum)
    #expect(problem.lambda == Rational(1, 10_000) && problem.epsilon == problem.c)
    #expect(problem.delta == Rational(1, 20) && problem.startVariance == 1)
    #expect(problem.horizon == 1_000_000_000 && problem.claims == ["ridge/4.1"])
    #expect(problem.expect == ["ridge/4.2-t1": "pass"])
    #expect(problem.teacher.count == 4 && problem.initialization.count == 4)
    guard case .exact(let start) = problem.initialization else {
      Issue.record("a gaussian start has exact entries")
      return
    }
    let draws = GaussianSampler(seed: 3, stream: .initialization, variance: 1).draws(count: 4)
    #expect(start.storage == .binary64(draws))
  }

  @Test(
    "the self-contained spec gives the same problem and digest",
    arguments: [
      spec(), spec(teacher: "teacher: zero", more: "feature_bound: 5/4\nconfidence: 0.1"),
      spec(
        features: "features: {matrix: [[1/2, 0, 1/3], [-3/4, 1e-3, 2]]}",
        covariance: "covariance: {diagonal: [1, 1/2, 0]}",
        teacher: "teacher: {vector: [1, 2, 1/3]}",
        start: "initialization: {zero: true, variance: 2}", more: "claims: [ridge/4.1, ridge/8]"),
      spec(
        features: "features: {matrix: [[1, 2], [3, 4]]}",
        covariance: "covariance: {matrix: [[2, 1], [1, 2]]}",
        teacher: "teacher: {gaussian: {variance: 1, seed: 9223372036854775807}}",
        start: "initialization: {sphere: {norm: 2, seed: 0}, variance: 1}", more: "horizon: 100"),
      spec(more: "noise: {variance: 1/3, seed: 0}"),
      spec(more: "noise: {vector: [1/3, -0.5, 0]}"),
    ])
  func roundTrip(text: String) throws {
    let problem = RidgeProblem(try declaration(text))
    let again = try RidgeProblem(specification: problem.specification)
    #expect(again.dataDigest == problem.dataDigest)
    #expect(again.declaration == problem.declaration)
    #expect(again.specification == problem.specification)
    // JSON is YAML: the printed forms are specs too.
    for bytes in [problem.specification.canonical(), problem.specification.pretty()] {
      let node = try YAMLNode(parsing: bytes, file: "spec.json")
      #expect(try RidgeDeclaration(node, folder: nil) == problem.declaration)
    }
  }

  @Test("the digest is that of the documented JSON")
  func digest() throws {
    let problem = RidgeProblem(
      try declaration(
        spec(
          features: "features: {matrix: [[1/2, 0], [-3/4, 1/3]]}",
          covariance: "covariance: {scaled_identity: 1/1000}", teacher: "teacher: zero",
          start: "initialization: {vector: [1, -0.5], variance: 1}")))
    let json =
      #"[[["1/2","0"],["-3/4","1/3"]],{"scaled_identity":"1/1000"},["0","0"],["1","-1/2"]]"#
    #expect(problem.dataDigest == Digest.of(Array(json.utf8)))
  }

  @Test("the digest has the noise as one more entry, where some of it is not 0")
  func noiseDigest() throws {
    func problem(_ noise: String) throws -> RidgeProblem {
      RidgeProblem(
        try declaration(
          spec(
            features: "features: {matrix: [[1/2, 0], [-3/4, 1/3]]}",
            covariance: "covariance: {scaled_identity: 1/1000}", teacher: "teacher: zero",
            start: "initialization: {vector: [1, -0.5], variance: 1}", more: noise)))
    }
    let json = { (tail: String) in
      #"[[["1/2","0"],["-3/4","1/3"]],{"scaled_identity":"1/1000"},["0","0"],["1","-1/2"]"# + tail
    }
    let noisy = try problem("noise: {vector: [0.1, 0]}")
    #expect(noisy.dataDigest == Digest.of(Array(json(#",["1/10","0"]]"#).utf8)))
    let drawn = try problem("noise: {variance: 1/4, seed: 7}")
    let draws = GaussianSampler(seed: 7, stream: .labelNoise, variance: Rational(1, 4))
      .draws(count: 2)
    #expect(drawn.noise?.storage == .binary64(draws))
    let texts = draws.map { "\"\(Rational(exactly: $0) ?? 0)\"" }.joined(separator: ",")
    #expect(drawn.dataDigest == Digest.of(Array(json(",[\(texts)]]").utf8)))
    // Zeros are the same data as no noise.
    let zeros = try problem("noise: {vector: [0, 0]}")
    #expect(zeros.noise == nil)
    #expect(zeros.dataDigest == Digest.of(Array(json("]").utf8)))
    #expect(try zeros.dataDigest == problem("").dataDigest)
  }

  /// The value is that of an independent Python script (docs/data-digest.md).
  @Test("the digest of a generated problem never changes")
  func goldenDigest() throws {
    let problem = RidgeProblem(try declaration(spec()))
    let expected =
      "sha256:2a106afa8aaf56e2bb26e9252aa36005d375473c0c4e23a9a225d2bb8b536e13"
    #expect(problem.dataDigest == expected)
  }

  @Test("every golden case makes a problem whose spec reads back")
  func goldenCases() throws {
    #expect(GoldenCase.all.count == 6)
    for golden in GoldenCase.all {
      let again = try RidgeProblem(specification: golden.problem.specification)
      #expect(again.dataDigest == golden.problem.dataDigest, "\(golden.name)")
      #expect(again.declaration == golden.problem.declaration, "\(golden.name)")
    }
    #expect(GoldenCase.all.last?.expectedT1 == "-inf")
  }

  @Test("odd but meaningful problems are no errors")
  func accepted() throws {
    _ = try declaration(spec(features: "features: {gaussian: {n: 9, m: 2, variance: 1, seed: 0}}"))
    _ = try declaration(spec(training: "training: {eta: 1e6, lambda: 0}"))
    _ = try declaration(spec(thresholds: "thresholds: {epsilon: 1, c: 1/1000}"))
    _ = try declaration(spec(teacher: "teacher: {sphere: {norm: 0, seed: 2}}"))
  }
}

struct ProblemErrorTests {
  @Test(
    "bad values are rejected with file, place, key path, value and remedy",
    arguments: [
      (
        spec(training: "training: {eta: 0, lambda: 0}"),
        "spec.yaml:5:17: training.eta: '0' must be positive; give a step size such as 1/2"
      ),
      (spec(training: "training: {eta: -1/2, lambda: 0}"), "training.eta: '-1/2' must be positive"),
      (
        spec(training: "training: {eta: 1, lambda: -1e-9}"),
        "training.lambda: '-1e-9' must not be negative; give a weight decay"
      ),
      (
        spec(training: "training: {eta: 1, lamda: 0}"),
        "training.lamda: unknown key 'lamda'; did you mean 'lambda'?"
      ),
      (spec(training: "training: {eta: 1}"), "training: the key 'lambda' is missing"),
      (spec(training: "training: {eta: one, lambda: 0}"), "training.eta: 'one' is not a number"),
      (spec(training: "training: {eta: 1/0, lambda: 0}"), "'1/0' has denominator zero"),
      (spec(training: "training: {eta: 1e999999999, lambda: 0}"), "has an exponent beyond ±100000"),
      (spec(training: "training: {eta: .nan, lambda: 0}"), "'.nan' is not a number"),
      (
        spec(thresholds: "thresholds: {epsilon: 0, c: 1}"),
        "thresholds.epsilon: '0' must be positive"
      ),
      (spec(thresholds: "thresholds: {epsilon: 1, c: 0}"), "thresholds.c: '0' must be positive"),
      (spec(more: "confidence: 1"), "confidence: '1' must lie strictly between 0 and 1"),
      (spec(more: "feature_bound: 0"), "feature_bound: '0' must be positive"),
      (spec(more: "horizon: 0"), "horizon: '0' must be an integer from 1 to 1000000000000000000"),
      (spec(more: "horizon: 1.5"), "horizon: '1.5' must be an integer"),
      (
        spec(more: "noise: {variance: 0, seed: 1}"),
        "noise.variance: '0' must be positive; give a variance such as 1/100, or leave out `noise`"
      ),
      (spec(more: "noise: {variance: 1e-200, seed: 1}"), "must lie between 2^-500 and 2^500"),
      (spec(more: "noise: {variance: 1}"), "noise: the key 'seed' is missing"),
      (spec(more: "noise: {seed: 1}"), "noise: the key 'variance' is missing"),
      (spec(more: "noise: {variance: 1, seed: -1}"), "noise.seed: '-1' must be an integer from 0"),
      (spec(more: "noise: 1/10"), "noise: '1/10' must be a mapping"),
      (spec(more: "noise: {vektor: [1]}"), "unknown key 'vektor'; did you mean 'vector'?"),
      (spec(more: "noise: {vector: [1, 2]}"), "noise.vector: has 2 entries for 3 samples"),
      (spec(more: "noise: {vector: [1, x, 2]}"), "noise.vector[1]: 'x' is not a number"),
      (
        spec(more: "noise: {vector: [1, 2, 3], seed: 1}"),
        "noise.seed: '1' says nothing beside `vector`"
      ),
      (spec(more: "colour: red"), "colour: unknown key 'colour'; known here: theory, features"),
      (spec(more: "expect: {ridge/4.1: passes}"), "expect.ridge/4.1: 'passes' must be one of pass"),
      (spec(more: "claims: ridge/4.1"), "claims: 'ridge/4.1' must be a list"),
      (spec(theory: ""), "spec.yaml:1:1: the key 'theory' is missing; add for example"),
      (spec(theory: "theory: logistic"), "theory: 'logistic' is not the theory 'ridge'"),
      (spec(theory: "theory: ridge\ntheory: ridge"), "theory: the key occurs twice"),
    ])
  func parameters(text: String, expected: String) {
    #expect(message(text).contains(expected))
  }

  @Test(
    "bad features are rejected",
    arguments: [
      ("{gaussian: {n: 0, m: 4, variance: 1, seed: 1}}", "features.gaussian.n: '0' must be an"),
      ("{gaussian: {n: 1e5, m: 1e5, variance: 1, seed: 1}}", "n*m = 10000000000 entries are too"),
      ("{gaussian: {n: 1e19, m: 1, variance: 1, seed: 1}}", "'1e19' must be an integer from 1 to"),
      ("{gaussian: {n: 3, m: 4, variance: 0, seed: 1}}", "variance: '0' must be positive"),
      ("{gaussian: {n: 3, m: 4, variance: 1e-200, seed: 1}}", "must lie between 2^-500 and 2^500"),
      (
        "{gaussian: {n: 3, m: 4, variance: 1, seed: -1}}", "seed: '-1' must be an integer from 0 to"
      ),
      ("{gaussian: {n: 3, m: 4, variance: 1}}", "the key 'seed' is missing"),
      ("{gausian: {n: 3}}", "unknown key 'gausian'; did you mean 'gaussian'?"),
      ("{relu: {n: 3, d: 1, m: 4}}", "features.relu: the key 'variance' is missing"),
      ("{fourier: {n: 3, d: 1}}", "features.fourier: the key 'm' is missing"),
      ("{fourier: {n: 3, d: 1, m: 4, variance: 1, seed: 1}}", "unknown key 'variance'"),
      ("{relu: {n: 3, d: 0, m: 4, variance: 1, seed: 1}}", "features.relu.d: '0' must be an"),
      ("{relu: {n: 1, d: 1e5, m: 1e5, variance: 1, seed: 1}}", "m*d = 10000000000 entries are too"),
      (
        "{relu: {n: 3, d: 1, m: 4, variance: 1e-200, seed: 1}}", "must lie between 2^-500 and 2^500"
      ),
      (
        "{relu: {n: 1, d: 1, m: 20000, variance: 1, seed: 1}}",
        "the covariance of 20000 random features is too large to compute"
      ),
      (
        "{matrix: [[1, 2], [3]]}",
        "features.matrix[1]: row 2 has 1 entries where the first row has 2"
      ),
      ("{matrix: [[1, x]]}", "features.matrix[0][1]: 'x' is not a number"),
      ("{matrix: []}", "must have at least one row and one column"),
      ("{matrix: [[]]}", "must have at least one row and one column"),
      ("{matrix: 5}", "features.matrix: '5' must be a list"),
      ("{matrix: [[1]], file: a.npy}", "features: has 'matrix' and 'file'; keep exactly one"),
      ("{}", "features: needs one of the keys gaussian, matrix, file"),
      ("{matrix: [[1, 2]]}", "the key 'covariance' is missing, and these features do not imply it"),
      ("{file: phi.npy}", "names a file, but this spec must be self-contained"),
    ])
  func features(text: String, expected: String) {
    #expect(message(spec(features: "features: \(text)")).contains(expected))
  }

  @Test(
    "bad covariances, teachers and starts are rejected",
    arguments: [
      (spec(covariance: "covariance: {diagonal: [1, 2]}"), "has 2 entries for 4 features"),
      (
        spec(covariance: "covariance: {diagonal: [1, 2, 3, -1]}"),
        "covariance.diagonal[3]: '-1' must"
      ),
      (spec(covariance: "covariance: {matrix: [[1]]}"), "is 1 by 1; 4 features need 4 by 4"),
      (spec(covariance: "covariance: {scaled_identity: -1}"), "'-1' must not be negative"),
      (
        spec(
          features: "features: {matrix: [[1, 2]]}",
          covariance: "covariance: {matrix: [[1, 2], [3, 1]]}"), "is not symmetric"
      ),
      (
        spec(
          features: "features: {matrix: [[1, 2]]}",
          covariance: "covariance: {matrix: [[1, 0], [0, -1]]}"), "negative diagonal entry [1, 1]"
      ),
      (spec(teacher: "teacher: {vector: [1, 2]}"), "teacher.vector: has 2 entries for 4 features"),
      (spec(teacher: "teacher: none"), "teacher: 'none' must be `zero` or a mapping"),
      (spec(teacher: "teacher: {sphere: {norm: -1, seed: 1}}"), "'-1' must not be negative"),
      (spec(teacher: "teacher: {zero: true, variance: 1}"), "unknown key 'variance'"),
      (spec(start: "initialization: zero"), "write `{zero: true, variance: 1}`"),
      (spec(start: "initialization: {vector: [1, 2, 3, 4]}"), "add `variance: 1` beside it"),
      (
        spec(start: "initialization: {gaussian: {variance: 1, seed: 1}, variance: 1}"),
        "is already given inside `gaussian`"
      ),
    ])
  func vectors(text: String, expected: String) {
    #expect(message(text).contains(expected))
  }

  @Test("a literal of ten million digits is rejected without being computed")
  func longLiteral() {
    let digits = String(repeating: "7", count: 10_000_000)
    let text = message(spec(training: "training: {eta: \(digits), lambda: 0}"))
    #expect(text.contains("has 10000000 characters; a number may have at most 100000"))
    #expect(text.utf8.count < 250)
  }

  @Test("files beside the spec are read, and what is wrong with them is said at the key")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try AtomicFile.write(Array("1,0.5\n2,0.1\n".utf8), to: folder.path + "/phi.csv")
    try AtomicFile.write(Array("1,0.5\n2,nan\n".utf8), to: folder.path + "/bad.csv")
    func text(_ name: String) -> String {
      spec(features: "features: {file: \(name)}", covariance: "covariance: {scaled_identity: 1}")
    }
    let problem = RidgeProblem(try declaration(text("phi.csv"), folder: folder.path))
    #expect(problem.features.entries[1, 1] == Rational(exactly: 0.1))
    let again = try RidgeProblem(specification: problem.specification)
    #expect(again.dataDigest == problem.dataDigest && again.features.n == 2)
    #expect(message(text("none.npy"), folder: folder.path).contains("No such file or directory"))
    #expect(
      message(text("none.npy"), folder: folder.path).contains("spec.yaml:2:18: features.file"))
    #expect(message(text("bad.csv"), folder: folder.path).contains("bad.csv:2:3: 'nan'"))
    #expect(message(text("a.txt"), folder: folder.path).contains("a .npy or a .csv file"))
    let path = folder.path + "/spec.yaml"
    try AtomicFile.write(Array(text("phi.csv").utf8), to: path)
    let specification = try SpecReader.read(file: path)
    #expect(specification.theory == "ridge")
    #expect(try RidgeProblem(specification).dataDigest == problem.dataDigest)
  }
}
