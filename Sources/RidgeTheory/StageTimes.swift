public import Enclosures

/// The stage times of a run, as certified integers or brackets, with the blocks that prove them.
public struct StageTimes: Sendable {
  /// max{t : L_n(t) ≥ ε}; [−inf, −inf] where there is none, [inf, inf] where there is no last one.
  public let t1: StepEnclosure
  /// min{t : L(t) ≤ c}; [inf, inf] where there is none.
  public let t2: StepEnclosure
  /// The first t with L ≤ ε from then on; [inf, inf] where there is none.
  public let tFinal: StepEnclosure
  /// Blocks over which L_n < ε (false) or L_n ≥ ε (true) was certified.
  public let t1Evidence: [TimeSearch.Block]
  /// Blocks over which L > c (false) or L ≤ c (true) was certified.
  public let t2Evidence: [TimeSearch.Block]
  /// The working precision that decided each, in bits.
  public let precision: Int

  /// Finds the times, at growing precision until all are exact.
  ///
  /// Where no tail argument applies (a run that neither converges nor certainly diverges), steps up
  /// to the spec's horizon are examined and the time stays open above.
  init(_ measurement: RidgeMeasurement) throws {
    let problem = measurement.problem
    var precision = PrecisionLimits.start
    var searched: TimeSearch.Result?
    while true {
      let requested = precision
      let first = try StageTimes.last(problem.horizon) {
        try measurement.compare("train_loss", over: $0, to: problem.epsilon, requested)
          .isAtLeast
      }
      let second = try StageTimes.first(problem.horizon, searched) {
        try measurement.compare("population_loss", over: $0, to: problem.c, requested).isAtMost
      }
      searched = second
      let above = try StageTimes.last(problem.horizon) {
        try !measurement.compare("population_loss", over: $0, to: problem.epsilon, requested)
          .isAtMost
      }
      // Where Σ is an enclosure, no precision beyond its own sharpens L(t).
      let limit = measurement.precisionLimit(of: "population_loss") ?? .max
      let isPopulationDone = second.step.isExact && above.step.isExact || precision >= limit
      let done = first.step.isExact && isPopulationDone
      let next = measurement.level(for: precision)
      if done || next > measurement.maximumPrecision {
        t1 = first.step
        t2 = second.step
        tFinal = StageTimes.successor(of: above.step)
        t1Evidence = first.evidence
        t2Evidence = second.evidence
        self.precision = measurement.level(for: requested)
        return
      }
      precision = next
    }
  }

  private static func last(
    _ horizon: Int?, where property: (TimeRange) throws -> Ternary
  ) throws -> TimeSearch.Result {
    let result = try TimeSearch.lastStep(in: TimeRange(0, nil), where: property)
    guard let horizon, result.step.upper == .infinity, !result.step.isExact else { return result }
    let bounded = try TimeSearch.lastStep(in: TimeRange(0, horizon), where: property)
    return bounded.replacingStep(StepEnclosure(lower: bounded.step.lower, upper: .infinity))
  }

  // `earlier` is the result at a lower precision, if there was one.
  private static func first(
    _ horizon: Int?, _ earlier: TimeSearch.Result?, where property: (TimeRange) throws -> Ternary
  ) throws -> TimeSearch.Result {
    if try isTailDecided(property) {
      let result = try TimeSearch.firstStep(in: TimeRange(0, nil), where: property)
      if result.step.isExact || horizon == nil { return result }
    }
    let last = horizon ?? reachWithoutTail
    // No step was in doubt, so that no precision tells more of them.
    if let earlier, earlier.step.lower == .step(last + 1) { return earlier }
    let bounded = try TimeSearch.firstStep(in: TimeRange(0, last), where: property)
    guard bounded.step == StepEnclosure(.infinity) else { return bounded }
    return bounded.replacingStep(StepEnclosure(lower: .step(last + 1), upper: .infinity))
  }

  /// How far a first step is looked for where no tail argument applies and the spec has no horizon.
  private static let reachWithoutTail = 1 << 16

  /// Whether some tail argument applies: without one, a first step beyond the horizon is out of
  /// reach.
  private static func isTailDecided(_ property: (TimeRange) throws -> Ternary) rethrows -> Bool {
    for exponent in 0..<62 where try property(TimeRange(1 << exponent, nil)) != .unknown {
      return true
    }
    return false
  }

  /// One step after a last step: 0 where there is none.
  private static func successor(of step: StepEnclosure) -> StepEnclosure {
    func next(_ bound: StepBound) -> StepBound {
      switch bound {
      case .minusInfinity: .step(0)
      case .step(let step): .step(step + 1)
      case .infinity: .infinity
      }
    }
    return StepEnclosure(lower: next(step.lower), upper: next(step.upper))
  }
}

/// How the values of a function over a block lie to a threshold.
public struct ThresholdComparison: Sendable {
  /// Whether every value is ≤ the threshold, none is, or neither.
  public let isAtMost: Ternary
  /// Whether every value is ≥ the threshold, none is, or neither.
  public let isAtLeast: Ternary

  init(exact value: Rational, threshold: Rational) {
    isAtMost = Ternary(value <= threshold)
    isAtLeast = Ternary(value >= threshold)
  }

  init(_ value: Interval, threshold: Rational) {
    let low = value.lower.compare(to: threshold)
    let high = value.upper.compare(to: threshold)
    isAtMost = high <= 0 ? .certainlyTrue : low > 0 ? .certainlyFalse : .unknown
    isAtLeast = low >= 0 ? .certainlyTrue : high < 0 ? .certainlyFalse : .unknown
  }
}
