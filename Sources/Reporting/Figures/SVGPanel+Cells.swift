/// Draws a table of coloured cells with the bar that explains the colours.
extension SVGPanel {
  func drawCells(_ cells: PlotCells, _ canvas: inout SVGCanvas) {
    let size = (
      width: frame.width / Double(max(cells.columns.count, 1)),
      height: height / Double(max(cells.rows.count, 1))
    )
    for (row, line) in cells.cells.enumerated() {
      for (column, cell) in line.enumerated() {
        let corner = (
          x: frame.x + Double(column) * size.width,
          y: frame.y + height - Double(row + 1) * size.height
        )
        draw(cell, cells.bar, corner, size, &canvas)
      }
    }
    canvas.rectangle(frame.x, frame.y, frame.width, height, "class=\"a\"")
    for (column, text) in cells.columns.enumerated() {
      // Every second text where they would touch.
      let widest = cells.columns.map { TextWidth.estimate($0.plain, size: SVGFigure.smallSize) }
        .max()
      if column % (Int((widest ?? 0) / size.width) + 1) != 0 { continue }
      canvas.text(
        text.plain, x: frame.x + (Double(column) + 0.5) * size.width, y: frame.y + height + 18,
        anchor: "middle", style: "k")
    }
    for (row, text) in cells.rows.enumerated() {
      let middle = frame.y + height - (Double(row) + 0.5) * size.height
      canvas.text(text.plain, x: frame.x - 8, y: middle + 4, anchor: "end", style: "k")
    }
    canvas.text(
      panel.x.label.plain, x: frame.x + frame.width / 2, y: frame.y + height + 37, anchor: "middle")
    let (place, middle) = (frame.x - left + 14, frame.y + height / 2)
    canvas.text(
      panel.y.label.plain, x: place, y: middle, anchor: "middle",
      transform: "rotate(-90 \(Markup.number(place)) \(Markup.number(middle)))")
    drawBar(cells.bar, &canvas)
  }

  private func draw(
    _ cell: PlotCells.Cell?, _ bar: PlotAxis, _ corner: (x: Double, y: Double),
    _ size: (width: Double, height: Double), _ canvas: inout SVGCanvas
  ) {
    guard let cell else { return }
    let color = cell.value.map { PlotStyle.ramp(at: bar.fraction($0.middle)) }
    let fill =
      color.map { "rgb(\($0.red),\($0.green),\($0.blue))" } ?? "none"
    canvas.rectangle(
      corner.x, corner.y, size.width, size.height,
      "fill=\"\(fill)\" class=\"cut\" stroke-width=\"0.5\"")
    let ink = color.map { PlotStyle.isDark($0) ? "#ffffff" : "#000000" }
    let style =
      ink.map { "fill=\"none\" stroke=\"\($0)\" stroke-opacity=\"0.55\"" } ?? "class=\"r\""
    let middle = (x: corner.x + size.width / 2, y: corner.y + size.height / 2)
    func text(_ text: String, _ x: Double, _ y: Double, _ anchor: String) {
      let paint = ink.map { "style=\"fill:\($0)\"" } ?? ""
      canvas.add(
        "<text class=\"k\" \(paint) x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" "
          + "text-anchor=\"\(anchor)\">\(Markup.escape(text))</text>")
    }
    if cell.verdict == "out-of-scope" {
      // A corner is hatched, beside the number.
      for offset in [5.0, 9.0, 13.0, 17.0] {
        canvas.path(
          [(corner.x + 1, corner.y + offset), (corner.x + offset, corner.y + 1)],
          "\(style) style=\"stroke-width:1.1\"")
      }
    } else if let mark = PlotCells.symbol(cell.verdict) {
      text(mark, corner.x + size.width - 4, corner.y + 13, "end")
    }
    if TextWidth.estimate(cell.text.plain, size: SVGFigure.smallSize) < size.width - 6 {
      text(cell.text.plain, middle.x, middle.y + 4, "middle")
    }
  }

  private func drawBar(_ bar: PlotAxis, _ canvas: inout SVGCanvas) {
    let place = frame.x + frame.width + 14
    let parts = 64
    for part in 0..<parts {
      let color = PlotStyle.ramp(at: (Double(part) + 0.5) / Double(parts))
      let step = height / Double(parts)
      canvas.rectangle(
        place, frame.y + height - Double(part + 1) * step, 12, step + 0.3,
        "fill=\"rgb(\(color.red),\(color.green),\(color.blue))\"")
    }
    canvas.rectangle(place, frame.y, 12, height, "class=\"a\"")
    for tick in bar.ticks {
      let level = y(bar.fraction(tick.value))
      canvas.line(place + 12, level, place + 16, level, style: "a")
      canvas.text(tick.text.plain, x: place + 19, y: level + 4, style: "k")
    }
  }
}

extension PlotCells {
  /// What marks a verdict in a cell; out-of-scope is hatched instead.
  static func symbol(_ verdict: String?) -> String? {
    switch verdict {
    case "fail": "✗"
    case "undecided": "?"
    default: nil
    }
  }
}
