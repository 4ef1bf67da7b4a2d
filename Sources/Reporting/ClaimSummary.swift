import Certification

/// What a report says about one claim: the same facts for every format.
struct ClaimSummary {
  let claim: ClaimRecord
  /// The expected verdict where the spec names one.
  let expected: String?
  let outcome: ExpectationOutcome

  init(_ claim: ClaimRecord, _ expectations: [String: String]) {
    self.claim = claim
    expected = Expectations.expected(claim, expectations)
    outcome = Expectations.outcome(verdict: claim.verdict, expected: expected)
  }

  /// A hypothesis or event that keeps a claim from a verdict, or the part of one that does.
  struct Obstacle: Equatable {
    /// `hypothesis step-size fails`.
    let heading: String
    let statement: String
    /// `left = 1.5, right = 1: left is 1.50 times right`; nil where nothing is known of the sides.
    let values: String?
  }

  /// The hypotheses and events that do not hold, in order; conjunctions by their parts that do not.
  var obstacles: [Obstacle] {
    if claim.verdict == "pass" { return [] }
    let hypotheses = claim.hypotheses.map { ("hypothesis", $0) }
    let events = claim.events.map { ("event", $0) }
    return (hypotheses + events).flatMap { kind, condition -> [Obstacle] in
      guard condition.status != "holds",
        condition.status != "not-checked" || claim.verdict == "undecided"
      else { return [] }
      let name = condition.id.map { "\(kind) \($0)" } ?? kind
      let culprits = Self.culprits(condition)
      return culprits.map { part in
        Obstacle(
          heading: "\(name) \(Self.word(part.status))", statement: part.statement,
          values: Self.values(part))
      }
    }
  }

  /// The parts of a condition that do not hold; itself where it has no such parts.
  private static func culprits(_ condition: ConditionRecord) -> [ConditionRecord] {
    let failing = condition.parts.filter { $0.status == condition.status }
    return failing.isEmpty ? [condition] : failing.flatMap(culprits)
  }

  /// The parts without those that hold by a false premise alone, whose sides say nothing.
  static func telling(_ parts: [ConditionRecord]) -> [ConditionRecord] {
    let telling = parts.filter { $0.status != "holds" || !Gap.isCertainlyFalse($0) }
    return telling.isEmpty ? parts : telling
  }

  private static func word(_ status: String) -> String {
    switch status {
    case "undecided": "is undecided"
    case "undefined": "has no value here"
    case "not-checked": "is not decidable on one draw"
    default: status
    }
  }

  /// Both sides of a comparison, its tightness and step, by how much it fails, and any note.
  static func values(_ condition: ConditionRecord) -> String? {
    // What could not be decided is shown with all digits that are known.
    let shown = { condition.status == "undecided" ? ShownNumber(ends: $0) : ShownNumber($0) }
    var facts: [String] = []
    if let left = condition.left { facts.append("left \(shown(left).equation)") }
    if let right = condition.right { facts.append("right \(shown(right).equation)") }
    if let at = condition.at { facts.append("at t = \(at)") }
    if let tightness = condition.tightness {
      facts.append("tightness \(ShownNumber(ratio: tightness).equation)")
    }
    var text = facts.joined(separator: ", ")
    let gap = condition.status == "fails" ? Gap.phrase(condition) : nil
    for remark in [gap, condition.note].compactMap(\.self) where !remark.isEmpty {
      text += text.isEmpty ? remark : "; \(remark)"
    }
    return text.isEmpty ? nil : text
  }

  /// Whether the conclusion holds, in words, where the verdict does not say so.
  var conclusionRemark: String? {
    if claim.verdict == "pass" { return nil }
    return switch (claim.conclusion.status, claim.verdict) {
    case ("holds", "out-of-scope"): "the conclusion holds anyway"
    case ("holds", _): "the conclusion holds"
    case ("fails", "fail"): "the conclusion is certified false"
    case ("fails", _): "the conclusion does not hold here"
    case ("undefined", _): "the conclusion has no value here"
    default: "the conclusion is \(claim.conclusion.status)"
    }
  }

  /// The comparison that tables show: that of the conclusion, or of the part that decides it.
  ///
  /// That is the first part that has the conclusion's status, the one with least tightness if it holds.
  var comparison: ConditionRecord { Self.deciding(claim.conclusion) }

  private static func deciding(_ condition: ConditionRecord) -> ConditionRecord {
    if condition.left != nil || condition.right != nil || condition.parts.isEmpty {
      return condition
    }
    let parts = condition.parts.filter { $0.status == condition.status }.map(deciding)
    let rated = parts.compactMap { part in
      part.tightness.flatMap(Bounds.init)?.finite.map { (part, $0.lower) }
    }
    if condition.status == "holds", let tightest = rated.min(by: { $0.1 < $1.1 }) {
      return tightest.0
    }
    return parts.first { $0.left != nil } ?? condition
  }

  /// `expected fail`, `UNEXPECTED, expected pass` or `UNEXPECTED`; nil where nothing is to be marked.
  func mark(whereGiven isGiven: Bool) -> String? {
    guard isGiven else { return nil }
    switch (outcome, expected) {
    case (.unexpected, let expected?): return "UNEXPECTED, expected \(expected)"
    case (.unexpected, nil): return "UNEXPECTED"
    case (_, let expected?) where expected != "pass": return "expected \(expected)"
    default: return nil
    }
  }

  /// Why the claim is no pass, in one line.
  var reason: String {
    let obstacles = obstacles.map { obstacle in
      "\(obstacle.heading): \(obstacle.statement)" + (obstacle.values.map { " (\($0))" } ?? "")
    }
    return TextLayout.plain(
      (obstacles + [conclusionRemark].compactMap(\.self)).joined(separator: "; "))
  }

  /// `15 pass, 0 fail, 8 out-of-scope, 0 undecided`.
  static func tally(_ certificate: Certificate) -> String {
    ["pass", "fail", "out-of-scope", "undecided"].map { verdict in
      "\(certificate.claims.count { $0.verdict == verdict }) \(verdict)"
    }.joined(separator: ", ")
  }
}
