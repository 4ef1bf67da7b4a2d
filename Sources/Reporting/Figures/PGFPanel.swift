import Enclosures

/// One panel as an `\nextgroupplot` with everything in it.
struct PGFPanel {
  private let panel: PlotPanel
  private let index: Int
  private let figure: PGFFigure
  private let width: Double
  private static let row = 9.0
  /// Points of text in these labels.
  private static let size = 6.2

  init(_ panel: PlotPanel, index: Int, in figure: PGFFigure) {
    (self.panel, self.index, self.figure) = (panel, index, figure)
    width = figure.frameWidth
  }

  var lines: [String] {
    var lines = axis
    if let cells = panel.cells { return lines + PGFCells(cells, figure.height(panel), width).lines }
    for span in panel.spans {
      let (from, to) = (clamped(panel.x.fraction(span.from)), clamped(panel.x.fraction(span.to)))
      lines.append(
        "\\fill[black, fill opacity=\(["0.03", "0.07", "0.12"][span.shade % 3])] "
          + "(rel axis cs:\(fraction(from)),0) rectangle (rel axis cs:\(fraction(to)),1);")
    }
    for level in panel.levels where panel.y.contains(level.y) {
      let place = fraction(panel.y.fraction(level.y))
      lines.append(
        "\\draw[black!65, densely dotted, line width=0.6pt] (rel axis cs:0,\(place)) -- (rel axis cs:1,\(place));"
      )
    }
    let entries = figure.figure.legend
    var named: Set<PlotText> = []
    for (number, series) in panel.series.enumerated() {
      lines += spread(series, number)
      lines += line(series)
    }
    // The legend stands in the first panel, whatever panel its series are in.
    if index == 0 {
      for (series, name) in entries where named.insert(name).inserted {
        lines.append("\\addlegendimage{\(sample(series))}")
        lines.append("\\addlegendentry{\(name.latex)}")
      }
    }
    return lines + labels + levelTexts + downArrows
  }

  private func clamped(_ value: Double) -> Double { min(max(value, 0), 1) }

  /// A share of the frame with five decimals.
  private func fraction(_ value: Double) -> String {
    let units = Int((min(max(value, -2), 3) * 100_000).rounded())
    let digits = String(abs(units) % 100_000)
    return (units < 0 ? "-" : "") + "\(abs(units) / 100_000)."
      + String(repeating: "0", count: 5 - digits.count) + digits
  }

  // MARK: - The axis

  private var axis: [String] {
    func ends(_ name: String, _ axis: PlotAxis) -> String {
      "\(name)min=\(PGFTable.end(axis.lower, isUpper: false)), \(name)max=\(PGFTable.end(axis.upper, isUpper: true))"
    }
    func ticks(_ name: String, _ axis: PlotAxis) -> String {
      let places = axis.ticks.map { PGFTable.end($0.value, isUpper: false) }.joined(separator: ",")
      let texts = axis.ticks.map { "{\($0.text.latex)}" }.joined(separator: ",")
      let minor = axis.minorTicks.map { PGFTable.end($0, isUpper: false) }.joined(separator: ",")
      return "\(name)tick={\(places)}, \(name)ticklabels={\(texts)}, minor \(name)tick={\(minor)}"
    }
    func mode(_ axis: PlotAxis) -> String { axis.scale == .logarithmic ? "log" : "normal" }
    let isUpper = panel.sharesAxisBelow
    var options = [
      "height=\(PGFFigure.number(figure.height(panel)))pt, xmode=\(mode(panel.x)), ymode=\(mode(panel.y))",
      ends("x", panel.x), ends("y", panel.y),
      panel.cells == nil
        ? ticks("x", panel.x) : PGFCells.ticks("x", panel.cells?.columns ?? [], width),
      panel.cells == nil ? ticks("y", panel.y) : PGFCells.ticks("y", panel.cells?.rows ?? [], nil),
      "ylabel={\(panel.y.label.latex)}",
    ]
    if isUpper {
      options.append("xticklabels={}")
    } else {
      options.append("xlabel={\(panel.x.label.latex)}")
    }
    let rows = Double(PGFPanel.labelRows(panel, width: width)) * PGFPanel.row
    if let title = panel.title {
      options.append("title={\(title.latex)}, title style={yshift=\(PGFFigure.number(rows - 4))pt}")
    }
    if index == 0, !figure.figure.legend.isEmpty {
      let columns = figure.figure.columns
      let shift = rows + (panel.title == nil ? 2 : 14)
      // Above the middle of all columns.
      let middle =
        columns > 1
        ? (width * 2 + figure.margins.left + figure.margins.right + 4) / 2 / width : 0.5
      let widest =
        figure.figure.legend.map { TextWidth.estimate($0.1.plain, size: 6.4) + 34 }.max() ?? 1
      let fitting = max(Int(figure.width / widest), 1)
      options.append(
        "legend columns=\(min(fitting, figure.figure.legend.count)), "
          + "legend style={at={(\(fraction(middle)),1)}, anchor=south, yshift=\(PGFFigure.number(shift))pt}"
      )
    }
    return ["\\nextgroupplot[\(options.joined(separator: ",\n  "))]"]
  }

