import ClaimLanguage
import Documents
import Enclosures
import RidgeTheory
import Testing

@testable import Certification

/// Certificates of problems with label noise: every claim out of scope, every forgery of the noise rejected.
@Suite("label noise in certificates")
struct NoiseVerdictTests {
  private static let spec = """
    features: {matrix: [[1/4, 1/4, 0, 1/8], [1/8, -1/4, 1/4, 0], [1/4, 1/4, 0, 1/8]]}
    covariance: {scaled_identity: 1/4}
    feature_bound: 1/2
    teacher: {vector: [1/2, 0, 1/4, 0]}
    initialization: {vector: [2, -2, 1, 2], variance: 4}
    training: {eta: 1, lambda: 1/100}
    thresholds: {epsilon: 1/50, c: 1/50}

    """
  private static let drawn = certified(spec + "noise: {variance: 1/100, seed: 3}")
  private static let given = certified(spec + "noise: {vector: [1/10, 0, -1/3]}")

  private static func certified(_ yaml: String) -> JSONValue {
    do {
      return try Certifier(library: ClaimLibrary()).certify(RidgeProblem(yaml: yaml)).json
    } catch {
      fatalError("the certificate cannot be made: \(error)")
    }
  }

  @Test("every claim is out of scope, for no realizable labels, and its conclusion is still judged")
  func verdicts() throws {
    for json in [Self.drawn, Self.given] {
      let claims = try #require(json["claims"]?.array)
      #expect(claims.count == 24)
      for claim in claims {
        let id = claim["id"]?.string ?? ""
        #expect(claim["verdict"]?.string == "out-of-scope", "\(id)")
        let first = try #require(claim["hypotheses"]?.array?.first)
        #expect(first["id"]?.string == "realizable" && first["status"]?.string == "fails", "\(id)")
        #expect(first["statement"]?.string == "noise_variance = 0", "\(id)")
        #expect(claim["conclusion"]?["status"]?.string != nil, "\(id)")
      }
      let decided = claims.filter {
        ["holds", "fails"].contains($0["conclusion"]?["status"]?.string)
      }
      #expect(decided.count >= 15)
    }
    #expect(Self.drawn["quantities"]?["noise_variance"]?["exact"]?.string == "1/100")
    #expect(Self.given["quantities"]?["noise_variance"]?["exact"]?.string == "109/2700")
  }

  @Test("the spec in the certificate names the noise, and verify draws it again")
  func verification() {
    #expect(Self.drawn["spec"]?["noise"] == ["variance": "1/100", "seed": "3"])
    #expect(Self.given["spec"]?["noise"] == ["vector": ["1/10", "0", "-1/3"]])
    #expect(rejection(Self.drawn) == nil)
    #expect(rejection(Self.given) == nil)
  }

  @Test("rejects every change of the noise, with new digests")
  func forgeries() throws {
    let path: [JSONStep] = ["spec", "noise"]
    let draws = GaussianSampler(seed: 3, stream: .labelNoise, variance: Rational(1, 100))
      .draws(count: 3).map { JSONValue.string("\(Rational(exactly: $0) ?? 0)") }
    let changes: [(JSONValue, [JSONStep], JSONValue?)] = [
      (Self.drawn, path + ["seed"], "4"), (Self.drawn, path + ["variance"], "1/101"),
      (Self.drawn, path, nil), (Self.drawn, path + ["seed"], nil),
      (Self.drawn, path, ["vector": .array(draws)]),
      (Self.given, path + ["vector", 0], "1/11"), (Self.given, path + ["vector", 1], "1/1000000"),
      (Self.given, path + ["vector"], ["0", "0", "0"]), (Self.given, path, nil),
      (Self.given, path, ["vector": ["1/10", "0", "-1/3"], "seed": "1"]),
      (Self.given, ["quantities", "noise_variance"], ["lower": "0", "upper": "0", "exact": "0"]),
    ]
    for (original, place, value) in changes {
      let forged = original.setting(place, to: value)
      #expect(forged != original)
      // The digests of the forged spec are right; what it says is not.
      #expect(rejection(forged.resealed()) != nil, "\(place) = \(String(describing: value))")
    }
  }

  @Test("without noise the variance is exactly 0 and the data digest is as it was")
  func absence() throws {
    let json = Self.certified(Self.spec)
    #expect(json["quantities"]?["noise_variance"]?["exact"]?.string == "0")
    #expect(json["spec"]?["noise"] == nil)
    #expect(json["data_digest"] != Self.drawn["data_digest"])
    let zeros = Self.certified(Self.spec + "noise: {vector: [0, 0, 0]}")
    #expect(zeros["data_digest"] == json["data_digest"])
    #expect(zeros["quantities"] == json["quantities"] && zeros["claims"] == json["claims"])
  }
}
