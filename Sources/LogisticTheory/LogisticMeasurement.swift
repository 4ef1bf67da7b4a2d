public import Documents
public import Enclosures
internal import Synchronization

/// What of a logistic problem is measured: margins, the limit residual, and one certified run.
///
/// The run is followed when something first asks for it, and what it showed is kept. Steps count from
/// t0 in all names, from 0 inside.
public final class LogisticMeasurement: QuantitySource {
  /// The problem that is measured.
  public let problem: LogisticProblem
  /// The greatest precision, in bits, that is worked with.
  public let maximumPrecision: Int
  /// How the run is followed.
  public let options: DescentOptions
  /// The test regimes, by name.
  public let regimes: [String]
  /// The maximum margin of the training points.
  public let margin: MaximumMargin.Outcome

  /// Where passes over the run are kept, so that they can be resumed; nil for nowhere.
  public let checkpoints: CheckpointStore?

  let progress: (@Sendable (LogisticProgress) throws -> Void)?
  let input: DescentInput
  let points: ExtendedPoints
  let testSets: [String: LogisticDataset]
  let cache = Mutex(Cache())

  struct Cache {
    var run: StageRun?
    var runDigest: String?
    var series: RunSeries?
    var support: SupportTime?
    var maxima: SupportMaxima?
    var limits: [Int: Result<LimitResidual, LimitResidualError>] = [:]
    var views: [Int: DescentView] = [:]
    var fineViews: [Int: DescentView] = [:]
    var values: [String: ScalarValue?] = [:]
    var rows: [Int: [[Interval]]] = [:]
  }

  /// More steps than this are refused.
  public static let maximumSteps = 200_000_000

  /// Prepares a measurement: finds the maximum margin, follows nothing yet.
  ///
  /// With checkpoints, a measurement that was killed goes on where it was when it is made and asked
  /// again, and gives the same results. What they say is believed, so that nothing that is to be
  /// checked independently may be given any.
  ///
  /// - Parameters:
  ///   - problem: the problem to measure.
  ///   - maximumPrecision: the greatest precision in bits.
  ///   - jobs: threads; one is used, and the results do not depend on it.
  ///   - options: how the run is followed.
  ///   - checkpoints: where long passes over the run are kept; nil for nowhere.
  ///   - progress: called every `options.checkpointInterval` steps of a pass; what it throws ends the
  ///     measurement, which can go on from its checkpoint.
  /// - Throws: `DescentError.badInput` for runs that are too long or out of range.
  public init(
    _ problem: LogisticProblem, maximumPrecision: Int = PrecisionLimits.defaultMaximum,
    jobs: Int = 1, options: DescentOptions = DescentOptions(),
    checkpoints: CheckpointStore? = nil,
    progress: (@Sendable (LogisticProgress) throws -> Void)? = nil
  ) throws {
    guard problem.steps <= Self.maximumSteps else {
      throw DescentError.badInput(
        "training.steps: \(problem.steps) is more than \(Self.maximumSteps); give a horizon that "
          + "can be followed step by step")
    }
    guard problem.t0 >= 0, problem.t0 <= 1 << 60 else {
      throw DescentError.badInput("training.t0: \(problem.t0) is out of range")
    }
    self.problem = problem
    self.maximumPrecision = maximumPrecision
    self.checkpoints = checkpoints
    self.progress = progress
    regimes = problem.tests.map(\.name)
    input = try DescentInput(
      points: problem.dataset.points, labels: problem.dataset.labels, eta: problem.stepScale,
      isExponential: problem.loss == .exponential, w0: problem.w0, b0: problem.b0)
    var recording = options
    recording.recordedSteps = RecordedSteps(horizon: problem.steps, dimension: input.dimension)
    self.options = recording
    points = ExtendedPoints(problem.dataset)
    margin = MaximumMargin.find(problem)
    var sets: [String: LogisticDataset] = [:]
    for (name, regime) in problem.tests {
      if case .points(let set) = regime { sets[name] = set }
    }
    testSets = sets
  }

