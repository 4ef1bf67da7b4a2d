internal import Documents
internal import Enclosures
internal import Synchronization

/// The passes that a measurement makes over its run.
public enum LogisticPass: String, Sendable, Hashable, CaseIterable {
  /// Accuracies, peak and residual.
  case stages
  /// The first times of the support's share.
  case supportTime = "support-time"
  /// The maxima of the support's residuals.
  case supportMaxima = "support-maxima"
  /// Bounds of b at every step, for hulls.
  case series
}

/// How far a pass over the run is.
public struct LogisticProgress: Sendable, Hashable {
  /// The pass.
  public let pass: LogisticPass
  /// Steps that are done; fewer than before where the run goes back to repeat some with more bits.
  public let step: Int
  /// Steps of the run; the pass for `t_support` and `t_half` may end earlier.
  public let steps: Int
}

extension LogisticMeasurement {
  /// Removes the files of all passes; for when what was measured has been written down.
  public func discardCheckpoints() {
    guard let checkpoints else { return }
    for pass in LogisticPass.allCases { checkpoints.remove(key(pass)) }
  }

  /// What the state of a pass depends on, as a digest.
  ///
  /// The format's number is to be raised with every change of what observers save, and of any
  /// arithmetic or decision on the way: a resumed run must be as if its start were of this version.
  func key(_ pass: LogisticPass) -> String {
    Digest.of([
      "format": "grokcert/logistic-pass/3", "pass": .string(pass.rawValue),
      "context": .string(checkpoints?.context ?? ""), "run": .string(runDigest),
    ])
  }

  private var runDigest: String {
    if let known = cache.withLock({ $0.runDigest }) { return known }
    var specification = problem.specification.object ?? [:]
    // Which claims are evaluated later changes nothing.
    specification["claims"] = nil
    let digest = Digest.of([
      "specification": .object(specification), "data": .string(problem.dataDigest),
      "options": [
        "engine": .string(options.engine.rawValue), "bits": .integer(options.bits),
        "maximum_bits": .integer(options.maximumBits),
        "relative_targets": SavedValues.numbers([
          options.relativeTarget, options.lateRelativeTarget,
        ]),
        "checkpoint_interval": .integer(options.checkpointInterval),
        "maximum_precise_steps": .integer(options.maximumPreciseSteps),
      ],
    ])
    cache.withLock { $0.runDigest = digest }
    return digest
  }

  /// Follows the run with an observer, from where its file left it.
  ///
  /// - Throws: `DescentError.badInput`, and what `progress` throws; the end of a run before its
  ///   horizon is not thrown but returned.
  func follow<Observer: PassObserver>(
    _ pass: LogisticPass, _ start: Observer, keepsTrail: Bool = false, isSaved: Bool = true
  ) throws -> FollowedPass<Observer> {
    var file = PassFile(isSaved ? checkpoints : nil, key: key(pass))
    var result = FollowedPass(
      observer: start, failure: nil,
      trail: CheckpointTrail(interval: options.checkpointInterval, dimension: input.dimension))
    var descent = try CertifiedDescent(input, options: options, observer: start)
    if let saved = file.load() {
      if saved["observer"] != nil {
        if let ended = try? ended(saved, result) { return ended }
      } else if let resumed = try? resumed(saved, &result.trail, start) {
        descent = resumed
        file.resume()
      }
    }
    do {
      var reach = 64
      while !descent.observer.isDone {
        try descent.follow(to: min(reach, problem.steps)) { descent in
          if keepsTrail { result.trail.add(descent.place) }
          file.saveIfDue { ["descent": descent.checkpoint.json, "trail": result.trail.saved] }
          try progress?(LogisticProgress(pass: pass, step: descent.step, steps: problem.steps))
        }
        if reach >= problem.steps { break }
        reach *= 2
      }
    } catch let error as DescentError where error.saved != nil {
      result.failure = error
    }
    result.observer = descent.observer
    if keepsTrail { result.balls = balls(descent, result.failure) }
    file.finish {
      [
        "observer": result.observer.saved(), "failure": result.failure?.saved ?? .null,
        "trail": result.trail.saved, "balls": .array(result.balls.map(\.saved)),
      ]
    }
    return result
  }

  /// The balls of a run up to the last step that is known.
  ///
  /// Where the run was given up or overflowed, the last ones are those of another start from the last one that
  /// it recorded, which must hold to the end with the late target; else there are none.
  private func balls<Observer: PassObserver>(
    _ descent: CertifiedDescent<Observer>, _ failure: DescentError?
  ) -> [RecordedBall] {
    guard let end = failure?.step.map({ max(0, $0 - 1) }) else { return descent.ballsToHere() }
    let balls = descent.balls.filter { $0.step <= end }
    guard let last = balls.last, last.step < end else { return balls }
    var late = options
    late.relativeTarget = max(options.relativeTarget, options.lateRelativeTarget)
    guard
      var rest = try? CertifiedDescent(
        input, options: late, observer: DescentRecorder(steps: [], needsCounts: false), from: last),
      (try? rest.run(to: end)) != nil
    else { return balls }
    return balls + rest.ballsToHere().filter { $0.step > last.step }
  }

  /// A pass that had ended, taken back into its start.
  private func ended<Observer: PassObserver>(
    _ saved: JSONValue, _ start: FollowedPass<Observer>
  ) throws -> FollowedPass<Observer> {
    guard let observer = saved["observer"], let failure = saved["failure"] else {
      throw DescentError.badCheckpoint("missing members")
    }
    var result = start
    try result.observer.restore(observer)
    try result.trail.restore(saved["trail"])
    result.balls = try RecordedBall.balls(saved["balls"], dimension: input.dimension)
    result.failure = failure == .null ? nil : try DescentError(saved: failure)
    return result
  }

  /// The descent of a pass that was under way.
  private func resumed<Observer: PassObserver>(
    _ saved: JSONValue, _ trail: inout CheckpointTrail, _ start: Observer
  ) throws -> CertifiedDescent<Observer> {
    guard let json = saved["descent"] else {
      throw DescentError.badCheckpoint("missing members")
    }
    let descent = try CertifiedDescent(
      resuming: DescentCheckpoint(json: json), input, options: options, observer: start)
    guard descent.step <= problem.steps else {
      throw DescentError.badCheckpoint("beyond the horizon")
    }
    var restored = trail
    try restored.restore(saved["trail"])
    trail = restored
    return descent
  }
}
