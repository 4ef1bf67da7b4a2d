/// Draws one panel.
struct SVGPanel {
  let panel: PlotPanel
  private let clip: String
  /// Height of the frame.
  let height: Double
  private let width: Double
  /// Room that the texts around the frame need.
  let top: Double
  let left: Double
  let right: Double
  let bottom: Double
  private(set) var frame = (x: 0.0, y: 0.0, width: 0.0)
  private static let row = 15.0

  init(_ panel: PlotPanel, width: Double, height: Double, clip: String) {
    (self.panel, self.width, self.height, self.clip) = (panel, width, height, clip)
    let small = SVGFigure.smallSize
    let yTicks = panel.cells.map { $0.rows.map(\.plain) } ?? panel.y.ticks.map(\.text.plain)
    left = (yTicks.map { TextWidth.estimate($0, size: small) }.max() ?? 0) + 34
    let levels = panel.levels.map { TextWidth.estimate($0.text.plain, size: small) }.max()
    right = panel.cells != nil ? 76 : levels.map { $0 + 14 } ?? 18
    let rows = (SVGPanel.spots(panel, width: width - left - right).map(\.row).max() ?? -1) + 1
    let title = panel.title == nil ? 0 : 20.0
    top = title + Double(rows) * SVGPanel.row + 8
    bottom = panel.sharesAxisBelow ? 8 : 46
  }

  mutating func place(x: Double, y: Double, top: Double, left: Double, right: Double) {
    frame = (x + left, y + top, width - left - right)
  }

  // MARK: - Labels above the frame

  private static func label(_ panel: PlotPanel, _ width: Double) -> [LabelPlacement.Label] {
    let small = SVGFigure.smallSize
    let spans = panel.spans.filter(\.isNamed).map { span -> LabelPlacement.Label in
      let from = min(max(panel.x.fraction(span.from), 0), 1) * width
      let to = min(max(panel.x.fraction(span.to), 0), 1) * width
      let size = TextWidth.estimate(span.text.plain, size: small)
      return .init(
        place: (from + to) / 2, width: size, hasLine: size > to - from - 4,
        slack: max(to - from - size - 6, 0) / 2)
    }
    let rules = panel.rules.filter(\.isNamed).map { rule in
      LabelPlacement.Label(
        place: panel.x.fraction(rule.x) * width,
        width: TextWidth.estimate(rule.text.plain, size: small), hasLine: true)
    }
    let arrows = panel.arrows.filter(\.isUp).map { arrow in
      LabelPlacement.Label(
        place: panel.x.fraction(arrow.x) * width,
        width: TextWidth.estimate(arrow.text.plain, size: small) + arrowWidth, hasLine: true)
    }
    return spans + rules + arrows
  }

  private static let arrowWidth = 10.0

  private static func spots(_ panel: PlotPanel, width: Double) -> [LabelPlacement.Spot] {
    LabelPlacement.spots(label(panel, width), width: width)
  }

  // MARK: - Drawing

  func x(_ fraction: Double) -> Double { frame.x + fraction * frame.width }
  func y(_ fraction: Double) -> Double { frame.y + height * (1 - fraction) }

  func draw(_ canvas: inout SVGCanvas) {
    if let title = panel.title {
      canvas.text(
        title.plain, x: frame.x + frame.width / 2, y: frame.y - top + 14, anchor: "middle")
    }
    if let cells = panel.cells {
      drawCells(cells, &canvas)
      return
    }
    canvas.add(
      "<clipPath id=\"\(clip)\"><rect x=\"\(Markup.number(frame.x))\" y=\"\(Markup.number(frame.y))\" "
        + "width=\"\(Markup.number(frame.width))\" height=\"\(Markup.number(height))\"/></clipPath>"
    )
    drawSpans(&canvas)
    drawGrid(&canvas)
    canvas.add("<g clip-path=\"url(#\(clip))\">")
    for level in panel.levels {
      let height = y(panel.y.fraction(level.y))
      canvas.line(
        frame.x, height, frame.x + frame.width, height, style: "r", dash: SVGStyle.dash(.dotted))
    }
    for series in panel.series { drawSpread(series, &canvas) }
    for series in panel.series { drawLine(series, &canvas) }
    canvas.add("</g>")
    canvas.rectangle(frame.x, frame.y, frame.width, height, "class=\"a\"")
    drawLabels(&canvas)
    drawLevels(&canvas)
    drawDownArrows(&canvas)
  }

