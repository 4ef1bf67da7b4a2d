import Documents
import Enclosures
import Foundation
import LogisticTheory
import Testing

/// A problem from YAML text.
func problem(_ text: String, folder: String? = nil) throws -> LogisticProblem {
  let node = try YAMLNode(parsing: Array(text.utf8), file: nil)
  return try LogisticProblem(LogisticDeclaration(node, folder: folder))
}

/// A spec of planted data.
func plantedSpec(_ planted: String, tests: String = "{}") -> String {
  """
  theory: logistic
  data: {planted: {\(planted)}}
  training: {eta: 1e-2, steps: 1e6}
  thresholds: {epsilon: 1e-3}
  tests: \(tests)
  """
}

struct LogisticProblemTests {
  @Test("a spec gives its problem, with defaults")
  func pointsSpec() throws {
    let problem = try problem(
      """
      theory: logistic
      data: {points: [{x: [1/2, 3/4], y: 1}, {x: [-1, 0], y: -1}]}
      loss: exponential
      reduction: mean
      training: {eta: 1e-2, steps: 1e18, w0: [1/3, 0], b0: -1/7, t0: 1000}
      thresholds: {epsilon: 0, zeta: 50}
      tests:
        mine: {points: [{x: [1, 1], y: 1}]}
        adversarial: {attack: {of: mine, radius: 1, step: 1/4, steps: 20}}
      """)
    #expect(problem.dataset.count == 2 && problem.dataset.dimension == 2)
    #expect(problem.dataset.points[0, 1] == Rational(3, 4) && problem.dataset.labels == [1, -1])
    #expect(problem.loss == .exponential && problem.reduction == .mean)
    #expect(problem.stepScale == Rational(1, 200) && problem.steps == 1_000_000_000_000_000_000)
    #expect(problem.w0 == [Rational(1, 3), 0] && problem.b0 == Rational(-1, 7))
    #expect(problem.t0 == 1000 && problem.alpha == 10 && problem.zeta == 50)
    #expect(problem.tests.map(\.name) == ["adversarial", "mine"])
    let again = try LogisticProblem(specification: problem.specification)
    #expect(again.declaration == problem.declaration)
    #expect(again.dataDigest == problem.dataDigest)
    let canonical = #"[{"x":["1/2","3/4"],"y":"1"},{"x":["-1","0"],"y":"-1"}]"#
    #expect(problem.dataDigest == Digest.of(Array(canonical.utf8)))
  }

  @Test(
    "bad input is named",
    arguments: [
      ("{points: []}", "no points"),
      ("{points: [{x: [1], y: 1}, {x: [2], y: 1}]}", "one class only"),
      ("{points: [{x: [1], y: 1}, {x: [2], y: 0}]}", "not a label"),
      ("{points: [{x: [1], y: 1}, {x: [2, 3], y: -1}]}", "2 coordinates where 1"),
      ("{points: [{x: [1/2], y: 1}, {x: [0.5], y: -1}]}", "points 1 and 2 are equal"),
      ("{points: [{x: [1], y: 1, z: 3}, {x: [2], y: -1}]}", "unknown key 'z'"),
      ("{points: [{x: [1]}, {x: [2], y: -1}]}", "'y' is missing"),
      ("{points: [{x: [], y: 1}, {x: [], y: -1}]}", "no coordinates"),
      ("{file: missing.csv}", "must be self-contained"),
      (
        "{planted: {d: 2, box: 5, gamma: 20, per_class: [1, 1], support: [1, 1], seed: 1}}",
        "too little room"
      ),
      (
        "{planted: {d: 2, box: 5, gamma: 1, per_class: [1, 1], support: [2, 1], seed: 1}}",
        "count in per_class"
      ),
      (
        "{planted: {d: 0, box: 5, gamma: 1, per_class: [1, 1], support: [1, 1], seed: 1}}",
        "from 1 to"
      ),
    ])
  func badData(_ data: String, _ message: String) {
    expectError(message) {
      try problem(
        """
        theory: logistic
        data: \(data)
        training: {eta: 1, steps: 1}
        thresholds: {epsilon: 0}
        """)
    }
  }

  @Test(
    "bad parameters are named",
    arguments: [
      ("training: {eta: 0, steps: 1}", "must be positive"),
      ("training: {eta: 1, steps: 0}", "from 1 to 1000000000000000000"),
      ("training: {eta: 1, steps: 2e18}", "from 1 to 1000000000000000000"),
      ("training: {eta: 1}", "'steps' is missing"),
      ("training: {eta: 1, steps: 1, w0: [1, 2]}", "2 entries for points of dimension 1"),
      ("training: {eta: 1, steps: 1}\nloss: hinge", "logistic, exponential"),
      ("training: {eta: 1, steps: 1}\nreduction: max", "sum, mean"),
      (
        "training: {eta: 1, steps: 1}\ntests: {a: {same_distribution: {count: 2, seed: 1}}}",
        "needs planted training data"
      ),
      (
        "training: {eta: 1, steps: 1}\n"
          + "tests: {a: {attack: {of: b, radius: 1, step: 1, steps: 1}}}",
        "not among the tests"
      ),
      (
        "training: {eta: 1, steps: 1}\n"
          + "tests: {a: {attack: {of: a, radius: -1, step: 1, steps: 1}}}",
        "must not be negative"
      ),
      (
        "training: {eta: 1, steps: 1}\ntests: {a: {points: [{x: [1, 2], y: 1}]}}",
        "2 coordinates where 1"
      ),
    ])
  func badParameters(_ lines: String, _ message: String) {
    expectError(message) {
      try problem(
        """
        theory: logistic
        data: {points: [{x: [1], y: 1}, {x: [2], y: -1}]}
        thresholds: {epsilon: 0}
        \(lines)
        """)
    }
  }

