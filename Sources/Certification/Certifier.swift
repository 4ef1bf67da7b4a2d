import ClaimLanguage
public import Documents
import Enclosures

/// Makes certificates: measures a problem, evaluates claims, writes down what was established.
public struct Certifier: Sendable {
  /// The claims that specs may name.
  public let library: ClaimLibrary
  /// The precision that undecided comparisons start from, in bits.
  public var startPrecision = PrecisionLimits.start
  /// The precision at which undecided comparisons are given up, in bits.
  public var maximumPrecision = PrecisionLimits.defaultMaximum
  /// Threads for the work on one problem; the certificate does not depend on it.
  public var jobs = 1
  /// Where long runs leave their state, so that a killed one goes on; nothing is left where it is nil.
  public var checkpoints: CheckpointStore?
  /// Whether a certificate is being checked: other working precisions are used then.
  var isCheck = false

  /// A certifier with the built-in claims, or a library of one's own.
  public init(library: ClaimLibrary) { self.library = library }

  /// The most evaluations of blocks of steps for one statement over time.
  private static let evaluationBudget = 20_000

  /// What is being done, for a progress line.
  public typealias Progress = @Sendable (String) -> Void

  /// Certifies a problem.
  ///
  /// - Parameters:
  ///   - problem: the problem, which also says which claims are asked for.
  ///   - progress: called before each stage.
  /// - Returns: the certificate.
  /// - Throws: `CertificateError` for a claim that does not exist, `ClaimError` for one that names an unknown
  ///   quantity, and what the theory throws for data that cannot be measured.
  public func certify(
    _ problem: any TheoryProblem, progress: @escaping Progress = { _ in }
  ) throws -> Certificate {
    try certified(problem, progress: progress).certificate
  }

  /// A certificate, with what the run left behind to be resumed.
  public struct Certified: Sendable {
    /// The certificate.
    public let certificate: Certificate
    let measurement: any TheoryMeasurement

    /// Removes what the run left for its continuation; for when the certificate has been written.
    public func discardCheckpoints() { measurement.discardCheckpoints() }
  }

  /// Certifies a problem, and keeps what the run left for its continuation.
  ///
  /// - Throws: as `certify(_:progress:)`.
  public func certified(
    _ problem: any TheoryProblem, progress: @escaping Progress = { _ in }
  ) throws -> Certified {
    let theory = type(of: problem).theory
    let claims = try library.selection(problem.claims, theory: theory)
    for id in problem.expect.keys.sorted() where library.claims[ClaimRecord.id(ofLabel: id)] == nil
    {
      throw CertificateError.unknownClaim(id, suggestion: library.claims.nearestID(to: id))
    }
    var settings = MeasurementSettings()
    settings.maximumPrecision = maximumPrecision
    settings.jobs = jobs
    settings.isCheck = isCheck
    settings.checkpoints = checkpoints
    settings.progress = progress
    let measurement = try problem.measured(settings)
    let instances = try claims.flatMap { try self.instances($0, measurement) }
    progress("stage times")
    try measurement.prepare()
    progress("quantities")
    let table = try QuantityTable(
      measurement, from: (isCheck ? 4 : 2) * PrecisionLimits.start,
      maximumPrecision: maximumPrecision)
    let evaluator = Evaluator(
      source: measurement, startPrecision: startPrecision, maximumPrecision: maximumPrecision,
      horizon: measurement.lastStep,
      budget: max(1_000, Certifier.evaluationBudget / measurement.evaluationWeight))
    var records: [ClaimRecord] = []
    for (index, instance) in instances.enumerated() {
      progress("claim \(index + 1)/\(instances.count): \(instance.claim.id)")
      records.append(record(try evaluator.evaluate(instance.claim), regime: instance.regime))
    }
    progress("evidence")
    let certificate = Certificate(
      version: Certificate.toolVersion, theory: theory, specification: problem.specification,
      dataDigest: problem.dataDigest, startPrecision: startPrecision,
      maximumPrecision: maximumPrecision,
      quantities: table.records, wide: table.wide, evidence: try measurement.evidence(),
      experiments: try measurement.experiments(), claims: records)
    return Certified(certificate: certificate, measurement: measurement)
  }

  /// A claim as it is evaluated: once, or once for every test regime.
  ///
  /// - Throws: `ClaimError` where it names an unknown quantity.
  private func instances(
    _ claim: Claim, _ measurement: any TheoryMeasurement
  ) throws -> [(claim: Claim, regime: String?)] {
    let instances: [(claim: Claim, regime: String?)] =
      claim.isByRegime
      ? measurement.regimes.map { (claim.inRegime($0), $0) } : [(claim, nil)]
    for instance in instances {
      try instance.claim.checkNames(against: measurement, file: "claim \(claim.id)")
    }
    return instances
  }

  private func record(_ evaluation: ClaimEvaluation, regime: String?) -> ClaimRecord {
    let claim = evaluation.claim
    let hypotheses = zip(claim.hypotheses, evaluation.hypotheses).map {
      ConditionRecord($1, id: $0.id, statement: $0.statement.text.singleLine)
    }
    let events = zip(claim.events, evaluation.events).map { event, evaluation in
      var record: ConditionRecord
      if let evaluation {
        record = ConditionRecord(
          evaluation, id: event.id, statement: event.statement?.text.singleLine)
      } else {
        record = ConditionRecord(
          id: event.id, statement: (event.unchecked ?? "").singleLine,
          status: Status.notChecked.rawValue)
      }
      record.probability = event.probability?.text
      return record
    }
    return ClaimRecord(
      id: claim.id, regime: regime, title: claim.title, source: claim.source,
      verdict: evaluation.verdict.rawValue, flags: evaluation.flags.map(\.rawValue).sorted(),
      hypotheses: hypotheses, events: events,
      conclusion: ConditionRecord(
        evaluation.conclusion, statement: claim.conclusion.text.singleLine),
      definition: library.definitions[claim.id])
  }
}

extension String {
  /// The text on one line, words separated by single spaces.
  var singleLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
