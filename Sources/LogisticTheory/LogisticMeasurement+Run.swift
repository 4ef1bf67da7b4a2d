internal import Documents
internal import Enclosures
internal import Synchronization

/// What one certified run showed.
struct StageRun: Sendable {
  let observer: StageObserver
  /// The step at which the descent overflowed; nil where it reached the horizon.
  let overflow: Int?
  /// The step whose radius could not be kept small; nil where it reached the horizon.
  let exhausted: Int?
  /// Where to go on from.
  let trail: CheckpointTrail
  /// The balls that were recorded, up to the last step that is known.
  let balls: [RecordedBall]

  /// The first step that is not known; nil where the run reached its horizon.
  var failure: Int? { overflow ?? exhausted }

  /// Whether the whole run was seen.
  var isComplete: Bool { failure == nil }
}

extension LogisticMeasurement {
  /// The step at which the descent overflows, counted from t0; nil where it reaches the horizon.
  ///
  /// - Throws: `DescentError`.
  public func overflowStep() throws -> Int? { try run().overflow.map { problem.t0 + $0 } }

  /// The last step whose state is known, counted from t0.
  ///
  /// - Throws: `DescentError`.
  public func followedEnd() throws -> Int {
    problem.t0 + (try run().failure.map { max(0, $0 - 1) } ?? problem.steps)
  }

  /// The balls that were recorded on the way, by steps from the start of the run: each is mapped into the next
  /// one.
  ///
  /// - Throws: `DescentError`.
  public func recordedBalls() throws -> [RecordedBall] { try run().balls }

  /// Follows the run, once.
  func run() throws -> StageRun {
    if let known = cache.withLock({ $0.run }) { return known }
    let result = try followed()
    cache.withLock { $0.run = result }
    return result
  }

  /// The observer of the stage quantities, at the start.
  func stageObserver() -> StageObserver {
    let steps = problem.steps
    var keep: Set<Int> = [0, 1, 2, steps / 2, steps / 4, max(0, steps - 1), steps]
    var power = 10
    while power < steps {
      keep.insert(power)
      power *= 10
    }
    if problem.t0 == 0 { keep.insert(1) }
    for part in [2, 4] where horizon / part >= problem.t0 {
      keep.insert(horizon / part - problem.t0)
    }
    let drift = margin.separable?.extended.state(precision: 128).dropLast()
      .map { $0.midpoint.approximation }
    return StageObserver(
      horizon: steps, t0: problem.t0, dimension: input.dimension, trainCount: input.count,
      regimes: problem.tests.compactMap { name, regime in
        counter(regime).map { (name, $0) }
      }, keep: keep, drift: drift)
  }

  private func followed() throws -> StageRun {
    let pass = try follow(.stages, stageObserver(), keepsTrail: true)
    var overflow: Int?
    var exhausted: Int?
    switch pass.failure {
    case .overflow(let step)?: overflow = step
    case .precisionExhausted(let step, _)?: exhausted = step
    case let other?: throw other
    case nil: break
    }
    return StageRun(
      observer: pass.observer, overflow: overflow, exhausted: exhausted, trail: pass.trail,
      balls: pass.balls)
  }

  /// The state at a step (from 0 on); nil beyond an overflow.
  func view(at step: Int, precision: Int) throws -> DescentView? {
    let run = try run()
    guard step >= 0, step <= problem.steps, step < run.failure ?? .max else { return nil }
    if precision > 64, isFineAffordable, let fine = try? fineView(at: step) { return fine }
    if let kept = run.observer.kept[step] { return kept }
    if let known = cache.withLock({ $0.views[step] }) { return known }
    try look(again: [step], from: run.trail.last(upTo: step))
    return cache.withLock { $0.views[step] }
  }

  /// Looks at steps that will be asked for, those after the same place in one go.
  ///
  /// - Throws: `DescentError`.
  public func prefetch(_ times: [Int]) throws {
    guard !isFineAffordable else { return }
    let run = try run()
    let end = min(problem.steps, (run.failure ?? .max) - 1)
    let known = cache.withLock { Set($0.views.keys) }.union(run.observer.kept.keys)
    let steps = times.map { $0 - problem.t0 }.filter {
      $0 >= 0 && $0 <= end && !known.contains($0)
    }
    let groups = Dictionary(grouping: steps) { run.trail.last(upTo: $0)?.step ?? -1 }
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
      try look(again: Set(group), from: run.trail.last(upTo: group[0]))
    }
  }

  /// Follows the run again from a place and keeps the views of some steps.
  private func look(again steps: Set<Int>, from place: DescentCheckpoint?) throws {
    let recorder = DescentRecorder(steps: steps, needsCounts: false)
    var descent: CertifiedDescent<DescentRecorder>
    if let place {
      descent = try CertifiedDescent(
        resuming: place.with(observer: [], anchored: []), input, options: options,
        observer: recorder)
    } else {
      descent = try CertifiedDescent(input, options: options, observer: recorder)
    }
    try descent.run(to: steps.max() ?? 0)
    let views = descent.observer.views
    cache.withLock { cache in
      for view in views { cache.views[view.step] = view }
    }
  }

  /// Whether the whole run in MPFR takes seconds only.
  var isFineAffordable: Bool {
    Double(problem.steps) * Double(input.count * input.dimension) < 3e6
  }

  private func fineView(at step: Int) throws -> DescentView? {
    if let known = cache.withLock({ $0.fineViews[step] }) { return known }
    var fine = options
    fine.engine = .precise
    fine.bits = 192
    let run = try run()
    var wanted = Set(run.observer.kept.keys)
    if problem.steps <= 50_000 { wanted.formUnion(0...problem.steps) }
    wanted.insert(step)
    wanted.formUnion(run.observer.peak.candidates.map(\.view.step))
    wanted.formUnion(run.observer.residual.candidates.map(\.view.step))
    wanted = wanted.filter { $0 < run.overflow ?? .max }
    var descent = try CertifiedDescent(
      input, options: fine, observer: DescentRecorder(steps: wanted, needsCounts: false))
    try descent.run(to: wanted.max() ?? step)
    let views = descent.observer.views
    cache.withLock { cache in
      for view in views { cache.fineViews[view.step] = view }
    }
    return cache.withLock { $0.fineViews[step] }
  }
}

extension DescentView {
  /// Encloses v.
  func state(precision: Int) -> [Interval] {
    high.indices.map { enclosure($0, precision: precision) }
  }
}
