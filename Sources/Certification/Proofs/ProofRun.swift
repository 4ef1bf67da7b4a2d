import ClaimLanguage
import Enclosures
public import Proving
import Synchronization

/// Proves the statements of a plan, several at the same time.
public struct ProofRun: Sendable {
  /// Threads; results do not depend on it.
  public var jobs = 1
  /// The most boxes of one branch and bound.
  public var mostBoxes = 20_000

  /// How far the run is.
  public struct Progress: Sendable {
    /// Statements that are done.
    public let done: Int
    /// Statements in all.
    public let total: Int
    /// The statement that reported last.
    public let statement: String
    /// Its boxes that are closed and open; nil where it is done.
    public let boxes: (closed: Int, open: Int)?
  }

  /// A run.
  public init() {}

  /// One result for each statement, in order.
  ///
  /// - Throws: `StatementError` for a statement that cannot be worked with.
  public func results(
    for statements: [UniversalStatement],
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> [ProofResult] {
    let results = Mutex<[Result<ProofResult, StatementError>?]>(
      Array(repeating: nil, count: statements.count))
    let done = Mutex(0)
    // One statement gets all threads for its boxes, several share them.
    let outer = min(jobs, statements.count)
    Parallel.forEach(statements.count, jobs: outer) { index in
      let statement = statements[index]
      var prover = Prover()
      prover.jobs = outer > 1 ? 1 : jobs
      prover.mostBoxes = mostBoxes
      prover.progress = { closed, open in
        progress(
          Progress(
            done: done.withLock { $0 }, total: statements.count, statement: statement.id,
            boxes: (closed, open)))
      }
      let result = Result { [prover] () throws(StatementError) in try prover.prove(statement) }
      results.withLock { $0[index] = result }
      let count = done.withLock { count in
        count += 1
        return count
      }
      progress(
        Progress(done: count, total: statements.count, statement: statement.id, boxes: nil))
    }
    return try results.withLock { $0 }.compactMap(\.self).map { try $0.get() }
  }
}
