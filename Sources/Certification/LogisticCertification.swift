public import Documents
import Enclosures
public import LogisticTheory

extension LogisticProblem: TheoryProblem {
  /// The name that specs give.
  public static let theory = "logistic"

  /// The self-contained spec, without drawing the data.
  ///
  /// - Throws: `DocumentError`.
  public static func declaration(
    _ specification: Specification
  ) throws(DocumentError) -> JSONValue {
    try LogisticDeclaration(specification.node, folder: specification.folder).specification
  }

  /// Every name that a claim may use.
  public static var vocabulary: [VocabularyEntry] {
    LogisticQuantities.all.map { quantity in
      let arguments = [quantity.isByRegime ? "regime" : nil, quantity.isFunction ? "t" : nil]
        .compactMap(\.self)
      let list = arguments.isEmpty ? "" : "(\(arguments.joined(separator: ", ")))"
      return VocabularyEntry(usage: quantity.name + list, meaning: quantity.meaning)
    }
  }

  /// Prepares the measurement: finds the maximum margin.
  ///
  /// - Throws: `DescentError` for runs that cannot be followed.
  public func measured(_ settings: MeasurementSettings) throws -> any TheoryMeasurement {
    settings.progress("maximum margin")
    return try LogisticMeasurement(
      self, maximumPrecision: settings.maximumPrecision, jobs: settings.jobs,
      checkpoints: settings.isCheck ? nil : settings.checkpoints
    ) { settings.progress("\($0.pass.activity): step \($0.step) of \($0.steps)") }
  }

  /// The problem whose run ends at the last of the steps.
  ///
  /// - Throws: `DescentError` for steps before t0, `DocumentError` as `init` does.
  public func covering(_ steps: [Int]) throws -> LogisticProblem {
    if let early = steps.first(where: { $0 < t0 }) {
      throw DescentError.badInput(
        "the run starts at t0 = \(t0), so that there is no step \(early); ask for later ones")
    }
    var changed = declaration
    changed.steps = max(1, (steps.max() ?? t0) - t0)
    return try LogisticProblem(changed)
  }
}

extension LogisticMeasurement: TheoryMeasurement {
  /// The end of the run.
  public var lastStep: Int? { horizon }
  /// The run is followed in the same arithmetic; only the other one, of `crossCheck`, is independent.
  public var repeatsExactly: Bool { true }
  /// As DESIGN section 7 lists them.
  public var trajectoryNames: [String] {
    ["w", "b", "w_norm", "distance", "angle", "loss", "train_correct", "test_correct"]
  }

  /// The run's arithmetic bounds the digits of what it shows.
  public var limitReason: String {
    "as wide as the enclosure behind it, which no greater precision sharpens"
  }

  /// Follows the run.
  public func prepare() throws { _ = try overflowStep() }

  /// How far the run was followed, the trajectory at the steps that the stage times depend on, and balls that
  /// lead from step to step.
  public func evidence() throws -> JSONValue {
    let end = try followedEnd()
    var members: [String: JSONValue] = [
      "followed": ["from": .string(String(problem.t0)), "to": .string(String(end))],
      "trajectory": .array(try trajectory(at: evidenceSteps(to: end)).map(\.json)),
      "checkpoints": .array(try recordedBalls().map { $0.json(from: problem.t0) }),
    ]
    if let step = try overflowStep() { members["overflow"] = .string(String(step)) }
    switch margin {
    case .separable(let margin): members["margin"] = marginEvidence(margin)
    case .notSeparable(let weights):
      members["not_separable"] = ["dual": LogisticMeasurement.json(weights)]
    case .undecided: break
    }
    return .object(members)
  }

  /// Bits that vectors of the evidence are enclosed with.
  private static let evidencePrecision = 2 * PrecisionLimits.start

  /// The hyperplanes of (7) and (9) with their dual solutions, the support, and the limit residual.
  private func marginEvidence(_ margin: MaximumMargin) -> JSONValue {
    let bits = LogisticMeasurement.evidencePrecision
    func vector(_ values: [Interval]) -> JSONValue {
      .array(values.map { EnclosureRecord(best: .enclosed($0), precision: bits).json })
    }
    func plane(_ plane: Hyperplane, _ dual: JSONValue) -> JSONValue {
      let state =
        plane.exactState.map { .array($0.map { EnclosureRecord($0).json }) }
        ?? vector(plane.state(precision: bits))
      return ["state": state, "dual": dual]
    }
    let enclosed = margin.enclosedDual.map {
      (String($0), EnclosureRecord(best: .enclosed($1), precision: bits).json)
    }
    var members: [String: JSONValue] = [
      "extended": plane(
        margin.extended,
        enclosed.isEmpty
          ? LogisticMeasurement.json(margin.extendedDual)
          : .object(Dictionary(uniqueKeysWithValues: enclosed))),
      "support": .array(margin.support.map { .string(String($0)) }),
    ]
    if let other = margin.plain {
      members["plain"] = plane(other, LogisticMeasurement.json(margin.plainDual))
    }
    if let limit = limitResidual(precision: bits) {
      members["residual"] = ["state": vector(limit.state), "alpha": vector(limit.alpha)]
    }
    return .object(members)
  }

