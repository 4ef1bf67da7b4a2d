import ArgumentParser
import Certification
import Documents

/// Where long runs leave their state.
struct CheckpointOptions: ParsableArguments {
  @Option(help: "The folder where long runs leave their state, so that a killed one goes on.")
  var checkpoints: String?

  @Option(
    name: .customLong("checkpoint-interval"),
    help: "Seconds of work between two states, and before the first.")
  var checkpointInterval = 3

  @Flag(name: .customLong("no-checkpoints"), help: "Leave no state; a killed run starts anew.")
  var withoutCheckpoints = false

  func validate() throws {
    guard (0...86_400).contains(checkpointInterval) else {
      throw ValidationError("--checkpoint-interval must be 0 to 86400 seconds.")
    }
  }

  /// The given folder, or one in the user's cache; nil where no state is to be left.
  var store: CheckpointStore? {
    guard !withoutCheckpoints, let folder = checkpoints ?? Terminal.cacheFolder else { return nil }
    return CheckpointStore(
      folder: folder, context: Certificate.toolVersion, interval: .seconds(checkpointInterval))
  }

  /// Says on standard error why no state was left, where that is so.
  static func report(_ store: CheckpointStore?) {
    if let failure = store?.failure {
      Terminal.error("notice: no state was left for a continuation: \(failure)")
    }
  }
}