  // MARK: - Series

  private func color(_ number: Int) -> String { "grokcert\(PGFFigure.letter(number))" }

  private func dash(_ dash: PlotSeries.Dash) -> String {
    switch dash {
    case .solid: "solid"
    case .dashed: "densely dashed"
    case .dotted: "densely dotted"
    case .dashDot: "dash dot"
    }
  }

  private func plot(_ options: String, _ series: PlotSeries, _ part: String) -> String {
    "\\addplot[forget plot, \(options)] table[x=\(figure.table.places(series, panel: index)), "
      + "y=\(PGFTable.column(series, panel: index, part))] {\\grokcertdata};"
  }

  private func spread(_ series: PlotSeries, _ number: Int) -> [String] {
    let (color, name) = (color(series.color), "grokcert\(index)s\(number)")
    let hasSpread = series.points.contains { $0.spread != nil }
    switch series.spread {
    case .band:
      // The enclosure of the numbers themselves, where it would be seen.
      let isWide = series.points.contains { point in
        point.y.map { panel.y.fraction($0.upper) - panel.y.fraction($0.lower) > 0.003 } ?? false
      }
      return (hasSpread ? band(series, name + "r", color, "least", "greatest") : [])
        + (isWide ? band(series, name + "e", color, "lower", "upper") : [])
    case .bars:
      return series.points.compactMap { point in
        guard let spread = point.spread, spread.lower < spread.upper else { return nil }
        let x = fraction(panel.x.fraction(point.x.middle))
        let ends = [spread.lower, spread.upper].map { clamped(panel.y.fraction($0)) }
        return "\\draw[\(color), |-|, line width=0.5pt] (rel axis cs:\(x),\(fraction(ends[0]))) -- "
          + "(rel axis cs:\(x),\(fraction(ends[1])));"
      }
    }
  }

  private func band(
    _ series: PlotSeries, _ name: String, _ color: String, _ lower: String, _ upper: String
  ) -> [String] {
    [
      plot("draw=none, name path=\(name)l", series, lower),
      plot("draw=none, name path=\(name)u", series, upper),
      "\\addplot[forget plot, fill=\(color), fill opacity=0.2, draw=none] fill between[of=\(name)l and \(name)u];",
    ]
  }

  private func style(_ series: PlotSeries) -> String {
    let color = color(series.color)
    let marker =
      "mark=\(PlotStyle.markers[PlotStyle.index(series.color)]), mark size=1.5pt, "
      + "mark options={solid}"
    switch series.shape {
    case .line: return "\(color), \(dash(series.dash)), mark=none, line width=0.8pt"
    case .both: return "\(color), \(dash(series.dash)), line width=0.8pt, \(marker)"
    case .points: return "\(color), only marks, \(marker)"
    case .none: return "draw=none, mark=none"
    }
  }

  private func line(_ series: PlotSeries) -> [String] {
    guard series.shape != .none, series.points.contains(where: { $0.y != nil }) else { return [] }
    let faint = series.isFaint ? ", opacity=0.35, line width=0.4pt" : ""
    let cross = "\(color(series.color)), only marks, mark=x, mark size=2.2pt"
    return [plot(style(series) + faint, series, "middle")]
      + (series.points.contains(where: \.isFlagged) ? [plot(cross, series, "flagged")] : [])
  }

