internal import Documents
internal import Enclosures

/// First and last times of an accuracy, for a threshold that is known only at the end.
///
/// The count c(t) of correct points is known to lie in lower…upper at every step. For every level the
/// first step with upper ≥ level and with lower ≥ level are kept, and for every count the last step
/// with it.
struct CountTracker: Sendable {
  /// The number of points.
  let total: Int
  private var firstPossible: [Int] = []
  private var firstCertain: [Int] = []
  private var lastLower: [Int]
  private var lastUpper: [Int]
  /// The counts at the step seen last.
  private(set) var latest = SignCounts(correct: 0, wrong: 0, of: 0)

  init(total: Int) {
    self.total = total
    lastLower = Array(repeating: -1, count: total + 1)
    lastUpper = lastLower
  }

  /// Takes the counts at a step; steps ascend.
  mutating func observe(_ counts: SignCounts, step: Int) {
    latest = counts
    let lower = counts.correct
    let upper = total - counts.wrong
    while firstPossible.count <= upper { firstPossible.append(step) }
    while firstCertain.count <= lower { firstCertain.append(step) }
    lastLower[lower] = step
    lastUpper[upper] = step
  }

  /// The least count that is at least (1 − ε) times the greatest count, from both sides.
  private func threshold(_ epsilon: Rational) -> (lower: Int, upper: Int) {
    func level(_ greatest: Int) -> Int {
      max(0, ((1 - epsilon) * Rational(greatest)).roundedUp().int ?? 0)
    }
    return (level(max(0, firstCertain.count - 1)), level(max(0, firstPossible.count - 1)))
  }

  /// The first step with accuracy at least (1 − ε) times its greatest.
  func first(_ epsilon: Rational) -> StepEnclosure {
    let level = threshold(epsilon)
    guard level.lower < firstPossible.count else { return StepEnclosure(.infinity) }
    let lower = firstPossible[level.lower]
    guard level.upper < firstCertain.count else {
      return StepEnclosure(lower: .step(lower), upper: .infinity)
    }
    return StepEnclosure(lower: .step(lower), upper: .step(firstCertain[level.upper]))
  }

  /// The last step with accuracy below (1 − ε) times its greatest, plus one; 0 where there is none.
  ///
  /// A step that is the last one of the run says nothing about those after it.
  func afterLast(_ epsilon: Rational, horizon: Int) -> StepEnclosure {
    let level = threshold(epsilon)
    let certain = lastUpper.prefix(min(level.lower, total + 1)).max() ?? -1
    let possible = lastLower.prefix(min(level.upper, total + 1)).max() ?? -1
    return StepEnclosure(
      lower: .step(certain + 1),
      upper: possible >= horizon ? .infinity : .step(max(possible, certain) + 1))
  }
}

extension CountTracker {
  /// All of it; most counts are never seen and most levels are reached together.
  var saved: JSONValue {
    [
      "first": [SavedValues.runs(firstPossible), SavedValues.runs(firstCertain)],
      "last": [SavedValues.runs(lastLower), SavedValues.runs(lastUpper)],
      "latest": SavedValues.counts(latest),
    ]
  }

  /// Takes back what `saved` wrote, for as many points.
  mutating func restore(_ json: JSONValue?) throws(DescentError) {
    let all = total + 1
    guard let first = json?["first"]?.array, first.count == 2,
      let last = json?["last"]?.array, last.count == 2,
      let counts = try SavedValues.counts(json?["latest"])
    else { throw .badCheckpoint("damaged times") }
    firstPossible = try SavedValues.runs(first[0], length: 0...all)
    firstCertain = try SavedValues.runs(first[1], length: 0...all)
    lastLower = try SavedValues.runs(last[0], length: all...all)
    lastUpper = try SavedValues.runs(last[1], length: all...all)
    latest = counts
  }
}

/// The steps at which a quantity may be at its maximum, for a second look with more bits.
struct MaximumTracker: Sendable {
  /// A step that may be the one.
  struct Candidate: Sendable {
    let view: DescentView
    let upper: Double
  }

