import Enclosures

/// The numbers of a figure in columns, as pgfplots and other programs read them.
struct PGFTable {
  /// Digits of every number.
  private static let digits = 12

  struct Column {
    let name: String
    let values: [String]
  }

  private(set) var columns: [Column] = []
  private var places: [String: String] = [:]

  init(_ figure: Figure) {
    for (index, panel) in figure.panels.enumerated() {
      for series in panel.series { add(series, panel: index) }
      if let cells = panel.cells { add(cells) }
    }
  }

  /// The column of a series: `p1_t1_median`.
  static func column(_ series: PlotSeries, panel: Int, _ part: String) -> String {
    "p\(panel + 1)_\(series.key)_\(part)"
  }

  /// The column with the horizontal places of a series, which series with the same places share.
  func places(_ series: PlotSeries, panel: Int) -> String {
    places[Self.column(series, panel: panel, "x")] ?? ""
  }

  private mutating func add(_ series: PlotSeries, panel: Int) {
    let x = series.points.map { Self.between($0.x) }
    let name = Self.column(series, panel: panel, "x")
    if let same = columns.first(where: { $0.name.hasSuffix("_x") && $0.values == x }) {
      places[name] = same.name
    } else {
      places[name] = name
      columns.append(Column(name: name, values: x))
    }
    func append(_ part: String, _ value: (PlotSeries.Point) -> String?) {
      let values = series.points.map { value($0) ?? "nan" }
      columns.append(Column(name: Self.column(series, panel: panel, part), values: values))
    }
    if series.points.contains(where: { $0.y != nil }) {
      append("middle") { $0.y.map(Self.between) }
      append("lower") { $0.y.map { Self.end($0.lower, isUpper: false) } }
      append("upper") { $0.y.map { Self.end($0.upper, isUpper: true) } }
    }
    if series.points.contains(where: { $0.spread != nil }) {
      append("least") { $0.spread.map { Self.end($0.lower, isUpper: false) } }
      append("greatest") { $0.spread.map { Self.end($0.upper, isUpper: true) } }
    }
    if series.points.contains(where: \.isFlagged) {
      append("flagged") { $0.isFlagged ? $0.y.map(Self.between) : nil }
    }
  }

  private mutating func add(_ cells: PlotCells) {
    let all = cells.cells.enumerated().flatMap { row, line in
      line.enumerated().compactMap { column, cell in cell.map { (row, column, $0) } }
    }
    func word(_ text: PlotText) -> String { text.plain.replacing(" ", with: "_") }
    columns += [
      Column(name: "x", values: all.map { word(cells.columns[$0.1]) }),
      Column(name: "y", values: all.map { word(cells.rows[$0.0]) }),
      Column(
        name: "lower",
        values: all.map { $0.2.value.map { Self.end($0.lower, isUpper: false) } ?? "nan" }),
      Column(
        name: "upper",
        values: all.map { $0.2.value.map { Self.end($0.upper, isUpper: true) } ?? "nan" }),
      Column(name: "verdict", values: all.map { $0.2.verdict ?? "none" }),
    ]
  }

  /// An end as a decimal, rounded outward.
  static func end(_ value: Rational, isUpper: Bool) -> String {
    let decimal = value.decimalEnclosure(digits: digits)
    return isUpper ? decimal.upper : decimal.lower
  }

  /// A number in between, for drawing.
  private static func between(_ number: PlotNumber) -> String {
    end(number.middle, isUpper: false)
  }

  /// The file: a comment, the names, and one row a place; `nan` where a column has no number.
  func text(origin: String) -> String {
    let count = columns.map(\.values.count).max() ?? 0
    var lines = ["# \(origin)", columns.map(\.name).joined(separator: " ")]
    for row in 0..<count {
      lines.append(
        columns.map { $0.values.indices.contains(row) ? $0.values[row] : "nan" }
          .joined(separator: " "))
    }
    return (lines + [""]).joined(separator: "\n")
  }
}
