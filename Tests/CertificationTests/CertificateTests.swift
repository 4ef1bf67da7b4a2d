import ClaimLanguage
import Documents
import Enclosures
import GoldenCases
import RidgeTheory
import Testing

@testable import Certification

/// The document against the contract (DESIGN section 7).
@Suite("certificates")
struct CertificateTests {
  private static let instances = [
    "small-matrix", "figure2", "large-decay", "no-grokking", "square", "divergent", "no-decay",
    "zero-teacher", "orthogonal",
  ]

  private static func all() throws -> [Certificate] {
    try GoldenCase.all.map(Certified.golden) + instances.map(Certified.instance)
  }

  @Test("reads back as written, in any layout")
  func roundTrip() throws {
    for certificate in try Self.all() {
      let json = certificate.json
      for bytes in [json.canonical(), json.pretty()] {
        let (read, digest) = try Certificate.read(JSONValue(parsing: bytes))
        #expect(read == certificate)
        #expect(digest == certificate.digest)
        #expect(read.json == json)
      }
    }
  }

  @Test("is canonical: sorted names, no spaces, numbers as texts; the digest is that of the body")
  func canonicalForm() throws {
    for certificate in try Self.all() {
      let json = certificate.json
      let bytes = json.canonical()
      #expect(try JSONValue(parsing: bytes).canonical() == bytes)
      #expect(json.leaves().allSatisfy { path in json.value(at: path)?.string != nil })
      #expect(json["digest"]?.string == Digest.of(json.setting(["digest"], to: nil)))
      #expect(json.resealed() == json)
    }
  }

