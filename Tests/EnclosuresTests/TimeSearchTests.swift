import Enclosures
import Testing

struct TimeSearchTests {
  /// Whether the steps of a set (here given by a Boolean function) fill a block: exact for monotone
  /// sets, from the ends.
  private func up(from first: Int) -> (TimeRange) -> Ternary {
    { block in
      if block.lower >= first { return .certainlyTrue }
      if let upper = block.upper, upper < first { return .certainlyFalse }
      return .unknown
    }
  }

  @Test(
    "the first step of an upward set is found", arguments: [0, 1, 2, 3, 7, 53, 1000, 123_456_789])
  func firstOfUpwardSet(first: Int) {
    let result = TimeSearch.firstStep(in: TimeRange(0, nil), where: up(from: first))
    #expect(result.step == StepEnclosure(.step(first)))
    #expect(result.evaluations < 150)
    // The evidence covers everything before.
    var next = 0
    for block in result.evidence where block.outcome == .certainlyFalse {
      #expect(block.steps.lower == next)
      next = (block.steps.upper ?? next) + 1
    }
    #expect(next == first)
  }

  @Test(
    "the last step of a downward set is found", arguments: [0, 1, 2, 3, 7, 53, 1000, 123_456_789])
  func lastOfDownwardSet(last: Int) {
    let result = TimeSearch.lastStep(in: TimeRange(0, nil)) { !up(from: last + 1)($0) }
    #expect(result.step == StepEnclosure(.step(last)))
    #expect(result.evaluations < 150)
  }

  @Test("searches respect ranges that do not start at 0, and bounded ones")
  func ranges() {
    #expect(
      TimeSearch.firstStep(in: TimeRange(10, nil), where: up(from: 3)).step.exactStep == 10)
    #expect(
      TimeSearch.firstStep(in: TimeRange(10, 90), where: up(from: 77)).step.exactStep == 77)
    #expect(
      TimeSearch.firstStep(in: TimeRange(10, 50), where: up(from: 77)).step
        == StepEnclosure(.infinity))
    #expect(
      TimeSearch.lastStep(in: TimeRange(10, 50), where: up(from: 30)).step.exactStep == 50)
    #expect(
      TimeSearch.lastStep(in: TimeRange(10, 50), where: up(from: 51)).step
        == StepEnclosure(.minusInfinity))
  }

  @Test("empty and unbounded sets have infinite first and last steps")
  func infiniteAnswers() {
    let never = TimeSearch.firstStep(in: TimeRange(0, nil)) { _ in .certainlyFalse }
    #expect(never.step == StepEnclosure(.infinity))
    let empty = TimeSearch.lastStep(in: TimeRange(0, nil)) { _ in .certainlyFalse }
    #expect(empty.step == StepEnclosure(.minusInfinity))
    let always = TimeSearch.lastStep(in: TimeRange(0, nil), where: up(from: 900))
    #expect(always.step == StepEnclosure(.infinity))
  }

  @Test("a step that stays open makes a bracket, which holds the truth")
  func brackets() {
    func hasOpenStep(_ block: TimeRange) -> Bool {
      block.lower <= 20 && (block.upper.map { $0 >= 20 } ?? true)
    }
    let first = TimeSearch.firstStep(in: TimeRange(0, nil)) { block in
      hasOpenStep(block) ? .unknown : up(from: 21)(block)
    }
    #expect(first.step == StepEnclosure(lower: .step(20), upper: .step(21)))
    #expect(first.firstOpenStep == 20)
    let last = TimeSearch.lastStep(in: TimeRange(0, nil)) { block in
      hasOpenStep(block) ? .unknown : !up(from: 20)(block)
    }
    #expect(last.step == StepEnclosure(lower: .step(19), upper: .step(20)))
  }

  @Test("a property that is never decided ends at a limit")
  func limits() {
    for result in [
      TimeSearch.firstStep(in: TimeRange(0, nil)) { _ in .unknown },
      TimeSearch.firstStep(in: TimeRange(0, 1 << 40)) { _ in .unknown },
      TimeSearch.firstStep(in: TimeRange(0, 1 << 40), budget: 10) { _ in .unknown },
    ] {
      #expect(result.step == StepEnclosure(lower: .step(0), upper: .infinity))
      #expect(result.reachedLimit)
      #expect(result.evaluations < 5000)
    }
    let last = TimeSearch.lastStep(in: TimeRange(0, 1000), budget: 10) { _ in .unknown }
    #expect(last.step == StepEnclosure(lower: .minusInfinity, upper: .step(1000)))
    let open = TimeSearch.lastStep(in: TimeRange(0, nil)) { $0.isPoint ? .certainlyTrue : .unknown }
    #expect(open.step.upper == .infinity)
    #expect(open.step.lower > .step(1 << 60))
  }

  @Test("wherever a search stops, the bracket reaches to the end of what is open")
  func openEnds() {
    for budget in 1...12 {
      let last = TimeSearch.lastStep(in: TimeRange(0, 1000), budget: budget) { _ in .unknown }
      #expect(last.step == StepEnclosure(lower: .minusInfinity, upper: .step(1000)))
    }
  }

  @Test("a bracket is no step")
  func values() {
    let bracket = StepEnclosure(lower: .step(3), upper: .step(5)).value(precision: 64)
    guard case .enclosed(let interval) = bracket else {
      Issue.record("a bracket was taken for a number")
      return
    }
    #expect(interval.lower.exactRational == 3 && interval.upper.exactRational == 5)
  }

  @Test("oscillating sets are searched step by step where they must be")
  func oscillation() {
    // Multiples of 1000 up to 20000; a block is decided only without them, or as a single step.
    func multiples(_ block: TimeRange) -> Ternary {
      let next = (block.lower + 999) / 1000 * 1000
      if next > 20_000 || block.upper.map({ $0 < next }) ?? false { return .certainlyFalse }
      return block.isPoint ? .certainlyTrue : .unknown
    }
    #expect(TimeSearch.firstStep(in: TimeRange(1, nil), where: multiples).step.exactStep == 1000)
    #expect(TimeSearch.lastStep(in: TimeRange(1, nil), where: multiples).step.exactStep == 20_000)
  }

  @Test("errors of the property pass through")
  func errors() {
    #expect(throws: DomainError.self) {
      try TimeSearch.firstStep(in: TimeRange(0, nil)) { _ in
        throw DomainError.undefined(operation: "test")
      }
    }
  }
}
