import Certification

extension CertificateTable {
  /// What stands around a table in a document.
  public struct Float: Sendable {
    /// Its caption, set as LaTeX or Markdown.
    public var caption: String?
    /// The key that `\ref` names.
    public var label: String?

    /// A caption and a label, or none.
    public init(caption: String? = nil, label: String? = nil) {
      self.caption = caption
      self.label = label
    }
  }

  /// The table as a `tabular` with booktabs and siunitx, to be read by `\input`.
  ///
  /// With a caption or a label it stands in a `table` of its own.
  public func latex(_ float: Float = Float()) -> String {
    let rows = shownRows
    let types = columns.indices.map { index in Self.columnType(rows.map { $0[index] }) }
    var lines = certificates.map { named in
      "% \(TextLayout.plain(named.name)) \(named.digest)"
    }
    lines.insert(
      #"% grokcert table; \usepackage{booktabs,siunitx}; from these certificates:"#, at: 0)
    let isFloat = float.caption != nil || float.label != nil
    if isFloat {
      lines += [#"\begin{table}"#, #"\centering"#]
      if let caption = float.caption { lines.append(#"\caption{"# + caption + "}") }
      if let label = float.label { lines.append(#"\label{"# + label + "}") }
    }
    lines += [
      #"\begin{tabular}{@{}"# + types.map(\.text).joined() + "@{}}", #"\toprule"#,
      heading(rows, types), #"\midrule"#,
    ]
    lines += rows.map { row in
      zip(row, types).map(Self.cell).joined(separator: " & ")
        + #" \\"#
    }
    lines.append(#"\bottomrule"#)
    lines += Self.notes(rows).lines(infinity: #"$\infty$"#, dash: "---").map { note in
      let text = note.replacing("[a, b]", with: "$[a, b]$").replacing("a to b", with: "$a$ to $b$")
      return #"\multicolumn{"# + "\(columns.count)" + #"}{@{}l@{}}{\footnotesize "# + text
        + #"} \\"#
    }
    lines.append(#"\end{tabular}"#)
    if isFloat { lines.append(#"\end{table}"#) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ rows: [[ShownCell]], _ types: [ColumnType]) -> String {
    let cells = columns.indices.map { index in
      let remark = Self.remark(rows.map { $0[index] }).map { " (\($0))" } ?? ""
      let text = columns[index].latex + remark
      return types[index].isNumeric ? "{\(text)}" : text
    }
    return cells.joined(separator: " & ") + #" \\"#
  }

  /// An `S` column for digits; `r` for other numbers, `l` for texts.
  ///
  /// Numbers are aligned at the point where all of them are plain or all scientific; among plain ones, a
  /// scientific one is set in braces, or its exponent would stand apart.
  private static func columnType(_ cells: [ShownCell]) -> ColumnType {
    let digits = cells.compactMap { if case .digits(let text) = $0 { text } else { nil } }
    if digits.isEmpty || cells.contains(where: \.isWordy) {
      let isText = cells.contains { if case .text = $0 { true } else { false } }
      return ColumnType(text: isText ? "l" : "r", isNumeric: false, areScientific: false)
    }
    let plain = digits.filter { !$0.contains("e") }
    let format = format(plain.isEmpty ? digits : plain)
    return ColumnType(
      text: "S[table-format=\(format)]", isNumeric: true, areScientific: plain.isEmpty)
  }

  /// How a column is aligned.
  private struct ColumnType {
    let text: String
    /// Whether siunitx reads its cells, but for those in braces.
    let isNumeric: Bool
    let areScientific: Bool
  }

  /// The table-format of siunitx that holds all of some numbers: `-3.2e-1`.
  static func format(_ numbers: [String]) -> String {
    var (integers, fractions, exponents) = (1, 0, 0)
    var (isNegative, isExponentNegative) = (false, false)
    for number in numbers {
      let parts = number.split(separator: "e", omittingEmptySubsequences: false)
      let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
      isNegative = isNegative || number.hasPrefix("-")
      integers = max(integers, mantissa[0].drop { $0 == "-" }.count)
      if mantissa.count > 1 { fractions = max(fractions, mantissa[1].count) }
      if parts.count > 1 {
        isExponentNegative = isExponentNegative || parts[1].hasPrefix("-")
        exponents = max(exponents, parts[1].drop { $0 == "-" }.count)
      }
    }
    return (isNegative ? "-" : "") + "\(integers)" + (fractions > 0 ? ".\(fractions)" : "")
      + (exponents > 0 ? "e\(isExponentNegative ? "-" : "")\(exponents)" : "")
  }

  /// A cell; siunitx leaves alone what is in braces.
  private static func cell(_ cell: ShownCell, _ type: ColumnType) -> String {
    if case .digits(let text) = cell, type.isNumeric, type.areScientific || !text.contains("e") {
      return text
    }
    let text = text(cell)
    return type.isNumeric ? "{\(text)}" : text
  }

  private static let relations = [
    "<": "$<$", "<=": #"$\le$"#, ">": "$>$", ">=": #"$\ge$"#, "=": "$=$",
  ]

  private static func text(_ cell: ShownCell) -> String {
    switch cell {
    case .missing: return "---"
    case .text(let text): return relations[text] ?? LaTeXText.escape(text)
    case .digits(let text): return LaTeXText.number(text)
    case .infinite(let sign): return sign > 0 ? #"$\infty$"# : #"$-\infty$"#
    case .beyond(let relation, let text):
      let signs = [">": "{>}", ">=": #"{\ge}"#, "<=": #"{\le}"#]
      return "$" + (signs[relation] ?? relation) + LaTeXText.number(text) + "$"
    case .range(let lower, let upper):
      return "$[" + LaTeXText.number(lower) + ", " + LaTeXText.number(upper) + "]$"
    case .span(let least, let greatest, let median):
      return text(least) + " to " + text(greatest)
        + (median.map { ", " + LaTeXText.number($0) } ?? "")
    case .partial(let cell, let count, let all): return text(cell) + " (\(count) of \(all))"
    case .unknown: return "unknown"
    }
  }
}
