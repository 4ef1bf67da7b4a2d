import Documents
import Enclosures
import Foundation
import Testing

@testable import Certification

@Suite("sweep plans")
struct SweepPlanTests {
  /// A plan over a small spec, from the text of its axes.
  private func plan(_ axes: String, spec: String = "spec.yaml") throws -> SweepPlan {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("grokcert-plan-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let base = """
      theory: ridge
      features: {gaussian: {n: 2, m: 4, variance: 1/4, seed: 1}}
      teacher: {sphere: {norm: 1, seed: 1}}
      initialization: {gaussian: {variance: 1, seed: 1}}
      training: {eta: 1, lambda: 1e-2}
      thresholds: {epsilon: 1e-2, c: 1e-2}
      expect: {ridge/none: pass}
      """
    try Data(base.utf8).write(to: URL(fileURLWithPath: folder + "/spec.yaml"))
    let file = folder + "/sweep.yaml"
    try Data("spec: \(spec)\naxes:\n  \(axes)\n".utf8).write(to: URL(fileURLWithPath: file))
    return try SweepPlan(file: file)
  }

  @Test("number the runs by axes in the order of the file, the last one fastest")
  func order() throws {
    let plan = try plan(
      """
      training.eta: {values: [1, 1/2]}
        "features.gaussian.m, features.gaussian.variance": {values: [[4, 1/4], [8, 1/8]]}
        "features.gaussian.seed, teacher.sphere.seed": {range: [3, 5]}
      """)
    #expect(plan.count == 12)
    let labels = (0..<12).map(plan.label)
    #expect(
      labels[0]
        == "training.eta = 1, features.gaussian.m = 4, features.gaussian.variance = 1/4, "
        + "features.gaussian.seed = 3, teacher.sphere.seed = 3")
    #expect(labels[1].hasSuffix("seed = 4, teacher.sphere.seed = 4"))
    #expect(
      labels[3].contains("m = 8, features.gaussian.variance = 1/8") && labels[3].contains("= 3"))
    #expect(labels[6].hasPrefix("training.eta = 1/2, features.gaussian.m = 4"))
    #expect(Set(labels).count == 12)
    let spec = try Theories.declaration(plan.specification(at: 11))
    #expect(spec["features"]?["gaussian"] == ["n": "2", "m": "8", "variance": "1/8", "seed": "5"])
    #expect(spec["teacher"]?["sphere"]?["seed"]?.string == "5")
    #expect(spec["initialization"]?["gaussian"]?["seed"]?.string == "1")
    #expect(spec["training"]?["eta"]?.string == "1/2")
  }

  @Test("put structures and absent keys into the spec")
  func structures() throws {
    let plan = try plan(
      "teacher: {values: [zero, {vector: [1, 0, 1/2, 0]}]}\n  horizon: {values: [1e3]}")
    let specs = try (0..<2).map { try Theories.declaration(plan.specification(at: $0)) }
    #expect(specs[0]["teacher"]?.string == "zero")
    #expect(specs[1]["teacher"]?["vector"]?.array?.count == 4)
    #expect(specs.allSatisfy { $0["horizon"]?.string == "1000" })
    #expect(plan.label(at: 1) == "teacher = {\"vector\":[1,0,\"1/2\",0]}, horizon = 1e3")
  }

  @Test("round geometric grids as the oracle does, and keep the ends as written")
  func geometric() throws {
    let grids: [(String, [String])] = [
      (
        "[1e-5, 1e-2, 13]",
        [
          "1e-5", "1.7782794100389228e-5", "3.1622776601683793e-5", "5.6234132519034908e-5",
          "0.0001", "0.00017782794100389228", "0.00031622776601683793", "0.00056234132519034908",
          "0.001", "0.0017782794100389228", "0.0031622776601683793", "0.0056234132519034908",
          "1e-2",
        ]
      ),
      (
        "[1/3, 200, 5]",
        ["1/3", "1.6497440012799218", "8.1649658092772603", "40.410310093532468", "200"]
      ),
      ("[7, 1/7, 4]", ["7", "1.9129311827723891", "0.52275795857471022", "1/7"]),
      ("[2, 32, 5]", ["2", "4", "8", "16", "32"]),
    ]
    for (text, expected) in grids {
      let plan = try plan("training.eta: {geometric: \(text)}")
      let values = (0..<plan.count).map { plan.label(at: $0).dropFirst("training.eta = ".count) }
      #expect(values.count == expected.count)
      for (value, other) in zip(values, expected) {
        #expect(
          try Rational(parsing: String(value)) == Rational(parsing: other), "\(value) \(other)")
      }
      #expect(values.first == expected.first?[...] && values.last == expected.last?[...])
    }
  }

  @Test("round points that lie exactly between two decimals away from zero")
  func ties() throws {
    // The middle of 1 and c² is c exactly, and c has 18 digits that end in 5.
    for (root, rounded) in [
      ("1.00000000000000005", "1.0000000000000001"), ("1.23456789012345675", "1.2345678901234568"),
      ("1.00000000000000015", "1.0000000000000002"),
    ] {
      let c = try Rational(parsing: root)
      let grid = GeometricGrid(first: 1, last: c * c, count: 3)
      #expect(try grid.text(at: 1) == rounded)
      // A little less, and it is rounded down.
      let below = GeometricGrid(first: 1, last: c * c - Rational.powerOfTwo(-300), count: 3)
      #expect(try Rational(parsing: below.text(at: 1)) < c)
    }
  }

  @Test("divide linear grids exactly")
  func linear() throws {
    let plan = try plan("training.eta: {linear: [1/3, 2, 4]}")
    #expect((0..<4).map { plan.label(at: $0).dropFirst(15) } == ["1/3", "8/9", "13/9", "2"])
  }

  @Test("give every run to exactly one part")
  func shards() throws {
    for (count, parts) in [(1, 1), (10, 3), (3, 10), (1000, 7)] {
      let indices = try (1...parts).flatMap {
        try #require(SweepShard("\($0)/\(parts)")).indices(of: count)
      }
      #expect(indices.sorted() == Array(0..<count))
    }
    for wrong in ["", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1/1000001", " 1/2"] {
      #expect(SweepShard(wrong) == nil, "\(wrong)")
    }
  }

  @Test(
    "name what is wrong with a sweep file",
    arguments: [
      ("training.lamda.x: {values: [1]}", "has no key 'lamda'; did you mean 'lambda'?"),
      ("trainin.lambda: {values: [1]}", "did you mean 'training'?"),
      ("training.lambda.x: {values: [1]}", "so that the key 'x' cannot be set"),
      ("training..lambda: {values: [1]}", "is no key of a spec"),
      ("training.lambda: {values: []}", "is empty"),
      ("training.lambda: {values: 1}", "must be a list"),
      ("training.lambda: {value: [1]}", "did you mean 'values'?"),
      ("training.lambda: {values: [1], range: [1, 2]}", "keep exactly one"),
      ("training.lambda: {range: [2, 1]}", "ends before it begins"),
      ("training.lambda: {range: [1, 2, 3]}", "two integers"),
      ("training.lambda: {range: [1/2, 3]}", "must be an integer"),
      ("training.lambda: {range: [1, 1000001]}", "at most 1000000"),
      ("training.lambda: {geometric: [0, 1, 3]}", "positive"),
      ("training.lambda: {geometric: [1, 2]}", "[first, last, count]"),
      ("training.lambda: {geometric: [1, 2, 1]}", "from 2 to 1000000"),
      ("\"training.lambda, training.eta\": {values: [[1, 2], [3]]}", "must have 2 values"),
      ("training.lambda: {range: [1, 2]}\n  training: {values: [zero]}", "same part of the spec"),
      ("\"training.lambda, training.lambda\": {range: [1, 2]}", "set twice"),
      (
        "training.lambda: {range: [1, 2000]}\n  training.eta: {range: [1, 2000]}",
        "2000 × 2000 runs are too many"
      ),
    ])
  func errors(axes: String, message: String) {
    let error = #expect(throws: DocumentError.self) { _ = try plan(axes) }
    #expect(error?.description.contains(message) ?? false, "\(String(describing: error))")
  }

  @Test("name the spec that is missing")
  func missingSpec() {
    let error = #expect(throws: DocumentError.self) {
      _ = try plan("training.eta: {values: [1]}", spec: "absent.yaml")
    }
    #expect(error?.description.contains("absent.yaml") ?? false)
  }
}
