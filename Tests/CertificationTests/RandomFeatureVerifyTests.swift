import Documents
import Enclosures
import RidgeTheory
import Testing

@testable import Certification

/// Certificates of random features, whose covariance is an enclosure.
@Suite("certificates of random features")
struct RandomFeatureVerifyTests {
  private static func yaml(_ features: String, _ thresholds: String) -> String {
    """
    features: {\(features)}
    teacher: {sphere: {norm: 1, seed: 2}}
    initialization: {gaussian: {variance: 1, seed: 3}}
    training: {eta: 1/3, lambda: 1/100}
    thresholds: {\(thresholds)}

    """
  }

  /// Both kinds, of a size for each way to bound λ_min.
  private static let certificates: [String: JSONValue] = {
    let specs = [
      "relu": yaml("relu: {n: 5, d: 3, m: 12, variance: 1/12, seed: 1}", "epsilon: 1e-3, c: 1/50"),
      "fourier": yaml(
        "fourier: {n: 5, d: 3, m: 12, frequency_variance: 1/2, seed: 1}", "epsilon: 1/50, c: 1/20"),
      "large relu": yaml(
        "relu: {n: 5, d: 12, m: 170, variance: 1/200, seed: 1}", "epsilon: 1/50, c: 1/20"),
      // λ_min far below what 190 bits of Σ tell from 0.
      // λ_max/λ⁺ beyond 10²⁰, and a claim that another precision decides.
      "ill-conditioned": yaml(
        "fourier: {n: 12, d: 1, m: 20, frequency_variance: 1/100, seed: 10}",
        "epsilon: 1/50, c: 1/20"),
      "singular": yaml(
        "fourier: {n: 4, d: 1, m: 40, frequency_variance: 1/100, seed: 1}",
        "epsilon: 1/50, c: 1/20"),
    ]
    do {
      let certifier = Certifier(library: try ClaimLibrary(definitions: []))
      return try specs.mapValues { try certifier.certify(RidgeProblem(yaml: $0)).json }
    } catch {
      fatalError("the certificates cannot be made: \(error)")
    }
  }()

  private static let names = ["fourier", "ill-conditioned", "large relu", "relu", "singular"]

  private func certificate(_ name: String) throws -> JSONValue {
    try #require(Self.certificates[name])
  }

  @Test("are accepted", arguments: names)
  func accepted(name: String) throws {
    #expect(rejection(try certificate(name)) == nil)
  }

  @Test("do not depend on the number of threads", arguments: ["large relu", "fourier"])
  func threads(name: String) throws {
    let json = try certificate(name)
    var certifier = Certifier(library: try ClaimLibrary(definitions: []))
    certifier.jobs = 3
    let problem = try RidgeProblem(specification: #require(json["spec"]))
    #expect(try certifier.certify(problem).json == json)
  }

  @Test("list what the covariance leaves wide, with the reason")
  func wide() throws {
    let large = try certificate("large relu")
    let wide = try #require(large["wide"]?.object)
    #expect(Set(wide.keys) == ["sigma_min", "sigma_max"])
    #expect(wide["sigma_min"]?.string?.contains("covariance") == true)
    #expect(try certificate("relu")["wide"]?.object?.isEmpty == true)
    let singular = try certificate("singular")
    let least = try #require(singular["quantities"]?["sigma_min"]?.object)
    #expect(least["lower"] == "0" && least["exact"] == nil)
    #expect(least["upper"] != "0")
    #expect(singular["wide"]?["sigma_min"]?.string?.contains("zero") == true)
  }

  @Test("never call an enclosed number exact", arguments: names)
  func exactness(name: String) throws {
    let quantities = try #require(certificate(name)["quantities"]?.object)
    for key in ["sigma_min", "sigma_max", "zero_predictor_error", "final_error", "trace_psp"] {
      #expect(quantities[key]?["exact"] == nil, "\(key)")
    }
    let isReLU = name.contains("relu")
    #expect((quantities["sigma_trace"]?["exact"] != nil) == isReLU)
  }

  @Test("are rejected with another number in place of one that depends on the covariance")
  func forged() throws {
    for name in Self.names {
      let json = try certificate(name)
      for quantity in [
        "sigma_min", "sigma_max", "final_error", "zero_predictor_error", "trace_psp",
        "psp_frobenius", "start_sigma_perp_norm2",
      ] {
        let record = try #require(json["quantities"]?[quantity]?.object, "\(quantity)")
        let bound = try Rational(parsing: #require(record["upper"]?.string))
        for factor in [Rational(1001, 1000), Rational(999, 1000)] {
          let value = (bound * factor).decimalEnclosure(digits: 20)
          let record: JSONValue = ["lower": .string(value.lower), "upper": .string(value.upper)]
          let path: [JSONStep] = ["quantities", .key(quantity)]
          let forged = json.setting(path, to: record).resealed()
          let reason = rejection(forged)
          #expect(
            reason?.contains("quantities.\(quantity)") == true, "\(name): \(reason ?? "none")")
        }
      }
      for (path, value) in [
        (["evidence", "t2"], JSONValue.array([])), (["spec", "features"], "relu"),
      ] as [([JSONStep], JSONValue)] {
        #expect(rejection(json.setting(path, to: value).resealed()) != nil)
      }
    }
  }

  @Test("are rejected with wider enclosures, though these hold")
  func widened() throws {
    let json = try certificate("large relu")
    for (lower, upper) in [("0", "1"), ("-1000", "1000")] {
      let record: JSONValue = ["lower": .string(lower), "upper": .string(upper)]
      for path in [["quantities", "sigma_min"], ["quantities", "sigma_max"]] as [[JSONStep]] {
        #expect(rejection(json.setting(path, to: record).resealed()) != nil, "\(path)")
      }
    }
    let claims = try #require(json["claims"]?.array)
    let index = try #require(
      claims.firstIndex { $0["id"]?.string == "ridge/4.2-t2" })
    let path: [JSONStep] = ["claims", .index(index), "conclusion", "right"]
    let side = try #require(json.value(at: path)?["lower"]?.string)
    let wider: JSONValue = ["lower": "-1e7", "upper": .string(side.hasPrefix("-") ? "1" : "1e7")]
    #expect(rejection(json.setting(path, to: wider).resealed()) != nil)
  }

  @Test("know what an ill-conditioned matrix leaves, once the precision is as great as it asks for")
  func illConditioned() throws {
    let json = try certificate("ill-conditioned")
    #expect(json["wide"]?["final_error"] == nil)
  }
}
