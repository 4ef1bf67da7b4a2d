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

  /// Writes everything, or exits quietly where nobody reads any more.
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
      if written > 0 {
        offset += written
      } else if errno == EPIPE {
        exit(ExitStatus.asExpected.rawValue)
      } else if errno != EINTR {
        // A full disk or a closed descriptor: the result is lost, and the status must say so.
        exit(ExitStatus.badInput.rawValue)
      }
    }
  }
}

/// A wrong argument that the parser of arguments cannot see.
struct InputError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