  /// Weights by the number of their point.
  private static func json(_ weights: [Int: Rational]) -> JSONValue {
    .object(
      Dictionary(
        uniqueKeysWithValues: weights.map { (String($0), .string($1.description)) }))
  }

  /// t0, powers of ten after it, the end, and the exact stage times with the steps before them.
  private func evidenceSteps(to end: Int) throws -> [Int] {
    var steps = Set([problem.t0] + decades(to: end))
    for name in scalarNames.sorted()
    where name == "t_peak" || name.hasPrefix("T_train") || name.hasPrefix("T_test") {
      guard case .exact(let time)? = try value(of: name, precision: PrecisionLimits.start),
        let step = time.int
      else { continue }
      steps.formUnion([step - 1, step])
    }
    return steps.filter { $0 >= problem.t0 && $0 <= end }.sorted()
  }

  /// Powers of ten after t0, and the end.
  private func decades(to end: Int) -> [Int] {
    var steps: [Int] = []
    var power = 1
    while problem.t0 + power < end {
      steps.append(problem.t0 + power)
      power *= 10
    }
    return steps + [end]
  }

  /// The attacks as floating-point arithmetic runs them, at the powers of ten and the end.
  public func experiments() throws -> [JSONValue] {
    let steps = decades(to: try followedEnd())
    var found: [JSONValue] = []
    for regime in regimes {
      for step in steps {
        guard let attack = try attackExperiment(regime, at: step) else { continue }
        let exact = try trajectory(at: [step]).first?.values["test_correct"]
        guard case .byRegime(let counts)? = exact, let certified = counts[regime] else { continue }
        found.append([
          "kind": "floating-point attack, an experiment and no certificate",
          "regime": .string(regime), "t": .string(String(step)),
          "points": .string(String(attack.count)),
          "binary32": .string(String(attack.single)), "binary64": .string(String(attack.double)),
          "certified": certified.json,
        ])
      }
    }
    return found
  }

  /// Compares the stated evidence with the own one, number by number.
  public func check(_ evidence: JSONValue, against own: JSONValue) throws {
    try Verifier.compare(evidence, own, at: "evidence")
    guard evidence == own else {
      throw Verifier.Rejection("evidence: has an enclosure that is not the one that is found")
    }
  }

  /// Work of the other arithmetic, in coordinates of points times steps: a few seconds.
  private static let crossCheckBudget = 3_000_000

  /// Follows the first steps, or all of a short run, in MPFR with bits of its own.
  public func crossCheck() throws {
    if let step = try contradiction(budget: Self.crossCheckBudget, bits: 256) {
      throw Verifier.Rejection(
        "trajectory: the two arithmetics contradict each other at t = \(problem.t0 + step)")
    }
  }

  /// The trajectory at these steps; values that do not exist there are left out.
  ///
  /// - Throws: `DescentError` beyond the run and where it overflowed before.
  public func trajectory(at steps: [Int]) throws -> [TrajectoryPoint] {
    try prefetch(steps)
    return try steps.map { step in
      guard let point = try trajectoryPoint(at: step, precision: 2 * PrecisionLimits.start) else {
        if let overflow = try overflowStep() { throw DescentError.overflow(step: overflow) }
        throw DescentError.badInput("step \(step) lies beyond the run")
      }
      func record(_ interval: Interval) -> EnclosureRecord {
        EnclosureRecord(best: .enclosed(interval), precision: 2 * PrecisionLimits.start)
      }
      func record(_ counts: SignCounts) -> EnclosureRecord {
        let greatest = counts.correct + counts.undecided
        return greatest == counts.correct
          ? EnclosureRecord(Rational(greatest))
          : EnclosureRecord(lower: String(counts.correct), upper: String(greatest))
      }
      var values = point.values.mapValues { TrajectoryValue.number(record($0)) }
      values["w"] = .list(point.w.map(record))
      values["train_correct"] = .number(record(point.trainCounts))
      if !point.testCounts.isEmpty {
        values["test_correct"] = .byRegime(point.testCounts.mapValues(record))
      }
      return TrajectoryPoint(step: step, values: values)
    }
  }
}

extension LogisticPass {
  /// What the pass does, for a progress line.
  fileprivate var activity: String {
    switch self {
    case .stages: "following the run"
    case .supportTime: "phases"
    case .supportMaxima: "residuals"
    case .series: "bias"
    }
  }
}
