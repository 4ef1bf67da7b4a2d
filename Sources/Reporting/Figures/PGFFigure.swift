/// Draws figures for pgfplots: a file that a paper takes by `\input`, and its numbers beside it.
public struct PGFFigure {
  let figure: Figure
  let name: String
  let width: Double
  let table: PGFTable

  /// The file for LaTeX and its data file.
  ///
  /// - Parameters:
  ///   - figure: what is drawn.
  ///   - name: the file name of both, without ending.
  ///   - width: the width of the picture.
  /// - Returns: the texts of FILE.tex and FILE.dat.
  public static func files(
    _ figure: Figure, name: String, width: PGFLength
  ) -> (latex: String, data: String) {
    let table = PGFTable(figure)
    let drawing = PGFFigure(figure: figure, name: name, width: width.points, table: table)
    return (drawing.document(), table.text(origin: figure.origin))
  }

  private func document() -> String {
    // A name that TeX takes as it is; others stand in braces.
    let columns = max(figure.columns, 1)
    var lines = header()
    lines.append(#"\begingroup"#)
    for (index, color) in PlotStyle.light.enumerated() {
      lines.append("\\definecolor{grokcert\(Self.letter(index))}{HTML}{\(color)}")
    }
    if !table.columns.isEmpty {
      lines.append("\\pgfplotstableread{\(name).dat}{\\grokcertdata}%")
    }
    lines += [
      #"\begin{tikzpicture}[font=\footnotesize]"#,
      "\\begin{groupplot}[group style={group size=\(columns) by \(rows), horizontal sep=\(horizontal)pt, "
        + "vertical sep=\(vertical)pt},",
      "  scale only axis, width=\(Self.number(frameWidth))pt, clip mode=individual, "
        + "unbounded coords=discard, filter discard warning=false,",
      #"  tick label style={font=\scriptsize}, tick align=outside, tick pos=left, major tick length=3pt, "#
        + "minor tick length=1.5pt,",
      "  grid=major, major grid style={black!15, line width=0.3pt}, axis line style={line width=0.4pt}, "
        + "scaled ticks=false,",
      "  legend cell align=left, legend style={draw=none, fill=none, font=\\scriptsize, inner sep=1pt, "
        + "/tikz/every even column/.append style={column sep=8pt}}]",
    ]
    for (index, panel) in figure.panels.enumerated() {
      lines += PGFPanel(panel, index: index, in: self).lines
    }
    lines += [#"\end{groupplot}"#]
    lines += overlay()
    return (lines + [#"\end{tikzpicture}%"#, #"\endgroup"#, ""]).joined(separator: "\n")
  }

  // MARK: - Measures

  private var rows: Int {
    (figure.panels.count + max(figure.columns, 1) - 1) / max(figure.columns, 1)
  }

  /// Room for the texts to the left and to the right of a frame.
  var margins: (left: Double, right: Double) {
    let left =
      figure.panels.map { panel in
        let texts = panel.cells.map { $0.rows } ?? panel.y.ticks.map(\.text)
        return (texts.map { TextWidth.estimate($0.plain, size: 6.6) }.max() ?? 0) + 29
      }.max() ?? 30
    let right =
      figure.panels.map { panel -> Double in
        if panel.cells != nil { return 48 }
        return (panel.levels.map { TextWidth.estimate($0.text.plain, size: 7) + 6 }.max() ?? 0) + 6
      }.max() ?? 4
    return (left, right)
  }

  private var horizontal: Int { Int(margins.left + margins.right + 4) }

  private var vertical: Int {
    if figure.panels.contains(where: \.sharesAxisBelow) { return 10 }
    let rows = figure.panels.map { PGFPanel.labelRows($0, width: frameWidth) }.max() ?? 0
    let titles = figure.panels.contains { $0.title != nil } ? 14 : 0
    return 38 + rows * 9 + titles
  }

  /// The width of one frame.
  var frameWidth: Double {
    let columns = Double(max(figure.columns, 1))
    return max((width - columns * (margins.left + margins.right + 4)) / columns, 60)
  }

  func height(_ panel: PlotPanel) -> Double {
    if let cells = panel.cells { return max(Double(cells.rows.count) * 22, 80) }
    return frameWidth * (figure.panels.count > 1 && figure.columns == 1 ? 0.34 : 0.68)
  }

  // MARK: - Texts

  private func header() -> [String] {
    let notes = figure.notes.map(\.latex).joined(separator: " ")
    let title = figure.title.map { $0.latex + ". " } ?? ""
    let more =
      figure.panels.contains { $0.cells != nil }
      ? "% Needs no library for its cells; the colours are in this file, the numbers also in \(name).dat."
      : "% Numbers: \(name).dat, columns ..._lower and ..._upper rounded outward, others in between."
    return [
      "% \(figure.origin)",
      #"% \usepackage{amssymb,pgfplots}\pgfplotsset{compat=1.17}\usepgfplotslibrary{groupplots,fillbetween}"#,
      "% \\usepackage{pgfplotstable} reads the numbers. From another folder: \\input{FOLDER/\(name)} with",
      #"% \pgfplotsset{table/search path={.,FOLDER}}."#, more,
      "% Caption: \(title)\(notes)",
    ]
  }

  /// The title above and the legend, which lie outside of all frames.
  private func overlay() -> [String] {
    guard let title = figure.title else { return [] }
    return [
      #"\node[anchor=south, font=\small\bfseries] at ([yshift=2pt]current bounding box.north) {"#
        + title.latex + "};"
    ]
  }

  static func letter(_ color: Int) -> String {
    String(Array("ABCDEF")[PlotStyle.index(color)])
  }

  static func number(_ value: Double) -> String { Markup.number(value) }
}
