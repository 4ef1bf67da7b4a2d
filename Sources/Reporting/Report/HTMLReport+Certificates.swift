import Certification

/// The sections of single certificates.
extension HTMLReport {
  var certificates: String {
    let list = entries.map(section).joined(separator: "\n")
    return "<section id=\"certificates\"><h2>Certificates</h2>\n\(list)\n</section>"
  }

  private func section(_ entry: Entry) -> String {
    let certificate = entry.named.certificate
    let specification = SpecKeys.flattened(certificate.specification)
    let parameters = distinctions.compactMap { key in
      specification[key].map { "\(key) = \(ShownNumber(specText: $0).text)" }
    }.joined(separator: ", ")
    let tally = HTMLText.verdicts.compactMap { verdict -> String? in
      let count = certificate.claims.count { $0.verdict == verdict }
      return count == 0 ? nil : "<span class=\"chip \(verdict)\">\(count) \(verdict)</span>"
    }.joined(separator: " ")
    let open = entries.count == 1 ? " open" : ""
    return
      "<details class=\"cert\" id=\"\(entry.anchor)\" data-t=\"\(Markup.escape(certificate.theory))\" "
      + "data-n=\"\(Markup.escape("\(entry.named.name) \(parameters)".lowercased()))\"\(open)>"
      + "<summary><span class=\"name\">\(Markup.escape(entry.named.name))</span> "
      + "<span class=\"soft\">\(Markup.escape(parameters))</span> \(tally)</summary>"
      + "<p><a href=\"\(entry.link)\">Certificate</a> "
      + "<code class=\"digest\">\(Markup.escape(entry.named.digest))</code></p>"
      + problem(certificate) + stages(certificate) + timeline(entry) + claims(certificate, entry)
      + "</details>"
  }

  // MARK: - The problem

  private func problem(_ certificate: Certificate) -> String {
    let summary = ProblemSummary(certificate: certificate)
    var sections = summary.before + summary.after
    if !summary.wide.isEmpty {
      sections.append(.init(title: "Known less precisely", lines: summary.wide))
    }
    return sections.filter { !$0.lines.isEmpty }.map { section in
      let lines = section.lines.map {
        "<dt>\(Markup.escape($0.label))</dt><dd>\(Markup.escape($0.text))</dd>"
      }
      return "<h3>\(Markup.escape(section.title))</h3><dl>\(lines.joined())</dl>"
    }.joined()
  }

  private func stages(_ certificate: Certificate) -> String {
    let stages = StageSummary.all(certificate)
    if stages.isEmpty { return "" }
    let rows = stages.map { stage in
      "<tr><th scope=\"row\">\(HTMLText.code(stage.name))</th><td>\(Markup.escape(stage.value))</td>"
        + "<td>\(Markup.escape(stage.meaning))</td></tr>"
    }
    return "<h3>Stage times</h3>"
      + HTMLText.table(["Time", "Value", "Meaning"], rows, label: "Stage times")
  }

  private func timeline(_ entry: Entry) -> String {
    guard entries.count <= HTMLReport.timelineLimit,
      let figure = TimelineFigure(entry.named).figure
    else { return "" }
    let picture = SVGFigure.svg(figure, width: 680, prefix: "\(entry.anchor)-times")
    return "<figure class=\"scroll\" tabindex=\"0\">\(picture)</figure>"
  }

  // MARK: - Claims

  private func claims(_ certificate: Certificate, _ entry: Entry) -> String {
    let rows = certificate.claims.map { claim in
      let summary = ClaimSummary(claim, [:])
      let comparison = summary.comparison
      func number(_ record: EnclosureRecord?, isRatio: Bool = false) -> String {
        record.map { Markup.escape((isRatio ? ShownNumber(ratio: $0) : ShownNumber($0)).term) }
          ?? ""
      }
      let flags = claim.flags.map { " <span class=\"flag\">\(Markup.escape($0))</span>" }.joined()
      let status = Markup.escape(claim.conclusion.status)
      return
        "<tr data-v=\"\(Markup.escape(claim.verdict))\" data-c=\"\(Markup.escape(claim.label))\">"
        + "<th scope=\"row\"><a href=\"#\(definitions.anchor(claim))\">\(HTMLText.code(claim.label))</a></th>"
        + "<td><span class=\"chip \(HTMLText.style(claim.verdict))\">\(Markup.escape(claim.verdict))</span>\(flags)</td>"
        + "<td>\(status)</td><td class=\"num\">\(number(comparison.left))</td>"
        + "<td>\(Markup.escape(comparison.relation ?? ""))</td>"
        + "<td class=\"num\">\(number(comparison.right))</td>"
        + "<td class=\"num\">\(number(comparison.tightness, isRatio: true))</td>"
        + "<td class=\"conditions\">\(conditions(claim))</td></tr>"
    }
    let head = [
      "Claim", "Verdict", "Conclusion", "Left", "", "Right", "Tightness", "Hypotheses and events",
    ]
    return "<h3>Claims</h3>"
      + HTMLText.table(head, rows, label: "Claims of \(entry.named.name)", style: "claims")
  }

