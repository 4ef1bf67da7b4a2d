import Dispatch
import Synchronization

/// Work on several threads.
public enum Parallel {
  /// Calls the body once for every index from 0, from at most `jobs` threads, in order of their starts.
  public static func forEach(_ count: Int, jobs: Int, _ body: @Sendable (Int) -> Void) {
    let next = Mutex(0)
    withoutActuallyEscaping(body) { body in
      DispatchQueue.concurrentPerform(iterations: min(max(jobs, 1), count)) { _ in
        while true {
          let index = next.withLock { current in
            defer { current += 1 }
            return current
          }
          guard index < count else { return }
          body(index)
        }
      }
    }
  }
}
