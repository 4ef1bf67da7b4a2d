import Foundation
import Testing

@testable import Documents

/// What is written is whole, where it was asked for, and nothing else changes.
@Suite("writing files")
struct AtomicFileTests {
  /// A folder for one test.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("grokcert-files-\(UUID().uuidString)").path

    init() throws { try AtomicFile.makeFolder(path) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }
    var names: [String] {
      get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
  }

  @Test("a file is exchanged, and nothing else is left")
  func exchange() throws {
    let folder = try Folder()
    for text in ["old", "", "new"] {
      try AtomicFile.write(Array(text.utf8), to: folder.file("a"))
      #expect(try InputFile.read(folder.file("a"), limit: 10) == Array(text.utf8))
      #expect(try folder.names == ["a"])
    }
  }

  @Test("a symbolic link stays, and the file behind it is written")
  func link() throws {
    let folder = try Folder()
    try AtomicFile.makeFolder(folder.file("there"))
    try AtomicFile.write([1], to: folder.file("there/a"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: "there/a")
    try AtomicFile.write([2, 3], to: folder.file("link"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")) == "there/a")
    #expect(try InputFile.read(folder.file("there/a"), limit: 10) == [2, 3])
    #expect(InputFile.isSame(folder.file("link"), folder.file("there/a")))
    #expect(!InputFile.isSame(folder.file("link"), folder.file("absent")))
  }

  @Test("what is no file, as /dev/null, is written to and not exchanged for one")
  func pipe() throws {
    let folder = try Folder()
    let path = folder.file("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try AtomicFile.write(Array("through".utf8), to: path)
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = read(reader, &bytes, bytes.count)
    #expect(Array(bytes.prefix(max(count, 0))) == Array("through".utf8))
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(try folder.names == ["pipe"])
  }

  @Test("folders that are missing or in the way are errors, and nothing is left")
  func errors() throws {
    let folder = try Folder()
    try AtomicFile.makeFolder(folder.file("folder"))
    for (name, words) in [("absent/a", "does not exist"), ("folder", "is a folder")] {
      let error = #expect(throws: DocumentError.self) {
        try AtomicFile.write([1], to: folder.file(name))
      }
      #expect(try #require(error).description.contains(words))
    }
    #expect(try folder.names == ["folder"])
  }
}
