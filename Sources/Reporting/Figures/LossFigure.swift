import Certification
import Documents
import Enclosures

/// Draws train and population loss of ridge regression against the step.
struct LossFigure {
  /// One certificate with the trajectory of its problem.
  typealias Run = (named: NamedCertificate, points: [TrajectoryPoint])

  let options: FigureOptions
  let runs: [Run]
  private static let greatestStep = 100_000_000_000_000_000

  /// - Throws: `DocumentError` for another theory, and what measuring a trajectory throws.
  init(_ certificates: [NamedCertificate], _ options: FigureOptions) throws {
    try Figure.require("ridge", for: options.kind, certificates)
    if options.trajectory != nil, certificates.count > 1 {
      throw DocumentError(
        file: nil, keyPath: "--trajectory",
        "is of one run, but \(certificates.count) certificates are named; name one")
    }
    self.options = options
    let last = options.lastStep ?? LossFigure.lastStep(certificates)
    let steps = PlotLogarithm.steps(from: 1, through: max(last, 2), count: options.stepCount)
    let source = TrajectorySource(options: options)
    runs = try certificates.enumerated().map { index, named in
      options.progress("trajectory \(index + 1)/\(certificates.count)")
      return (named, try source.points(named, at: steps))
    }
  }

  /// Three times the last stage; where t2 is not finite, at least ten times the scale 1/(ηλ) of weight decay.
  private static func lastStep(_ certificates: [NamedCertificate]) -> Int {
    let stages =
      TrajectorySource.lastStep(["t1", "t2", "t_final"], certificates).map { $0 * 3 } ?? 0
    let reachesT2 = certificates.allSatisfy { TrajectorySource.time("t2", $0.certificate) != nil }
    var last = stages > 9 ? stages : 0
    if !reachesT2 || last.isZero {
      let rates = certificates.compactMap { named -> Rational? in
        guard let eta = named.certificate.quantities["eta"].flatMap(Bounds.init)?.exact,
          let lambda = named.certificate.quantities["lambda"].flatMap(Bounds.init)?.exact
        else { return nil }
        return eta * lambda
      }
      if let least = rates.filter({ $0.sign > 0 }).min() { last = max(last, 10 / least) }
    }
    if last.isZero { last = 1_000_000 }
    return min(last.roundedUp().int ?? greatestStep, greatestStep)
  }

  func figure() -> Figure {
    let panel = losses()
    return Figure(
      kind: options.kind, title: options.title.map { PlotText($0) }, panels: [panel.0], columns: 1,
      notes: panel.notes, digests: runs.map(\.named.digest))
  }

  // MARK: - The panel

  /// The panel of losses, and what a reader must know of it.
  func losses(sharesAxisBelow: Bool = false) -> (PlotPanel, notes: [PlotText]) {
    let series =
      series("train_loss", PlotText("training loss", latex: "training loss $L_n$"), 0, .solid)
      + series(
        "population_loss", PlotText("population loss", latex: "population loss $L$"), 1, .dashed)
    let steps = runs.flatMap { $0.points.map(\.step) }
    let x = PlotAxis(
      PlotText("step t", latex: "step $t$"), .logarithmic, from: Rational(steps.min() ?? 1),
      to: Rational(max(steps.max() ?? 10, (steps.min() ?? 1) + 1)))
    let levels = levels()
    var values = series.flatMap { $0.points.flatMap { [$0.y ?? $0.spread, $0.spread] } }
      .compactMap(\.self).flatMap { [$0.lower, $0.upper] }.filter { $0.sign > 0 }
    var notes = notes()
    // A training loss without weight decay falls below any scale.
    if let floor = levels.map(\.y).min().map({ $0 / 100_000_000 }), let least = values.min(),
      least < floor
    {
      values = values.filter { $0 >= floor } + [floor]
      notes.append(
        PlotText("Losses below ") + PlotTicks.number(floor) + PlotText(" lie outside the frame."))
    }
    let y = PlotAxis(PlotText("loss"), .logarithmic, holding: values + levels.map(\.y))
    var panel = PlotPanel(x: x, y: y)
    panel.series = series
    panel.levels = levels
    panel.sharesAxisBelow = sharesAxisBelow
    mark(&panel)
    return (panel, notes)
  }

