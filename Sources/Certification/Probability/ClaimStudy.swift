import ClaimLanguage
import Documents
import Enclosures
import RidgeTheory

/// Counts one claim over the draws of a group.
struct ClaimStudy {
  let group: DrawGroup
  let records: [ClaimRecord]
  /// Whether all hypotheses hold, draw by draw; nil where that is not known.
  let scope: [Bool?]

  init(_ group: DrawGroup, _ index: Int) {
    self.group = group
    records = group.draws.map { $0.claims[index] }
    scope = records.map { record in
      if record.hypotheses.contains(where: { $0.status == "fails" }) { return false }
      return record.hypotheses.allSatisfy { $0.status == "holds" } ? true : nil
    }
  }

  private var draws: Int { records.count }
  /// Whether the hypotheses fail on every draw.
  private var isOutside: Bool { scope.allSatisfy { $0 == false } }

  func studied(_ judge: inout FrequencyJudge) throws -> ProbabilityStudy.Claim {
    let record = records[0]
    var lines: [FrequencyLine] = []
    // What the events allow together; nil once one of them allows nothing that is known.
    var sum: ClosedRange<Rational>? = 0...0
    for index in record.events.indices {
      let event = record.events[index]
      let allowed = try allowed(event)
      sum = sum.flatMap { sum in
        allowed.map { ($0.lowerBound + sum.lowerBound)...($0.upperBound + sum.upperBound) }
      }
      lines.append(eventLine(index, allowed, &judge))
    }
    lines.append(
      conclusionLine(
        .conclusion, sum.map { min($0.lowerBound, 1)...min($0.upperBound, 1) }, &judge))
    // Without events a conclusion that fails is a counterexample, and that line says it all.
    if !record.events.isEmpty {
      if let delta { lines.append(confidenceLine(delta, sum, &judge)) }
      lines.append(counterexampleLine(&judge))
    }
    return ProbabilityStudy.Claim(
      label: record.label, title: record.title, inScope: scope.count { $0 == true },
      outOfScope: scope.count { $0 == false }, lines: lines)
  }

  /// δ of the spec.
  private var delta: Rational? {
    group.specification["confidence"]?.string.flatMap { try? Rational(parsing: $0) }
  }

  // MARK: Lines

  private func eventLine(
    _ index: Int, _ allowed: ClosedRange<Rational>?, _ judge: inout FrequencyJudge
  ) -> FrequencyLine {
    let event = records[0].events[index]
    let isChecked = event.status != Status.notChecked.rawValue
    let count = counted { $0.events[index].failure }
    var note = law(of: event.statement + " " + (event.probability ?? ""))
    if !isChecked { note = "not decidable on one draw" }
    if allowed == nil, event.probability != nil {
      note = "the stated probability has no value here"
    }
    return line(
      .event, id: event.id, event.statement, count, isChecked ? allowed : nil, note, &judge)
  }

  private func conclusionLine(
    _ kind: FrequencyLine.Kind, _ allowed: ClosedRange<Rational>?, _ judge: inout FrequencyJudge
  ) -> FrequencyLine {
    let record = records[0]
    // A claim without events speaks of every draw, whatever its law.
    let note = record.events.isEmpty ? nil : law(of: nil)
    return line(
      kind, id: nil, record.conclusion.statement, counted { $0.conclusion.failure }, allowed, note,
      &judge)
  }

  private func confidenceLine(
    _ delta: Rational, _ sum: ClosedRange<Rational>?, _ judge: inout FrequencyJudge
  ) -> FrequencyLine {
    let line = conclusionLine(.confidence, delta...delta, &judge)
    guard line.outcome != .outOfScope else { return line }
    guard let sum, sum.upperBound <= delta else {
      return line.outOfScope("the events' probabilities do not add up to 1 - delta here")
    }
    return line
  }

  /// Draws with verdict `fail`, of which there must be none.
  private func counterexampleLine(_ judge: inout FrequencyJudge) -> FrequencyLine {
    var count = FrequencyCount()
    for record in records {
      count.add(record.verdict == "fail" ? true : record.verdict == "undecided" ? nil : false)
    }
    // One certified counterexample refutes; undecided draws refute nothing.
    let judged = judge.judged(count, draws: draws, allowed: nil)
    return FrequencyLine(
      kind: .counterexample, id: nil, statement: "hypotheses and events imply the conclusion",
      failed: count.failed, undecided: count.undecided, draws: draws, interval: judged.interval,
      allowed: 0...0,
      outcome: isOutside
        ? .outOfScope
        : count.failed > 0 ? .refuted : count.undecided > 0 ? .undecided : .consistent,
      isConfirmed: false, note: isOutside ? outsideNote : nil)
  }

