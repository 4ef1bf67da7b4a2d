import Certification
import Documents
import Enclosures

/// What changed from one certificate to another.
extension CertificateComparison {
  static func changes(
    _ old: Certificate, _ new: Certificate, _ tolerance: Rational
  ) -> [Change] {
    problemChanges(old, new) + timeChanges(old, new) + claimChanges(old, new, tolerance)
  }

  // MARK: - The problem

  /// The most keys of a spec that are named one by one.
  private static let mostKeys = 8

  private static func problemChanges(_ old: Certificate, _ new: Certificate) -> [Change] {
    var changes: [Change] = []
    func add(_ subject: String, _ old: String?, _ new: String?) {
      guard old != new else { return }
      changes.append(
        Change(
          kind: .problem, subject: subject, old: old, new: new, factor: nil, judgement: .changed))
    }
    add("theory", old.theory, new.theory)
    let paths = [old, new].map { certificate in
      Dictionary(
        CertificateField.specPaths(certificate.specification).map { ($0.path, $0.text) }
      ) { first, _ in first }
    }
    let differing = Set(paths[0].keys).union(paths[1].keys).sorted()
      .filter { $0 != "theory" && paths[0][$0] != paths[1][$0] }
    for path in differing.prefix(mostKeys) { add(path, paths[0][path], paths[1][path]) }
    if differing.count > mostKeys {
      add("further keys of the spec", nil, "\(differing.count - mostKeys)")
    }
    add("data_digest", old.dataDigest, new.dataDigest)
    return changes
  }

  // MARK: - Stage times

  private static func timeChanges(_ old: Certificate, _ new: Certificate) -> [Change] {
    let names = StageMeaning.names(old)
    let all = names + StageMeaning.names(new).filter { !names.contains($0) }
    return all.compactMap { name in
      let (before, after) = (old.quantities[name], new.quantities[name])
      guard before != after, !overlap(before, after) else { return nil }
      func text(_ record: EnclosureRecord?) -> String? {
        record.map { StageMeaning(name).described($0).value }
      }
      return Change(
        kind: .time, subject: name, old: text(before), new: text(after), factor: nil,
        judgement: .changed)
    }
  }

  /// Whether two enclosures may be of one number.
  private static func overlap(_ first: EnclosureRecord?, _ second: EnclosureRecord?) -> Bool {
    guard let a = first.flatMap(Bounds.init), let b = second.flatMap(Bounds.init) else {
      return false
    }
    return !a.isCertainlyBelow(b) && !b.isCertainlyBelow(a)
  }

  // MARK: - Claims

  private static func claimChanges(
    _ old: Certificate, _ new: Certificate, _ tolerance: Rational
  ) -> [Change] {
    let before = Dictionary(old.claims.map { ($0.label, $0) }) { first, _ in first }
    let after = Dictionary(new.claims.map { ($0.label, $0) }) { first, _ in first }
    return Set(before.keys).union(after.keys).sorted().flatMap { label -> [Change] in
      switch (before[label], after[label]) {
      case (let first?, let second?): return changes(first, second, tolerance)
      case (let first?, nil):
        return [change(.claim, label, first.verdict, nil, .worse)]
      case (nil, let second?):
        return [change(.claim, label, nil, second.verdict, .changed)]
      case (nil, nil): return []
      }
    }
  }

  private static func change(
    _ kind: Change.Kind, _ subject: String, _ old: String?, _ new: String?,
    _ judgement: Judgement, factor: String? = nil
  ) -> Change {
    Change(kind: kind, subject: subject, old: old, new: new, factor: factor, judgement: judgement)
  }

  private static func changes(
    _ old: ClaimRecord, _ new: ClaimRecord, _ tolerance: Rational
  ) -> [Change] {
    let label = old.label
    var changes: [Change] = []
    if old.verdict != new.verdict {
      changes.append(
        change(.verdict, label, old.verdict, new.verdict, judged(old.verdict, new.verdict)))
    }
    if old.flags != new.flags {
      changes.append(
        change(
          .flags, label, list(old.flags), list(new.flags),
          flagJudgement(old, new)))
    }
    if old.conclusion.statement != new.conclusion.statement {
      changes.append(
        change(
          .statement, label, old.conclusion.statement, new.conclusion.statement, .changed))
    }
    if old.conclusion.status != new.conclusion.status {
      changes.append(
        change(.conclusion, label, old.conclusion.status, new.conclusion.status, .changed))
    }
    if let moved = tightnessChange(old, new, tolerance) { changes.append(moved) }
    return changes
  }

  /// From one verdict to another.
  ///
  /// Worse: away from `pass`, to `fail`, or from a decision to `undecided`. Better: to `pass`, or from
  /// `undecided` to `out-of-scope`.
  static func judged(_ old: String, _ new: String) -> Judgement {
    if old == new { return .changed }
    if old == "pass" || new == "fail" || new == "undecided" { return .worse }
    return new == "pass" || old == "undecided" ? .better : .changed
  }

  /// Flags qualify a verdict: a pass that gains one says less.
  private static func flagJudgement(_ old: ClaimRecord, _ new: ClaimRecord) -> Judgement {
    guard old.verdict == "pass", new.verdict == "pass" else { return .changed }
    let (before, after) = (Set(old.flags), Set(new.flags))
    if !after.isSubset(of: before) { return .worse }
    return .better
  }

  private static func list(_ flags: [String]) -> String {
    flags.isEmpty ? "none" : flags.joined(separator: " ")
  }

  // MARK: - Tightness

  private static func tightnessChange(
    _ old: ClaimRecord, _ new: ClaimRecord, _ tolerance: Rational
  ) -> Change? {
    let (before, after) = (
      ClaimSummary(old, [:]).comparison.tightness, ClaimSummary(new, [:]).comparison.tightness
    )
    // Only a bound that holds gets worse by being farther from the truth.
    let isBound = old.conclusion.status == "holds" && new.conclusion.status == "holds"
    guard let before, let after else {
      guard before != nil || after != nil else { return nil }
      return change(
        .tightness, old.label, before.map { ShownNumber(ratio: $0).term },
        after.map { ShownNumber(ratio: $0).term }, .changed)
    }
    guard let first = Bounds(before)?.finite, let second = Bounds(after)?.finite,
      first.lower.sign > 0, second.lower.sign > 0
    else { return nil }
    let (isGreater, isLess) = (
      second.lower > first.upper * (1 + tolerance), second.upper * (1 + tolerance) < first.lower
    )
    guard isGreater || isLess else { return nil }
    let factor = Bounds.between(second.lower / first.upper, second.upper / first.lower)
    let texts = texts(before, after)
    return change(
      .tightness, old.label, texts.0, texts.1,
      isBound ? (isGreater ? .worse : .better) : .changed,
      factor: ShownCell(factor, digits: 6, isTime: false).plain)
  }

  /// Two numbers in as few digits as tell them apart, or with all that are known.
  private static func texts(
    _ first: EnclosureRecord, _ second: EnclosureRecord
  ) -> (String, String) {
    for digits in [4, 6, 8, 12] {
      let shown = [first, second].map {
        ShownCell(TableNumber([$0]), digits: digits, isTime: false).plain
      }
      if shown[0] != shown[1] { return (shown[0], shown[1]) }
    }
    return (TableNumber([first]).exactText, TableNumber([second]).exactText)
  }
}