  @Test("has the fields of the contract with the right types")
  func fields() throws {
    for certificate in try Self.all() {
      let json = certificate.json
      #expect(json["schema"] == "grokcert/certificate/1")
      #expect(json["tool"]?["name"] == "grokcert")
      #expect(json["tool"]?["version"]?.string == Certificate.toolVersion)
      #expect(json["theory"] == "ridge")
      #expect(json["spec"]?["theory"] == "ridge" && json["spec"]?["expect"] == nil)
      for name in ["data_digest", "digest"] {
        let digest = try #require(json[name]?.string)
        #expect(digest.hasPrefix("sha256:") && digest.utf8.count == 71)
      }
      for block in ["t1", "t2"] { #expect(json["evidence"]?[block]?.array != nil) }
      let claims = try #require(json["claims"]?.array)
      #expect(claims.compactMap { $0["id"]?.string } == certificate.claims.map(\.id).sorted())
      for claim in claims { try check(claim: claim) }
    }
  }

  private func check(claim: JSONValue) throws {
    let id = try #require(claim["id"]?.string)
    #expect(id.hasPrefix("ridge/") && claim["source"]?.string != nil && claim["definition"] == nil)
    let verdict = try #require(claim["verdict"]?.string)
    #expect(["pass", "fail", "out-of-scope", "undecided"].contains(verdict))
    let flags = try #require(claim["flags"]?.array).map { try #require($0.string) }
    #expect(flags == flags.sorted() && Set(flags).isSubset(of: Flag.allCases.map(\.rawValue)))
    var statuses: [String] = []
    for kind in ["hypotheses", "events"] {
      for condition in try #require(claim[kind]?.array) {
        #expect(condition["id"]?.string != nil)
        statuses.append(try check(condition: condition, in: id))
      }
    }
    let conclusion = try check(condition: #require(claim["conclusion"]), in: id)
    // The verdict follows from the statuses (DESIGN section 6).
    let expected =
      statuses.contains { $0 == "fails" || $0 == "undefined" }
      ? "out-of-scope"
      : statuses.contains("undecided")
        ? "undecided"
        : conclusion == "holds"
          ? "pass"
          : conclusion == "fails" && !statuses.contains("not-checked") ? "fail" : "undecided"
    #expect(verdict == expected, "\(id): \(statuses), \(conclusion)")
  }

  private func check(condition: JSONValue, in id: String) throws -> String {
    let status = try #require(condition["status"]?.string)
    #expect(condition["statement"]?.string?.isEmpty == false)
    #expect(["holds", "fails", "undecided", "undefined", "not-checked"].contains(status))
    for side in ["left", "right", "tightness"] {
      guard let record = condition[side] else { continue }
      let enclosure = try EnclosureRecord(json: record, at: side).interval(precision: 256)
      #expect(enclosure.lower <= enclosure.upper, "\(id): \(side)")
    }
    if let relation = condition["relation"]?.string {
      #expect(["<", "<=", ">", ">=", "="].contains(relation))
    }
    return status
  }

  @Test("quantities are no wider than 1e-15 relative, or listed as wide; exact ones are exact")
  func widths() throws {
    let limit = try Rational(parsing: "1e-15")
    for certificate in try Self.all() {
      #expect(Set(certificate.wide.keys).isSubset(of: certificate.quantities.keys))
      #expect(certificate.wide.values.allSatisfy { !$0.isEmpty })
      for (name, record) in certificate.quantities {
        #expect(RidgeNames.all.contains(name))
        let interval = try record.interval(precision: 512)
        #expect(interval.lower <= interval.upper, "\(name): \(record)")
        if let exact = record.exact {
          let value = try Rational(parsing: exact)
          #expect(interval.contains(value) && value.description == exact, "\(name): \(record)")
          if value.isInteger, value.magnitude < Rational(1_000_000_000) {
            #expect(record.lower == exact && record.upper == exact, "\(name): \(record)")
          }
        }
        guard certificate.wide[name] == nil, !record.isPoint else { continue }
        let (low, high) = (try Rational(parsing: record.lower), try Rational(parsing: record.upper))
        #expect(high - low <= limit * min(low.magnitude, high.magnitude), "\(name): \(record)")
      }
      for name in [
        "n", "m", "rank", "eta", "lambda", "epsilon", "c", "delta", "nu2", "noise_variance",
      ] {
        #expect(certificate.quantities[name]?.exact != nil, "\(name)")
      }
      for name in ["t1", "t2"] {
        let record = try #require(certificate.quantities[name])
        #expect(record.exact == record.lower || record.exact == nil && record.isPoint)
      }
    }
  }

  @Test("both sides stand for the status")
  func sides() throws {
    for certificate in try Self.all() {
      for claim in certificate.claims {
        for condition in claim.hypotheses + claim.events where condition.parts.isEmpty {
          guard let left = condition.left, let right = condition.right, condition.at == nil,
            !condition.statement.contains("implies"), condition.status == "holds",
            condition.relation == "<=" || condition.relation == "<"
          else { continue }
          let (x, y) = (try left.interval(precision: 256), try right.interval(precision: 256))
          #expect(x.lower <= y.upper, "\(claim.id) \(condition)")
        }
      }
    }
  }

  @Test("times: never is inf on both sides, an empty set -inf, a censored time is no measurement")
  func times() throws {
    let never = try Certified.instance("never")
    #expect(never.quantities["t2"] == EnclosureRecord(lower: "inf", upper: "inf"))
    let empty = try Certified.golden(#require(GoldenCase.all.last))
    #expect(empty.quantities["t1"] == EnclosureRecord(lower: "-inf", upper: "-inf"))
    let large = try Certified.instance("large-decay")
    #expect(large.quantities["t1"] == EnclosureRecord(lower: "inf", upper: "inf"))
    #expect(large.quantities["t2"] == EnclosureRecord(lower: "inf", upper: "inf"))
    #expect(large.quantities["plateau"] == nil)
  }

  @Test("a plateau is not known where both times may be infinite")
  func openPlateau() throws {
    // No step has a training loss, and no tail is decided in reach at this step size: t2 may be infinite too.
    let text = """
      features: {matrix: [[0, 0]]}
      covariance: {scaled_identity: 1}
      teacher: {vector: [1, 0]}
      initialization: {vector: [1, -1], variance: 1}
      training: {eta: 1e-24, lambda: 1e-3}
      thresholds: {epsilon: 1e-7, c: 3/4}
      horizon: 1000
      """
    let certifier = try Certifier(library: ClaimLibrary())
    let quantities = try certifier.certify(RidgeProblem(yaml: text)).quantities
    #expect(quantities["t1"] == EnclosureRecord(lower: "-inf", upper: "-inf"))
    #expect(quantities["t2"] == EnclosureRecord(lower: "1001", upper: "inf"))
    #expect(quantities["plateau"] == EnclosureRecord(lower: "-inf", upper: "inf"))
  }

  @Test("a document that is no certificate is an error that names the place")
  func malformed() throws {
    let json = try Certified.instance("zero-teacher").json
    let cases: [([JSONStep], JSONValue?, String)] = [
      (["quantities", "t1", "lower"], nil, "quantities.t1.lower"),
      (["claims", 0, "verdict"], ["x"], "claims[0].verdict"),
      (["claims", 2, "conclusion", "status"], nil, "claims[2].conclusion.status"),
      (["claims", 1, "flags"], "none", "claims[1].flags"), (["wide", "t1"], [], "wide"),
      (["schema"], "grokcert/certificate/9", "schema"),
      (["settings", "max_precision"], "x", "settings.max_precision"), (["new"], "x", "new"),
    ]
    for (path, value, place) in cases {
      do {
        _ = try Certificate.read(json.setting(path, to: value))
        Issue.record("\(path) was read")
      } catch {
        #expect("\(error)".hasPrefix(place), "\(error)")
      }
    }
  }
}

private enum RidgeNames {
  static let all = Set(
    """
    n m eta lambda nu2 b epsilon c delta T L lambda_min_plus lambda_max rank sigma_min sigma_max
    sigma_trace theta0_norm2 theta0_perp_norm2 theta0_teacher_perp teacher_perp_norm2
    train_loss_start t1 t2 plateau t_final final_error final_train_loss zero_predictor_error
    max_feature_norm feature_norm_bound gaussian_features feature_variance rho_max u_norm2
    start_sigma_perp_norm2 trace_psp psp_frobenius noise_variance
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}

@Suite("numbers of any size in certificates")
struct HugeNumberTests {
  @Test(
    "are read back, enclosed",
    arguments: [
      ("7.115529979447204882e-60205999", "7.115529979447204883e-60205999"),
      ("-3e200000", "-2.9999e200000"), ("-1e-150000", "4e900000"), ("12", "1e123456789"),
      ("1e-123456789", "inf"),
    ])
  func reading(lower: String, upper: String) throws {
    let json: JSONValue = ["lower": .string(lower), "upper": .string(upper)]
    let record = try EnclosureRecord(json: json, at: "x")
    let interval = try record.interval(precision: 128)
    #expect(interval.lower <= interval.upper)
    // A decimal exponent e and the binary one b satisfy |b − e·log2(10)| < 5.
    if lower.contains("e"), let e = lower.split(separator: "e").last.flatMap({ Int($0) }),
      let b = interval.lower.binaryExponent
    {
      #expect(abs(Double(b) - Double(e) * 3.321928094887362) < 5)
    }
    #expect(throws: CertificateError.self) {
      try EnclosureRecord(
        json: ["lower": .string(upper), "upper": .string(lower)], at: "x")
    }
  }

  @Test("whose order only many bits tell are no trap")
  func order() throws {
    // The ends differ in the 150th digit, more than reading looks at.
    let lower = "1." + String(repeating: "0", count: 149) + "1e3000"
    let record = try EnclosureRecord(json: ["lower": .string(lower), "upper": "1e3000"], at: "x")
    #expect(throws: NumberError.self) { try record.interval(precision: 1024) }
  }

  @Test("the power of a denominator stays below the line")
  func fractions() throws {
    let record = try EnclosureRecord(json: ["lower": "1/3e5000", "upper": "1"], at: "x")
    let lower = try record.interval(precision: 128).lower
    #expect(try lower.compare(to: Rational(parsing: "1e-5000")) < 0 && lower.sign > 0)
  }

  @Test(
    "that are none, or beyond every range, are errors",
    arguments: ["1e", "e5", "1e9999999999999999", "1e-x"])
  func errors(text: String) {
    #expect(throws: CertificateError.self) {
      try EnclosureRecord(json: ["lower": .string(text), "upper": "inf"], at: "x")
    }
  }
}
