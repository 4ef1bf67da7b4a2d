import Enclosures
import Foundation
import Testing

/// Logistic problems through the command line, against the golden fixture and by their exit status.
@Suite("logistic commands")
struct LogisticCommandTests {
  // MARK: Golden values

  /// One case and loss of the fixture.
  struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let loss: String
    var testDescription: String { "\(name) \(loss)" }

    static let all = [
      "G1_unique_alpha_gamma2", "G2_5p1m_gamma_1/5", "G4_shifted_violates_3.1", "G6_nonseparable",
    ].flatMap { name in ["logistic", "exp"].map { Golden(name: name, loss: $0) } }

    /// The case, and the run with this loss.
    func read() throws -> (points: [[String: Any]], run: [String: Any]) {
      let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("LogisticTheoryTests/Fixtures/logistic-golden.json")
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
      let group = try #require(json?[name] as? [String: Any])
      return (
        try #require(group["points"] as? [[String: Any]]),
        try #require(group[loss] as? [String: Any])
      )
    }
  }

  private func write(_ golden: Golden, to scratch: Scratch) throws -> [String: Any] {
    let (points, run) = try golden.read()
    let rows = try points.map { point in
      let x = try #require(point["x"] as? [String]).joined(separator: ", ")
      return "{x: [\(x)], y: \(try #require(point["y"] as? Int))}"
    }
    try scratch.write(
      """
      theory: logistic
      data: {points: [\(rows.joined(separator: ", "))]}
      loss: \(golden.loss == "exp" ? "exponential" : "logistic")
      training: {eta: \(try #require(run["eta"] as? String)), steps: \(try #require(run["T"] as? Int))}
      thresholds: {epsilon: 1/1000}
      claims: [logistic/4.3-svm]
      """, to: "spec.yaml")
    return run
  }

  /// Whether an enclosure of the output holds a decimal.
  private func holds(_ record: Any?, _ decimal: String) throws -> Bool {
    let record = try #require(record as? [String: String])
    let value = try Rational(parsing: decimal)
    let lower = try Rational(parsing: #require(record["lower"]))
    let upper = try Rational(parsing: #require(record["upper"]))
    return lower <= value && value <= upper
  }

  @Test("simulate holds the golden w and b at every listed step", arguments: Golden.all)
  func trajectory(golden: Golden) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let run = try write(golden, to: scratch)
    let rows = try #require(run["trajectory"] as? [String: [String: Any]])
    let steps = rows.keys.compactMap(Int.init).sorted()
    let result = try Tool.run(
      "simulate", "spec.yaml", "--format", "json", "--at",
      steps.map(String.init).joined(separator: ","), in: scratch.folder)
    #expect(result.status == 0, "\(result.error)")
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let points = try #require(json?["points"] as? [[String: Any]])
    #expect(points.count == steps.count)
    for (point, step) in zip(points, steps) {
      #expect(point["t"] as? String == String(step))
      let values = try #require(point["values"] as? [String: Any])
      let row = try #require(rows[String(step)])
      for (record, text) in zip(
        try #require(values["w"] as? [Any]), try #require(row["w"] as? [String]))
      {
        #expect(try holds(record, text), "w at \(step)")
      }
      #expect(try holds(values["b"], #require(row["b"] as? String)), "b at \(step)")
      let correct = try #require(values["train_correct"] as? [String: String])
      #expect(correct["exact"] == String(try #require(row["train_correct"] as? Int)))
    }
  }

  @Test("certify holds the golden margins, residuals and times", arguments: Golden.all)
  func quantities(golden: Golden) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let run = try write(golden, to: scratch)
    let result = try Tool.run("certify", "spec.yaml", "--format", "json", in: scratch.folder)
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let quantities = try #require(json?["quantities"] as? [String: Any])
    let names = [
      "gamma": "gamma", "delta": "delta", "b_inf=-log(delta)": "b_limit", "A_S_plus": "A_plus",
      "A_S_minus": "A_minus", "b_tilde": "residual_bias",
    ]
    for (key, name) in names {
      guard let text = run[key] as? String else {
        // The fixture has them wherever there is a margin.
        #expect(run["separable"] as? Bool == false && quantities[name] == nil, "\(name)")
        continue
      }
      #expect(try holds(quantities[name], text), "\(name)")
    }
    let evidence = try #require(json?["evidence"] as? [String: Any])
    if let support = run["support_idx"] as? [Int] {
      let margin = try #require(evidence["margin"] as? [String: Any])
      #expect(margin["support"] as? [String] == support.map(String.init))
      for (key, name) in [("ext_svm_(7)", "extended"), ("svm_(9)", "plain")] {
        let golden = try #require(run[key] as? [String: Any])
        let plane = try #require(margin[name] as? [String: Any])
        let state = try #require(golden["w"] as? [String]) + [try #require(golden["b"] as? String)]
        let records = try #require(plane["state"] as? [[String: String]])
        #expect(records.map { $0["exact"] } == state)
      }
      let residual = try #require(margin["residual"] as? [String: Any])
      for (record, text) in zip(
        try #require(residual["state"] as? [Any]), try #require(run["w_tilde"] as? [String]))
      {
        #expect(try holds(record, text))
      }
      let alpha = try #require(run["alpha"] as? [String: String])
      for (record, index) in zip(try #require(residual["alpha"] as? [Any]), support) {
        #expect(try holds(record, #require(alpha[String(index)])))
      }
    } else {
      #expect(evidence["not_separable"] != nil && evidence["margin"] == nil)
    }
    let times = try #require(run["T_train"] as? [String: Any])
    let first = try #require((times["eps=1/1000"] as? [String: Int])?["first_t_reaching"])
    #expect(try holds(quantities["T_train"], String(first)))
    let holdsAssumption = run["assumption_3.1"] as? Bool
    if let holdsAssumption {
      let claims = try #require(json?["claims"] as? [[String: Any]])
      #expect(claims.first?["verdict"] as? String == (holdsAssumption ? "pass" : "out-of-scope"))
    }
  }

  // MARK: Commands

  private static let pair = """
    theory: logistic
    data: {points: [{x: [1, 2], y: 1}, {x: [-1, 0], y: -1}, {x: [3, 1], y: 1}]}
    training: {eta: 1/10, steps: 50}
    tests: {mine: {points: [{x: [1, 1], y: 1}, {x: [-2, 1], y: -1}]}}
    thresholds: {epsilon: 1/1000}

    """

  @Test("simulate goes beyond the spec's horizon, prints every value, and refuses steps before t0")
  func simulation() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(Self.pair, to: "spec.yaml")
    let run = try Tool.run("simulate", "spec.yaml", "--at", "0,7,200", in: scratch.folder)
    #expect(run.status == 0, "\(run.error)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 4)
    for column in [
      "w_1_lower", "w_2_upper", "b_lower", "w_norm_lower", "distance_lower", "angle_lower",
      "loss_lower", "train_correct_lower", "test_correct(mine)_upper",
    ] {
      #expect(lines[0].split(separator: ",").contains(Substring(column)), "\(column)")
    }
    #expect(Set(lines.map { $0.count { $0 == "," } }).count == 1)
    try scratch.write(
      Self.pair.replacingOccurrences(of: "steps: 50", with: "steps: 50, t0: 100"), to: "late.yaml")
    let late = try Tool.run("simulate", "late.yaml", "--at", "7", in: scratch.folder)
    #expect(late.status == 2 && late.error.contains("t0 = 100"), "\(late)")
  }

  @Test("claims on test regimes have one entry a regime, and expectations may name one")
  func regimes() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let claims = """
      id: logistic/mine
      title: t
      source: s
      theory: logistic
      conclusion: "test_accuracy(regime, 50) >= 1"
      """
    try scratch.write(claims, to: "claims.yaml")
    let tests = "tests: {good: {points: [{x: [1, 1], y: 1}]}, bad: {points: [{x: [1, 1], y: -1}]}}"
    let spec = Self.pair.split(separator: "\n").map(String.init)
      .map { $0.hasPrefix("tests") ? tests : $0 }.joined(separator: "\n")
    let cases: [(String, Int32)] = [
      ("{logistic/mine(good): pass, logistic/mine(bad): fail}", 0), ("{logistic/mine: pass}", 1),
      ("{logistic/mine: pass, logistic/mine(bad): fail}", 0),
      ("{logistic/mine(good): pass, logistic/mine(bad): fail, logistic/mine(none): pass}", 1),
    ]
    for (expect, status) in cases {
      try scratch.write(
        spec + "\nclaims: [logistic/mine]\nexpect: \(expect)\n", to: "spec.yaml")
      let run = try Tool.run(
        "certify", "spec.yaml", "--claims", "claims.yaml", "--junit", "junit.xml",
        in: scratch.folder)
      #expect(run.status == status, "\(expect): \(run)")
      #expect(run.output.contains("logistic/mine(good)"))
      #expect(try scratch.read("junit.xml").contains("name=\"logistic/mine(bad)\""))
    }
  }

  @Test("a run that diverges is reported as such")
  func overflow() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(
      """
      theory: logistic
      data: {points: [{x: [100, 1], y: 1}, {x: [-100, 3], y: -1}, {x: [90, 1], y: -1}]}
      loss: exponential
      training: {eta: 1000, steps: 100}
      thresholds: {epsilon: 1/1000}
      """, to: "spec.yaml")
    let run = try Tool.run("certify", "spec.yaml", in: scratch.folder)
    #expect(!run.crashed && run.output.contains("overflow"), "\(run)")
    let simulation = try Tool.run("simulate", "spec.yaml", "--at", "50", in: scratch.folder)
    #expect(simulation.status == 2 && simulation.error.contains("overflows"), "\(simulation)")
  }

  // MARK: Resuming

  /// A few seconds of work.
  private static let long = """
    theory: logistic
    data:
      planted: {d: 2, box: 5, gamma: 1e-3, per_class: [300, 300], support: [35, 35], seed: 1}
    reduction: mean
    training: {eta: 1e-2, steps: 1e6}
    thresholds: {epsilon: 1e-3}
    tests: {standard: {same_distribution: {count: 200, seed: 2}}}
    claims: [logistic/4.3-svm, logistic/4.1-drift]

    """

  private static func states(in scratch: Scratch) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: scratch.path("state"))) ?? [])
      .filter { $0.hasSuffix(".checkpoint") }
  }

  /// Whether a run was killed once it had left a state, before it ended by itself.
  private static func killed(in scratch: Scratch) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Tool.path)
    process.arguments = [
      "certify", "spec.yaml", "--format", "json", "--output", "killed.json",
      "--checkpoints", "state", "--checkpoint-interval", "0",
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning, states(in: scratch).isEmpty { usleep(5_000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  @Test("a run of a million steps that is killed goes on where it was, with the same certificate")
  func resuming() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(Self.long, to: "spec.yaml")
    // On a machine so busy that the run ended before it was seen to leave a state, once more.
    var wasKilled = false
    for _ in 0..<5 where !wasKilled {
      unlink(scratch.path("killed.json"))
      wasKilled = try Self.killed(in: scratch)
    }
    try #require(wasKilled)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("killed.json")))
    #expect(Self.states(in: scratch).count >= 1)
    let certify = ["certify", "spec.yaml", "--format", "json", "--output"]
    let resumed = try Tool.run(
      certify + ["killed.json", "--checkpoints", "state"], in: scratch.folder)
    #expect(resumed.status == 0, "\(resumed)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("state")))
    let whole = try Tool.run(certify + ["whole.json", "--no-checkpoints"], in: scratch.folder)
    #expect(whole.status == 0, "\(whole)")
    #expect(try scratch.read("killed.json") == scratch.read("whole.json"))
  }
}
