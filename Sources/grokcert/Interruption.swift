import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Calls a handler when the user (Ctrl-C) or a scheduler (SIGTERM) ends the process.
final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// The signals that are handled.
  private static let signals = [SIGINT, SIGTERM]

  /// Handles signals from now on; the handler runs on a thread of its own.
  init(_ handler: @escaping @Sendable (Int32) -> Void) {
    // Threads that work may take all of the ordinary queues.
    let queue = DispatchQueue(label: "interruption", qos: .userInteractive)
    sources = Interruption.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { handler(number) }
      source.resume()
      return source
    }
  }

  /// Leaves signals to the system again.
  func end() {
    for source in sources { source.cancel() }
    for number in Interruption.signals { signal(number, SIG_DFL) }
  }

  /// Ends the process with the status that shells give to a signal: 130 for Ctrl-C.
  static func exit(_ signal: Int32) -> Never { _exit(128 + signal) }
}
