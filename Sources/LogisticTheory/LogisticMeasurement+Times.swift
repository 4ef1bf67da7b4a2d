internal import Documents
internal import Enclosures

/// Quantities that need the run.
extension LogisticMeasurement {
  /// A quantity of the run; everything where the run overflowed or was given up, for the true one goes on.
  func runValue(_ name: String, precision: Int) throws -> ScalarValue? {
    let needsMargin = !["T_train", "T_train_last", "t_peak", "b_final", "orbit_period"].contains(
      name)
    if needsMargin, margin.separable == nil { return unknownMargin(precision: precision) }
    let run = try run()
    guard run.isComplete else { return unknownRun(name, precision) }
    let bits = precision + 32
    switch name {
    case "T_train": return first(run.observer.train).value(precision: precision)
    case "T_train_last": return afterLast(run.observer.train).value(precision: precision)
    case "t_peak":
      guard let peak = peak(run, bits) else { return nil }
      return shifted(peak).value(precision: precision)
    case "b_final":
      return try view(at: problem.steps, precision: precision)
        .map { .enclosed($0.enclosure($0.high.count - 1, precision: bits)) }
    case "orbit_period": return orbitPeriod(run.observer.last, precision: precision)
    case "t_support", "t_half":
      return try supportTime(name).value(precision: precision)
    case "support_gap", "support_skew", "offsupport":
      return try supportMaximum(name, precision: precision)
    default: return try residualMeasure(name, run, precision: precision)
    }
  }

  /// What is known of a quantity of a run that was not followed to its end.
  private func unknownRun(_ name: String, _ precision: Int) -> ScalarValue {
    guard name.hasPrefix("T_") || name.hasPrefix("t_") else {
      return .enclosed(.entire(precision: precision))
    }
    return StepEnclosure(lower: .step(problem.t0), upper: .infinity).value(precision: precision)
  }

  private func residualMeasure(
    _ name: String, _ run: StageRun, precision: Int
  ) throws -> ScalarValue? {
    guard let margin = margin.separable else { return nil }
    let bits = precision + 32
    let drift = Array(margin.extended.state(precision: bits).dropLast())
    func residual(_ view: DescentView) throws -> [Interval] {
      let logarithm = try Interval(problem.t0 + view.step, precision: bits).logarithm()
      return zip(view.state(precision: bits), drift).map { $0 - $1 * logarithm }
    }
    if name == "B" {
      let found = try run.observer.residual.maximum(precision: bits) { view in
        let best = try self.view(at: view.step, precision: precision, near: view)
        return norm(try residual(best), bits)
      }
      return found.map { .enclosed($0.value) }
    }
    guard horizon >= 1 else { return nil }
    guard case .success(let limit)? = limit(precision: precision) else {
      return unknownLimit(precision: precision)
    }
    guard let view = try view(at: problem.steps, precision: precision) else {
      return .enclosed(.entire(precision: precision))
    }
    return .enclosed(norm(zip(try residual(view), limit.weights).map { $0 - $1 }, bits))
  }

  /// A finer view of a step where it is cheap, else the one at hand.
  func view(at step: Int, precision: Int, near view: DescentView) throws -> DescentView {
    precision > 64 ? try self.view(at: step, precision: precision) ?? view : view
  }

  private func peak(_ run: StageRun, _ bits: Int) -> StepEnclosure? {
    run.observer.peak.maximum(precision: bits) { view in
      distance(view.state(precision: bits), bits)
    }?.last
  }

  /// |b|/‖w‖; everything from 0 on where w may be 0.
  func distance(_ state: [Interval], _ bits: Int) -> Interval {
    let size = norm(Array(state.dropLast()), bits)
    let anything = Interval(
      lower: BigFloat.zero(precision: bits), upper: .infinity(precision: bits))
    return (try? state[state.count - 1].absoluteValue() / size) ?? anything
  }

  private func shifted(_ steps: StepEnclosure) -> StepEnclosure {
    func move(_ bound: StepBound) -> StepBound {
      if case .step(let step) = bound { .step(step + problem.t0) } else { bound }
    }
    return StepEnclosure(lower: move(steps.lower), upper: move(steps.upper))
  }

  private func first(_ tracker: CountTracker) -> StepEnclosure {
    shifted(tracker.first(problem.epsilon))
  }

  private func afterLast(_ tracker: CountTracker) -> StepEnclosure {
    shifted(tracker.afterLast(problem.epsilon, horizon: problem.steps))
  }

  /// A quantity of one test regime; nil where there is no such regime.
  func regimeValue(_ name: String, _ regime: String, precision: Int) throws -> ScalarValue? {
    if name.hasPrefix("band_") { return try band(name, regime, precision: precision) }
    let run = try run()
    guard let tracker = run.observer.regimes.first(where: { $0.name == regime })?.tracker else {
      return nil
    }
    guard run.isComplete else { return unknownRun(name, precision) }
    switch name {
    case "T_test": return first(tracker).value(precision: precision)
    case "T_test_last": return afterLast(tracker).value(precision: precision)
    case "grokking_time":
      let (test, train) = (first(tracker), first(run.observer.train))
      if let a = test.exactStep, let b = train.exactStep { return .exact(Rational(a - b)) }
      return .enclosed(
        test.value(precision: precision).interval(precision: precision)
          - train.value(precision: precision).interval(precision: precision))
    default: return nil
    }
  }

  /// 2 if ‖v(t + 2) − v(t)‖ < ½‖v(t + 1) − v(t)‖ at each of the last steps, 1 if that fails at one.
  private func orbitPeriod(_ views: [DescentView], precision: Int) -> ScalarValue {
    guard views.count >= 3 else { return .exact(1) }
    func distance(_ a: DescentView, _ b: DescentView) -> (lower: Double, upper: Double) {
      var square = 0.0
      var size = 0.0
      for k in a.high.indices {
        let head = a.high[k] - b.high[k]
        let tail = a.low[k] - b.low[k]
        square += (head + tail) * (head + tail)
        size += abs(head) + abs(tail)
      }
      let value = square.squareRoot()
      let terms = Double(a.high.count + 8)
      let error = (a.radius + b.radius + (size + value) * terms * 0x1p-51) * (1 + 0x1p-40) + 1e-150
      return (max(0, value - error), value + error)
    }
    var isCertain = true
    for index in 0..<(views.count - 2) {
      let two = distance(views[index + 2], views[index])
      let one = distance(views[index + 1], views[index])
      if two.lower >= one.upper / 2, one.upper > 0 { return .exact(1) }
      if !(two.upper < one.lower / 2) { isCertain = false }
    }
    return isCertain
      ? .exact(2) : .enclosed(Interval(lower: 1, upper: 2, precision: precision))
  }
}
