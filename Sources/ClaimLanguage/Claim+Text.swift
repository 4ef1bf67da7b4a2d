extension Claim {
  /// The claim for people.
  public var explanation: String { explanation(statuses: [:]) }

  /// The claim as LaTeX: a description list with formulas.
  public var latex: String { latex(statuses: [:]) }

  /// The claim for people, as `grokcert claims ID` prints it.
  ///
  /// - Parameter statuses: how the steps stand, by id: `proved`, `refuted`, `Coq`, `cited`.
  /// - Returns: Lines of any length.
  public func explanation(statuses: [String: String]) -> String {
    var lines = [id, "  \(title)", "  Source: \(source)"]
    func section(_ name: String, _ items: [String]) {
      guard !items.isEmpty else { return }
      lines += ["", name]
      for item in items {
        let parts = item.split(separator: "\n", omittingEmptySubsequences: false)
        lines += parts.enumerated().map { ($0 == 0 ? "  " : "      ") + $1 }
      }
    }
    section(
      "Hypotheses",
      hypotheses.map { "\($0.id): \($0.statement)" + ($0.note.map { "\n\($0)" } ?? "") })
    section(
      "Events",
      events.map { event in
        let what = event.statement?.text ?? "not checked: \(event.unchecked ?? "")"
        let probability = event.probability.map { "\nprobability at least \($0.text)" } ?? ""
        return "\(event.id): \(what)\(probability)"
      })
    section("Conclusion", [conclusion.text])
    section("Steps", steps.map { $0.explanation(status: statuses[$0.id]) })
    section(
      "Flags",
      Flag.allCases.compactMap { flag in flags[flag].map { "\(flag.rawValue) if \($0)" } })
    section("Note", note.map { [$0] } ?? [])
    return lines.joined(separator: "\n") + "\n"
  }

  /// The claim as LaTeX: a description list with formulas.
  ///
  /// - Parameter statuses: how the steps stand, by id.
  /// - Returns: A paragraph and a list.
  public func latex(statuses: [String: String]) -> String {
    func escaped(_ text: String) -> String {
      var result = ""
      for character in text {
        switch character {
        case "_", "&", "%", "#", "$", "{", "}": result += "\\\(character)"
        case "\\": result += "\\textbackslash{}"
        case "~": result += "\\textasciitilde{}"
        case "^": result += "\\textasciicircum{}"
        default: result.append(character)
        }
      }
      return result
    }
    var lines = [
      "\\paragraph{\(escaped(title))} (\\texttt{\(escaped(id))}; \(escaped(source)))",
      "\\begin{description}",
    ]
    func item(_ label: String, _ content: String) {
      lines.append("  \\item[\(escaped(label))] \(content)")
    }
    for hypothesis in hypotheses {
      item("Hypothesis \(hypothesis.id)", "$\(hypothesis.statement.formula.latex)$")
    }
    for event in events {
      var content =
        event.statement.map { "$\($0.formula.latex)$" }
        ?? "not checked: \(escaped(event.unchecked ?? ""))"
      if let probability = event.probability {
        content += ", with probability at least $\(probability.expression.latex)$"
      }
      item("Event \(event.id)", content)
    }
    item("Conclusion", "$\(conclusion.formula.latex)$")
    for step in steps {
      var label = "Step \(step.id)"
      if let status = statuses[step.id] { label += " (\(status))" }
      var content = [step.text.map(escaped)]
      if let statement = step.statement {
        let ranges = step.variables.map {
          "$\(Expression(.name($0.name)).latex) \\in \($0.interval.replacing("inf", with: "\\infty"))$"
        }
        let given = step.hypotheses.map { " with $\($0.formula.latex)$" } ?? ""
        let all = ranges.isEmpty ? "" : "for all \(ranges.joined(separator: ", "))\(given): "
        content.append("\(all)$\(statement.formula.latex)$")
      }
      content.append(step.coq.map { "\\texttt{\(escaped($0))}" })
      content.append(step.citation.map(escaped))
      item(label, content.compactMap(\.self).joined(separator: "; "))
    }
    lines.append("\\end{description}")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Claim.Step {
  fileprivate func explanation(status: String?) -> String {
    var lines = ["\(status.map { "[\($0)] " } ?? "")\(id): \(self.text ?? "")"]
    if let statement {
      let list = variables.map { "\($0.name) in \($0.interval)" }.joined(separator: ", ")
      let given = hypotheses.map { " with \($0)" } ?? ""
      let all = list.isEmpty ? "" : "for all \(list)\(given): "
      let shown = "\(all)\(statement.text)"
      if self.text == nil { lines[0] += shown } else { lines.append(shown) }
    }
    if !isExpected { lines[lines.count - 1] += " (refuted)" }
    if let coq { lines.append("Coq: \(coq)") }
    if let citation { lines.append("see \(citation)") }
    return lines.joined(separator: "\n")
  }
}
