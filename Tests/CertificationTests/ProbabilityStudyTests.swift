import Documents
import Enclosures
import Testing

@testable import Certification

@Suite("frequencies over draws")
struct ProbabilityStudyTests {
  /// What one draw came to.
  private struct Draw {
    var hypothesis = "holds"
    var event = "holds"
    var conclusion = "holds"
    var verdict = "pass"
    var seeds = (features: 1, start: 1)
    var lambda = "1/100"
  }

  private func certificate(
    _ draw: Draw, probability: String = "1 - 2*exp(-m/32)", start: String = "gaussian"
  ) -> NamedCertificate {
    func condition(_ id: String?, _ statement: String, _ status: String) -> ConditionRecord {
      ConditionRecord(id: id, statement: statement, status: status)
    }
    var event = condition("good", "theta0_norm2 >= T^2", draw.event)
    event.probability = probability
    let claim = ClaimRecord(
      id: "ridge/test", title: "a test", source: "none", verdict: draw.verdict, flags: [],
      hypotheses: [condition("scope", "m > n", draw.hypothesis)], events: [event],
      conclusion: condition(nil, "t1 <= 9", draw.conclusion), definition: nil)
    let specification: JSONValue = [
      "theory": "ridge", "confidence": "1/20", "training": ["lambda": .string(draw.lambda)],
      "features": ["gaussian": ["seed": .string("\(draw.seeds.features)")]],
      "initialization": .object([start: ["seed": .string("\(draw.seeds.start)")]]),
    ]
    let certificate = Certificate(
      version: "0", theory: "ridge", specification: specification, dataDigest: "sha256:00",
      maximumPrecision: 64,
      quantities: ["m": EnclosureRecord(64), "delta": EnclosureRecord(Rational(1, 20))], wide: [:],
      evidence: [:], claims: [claim])
    return NamedCertificate(path: "draw.json", certificate: certificate)
  }

  /// Draws with distinct seeds.
  private func draws(_ count: Int, from first: Int = 1, _ change: (inout Draw) -> Void = { _ in })
    -> [Draw]
  {
    (first..<(first + count)).map { seed in
      var draw = Draw(seeds: (seed, seed))
      change(&draw)
      return draw
    }
  }

  private func lines(_ draws: [Draw], probability: String = "1 - 2*exp(-m/32)") throws
    -> [FrequencyLine]
  {
    let study = try ProbabilityStudy(
      draws.map { certificate($0, probability: probability) }, confidence: Rational(99, 100))
    let group = try #require(study.groups.first)
    #expect(study.groups.count == 1)
    return try #require(group.claims.first).lines
  }

  @Test("no failures are consistent, and confirmed where there are enough draws")
  func consistent() throws {
    let few = try lines(draws(10))
    #expect(few.map(\.kind) == [.event, .conclusion, .confidence, .counterexample])
    #expect(few.allSatisfy { $0.failed == 0 && $0.undecided == 0 && $0.draws == 10 })
    // The events' probabilities add up to 1 − 2e⁻², which is less than 1 − δ.
    #expect(few.map(\.outcome) == [.consistent, .consistent, .outOfScope, .consistent])
    #expect(few.allSatisfy { !$0.isConfirmed })
    let allowed = try #require(few[0].allowed)
    // 2e⁻² = 0.27067056647322538378…
    let digits = try Rational(parsing: "0.2706705664732253837879")
    let unit = try Rational(parsing: "1e-22")
    #expect(allowed.lowerBound <= digits + unit && digits <= allowed.upperBound)
    #expect(allowed.upperBound - allowed.lowerBound < unit)
    #expect(try lines(draws(200))[0].isConfirmed)
    let delta = try lines(draws(200), probability: "1 - delta")
    #expect(delta.map(\.outcome) == [.consistent, .consistent, .consistent, .consistent])
    #expect(delta[1].allowed == Rational(1, 20)...Rational(1, 20))
    #expect(delta[2].isConfirmed)
  }

  @Test("sabotage: more failures than are allowed are refuted")
  func refuted() throws {
    let failing = draws(60) {
      $0.event = "fails"
      $0.verdict = "out-of-scope"
    }
    let found = try lines(failing + draws(40, from: 61))
    #expect(found[0].failed == 60 && found[0].outcome == .refuted)
    #expect(found[1].failed == 0 && found[1].outcome == .consistent)
    // A failure on every third draw is within 27 percent of chance at this confidence.
    let some = draws(30) { $0.event = "fails" } + draws(70, from: 31)
    #expect(try lines(some)[0].outcome == .consistent)
    let one =
      draws(1) {
        $0.conclusion = "fails"
        $0.verdict = "fail"
      } + draws(999, from: 2)
    let counter = try lines(one)
    #expect(counter[3].outcome == .refuted && counter[3].failed == 1)
    #expect(counter[1].failed == 1 && counter[1].outcome == .consistent)
  }

