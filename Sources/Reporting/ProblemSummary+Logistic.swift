import Certification
import Documents
import Enclosures

/// What reports say about a logistic problem.
extension ProblemSummary {
  /// The data and the parameters; lines without content are left out.
  var logisticProblem: [Line] {
    let training = spec["training"]
    let start = training?["w0"]?.string == "zero" ? "w0 = 0" : "w0 given"
    return [
      line("data", [data] + equations("d", "n_plus", "n_minus", "R")),
      line(
        "loss", [spec["loss"]?.string, spec["reduction"]?.string.map { "\($0) over the points" }]),
      line(
        "training",
        equations("eta") + [number(training?["steps"]).map { "\($0) steps" }, start]
          + equations("b0", "t0")),
      line("tests", tests),
      line("thresholds", equations("epsilon", "alpha", "zeta")),
    ].compactMap(\.self)
  }

  /// The maximum margin and the limit of the run.
  var margin: [Line] {
    if let separable = certificate.quantities["separable"], separable.exact == "0" {
      return [
        Line(label: "separable", text: "no: there is no margin, and the loss has a minimizer")
      ]
    }
    return [
      line("margin", equations("gamma", "svm_bias", "svm9_bias")),
      line("support", equations("s_plus", "s_minus", "m2")),
      line("limit residual", equations("residual_norm", "residual_bias", "delta", "b_limit")),
      line("time scale", equations("t_star", "H_plus", "H_minus", "lambda_K")),
      line("first step", equations("step_stability"), stability),
    ].compactMap(\.self)
  }

  /// Whether the run was followed to its end.
  var isFollowed: Bool {
    certificate.evidence["overflow"] == nil
      && certificate.evidence["followed"]?["to"]?.string == certificate.quantities["horizon"]?.exact
  }

  /// What η·λ_max means.
  private var stability: String? {
    guard let value = certificate.quantities["step_stability"].flatMap(Bounds.init) else {
      return nil
    }
    let two = Bounds.between(2, 2)
    if value.isCertainlyBelow(two) { return "eta*lambda_max, below 2: stable" }
    return two.isCertainlyBelow(value) ? "eta*lambda_max, above 2: unstable" : "eta*lambda_max"
  }

  /// The three phases (Das, Vedantam, Lakshminarayanan 2026, section 3) with the steps that bound them.
  var phases: [Line] {
    guard isFollowed, let half = time("t_half"), let most = time("t_support") else { return [] }
    let start = certificate.quantities["t0"].flatMap(Bounds.init)
    var lines = [
      phase(
        "1 population", isEmpty: start == half.bounds, "\(from("t0")) until \(half.text)",
        "half or more of the bias gradient is that of points off the support"),
      phase(
        "2 unlearning", isEmpty: half.bounds == most.bounds && half.bounds.exact != nil,
        "\(half.text) until \(most.text)", "the support has more than half of it"),
      phase(
        "3 support", isEmpty: most.bounds.exact == nil && most.bounds.finite == nil,
        "from \(most.text) on", "the support has 99% of it or more"),
    ]
    if let peak = time("t_peak") {
      lines.append(
        Line(
          label: "peak",
          text: "|b|/|w| is greatest at \(peak.text)" + (phase(of: peak, half, most) ?? "")))
    }
    return lines
  }

  private func phase(
    _ label: String, isEmpty: Bool, _ steps: String, _ meaning: String
  ) -> Line {
    Line(label: label, text: isEmpty ? "no steps" : "\(steps): \(meaning)")
  }

  /// A step with its bounds.
  private struct Time {
    let name: String
    let bounds: Bounds
    let text: String
  }

  private func time(_ name: String) -> Time? {
    guard let record = certificate.quantities[name], let bounds = Bounds(record) else { return nil }
    if case .between(let lower?, nil) = bounds {
      return Time(
        name: name, bounds: bounds, text: "the end (\(name) > \((lower - 1).description))")
    }
    return Time(name: name, bounds: bounds, text: "\(name) \(ShownNumber(record).equation)")
  }

