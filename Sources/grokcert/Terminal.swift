import Documents

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Results to standard output, everything else to standard error.
enum Terminal {
  /// Writes a result.
  static func output(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

  /// Writes bytes of a result.
  static func output(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

  /// Writes a result to a file, or to standard output where none is named.
  static func deliver(_ bytes: [UInt8], to file: String?) throws {
    if let file { try AtomicFile.write(bytes, to: file) } else { output(bytes) }
  }

  /// Writes a message.
  static func error(_ text: String) { write(Array((text + "\n").utf8), to: STDERR_FILENO) }

  /// Whether progress is shown: on a terminal only.
  static var showsProgress: Bool { isatty(STDERR_FILENO) != 0 }

  /// Whether results are coloured: on a terminal only, and not against the user's wish (no-color.org).
  static var showsColor: Bool { isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == nil }

  /// The tool's folder in the user's cache (XDG Base Directory Specification); nil without a home.
  static var cacheFolder: String? {
    func value(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    return (value("XDG_CACHE_HOME") ?? value("HOME").map { "\($0)/.cache" }).map {
      "\($0)/grokcert"
    }
  }

  /// The processors of this machine.
  static var processorCount: Int { min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 1024) }

  /// Replaces the progress line; an empty text clears it.
  static func progress(_ text: String) {
    guard showsProgress else { return }
    write(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO)
  }

  /// Refuses a file for results that is also an input: the input would be lost.
  static func check(
    _ output: String?, _ option: String = "--output", against inputs: [String]
  ) throws {
    guard let output, let input = inputs.first(where: { InputFile.isSame($0, output) }) else {
      return
    }
    throw InputError(
      "\(option): '\(output)' is the input '\(input)', which would be lost; name another file")
  }

  /// Opens descriptors that the caller has closed, in such a way that using them is an error.
  ///
  /// A file that is opened later would get the number of standard output else, and messages would be written into it.
  static func occupyStandardDescriptors() {
    for (descriptor, mode) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ] where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is the one that was missing.
      _ = open("/dev/null", mode)
    }
  }

  /// Writes everything.
  ///
  /// Where nobody reads results any more (`| head`), the rest is dropped and the run goes on: its files and its exit
  /// status are still wanted. Where results cannot be written, as on a full disk, the run ends with an error. Messages
  /// that cannot be written are dropped.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes[offset...].withUnsafeBytes {
        #if canImport(Darwin)
        Darwin.write(descriptor, $0.baseAddress, $0.count)
        #elseif canImport(Musl)
        Musl.write(descriptor, $0.baseAddress, $0.count)
        #else
        Glibc.write(descriptor, $0.baseAddress, $0.count)
        #endif
      }
      let failure = errno
      if written > 0 {
        offset += written
      } else if written < 0, failure == EAGAIN {
        // A descriptor that somebody else made non-blocking: wait until it takes more.
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wanted, 1, -1)
      } else if written == 0 || failure != EINTR {
        guard descriptor == STDOUT_FILENO, failure != EPIPE else { return }
        error("standard output cannot be written: \(String(cString: strerror(failure)))")
        AtomicFile.withoutWriting { exit(ExitStatus.badInput.rawValue) }
      }
    }
  }
}

/// A wrong argument that the parser of arguments cannot see.
struct InputError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
