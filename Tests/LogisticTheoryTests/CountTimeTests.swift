import Enclosures
import Testing

@testable import LogisticTheory

/// First and last times of an accuracy, against the counts of every step.
struct CountTimeTests {
  private static let epsilons = [
    Rational(0), Rational(1, 10), Rational(1, 8), Rational(1, 3), Rational(1, 2), Rational(9, 10),
    1,
  ]

  private func tracker(_ counts: [ClosedRange<Int>], of total: Int) -> CountTracker {
    var tracker = CountTracker(total: total)
    for (step, range) in counts.enumerated() {
      tracker.observe(
        SignCounts(correct: range.lowerBound, wrong: total - range.upperBound, of: total),
        step: step)
    }
    return tracker
  }

  /// The first step with at least (1 − ε) times the greatest count, and the one after the last step below;
  /// nil where the last step of all is below.
  private func truth(_ counts: [Int], _ epsilon: Rational) -> (first: Int?, after: Int?) {
    let level = (1 - epsilon) * Rational(counts.max() ?? 0)
    let last = counts.lastIndex { Rational($0) < level } ?? -1
    return (
      counts.firstIndex { Rational($0) >= level }, last == counts.count - 1 ? nil : last + 1
    )
  }

  @Test("of known counts, exactly", arguments: 0..<60)
  func sharp(_ seed: Int) {
    var random = TestRandom(seed)
    let total = 1 + seed % 11
    let counts = (0..<(1 + seed % 17)).map { _ in Int(random.next() % UInt64(total + 1)) }
    let tracker = tracker(counts.map { $0...$0 }, of: total)
    for epsilon in Self.epsilons {
      let (first, after) = truth(counts, epsilon)
      #expect(tracker.first(epsilon).exactStep == first, "\(counts) \(epsilon)")
      let found = tracker.afterLast(epsilon, horizon: counts.count - 1)
      // A last step below the level says nothing of those after it.
      if let after {
        #expect(found.exactStep == after, "\(counts) \(epsilon)")
      } else {
        #expect(
          found == StepEnclosure(lower: .step(counts.count), upper: .infinity),
          "\(counts) \(epsilon)")
      }
    }
  }

  @Test("of open counts, for every way to close them", arguments: 0..<40)
  func open(_ seed: Int) {
    var random = TestRandom(seed + 500)
    let total = 4
    let ranges = (0..<5).map { _ -> ClosedRange<Int> in
      let lower = Int(random.next() % UInt64(total + 1))
      return lower...min(total, lower + Int(random.next() % 3))
    }
    let tracker = tracker(ranges, of: total)
    let closed = ranges.reduce([[]]) { lists, range in
      lists.flatMap { list in range.map { list + [$0] } }
    }
    for epsilon in Self.epsilons {
      let first = tracker.first(epsilon)
      let after = tracker.afterLast(epsilon, horizon: ranges.count - 1)
      for counts in closed {
        let truth = truth(counts, epsilon)
        let start = truth.first.map(StepBound.step) ?? .infinity
        #expect(first.lower <= start && start <= first.upper, "\(ranges) \(counts) \(epsilon)")
        if let end = truth.after {
          #expect(
            after.lower <= .step(end) && .step(end) <= after.upper, "\(ranges) \(counts) \(epsilon)"
          )
        } else {
          #expect(after.upper == .infinity, "\(ranges) \(counts) \(epsilon)")
        }
      }
    }
  }

  @Test("a maximum that several steps share comes last at the last of them")
  func ties() throws {
    for tied in [[3], [0, 3], [0, 1, 2], [4], [1, 4], [0, 1, 2, 3, 4]] {
      var tracker = MaximumTracker()
      for step in 0..<5 {
        let value = tied.contains(step) ? 2.0 : 1
        tracker.observe(
          DescentView(step: step, high: [value, 0], low: [0, 0], radius: 0, counts: nil),
          lower: value, upper: value)
      }
      let found = try #require(
        tracker.maximum(precision: 64) { Interval(exactly: $0.high[0], precision: 64) })
      #expect(found.value.isPoint && found.value.contains(2))
      let last = try #require(tied.max())
      #expect(found.last.lower <= .step(last) && found.last.upper == .step(last), "\(tied)")
    }
  }
}
