import Certification
import Documents
import Enclosures

/// Draws bias, distance and accuracies of logistic regression against the step, with the phases.
struct PhaseFigure {
  private let options: FigureOptions
  private let named: NamedCertificate
  private let points: [TrajectoryPoint]
  private let isOrbit: Bool

  /// - Throws: `DocumentError` for another theory or several certificates, and what following the run throws.
  init(_ certificates: [NamedCertificate], _ options: FigureOptions) throws {
    try Figure.require("logistic", for: .phases, certificates)
    guard let named = certificates.first, certificates.count == 1 else {
      throw DocumentError(
        file: nil,
        "a figure of kind phases shows one run, but there are \(certificates.count); name one file")
    }
    self.options = options
    self.named = named
    let certificate = named.certificate
    isOrbit = certificate.quantities["orbit_period"]?.exact == "2"
    let start = certificate.quantities["t0"].flatMap(Bounds.init)?.exact?.int ?? 0
    let followed = certificate.evidence["followed"]?["to"]?.string.flatMap(Int.init) ?? start
    let last = min(options.lastStep ?? followed, followed)
    guard last > max(start, 1) else {
      throw DocumentError(
        file: named.path, keyPath: "evidence.followed",
        "the run was followed to step \(last) only, which is too short to draw")
    }
    var steps = Set(
      PlotLogarithm.steps(from: max(start, 1), through: last, count: options.stepCount))
    if isOrbit { steps.formUnion(steps.map { $0 + 1 }.filter { $0 <= last }) }
    points = try TrajectorySource(options: options).points(named, at: steps.sorted())
  }

