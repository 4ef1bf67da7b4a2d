import Certification
import Documents

/// What a report says about the problem: labelled lines, for every format.
struct ProblemSummary {
  let certificate: Certificate

  /// One line: `training`, `eta = 1, lambda = 0.0001`.
  struct Line: Equatable {
    let label: String
    let text: String
  }

  var spec: JSONValue { certificate.specification }

  /// Name and value of a quantity: `eta = 1`; nil where it does not exist here.
  func equation(_ name: String) -> String? {
    certificate.quantities[name].map { "\(name) \(ShownNumber($0).equation)" }
  }

  func equations(_ names: String...) -> [String] { names.compactMap(equation) }

  /// Lines under a heading.
  struct Section: Equatable {
    let title: String
    let lines: [Line]
  }

  /// What is shown before the stage times.
  var before: [Section] {
    certificate.theory == "logistic"
      ? [
        Section(title: "Problem", lines: logisticProblem), Section(title: "Margin", lines: margin),
      ]
      : [Section(title: "Problem", lines: ridgeProblem + spectrum)]
  }

  /// What is shown after them.
  var after: [Section] {
    certificate.theory == "logistic"
      ? [
        Section(title: "Phases", lines: phases), Section(title: "Run", lines: course),
        Section(title: "Experiments in floating point, not certified", lines: experiments),
      ] : [Section(title: "Errors", lines: errors)]
  }

  /// Quantities that are known less well than the rest, with the reason.
  var wide: [Line] {
    certificate.wide.sorted { $0.key < $1.key }.map { Line(label: $0.key, text: $0.value) }
  }

  // MARK: - Parts of the spec

  func line(_ label: String, _ parts: [String?], _ meaning: String? = nil) -> Line? {
    let text = parts.compactMap(\.self).joined(separator: ", ")
    if text.isEmpty { return nil }
    return Line(label: label, text: text + (meaning.map { " (\($0))" } ?? ""))
  }

  func number(_ value: JSONValue?) -> String? {
    if let integer = value?.integer { return String(integer) }
    return value?.string.map { ShownNumber(specText: $0).text }
  }
}
