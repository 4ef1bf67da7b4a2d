/// Draws the numbers of a panel.
extension SVGPanel {
  /// Bands narrower than this, in pixels, are no wider than their line.
  private static let visible = 0.8

  private func place(_ number: PlotNumber) -> Double { x(panel.x.fraction(number.middle)) }

  /// Ranges as bands or bars, and enclosures that are wide enough to be seen.
  func drawSpread(_ series: PlotSeries, _ canvas: inout SVGCanvas) {
    let color = PlotStyle.index(series.color)
    switch series.spread {
    case .band:
      for run in PlotRun.bands(of: series) {
        drawBand(run, "class=\"f\(color) w\"", &canvas)
      }
    case .bars:
      for point in series.points {
        guard let spread = point.spread else { continue }
        let (low, high) = (y(panel.y.fraction(spread.lower)), y(panel.y.fraction(spread.upper)))
        guard low - high > SVGPanel.visible else { continue }
        let (middle, style) = (place(point.x), "s\(color)")
        canvas.line(middle, low, middle, high, style: style)
        canvas.line(middle - 4, low, middle + 4, low, style: style)
        canvas.line(middle - 4, high, middle + 4, high, style: style)
      }
    }
  }

  private func drawBand(
    _ run: [(x: PlotNumber, y: PlotNumber)], _ style: String, _ canvas: inout SVGCanvas
  ) {
    let ends = run.map {
      (place($0.x), y(panel.y.fraction($0.y.lower)), y(panel.y.fraction($0.y.upper)))
    }
    guard ends.count > 1, ends.contains(where: { $0.1 - $0.2 > SVGPanel.visible }) else { return }
    canvas.path(
      ends.map { ($0.0, $0.2) } + ends.reversed().map { ($0.0, $0.1) }, isClosed: true, style)
  }

  /// The lines and markers.
  func drawLine(_ series: PlotSeries, _ canvas: inout SVGCanvas) {
    let color = PlotStyle.index(series.color)
    if series.shape == .line || series.shape == .both {
      for run in PlotRun.lines(of: series) {
        // The enclosure of the number itself, where it is as wide as that.
        if series.spread == .band { drawBand(run, "class=\"f\(color) w\"", &canvas) }
        let points = run.map { (place($0.x), y(panel.y.fraction($0.y.middle))) }
        let faint = series.isFaint ? " faint" : ""
        canvas.path(points, "class=\"s\(color)\(faint)\"\(SVGStyle.dash(series.dash))")
      }
    }
    for point in series.points {
      guard let value = point.y, panel.y.contains(value.middle) else { continue }
      let (middle, height) = (place(point.x), y(panel.y.fraction(value.middle)))
      if series.shape == .points || series.shape == .both {
        canvas.marker(series.color, x: middle, y: height)
      }
      if point.isFlagged {
        canvas.line(middle - 4, height - 4, middle + 4, height + 4, style: "s\(color)")
        canvas.line(middle - 4, height + 4, middle + 4, height - 4, style: "s\(color)")
      }
    }
  }

  /// Numbers below the axis, inside the frame at its foot.
  func drawDownArrows(_ canvas: inout SVGCanvas) {
    for arrow in panel.arrows where !arrow.isUp {
      let (middle, base) = (x(panel.x.fraction(arrow.x)), frame.y + height)
      canvas.path(
        [(middle - 4, base - 10), (middle + 4, base - 10), (middle, base - 2)], isClosed: true,
        "class=\"f\(PlotStyle.index(arrow.color))\"")
      canvas.text(arrow.text.plain, x: middle, y: base - 14, anchor: "middle", style: "k")
    }
  }

  /// A sample of a series for the legend.
  static func swatch(
    _ canvas: inout SVGCanvas, _ series: PlotSeries, x: Double, y: Double, width: Double
  ) {
    let color = PlotStyle.index(series.color)
    let hasBand = series.spread == .band && series.points.contains { $0.spread != nil }
    if hasBand || series.shape == .none {
      canvas.rectangle(x, y - 6, width, 12, "class=\"f\(color) w\"")
    }
    if series.shape == .line || series.shape == .both {
      canvas.line(x, y, x + width, y, style: "s\(color)", dash: SVGStyle.dash(series.dash))
    }
    if series.shape == .points || series.shape == .both {
      canvas.marker(series.color, x: x + width / 2, y: y)
    }
  }
}

/// Cuts a series where it has no numbers.
enum PlotRun {
  /// Stretches with a number at every point.
  static func lines(of series: PlotSeries) -> [[(x: PlotNumber, y: PlotNumber)]] {
    runs(series) { $0.y }
  }

  /// Stretches with a spread at every point.
  static func bands(of series: PlotSeries) -> [[(x: PlotNumber, y: PlotNumber)]] {
    runs(series) { $0.spread }
  }

  private static func runs(
    _ series: PlotSeries, _ value: (PlotSeries.Point) -> PlotNumber?
  ) -> [[(x: PlotNumber, y: PlotNumber)]] {
    var runs: [[(x: PlotNumber, y: PlotNumber)]] = [[]]
    for point in series.points {
      if let number = value(point) {
        runs[runs.count - 1].append((point.x, number))
      } else if !runs[runs.count - 1].isEmpty {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }
}
