import ClaimLanguage
import Documents
import Enclosures
import GoldenCases
import RidgeTheory
import Testing

@testable import Certification

/// Certificates of the golden cases against the fixture: every truth value, every bound, every value.
@Suite("golden certificates")
struct GoldenVerdictTests {
  /// Where the fixture's hypotheses stand among the claims; an index names a part of a conjunction.
  private static let conditions: [String: (claim: String, id: String, part: Int?)] = [
    "eta<1/(lambda+b2)": ("4.2-t1", "step-size", nil),
    "eta<1/(lambda+lmax/n)": ("4.4", "step-size", nil),
    "eta<=2/(Lf+2lambda)": ("4.1-train", "step-size", nil),
    "lambda<=2eps/(3|th*|^2)": ("4.4", "small-decay", 0),
    "lambda<=sqrt(Lf eps)/(sqrt6|th*|)": ("4.4", "small-decay", 1),
    "lambda<=eps/(2|th*|^2)": ("4.2-t1", "small-decay", 0),
    "lambda<=b sqrt(eps)/(sqrt6|th*|)": ("4.2-t1", "small-decay", 1),
    "E1:|th0|>=|th*|": ("4.2-t1", "large-start", nil),
    "E2:|th0perp|^2>=(m-n)nu2/2": ("4.2-t2", "large-perpendicular-start", nil),
    "m-n>=8|th*|^2/nu2": ("4.2-t2", "width-teacher", nil),
    "m-n>=8c/(lmin(Sigma)nu2)": ("4.2-t2", "width-threshold", nil),
    "appendix m-n>=8c^2/(lmin^2 nu2)": ("4.5/appendix", "width-threshold", nil),
    "c>=eps": ("4.2-t2", "thresholds", nil),
    "eta*lambda<=0.7968": ("4.2-t2/corrected", "decay-rate", nil),
  ]

  /// The claims whose right side is one of the fixture's bounds.
  private static let bounds = [
    "eq6_t1_upper": "4.2-t1", "thm4.4_t1_upper": "4.4", "eq7_t2_lower": "4.2-t2",
    "thm4.5_t2_lower": "4.5", "eq8_t2_lower_formula": "8-t2", "eq8_t1_upper_formula": "8-t1",
    "own_loss_t1_upper": "4.2-t1/sharp",
  ]

  /// The fixture's names of values: a quantity, and the power of it.
  private static let values = [
    "lambda_min_plus": ("lambda_min_plus", 1), "lambda_max": ("lambda_max", 1),
    "theta0_perp_sq": ("theta0_perp_norm2", 1), "thetastar_perp_sq": ("teacher_perp_norm2", 1),
    "Ln_theta_lambda": ("final_train_loss", 1), "L_theta_lambda": ("final_error", 1),
    "rank": ("rank", 1), "norm0_sq": ("theta0_norm2", 1), "normstar_sq": ("T", 2), "Lf": ("L", 1),
    "b2": ("b", 2), "lambda_min_Sigma": ("sigma_min", 1), "lambda_max_Sigma": ("sigma_max", 1),
    "L_zero_predictor": ("zero_predictor_error", 1),
  ]

  private func members(_ golden: GoldenCase, _ name: String) throws -> [String: JSONValue] {
    try #require(golden.json[name]?.object)
  }

  @Test("hypotheses have the listed truth values", arguments: GoldenCase.all)
  func hypotheses(golden: GoldenCase) throws {
    let certificate = try Certified.golden(golden)
    for (name, truth) in try members(golden, "hypotheses") {
      let expected = try #require(truth.bool as Bool?) ? "holds" : "fails"
      if name == "L(0)>eps (nontrivial)" {
        let isTrivial = try certificate.claim("4.2-final").flags.contains("trivial")
        #expect(isTrivial == (expected == "fails"), "\(name)")
        continue
      }
      let place = try #require(Self.conditions[name], "\(name)")
      let claim = try certificate.claim(place.claim)
      var condition = try #require((claim.hypotheses + claim.events).first { $0.id == place.id })
      if let part = place.part { condition = condition.parts[part] }
      #expect(condition.status == expected, "\(name): \(condition)")
    }
  }