  /// The most runs that have lines of their own: more are a blur, and exceed TeX's memory.
  private static let mostLines = 12

  /// One run as a line with its enclosure; several as the range, the median and, of a few, all lines behind them.
  private func series(
    _ key: String, _ name: PlotText, _ color: Int, _ dash: PlotSeries.Dash
  ) -> [PlotSeries] {
    func points(_ run: Run) -> [PlotSeries.Point] {
      run.points.map { .init(x: PlotNumber(Rational($0.step)), y: $0.number(key)) }
    }
    if runs.count == 1 {
      return [
        PlotSeries(name: name, key: key, color: color, dash: dash, points: points(runs[0]))
      ]
    }
    let lines = runs.count <= LossFigure.mostLines ? runs : []
    let single = lines.enumerated().map { index, run in
      PlotSeries(
        key: "\(key)_\(index + 1)", color: color, isFaint: true, points: points(run))
    }
    let joint = runs[0].points.indices.map { index -> PlotSeries.Point in
      let known = runs.compactMap { run in
        run.points.indices.contains(index) ? run.points[index].number(key) : nil
      }
      let numbers = DrawnNumbers(known.map { .between($0.lower, $0.upper) })
      return .init(
        x: PlotNumber(Rational(runs[0].points[index].step)), y: numbers.median,
        spread: numbers.spread)
    }
    return single + [
      PlotSeries(
        name: name + PlotText(" (median and range)"), key: key, color: color, dash: dash,
        points: joint)
    ]
  }

  // MARK: - Thresholds and stages

  private func levels() -> [PlotLevel] {
    func values(_ name: String) -> Set<Rational> {
      Set(runs.compactMap { $0.named.certificate.quantities[name].flatMap(Bounds.init)?.exact })
    }
    let (epsilon, c) = (values("epsilon"), values("c"))
    func level(_ name: PlotText, _ value: Rational) -> PlotLevel {
      PlotLevel(y: value, text: PlotText.equation(name, ShownNumber(.between(value, value))))
    }
    let (e, other) = (PlotText("ε", latex: #"$\varepsilon$"#), PlotText("c", latex: "$c$"))
    if epsilon.count == 1, epsilon == c {
      return epsilon.map { level(PlotText("ε = c", latex: #"$\varepsilon=c$"#), $0) }
    }
    return epsilon.sorted().map { level(e, $0) } + c.sorted().map { level(other, $0) }
  }

  /// Vertical lines at t1 and t2, and the plateau between them.
  private func mark(_ panel: inout PlotPanel) {
    func stage(_ name: String) -> PlotNumber? {
      let records = runs.compactMap { $0.named.certificate.quantities[name].flatMap(Bounds.init) }
      return records.count == runs.count ? DrawnNumbers.median(records) : nil
    }
    let isSingle = runs.count == 1
    let suffix = isSingle ? PlotText("") : PlotText(" (median)")
    var stages: [Rational] = []
    for (name, text, color) in [
      ("t1", PlotText("t₁", latex: "$t_1$"), 0), ("t2", PlotText("t₂", latex: "$t_2$"), 1),
    ] {
      guard let time = stage(name), panel.x.contains(time.middle) else { continue }
      stages.append(time.middle)
      let shown = ShownNumber(.between(time.lower, time.upper))
      panel.rules.append(
        PlotRule(x: time.middle, text: PlotText.equation(text, shown) + suffix, color: color))
    }
    if stages.count == 2, stages[0] < stages[1] {
      panel.spans = [PlotSpan(from: stages[0], to: stages[1], text: PlotText("plateau"), shade: 1)]
    }
  }

  private func notes() -> [PlotText] {
    var notes = [
      PlotText(
        runs.count == 1
          ? "Lines are certified enclosures, from lower to upper end; the axis starts at step 1."
          : "Ranges and medians of \(runs.count) runs from certified enclosures; the axis starts at step 1."
      )
    ]
    for name in ["t1", "t2"] where runs.count == 1 {
      guard let record = runs[0].named.certificate.quantities[name], PlotNumber(record) == nil
      else {
        continue
      }
      let described = StageMeaning(name).described(record)
      notes.append(PlotText("\(name) \(described.value): \(described.meaning)."))
    }
    return notes
  }
}
