public import Certification
import ClaimLanguage
import Enclosures
public import Proving

/// What became of the steps of claims and of statements, for people.
public struct ProofReport: Sendable {
  let plan: ProofPlan
  let results: [String: ProofResult]

  /// A report on a plan and its results.
  public init(_ plan: ProofPlan, _ results: [ProofResult]) {
    self.plan = plan
    self.results = Dictionary(results.map { ($0.statement.id, $0) }) { first, _ in first }
  }

  /// The report as text.
  public func text() -> String {
    let groups = plan.groups.map(text)
    return TextLayout.wrapped((groups + [summary]).joined(separator: "\n"))
  }

  private func text(_ group: ProofPlan.Group) -> String {
    var lines = [group.title.isEmpty ? group.name : "\(group.name)  \(group.title)"]
    if group.entries.isEmpty && group.bounds.isEmpty { lines.append("  no steps") }
    for entry in group.entries { lines += self.lines(entry) }
    for bound in group.bounds {
      lines.append("  \(bound.entry.id) = \(bound.entry.bound.text)")
      lines.append(
        "      over \(ProofReport.ranges(bound.entry.variables, bound.entry.hypotheses))")
      for dependence in bound.dependences { lines.append("      " + self.line(dependence)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func ranges(_ variables: [Claim.Variable], _ hypotheses: Claim.Statement?) -> String {
    variables.map { "\($0.name) in \($0.interval)" }.joined(separator: ", ")
      + (hypotheses.map { " with \($0)" } ?? "")
  }

  /// How a step stands: `proved`, `refuted`, `undecided`, `Coq` or `cited`.
  public func status(of entry: ProofPlan.Entry) -> String {
    if let statement = entry.statement {
      return results[statement.id]?.status.rawValue ?? "not tried"
    }
    if entry.step.coq != nil { return "Coq" }
    return entry.step.citation != nil ? "cited" : "in words"
  }

  /// How every step stands, by claim (or file) and step.
  public var statuses: [String: [String: String]] {
    var all: [String: [String: String]] = [:]
    for group in plan.groups {
      for entry in group.entries {
        all[group.name, default: [:]][entry.step.id] = status(of: entry)
      }
    }
    return all
  }

  private func lines(_ entry: ProofPlan.Entry) -> [String] {
    let step = entry.step
    var lines = ["  \(status(of: entry).padded(to: 10)) \(step.id)"]
    func add(_ text: String) { lines.append("      " + text) }
    if let words = step.text { add(words) }
    if let statement = step.statement {
      let ranges = ProofReport.ranges(step.variables, step.hypotheses)
      if !ranges.isEmpty { add("for all \(ranges):") }
      add("  " + statement.text)
    }
    if let statement = entry.statement, let result = results[statement.id] {
      for line in details(result) { add(line) }
      if result.status == .refuted && !step.isExpected { add("As expected: the step is false.") }
      if result.status == .proved && !step.isExpected { add("The step was expected to be false.") }
    }
    if let coq = step.coq { add("Coq: \(coq)") }
    if let citation = step.citation { add("see \(citation)") }
    return lines
  }

  private func details(_ result: ProofResult) -> [String] {
    var lines: [String] = []
    if let found = result.counterexample {
      let point = zip(result.statement.variables, found.point)
        .map { "\($0.name) = \($1.shown)" }.joined(separator: ", ")
      lines.append("false at \(point)" + (found.sides.map { ": \($0)" } ?? ""))
    }
    if let extent = result.extent, let name = result.statement.variables.first?.name,
      let side = result.statement.variables.first?.side
    {
      let start = (side.isLowerOpen ? "(" : "[") + (side.lower?.description ?? "-inf")
      lines.append(
        "true for \(name) in \(start), x0], \(extent.lower.decimalText) <= x0 < \(extent.upper.decimalText)"
      )
    }
    if let remainder = result.remainder {
      let box = remainder.box.map { "\($0.name) in \($0.side)" }.joined(separator: ", ")
      lines.append("left to show: \(remainder.goal)" + (box.isEmpty ? "" : " for \(box)"))
    }
    return lines
  }

  /// How a bound depends on a parameter.
  public func direction(of dependence: ProofPlan.Dependence) -> String {
    let (up, down) = (
      results[dependence.increasing.id]?.status, results[dependence.decreasing.id]?.status
    )
    switch (up, down) {
    case (.proved, .proved): return "constant"
    case (.proved, _): return "increasing"
    case (_, .proved): return "decreasing"
    case (.refuted, .refuted): return "neither"
    case (nil, nil): return "not tried"
    default: return "undecided"
    }
  }

  private func line(_ dependence: ProofPlan.Dependence) -> String {
    var text = "\(dependence.variable.padded(to: 16)) \(direction(of: dependence))"
    if direction(of: dependence) == "neither" {
      func point(_ statement: UniversalStatement) -> String {
        guard let found = results[statement.id]?.counterexample else { return "" }
        return zip(statement.variables, found.point).map { "\($0.name) = \($1.shown)" }
          .joined(separator: ", ")
      }
      text += ": falls at \(point(dependence.increasing)); rises at \(point(dependence.decreasing))"
    }
    if let expected = dependence.expected, expected.rawValue != direction(of: dependence) {
      text += " (expected: \(expected.rawValue))"
    }
    return text
  }

  /// Counts of statements by status.
  public var summary: String {
    var counts: [ProofResult.Status: Int] = [:]
    for result in results.values { counts[result.status, default: 0] += 1 }
    let steps = plan.groups.flatMap(\.entries)
    let (coq, cited) = (
      steps.count { $0.statement == nil && $0.step.coq != nil },
      steps.count { $0.statement == nil && $0.step.coq == nil && $0.step.citation != nil }
    )
    let parts = ProofResult.Status.allCases.compactMap { status in
      counts[status].map { "\($0) \(status.rawValue)" }
    }
    var text = "\(results.count) statements: \(parts.joined(separator: ", "))."
    if coq + cited > 0 { text += " Further steps: \(coq) by Coq, \(cited) cited." }
    let unexpected = unexpectedIDs
    if !unexpected.isEmpty {
      text += "\nOther than expected: \(unexpected.joined(separator: ", "))"
    }
    return text + "\n"
  }

  /// The decided statements that came out other than the claim files expect.
  public var unexpectedIDs: [String] {
    let expected = plan.expectations
    return plan.statements.map(\.id).filter { id in
      guard let result = results[id], let wanted = expected[id], result.status != .undecided
      else { return false }
      return (result.status == .proved) != wanted
    }
  }

  /// The undecided statements of which something is expected.
  public var undecidedIDs: [String] {
    let expected = plan.expectations
    return plan.statements.map(\.id).filter {
      results[$0]?.status == .undecided && expected[$0] != nil
    }
  }
}

extension Counterexample {
  /// Both sides of the comparison that fails.
  fileprivate var sides: String? {
    if let derivative { return "the derivative is in \(derivative)" }
    guard let evaluation else { return nil }
    if lacksValue || evaluation.status == .undefined {
      return evaluation.status == .undefined ? evaluation.note ?? "no value" : "no value"
    }
    guard let left = evaluation.left, let right = evaluation.right,
      let relation = evaluation.relation
    else { return nil }
    func text(_ value: ScalarValue) -> String {
      let shown = value.interval(precision: 192).decimalEnclosure(digits: 20)
      return shown.lower == shown.upper ? shown.lower : "[\(shown.lower), \(shown.upper)]"
    }
    return "not \(text(left)) \(relation.rawValue) \(text(right))"
  }
}

extension Rational {
  /// The value as a decimal where it is one of moderate length, else as a fraction.
  fileprivate var shown: String {
    let decimal = decimalEnclosure(digits: 34)
    return decimal.lower == decimal.upper ? decimal.lower : description
  }

  /// The value as a decimal.
  fileprivate var decimalText: String { decimalEnclosure(digits: 40).lower }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}