  private func line(
    _ kind: FrequencyLine.Kind, id: String?, _ statement: String, _ count: FrequencyCount,
    _ allowed: ClosedRange<Rational>?, _ note: String?, _ judge: inout FrequencyJudge
  ) -> FrequencyLine {
    let judged = judge.judged(count, draws: draws, allowed: allowed)
    let isVacuous = allowed.map { $0.lowerBound >= 1 } ?? false
    let line = FrequencyLine(
      kind: kind, id: id, statement: statement, failed: count.failed, undecided: count.undecided,
      draws: draws, interval: judged.interval, allowed: allowed, outcome: judged.outcome,
      isConfirmed: judged.isConfirmed && !isVacuous,
      note: note ?? (isVacuous ? "every frequency is allowed" : nil))
    if isOutside { return line.outOfScope(outsideNote) }
    return note != nil && allowed != nil ? line.outOfScope(note) : line
  }

  private var outsideNote: String {
    let failing = records[0].hypotheses.first { hypothesis in
      records.allSatisfy { record in
        record.hypotheses.contains { $0.id == hypothesis.id && $0.status == "fails" }
      }
    }
    return failing.map { "hypothesis \($0.id ?? "") fails on every draw" }
      ?? "some hypothesis fails on every draw"
  }

  /// Counts draws on which the hypotheses hold and something fails; where the hypotheses fail on every
  /// draw, those on which it fails.
  private func counted(_ failure: (ClaimRecord) -> Bool?) -> FrequencyCount {
    var count = FrequencyCount()
    for (record, isIn) in zip(records, scope) {
      let hasFailed = failure(record)
      if isOutside {
        count.add(hasFailed)
      } else if isIn == false || hasFailed == false {
        count.add(false)
      } else {
        count.add(isIn == true ? hasFailed : nil)
      }
    }
    return count
  }

  // MARK: What is allowed

  /// The failure probability that an event allows, over all draws; nil where it states none.
  private func allowed(_ event: ConditionRecord) throws -> ClosedRange<Rational>? {
    guard let text = event.probability else { return nil }
    let expression: AllowedFailure
    do {
      expression = try AllowedFailure(ofEventWithProbability: text)
    } catch {
      throw CertificateError.malformed(path: "claims.events.probability", message: "\(error)")
    }
    var seen: Set<String> = []
    var hull: ClosedRange<Rational>?
    for draw in group.draws where seen.insert(expression.key(on: draw)).inserted {
      guard let value = try? expression.value(on: draw) else { return nil }
      hull =
        hull.map {
          min($0.lowerBound, value.lowerBound)...max($0.upperBound, value.upperBound)
        } ?? value
    }
    return hull
  }

  /// Why the draws do not follow the law that the probability of a statement, or of the whole claim where it
  /// is nil, is about; nil where they do.
  private func law(of statement: String?) -> String? {
    guard group.isRandom else { return "nothing in this problem is drawn at random" }
    guard group.draws.first?.theory == RidgeProblem.theory else { return nil }
    let names = statement.map(Identifiers.of) ?? ["features"]
    return RidgeLaw(group.specification)
      .obstacle(needsFeatures: !names.isSubset(of: RidgeLaw.withoutFeatures))
  }
}

extension FrequencyLine {
  /// The same counts, compared with nothing.
  fileprivate func outOfScope(_ note: String?) -> FrequencyLine {
    FrequencyLine(
      kind: kind, id: id, statement: statement, failed: failed, undecided: undecided, draws: draws,
      interval: interval, allowed: allowed, outcome: allowed == nil ? nil : .outOfScope,
      isConfirmed: false, note: note)
  }
}

extension ConditionRecord {
  /// Whether it failed; nil where that is not known, also for what has no value here.
  fileprivate var failure: Bool? {
    switch status {
    case Status.holds.rawValue: false
    case Status.fails.rawValue: true
    default: nil
    }
  }
}
