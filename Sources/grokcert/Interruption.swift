import Dispatch
import Documents
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What happens when the user (Ctrl-C) or a scheduler (SIGTERM) ends the process.
///
/// Whatever is being written is finished first: no file is left half-written, no temporary one behind. A second signal
/// does not wait.
enum Interruption {
  /// The signals that are handled.
  private static let signals = [SIGINT, SIGTERM]
  private static let farewell = Mutex<@Sendable () -> Void>({})
  /// Threads that work may take all of the ordinary queues.
  private static let queue = DispatchQueue(label: "interruption", qos: .userInteractive)
  // Made once, by the main thread, and kept.
  private nonisolated(unsafe) static let sources = signals.map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { end(number) }
    source.resume()
    return source
  }

  /// Handles signals from now on.
  static func begin() { _ = sources }

  /// Does something, and says something before the process ends if that is interrupted.
  static func saying<R>(
    _ words: @escaping @Sendable () -> Void, during body: () throws -> R
  ) rethrows -> R {
    farewell.withLock { $0 = words }
    defer { farewell.withLock { $0 = {} } }
    return try body()
  }

  /// Ends the process with the status that shells give to a signal: 130 for Ctrl-C, 143 for SIGTERM.
  private static func end(_ number: Int32) {
    // A file on a disk that does not answer must not keep the process for ever.
    var again = sigset_t()
    sigemptyset(&again)
    for number in signals {
      signal(number, SIG_DFL)
      sigaddset(&again, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &again, nil)
    AtomicFile.withoutWriting {
      farewell.withLock { $0() }
      _exit(128 + number)
    }
  }
}
