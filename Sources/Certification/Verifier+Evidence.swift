import Documents
import Enclosures
import RidgeTheory

/// The stage times once more: block by block, and by the other engine.
extension Verifier {
  /// Proves every block of the evidence, and that the blocks cover what the times need.
  static func check(
    _ json: JSONValue, _ problem: RidgeProblem, _ measurement: RidgeMeasurement
  ) throws(Rejection) {
    do {
      let evidence = try Evidence(json: json)
      let times = try measurement.stageTimes()
      try check(evidence.t1, "train_loss", problem.epsilon, measurement, name: "t1") {
        $0.isAtLeast
      }
      try check(evidence.t2, "population_loss", problem.c, measurement, name: "t2") { $0.isAtMost }
      try coverAfter(times.t1, evidence.t1, horizon: problem.horizon)
      try coverBefore(times.t2, evidence.t2)
    } catch let rejection as Rejection {
      throw rejection
    } catch {
      throw Rejection("\(error)")
    }
  }

  /// Proves that each block has the outcome that it names, at whatever precision that takes.
  static func check(
    _ blocks: [Evidence.Block], _ function: String, _ threshold: Rational,
    _ measurement: RidgeMeasurement, name: String,
    _ property: (ThresholdComparison) -> Ternary
  ) throws {
    var next = 0
    for (index, block) in blocks.enumerated() {
      let place = "evidence.\(name)[\(index)]"
      guard block.steps.lower >= next else { throw Rejection("\(place): blocks overlap") }
      next = block.steps.upper.map { $0 &+ 1 } ?? .max
      guard block.outcome != .unknown else { continue }
      var precision = PrecisionLimits.start
      while true {
        let found = property(
          try measurement.compare(function, over: block.steps, to: threshold, precision))
        if found == block.outcome { break }
        guard found == .unknown, 2 * precision <= measurement.maximumPrecision else {
          throw Rejection("\(place): the outcome of the block could not be established")
        }
        precision *= 2
      }
    }
  }

  /// Every step after t1 lies in a block where the property holds nowhere.
  private static func coverAfter(
    _ time: StepEnclosure, _ blocks: [Evidence.Block], horizon: Int?
  ) throws {
    let first: Int
    switch time.upper {
    case .infinity: return
    case .minusInfinity: first = 0
    case .step(let step):
      first = step + 1
      guard
        !time.isExact
          || blocks.contains(where: { $0.contains(step) && $0.outcome == .certainlyTrue })
      else {
        throw Rejection("evidence.t1: no block shows that the loss is at least epsilon at t1")
      }
    }
    try cover(blocks.filter { $0.outcome == .certainlyFalse }, from: first, to: nil, name: "t1")
  }

  /// Every step before t2 lies in a block where the property holds nowhere.
  private static func coverBefore(_ time: StepEnclosure, _ blocks: [Evidence.Block]) throws {
    let no = blocks.filter { $0.outcome == .certainlyFalse }
    switch time.lower {
    case .infinity: try cover(no, from: 0, to: nil, name: "t2")
    case .minusInfinity: return
    case .step(let step):
      if step > 0 { try cover(no, from: 0, to: step - 1, name: "t2") }
      guard
        !time.isExact
          || blocks.contains(where: { $0.steps.lower == step && $0.outcome == .certainlyTrue })
      else { throw Rejection("evidence.t2: no block shows that the loss is at most c at t2") }
    }
  }

  private static func cover(
    _ blocks: [Evidence.Block], from first: Int, to last: Int?, name: String
  ) throws {
    var next = first
    for block in blocks where block.steps.lower <= next {
      guard let upper = block.steps.upper else { return }
      next = max(next, upper &+ 1)
      if let last, next > last { return }
    }
    throw Rejection("evidence.\(name): no block covers t = \(next)")
  }

  /// Steps through gradient descent as far as the budget reaches and compares every value seen with the
  /// spectral engine's, and the stage times that lie on the way.
  static func descend(
    _ problem: RidgeProblem, _ measurement: RidgeMeasurement
  ) throws(Rejection) {
    do {
      let times = try measurement.stageTimes()
      let n = problem.features.n
      // n² exact products a step, and some hundred words of interval arithmetic a component.
      let affordable = descentBudget / (n * n + 200 * n + 500)
      var targets: Set<Int> = [0, 1]
      for time in [times.t1.exactStep, times.t2.exactStep].compactMap(\.self) {
        targets.formUnion([time - 1, time, time + 1].filter { $0 >= 0 })
      }
      var power = 2
      while power <= affordable {
        targets.insert(power)
        power *= 4
      }
      let last = targets.filter { $0 <= affordable }.max() ?? 0
      try measurement.stepThrough(to: last, at: targets) { step, values in
        for (function, value) in values.sorted(by: { $0.key < $1.key }) {
          let other = try measurement.enclosure(
            of: function, over: TimeRange(step), precision: PrecisionLimits.start)
          guard let other, !value.meets(other) else { continue }
          throw Rejection("\(function): the two engines contradict each other at t = \(step)")
        }
        return true
      }
    } catch let rejection as Rejection {
      throw rejection
    } catch {
      throw Rejection("\(error)")
    }
  }
}

extension Evidence.Block {
  fileprivate func contains(_ step: Int) -> Bool {
    steps.lower <= step && step <= steps.upper ?? .max
  }
}
