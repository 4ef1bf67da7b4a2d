internal import Foundation
internal import Synchronization

/// A folder with the intermediate state of long computations, one file for each key.
///
/// Files are a convenience and nothing depends on them: one that is damaged, truncated, of another
/// format or under a wrong name is as if it were not there, and a folder that cannot be written
/// only leaves a remark in `failure`. A key is a digest (`Digest`) of everything that the state
/// depends on. The first line of a file is a header, `{"digest":…,"key":…,"schema":…}`, the second
/// the canonical JSON of the value, whose digest the header has.
public final class CheckpointStore: Sendable {
  /// The folder, made when something is saved first and removed with the last file in it.
  public let folder: String
  /// What keys are made from besides the computation itself, as the version of a tool.
  public let context: String
  /// The time that a computation should at least let pass between two files, and before the first;
  /// zero for a file whenever there may be one.
  public let interval: Duration

  private let firstFailure = Mutex<DocumentError?>(nil)
  private static let schema = "grokcert/checkpoint/1"
  /// Larger files are not read.
  private static let limit = 1 << 30

  /// A store in a folder, which need not exist.
  ///
  /// - Parameters:
  ///   - folder: the folder, for checkpoints alone.
  ///   - context: what else a file must agree on, such as the version of the tool.
  ///   - interval: the least time between two files of a computation, and before its first.
  public init(folder: String, context: String = "", interval: Duration = .seconds(3)) {
    self.folder = folder
    self.context = context
    self.interval = interval
  }

  /// Why the first file that could not be written could not be; nil where all were.
  public var failure: DocumentError? { firstFailure.withLock { $0 } }

  /// What was saved under a key; nil where there is nothing that can be trusted.
  public func load(_ key: String) -> JSONValue? {
    guard let bytes = try? InputFile.read(path(key), limit: Self.limit),
      let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end <= 1024,
      let header = try? JSONValue(parsing: Array(bytes[..<end]))
    else { return nil }
    let content = Array(bytes[(end + 1)...])
    guard header == Self.header(key, digest: Digest.of(content)) else { return nil }
    return try? JSONValue(parsing: content)
  }

  /// Writes a value in place of what its key had.
  ///
  /// What goes wrong is kept in `failure`.
  public func save(_ key: String, _ value: JSONValue) {
    let content = value.canonical()
    var bytes = Self.header(key, digest: Digest.of(content)).canonical()
    bytes.append(UInt8(ascii: "\n"))
    bytes += content
    do {
      try AtomicFile.makeFolder(folder)
      try AtomicFile.write(bytes, to: path(key))
    } catch {
      firstFailure.withLock { $0 = $0 ?? error }
    }
  }

  /// Removes what a key has, with what a killed writer left of it, and the folder if that was all.
  public func remove(_ key: String) {
    let name = Self.name(key)
    let manager = FileManager.default
    for file in (try? manager.contentsOfDirectory(atPath: folder)) ?? []
    where file == name || file.hasPrefix(name + ".") && file.hasSuffix(".tmp") {
      unlink("\(folder)/\(file)")
    }
    // Fails where something else is in it, as it should.
    rmdir(folder)
  }

  private static func header(_ key: String, digest: String) -> JSONValue {
    ["digest": .string(digest), "key": .string(key), "schema": .string(schema)]
  }

  private static func name(_ key: String) -> String {
    // Without what a file system may not like; the header has the whole key.
    String(key.split(separator: ":").last ?? "").filter { $0.isLetter || $0.isNumber }
      + ".checkpoint"
  }

  private func path(_ key: String) -> String { "\(folder)/\(Self.name(key))" }
}
