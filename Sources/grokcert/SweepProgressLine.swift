import Certification
import Dispatch
import Synchronization

/// The line on a terminal that shows how far a sweep is and how long it will take.
///
/// The time left is that of the runs so far in this process, for those that remain.
final class SweepProgressLine: Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now
  /// What is shown; nil while nothing is.
  private let current = Mutex<SweepRun.Progress?>(nil)
  /// Lets the time run while no run ends; threads that work may take all of the ordinary queues.
  private let queue = DispatchQueue(label: "progress", qos: .userInteractive)

  /// The number of signs of the bar.
  private static let width = 24

  init(isShown: Bool) {
    self.isShown = isShown
    if isShown { tick() }
  }

  /// Shows the time once a second.
  private func tick() {
    current.withLock { if let progress = $0 { Terminal.progress(text(progress)) } }
    queue.asyncAfter(deadline: .now() + 1) { [weak self] in self?.tick() }
  }

  /// Shows a new state.
  func show(_ progress: SweepRun.Progress) {
    guard isShown else { return }
    current.withLock { current in
      current = progress
      Terminal.progress(text(progress))
    }
  }

  /// Removes the line until the next state.
  func clear() {
    guard isShown else { return }
    current.withLock { current in
      current = nil
      Terminal.progress("")
    }
  }

  private func text(_ progress: SweepRun.Progress) -> String {
    let filled = progress.total == 0 ? 0 : progress.done * Self.width / progress.total
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    let elapsed = Int((ContinuousClock.now - start).components.seconds)
    var text = "[\(bar)] \(progress.done)/\(progress.total)"
    if progress.failed > 0 { text += "  \(progress.failed) failed" }
    text += "  elapsed \(Self.clock(elapsed))"
    let finished = progress.certified + progress.failed
    let left = progress.total - progress.done
    if finished > 0, left > 0 { text += "  left \(Self.clock(elapsed * left / finished))" }
    return text
  }

  /// `3:05` or `1:02:03`.
  private static func clock(_ seconds: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }
}
