public import Certification

/// The report for issues, pull requests and notebooks.
public enum MarkdownReport {
  /// A certificate as GitHub-flavoured Markdown.
  public static func markdown(
    _ certificate: Certificate, name: String, expectations: [String: String] = [:]
  ) -> String {
    let problem = ProblemSummary(certificate: certificate)
    var lines = [
      "## \(escape(name)) (\(escape(certificate.theory)))", "",
      "grokcert \(escape(certificate.version)), certificate \(code(certificate.digest)).", "",
    ]
    lines += (problem.before + problem.after).flatMap(\.lines).map {
      "- **\(escape($0.label))**: \(escape($0.text))"
    }
    lines += stages(certificate)
    lines += [
      "", "| claim | verdict | left | relation | right | tightness | flags |",
      "|---|---|---:|:---:|---:|---:|---|",
    ]
    lines += certificate.claims.map { row(ClaimSummary($0, expectations), expectations) }
    lines += reasons(certificate.claims.map { ClaimSummary($0, expectations) })
    lines += Expectations.missing(certificate, expectations).map {
      "- \(code($0)): expected \(escape(expectations[$0] ?? "")), but it was not certified"
    }
    lines += ["", "**\(ClaimSummary.tally(certificate))**", ""]
    return lines.joined(separator: "\n")
  }

  private static func stages(_ certificate: Certificate) -> [String] {
    let stages = StageSummary.all(certificate)
    if stages.isEmpty { return [] }
    let head = ["", "| time | value | meaning | bounds, tightest first |", "|---|---|---|---|"]
    return head
      + stages.map { stage in
        let bounds = stage.bounds.map { bound in
          escape("\(bound.relation) \(bound.bound.term)") + " (\(code(bound.claim)), "
            + "\(escape(bound.remark)))"
        }
        return "| \(code(stage.name)) | \(escape(stage.value)) | \(escape(stage.meaning)) | "
          + "\(bounds.joined(separator: "<br>")) |"
      }
  }

  private static func row(_ summary: ClaimSummary, _ expectations: [String: String]) -> String {
    let (claim, comparison) = (summary.claim, summary.comparison)
    let mark = summary.mark(whereGiven: !expectations.isEmpty).map { " (\($0))" } ?? ""
    let cells = [
      code(claim.label), escape(claim.verdict + mark),
      comparison.left.map { escape(ShownNumber($0).term) } ?? "",
      escape(comparison.relation ?? ""),
      comparison.right.map { escape(ShownNumber($0).term) } ?? "",
      comparison.tightness.map { escape(ShownNumber(ratio: $0).term) } ?? "",
      escape(claim.flags.joined(separator: ", ")),
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  private static func reasons(_ summaries: [ClaimSummary]) -> [String] {
    let others = summaries.filter { $0.claim.verdict != "pass" }
    if others.isEmpty { return [] }
    return [""]
      + others.flatMap { summary in
        [(summary.conclusionRemark.map { "- \(code(summary.claim.label)): \(escape($0))" }) ?? ""]
          + summary.obstacles.map { obstacle in
            "  - \(escape(obstacle.heading)): \(code(obstacle.statement))"
              + (obstacle.values.map { "<br>\(escape($0))" } ?? "")
          }
      }
  }

  // MARK: - Escaping

  /// Text that Markdown shows as it is, in a table cell too.
  static func escape(_ text: String) -> String {
    var result = ""
    for character in TextLayout.plain(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "$", "!": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }

  /// A code span; pipes are escaped since they would end a table cell.
  private static func code(_ text: String) -> String {
    "`" + TextLayout.plain(text).replacing("`", with: "'").replacing("|", with: "\\|") + "`"
  }
}
