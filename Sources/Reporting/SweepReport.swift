public import Certification

/// What a sweep says at its end.
public enum SweepReport {
  /// How many failures are shown one by one.
  public static let shownFailures = 20

  /// One line about a run that failed.
  public static func text(_ failure: SweepRun.Failure) -> String {
    TextLayout.plain("run \(failure.index + 1) (\(failure.label)): \(failure.message)")
  }

  /// How many failures there are beyond those shown; nil for none.
  public static func hiddenFailures(_ outcome: SweepRun.Outcome) -> String? {
    let hidden = outcome.failures.count - shownFailures
    return hidden > 0 ? "and \(hidden) more runs failed" : nil
  }

  /// `30 runs: 10 were there, 19 certified, 1 failed`.
  public static func summary(_ progress: SweepRun.Progress) -> String {
    "\(progress.total) \(progress.total == 1 ? "run" : "runs"): \(progress.present) were there, "
      + "\(progress.certified) certified, \(progress.failed) failed"
  }

  /// How often each verdict was given for each claim; nothing where there are no certificates.
  public static func table(_ tally: VerdictTally) -> String {
    guard !tally.counts.isEmpty else { return "" }
    let labels = tally.counts.keys.sorted()
    let width = max(labels.map(\.count).max() ?? 0, "claim".count)
    func row(_ label: String, _ cells: [String]) -> String {
      let columns = zip(VerdictTally.verdicts, cells).map { verdict, cell in
        "  " + TextLayout.pad(cell, max(verdict.count, 7), right: true)
      }
      return TextLayout.pad(label, width) + columns.joined() + "\n"
    }
    return row("claim", VerdictTally.verdicts)
      + labels.map { label in
        row(label, VerdictTally.verdicts.map { String(tally.counts[label]?[$0] ?? 0) })
      }.joined()
  }
}
