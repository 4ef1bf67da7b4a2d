import Documents
import Enclosures
import Synchronization

/// Runs a sweep, or one part of it: certifies what is not there yet.
public final class SweepRun: Sendable {
  /// What to run.
  public let plan: SweepPlan
  /// The part that is run.
  public let shard: SweepShard
  /// Threads; certificates do not depend on it.
  public let jobs: Int
  private let certifier: Certifier
  private let folder: SweepFolder

  /// A run.
  ///
  /// - Parameters:
  ///   - plan: the sweep.
  ///   - certifier: what certifies a problem; its `jobs` are chosen here.
  ///   - folder: receives one file a run; made where it does not exist.
  ///   - shard: the part to run.
  ///   - jobs: threads.
  public init(
    _ plan: SweepPlan, certifier: Certifier, folder: String, shard: SweepShard = .whole,
    jobs: Int = 1
  ) {
    self.plan = plan
    self.certifier = certifier
    self.folder = SweepFolder(path: folder)
    self.shard = shard
    self.jobs = jobs
  }

  /// How far the sweep is.
  public struct Progress: Sendable, Hashable {
    /// Runs of this part.
    public let total: Int
    /// Those that were there at the start.
    public let present: Int
    /// Those that were certified since.
    public internal(set) var certified = 0
    /// Those that could not be.
    public internal(set) var failed = 0

    /// Those that need no more work.
    public var done: Int { present + certified + failed }
  }

  /// A run that could not be certified.
  public struct Failure: Sendable {
    /// The number of the run, from 0.
    public let index: Int
    /// The values of its axes.
    public let label: String
    /// What is wrong.
    public let message: String
    /// Whether the input is to blame.
    public let isInput: Bool
  }

  /// What became of the sweep.
  public struct Outcome: Sendable {
    /// Counts of runs.
    public let progress: Progress
    /// Runs that failed, in their order.
    public let failures: [Failure]
    /// Verdicts over all certificates of this part's runs; equal certificates count once.
    public let tally: VerdictTally
  }

  /// What to tell the user while the sweep runs.
  public struct Reports: Sendable {
    /// Called at the start and after each run, from any thread, one call at a time.
    public var progress: @Sendable (Progress) -> Void = { _ in }
    /// Called for remarks about files in the folder.
    public var notice: @Sendable (String) -> Void = { _ in }

    /// Reports nothing.
    public init() {}
  }

  private struct State: Sendable {
    var progress: Progress
    var failures: [Failure] = []
    var tally = VerdictTally()
    var names: Set<String> = []
  }

  /// Certifies what is missing.
  ///
  /// - Throws: `DocumentError` where the folder cannot be made or read.
  public func run(_ reports: Reports = Reports()) throws -> Outcome {
    try AtomicFile.makeFolder(folder.path)
    let identity = SweepIdentity(
      library: certifier.library, maximumPrecision: certifier.maximumPrecision)
    let content = try folder.content(identity, jobs: jobs)
    for name in content.damaged {
      reports.notice(
        "\(folder.path)/\(name) is damaged; it counts as missing and is written anew by its run")
    }
    let indices = shard.indices(of: plan.count)
    let present = found(indices, in: content)
    let state = Mutex(
      State(progress: Progress(total: indices.count, present: present.compactMap(\.self).count)))
    let missing = zip(indices, present).filter { $1 == nil }.map(\.0)
    state.withLock { state in
      for case let found? in present where state.names.insert(found.name).inserted {
        state.tally.add(found.tally)
      }
      reports.progress(state.progress)
    }
    var certifier = certifier
    certifier.jobs = max(1, jobs / max(missing.count, 1))
    Parallel.forEach(missing.count, jobs: jobs) { [certifier] position in
      let result = self.certify(missing[position], certifier)
      state.withLock { state in
        switch result {
        case .success(let (name, tally)):
          state.progress.certified += 1
          if state.names.insert(name).inserted { state.tally.add(tally) }
        case .failure(let failure):
          state.progress.failed += 1
          state.failures.append(failure)
        }
        reports.progress(state.progress)
      }
    }
    return state.withLock { state in
      folder.removeRemains(of: state.names)
      return Outcome(
        progress: state.progress, failures: state.failures.sorted { $0.index < $1.index },
        tally: state.tally)
    }
  }

  /// What is there of each run.
  private func found(_ indices: [Int], in content: SweepFolder.Content) -> [SweepFolder.Found?] {
    guard !content.found.isEmpty else { return Array(repeating: nil, count: indices.count) }
    let result = Mutex<[SweepFolder.Found?]>(Array(repeating: nil, count: indices.count))
    Parallel.forEach(indices.count, jobs: jobs) { position in
      guard let specification = try? self.plan.specification(at: indices[position]),
        let declaration = try? Theories.declaration(specification),
        let found = content.found[SweepIdentity.key(declaration)]
      else { return }
      result.withLock { $0[position] = found }
    }
    return result.withLock { $0 }
  }

  private enum Result {
    case success((name: String, tally: VerdictTally))
    case failure(Failure)
  }

  private func certify(_ index: Int, _ certifier: Certifier) -> Result {
    do {
      let problem = try Theories.problem(plan.specification(at: index))
      let certified = try certifier.certified(problem)
      let name = try folder.write(certified.certificate)
      certified.discardCheckpoints()
      var tally = VerdictTally()
      tally.add(certified.certificate)
      return .success((name, tally))
    } catch {
      let isInput = Theories.isInputError(error)
      return .failure(
        Failure(
          index: index, label: plan.label(at: index),
          message: isInput ? "\(error)" : "internal error: \(error)", isInput: isInput))
    }
  }
}
