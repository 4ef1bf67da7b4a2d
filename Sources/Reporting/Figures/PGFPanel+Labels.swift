import Enclosures

/// Places the texts around a frame.
extension PGFPanel {
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

  var labels: [String] {
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

  var levelTexts: [String] {
    let height = figure.height(panel)
    let shown = panel.levels.filter { panel.y.contains($0.y) }
    let heights = LabelPlacement.heights(shown.map { panel.y.fraction($0.y) * height }, line: 8)
    return zip(shown, heights).map { level, place in
      "\\node[anchor=west, inner sep=2pt, font=\\scriptsize] at (rel axis cs:1,\(fraction(place / height))) "
        + "{\(level.text.latex)};"
    }
  }

  var downArrows: [String] {
    panel.arrows.filter { !$0.isUp }.map { arrow in
      "\\node[anchor=south, inner sep=1pt, font=\\scriptsize, text=\(color(arrow.color))] at "
        + "(rel axis cs:\(fraction(panel.x.fraction(arrow.x))),0) "
        + "{\\shortstack{\(arrow.text.latex)\\\\$\\blacktriangledown$}};"
    }
  }
}
