import ClaimLanguage
import Documents
import Enclosures
public import RidgeTheory

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
  /// Working precision of the first spectral model, in bits; `verify` uses another.
  var firstLevel = RidgeMeasurement.defaultFirstLevel

  /// A certifier with the built-in claims, or a library of one's own.
  public init(library: ClaimLibrary) { self.library = library }

  /// The most evaluations of blocks of steps for one statement over time.
  private static let evaluationBudget = 20_000

  /// What is being done, for a progress line.
  public typealias Progress = @Sendable (String) -> Void

  /// Certifies a ridge problem.
  ///
  /// - Parameters:
  ///   - problem: the problem, which also says which claims are asked for.
  ///   - progress: called before each stage.
  /// - Returns: the certificate.
  /// - Throws: `CertificateError` for a claim that does not exist, `ClaimError` for one that names an unknown
  ///   quantity, `RidgeError` for data that cannot be measured.
  public func certify(
    _ problem: RidgeProblem, progress: Progress = { _ in }
  ) throws -> Certificate {
    try measureAndCertify(problem, progress: progress).certificate
  }

  /// The certificate together with the measurement that it was made from.
  func measureAndCertify(
    _ problem: RidgeProblem, progress: Progress = { _ in }
  ) throws -> (certificate: Certificate, measurement: RidgeMeasurement) {
    let claims = try library.selection(problem.claims, theory: "ridge")
    for id in problem.expect.keys.sorted() where library.claims[id] == nil {
      throw CertificateError.unknownClaim(id, suggestion: library.claims.nearestID(to: id))
    }
    progress("spectrum")
    let measurement = try RidgeMeasurement(
      problem, maximumPrecision: maximumPrecision, firstLevel: firstLevel, jobs: jobs)
    for claim in claims {
      try claim.checkNames(against: measurement, file: "claim \(claim.id)")
    }
    progress("stage times")
    let times = try measurement.stageTimes()
    progress("quantities")
    let table = try QuantityTable(measurement, maximumPrecision: maximumPrecision)
    let evaluator = Evaluator(
      source: measurement, startPrecision: startPrecision, maximumPrecision: maximumPrecision,
      horizon: problem.horizon, budget: Certifier.evaluationBudget)
    var records: [ClaimRecord] = []
    for (index, claim) in claims.enumerated() {
      progress("claim \(index + 1)/\(claims.count): \(claim.id)")
      records.append(record(try evaluator.evaluate(claim)))
    }
    let certificate = Certificate(
      version: Certificate.toolVersion, theory: "ridge", specification: problem.specification,
      dataDigest: problem.dataDigest, maximumPrecision: maximumPrecision,
      quantities: table.records, wide: table.wide, evidence: Evidence(times).json, claims: records)
    return (certificate, measurement)
  }

  private func record(_ evaluation: ClaimEvaluation) -> ClaimRecord {
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
      id: claim.id, title: claim.title, source: claim.source,
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
