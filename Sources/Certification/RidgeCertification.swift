public import Documents
import Enclosures
public import RidgeTheory

extension RidgeProblem: TheoryProblem {
  /// The name that specs give.
  public static let theory = "ridge"

  /// The self-contained spec, without drawing the data.
  ///
  /// - Throws: `DocumentError`.
  public static func declaration(
    _ specification: Specification
  ) throws(DocumentError) -> JSONValue {
    try RidgeDeclaration(specification.node, folder: specification.folder).specification
  }

  /// Every name that a claim may use.
  public static var vocabulary: [VocabularyEntry] {
    RidgeQuantities.all.map {
      VocabularyEntry(usage: $0.isFunction ? "\($0.name)(t)" : $0.name, meaning: $0.meaning)
    }
  }

  /// Prepares the measurement: inner products, spectrum, rank.
  ///
  /// - Throws: `RidgeError`.
  public func measured(_ settings: MeasurementSettings) throws -> any TheoryMeasurement {
    settings.progress("spectrum")
    return try RidgeMeasurement(
      self, maximumPrecision: settings.maximumPrecision,
      firstLevel: settings.isCheck ? Verifier.firstLevel : RidgeMeasurement.defaultFirstLevel,
      jobs: settings.jobs)
  }

  /// The problem itself: its trajectory is known at every step.
  public func covering(_ steps: [Int]) -> RidgeProblem { self }
}

extension RidgeMeasurement: TheoryMeasurement {
  /// The spec's horizon.
  public var lastStep: Int? { problem.horizon }
  /// What depends on an enclosed covariance is as wide as that makes it.
  public var limitReason: String {
    "as wide as the enclosures of the covariance and of its eigenvalues make it"
  }
  /// A quadratic form in n + 2 coefficients where Σ is enclosed, in place of a sum of n terms.
  public var evaluationWeight: Int { isCovarianceEnclosed ? max(1, problem.features.n / 4) : 1 }
  /// The losses and the norm.
  public var trajectoryNames: [String] { ["train_loss", "population_loss", "theta_norm2"] }

  /// Measures t1, t2 and t_final.
  public func prepare() throws { _ = try stageTimes() }

  /// The blocks of steps behind t1 and t2.
  public func evidence() throws -> JSONValue { Evidence(try stageTimes()).json }

  /// Proves every block of the evidence, and that the blocks cover what the times need.
  public func check(_ evidence: JSONValue, against own: JSONValue) throws {
    try Verifier.check(evidence, problem, self)
  }

  /// Steps through gradient descent and compares.
  public func crossCheck() throws { try Verifier.descend(problem, self) }

  /// The losses and the norm at these steps.
  public func trajectory(at steps: [Int]) throws -> [TrajectoryPoint] {
    try steps.map { step in
      var values: [String: TrajectoryValue] = [:]
      for name in trajectoryNames {
        let limit = min(maximumPrecision, precisionLimit(of: name) ?? .max)
        let record = try QuantityTable.record(maximumPrecision: limit) { precision in
          if let exact = exactValue(of: name, at: step) { return .exact(exact) }
          return try enclosure(of: name, over: TimeRange(step), precision: precision)
            .map(ScalarValue.enclosed)
        }
        values[name] = record.map { .number($0.0) }
      }
      return TrajectoryPoint(step: step, values: values)
    }
  }
}
