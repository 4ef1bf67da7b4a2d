internal import Foundation

/// Writes files so that a reader sees the old content or the new, never a part.
public enum AtomicFile {
  /// Writes a file: to a temporary file in the same folder first, which then takes the file's name.
  ///
  /// - Throws: `DocumentError` where the folder is missing or read-only or the disk is full; nothing
  ///   is left behind then.
  public static func write(_ bytes: [UInt8], to path: String) throws(DocumentError) {
    let folder = InputFile.folder(of: path)
    var status = stat()
    guard stat(folder, &status) == 0 else {
      throw DocumentError(
        file: path, "cannot be written: the folder '\(folder)' does not exist; create it first")
    }
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw DocumentError(file: path, "cannot be written: it is a folder; name a file in it")
    }
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o666)
    guard descriptor >= 0 else { throw InputFile.failure(path, "cannot be written") }
    guard writeAll(bytes, to: descriptor) else {
      let error = InputFile.failure(path, "cannot be written")
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      let error = InputFile.failure(path, "cannot be written")
      unlink(temporary)
      throw error
    }
  }

  /// Makes sure that a folder exists, with the folders above it.
  ///
  /// - Throws: `DocumentError` where it cannot be made.
  public static func makeFolder(_ path: String) throws(DocumentError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw DocumentError(
        file: path, "the folder cannot be made; check that its path is right and writable")
    }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if written < 0, errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}
