import Documents
import Enclosures
import Foundation
import Testing

@testable import LogisticTheory

extension GoldenMargin {
  /// The test points of the fixture: 100 of each class along the normal.
  private var testPoints: LogisticDataset {
    get throws {
      let isWide = json["test_points"]?.string?.contains("d=(2k+1)/20") == true
      var entries: [Rational] = []
      var labels: [Int] = []
      for k in 0..<100 {
        var distance = Rational(2 * k + 1, 20)
        if !isWide {
          let gamma = try #require(number("gamma_squared").exactSquareRoot)
          distance = gamma * (Rational(1, 2) + Rational(2 * k + 1, 200) * Rational(19, 2))
        }
        for label in [1, -1] {
          let signed = distance * Rational(label)
          entries += [signed * Rational(3, 5), signed * Rational(4, 5)]
          labels.append(label)
        }
      }
      return LogisticDataset(points: ExactMatrix(rows: 200, columns: 2, entries), labels: labels)
    }
  }

  /// The run of the fixture.
  func measurement(epsilon: Rational = Rational(1, 1000)) throws -> LogisticMeasurement {
    let declaration = LogisticDeclaration(
      data: .points(dataset), loss: json["loss"]?.string == "exp" ? .exponential : .logistic,
      eta: eta, steps: try #require(json["T"]?.integer),
      tests: ["golden": .points(try testPoints)], epsilon: epsilon)
    return try LogisticMeasurement(LogisticProblem(declaration))
  }
}

/// The problem of an example.
func exampleProblem(_ name: String) throws -> LogisticProblem {
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("examples/\(name).yaml")
  let node = try YAMLNode(parsing: InputFile.read(url.path, limit: 1 << 24), file: url.path)
  return try LogisticProblem(
    LogisticDeclaration(node, folder: url.deletingLastPathComponent().path))
}

struct LogisticMeasurementTests {
  static let runs = GoldenMargin.all.filter { golden in
    ["G1", "G2", "G4", "G6"].contains { golden.name.hasPrefix($0) }
  }

  private func exact(_ source: LogisticMeasurement, _ name: String) throws -> Int? {
    guard case .exact(let value)? = try source.value(of: name, precision: 64) else { return nil }
    return value.int
  }

  @Test("golden times", arguments: runs)
  func times(_ golden: GoldenMargin) throws {
    for (key, epsilon) in [("eps=0", Rational(0)), ("eps=1/100", Rational(1, 100))] {
      let source = try golden.measurement(epsilon: epsilon)
      let horizon = source.horizon
      for (name, quantity) in [("T_train", "T_train"), ("T_test", "T_test(golden)")] {
        let times = try #require(golden.json[name]?[key])
        let first = try #require(times["first_t_reaching"]?.integer)
        let last = try #require(times["last_t_below"]?.integer)
        #expect(try exact(source, quantity) == first)
        let after = quantity.replacingOccurrences(of: name, with: name + "_last")
        if last < horizon {
          #expect(try exact(source, after) == last + 1)
        } else {
          let value = try #require(try source.value(of: after, precision: 64))
            .interval(precision: 64)
          #expect(value.lower.compare(to: Rational(horizon + 1)) == 0 && value.upper.isInfinite)
        }
      }
    }
  }

