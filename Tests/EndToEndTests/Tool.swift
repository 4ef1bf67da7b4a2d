import Foundation
import Testing

/// Runs the built command line as a user would.
enum Tool {
  /// What a run left behind.
  struct Run {
    let status: Int32
    let output: String
    let error: String
    /// Whether a signal ended it.
    let crashed: Bool
  }

  /// The executable, which the package manager puts beside the test bundle.
  static let path: String = {
    let bundle = Bundle.allBundles.map(\.bundleURL).filter { $0.path.contains(".build") }
    let started = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
    for start in [started] + bundle + [Bundle.main.bundleURL] {
      var folder = start
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("grokcert").path
        if FileManager.default.isExecutableFile(atPath: candidate), !isFolder(candidate) {
          return candidate
        }
      }
    }
    return "grokcert (not found beside \(started.path))"
  }()

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// Runs the tool to its end.
  static func run(
    _ arguments: String..., in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Run {
    try run(arguments, in: folder, environment: environment)
  }

  static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Run {
    try launch(path, arguments, in: folder, environment)
  }

  /// Runs a line of shell; `$TOOL` is the executable.
  static func shell(_ line: String, in folder: String? = nil) throws -> Run {
    try launch("/bin/sh", ["-c", line], in: folder, ["TOOL": path])
  }

  private static func launch(
    _ executable: String, _ arguments: [String], in folder: String?, _ environment: [String: String]
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: nothing blocks, however much is written.
    let files = try Scratch()
    defer { files.remove() }
    let (out, err) = (files.path("out"), files.path("err"))
    for name in [out, err] { try Data().write(to: URL(fileURLWithPath: name)) }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
    try process.run()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: try text(out), error: try text(err),
      crashed: process.terminationReason == .uncaughtSignal)
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }
}

/// A folder of its own for one test.
struct Scratch {
  let folder: String

  init() throws {
    folder =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("grokcert-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { folder + "/" + name }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    try data.write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

/// Specs that the tests are made from.
enum Spec {
  /// A small spec, with lines exchanged by their key.
  static func text(_ changes: [String: String] = [:]) -> String {
    var lines = [
      "theory": "ridge", "features": "{matrix: [[1/4, 1/4, 0, 1/8], [1/8, -1/4, 1/4, 0]]}",
      "covariance": "{scaled_identity: 1/4}", "feature_bound": "1/2",
      "teacher": "{vector: [1/2, 0, 1/4, 0]}",
      "initialization": "{vector: [2, -2, 1, 2], variance: 4}",
      "training": "{eta: 1, lambda: 1/100}", "thresholds": "{epsilon: 1/50, c: 1/50}",
    ]
    lines.merge(changes) { $1 }
    return lines.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }
      .map { "\($0.key): \($0.value)\n" }.joined()
  }

  static func example(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("examples/\(name)").path
  }
}