  /// What is known of the hypotheses and events; those that hold are counted in a terse report.
  private func conditions(_ claim: ClaimRecord) -> String {
    let all = claim.hypotheses + claim.events
    if all.isEmpty { return "" }
    let listed = isTerse ? all.filter { $0.status != "holds" } : all
    let rest = all.count - listed.count
    let lines = listed.map { condition -> String in
      let name = condition.id.map { HTMLText.code($0) } ?? ""
      let values =
        isTerse
        ? "" : Self.deciding(condition).compactMap(ClaimSummary.values).joined(separator: "; ")
      return
        "<li><span class=\"\(HTMLText.status(condition.status))\">\(Markup.escape(condition.status))</span> \(name)"
        + (values.isEmpty ? "" : " <span class=\"soft\">\(Markup.escape(values))</span>") + "</li>"
    }
    let counted = rest > 0 ? "<li class=\"soft\">\(rest) hold</li>" : ""
    return "<ul>\(lines.joined())\(counted)</ul>"
  }

  /// The comparisons of a condition that its status is about.
  private static func deciding(_ condition: ConditionRecord) -> [ConditionRecord] {
    let parts = condition.parts.filter { $0.status == condition.status }
    return parts.isEmpty ? [condition] : parts.flatMap(deciding)
  }

  // MARK: - Definitions

  var definitionList: String {
    let items = definitions.all.map { definition -> String in
      let claim = definition.claim
      func list(_ title: String, _ conditions: [ConditionRecord]) -> String {
        if conditions.isEmpty { return "" }
        let lines = conditions.map { condition in
          let probability = condition.probability.map {
            " <span class=\"soft\">with probability at least \(HTMLText.code($0))</span>"
          }
          return
            "<li>\(HTMLText.code(condition.id ?? "")): \(HTMLText.code(condition.statement))\(probability ?? "")</li>"
        }
        return "<h4>\(title)</h4><ul>\(lines.joined())</ul>"
      }
      let user = claim.definition == nil ? "" : " <span class=\"flag\">user-defined</span>"
      return "<article id=\"\(definition.anchor)\"><h3>\(HTMLText.code(claim.id)) "
        + "\(Markup.escape(claim.title))\(user)</h3><p class=\"soft\">\(Markup.escape(claim.source))</p>"
        + "<p class=\"statement\">\(HTMLText.code(claim.conclusion.statement))</p>"
        + list("Hypotheses", claim.hypotheses) + list("Events", claim.events) + "</article>"
    }
    return "<section id=\"claims\"><h2>Claims</h2>\n\(items.joined(separator: "\n"))\n</section>"
  }
}

/// The claims of a report, each text once.
struct ClaimDefinitions {
  struct Definition {
    let anchor: String
    let claim: ClaimRecord
  }

  /// What makes two claims the same to a reader.
  private struct Key: Hashable {
    let texts: [String]

    init(_ claim: ClaimRecord) {
      let conditions = (claim.hypotheses + claim.events).flatMap {
        [$0.id ?? "", $0.statement, $0.probability ?? ""]
      }
      texts = [claim.id, claim.title, claim.source, claim.conclusion.statement] + conditions
    }
  }

  private(set) var all: [Definition] = []
  private var anchors: [Key: String] = [:]

  init(_ claims: [ClaimRecord]) {
    for claim in claims.sorted(by: { $0.id < $1.id }) {
      let key = Key(claim)
      if anchors[key] != nil { continue }
      let anchor = "c\(all.count + 1)"
      anchors[key] = anchor
      all.append(Definition(anchor: anchor, claim: claim))
    }
  }

  func anchor(_ claim: ClaimRecord) -> String { anchors[Key(claim)] ?? "claims" }
}