  @Test("golden states and counts", arguments: runs)
  func states(_ golden: GoldenMargin) throws {
    let source = try golden.measurement()
    for (text, state) in try #require(golden.json["trajectory"]?.object) {
      let t = try #require(Int(text))
      let point = try #require(try source.trajectoryPoint(at: t, precision: 128))
      let weights = try GoldenMargin.rationals(state["w"])
      let bias = try Rational(parsing: #require(state["b"]?.string))
      let b = try #require(point.values["b"])
      for (enclosure, value) in zip(point.w + [b], weights + [bias]) {
        let slack = value.magnitude * Rational.powerOfTwo(-131) + Rational.powerOfTwo(-380)
        #expect(
          enclosure.meets(Interval(lower: value - slack, upper: value + slack, precision: 400)))
        #expect(enclosure.width.compare(to: Rational.powerOfTwo(-75)) < 0)
      }
      #expect(point.trainCounts.undecided == 0 && point.testCounts["golden"]?.undecided == 0)
      #expect(point.trainCounts.correct == state["train_correct"]?.integer)
      #expect(point.testCounts["golden"]?.correct == state["test_correct"]?.integer)
    }
  }

  @Test(
    "what follows from the margin",
    arguments: runs.filter { $0.json["separable"]?.bool == true })
  func scalars(_ golden: GoldenMargin) throws {
    let source = try golden.measurement()
    func check(_ name: String, _ key: String) throws {
      let value = try #require(try source.value(of: name, precision: 256))
      #expect(try holds(value.interval(precision: 256), golden.number(key)), "\(name)")
    }
    try check("gamma", "gamma")
    try check("A_plus", "A_S_plus")
    try check("A_minus", "A_S_minus")
    try check("delta", "delta")
    try check("residual_bias", "b_tilde")
    try check("b_limit", "b_inf=-log(delta)")
    if golden.json["t_star"] != nil { try check("t_star", "t_star") }
    #expect(try exact(source, "residual_unique") == 1)
    // Every name gives a value or nil, and nothing throws.
    for name in source.scalarNames { _ = try source.value(of: name, precision: 64) }
    for name in source.functionNames {
      _ = try source.enclosure(of: name, over: TimeRange(100), precision: 64)
    }
  }

  @Test("maxima over the run are those of the steps", arguments: runs.prefix(3))
  func maxima(_ golden: GoldenMargin) throws {
    let source = try golden.measurement()
    let margin = try #require(source.margin.separable)
    let drift = margin.extended.state(precision: 128)
    var all = try CertifiedDescent(
      source.input,
      observer: DescentRecorder(steps: Set(0...source.horizon), needsCounts: false))
    try all.run(to: source.horizon)
    var greatest: Interval?
    var peak: (step: Int, value: Interval)?
    for view in all.observer.views where view.step > 0 {
      let state = view.state(precision: 128)
      let logarithm = try Interval(view.step, precision: 128).logarithm()
      let rho = zip(state, drift).dropLast().map { $0 - $1 * logarithm }
      let size = source.norm(rho, 128)
      greatest = greatest.map { .maximum($0, size) } ?? size
      let distance = source.distance(state, 128)
      if peak.map({ distance.lower > $0.value.upper }) ?? true { peak = (view.step, distance) }
      for (name, index) in [("b", 2)] where view.step % 997 == 0 {
        let hull = try #require(
          try source.enclosure(
            of: name, over: TimeRange(max(0, view.step - 300), view.step), precision: 64))
        #expect(hull.meets(state[index]))
      }
      if view.step % 1999 == 0, view.step < source.horizon {
        let rate = try #require(
          try source.enclosure(of: "bias_rate", over: TimeRange(view.step), precision: 64))
        let hull = try #require(
          try source.enclosure(
            of: "bias_rate", over: TimeRange(view.step, view.step + 1), precision: 64))
        #expect(hull.meets(rate) && hull.width.approximation < 1e-3)
      }
    }
    let found = try #require(try source.value(of: "B", precision: 64)).interval(precision: 64)
    #expect(try found.meets(#require(greatest)) && found.width.approximation < 1e-9)
    #expect(try exact(source, "t_peak") == peak?.step)
  }

  @Test("robust points, by brute force over the corners")
  func adversarial() throws {
    let problem = try problem(
      plantedSpec(
        "d: 3, box: 5, gamma: 1e-1, per_class: [30, 20], support: [3, 3], seed: 4",
        tests: """

            standard: {same_distribution: {count: 60, seed: 2}}
            robust: {attack: {of: standard, radius: 1, step: 1/4, steps: 20}}
          """
      ).replacingOccurrences(of: "steps: 1e6", with: "steps: 50"))
    let source = try LogisticMeasurement(problem)
    let set = try #require(source.testSets["standard"])
    // v(1) = (η/2)·Σ yᵢ(xᵢ, 1), exactly.
    var state = [Rational](repeating: 0, count: 4)
    for index in 0..<problem.dataset.count {
      state = zip(state, signedRow(problem.dataset, index)).map { $0 + $1 }
    }
    func isRobust(_ index: Int) -> Bool {
      let y = Rational(set.labels[index])
      for corner in 0..<8 {
        var sum = y * state[3]
        for k in 0..<3 {
          let moved = set.points[index, k] + (corner >> k & 1 == 0 ? 1 : -1)
          sum += y * state[k] * min(max(moved, -5), 5)
        }
        if sum <= 0 { return false }
      }
      return true
    }
    let robust = (0..<set.count).count(where: isRobust)
    let name = "test_accuracy(robust)"
    #expect(try source.exactValue(of: name, at: 1) == Rational(robust, set.count))
    #expect(try source.exactValue(of: name, at: 0) == 0)
    for t in [1, 50] {
      let experiment = try #require(try source.attackExperiment("robust", at: t))
      let certified = try #require(try source.exactValue(of: name, at: t))
      #expect(Rational(experiment.double, experiment.count) >= certified)
    }
  }

  @Test("times of an uncertain accuracy are brackets of the true ones")
  func tracker() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let horizon = 30
      let total = 8
      var sharp = CountTracker(total: total)
      var rough = CountTracker(total: total)
      for step in 0...horizon {
        let correct = Int.random(in: 0...total, using: &random)
        let slack = min(Int.random(in: 0...1, using: &random), correct)
        let wrong = total - correct
        sharp.observe(SignCounts(correct: correct, wrong: wrong, of: total), step: step)
        rough.observe(SignCounts(correct: correct - slack, wrong: wrong, of: total), step: step)
      }
      for epsilon in [Rational(0), Rational(1, 10), Rational(1, 2), Rational(1)] {
        let first = (sharp.first(epsilon), rough.first(epsilon))
        #expect(first.0.isExact && first.1.lower <= first.0.lower)
        #expect(first.1.upper >= first.0.upper)
        let last = (
          sharp.afterLast(epsilon, horizon: horizon), rough.afterLast(epsilon, horizon: horizon)
        )
        #expect(last.1.lower <= last.0.lower && last.1.upper >= last.0.upper)
      }
    }
  }

  @Test("angles")
  func angles() throws {
    let source = try GoldenMargin.all[0].measurement()
    let bits = 200
    func vector(_ entries: [Int]) -> [Interval] {
      entries.map { Interval($0, precision: bits) }
    }
    let right = try source.angle(vector([3, 4]), vector([-4, 3]), bits)
    let half = try Rational(parsing: "1.570796326794896619231321691639751442098584699687552910")
    let near = Interval(half, precision: 400).widened(
      by: BigFloat(Rational.powerOfTwo(-175), precision: 64, rounding: .up))
    #expect(right.meets(near) && right.width.compare(to: Rational.powerOfTwo(-150)) < 0)
    let eighth = try source.angle(vector([1, 1]), vector([0, 5]), bits)
    #expect(eighth.scaled(byPowerOfTwo: 1).meets(right))
  }

  @Test("runs that cannot be measured", arguments: ["sum", "mean"])
  func overflow(_ reduction: String) throws {
    let points = "{points: [{x: [100, 1], y: 1}, {x: [-100, 3], y: -1}, {x: [90, 1], y: -1}]}"
    let problem = try problem(
      """
      theory: logistic
      data: \(points)
      loss: exponential
      reduction: \(reduction)
      training: {eta: 1000, steps: 1000}
      thresholds: {epsilon: 1e-3}
      tests: {}
      """)
    let source = try LogisticMeasurement(problem)
    #expect(try source.overflowStep() != nil)
    for name in source.scalarNames { _ = try source.value(of: name, precision: 64) }
    for name in source.functionNames {
      _ = try source.enclosure(of: name, over: TimeRange(1000), precision: 64)
    }
    // The true run goes on, so that its quantities exist and are unknown.
    for name in ["T_train", "t_peak", "T_train_last"] {
      let value = try #require(try source.value(of: name, precision: 64)).interval(precision: 64)
      #expect(value.lower.sign == 0 && value.upper.isInfinite, "\(name)")
    }
    let state = try #require(
      try source.enclosure(of: "w_norm", over: TimeRange(1000), precision: 64))
    #expect(!state.isBounded)
    var endless = problem.declaration
    endless.steps = 1_000_000_000_000_000_000
    let long = try LogisticProblem(endless)
    #expect(throws: DescentError.self) { try LogisticMeasurement(long) }
  }
}
