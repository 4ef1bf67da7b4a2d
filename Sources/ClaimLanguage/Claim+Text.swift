extension Claim {
  /// The claim for people, as `grokcert claims ID` prints it.
  public var explanation: String {
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
    section("Steps", steps.map(\.explanation))
    section(
      "Flags",
      Flag.allCases.compactMap { flag in flags[flag].map { "\(flag.rawValue) if \($0)" } })
    section("Note", note.map { [$0] } ?? [])
    return lines.joined(separator: "\n") + "\n"
  }

  /// The claim as LaTeX: a description list with formulas.
  public var latex: String {
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
      let content = [step.statement.map { "$\($0.formula.latex)$" }, step.text.map(escaped)]
      item("Step \(step.id)", content.compactMap(\.self).joined(separator: " \\quad "))
    }
    lines.append("\\end{description}")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Claim.Step {
  fileprivate var explanation: String {
    var text = "\(id): "
    if !variables.isEmpty {
      let list = variables.map { "\($0.name) in \($0.interval)" }.joined(separator: ", ")
      text += "for all \(list): "
    }
    text += statement?.text ?? self.text ?? ""
    if !isExpected { text += " (refuted)" }
    if statement != nil, let words = self.text { text += "\n\(words)" }
    return text
  }
}
