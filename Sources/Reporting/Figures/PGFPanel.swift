import Enclosures

/// One panel as an `\nextgroupplot` with everything in it.
struct PGFPanel {
  let panel: PlotPanel
  let index: Int
  let figure: PGFFigure
  let width: Double
  static let row = 9.0
  /// Points of text in these labels.
  static let size = 6.2

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

  func clamped(_ value: Double) -> Double { min(max(value, 0), 1) }

  /// A share of the frame with five decimals.
  func fraction(_ value: Double) -> String {
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
    func ticks(_ name: String, _ axis: PlotAxis, _ length: Double) -> String {
      // Texts of a vertical axis need room by their height alone.
      let shown =
        name == "x" ? axis.fittingTicks(width: length, size: 7) : axis.ticks
      let places = shown.map { PGFTable.end($0.value, isUpper: false) }.joined(separator: ",")
      let texts = shown.map { "{\($0.text.latex)}" }.joined(separator: ",")
      let minor = axis.minorTicks.map { PGFTable.end($0, isUpper: false) }.joined(separator: ",")
      return "\(name)tick={\(places)}, \(name)ticklabels={\(texts)}, minor \(name)tick={\(minor)}"
    }
    func mode(_ axis: PlotAxis) -> String { axis.scale == .logarithmic ? "log" : "normal" }
    let isUpper = panel.sharesAxisBelow
    var options = [
      "height=\(PGFFigure.number(figure.height(panel)))pt, xmode=\(mode(panel.x)), ymode=\(mode(panel.y))",
      ends("x", panel.x), ends("y", panel.y),
      panel.cells == nil
        ? ticks("x", panel.x, width) : PGFCells.ticks("x", panel.cells?.columns ?? [], width),
      panel.cells == nil
        ? ticks("y", panel.y, 0) : PGFCells.ticks("y", panel.cells?.rows ?? [], nil),
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

  func color(_ number: Int) -> String { "grokcert\(PGFFigure.letter(number))" }

  func dash(_ dash: PlotSeries.Dash) -> String {
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
}