  func figure() throws(DocumentError) -> Figure {
    let regimes = sizes().filter { name, _ in
      points.contains { $0.number("test_correct", regime: name) != nil }
    }
    let n = named.certificate.quantities["N"].flatMap(Bounds.init)?.exact
      .flatMap { $0.sign > 0 ? $0 : nil }
    var accuracies: [PlotSeries] = []
    if let n {
      accuracies.append(
        series("train_accuracy", PlotText("training accuracy"), 0, .solid) { point in
          point.number("train_correct").map { PlotNumber(lower: $0.lower / n, upper: $0.upper / n) }
        })
    }
    for (index, regime) in regimes.enumerated() {
      let dash = [PlotSeries.Dash.dashed, .dashDot, .dotted][index % 3]
      accuracies.append(
        series(
          "test_accuracy_\(index + 1)", PlotText("test accuracy, \(regime.name)"), index + 1, dash
        ) {
          $0.number("test_correct", regime: regime.name).map {
            PlotNumber(lower: $0.lower / regime.size, upper: $0.upper / regime.size)
          }
        })
    }
    let bias = series("b", nil, 5, .solid) { $0.number("b") }
    let distance = series("distance", nil, 5, .solid) { $0.number("distance") }
    var panels = [
      panel(PlotText("bias b(t)", latex: "bias $b(t)$"), [bias], .linear),
      panel(PlotText("|b| / ‖w‖", latex: #"$|b|/\|w\|$"#), [distance], nil),
      panel(PlotText("accuracy"), accuracies, .linear),
    ]
    for index in panels.indices {
      panels[index].sharesAxisBelow = index + 1 < panels.count
      mark(&panels[index], isLabelled: index == 0, regimes.map(\.name))
    }
    return Figure(
      kind: .phases, title: options.title.map { PlotText($0) }, panels: panels, columns: 1,
      notes: notes, digests: [named.digest])
  }

  private var notes: [PlotText] {
    var notes = [
      PlotText(
        isOrbit
          ? "The run ends on an orbit of period 2: bands hold steps t and t + 1, lines are their middle; counts are certified."
          : "Lines are certified enclosures, accuracies exact counts; phases by the support's share of the bias gradient, one half and 99%."
      )
    ]
    if !ProblemSummary(certificate: named.certificate).isFollowed {
      notes.append(PlotText("The run was not followed to its end, so that phases are not known."))
    }
    return notes
  }

  // MARK: - Panels

  private func series(
    _ key: String, _ name: PlotText?, _ color: Int, _ dash: PlotSeries.Dash,
    _ value: (TrajectoryPoint) -> PlotNumber?
  ) -> PlotSeries {
    let values = points.map { (step: $0.step, value: value($0)) }
    let drawn = values.indices.compactMap { index -> PlotSeries.Point? in
      let (step, own) = values[index]
      guard isOrbit else { return .init(x: PlotNumber(Rational(step)), y: own) }
      guard values.indices.contains(index + 1), values[index + 1].step == step + 1 else {
        return nil
      }
      let both = own.flatMap { own in values[index + 1].value.map(own.hull) }
      return .init(x: PlotNumber(Rational(step)), y: both)
    }
    return PlotSeries(name: name, key: key, color: color, dash: dash, points: drawn)
  }

  private func panel(
    _ label: PlotText, _ series: [PlotSeries], _ scale: PlotAxis.Scale?
  ) -> PlotPanel {
    let steps = points.map(\.step)
    let first = steps.min() ?? 1
    let x = PlotAxis(
      PlotText("step t", latex: "step $t$"), .logarithmic, from: Rational(first),
      to: Rational(max(steps.max() ?? 10, first + 1)))
    let values = series.flatMap { $0.points.compactMap(\.y).flatMap { [$0.lower, $0.upper] } }
    var panel = PlotPanel(x: x, y: PlotAxis(label, scale, holding: values))
    panel.series = series
    return panel
  }

  private func mark(_ panel: inout PlotPanel, isLabelled: Bool, _ regimes: [String]) {
    let certificate = named.certificate
    func text(_ text: PlotText) -> PlotText { isLabelled ? text : PlotText("") }
    guard ProblemSummary(certificate: certificate).isFollowed else { return }
    func end(_ name: String) -> Rational? {
      guard let record = certificate.quantities[name], let bounds = Bounds(record) else {
        return nil
      }
      // Beyond the horizon is beyond the axis.
      return bounds.finite?.upper ?? panel.x.upper
    }
    if let half = end("t_half"), let most = end("t_support") {
      let ends = [panel.x.lower, max(half, panel.x.lower), max(most, half), panel.x.upper]
        .map { min($0, panel.x.upper) }
      for (index, name) in ["1 population", "2 unlearning", "3 support"].enumerated()
      where ends[index] < ends[index + 1] {
        panel.spans.append(
          PlotSpan(from: ends[index], to: ends[index + 1], text: text(PlotText(name)), shade: index)
        )
      }
    }
    var times = [
      ("t_peak", PlotText("t_peak", latex: #"$t_{\mathrm{peak}}$"#), 5),
      ("T_train", PlotText("T_train", latex: #"$T_{\mathrm{train}}$"#), 0),
    ]
    for (index, regime) in regimes.enumerated() {
      let name = PlotText("(\(regime))")
      times.append(
        ("T_test(\(regime))", PlotText("T_test", latex: #"$T_{\mathrm{test}}$"#) + name, index + 1))
    }
    for (name, label, color) in times {
      guard let time = TrajectorySource.time(name, certificate), panel.x.contains(time.middle)
      else {
        continue
      }
      let dash: PlotSeries.Dash = color == 0 || color == 5 ? .dashed : .dashDot
      panel.rules.append(PlotRule(x: time.middle, text: text(label), color: color, dash: dash))
    }
  }

  // MARK: - Counts

  /// The test regimes with the count of their points.
  private func sizes() -> [(name: String, size: Rational)] {
    let tests = named.certificate.specification["tests"]?.object ?? [:]
    func size(_ name: String, depth: Int = 0) -> Rational? {
      guard let test = tests[name], depth <= tests.count else { return nil }
      if let of = test["attack"]?["of"]?.string { return size(of, depth: depth + 1) }
      if let points = test["points"]?.array { return Rational(points.count) }
      let count = test["same_distribution"]?["count"] ?? test["planted"]?["count"]
      return (count?.string ?? count?.integer.map(String.init)).flatMap {
        try? Rational(parsing: $0)
      }
    }
    return tests.keys.sorted().compactMap { name in
      size(name).flatMap { $0.sign > 0 ? (name, $0) : nil }
    }
  }
}