  /// The last step, t0 + steps.
  public var horizon: Int { problem.t0 + problem.steps }

  /// Names that exist in this theory without time.
  public var scalarNames: Set<String> {
    LogisticQuantities.names(functions: false, regimes: regimes)
  }
  /// Names that exist in this theory with argument t.
  public var functionNames: Set<String> {
    LogisticQuantities.names(functions: true, regimes: regimes)
  }
  /// Nothing is taken from the sample in place of a distribution: the claims speak of the sample.
  public var empiricalNames: Set<String> { [] }
  /// Maxima over the run, and its last step.
  public var horizonNames: Set<String> {
    ["B", "support_gap", "support_skew", "offsupport", "b_final", "horizon"]
  }

  /// The value of a quantity, computed once for each precision; see `QuantitySource`.
  public func value(of name: String, precision asked: Int) throws -> ScalarValue? {
    // Beyond a limit nothing is gained, and much work may be lost.
    let isRough = name.hasPrefix("step_") && points.length > Self.denseDimension
    let precision = isRough ? min(asked, PrecisionLimits.start) : asked
    let key = "\(precision) \(name)"
    if let known = cache.withLock({ $0.values[key] }) { return known }
    let value: ScalarValue?
    do { value = try measured(name, precision: precision) } catch is DomainError {
      value = .enclosed(.entire(precision: precision))
    }
    cache.withLock { $0.values[key] = .some(value) }
    return value
  }

  /// The limit residual with enclosures of about this precision; nil where it is not enclosed.
  public func limitResidual(precision: Int) -> LimitResidual? {
    guard case .success(let found)? = limit(precision: precision) else { return nil }
    return found
  }

  /// The limit residual at a precision.
  func limit(precision: Int) -> Result<LimitResidual, LimitResidualError>? {
    guard let margin = margin.separable else { return nil }
    if let known = cache.withLock({ $0.limits[precision] }) { return known }
    let result = Result { () throws(LimitResidualError) in
      try LimitResidual.enclose(problem, margin, precision: precision)
    }
    cache.withLock { $0.limits[precision] = result }
    return result
  }

  /// The range that attacked points are clipped to: the box of planted data with the attacked points, or
  /// the least and the greatest coordinate of the training and the attacked points.
  func clippingRange(_ attacked: LogisticDataset) -> ClosedRange<Rational> {
    var lower = attacked.points[0]
    var upper = lower
    var matrices = [attacked.points, problem.dataset.points]
    if case .planted(let set) = problem.declaration.data {
      (lower, upper) = (-set.box, set.box)
      // Planted points lie in the box; given ones may lie outside.
      matrices = [attacked.points]
    }
    for matrix in matrices {
      for index in 0..<matrix.count {
        lower = min(lower, matrix[index])
        upper = max(upper, matrix[index])
      }
    }
    return lower...upper
  }

  /// A counter for a test regime.
  func counter(_ regime: TestRegime) -> RegimeCount? {
    switch regime {
    case .points(let set): return .points(RegimeCounter(set))
    case .attack(let of, let radius, let step, let steps):
      guard let set = testSets[of] else { return nil }
      // In exact arithmetic every step goes straight towards the corner.
      let reach = min(radius, step * Rational(steps))
      return .attack(AttackCounter(set, radius: reach, range: clippingRange(set)))
    }
  }

  /// The most coordinates of points whose enclosures are kept.
  private static let keptCoordinates = 1 << 18

  /// The zᵢ as enclosures, kept where they are few and made one by one where they are many.
  func rows(precision: Int) -> some Sequence<[Interval]> {
    var kept = cache.withLock { $0.rows[precision] }
    if kept == nil, points.count * points.length <= Self.keptCoordinates {
      let made = (0..<points.count).map { row($0, precision) }
      cache.withLock { $0.rows[precision] = made }
      kept = made
    }
    return (0..<points.count).lazy.map { [kept] in kept?[$0] ?? self.row($0, precision) }
  }

  private func row(_ index: Int, _ precision: Int) -> [Interval] {
    points.row(index).map { Interval($0, precision: precision) }
  }
}
