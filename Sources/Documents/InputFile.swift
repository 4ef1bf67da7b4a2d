internal import Foundation

/// Reads whole files, with clear errors and a limit on their size.
public enum InputFile {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes that are read.
  /// - Returns: All of its bytes.
  /// - Throws: `DocumentError` where the file is missing, a folder, not readable or too large.
  public static func read(_ path: String, limit: Int) throws(DocumentError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw failure(path, "cannot be read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, "cannot be read") }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw DocumentError(file: path, "is a folder; name a file in it")
    }
    let expected = Int(status.st_size)
    guard expected <= limit else { throw tooLarge(path, limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected + 1)
    while true {
      let wanted = max(expected - bytes.count, 0) + 65_536
      var received = 0
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: wanted))
      bytes.withUnsafeMutableBytes { buffer in
        received = Foundation.read(descriptor, buffer.baseAddress.map { $0 + start }, wanted)
      }
      bytes.removeLast(wanted - max(received, 0))
      if received < 0 && errno != EINTR { throw failure(path, "cannot be read") }
      if received == 0 { return bytes }
      guard bytes.count <= limit else { throw tooLarge(path, limit) }
    }
  }

  /// What a folder holds, in order of the names; nil for a path that is no folder.
  ///
  /// - Throws: `DocumentError` where the folder cannot be read.
  public static func names(inFolder path: String) throws(DocumentError) -> [String]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw DocumentError(file: path, "the folder cannot be read; check its permissions")
    }
  }

  /// Whether two paths lead to one file that exists.
  public static func isSame(_ first: String, _ second: String) -> Bool {
    var (one, other) = (stat(), stat())
    return stat(first, &one) == 0 && stat(second, &other) == 0 && one.st_dev == other.st_dev
      && one.st_ino == other.st_ino && one.st_mode & S_IFMT == S_IFREG
  }

  /// The folder of a path; `.` where it names none.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path that is relative to a folder unless it is absolute.
  public static func resolve(_ path: String, relativeTo folder: String) -> String {
    path.hasPrefix("/") || folder == "." ? path : folder + "/" + path
  }

  /// The text of bytes in UTF-8.
  ///
  /// - Throws: `DocumentError` for bytes that are not UTF-8.
  public static func text(of bytes: [UInt8], file: String?) throws(DocumentError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DocumentError(file: file, "is not text in UTF-8; save it in that encoding")
    }
    return text
  }

  static func failure(_ path: String, _ what: String) -> DocumentError {
    let reason = String(cString: strerror(errno))
    let remedy = errno == ENOENT ? "; check the path" : ""
    return DocumentError(file: path, "\(what): \(reason)\(remedy)")
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> DocumentError {
    let mebibytes = max(limit >> 20, 1)
    return DocumentError(file: path, "is larger than \(mebibytes) MB, the most that is read")
  }
}
