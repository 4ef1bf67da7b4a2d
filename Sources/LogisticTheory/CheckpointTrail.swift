internal import Documents

/// Places along a run to go on from, for a second look at some step.
///
/// From any of them the run is the same, bit by bit; they are thinned where they become many. Which
/// are kept depends on the run alone. The first one stays, because a look at an earlier step starts
/// anew, and does not know that the run itself went back from a later step to its anchor.
struct CheckpointTrail: Sendable {
  private let interval: Int
  private let limit: Int
  private var spacing: Int
  private(set) var places: [Int: DescentCheckpoint] = [:]

  /// A trail of checkpoints that are `interval` steps apart, for states with `dimension` coordinates.
  init(interval: Int, dimension: Int) {
    self.interval = interval
    // Some 10 MB in the highest dimensions.
    limit = max(16, min(256, (1 << 17) / dimension))
    spacing = interval
  }

  /// Adds the place that the run is at.
  mutating func add(_ place: DescentCheckpoint) {
    guard let step = place.step else { return }
    // Where the run went back, later places are of a path that it left.
    places = places.filter { $0.key < step }
    guard isKept(step) else { return }
    places[step] = place
    while places.count > limit {
      spacing *= 2
      places = places.filter { isKept($0.key) }
    }
  }

  private func isKept(_ step: Int) -> Bool { step % spacing == 0 || step == interval }

  /// The last place up to a step.
  func last(upTo step: Int) -> DescentCheckpoint? {
    places.keys.filter { $0 <= step }.max().flatMap { places[$0] }
  }

  /// All of it.
  var saved: JSONValue {
    [
      "spacing": .integer(spacing),
      "places": .array(places.keys.sorted().compactMap { places[$0]?.json }),
    ]
  }

  /// Takes back what `saved` wrote.
  mutating func restore(_ json: JSONValue?) throws(DescentError) {
    guard let spacing = json?["spacing"]?.integer, spacing >= interval, spacing % interval == 0,
      let elements = json?["places"]?.array, elements.count <= limit
    else { throw .badCheckpoint("damaged trail") }
    self.spacing = spacing
    places = [:]
    for element in elements {
      let place = DescentCheckpoint(json: element)
      guard let step = place.step, isKept(step) else { throw .badCheckpoint("damaged trail") }
      places[step] = place
    }
  }
}
