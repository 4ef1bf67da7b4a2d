import Certification
import Documents
import Foundation
import Testing

@Suite("certificates from files and folders")
struct CertificateFilesTests {
  private static let one = Samples.certificate([], quantities: ["t1": Samples.exact("1")])
  private static let two = Samples.certificate([], quantities: ["t1": Samples.exact("2")])

  /// A folder with two certificates, one of them twice, and what is none.
  private static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files: [String: [UInt8]] = [
      "b.json": one.json.canonical(), "a.json": two.json.pretty(), "c.json": one.json.pretty(),
      "d.json": Array(#"{"schema":"another/1"}"#.utf8), "notes.txt": Array("{".utf8),
      ".hidden.json": Array("{".utf8),
    ]
    for (name, bytes) in files {
      try Data(bytes).write(to: folder.appendingPathComponent(name))
    }
    return folder
  }

  @Test("a folder gives its certificates by name, each once, and leaves out what is none")
  func folders() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = try CertificateFiles.read([folder.path])
    #expect(found.map(\.name) == ["a", "b"])
    #expect(found.map(\.certificate) == [Self.two, Self.one])
    #expect(found.map(\.digest) == [Self.two.digest, Self.one.digest])
    let named = try CertificateFiles.read([folder.path + "/c.json", folder.path + "/"])
    #expect(named.map(\.name) == ["c", "a"])
  }

  @Test("files that are named must be certificates, and certificates must match their digest")
  func errors() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["d.json", "notes.txt", "none.json"] {
      #expect(throws: DocumentError.self) {
        try CertificateFiles.read(["\(folder.path)/\(name)"])
      }
    }
    let forged = String(decoding: Self.one.json.canonical(), as: UTF8.self)
      .replacingOccurrences(of: #""t1":{"exact":"1""#, with: #""t1":{"exact":"3""#)
    try Data(forged.utf8).write(to: folder.appendingPathComponent("e.json"))
    #expect(throws: DocumentError.self) { try CertificateFiles.read([folder.path]) }
    let empty = folder.appendingPathComponent("empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    #expect(throws: DocumentError.self) { try CertificateFiles.read([empty.path]) }
  }
}
