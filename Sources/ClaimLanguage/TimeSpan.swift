internal import Enclosures

/// The steps of `forall t in A..B`: A and B may be known as enclosures only.
struct TimeSpan {
  /// Steps that contain the range, whatever A and B are; nil where it is certainly empty.
  let outer: TimeRange?
  /// Steps that the range contains; nil where none is certain.
  let inner: TimeRange?

  func certainlyContains(_ step: Int) -> Bool {
    guard let inner else { return false }
    return step >= inner.lower && (inner.upper.map { step <= $0 } ?? true)
  }

  /// The steps A + 0, 1, 2, 4, … up to the offset, and the last one.
  private func powers(upTo offset: Int, _ limit: Int?) -> [Int] {
    guard let inner else { return [] }
    let last = [inner.upper, limit].compactMap(\.self).min()
    var steps = [inner.lower]
    var distance = 1
    while distance <= offset, inner.lower <= Int.max - distance,
      last.map({ inner.lower + distance <= $0 }) ?? true
    {
      steps.append(inner.lower + distance)
      distance *= 2
    }
    if let last, last > steps[steps.count - 1] { steps.append(last) }
    return steps
  }

  /// Where counterexamples are looked for first.
  func probes(upTo limit: Int?) -> [Int] { powers(upTo: 1 << 60, limit) }

  /// Where the least margin is looked for.
  func grid(upTo limit: Int?) -> [Int] { powers(upTo: 1 << 16, limit) }
}

extension TimeRange {
  /// The part up to the horizon, where the range goes beyond.
  func limited(to horizon: Int?) -> TimeRange? {
    guard let horizon, horizon >= lower, upper.map({ $0 > horizon }) ?? true else { return nil }
    return TimeRange(lower, horizon)
  }
}

extension Evaluator {
  enum SpanOutcome {
    case found(TimeSpan)
    case open(Status, note: String)
  }

  /// The range of a quantifier, with precision raised until both ends are certain if possible.
  ///
  /// Steps before 0 do not exist.
  func timeSpan(_ all: Quantifier) throws -> SpanOutcome {
    var span: TimeSpan?
    for precision in precisions(from: startPrecision) {
      let context = EvaluationContext(source: source, precision: precision)
      do {
        let first = Evaluator.steps(try context.value(all.lower).negated(), precision)
        let last = Evaluator.steps(try context.value(all.upper), precision)
        // ⌈A⌉ = −⌊−A⌋: the greatest −A gives the earliest first step.
        let outer = Evaluator.range(first: first.high, last: last.high)
        let inner = Evaluator.range(first: first.low, last: last.low)
        span = TimeSpan(outer: outer, inner: inner)
        if outer == inner || outer == nil { break }
      } catch DomainError.undefined(let operation) {
        return .open(.undefined, note: operation)
      } catch DomainError.undecided {
        continue
      }
    }
    if let span { return .found(span) }
    return .open(.undecided, note: "the range of time is not decided")
  }

  /// The least and greatest ⌊x⌋ that x may have.
  ///
  /// Beyond ±2⁶² the least one is lessened and the greatest one enlarged, but for infinities.
  private static func steps(_ value: Value, _ precision: Int) -> (low: StepBound, high: StepBound) {
    let limit = TimeSearch.lastTailStart
    func low(_ int: Int?, _ sign: Int, isInfinite: Bool) -> StepBound {
      if let int, int.magnitude <= UInt(limit) { return .step(int) }
      return sign < 0 ? .minusInfinity : isInfinite ? .infinity : .step(limit)
    }
    func high(_ int: Int?, _ sign: Int, isInfinite: Bool) -> StepBound {
      if let int, int.magnitude <= UInt(limit) { return .step(int) }
      return sign > 0 ? .infinity : isInfinite ? .minusInfinity : .step(-limit)
    }
    if case .exact(let rational) = value {
      let int = rational.roundedDown().int
      return (
        low(int, rational.sign, isInfinite: false), high(int, rational.sign, isInfinite: false)
      )
    }
    let (first, last) = (value.interval(precision).lower, value.interval(precision).upper)
    return (
      low(first.int(rounding: .down), first.sign, isInfinite: first.isInfinite),
      high(last.int(rounding: .down), last.sign, isInfinite: last.isInfinite)
    )
  }

  /// The range from −first to last, cut at 0; nil where it is empty.
  private static func range(first: StepBound, last: StepBound) -> TimeRange? {
    let lower: Int
    switch first {
    case .step(let negative): lower = max(0, -negative)
    case .infinity: lower = 0
    case .minusInfinity: return nil
    }
    switch last {
    case .step(let upper): return upper >= lower ? TimeRange(lower, upper) : nil
    case .infinity: return TimeRange(lower, nil)
    case .minusInfinity: return nil
    }
  }
}
