public import Certification

/// The report for a terminal: what a theorist reads first.
public enum TextReport {
  /// A certificate as text of at most 100 columns.
  ///
  /// - Parameters:
  ///   - certificate: what is reported; no other number is shown.
  ///   - name: the name of the spec.
  ///   - expectations: expected verdicts by claim id; where there are none, no claim is marked.
  ///   - color: whether verdicts are coloured with ANSI escapes.
  /// - Returns: the report, ending with a line feed.
  public static func text(
    _ certificate: Certificate, name: String, expectations: [String: String] = [:],
    color: Bool = false
  ) -> String {
    let writer = TextWriter(
      certificate: certificate, expectations: expectations, palette: Palette(isOn: color))
    return writer.lines(name: name).joined(separator: "\n") + "\n"
  }
}

/// Writes the sections of a text report.
private struct TextWriter {
  let certificate: Certificate
  let expectations: [String: String]
  let palette: Palette

  /// The widest verdict, so that claim ids stand below each other.
  private static let verdictWidth = "OUT-OF-SCOPE".count

  func lines(name: String) -> [String] {
    let problem = ProblemSummary(certificate: certificate)
    var lines = header(name)
    for part in problem.before { lines += section(part.title, labelled(part.lines)) }
    lines += section("Stage times", stageTimes)
    for part in problem.after { lines += section(part.title, labelled(part.lines)) }
    lines += section("Known less precisely", labelled(problem.wide))
    lines += section("Claims", Array(ordered.map(claim).joined(separator: [""])))
    return lines + [""] + summary
  }

  /// What a reader must know comes first: fail, undecided, pass, out-of-scope; then by id.
  private var ordered: [ClaimRecord] {
    let order = ["fail", "undecided", "pass", "out-of-scope"]
    return order.flatMap { verdict in certificate.claims.filter { $0.verdict == verdict } }
      + certificate.claims.filter { !order.contains($0.verdict) }
  }

  private func header(_ name: String) -> [String] {
    let tool = "grokcert \(certificate.version)  \(certificate.theory)  "
    let digest = certificate.digest.prefix("sha256:".count + 16)
    let titles = TextLayout.wrap(name, first: tool, hang: 2).map(palette.bold)
    let bits = certificate.maximumPrecision
    return titles + ["certificate \(digest), decided with up to \(bits) bits"]
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["", palette.bold(title)] + lines
  }

  private func labelled(_ lines: [ProblemSummary.Line]) -> [String] {
    let width = max(lines.map(\.label.count).max() ?? 0, 14)
    return lines.flatMap {
      TextLayout.wrap(
        $0.text, first: "  " + TextLayout.pad($0.label, width) + "  ", hang: width + 4)
    }
  }

  // MARK: - Stage times

  private var stageTimes: [String] {
    let stages = StageSummary.all(certificate)
    let nameWidth = stages.map(\.name.count).max() ?? 0
    let valueWidth = stages.map(\.value.count).max() ?? 0
    return stages.flatMap { stage in
      let start =
        "  " + TextLayout.pad(stage.name, nameWidth) + " "
        + TextLayout.pad(stage.value, valueWidth) + "  "
      return TextLayout.wrap(stage.meaning, first: start, hang: start.count) + bounds(stage)
    }
  }

  private func bounds(_ stage: StageSummary) -> [String] {
    let rows = stage.bounds.map { bound in
      (
        "\(bound.relation) \(bound.bound.term)", bound.tightness.map { "\($0.term)×" } ?? "",
        bound
      )
    }
    let boundWidth = rows.map(\.0.count).max() ?? 0
    let tightnessWidth = rows.map(\.1.count).max() ?? 0
    let claimWidth = rows.map(\.2.claim.count).max() ?? 0
    return rows.map { text, tightness, bound in
      "      " + TextLayout.pad(text, boundWidth) + "  "
        + TextLayout.pad(tightness, tightnessWidth, right: true) + "  "
        + TextLayout.pad(bound.claim, claimWidth) + "  "
        + palette.verdict(bound.remark, bound.verdict)
    }
  }

  // MARK: - Claims

  private func claim(_ claim: ClaimRecord) -> [String] {
    let summary = ClaimSummary(claim, expectations)
    var title = claim.title
    let flags = claim.flags + (claim.definition == nil ? [] : ["user-defined"])
    if !flags.isEmpty { title += " [\(flags.joined(separator: ", "))]" }
    if let mark = summary.mark(whereGiven: !expectations.isEmpty) { title += " (\(mark))" }
    let word = claim.verdict.uppercased()
    let indent = Self.verdictWidth + 4
    let head = "  " + TextLayout.pad(word, Self.verdictWidth) + "  \(claim.label)  "
    var lines = TextLayout.wrap(title, first: head, hang: indent)
    if let first = lines.first, first.hasPrefix("  \(word)") {
      lines[0] = "  " + palette.verdict(word, claim.verdict) + first.dropFirst(2 + word.count)
    }
    lines += statement(claim.conclusion, indent: 6)
    for obstacle in summary.obstacles {
      lines += TextLayout.wrap(
        "\(obstacle.heading): \(obstacle.statement)", first: "    - ", hang: 8)
      if let values = obstacle.values { lines += wrap(values, indent: 8) }
    }
    if let remark = summary.conclusionRemark {
      lines += TextLayout.wrap(remark, first: "    - ", hang: 8)
    }
    return lines
  }

  /// A statement with the values of its sides; parts of a conjunction one by one.
  private func statement(_ condition: ConditionRecord, indent: Int) -> [String] {
    // The parts of a conjunction say all that the whole does.
    if !condition.parts.isEmpty {
      return ClaimSummary.telling(condition.parts).flatMap { statement($0, indent: indent) }
    }
    var lines = wrap(condition.statement, indent: indent)
    if let values = ClaimSummary.values(condition) { lines += wrap(values, indent: indent + 2) }
    return lines
  }

  private func wrap(_ text: String, indent: Int) -> [String] {
    TextLayout.wrap(text, first: String(repeating: " ", count: indent), hang: indent + 2)
  }

  // MARK: - Summary

  private var summary: [String] {
    let missing = Expectations.missing(certificate, expectations).flatMap { id in
      TextLayout.wrap(
        "UNEXPECTED  \(id): expected \(expectations[id] ?? ""), but it was not certified", hang: 2)
    }
    var tally = ClaimSummary.tally(certificate)
    if !expectations.isEmpty {
      let outcomes = Expectations.check(certificate, expectations).values
      let unexpected = outcomes.count { $0 == .unexpected }
      tally += unexpected == 0 ? "; nothing unexpected" : "; \(unexpected) unexpected"
    }
    return missing + [palette.bold(tally)]
  }
}
