/// Draws figures as SVG: one file that needs nothing else.
public struct SVGFigure {
  /// The colours of a picture.
  public enum Theme: String, Sendable, CaseIterable {
    /// Dark on white.
    case light
    /// Light on black.
    case dark
    /// As the reader's system asks for.
    case auto
  }

  private let figure: Figure
  private let theme: Theme
  private let width: Double
  /// What identifiers begin with, so that several pictures may stand in one page.
  private let prefix: String
  static let fontSize = 13.0
  static let smallSize = 11.5
  static let lineHeight = 17.0

  /// The picture as an SVG document.
  ///
  /// - Parameters:
  ///   - figure: what is drawn.
  ///   - theme: its colours.
  ///   - width: its natural width in pixels; it scales to any other.
  ///   - prefix: what identifiers begin with; different for each picture of a page.
  /// - Returns: the text of the file.
  public static func svg(
    _ figure: Figure, theme: Theme = .auto, width: Int? = nil, prefix: String = "gc"
  ) -> String {
    let natural = figure.columns > 1 ? 920 : 680
    return SVGFigure(
      figure: figure, theme: theme, width: Double(width ?? natural), prefix: prefix
    ).document()
  }

  private func document() -> String {
    var canvas = SVGCanvas()
    var y = 10.0
    if let title = figure.title {
      for line in lines(of: title.plain, size: 16) {
        y += 18
        canvas.text(line, x: width / 2, y: y, anchor: "middle", style: "h")
      }
      y += 8
    }
    y = legend(&canvas, from: y)
    let columns = max(figure.columns, 1)
    let cell = width / Double(columns)
    var index = 0
    while index < figure.panels.count {
      let row = Array(figure.panels[index..<min(index + columns, figure.panels.count)])
      let drawings = row.enumerated().map { offset, panel in
        SVGPanel(panel, width: cell, height: height(panel), clip: "\(prefix)-\(index + offset)")
      }
      // Frames of a row are in line, and those of a column.
      let top = drawings.map(\.top).max() ?? 0
      let left =
        columns == 1
        ? figure.panels.map { SVGPanel($0, width: cell, height: 100, clip: "").left }.max() ?? 0
        : drawings.map(\.left).max() ?? 0
      let right =
        columns == 1
        ? figure.panels.map { SVGPanel($0, width: cell, height: 100, clip: "").right }.max() ?? 0
        : drawings.map(\.right).max() ?? 0
      for (offset, drawing) in drawings.enumerated() {
        var drawing = drawing
        drawing.place(x: Double(offset) * cell, y: y, top: top, left: left, right: right)
        drawing.draw(&canvas)
      }
      y += top + (drawings.map { $0.height + $0.bottom }.max() ?? 0)
      index += columns
    }
    y = notes(&canvas, from: y)
    return wrap(canvas.elements, height: y + 8)
  }

  private func height(_ panel: PlotPanel) -> Double {
    if let height = panel.frameHeight { return height }
    if let cells = panel.cells { return max(Double(cells.rows.count) * 44, 132) }
    if figure.columns > 1 { return (width / Double(figure.columns) * 0.56).rounded() }
    return figure.panels.count > 1 ? 150 : min((width * 0.52).rounded(), 420)
  }

  private func lines(of text: String, size: Double) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      let longer = last.isEmpty ? String(word) : last + " \(word)"
      if last.isEmpty || TextWidth.estimate(longer, size: size) <= width - 24 {
        lines[lines.count - 1] = longer
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  // MARK: - Legend and notes

  /// The entries in rows above the panels, where they cover no data.
  private func legend(_ canvas: inout SVGCanvas, from start: Double) -> Double {
    let entries = figure.legend
    guard !entries.isEmpty else { return start }
    let swatch = 30.0
    var rows: [[(PlotSeries, PlotText)]] = [[]]
    var used = 0.0
    func size(_ entry: (PlotSeries, PlotText)) -> Double {
      swatch + 6 + TextWidth.estimate(entry.1.plain, size: Self.fontSize) + 12
    }
    for entry in entries {
      if used + size(entry) > width - 20, !rows[rows.count - 1].isEmpty {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += size(entry)
    }
    var y = start
    for row in rows {
      var x = max((width - row.reduce(0) { $0 + size($1) } + 12) / 2, 8)
      for entry in row {
        SVGPanel.swatch(&canvas, entry.0, x: x, y: y + 9, width: swatch)
        canvas.text(entry.1.plain, x: x + swatch + 6, y: y + 13)
        x += size(entry)
      }
      y += 20
    }
    return y + 4
  }

  private func notes(_ canvas: inout SVGCanvas, from start: Double) -> Double {
    var y = start
    for note in figure.notes {
      for line in lines(of: note.plain, size: Self.smallSize) {
        y += 15
        canvas.text(line, x: 12, y: y, style: "n")
      }
    }
    return y
  }

  // MARK: - The document

  private func wrap(_ elements: [String], height: Double) -> String {
    let size = "width=\"\(Markup.number(width))\" height=\"\(Markup.number(height))\""
    let box = "viewBox=\"0 0 \(Markup.number(width)) \(Markup.number(height))\""
    let lines =
      [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"gc\" \(size) \(box) role=\"img\" "
          + "aria-labelledby=\"\(prefix)-title \(prefix)-desc\">",
        "<title id=\"\(prefix)-title\">\(Markup.escape(figure.heading))</title>",
        "<desc id=\"\(prefix)-desc\">\(Markup.escape(figure.summary))</desc>",
        "<!-- \(figure.origin.replacing("--", with: "- -")) -->",
        "<style>\(SVGStyle.css(theme))</style>",
        "<rect class=\"bg\" \(size)/>",
      ] + elements + ["</svg>", ""]
    return lines.joined(separator: "\n")
  }
}

extension Figure {
  /// The series that the legend names, each name once.
  var legend: [(PlotSeries, PlotText)] {
    var seen: Set<PlotText> = []
    return panels.flatMap(\.series).compactMap { series in
      series.name.flatMap { seen.insert($0).inserted ? (series, $0) : nil }
    }
  }

  /// A title for readers that cannot see the picture.
  var heading: String { title?.plain ?? "grokcert figure: \(kind.rawValue)" }

  /// What the picture shows, in words.
  var summary: String {
    let axes = panels.map { panel in
      (panel.title.map { "\($0.plain): " } ?? "")
        + "\(panel.y.label.plain) against \(panel.x.label.plain)"
    }
    let series = legend.map(\.1.plain)
    let shown = series.isEmpty ? "" : " Shown: \(series.joined(separator: "; "))."
    return "\(axes.joined(separator: ". ")).\(shown) \(notes.map(\.plain).joined(separator: " "))"
  }

  /// What the figure was made from, on one line.
  var origin: String {
    let shown = digests.prefix(20).joined(separator: " ")
    let rest = digests.count > 20 ? " and \(digests.count - 20) more" : ""
    let unit = digests.count == 1 ? "certificate" : "certificates"
    return "grokcert \(kind.rawValue) of \(digests.count) \(unit): \(shown)\(rest)"
  }
}