  private func sample(_ series: PlotSeries) -> String {
    let hasBand = series.spread == .band && series.points.contains { $0.spread != nil }
    if series.shape == .none {
      return "area legend, fill=\(color(series.color)), fill opacity=0.2, draw opacity=0"
    }
    return style(series)
      + (hasBand
        ? ", preaction={draw, \(color(series.color)), line width=5pt, opacity=0.2, solid}" : "")
  }

  // MARK: - Labels

  /// Spans, lines and arrows with texts above the frame.
  private static func labels(_ panel: PlotPanel, _ width: Double) -> [LabelPlacement.Label] {
    let spans = panel.spans.filter(\.isNamed).map { span -> LabelPlacement.Label in
      let from = min(max(panel.x.fraction(span.from), 0), 1) * width
      let to = min(max(panel.x.fraction(span.to), 0), 1) * width
      let wide = TextWidth.estimate(span.text.plain, size: size)
      return .init(
        place: (from + to) / 2, width: wide, hasLine: wide > to - from - 2,
        slack: max(to - from - wide - 4, 0) / 2)
    }
    func label(_ x: Rational, _ text: PlotText) -> LabelPlacement.Label {
      .init(
        place: panel.x.fraction(x) * width, width: TextWidth.estimate(text.plain, size: size) + 2,
        hasLine: true)
    }
    return spans + panel.rules.filter(\.isNamed).map { label($0.x, $0.text) }
      + panel.arrows.filter(\.isUp).map { label($0.x, $0.text + PlotText("mm")) }
  }

  static func labelRows(_ panel: PlotPanel, width: Double) -> Int {
    (LabelPlacement.spots(labels(panel, width), width: width).map(\.row).max() ?? -1) + 1
  }

  private var labels: [String] {
    let labels = PGFPanel.labels(panel, width)
    let spots = LabelPlacement.spots(labels, width: width)
    let (spans, rules) = (panel.spans.filter(\.isNamed), panel.rules.filter(\.isNamed))
    var texts: [(text: String, color: String, dash: String, isRule: Bool)] = []
    texts += spans.map { ($0.text.latex, "black!60", "solid", false) }
    texts += rules.map { ($0.text.latex, color($0.color), dash($0.dash), true) }
    for arrow in panel.arrows where arrow.isUp {
      let mark = "\\textcolor{\(color(arrow.color))}{$\\blacktriangle$}\\,"
      texts.append((mark + arrow.text.latex, color(arrow.color), "solid", false))
    }
    var lines = panel.rules.filter { !$0.isNamed }.map { rule in
      let x = fraction(panel.x.fraction(rule.x))
      return
        "\\draw[\(color(rule.color)), \(dash(rule.dash)), line width=0.6pt] (rel axis cs:\(x),0) -- (rel axis cs:\(x),1);"
    }
    for (index, (label, spot)) in zip(labels, spots).enumerated() {
      let (text, color, dash, isRule) = texts[index]
      let height = PGFFigure.number(2 + Double(spot.row) * PGFPanel.row)
      let x = fraction(label.place / width)
      if label.hasLine {
        lines.append(
          "\\draw[\(color), \(dash), line width=0.6pt] (rel axis cs:\(x),\(isRule ? "0" : "1")) -- "
            + "([yshift=\(height)pt]rel axis cs:\(x),1);")
      }
      let middle = fraction((spot.left + label.width / 2) / width)
      lines.append(
        "\\node[anchor=base, inner sep=0pt, font=\\scriptsize, yshift=\(height)pt] at "
          + "(rel axis cs:\(middle),1) {\(text)};")
    }
    return lines
  }

  private var levelTexts: [String] {
    let height = figure.height(panel)
    let shown = panel.levels.filter { panel.y.contains($0.y) }
    let heights = LabelPlacement.heights(shown.map { panel.y.fraction($0.y) * height }, line: 8)
    return zip(shown, heights).map { level, place in
      "\\node[anchor=west, inner sep=2pt, font=\\scriptsize] at (rel axis cs:1,\(fraction(place / height))) "
        + "{\(level.text.latex)};"
    }
  }

  private var downArrows: [String] {
    panel.arrows.filter { !$0.isUp }.map { arrow in
      "\\node[anchor=south, inner sep=1pt, font=\\scriptsize, text=\(color(arrow.color))] at "
        + "(rel axis cs:\(fraction(panel.x.fraction(arrow.x))),0) "
        + "{\\shortstack{\(arrow.text.latex)\\\\$\\blacktriangledown$}};"
    }
  }
}