  private func from(_ name: String) -> String {
    certificate.quantities[name].map { "t \(ShownNumber($0).equation)" } ?? "the start"
  }

  private func phase(of peak: Time, _ half: Time, _ most: Time) -> String? {
    if peak.bounds.isCertainlyBelow(half.bounds) { return ", in phase 1" }
    if half.bounds.isCertainlyAtMost(peak.bounds), peak.bounds.isCertainlyBelow(most.bounds) {
      return ", in phase 2"
    }
    return most.bounds.isCertainlyAtMost(peak.bounds) ? ", in phase 3" : nil
  }

  /// How the run went and how it ended.
  var course: [Line] {
    let evidence = certificate.evidence
    var lines: [Line] = []
    guard isFollowed else {
      if let overflow = evidence["overflow"]?.string {
        return [
          Line(
            label: "overflow",
            text:
              "at t = \(overflow) the state leaves the range of the arithmetic: the descent all but "
              + "diverges, and nothing is known from there on")
        ]
      }
      let end = evidence["followed"]?["to"]?.string ?? ""
      return [
        Line(
          label: "given up",
          text:
            "at t = \(end) the enclosure of the state grew too wide, and nothing is known after it")
      ]
    }
    if let period = certificate.quantities["orbit_period"] {
      let meaning: String? =
        switch period.exact {
        case "2": "the run ends in an orbit of period 2, not in a trend"
        case "1": "no orbit at the end"
        default: nil
        }
      lines.append(
        Line(
          label: "orbit",
          text: "period \(ShownNumber(period).equation)" + (meaning.map { " (\($0))" } ?? "")))
    }
    lines += [
      line("end", equations("b_final", "residual_gap", "B")),
      line("assumption 4.4", equations("support_gap", "support_skew", "offsupport")),
    ].compactMap(\.self)
    return lines
  }

  /// Attacks as floating-point arithmetic runs them, beside the certified counts.
  var experiments: [Line] {
    certificate.experiments.compactMap { experiment in
      guard let regime = experiment["regime"]?.string, let step = experiment["t"]?.string,
        let count = experiment["points"]?.string, let single = experiment["binary32"]?.string,
        let double = experiment["binary64"]?.string, let certified = experiment["certified"],
        let record = try? EnclosureRecord(json: certified, at: "experiments")
      else { return nil }
      return Line(
        label: "t = \(step)",
        text: "\(regime): the attack leaves \(single) (binary32), \(double) (binary64) of \(count) "
          + "points correct; certified: \(ShownNumber(record).term)")
    }
  }

  // MARK: - Parts of the spec

  private var data: String? {
    guard let value = spec["data"] else { return nil }
    if let points = value["points"]?.array { return "\(points.count) given points" }
    guard let set = value["planted"] else { return nil }
    let members = ["box", "gamma", "per_class", "support", "support_half_width", "seed"]
    let parts = members.compactMap { name -> String? in
      guard let member = set[name] else { return nil }
      let text = member.array?.compactMap(number).joined(separator: "+") ?? number(member)
      return text.map { "\(name.replacing("_", with: " ")) \($0)" }
    }
    return "planted (\(parts.joined(separator: ", ")))"
  }

  private var tests: [String] {
    (spec["tests"]?.object ?? [:]).sorted { $0.key < $1.key }.map { name, value in
      let count = number(value["same_distribution"]?["count"] ?? value["planted"]?["count"])
      if let attack = value["attack"] {
        let (of, radius) = (attack["of"]?.string ?? "", number(attack["radius"]) ?? "")
        return "\(name): \(of) under attack with radius \(radius)"
      }
      return "\(name): \(count ?? String(value["points"]?.array?.count ?? 0)) points"
    }
  }
}
