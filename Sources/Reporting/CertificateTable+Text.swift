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
    case .unknown: return "unknown"
    }
  }

  /// The table as CSV (RFC 4180 quoting, lines end with a line feed).
  ///
  /// A column X of numbers becomes three: `X_lower` and `X_upper`, binary64 numbers rounded outward, and X
  /// itself, with all digits of the certificate; a fourth, `X_median`, where rows are groups. Digits asked
  /// for do not matter here.
  public var csv: String {
    let kinds = columns.indices.map { index in
      (
        isNumeric: rows.contains { if case .number = $0[index] { true } else { false } },
        hasMedian: rows.contains { row in
          if case .number(let number) = row[index] { number.median != nil } else { false }
        }
      )
    }
    let header = zip(columns, kinds).flatMap { column, kind -> [String] in
      let name = column.heading
      if !kind.isNumeric { return [name] }
      return ["\(name)_lower", "\(name)_upper", name] + (kind.hasMedian ? ["\(name)_median"] : [])
    }
    let lines = rows.map { row in
      zip(row, kinds).flatMap { cell, kind -> [String] in
        var fields = ["", "", ""]
        switch cell {
        case .missing: break
        case .text(let text): fields[2] = text
        case .number(let number):
          let (lower, upper) = number.binary64
          fields = ["\(lower)", "\(upper)", number.exactText]
        }
        if !kind.isNumeric { return [fields[2]] }
        guard kind.hasMedian else { return fields }
        if case .number(let number) = cell {
          let value = number.isSingle ? number.bounds?.first?.exact : number.median
          return fields + [value?.description ?? ""]
        }
        return fields + [""]
      }
    }
    return ([header] + lines)
      .map { $0.map(CSVReport.field).joined(separator: ",") + "\n" }.joined()
  }
}
