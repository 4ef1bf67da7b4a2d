internal import Documents

/// What a pass over a run left.
struct FollowedPass<Observer: DescentObserver>: Sendable {
  /// What was seen.
  var observer: Observer
  /// Why the run ended before the horizon; nil where it did not.
  var failure: DescentError?
  /// The balls that were recorded; with a trail, up to the end of what is known.
  var balls: [RecordedBall] = []
  /// Where to go on from.
  var trail: CheckpointTrail
}

/// An observer of a whole pass, which can be saved under way.
protocol PassObserver: SavableDescentObserver {
  /// Whether nothing more needs to be seen.
  var isDone: Bool { get }
}

extension PassObserver {
  var isDone: Bool { false }
}

extension DescentError {
  /// The end of a run that others ask for again; nil for what went wrong otherwise.
  var saved: JSONValue? {
    switch self {
    case .overflow(let step): ["overflow": .integer(step)]
    case .precisionExhausted(let step, let bits): ["step": .integer(step), "bits": .integer(bits)]
    case .badInput, .badCheckpoint: nil
    }
  }

  /// The first step of a run that is not known; nil for what went wrong otherwise.
  var step: Int? {
    switch self {
    case .overflow(let step), .precisionExhausted(let step, _): step
    case .badInput, .badCheckpoint: nil
    }
  }

  /// An error that `saved` wrote.
  init(saved json: JSONValue) throws(DescentError) {
    if let step = json["overflow"]?.integer {
      self = .overflow(step: step)
    } else if let step = json["step"]?.integer, let bits = json["bits"]?.integer {
      self = .precisionExhausted(step: step, bits: bits)
    } else {
      throw .badCheckpoint("damaged end")
    }
  }
}

/// When a pass is written to its file.
///
/// The clock decides about files only: what is computed does not depend on it.
struct PassFile {
  private let store: CheckpointStore?
  private let key: String
  private let clock = ContinuousClock()
  private var due: ContinuousClock.Instant
  /// Whether the pass took long enough to be worth a file.
  private var isWritten = false

  init(_ store: CheckpointStore?, key: @autoclosure () -> String) {
    self.store = store
    // Making the key reads all data.
    self.key = store == nil ? "" : key()
    due = clock.now + (store?.interval ?? .zero)
  }

  /// What was saved; nil where there is nothing.
  func load() -> JSONValue? { store?.load(key) }

  /// Says that the pass goes on from its file, which its end is to replace then.
  mutating func resume() { isWritten = true }

  /// Writes the pass where that is due.
  mutating func saveIfDue(_ content: () -> JSONValue) {
    guard let store, clock.now >= due else { return }
    let start = clock.now
    store.save(key, content())
    isWritten = true
    // Large files take at most a twentieth of the time, unless all are wanted.
    let end = clock.now
    due = store.interval > .zero ? end + max(store.interval, (end - start) * 20) : end
  }

  /// Writes the end of a pass, unless it took a moment only.
  func finish(_ content: () -> JSONValue) {
    guard let store, isWritten || clock.now >= due else { return }
    store.save(key, content())
  }
}
