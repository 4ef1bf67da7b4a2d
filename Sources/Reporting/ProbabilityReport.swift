public import Certification
import Documents
import Enclosures

/// Frequencies over draws, beside the probabilities that the theory states.
public enum ProbabilityReport {
  /// Significant digits of the bounds that people read, and of those that programs read.
  static let digits = (shown: 3, full: 20)

  // MARK: Cells

  /// What a line counts, in a few words.
  private static func name(_ line: FrequencyLine) -> String {
    switch line.kind {
    case .event: "event \(line.id ?? "")"
    case .conclusion: "conclusion"
    case .confidence: "conclusion, delta"
    case .counterexample: "counterexamples"
    }
  }

  /// `[0, 0.00529]`, outward.
  private static func interval(_ interval: ClosedRange<Rational>) -> String {
    "[\(bound(interval.lowerBound, .down)), \(bound(interval.upperBound, .up))]"
  }

  /// The probability that is allowed, rounded up; it is compared with all its digits.
  private static func allowed(_ line: FrequencyLine) -> String {
    line.allowed.map { bound($0.upperBound, .up) } ?? "-"
  }

  private static func bound(_ value: Rational, _ rounding: Decimal.Rounding) -> String {
    Decimal(value, digits.shown, rounding)?.text(keepingZeros: false) ?? value.description
  }

  private static func outcome(_ line: FrequencyLine) -> String {
    line.outcome.map { $0.rawValue + (line.isConfirmed ? " (confirmed)" : "") } ?? "-"
  }

  private static func cells(_ line: FrequencyLine) -> [String] {
    [
      String(line.failed), String(line.undecided), interval(line.interval), allowed(line),
      outcome(line),
    ]
  }

  private static func heading(_ group: ProbabilityStudy.Group) -> String {
    var text = "\(group.draws) independent \(group.draws == 1 ? "draw" : "draws")"
    if group.setAside > 0 {
      text += ", \(group.setAside) more set aside that share a seed with one of them"
    }
    return (group.label.isEmpty ? "" : "\(group.label): ") + text
  }

  private static func scope(_ claim: ProbabilityStudy.Claim, _ group: ProbabilityStudy.Group)
    -> String
  {
    let open = group.draws - claim.inScope - claim.outOfScope
    return "hypotheses hold on \(claim.inScope), fail on \(claim.outOfScope)"
      + (open > 0 ? ", undecided on \(open)" : "")
  }

  private static func explanation(_ study: ProbabilityStudy) -> String {
    "Failures with exact two-sided Clopper-Pearson intervals at confidence \(study.confidence), "
      + "against the failure probability that is allowed."
  }

  private static let columns = [
    "failed", "undecided", "interval", "allowed", "outcome",
  ]

  // MARK: Forms

  /// The study for people.
  public static func text(_ study: ProbabilityStudy) -> String {
    var result = TextLayout.wrapped(explanation(study))
    let lines = study.groups.flatMap { $0.claims.flatMap(\.lines) }
    let table = [columns] + lines.map(cells)
    let widths = columns.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    let nameWidth = (lines.map { name($0).count }.max() ?? 0) + 2
    func row(_ title: String, _ cells: [String]) -> String {
      let padded = cells.indices.map { TextLayout.pad(cells[$0], widths[$0], right: $0 < 4) }
      var line = TextLayout.pad(title, nameWidth) + "  " + padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    for group in study.groups {
      result += "\n" + TextLayout.wrapped(TextLayout.plain(heading(group)))
      result += row("", columns)
      for claim in group.claims {
        result += TextLayout.plain("\(claim.label)  (\(scope(claim, group)))") + "\n"
        for line in claim.lines {
          result += row("  " + TextLayout.plain(name(line)), cells(line))
        }
        for note in notes(claim) { result += "    \(TextLayout.plain(note))\n" }
      }
    }
    return result
  }

  /// Notes of the lines, each with the names of those that have it.
  private static func notes(_ claim: ProbabilityStudy.Claim) -> [String] {
    var order: [String] = []
    var names: [String: [String]] = [:]
    for line in claim.lines {
      guard let note = line.note else { continue }
      if names[note] == nil { order.append(note) }
      names[note, default: []].append(name(line))
    }
    return order.map { note in
      let owners = names[note] ?? []
      return owners.count == claim.lines.count
        ? note : "\(owners.joined(separator: ", ")): \(note)"
    }
  }

  /// One Markdown table a group.
  public static func markdown(_ study: ProbabilityStudy) -> String {
    var result = explanation(study) + "\n"
    for group in study.groups {
      result += "\n\(MarkdownReport.escape(heading(group)))\n\n"
      result += "| claim | counted | \(columns.joined(separator: " | ")) | note |\n"
      result += "|---|---|--:|--:|--:|--:|---|---|\n"
      for claim in group.claims {
        for line in claim.lines {
          let row = [claim.label, name(line)] + cells(line) + [line.note ?? ""]
          result += "| \(row.map(MarkdownReport.escape).joined(separator: " | ")) |\n"
        }
      }
    }
    return result
  }

  /// One LaTeX table a group.
  public static func latex(_ study: ProbabilityStudy) -> String {
    var result = "% \(TextLayout.plain(explanation(study)))\n% Needs \\usepackage{booktabs}.\n"
    for group in study.groups {
      result += "% \(TextLayout.plain(heading(group)))\n"
      result += "\\begin{tabular}{llrrrrl}\n\\toprule\n"
      result += (["claim", "counted"] + columns).joined(separator: " & ") + " \\\\\n"
      for claim in group.claims {
        result += "\\midrule\n"
        for (index, line) in claim.lines.enumerated() {
          let row = [index == 0 ? claim.label : "", name(line)] + cells(line)
          result += row.map(LaTeXReport.escape).joined(separator: " & ") + " \\\\\n"
        }
      }
      result += "\\bottomrule\n\\end{tabular}\n"
    }
    return result
  }
}