  @Test("a tiny allowed probability is refuted by one failure, whatever the number of draws")
  func tiny() throws {
    let found = try lines(
      draws(1) { $0.event = "fails" } + draws(999, from: 2), probability: "1 - 2*exp(-100*m)")
    #expect(found[0].outcome == .refuted)
    let allowed = try #require(found[0].allowed)
    #expect(allowed.lowerBound.sign > 0 && allowed.upperBound < Rational.powerOfTwo(-9000))
  }

  @Test("draws that are undecided count both ways")
  func undecided() throws {
    let open = draws(50) { $0.event = "undecided" } + draws(50, from: 51)
    let found = try lines(open)
    #expect(found[0].undecided == 50 && found[0].outcome == .undecided)
    #expect(found[0].interval.lowerBound.isZero && found[0].interval.upperBound > Rational(1, 2))
    // Five of them decide nothing.
    let few = draws(5) { $0.event = "undefined" } + draws(95, from: 6)
    #expect(try lines(few)[0].outcome == .consistent)
    // Enough certain failures refute, whatever the others came to.
    let both =
      draws(60) { $0.event = "fails" } + draws(40, from: 61) { $0.event = "undecided" }
    #expect(try lines(both)[0].outcome == .refuted)
  }

  @Test("only draws in scope can fail; where none is, nothing is compared")
  func scope() throws {
    let outside = draws(60) {
      $0.hypothesis = "fails"
      $0.event = "fails"
    }
    let mixed = try lines(outside + draws(40, from: 61))
    #expect(mixed[0].failed == 0 && mixed[0].outcome == .consistent && mixed[0].draws == 100)
    let all = try lines(outside)
    #expect(all.allSatisfy { $0.outcome == .outOfScope })
    #expect(all[0].failed == 60 && all[0].note == "hypothesis scope fails on every draw")
    let unsure = draws(60) {
      $0.hypothesis = "undecided"
      $0.event = "fails"
    }
    #expect(try lines(unsure)[0].undecided == 60)
  }

  @Test("an event that nobody can check has no outcome")
  func unchecked() throws {
    let found = try lines(draws(10) { $0.event = "not-checked" }, probability: "1 - delta")
    #expect(found[0].outcome == nil && found[0].undecided == 10)
    #expect(found[1].allowed == Rational(1, 20)...Rational(1, 20))
  }

  @Test("draws that share a seed are counted once, whatever the order")
  func sharedSeeds() throws {
    // One start, and a hundred features: one independent draw.
    let shared = (1...100).map { Draw(event: "fails", seeds: ($0, 7)) }
    let study = try ProbabilityStudy(
      shared.map { certificate($0) }.reversed(), confidence: Rational(99, 100))
    #expect(study.groups.map(\.draws) == [1] && study.groups.map(\.setAside) == [99])
    #expect(study.groups[0].claims[0].lines[0].outcome == .consistent)
    // The same number for features and start is no common seed.
    let crossed = [Draw(seeds: (1, 2)), Draw(seeds: (2, 1))]
    let independent = try ProbabilityStudy(
      crossed.map { certificate($0) }, confidence: Rational(99, 100))
    #expect(independent.groups.map(\.draws) == [2])
  }

  @Test("groups differ by their values, in order of these")
  func groups() throws {
    let values = ["1/10", "1/100", "1/1000"]
    let all = values.flatMap { value in draws(3) { $0.lambda = value } }
    let study = try ProbabilityStudy(all.map { certificate($0) }, confidence: Rational(1, 2))
    #expect(
      study.groups.map(\.label)
        == ["training.lambda = 0.001", "training.lambda = 0.01", "training.lambda = 0.1"])
    #expect(study.groups.map(\.draws) == [3, 3, 3])
  }

  @Test("a start of another law is compared with nothing")
  func law() throws {
    let study = try ProbabilityStudy(
      draws(9) { $0.event = "fails" }.map { certificate($0, start: "sphere") },
      confidence: Rational(99, 100))
    let lines = study.groups[0].claims[0].lines
    #expect(lines[0].outcome == .outOfScope && lines[0].note?.contains("gaussian start") ?? false)
  }
}
