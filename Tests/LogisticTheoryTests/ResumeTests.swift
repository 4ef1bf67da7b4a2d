import Documents
import Enclosures
import Foundation
import Synchronization
import Testing

@testable import LogisticTheory

/// Measurements that are killed and made again, against those that are not.
struct ResumeTests {
  /// Measures again and again, killed at every `patience`-th checkpoint.
  private func stubborn(
    _ run: ResumeCase, _ store: CheckpointStore, patience: Int
  ) throws -> (text: String, kills: Int, passes: Set<LogisticPass>) {
    let passes = Mutex<Set<LogisticPass>>([])
    for kills in 0..<400 {
      let calls = Mutex(0)
      let source = try run.measurement(store) { progress in
        passes.withLock { _ = $0.insert(progress.pass) }
        if calls.withLock({
          $0 += 1
          return $0
        }) == patience {
          throw Killed()
        }
      }
      do {
        return (try everything(source), kills, passes.withLock { $0 })
      } catch is Killed {}
    }
    Issue.record("nothing was resumed")
    return ("", 400, [])
  }

  @Test("killed at checkpoints, and yet the same", arguments: ResumeCase.all, [1, 3])
  func resumed(_ run: ResumeCase, _ patience: Int) throws {
    let uninterrupted = try run.measurement()
    let whole = try everything(uninterrupted)
    let folder = ScratchFolder()
    let store = folder.eager()
    let (text, kills, passes) = try stubborn(run, store, patience: patience)
    #expect(text == whole)
    // Overflow comes after three steps.
    #expect(kills >= (run.interval == 1 ? 3 - patience : 3))
    if run.description == ResumeCase.stable.description {
      #expect(passes == Set(LogisticPass.allCases).subtracting([.supportMaxima]))
    }
    if run.description.contains("t = 3") { #expect(passes.contains(.supportMaxima)) }
    #expect(store.failure == nil)
    // Now all passes have ended, and nothing is followed again.
    let again = try run.measurement(store) { _ in throw Killed() }
    #expect(try everything(again) == whole)
    #expect(try again.run().observer.saved() == uninterrupted.run().observer.saved())
    #expect(
      again.cache.withLock { $0.maxima?.saved() }
        == uninterrupted.cache.withLock { $0.maxima?.saved() })
    again.discardCheckpoints()
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test("a resumed descent is the one that was saved", arguments: ResumeCase.all)
  func descents(_ run: ResumeCase) throws {
    let source = try run.measurement()
    let observer = source.stageObserver()
    var saved: [DescentCheckpoint] = []
    var whole = try CertifiedDescent(source.input, options: run.options, observer: observer)
    try? whole.run(to: source.problem.steps) { saved.append($0) }
    #expect(saved.count > 1)
    for checkpoint in saved {
      var resumed = try CertifiedDescent(
        resuming: DescentCheckpoint(json: JSONValue(parsing: checkpoint.json.canonical())),
        source.input, options: run.options, observer: observer)
      #expect(resumed.checkpoint == checkpoint)
      try? resumed.run(to: source.problem.steps)
      #expect(resumed.checkpoint == whole.checkpoint)
    }
  }

  @Test("the cases are what they are called")
  func cases() throws {
    func descent(_ index: Int) throws -> CertifiedDescent<DescentRecorder> {
      let run = ResumeCase.all[index]
      let source = try run.measurement()
      var descent = try CertifiedDescent(
        source.input, options: run.options, observer: DescentRecorder(steps: []))
      try? descent.run(to: source.problem.steps)
      return descent
    }
    let begun = try descent(2)
    #expect(begun.isHardware && begun.anchor.ball.step == 64)
    let returned = try descent(3)
    #expect(returned.isHardware && returned.anchor.ball.step == 1344)
    #expect(try descent(4).bits >= 256)
    let orbit = try ResumeCase.all[5].measurement()
    guard case .exact(2)? = try orbit.value(of: "orbit_period", precision: 64) else {
      Issue.record("no orbit")
      return
    }
    #expect(try ResumeCase.all[6].measurement().overflowStep() != nil)
    #expect(try ResumeCase.all[7].measurement().run().exhausted != nil)
  }

  @Test("a resumed run takes up what was done")
  func goesOn() throws {
    let run = ResumeCase.stable
    let folder = ScratchFolder()
    let first = try run.measurement(folder.eager()) { if $0.step == 512 { throw Killed() } }
    #expect(throws: Killed.self) { try first.overflowStep() }
    #expect(try stagesStart(run, folder.eager()) == 640)
    // Files are for one run, one way to follow it, and one tool.
    var other = run
    other.target = 1e-8
    #expect(try stagesStart(other, folder.eager()) == 128)
    #expect(try stagesStart(ResumeCase.all[1], folder.eager()) == 128)
    #expect(try stagesStart(run, folder.eager(context: "2")) == 128)
    #expect(try stagesStart(run, nil) == 128)
  }

  /// The first checkpoint that a run comes to; it does not change the files.
  private func stagesStart(_ run: ResumeCase, _ store: CheckpointStore?) throws -> Int {
    let first = Mutex(0)
    let lazy = store.map {
      CheckpointStore(folder: $0.folder, context: $0.context, interval: .seconds(1000))
    }
    let source = try run.measurement(lazy) { progress in
      first.withLock { $0 = progress.step }
      throw Killed()
    }
    #expect(throws: Killed.self) { try source.overflowStep() }
    return first.withLock { $0 }
  }

  @Test("damaged and foreign files are as if they were not there")
  func damaged() throws {
    let run = ResumeCase.stable
    let folder = ScratchFolder()
    let store = folder.eager()
    let source = try run.measurement(store) { if $0.step == 512 { throw Killed() } }
    #expect(throws: Killed.self) { try source.overflowStep() }
    let path = try #require(folder.files.first)
    let bytes = try InputFile.read(path, limit: 1 << 24)
    let key = source.key(.stages)
    #expect(folder.files.count == 1 && store.load(key) != nil)
    func check(_ changed: [UInt8]) throws {
      try AtomicFile.write(changed, to: path)
      #expect(store.load(key) == nil)
      #expect(try stagesStart(run, store) == 128)
    }
    for length in [0, 1, 100, bytes.count / 2, bytes.count - 1] {
      try check(Array(bytes[..<length]))
    }
    for place in [0, 20, 150, bytes.count / 2, bytes.count - 2] {
      var changed = bytes
      changed[place] ^= 1
      try check(changed)
    }
    try check(bytes + [UInt8(ascii: " ")])
    let text = String(decoding: bytes, as: UTF8.self)
    let older = text.replacingOccurrences(
      of: "grokcert/checkpoint/1", with: "grokcert/checkpoint/0")
    #expect(older != text)
    try check(Array(older.utf8))
    try FileManager.default.removeItem(atPath: path)
    try AtomicFile.makeFolder(path)
    #expect(try stagesStart(run, store) == 128)
    try FileManager.default.removeItem(atPath: path)
    // A file of another key under this name.
    store.save("sha256:0", try JSONValue(parsing: Array(bytes.split(separator: 10)[1])))
    try FileManager.default.moveItem(atPath: #require(folder.files.first), toPath: path)
    try check(InputFile.read(path, limit: 1 << 24))
    // Whole files with a content that is none.
    for value: JSONValue in [
      [:], ["descent": [:], "trail": [:]], ["observer": [:], "failure": .null, "trail": [:]], .null,
    ] {
      store.save(key, value)
      #expect(store.load(key) == value)
      #expect(try stagesStart(run, store) == 128)
    }
    #expect(store.failure == nil)
    try AtomicFile.write(bytes, to: path)
    #expect(try stagesStart(run, store) == 640)
  }

  @Test("a folder that cannot be written does not fail a run")
  func unwritable() throws {
    let scratch = ScratchFolder()
    try AtomicFile.write([], to: scratch.path)
    let store = CheckpointStore(folder: "\(scratch.path)/below", interval: .zero)
    let run = ResumeCase.stable
    let source = try run.measurement(store)
    #expect(try everything(source) == everything(run.measurement()))
    #expect(store.failure?.file == store.folder)
    source.discardCheckpoints()
  }

  @Test("short runs leave nothing behind, and discarding only what is theirs")
  func short() throws {
    let folder = ScratchFolder()
    let run = ResumeCase.stable
    let source = try run.measurement(CheckpointStore(folder: folder.path))
    _ = try source.value(of: "T_train", precision: 64)
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    let store = folder.eager()
    _ = try run.measurement(store).value(of: "T_train", precision: 64)
    let path = try #require(folder.files.first)
    #expect(folder.files.count == 1)
    try AtomicFile.write([], to: "\(path).1.2.tmp")
    try AtomicFile.write([], to: "\(folder.path)/other.checkpoint")
    source.discardCheckpoints()
    #expect(folder.files == ["\(folder.path)/other.checkpoint"])
  }

  @Test("progress is that of the run")
  func progress() throws {
    let seen = Mutex<[LogisticProgress]>([])
    let source = try ResumeCase.stable.measurement { progress in
      seen.withLock { $0.append(progress) }
    }
    _ = try source.overflowStep()
    let steps = seen.withLock { $0 }
    #expect(steps.map(\.step) == Array(stride(from: 128, through: 1024, by: 128)))
    #expect(steps.allSatisfy { $0.pass == .stages && $0.steps == 1030 })
  }
}
