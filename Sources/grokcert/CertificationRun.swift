import Certification
import Dispatch
import Documents
import Reporting
import Synchronization

/// Certifies several specs at the same time and keeps their order.
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

  /// One outcome a spec, in order.
  func outcomes() -> [Outcome] {
    let results = Mutex<[Outcome?]>(Array(repeating: nil, count: specs.count))
    let finished = Mutex(0)
    let next = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: min(jobs, specs.count)) { _ in
      while true {
        let index = next.withLock { current in
          defer { current += 1 }
          return current
        }
        guard index < specs.count else { return }
        let outcome = certify(index)
        results.withLock { $0[index] = outcome }
        let done = finished.withLock { count in
          count += 1
          return count
        }
        progress(specs.count > 1 ? "\(done)/\(specs.count) certified" : "")
      }
    }
    progress("")
    return results.withLock { $0 }.compactMap(\.self)
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