  private static let limit = 256

  /// The greatest lower bound.
  private(set) var lower = -Double.infinity
  /// The steps whose upper bound is not below it; complete unless `isSaturated`.
  private(set) var candidates: [Candidate] = []
  /// Whether there were too many candidates to keep.
  private(set) var isSaturated = false
  private var dropped = -Double.infinity
  private var droppedFirst = Int.max, droppedLast = -1

  /// Takes bounds of the quantity at a step.
  mutating func observe(_ view: DescentView, lower newLower: Double, upper: Double) {
    guard !(upper < lower) else { return }
    if newLower > lower {
      lower = newLower
      candidates.removeAll { $0.upper < newLower }
      if dropped < newLower { isSaturated = false }
    }
    if candidates.count == Self.limit {
      if !isSaturated {
        (isSaturated, dropped, droppedFirst, droppedLast) = (true, -.infinity, Int.max, -1)
      }
      for old in candidates.dropFirst().dropLast(Self.limit / 2) { drop(old) }
      candidates.removeSubrange(1...(candidates.count - Self.limit / 2 - 1))
    }
    candidates.append(Candidate(view: view, upper: upper))
  }

  private mutating func drop(_ candidate: Candidate) {
    dropped = max(dropped, candidate.upper)
    droppedFirst = min(droppedFirst, candidate.view.step)
    droppedLast = max(droppedLast, candidate.view.step)
  }

  /// An upper bound of the maximum.
  var upper: Double {
    max(isSaturated ? dropped : -.infinity, candidates.map(\.upper).max() ?? -.infinity)
  }

  /// The maximum, with the quantity enclosed again at each candidate, and the last step of it.
  func maximum(
    precision: Int, of quantity: (DescentView) throws -> Interval
  ) rethrows -> (value: Interval, last: StepEnclosure)? {
    guard !candidates.isEmpty else { return nil }
    var values: [Interval] = []
    for candidate in candidates { values.append(try quantity(candidate.view)) }
    var value = values[0]
    for other in values { value = .maximum(value, other) }
    if isSaturated {
      let top = BigFloat(dropped, precision: precision, rounding: .up)
      if top > value.upper { value = .hull(value, Interval(point: top)) }
    }
    var first = Int.max
    var last = -1
    for (candidate, other) in zip(candidates, values) where !(other.upper < value.lower) {
      // Candidates ascend; the last that certainly has the maximum bounds the step from below.
      first = min(first, candidate.view.step)
      last = candidate.view.step
    }
    if isSaturated {
      first = min(first, droppedFirst)
      last = max(last, droppedLast)
    }
    guard last >= 0 else { return nil }
    return (value, StepEnclosure(lower: .step(first), upper: .step(last)))
  }
}

extension MaximumTracker {
  /// All of it.
  var saved: JSONValue {
    [
      "bounds": SavedValues.numbers([lower, dropped]),
      "dropped": [.bool(isSaturated), .integer(droppedFirst), .integer(droppedLast)],
      "views": .array(candidates.map { SavedValues.view($0.view) }),
      "uppers": SavedValues.numbers(candidates.map(\.upper)),
    ]
  }

  /// A tracker that `saved` wrote, of states with `dimension` coordinates.
  init(saved json: JSONValue?, dimension: Int) throws(DescentError) {
    let bounds = try SavedValues.numbers(json?["bounds"], count: 2)
    let views = try SavedValues.views(json?["views"], dimension: dimension)
    let uppers = try SavedValues.numbers(json?["uppers"], count: views.count)
    guard views.count <= Self.limit, let rest = json?["dropped"]?.array, rest.count == 3,
      let isSaturated = rest[0].bool, let first = rest[1].integer, let last = rest[2].integer
    else { throw .badCheckpoint("damaged maximum") }
    (lower, dropped) = (bounds[0], bounds[1])
    (self.isSaturated, droppedFirst, droppedLast) = (isSaturated, first, last)
    candidates = zip(views, uppers).map { Candidate(view: $0, upper: $1) }
  }
}
