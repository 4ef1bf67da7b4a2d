import ClaimLanguage
import Documents
import Enclosures
import LogisticTheory
import Testing

@testable import Certification

/// What docs/logistic-claims.md says of the claims, at the numbers that it gives.
@Suite("verdicts on logistic regression")
struct LogisticVerdictTests {
  private static let library: ClaimSet = {
    do { return try ClaimLibrary().claims } catch { fatalError("\(error)") }
  }()

  private func evaluate(_ id: String, on name: String) throws -> ClaimEvaluation {
    try Instance.named(name).evaluate(#require(Self.library["logistic/" + id]))
  }

  private func expect(
    _ id: String, _ verdict: Verdict, on name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try evaluate(id, on: name)
    #expect(
      result.verdict == verdict, "\(id) on \(name): \(result.summary)",
      sourceLocation: sourceLocation)
  }

  private func record(_ label: String, in certificate: Certificate) throws -> ClaimRecord {
    try #require(certificate.claims.first { $0.label == "logistic/" + label })
  }

  /// An example with fewer claims.
  private func example(
    _ name: String, claims: [String], _ change: (inout LogisticDeclaration) -> Void = { _ in }
  ) throws -> Certificate {
    let problem = try #require(
      try Theories.problem(file: Repository.path("examples/\(name).yaml")) as? LogisticProblem)
    var declaration = problem.declaration
    declaration.claims = claims.map { "logistic/" + $0 }
    declaration.expect = [:]
    change(&declaration)
    return try Certifier(library: ClaimLibrary()).certify(LogisticProblem(declaration))
  }

  @Test("the two maximum margins agree under Assumption 3.1, and need not without")
  func margins() throws {
    for name in ["logistic-g2", "wide", "three", "symmetric-pair"] {
      try expect("4.3-svm", .pass, on: name)
    }
    let oblique = try evaluate("4.3-svm", on: "oblique")
    #expect(oblique.verdict == .outOfScope && oblique.conclusion.status == .fails)
    // (4/5 − 1/2)² + (−2/5 + 1)² + (−7/5 + 1/2)².
    guard case .exact(let gap)? = oblique.conclusion.left else {
      Issue.record("the gap is not exact: \(oblique.summary)")
      return
    }
    #expect(gap == Rational(63, 50))
  }

  @Test("a run that starts in Assumption 4.4: the printed flow and bias fail, with eta they pass")
  func stepSizeInTheFlow() throws {
    let name = "logistic-assumption-4.4"
    try expect("4.5-flow", .fail, on: name)
    try expect("4.5-bias", .fail, on: name)
    try expect("4.5-flow/corrected", .pass, on: name)
    try expect("4.5-bias/corrected", .pass, on: name)
    try expect("4.5-limit", .pass, on: name)
    // Where eta is 1 nothing is missing.
    try expect("4.5-flow", .pass, on: "late-unit")
    try expect("4.5-bias", .pass, on: "late-unit")
  }

  @Test(
    "the estimate of the test time is off by a factor above 1000 on G2; the corrected one holds")
  func estimate() throws {
    let certificate = try example(
      "logistic-g2",
      claims: ["4.6-estimate", "4.6-estimate/corrected", "4.6-estimate/support-law"])
    let printed = try record("4.6-estimate(band)", in: certificate)
    #expect(printed.verdict == "fail" && printed.regime == "band")
    let upper = try #require(printed.conclusion.parts.last)
    let ratio = try #require(upper.left).interval(precision: 128)
    #expect(upper.status == "fails" && ratio.lower > BigFloat(1000, precision: 64, rounding: .up))
    // 6358/e^(|log δ|/q) with δ = 1/√5 and q = 1.038 is 2928.40….
    let near = Interval(Rational(292_840, 100), precision: 128)
    #expect((ratio - near).magnitude < BigFloat(1, precision: 64, rounding: .down))
    #expect(try record("4.6-estimate/corrected(band)", in: certificate).verdict == "pass")
    #expect(try record("4.6-estimate/support-law(band)", in: certificate).verdict == "pass")
  }

  @Test("grokking: the ratio of the formulas' limits is 1, whatever the run does")
  func grokking() throws {
    let tolerance = BigFloat(try Rational(parsing: "1e-15"), precision: 64, rounding: .down)
    for name in ["five", "wide", "symmetric", "overflow"] {
      let result = try evaluate("3.4-grokking", on: name)
      #expect(result.verdict == .fail)
      let left = try #require(result.conclusion.left).interval(precision: 128)
      #expect(left.contains(Rational(1)), "\(name)")
      let one = Interval(1, precision: 128)
      #expect((left - one).magnitude < tolerance, "\(name): \(left)")
    }
  }

  @Test("the paper's own step is far beyond the stable one")
  func paperStep() throws {
    let certificate = try example("logistic-paper-350", claims: ["4.1-drift"]) {
      $0.steps = 2000
      $0.tests = [:]
    }
    let drift = try record("4.1-drift", in: certificate)
    #expect(drift.verdict == "out-of-scope")
    let condition = try #require(drift.hypotheses.first { $0.id == "step-size" })
    #expect(condition.status == "fails")
    let stability = try #require(condition.left).interval(precision: 128)
    #expect(
      stability.lower > BigFloat(42, precision: 64, rounding: .up)
        && stability.upper < BigFloat(58, precision: 64, rounding: .down), "\(stability)")
  }

  @Test("what an overflowing run hides is undecided, not out of scope")
  func overflow() throws {
    for id in [
      "4.5-bias", "4.5-bias/corrected", "4.5-flow", "4.5-flow/corrected", "4.5-limit", "phase-3",
    ] {
      let result = try evaluate(id, on: "overflow")
      #expect(result.verdict == .undecided, "\(id): \(result.summary)")
      #expect(result.failing.isEmpty)
      #expect(result.hypotheses.contains { $0.status == .undecided }, "\(id)")
    }
    try expect("phase-3", .undecided, on: "overflow-at-once")
    // What the margin or the first step alone decides is decided all the same.
    for name in ["overflow", "overflow-at-once"] {
      try expect("4.3-svm", .pass, on: name)
      #expect(try evaluate("4.6-upper", on: name).failing.contains("step-size"))
      #expect(try evaluate("4.6-upper", on: name).conclusion.status == .undecided)
    }
  }

  @Test("what a run that was given up hides is undecided, not out of scope")
  func givenUp() throws {
    let problem = try #require(try Instance.anyProblem(named: "wide") as? LogisticProblem)
    // A radius that these bits cannot give.
    var options = DescentOptions()
    options.relativeTarget = 0x1p-200
    options.maximumBits = 128
    let measurement = try LogisticMeasurement(problem, options: options)
    #expect(try measurement.overflowStep() == nil)
    let evaluator = Evaluator(source: measurement, horizon: measurement.lastStep)
    for id in ["4.1-drift", "4.5-rate/corrected", "4.6-upper", "4.7-train-upper", "phase-3"] {
      let claim = try #require(Self.library["logistic/" + id])
      let result = try evaluator.evaluate(claim.isByRegime ? claim.inRegime("band") : claim)
      #expect(result.verdict == .undecided, "\(id): \(result.summary)")
      #expect(result.failing.isEmpty)
    }
  }

  @Test("equal irrational numbers are not told apart: b = 0 on symmetric data")
  func symmetric() throws {
    for id in ["4.2-residual", "4.5-rate", "phase-1", "phase-2", "phase-3"] {
      try expect(id, .undecided, on: "symmetric")
    }
    let bias = try #require(try evaluate("4.2-residual", on: "symmetric").conclusion.left)
    let enclosure = bias.interval(precision: 128)
    let tolerance = BigFloat(try Rational(parsing: "1e-30"), precision: 64, rounding: .down)
    #expect(enclosure.contains(Rational(0)) && enclosure.magnitude < tolerance)
  }

  @Test(
    "the upper bounds fail for the logistic loss and hold for the exponential one; lower ones too")
  func bounds() throws {
    try expect("4.6-upper", .fail, on: "logistic-g2")
    try expect("4.7-train-upper", .fail, on: "five")
    try expect("4.6-upper", .pass, on: "five-exponential")
    try expect("4.7-train-upper", .pass, on: "five-exponential")
    // The lower bounds are vacuous where gamma*B is large, and false in the first steps at gamma = 2.
    #expect(try evaluate("4.6-lower", on: "five").flags.contains(.vacuous))
    let brief = try evaluate("4.6-lower", on: "wide-brief")
    #expect(brief.verdict == .fail && !brief.flags.contains(.vacuous))
  }
}
