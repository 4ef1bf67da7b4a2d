internal import Foundation
internal import Synchronization

/// Writes files so that a reader sees the old content or the new, never a part.
public enum AtomicFile {
  /// Held while a file is written, so that nobody ends the process then.
  private static let writing = Mutex(())

  /// Waits until no file is being written, and keeps any from being written until the body returns.
  ///
  /// A process that ends inside leaves no temporary file behind.
  public static func withoutWriting<R>(_ body: () -> R) -> R { writing.withLock { _ in body() } }

  /// Writes a file: to a temporary file in the same folder first, which then takes the file's name.
  ///
  /// Of a symbolic link, the file that it leads to is written. A device or a pipe, such as `/dev/null`, is written
  /// to as it is: there is nothing to take the name of.
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
    var target = path
    if stat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        throw DocumentError(file: path, "cannot be written: it is a folder; name a file in it")
      case S_IFREG: target = resolved(path)
      default: return try writeInto(path, bytes)
      }
    }
    let failure = writing.withLock { _ in exchange(target, bytes, as: path) }
    if let failure { throw failure }
  }

  /// Puts a new file in the place of the target; why that is not possible, where it is not.
  private static func exchange(
    _ target: String, _ bytes: [UInt8], as path: String
  ) -> DocumentError? {
    let temporary = "\(target).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return InputFile.failure(path, "cannot be written") }
    guard writeAll(bytes, to: descriptor) else {
      let error = InputFile.failure(path, "cannot be written")
      close(descriptor)
      unlink(temporary)
      return error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let error = InputFile.failure(path, "cannot be written")
      unlink(temporary)
      return error
    }
    return nil
  }

  /// The file behind symbolic links.
  private static func resolved(_ path: String) -> String {
    guard let pointer = realpath(path, nil) else { return path }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// Writes to what is there and no file.
  private static func writeInto(_ path: String, _ bytes: [UInt8]) throws(DocumentError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputFile.failure(path, "cannot be written") }
    guard writeAll(bytes, to: descriptor) else {
      let error = InputFile.failure(path, "cannot be written")
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw InputFile.failure(path, "cannot be written") }
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
