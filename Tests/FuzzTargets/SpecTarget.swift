import Certification
import Documents
import Foundation
import LogisticTheory
import RidgeTheory

enum SpecTarget {
  /// Random data up to so many numbers are drawn: whoever asks for more wants a computation.
  private static let mostDrawn = 2_000

  static func run(_ bytes: [UInt8]) throws {
    let node = try YAMLNode(parsing: bytes, file: "input.yaml")
    let json = JSONValue(node)
    try require(
      try JSONValue(parsing: json.canonical()) == json, "the canonical form is another document")
    switch node["theory"]?.text {
    case "ridge":
      let declaration = try RidgeDeclaration(node, folder: nil)
      let own = declaration.specification
      let again = try RidgeDeclaration(YAMLNode(own), folder: nil)
      try require(again.specification == own, "the self-contained spec is read as another one")
      guard ridgeEntries(declaration.features) <= mostDrawn else { return }
      let problem = RidgeProblem(declaration)
      try require(problem.specification == own, "the problem has another spec")
    case "logistic":
      let declaration = try LogisticDeclaration(node, folder: nil)
      let own = declaration.specification
      let again = try LogisticDeclaration(YAMLNode(own), folder: nil)
      try require(again.specification == own, "the self-contained spec is read as another one")
      guard logisticEntries(declaration) <= mostDrawn else { return }
      let problem = try LogisticProblem(declaration)
      try require(problem.specification == own, "the problem has another spec")
    default: _ = try SpecReader.read(json)
    }
  }

  private static func ridgeEntries(_ features: FeatureSource) -> Int {
    switch features {
    case .gaussian(let n, let m, _, _): n * m
    case .matrix(let matrix): matrix.columns
    case .relu(let draw), .fourier(let draw): draw.n * draw.m + (draw.n + draw.m) * draw.d
    }
  }

  private static func logisticEntries(_ declaration: LogisticDeclaration) -> Int {
    var count = 0
    if case .planted(let set) = declaration.data {
      count += (set.positives + set.negatives) * set.dimension
    }
    let dimension = declaration.data.dimension
    for test in declaration.tests.values {
      switch test {
      case .sameDistribution(let points, _), .planted(_, let points, _):
        count += points * dimension
      case .points, .attack: continue
      }
    }
    return count
  }

  // MARK: Sweeps

  private static let base = """
    theory: ridge
    features: {gaussian: {n: 2, m: 4, variance: 1/4, seed: 1}}
    teacher: {sphere: {norm: 1, seed: 2}}
    initialization: {gaussian: {variance: 1, seed: 3}}
    training: {eta: 1/2, lambda: 1e-4}
    thresholds: {epsilon: 1e-2, c: 1e-2}
    """

  /// A sweep file; it finds the spec above as `ridge.yaml`.
  static func sweep(_ bytes: [UInt8]) throws {
    let spec = "\(FuzzFolder.path)/ridge.yaml"
    if !FileManager.default.fileExists(atPath: spec) {
      try Data(base.utf8).write(to: URL(fileURLWithPath: spec))
    }
    try withFile(bytes, "sweep.yaml") { path in
      let plan = try SweepPlan(file: path)
      for index in Set([0, plan.count / 2, plan.count - 1]).sorted() {
        _ = plan.label(at: index)
        _ = JSONValue(try plan.specification(at: index).node).canonical()
      }
    }
  }
}
