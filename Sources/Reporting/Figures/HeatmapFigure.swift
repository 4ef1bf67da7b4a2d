import Certification
import Documents
import Enclosures

/// Draws a number over two axes, as coloured cells.
struct HeatmapFigure {
  private let options: FigureOptions
  private let (x, y, value): (CertificateField, CertificateField, CertificateField)
  private let columns: [FieldKey]
  private let rows: [FieldKey]
  private let groups: [FieldKey: [FieldKey: [NamedCertificate]]]
  private let certificates: [NamedCertificate]

  /// - Throws: `DocumentError` where a field is missing or does not exist.
  init(_ certificates: [NamedCertificate], _ options: FigureOptions) throws(DocumentError) {
    guard options.x.count == 1, options.y.count == 1, let value = options.value else {
      throw DocumentError(
        file: nil, keyPath: "--kind heatmap",
        "needs --x FIELD, --y FIELD and --value FIELD, one of each, such as --value tightness(ridge/4.4)"
      )
    }
    (x, y, self.value) = (options.x[0], options.y[0], value)
    self.options = options
    self.certificates = certificates
    try FieldNumbers.require(value, certificates, option: "--value")
    var groups: [FieldKey: [FieldKey: [NamedCertificate]]] = [:]
    for named in certificates {
      let column = try FieldKey(options.x[0], named, option: "--x")
      let row = try FieldKey(options.y[0], named, option: "--y")
      groups[row, default: [:]][column, default: []].append(named)
    }
    self.groups = groups
    rows = groups.keys.sorted()
    columns = Set(groups.values.flatMap(\.keys)).sorted()
    let limit = 60
    guard rows.count <= limit, columns.count <= limit else {
      throw DocumentError(
        file: nil, keyPath: rows.count > limit ? "--y" : "--x",
        "has \(max(rows.count, columns.count)) values; a heat map has at most \(limit) rows and columns"
      )
    }
  }

  func figure() -> Figure {
    let cells = rows.map { row in columns.map { groups[row]?[$0].map(cell) } }
    let known = cells.flatMap { $0.compactMap { $0?.value } }
    let bar = PlotAxis(
      FieldLabel.text(value), options.isYLogarithmic.map { $0 ? .logarithmic : .linear },
      holding: known.flatMap { [$0.lower, $0.upper] })
    let found = Set(cells.flatMap { $0.compactMap { $0?.verdict } })
    let table = PlotCells(
      columns: columns.map(\.text), rows: rows.map(\.text), cells: cells, bar: bar,
      verdicts: HeatmapFigure.severity.filter { $0 != "pass" && found.contains($0) })
    var panel = PlotPanel(
      title: FieldLabel.text(value),
      x: PlotAxis(
        FieldLabel.text(x), .linear, from: 0, to: Rational(max(columns.count, 1)), ticks: []),
      y: PlotAxis(FieldLabel.text(y), .linear, from: 0, to: Rational(max(rows.count, 1)), ticks: [])
    )
    panel.cells = table
    return Figure(
      kind: .heatmap, title: options.title.map { PlotText($0) }, panels: [panel], columns: 1,
      notes: notes(table), digests: certificates.map(\.digest))
  }

  // MARK: - Cells

  /// From worst to best.
  private static let severity = ["fail", "undecided", "out-of-scope", "pass"]

  private func cell(_ certificates: [NamedCertificate]) -> PlotCells.Cell {
    let numbers = certificates.compactMap { FieldNumbers.known(value, $0) }
    let finite = numbers.compactMap(\.finite)
    let isOpen = finite.count < numbers.count
    // The greatest of enclosed numbers lies between the greatest lower and the greatest upper ends.
    let pick: ([Rational]) -> Rational? = { options.showsLeast ? $0.min() : $0.max() }
    var number: PlotNumber?
    if let lower = pick(finite.map(\.lower)), let upper = pick(finite.map(\.upper)) {
      number = PlotNumber(lower: lower, upper: upper)
    }
    // Where the greatest is infinite, no colour says how great.
    if isOpen, !options.showsLeast { number = nil }
    let verdict = FieldLabel.claim(value).flatMap { claim in
      let verdicts = Set(
        certificates.flatMap { $0.certificate.claims }.filter { $0.label == claim.label }
          .map(\.verdict))
      return HeatmapFigure.severity.first { verdicts.contains($0) }
    }
    let text = number.map { PlotText(ShownNumber(.between($0.lower, $0.upper), digits: 3).text) }
    return PlotCells.Cell(
      value: number,
      text: text ?? PlotText(isOpen ? "∞" : "–", latex: isOpen ? #"$\infty$"# : "--"),
      verdict: verdict)
  }

  private func notes(_ table: PlotCells) -> [PlotText] {
    let counts = groups.values.flatMap { $0.values.map(\.count) }
    var notes = [
      PlotText("Numbers in cells are rounded; every digit is certified.")
    ]
    if let most = counts.max(), most > 1 {
      let which = options.showsLeast ? "least" : "greatest"
      notes.append(
        PlotText(
          "A cell shows the \(which) of up to \(most) draws, and the worst verdict among them."))
    }
    let marks = table.verdicts.map { verdict in
      "\(verdict == "out-of-scope" ? "hatched corner" : PlotCells.symbol(verdict) ?? "") \(verdict)"
    }
    if !marks.isEmpty {
      notes.append(
        PlotText(
          "Marks: \(marks.joined(separator: ", ")).",
          latex: LaTeXReport.escape("Marks: \(marks.joined(separator: ", ")).")
            .replacing("✗", with: #"$\times$"#)))
    }
    let others = SpecKeys.varying(certificates, besides: [x, y])
    if !others.isEmpty {
      notes.append(PlotText("Draws of a cell differ in \(others.joined(separator: ", ")) too."))
    }
    return notes
  }
}