  @Test("right-hand sides contain the listed bounds", arguments: GoldenCase.all)
  func bounds(golden: GoldenCase) throws {
    let certificate = try Certified.golden(golden)
    let listed = try members(golden, "bounds").compactMapValues(\.string)
    for (name, id) in Self.bounds {
      let right = try #require(try certificate.claim(id).conclusion.right, "\(id)")
      #expect(try right.contains(decimal: #require(listed[name])), "\(name): \(right)")
    }
    let lower = try Rational(parsing: #require(listed["own_loss_t1_lower"])).roundedDown()
    // Where a step overshoots (G7), the bound has no meaning.
    let sharp = try certificate.claim("4.2-t1/sharp-lower")
    if sharp.hypotheses.first(where: { $0.id == "step-size" })?.status == "holds" {
      let floor = try #require(sharp.conclusion.right)
      #expect(floor.lower == lower.description && floor.upper == lower.description)
    }
    let quadratic = try #require(listed["own_quad_t2_lower"])
    if quadratic != "0" {
      let part = try #require(try certificate.claim("4.2-t2/sharp").conclusion.parts.first)
      #expect(try #require(part.right).contains(decimal: quadratic), "\(part)")
    }
  }

  @Test("quantities and times are those of the fixture", arguments: GoldenCase.all)
  func quantities(golden: GoldenCase) throws {
    let certificate = try Certified.golden(golden)
    for (name, text) in golden.values.merging(golden.exact, uniquingKeysWith: { $1 }) {
      // The norm of the minimizer is not a quantity of the theory.
      if name == "norm_theta_lambda_sq" { continue }
      let (quantity, power) = try #require(Self.values[name], "\(name)")
      let record = try #require(certificate.quantities[quantity], "\(quantity)")
      #expect(try record.contains(decimal: text, power: power), "\(name): \(record), not \(text)")
    }
    for (name, expected) in [("t1", golden.expectedT1), ("t2", golden.expectedT2)] {
      let record = try #require(certificate.quantities[name])
      #expect(record.lower == expected && record.upper == expected, "\(name): \(record)")
    }
  }

  @Test("losses on the way are those of the fixture", arguments: GoldenCase.all)
  func trajectory(golden: GoldenCase) throws {
    let losses = try members(golden, "losses").map { (try #require(Int($0)), $1) }
      .sorted { $0.0 < $1.0 }
    let simulation = try Simulation(
      golden.problem, at: losses.map(\.0), settings: MeasurementSettings())
    for (point, (step, expected)) in zip(simulation.points, losses) {
      #expect(point.step == step)
      for (name, key) in [("train_loss", "Ln"), ("population_loss", "L")] {
        let text = try #require(expected[key]?.string)
        guard case .number(let record)? = point.values[name] else {
          Issue.record("\(name)(\(step)) is no number")
          continue
        }
        #expect(try record.contains(decimal: text), "\(name)(\(step))")
      }
    }
  }

  // MARK: What the audit found

  private func certificate(_ name: String) throws -> Certificate {
    try Certified.golden(#require(GoldenCase.all.first { $0.name.hasPrefix(name + "_") }))
  }

  @Test("eq (7) fails on G8; its corrected form does not apply and Theorem 4.5 passes")
  func equation7() throws {
    let certificate = try certificate("G8")
    let claim = try certificate.claim("4.2-t2")
    #expect(claim.verdict == "fail" && claim.conclusion.status == "fails")
    #expect((claim.hypotheses + claim.events).allSatisfy { $0.status == "holds" })
    let corrected = try certificate.claim("4.2-t2/corrected")
    #expect(corrected.verdict == "out-of-scope")
    let failing = (corrected.hypotheses + corrected.events).filter { $0.status != "holds" }
    #expect(failing.map(\.id) == ["decay-rate"])
    for id in ["4.5", "4.5/appendix", "4.2-t2/sharp", "4.2-t1", "4.1-train", "4.1-population"] {
      #expect(try certificate.claim(id).verdict == "pass", "\(id)")
    }
    // Eq (7) fails nowhere else.
    for golden in GoldenCase.all where !golden.name.hasPrefix("G8") {
      for claim in try Certified.golden(golden).claims { #expect(claim.verdict != "fail") }
    }
  }

  @Test("Theorem 4.1 passes on G7 at the boundary step, where its proof's condition fails")
  func boundaryStep() throws {
    let certificate = try certificate("G7")
    for id in ["4.1-train", "4.1-population", "4.1-norm"] {
      #expect(try certificate.claim(id).verdict == "pass", "\(id)")
    }
    let step = try #require(try certificate.claim("4.1-train").hypotheses.last)
    #expect(step.left?.exact == nil || step.status == "holds")
    #expect(
      try certificate.claim("4.4").hypotheses.first { $0.id == "step-size" }?.status == "fails")
  }

  @Test("the appendix form passes on G9 and says nothing there")
  func vacuous() throws {
    let certificate = try certificate("G9")
    let appendix = try certificate.claim("4.5/appendix")
    #expect(appendix.verdict == "pass" && appendix.flags.contains("vacuous"))
    let main = try certificate.claim("4.5")
    #expect(main.verdict == "out-of-scope" && main.conclusion.status == "holds")
    #expect(try certificate.claim("4.2-t2").flags.contains("vacuous"))
    #expect(try certificate.claim("4.2-t1").flags.contains("vacuous"))
    #expect(certificate.quantities["t1"] == EnclosureRecord(lower: "-inf", upper: "-inf"))
    #expect(certificate.quantities["rank"]?.exact == "5")
  }

  @Test("Figure 2: the verdicts and numbers of the issue")
  func figure2() throws {
    let certificate = try Certified.instance("figure2")
    for id in ["4.4", "4.5", "8-t1", "8-t2"] {
      #expect(try certificate.claim(id).verdict == "pass", "\(id)")
    }
    let t1 = try certificate.claim("4.2-t1")
    #expect(t1.verdict == "out-of-scope" && t1.conclusion.status == "holds")
    #expect(t1.hypotheses.filter { $0.status != "holds" }.map(\.id) == ["step-size"])
    for id in ["4.6", "4.2-final"] {
      let claim = try certificate.claim(id)
      #expect(claim.verdict == "out-of-scope" && claim.flags.contains("trivial"))
      #expect(claim.hypotheses.contains { $0.id == "sample-size" && $0.status == "fails" })
    }
    let seven = try #require(try certificate.claim("4.2-t2").conclusion.right)
    let published7 = "8142.806762384072929934200669835088979314"
    #expect(seven.lower.hasPrefix("8142.80676238"))
    #expect(try seven.contains(decimal: published7))
    let eight = try #require(try certificate.claim("8-t2").conclusion.right)
    #expect(eight.lower.hasPrefix("11982.02043886351"))
    let time = try #require(certificate.quantities["t1"]?.exact.flatMap(Int.init))
    #expect((190...240).contains(time))
    let late = try #require(certificate.quantities["t2"]?.exact.flatMap(Int.init))
    #expect((22_800...23_100).contains(late))
  }
}

extension Certificate {
  /// The record of a ridge claim.
  func claim(_ id: String) throws -> ClaimRecord {
    try #require(claims.first { $0.id == "ridge/" + id }, "no claim \(id)")
  }
}

extension EnclosureRecord {
  /// Whether the power of the number may be a decimal of 40 digits.
  func contains(decimal text: String, power: Int = 1) throws -> Bool {
    let value = try Rational(parsing: text)
    let slack = try value.magnitude * Rational(parsing: "1e-38")
    let (low, high) = (try Rational(parsing: lower), try Rational(parsing: upper))
    let (lowest, highest) = power == 2 ? (low * low, high * high) : (low, high)
    return lowest <= value + slack && value - slack <= highest
  }
}
