/// Certified searches over time for a property that can be decided on whole blocks of steps.
///
/// The property is a closure from a block to three values: it holds at **every** step of the block
/// (certainlyTrue), at **none** (certainlyFalse), or neither is known. A block that is not decided is
/// divided: a bounded one in the middle, the tail [s, ∞) of a range from a into [s, 2s−a−1] and
/// [2s−a, ∞), so that blocks double and every tail is tried in one evaluation. Single steps are not
/// divided: the closure should spend its precision there.
///
/// **Enclosure.** If the closure is right about every block, the step asked for lies in the result,
/// whatever the limits. The order of evaluations is fixed, so results are deterministic.
public enum TimeSearch {
  /// The most calls of the closure unless told otherwise.
  public static let defaultBudget = 200_000
  /// Single steps that may stay undecided before a search stops dividing.
  public static let defaultUnknownSteps = 32
  /// Tails that start beyond this step are not divided.
  public static let lastTailStart = 1 << 62

  /// A block of steps with what the closure said of it.
  public struct Block: Sendable, Hashable {
    /// The steps.
    public let steps: TimeRange
    /// Whether the property holds at every one, at none, or is open.
    public let outcome: Ternary

    /// A block with its outcome.
    public init(steps: TimeRange, outcome: Ternary) {
      self.steps = steps
      self.outcome = outcome
    }
  }

  /// The step that was asked for, and the blocks that establish it.
  public struct Result: Sendable, Hashable {
    /// What is certified about the step.
    public let step: StepEnclosure
    /// Decided blocks, and single steps that stayed open, in order of time.
    public let evidence: [Block]
    /// How often the closure was called.
    public let evaluations: Int
    /// The first step at which the property is neither known to hold nor known not to hold, among
    /// those that matter to the answer.
    public let firstOpenStep: Int?
    /// Whether the search stopped at a limit; the result is then a bracket, and still right.
    public let reachedLimit: Bool

    /// The same search with another conclusion about the step.
    public func replacingStep(_ step: StepEnclosure) -> Result {
      Result(
        step: step, evidence: evidence, evaluations: evaluations, firstOpenStep: firstOpenStep,
        reachedLimit: reachedLimit)
    }
  }

  /// The first step of the range at which the property holds.
  ///
  /// Goes from left to right, so that all steps before the result are certified not to have the
  /// property. Where none has it, the result is [inf, inf].
  public static func firstStep(
    in range: TimeRange, budget: Int = defaultBudget, unknownSteps: Int = defaultUnknownSteps,
    where property: (TimeRange) throws -> Ternary
  ) rethrows -> Result {
    var run = Run(start: range.lower, budget: budget, unknownSteps: unknownSteps)
    var pending = [range]
    while let block = pending.popLast() {
      guard !run.isExhausted else {
        pending.append(block)
        break
      }
      switch try run.evaluate(block, property) {
      case .certainlyTrue: return run.first(upper: .step(block.lower))
      case .certainlyFalse: continue
      case .unknown:
        if let (left, right) = run.divide(block) { pending += [right, left] }
      }
    }
    // Limits reached: look for any step with the property, from the left.
    for block in pending.reversed() {
      run.isOpen(block.lower)
      for step in [block.lower, block.upper].compactMap(\.self)
      where try property(TimeRange(step)) == .certainlyTrue {
        run.record(TimeRange(step), .certainlyTrue)
        return run.first(upper: .step(step))
      }
    }
    return run.first(upper: .infinity)
  }

