/// A table of coloured cells with its bar, drawn by TikZ itself.
struct PGFCells {
  private let cells: PlotCells
  private let height: Double
  private let width: Double

  init(_ cells: PlotCells, _ height: Double, _ width: Double) {
    (self.cells, self.height, self.width) = (cells, height, width)
  }

  /// Ticks in the middle of cells; where a width is given, as many texts as fit.
  static func ticks(_ name: String, _ texts: [PlotText], _ width: Double?) -> String {
    let places = texts.indices.map { "\($0).5" }.joined(separator: ",")
    let widest = texts.map { TextWidth.estimate($0.plain, size: 7.5) }.max() ?? 0
    let every = width.map { Int(widest / ($0 / Double(max(texts.count, 1)))) + 1 } ?? 1
    let shown = texts.enumerated().map { $0.isMultiple(of: every) ? "{\($1.latex)}" : "{}" }
    return "\(name)tick={\(places)}, \(name)ticklabels={\(shown.joined(separator: ","))}, grid=none"
  }

  var lines: [String] {
    var lines: [String] = []
    for (row, line) in cells.cells.enumerated() {
      for (column, cell) in line.enumerated() {
        if let cell { lines += draw(cell, row, column) }
      }
    }
    return lines + bar
  }

  private func draw(_ cell: PlotCells.Cell, _ row: Int, _ column: Int) -> [String] {
    let color = cell.value.map { PlotStyle.ramp(at: cells.bar.fraction($0.middle)) }
    let ink = color.map { PlotStyle.isDark($0) ? "white" : "black" } ?? "black"
    let corners = "(axis cs:\(column),\(row)) rectangle (axis cs:\(column + 1),\(row + 1))"
    var lines = [
      "\\filldraw[draw=black!40, line width=0.2pt, fill=\(color.map(PGFCells.paint) ?? "white")] \(corners);"
    ]
    if cell.verdict == "out-of-scope" {
      for offset in [3, 6, 9] {
        lines.append(
          "\\draw[\(ink), opacity=0.6, line width=0.5pt] ([yshift=-\(offset)pt]axis cs:\(column),\(row + 1)) -- "
            + "([xshift=\(offset)pt]axis cs:\(column),\(row + 1));")
      }
    } else if let mark = cell.verdict.flatMap(PGFCells.mark) {
      lines.append(
        "\\node[anchor=north east, inner sep=1pt, text=\(ink), font=\\tiny] at (axis cs:\(column + 1),\(row + 1)) "
          + "{\(mark)};")
    }
    let size = width / Double(max(cells.columns.count, 1))
    if TextWidth.estimate(cell.text.plain, size: 6) < size - 2 {
      lines.append(
        "\\node[text=\(ink), inner sep=0pt, font=\\tiny] at (axis cs:\(column).5,\(row).5) "
          + "{\(cell.text.latex)};")
    }
    return lines
  }

  /// A colour where it is used: names would change before pgfplots draws.
  private static func paint(_ color: (red: Int, green: Int, blue: Int)) -> String {
    "{rgb,255:red,\(color.red);green,\(color.green);blue,\(color.blue)}"
  }

  private static func mark(_ verdict: String) -> String? {
    switch verdict {
    case "fail": #"$\times$"#
    case "undecided": "?"
    default: nil
    }
  }

  private var bar: [String] {
    let parts = 40
    var lines: [String] = []
    let place = "xshift=8pt"
    for part in 0..<parts {
      let color = PlotStyle.ramp(at: (Double(part) + 0.5) / Double(parts))
      let (low, high) = (Double(part) / Double(parts), Double(part + 1) / Double(parts))
      lines += [
        "\\fill[fill=\(PGFCells.paint(color))] ([\(place)]rel axis cs:1,\(Markup.thousandths(low))) rectangle "
          + "([\(place), xshift=7pt]rel axis cs:1,\(Markup.thousandths(high)));"
      ]
    }
    lines.append(
      "\\draw[line width=0.3pt] ([\(place)]rel axis cs:1,0) rectangle ([\(place), xshift=7pt]rel axis cs:1,1);"
    )
    for tick in cells.bar.ticks {
      lines.append(
        "\\node[anchor=west, inner sep=1.5pt, font=\\scriptsize] at ([xshift=15pt]rel axis cs:1,"
          + "\(Markup.thousandths(cells.bar.fraction(tick.value)))) {\(tick.text.latex)};")
    }
    return lines
  }
}

extension Markup {
  /// A number from 0 to 1 with three decimals.
  static func thousandths(_ value: Double) -> String {
    let units = Int((min(max(value, 0), 1) * 1000).rounded())
    let digits = String(units % 1000)
    return "\(units / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