  @Test("labelled points come from files")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.path
    let name = "logistic-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: folder + "/" + name) }
    func read(_ text: String) throws -> LogisticProblem {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
      return try problem(
        """
        theory: logistic
        data: {file: \(name)}
        training: {eta: 1, steps: 1}
        thresholds: {epsilon: 0}
        """, folder: folder)
    }
    let found = try read("x1,x2,y\n0.5,0.25,1\n-1,0,-1\n")
    #expect(found.dataset.points[0, 1] == Rational(1, 4) && found.dataset.labels == [1, -1])
    // The self-contained spec has the points inline.
    let again = try LogisticProblem(specification: found.specification)
    #expect(again.dataDigest == found.dataDigest)
    expectError("has the label 2.0 in row 2") { try read("x1,y\n0.5,1\n-1,2\n") }
    expectError("the columns are x1") { try read("y\n1\n-1\n") }
    expectError("of one class only") { try read("x1,y\n0.5,1\n-1,1\n") }
    expectError("are equal but have different labels") { try read("x1,y\n3,1\n3,-1\n") }
  }

  private func expectError(_ message: String, _ body: () throws -> LogisticProblem) {
    do {
      _ = try body()
      Issue.record("no error, expected \(message)")
    } catch { #expect("\(error)".contains(message), "\(error)") }
  }
}

struct PlantedSetTests {
  @Test("w_true is a unit vector near the diagonal", arguments: [1, 2, 3, 4, 5, 10, 100, 1024])
  func direction(_ d: Int) {
    let set = PlantedSet(
      dimension: d, box: 5, gamma: 1, perClass: (1, 1), support: (1, 1), seed: 1)
    #expect(set.wTrue.reduce(0) { $0 + $1.squared() } == 1)
    let diagonal = 1 / Double(d).squareRoot()
    #expect(set.wTrue.allSatisfy { abs($0.approximation - diagonal) < 0.35 })
    if d == 2 { #expect(set.wTrue == [Rational(3, 5), Rational(4, 5)]) }
    if d == 1024 { #expect(set.wTrue.allSatisfy { $0 == Rational(1, 32) }) }
  }

  @Test("planted sets keep their promises", arguments: [1, 2, 3, 7, 64])
  func promises(_ d: Int) throws {
    let text = plantedSpec(
      "d: \(d), box: 5, gamma: 1/10, per_class: [20, 15], support: [7, 4], seed: 3, "
        + "support_half_width: 2",
      tests: "{a: {same_distribution: {count: 30, seed: 2}}, "
        + "b: {planted: {alpha: 10, count: 30, seed: 2}}}")
    let problem = try problem(text)
    let w = try #require(problem.wTrue)
    let data = problem.dataset
    #expect(data.labels.filter { $0 == 1 }.count == 20 && data.count == 35)
    let half = Rational(1, 20)
    let levels = levels(data, w)
    #expect(zip(levels, data.labels).allSatisfy { $0 * Rational($1) >= half })
    #expect(levels.filter { $0 == half }.count == 7)
    #expect(levels.filter { $0 == -half }.count == 4)
    #expect(data.points.entries.allSatisfy { $0.magnitude <= 5 })
    for (name, regime) in problem.tests {
      guard case .points(let points) = regime else { return }
      let limit: Rational = name == "b" ? 1 : 1000
      #expect(points.count == 30 && points.points.entries.allSatisfy { $0.magnitude <= 5 })
      for (level, label) in zip(self.levels(points, w), points.labels) {
        let signed = level * Rational(label)
        #expect(signed > half && signed < limit)
      }
    }
    let again = try LogisticProblem(specification: problem.specification)
    #expect(again.dataDigest == problem.dataDigest)
  }

  @Test(
    "planted sets are those of the script in docs/random-data.md",
    arguments: [
      (
        "d: 2, box: 5, gamma: 1e-3, per_class: [4, 3], support: [2, 2], seed: 1",
        "sha256:9e7c365d08915142bed8cd3f27dfb7e3be7f81dad82d3980322f07a2c10bb3c7"
      ),
      (
        "d: 5, box: 5, gamma: 1/10, per_class: [6, 8], support: [3, 0], seed: 7, "
          + "support_half_width: 2",
        "sha256:cfd453d240f91e97062f72d971f53937334cfdee0a92621fcd674d05f4820c05"
      ),
    ])
  func script(_ planted: String, _ digest: String) throws {
    #expect(try problem(plantedSpec(planted)).dataDigest == digest)
  }

  private func levels(_ data: LogisticDataset, _ w: [Rational]) -> [Rational] {
    (0..<data.count).map { row in
      (0..<data.dimension).reduce(Rational(0)) { $0 + w[$1] * data.points[row, $1] }
    }
  }
}