  /// The last step of the range at which the property holds.
  ///
  /// First moves right until a tail is decided, then goes from right to left, so that all steps after
  /// the result are certified not to have the property. Where none has it, the result is [−inf, −inf];
  /// where a whole tail has it, [inf, inf].
  public static func lastStep(
    in range: TimeRange, budget: Int = defaultBudget, unknownSteps: Int = defaultUnknownSteps,
    where property: (TimeRange) throws -> Ternary
  ) rethrows -> Result {
    var run = Run(start: range.lower, budget: budget, unknownSteps: unknownSteps)
    var pending: [TimeRange] = []
    var tail = range
    var tailIsOpen = false
    while tail.upper == nil {
      let outcome = try run.evaluate(tail, property)
      if outcome == .certainlyTrue { return run.result(lower: .infinity, upper: .infinity) }
      if outcome == .certainlyFalse { break }
      guard let (left, right) = run.divide(tail) else {
        tailIsOpen = true
        break
      }
      pending.append(left)
      tail = right
    }
    if tail.upper != nil { pending.append(tail) }
    var open: StepBound = tailIsOpen ? .infinity : .minusInfinity
    while !tailIsOpen, let block = pending.popLast() {
      guard !run.isExhausted else {
        pending.append(block)
        break
      }
      switch try run.evaluate(block, property) {
      case .certainlyTrue:
        let last = StepBound.step(block.upper ?? block.lower)
        return run.result(lower: last, upper: max(last, open))
      case .certainlyFalse: continue
      case .unknown:
        if let (left, right) = run.divide(block) {
          pending += [left, right]
        } else {
          open = max(open, .step(block.lower))
        }
      }
    }
    for block in pending.reversed() {
      run.isOpen(block.lower)
      open = max(open, block.upper.map(StepBound.step) ?? .infinity)
      for step in [block.upper, block.lower].compactMap(\.self)
      where try property(TimeRange(step)) == .certainlyTrue {
        run.record(TimeRange(step), .certainlyTrue)
        return run.result(lower: .step(step), upper: open)
      }
    }
    return run.result(lower: .minusInfinity, upper: open)
  }
}

extension TimeSearch {
  /// The bookkeeping of one search.
  private struct Run {
    let start: Int
    let budget: Int
    var unknownSteps: Int
    var evaluations = 0
    var evidence: [Block] = []
    var firstOpen: Int?
    var stopped = false

    init(start: Int, budget: Int, unknownSteps: Int) {
      self.start = start
      self.budget = budget
      self.unknownSteps = unknownSteps
    }

    var isExhausted: Bool { stopped || evaluations >= budget }

    mutating func evaluate(
      _ block: TimeRange, _ property: (TimeRange) throws -> Ternary
    ) rethrows -> Ternary {
      evaluations += 1
      let outcome = try property(block)
      if outcome != .unknown || block.isPoint { record(block, outcome) }
      return outcome
    }

    mutating func record(_ block: TimeRange, _ outcome: Ternary) {
      evidence.append(Block(steps: block, outcome: outcome))
    }

    /// Notes that nothing is known at the step.
    mutating func isOpen(_ step: Int) { firstOpen = min(firstOpen ?? step, step) }

    /// The two parts of a block that is not decided; nil, after noting it, where it has none.
    mutating func divide(_ block: TimeRange) -> (TimeRange, TimeRange)? {
      if let upper = block.upper, upper > block.lower {
        let middle = block.lower + (upper - block.lower) / 2
        return (TimeRange(block.lower, middle), TimeRange(middle + 1, upper))
      }
      if block.upper == nil, block.lower - start < TimeSearch.lastTailStart,
        block.lower < TimeSearch.lastTailStart
      {
        let length = max(1, block.lower - start)
        return (
          TimeRange(block.lower, block.lower + length - 1), TimeRange(block.lower + length, nil)
        )
      }
      isOpen(block.lower)
      unknownSteps -= 1
      if block.upper == nil || unknownSteps <= 0 { stopped = true }
      return nil
    }

    /// The result of `firstStep`: open steps before the upper end extend the bracket down to them.
    func first(upper: StepBound) -> Result {
      result(lower: min(upper, firstOpen.map(StepBound.step) ?? .infinity), upper: upper)
    }

    func result(lower: StepBound, upper: StepBound) -> Result {
      Result(
        step: StepEnclosure(lower: lower, upper: upper),
        evidence: evidence.sorted { $0.steps.lower < $1.steps.lower },
        evaluations: evaluations, firstOpenStep: firstOpen, reachedLimit: isExhausted)
    }
  }
}
