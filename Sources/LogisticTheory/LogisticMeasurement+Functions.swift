internal import Documents
public import Enclosures
internal import Synchronization

/// Quantities with argument t.
extension LogisticMeasurement {
  /// Blocks of at most this many steps are enclosed step by step.
  private static let smallBlock = 8

  /// An enclosure of a function over a block; see `QuantitySource`.
  ///
  /// b and bias_rate have hulls over any block of the run, the others over a few steps only. Before
  /// t0 there is nothing; beyond the horizon nothing is known.
  public func enclosure(
    of function: String, over times: TimeRange, precision: Int
  ) throws -> Interval? {
    guard functionNames.contains(function), times.lower >= problem.t0 else { return nil }
    if ["state_gap", "angle", "support_share"].contains(function), margin.separable == nil {
      return unknownMargin(precision: precision)?.interval(precision: precision)
    }
    let entire = Interval.entire(precision: precision)
    let last = function == "bias_rate" ? horizon - 1 : horizon
    guard let upper = times.upper, upper <= last else { return entire }
    if times.isPoint { return try point(function, times.lower, precision) }
    if function == "b" || function == "bias_rate" {
      return try hull(function, times.lower, upper, precision) ?? entire
    }
    guard upper - times.lower < Self.smallBlock else { return entire }
    var result: Interval?
    for t in times.lower...upper {
      guard let value = try point(function, t, precision) else { return nil }
      result = result.map { .hull($0, value) } ?? value
    }
    return result
  }

  /// No rate arguments in this theory.
  public func enclosure(
    of function: String, over times: TimeRange, relativeTo rate: DecayRate, exponent: Int,
    precision: Int
  ) throws -> Interval? { nil }

  /// Accuracies are exact once every sign is; b(t0) is given.
  public func exactValue(of function: String, at step: Int) throws -> Rational? {
    guard step >= problem.t0, step <= horizon else { return nil }
    if function == "b", step == problem.t0 { return problem.b0 }
    guard function == "train_accuracy" || function.hasPrefix("test_accuracy("),
      let counts = try counts(function, step - problem.t0, precision: 64),
      counts.undecided == 0
    else { return nil }
    return Rational(counts.correct, counts.correct + counts.wrong)
  }

  private func hull(
    _ function: String, _ lower: Int, _ upper: Int, _ precision: Int
  ) throws -> Interval? {
    guard problem.steps <= RunSeries.maximumSteps, try run().isComplete else { return nil }
    var series = cache.withLock { $0.series }
    if series == nil {
      let pass = try follow(
        .series, RunSeries(t0: problem.t0, dimension: input.dimension),
        isSaved: problem.steps <= RunSeries.maximumSavedSteps)
      if let failure = pass.failure { throw failure }
      var found = pass.observer
      found.finish()
      series = found
      cache.withLock { [found] in $0.series = found }
    }
    guard let tree = function == "b" ? series?.bias : series?.rate,
      upper - problem.t0 < tree.count
    else { return nil }
    let bounds = tree.hull(lower - problem.t0, upper - problem.t0)
    guard bounds.lower <= bounds.upper else { return nil }
    return Interval(
      lower: BigFloat(bounds.lower, precision: precision, rounding: .down),
      upper: BigFloat(bounds.upper, precision: precision, rounding: .up))
  }

  /// A function at one step of the run.
  private func point(_ function: String, _ t: Int, _ precision: Int) throws -> Interval? {
    let bits = precision + 32
    let step = t - problem.t0
    if function == "train_accuracy" || function.hasPrefix("test_accuracy(") {
      guard let counts = try counts(function, step, precision: precision) else {
        return Interval(lower: 0, upper: 1, precision: bits)
      }
      let total = counts.correct + counts.wrong + counts.undecided
      return Interval(
        lower: Rational(counts.correct, total), upper: Rational(total - counts.wrong, total),
        precision: bits)
    }
    // Beyond an overflow, and where the enclosure was given up, the true state is not known.
    guard let state = try state(at: step, precision: precision) else {
      return .entire(precision: bits)
    }
    do { return try point(function, t, state, bits) } catch is DomainError {
      return .entire(precision: bits)
    }
  }

