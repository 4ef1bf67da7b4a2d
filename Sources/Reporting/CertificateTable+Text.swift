import Certification
import Enclosures

/// Markdown and CSV.
extension CertificateTable {
  /// The table in GitHub-flavoured Markdown, numbers to the right.
  public func markdown(_ float: Float = Float()) -> String {
    let rows = shownRows
    let headings = columns.indices.map { index in
      let remark = Self.remark(rows.map { $0[index] }).map { " (\($0))" } ?? ""
      return columns[index].heading.replacing("|", with: "\\|") + remark
    }
    let rules = columns.indices.map { index in
      rows.contains { if case .text = $0[index] { true } else { false } } ? "---" : "---:"
    }
    var lines = float.caption.map { [$0, ""] } ?? []
    lines += ([headings, rules] + rows.map { $0.map(Self.markdown) }).map { cells in
      "| \(cells.joined(separator: " | ")) |"
    }
    let notes = Self.notes(rows).lines(infinity: "∞", dash: "—")
    if !notes.isEmpty {
      lines += ["", notes.map(MarkdownReport.escape).joined(separator: " ")]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func markdown(_ cell: ShownCell) -> String {
    switch cell {
    case .missing: return "—"
    case .text(let text): return MarkdownReport.escape(text)
    case .digits(let text): return text
    case .infinite(let sign): return sign > 0 ? "∞" : "-∞"
    case .beyond(let relation, let text): return MarkdownReport.escape("\(relation) \(text)")
    case .range(let lower, let upper): return MarkdownReport.escape("[\(lower), \(upper)]")
    case .span(let least, let greatest, let median):
      return "\(markdown(least)) to \(markdown(greatest))" + (median.map { ", \($0)" } ?? "")
    case .partial(let cell, let count, let all): return markdown(cell) + " (\(count) of \(all))"
    case .unknown: return "unknown"
    }
  }

  /// The table as CSV (RFC 4180 quoting, lines end with a line feed).
  ///
  /// A column X of numbers becomes three: `X_lower` and `X_upper`, binary64 numbers rounded outward, and X
  /// itself, with all digits of the certificate. Where rows are groups, there may be two more: `X_median`, and
  /// `X_missing`, how many certificates of the row have no X. Digits asked for do not matter here.
  public var csv: String {
    let kinds = columns.indices.map { index in CSVColumn(rows.map { $0[index] }) }
    let header = zip(columns, kinds).flatMap { $1.header($0.heading) }
    let lines = rows.map { row in zip(row, kinds).flatMap { $1.fields($0) } }
    return ([header] + lines)
      .map { $0.map(CSVReport.field).joined(separator: ",") + "\n" }.joined()
  }
}

/// What a column of a table becomes in CSV.
private struct CSVColumn {
  private var isNumeric = false
  private var hasMedian = false
  private var hasMissing = false

  init(_ cells: [CertificateTable.Cell]) {
    for case .number(let number) in cells {
      isNumeric = true
      hasMedian = hasMedian || number.median != nil
      hasMissing = hasMissing || number.missing > 0
    }
  }

  func header(_ name: String) -> [String] {
    if !isNumeric { return [name] }
    return ["\(name)_lower", "\(name)_upper", name] + (hasMedian ? ["\(name)_median"] : [])
      + (hasMissing ? ["\(name)_missing"] : [])
  }

  func fields(_ cell: CertificateTable.Cell) -> [String] {
    var (bounds, text, median, missing) = (["", ""], "", "", "")
    switch cell {
    case .missing: break
    case .text(let words): text = words
    case .number(let number):
      let (lower, upper) = number.binary64
      (bounds, text) = (["\(lower)", "\(upper)"], number.exactText)
      let known = number.isSingle ? number.bounds?.first?.exact : number.median
      median = known?.description ?? ""
      missing = "\(number.missing)"
    }
    if !isNumeric { return [text] }
    return bounds + [text] + (hasMedian ? [median] : []) + (hasMissing ? [missing] : [])
  }
}