  private func drawSpans(_ canvas: inout SVGCanvas) {
    for span in panel.spans {
      let from = x(min(max(panel.x.fraction(span.from), 0), 1))
      let to = x(min(max(panel.x.fraction(span.to), 0), 1))
      canvas.rectangle(from, frame.y, to - from, height, "class=\"p\(span.shade % 3)\"")
    }
  }

  private func drawGrid(_ canvas: inout SVGCanvas) {
    let base = frame.y + height
    let ticks = panel.x.fittingTicks(width: frame.width, size: SVGFigure.smallSize)
    for tick in ticks {
      let place = x(panel.x.fraction(tick.value))
      canvas.line(place, frame.y, place, base, style: "g")
      canvas.line(place, base, place, base + 5, style: "a")
      if !panel.sharesAxisBelow {
        canvas.text(tick.text.plain, x: place, y: base + 18, anchor: "middle", style: "k")
      }
    }
    for value in panel.x.minorTicks {
      let place = x(panel.x.fraction(value))
      canvas.line(place, base, place, base + 2.5, style: "a")
    }
    for tick in panel.y.ticks {
      let place = y(panel.y.fraction(tick.value))
      canvas.line(frame.x, place, frame.x + frame.width, place, style: "g")
      canvas.line(frame.x - 5, place, frame.x, place, style: "a")
      canvas.text(tick.text.plain, x: frame.x - 8, y: place + 4, anchor: "end", style: "k")
    }
    for value in panel.y.minorTicks {
      let place = y(panel.y.fraction(value))
      canvas.line(frame.x - 2.5, place, frame.x, place, style: "a")
    }
    if !panel.sharesAxisBelow {
      canvas.text(panel.x.label.plain, x: frame.x + frame.width / 2, y: base + 37, anchor: "middle")
    }
    let middle = frame.y + height / 2
    let place = frame.x - left + 14
    canvas.text(
      panel.y.label.plain, x: place, y: middle, anchor: "middle",
      transform: "rotate(-90 \(Markup.number(place)) \(Markup.number(middle)))")
  }

  private func drawLabels(_ canvas: inout SVGCanvas) {
    let up = panel.arrows.filter(\.isUp)
    let (spans, rules) = (panel.spans.filter(\.isNamed), panel.rules.filter(\.isNamed))
    for rule in panel.rules where !rule.isNamed {
      let place = x(panel.x.fraction(rule.x))
      canvas.line(
        place, frame.y + height, place, frame.y, style: "s\(PlotStyle.index(rule.color))",
        dash: SVGStyle.dash(rule.dash))
    }
    let labels = SVGPanel.label(panel, frame.width)
    let spots = LabelPlacement.spots(labels, width: frame.width)
    for (index, (label, spot)) in zip(labels, spots).enumerated() {
      let baseline = frame.y - 5 - Double(spot.row) * SVGPanel.row
      let place = frame.x + label.place
      let middle = frame.x + spot.left + label.width / 2
      if index < spans.count {
        if label.hasLine { canvas.line(place, frame.y, place, baseline + 3, style: "r") }
        let text = spans[index].text.plain
        canvas.text(text, x: middle, y: baseline, anchor: "middle", style: "k")
      } else if index < spans.count + rules.count {
        let rule = rules[index - spans.count]
        canvas.line(
          place, frame.y + height, place, baseline + 3, style: "s\(PlotStyle.index(rule.color))",
          dash: SVGStyle.dash(rule.dash))
        canvas.text(rule.text.plain, x: middle, y: baseline, anchor: "middle", style: "k")
      } else {
        let arrow = up[index - spans.count - rules.count]
        let style = "s\(PlotStyle.index(arrow.color))"
        canvas.line(place, frame.y, place, baseline + 3, style: style)
        let start = frame.x + spot.left
        canvas.path(
          [(start, baseline), (start + 7, baseline), (start + 3.5, baseline - 8)], isClosed: true,
          "class=\"f\(PlotStyle.index(arrow.color))\"")
        canvas.text(arrow.text.plain, x: start + SVGPanel.arrowWidth, y: baseline, style: "k")
      }
    }
  }

  private func drawLevels(_ canvas: inout SVGCanvas) {
    let wishes = panel.levels.map { y(panel.y.fraction($0.y)) }
    let heights = LabelPlacement.heights(wishes, line: 14)
    for (level, place) in zip(panel.levels, heights) where panel.y.contains(level.y) {
      canvas.text(level.text.plain, x: frame.x + frame.width + 6, y: place + 4, style: "k")
    }
  }
}
