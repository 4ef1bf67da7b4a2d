import Certification
import Documents
import Enclosures
import Reporting
import Synchronization

/// Certifies several specs at the same time.
struct CertificationRun {
  /// What became of one spec.
  struct Outcome: Sendable {
    let index: Int
    let spec: String
    var certificate: Certificate?
    /// Removes what the run left for its continuation.
    var discard: @Sendable () -> Void = {}
    var expectations: [String: String] = [:]
    var failure: (message: String, status: ExitStatus)?

    /// The spec as a test suite.
    var suite: JUnitReport.Suite {
      JUnitReport.Suite(
        name: spec, certificate: certificate, expectations: expectations, error: failure?.message)
    }
  }

  let specs: [String]
  let certifier: Certifier
  let jobs: Int
  let isQuiet: Bool
  /// Whether an outcome waits for those before it.
  let keepsOrder: Bool

  /// What has been done; under one lock, so that outcomes are delivered one at a time.
  private struct Progress {
    var results: [Outcome?]
    /// How many of the first outcomes are delivered, where the order is kept.
    var delivered = 0
    var failure: (any Error)?
  }

  /// One outcome a spec, in order; each is delivered as soon as it is there, so that what is done survives an end
  /// before that of the others.
  ///
  /// - Throws: what `deliver` throws, after which no further spec is begun.
  func outcomes(deliver: @Sendable (Outcome) throws -> Void) throws -> [Outcome] {
    let shared = Mutex(Progress(results: Array(repeating: nil, count: specs.count)))
    Parallel.forEach(specs.count, jobs: jobs) { index in
      guard shared.withLock({ $0.failure == nil }) else { return }
      let outcome = certify(index)
      shared.withLock { state in
        state.results[index] = outcome
        progress("")
        deliverReady(outcome, &state, deliver)
        let done = state.results.count { $0 != nil }
        progress(specs.count > 1 ? "\(done)/\(specs.count) certified" : "")
      }
    }
    progress("")
    let state = shared.withLock { $0 }
    if let failure = state.failure { throw failure }
    return state.results.compactMap(\.self)
  }

  private func deliverReady(
    _ outcome: Outcome, _ state: inout Progress, _ deliver: (Outcome) throws -> Void
  ) {
    guard state.failure == nil else { return }
    do {
      guard keepsOrder else { return try deliver(outcome) }
      while state.delivered < specs.count, let ready = state.results[state.delivered] {
        try deliver(ready)
        state.delivered += 1
      }
    } catch { state.failure = error }
  }

  private func progress(_ text: String) {
    if !isQuiet { Terminal.progress(text) }
  }

  private func certify(_ index: Int) -> Outcome {
    let spec = specs[index]
    var outcome = Outcome(index: index, spec: spec)
    do {
      let problem = try Theories.problem(file: spec)
      outcome.expectations = problem.expect
      let isAlone = specs.count == 1 && !isQuiet
      let certified = try certifier.certified(problem) { stage in
        if isAlone { Terminal.progress("\(spec): \(stage)") }
      }
      outcome.certificate = certified.certificate
      outcome.discard = { certified.discardCheckpoints() }
    } catch {
      let isInput = Theories.isInputError(error)
      let place = error is DocumentError ? "" : "\(spec): "
      outcome.failure = (
        isInput ? "\(place)\(error)" : "\(spec): internal error: \(error)",
        isInput ? .badInput : .internalError
      )
    }
    return outcome
  }
}