  /// Encloses v at a step (from 0 on).
  func state(at step: Int, precision: Int) throws -> [Interval]? {
    let bits = precision + 32
    if step == 0 { return input.start.map { Interval($0, precision: bits) } }
    return try view(at: step, precision: precision)?.state(precision: bits)
  }

  private func point(
    _ function: String, _ t: Int, _ state: [Interval], _ bits: Int
  ) throws -> Interval? {
    let weights = Array(state.dropLast())
    let bias = state[state.count - 1]
    switch function {
    case "w_norm": return norm(weights, bits)
    case "b": return bias
    case "distance":
      if weights.allSatisfy(\.isZero) { return nil }
      return distance(state, bits)
    case "angle":
      guard let margin = margin.separable, !weights.allSatisfy(\.isZero) else { return nil }
      return try angle(weights, Array(margin.extended.state(precision: bits).dropLast()), bits)
    case "loss": return try loss(state, bits)
    case "state_gap":
      guard t >= 1, let margin = margin.separable else { return nil }
      guard case .success(let limit)? = limit(precision: bits) else {
        return unknownLimit(precision: bits)?.interval(precision: bits)
      }
      let logarithm = try Interval(t, precision: bits).logarithm()
      let target = margin.extended.state(precision: bits)
      return norm(
        state.indices.map { state[$0] - target[$0] * logarithm - limit.state[$0] }, bits)
    case "support_share":
      guard let margin = margin.separable else { return nil }
      let weights = gradientWeights(state, bits)
      let isSupport = Set(margin.support)
      var (on, off) = (Interval.zero(precision: bits), Interval.zero(precision: bits))
      for (index, weight) in weights.enumerated() {
        if isSupport.contains(index) { on = on + weight } else { off = off + weight }
      }
      // 1/(1 + off/on): each sum appears once.
      return try Interval(1, precision: bits) / (Interval(1, precision: bits) + off / on)
    case "b_quasi": return try quasiBias(weights, bits)
    case "bias_rate":
      var sum = Interval.zero(precision: bits)
      for (weight, label) in zip(gradientWeights(state, bits), problem.dataset.labels) {
        sum = label > 0 ? sum + weight : sum - weight
      }
      return sum * Interval(problem.stepScale, precision: bits) * Interval(t, precision: bits)
    default: return nil
    }
  }

  /// |ℓ′(zᵢ)|.
  private func gradientWeights(_ state: [Interval], _ bits: Int) -> [Interval] {
    rows(precision: bits).map { row in
      let z = -product(row, state, bits)
      return problem.loss == .exponential ? z.exponential() : z.logistic()
    }
  }

  private func loss(_ state: [Interval], _ bits: Int) throws -> Interval {
    var sum = Interval.zero(precision: bits)
    for row in rows(precision: bits) {
      let power = (-product(row, state, bits)).exponential()
      sum = sum + (problem.loss == .exponential ? power : try power.logarithmOnePlus())
    }
    guard problem.reduction == .mean else { return sum }
    return try sum / Interval(problem.dataset.count, precision: bits)
  }

  private func quasiBias(_ weights: [Interval], _ bits: Int) throws -> Interval {
    var sums = [-1: Interval.zero(precision: bits), 1: Interval.zero(precision: bits)]
    for (row, label) in zip(rows(precision: bits), problem.dataset.labels) {
      let term = (-product(Array(row.dropLast()), weights, bits)).exponential()
      sums[label] = (sums[label] ?? term) + term
    }
    guard let plus = sums[1], let minus = sums[-1] else { return .entire(precision: bits) }
    return (try plus.logarithm() - minus.logarithm()).scaled(byPowerOfTwo: -1)
  }
}
