public import Documents
internal import Enclosures

/// An observer whose findings can be written down, so that a run can be resumed.
public protocol SavableDescentObserver: DescentObserver {
  /// All that `restore` needs.
  func saved() -> JSONValue
  /// Takes the findings back.
  mutating func restore(_ saved: JSONValue) throws
}

/// All that a run needs to go on exactly as if it had not been stopped.
public struct DescentCheckpoint: Sendable, Hashable {
  /// The document, with exact numbers as texts: an integer and a power of two, as in `-5p-3`, or the
  /// bits of doubles.
  public let json: JSONValue

  /// A document that was read from a file; `CertifiedDescent.init(resuming:)` checks it.
  public init(json: JSONValue) { self.json = json }

  static let schema: JSONValue = "grokcert/descent/4"
  private static let negativeZero: JSONValue = "-0p-0"

  static func text(_ value: BigFloat) -> JSONValue {
    if value.isZero, value.approximation.sign == .minus { return negativeZero }
    guard let rational = value.exactRational else { return .string("inf") }
    let bits = rational.denominatorParts.bits
    return .string("\(rational.numerator)p-\(bits)")
  }

  /// The same place with findings of an observer, with those that it had at the anchor, and with the balls that
  /// were recorded on the way.
  func with(
    observer: JSONValue, anchored: JSONValue, balls: [RecordedBall] = []
  ) -> DescentCheckpoint {
    var members = json.object ?? [:]
    members["observer"] = observer
    members["anchor_observer"] = anchored
    members["balls"] = .array(balls.map(\.saved))
    return DescentCheckpoint(json: .object(members))
  }

  /// The step; nil in a document that is none.
  var step: Int? { (json["state"]?["step"]?.string).flatMap { Int($0) } }

  static func number(_ json: JSONValue?) throws(DescentError) -> Rational {
    let parts = (json?.string ?? "").split(separator: "p-")
    guard parts.count == 2, let bits = Int(parts[1]), (0...10_000_000).contains(bits),
      let integer = try? Rational(parsing: String(parts[0]))
    else { throw .badCheckpoint("not a number: \(json?.string ?? "missing")") }
    return integer * .powerOfTwo(-bits)
  }

  static func json(_ ball: DescentBall) -> JSONValue {
    .object([
      "step": .string(String(ball.step)), "bits": .integer(ball.centre[0].precision),
      "radius": text(ball.radius), "centre": .array(ball.centre.map(text)),
    ])
  }

  static func ball(_ json: JSONValue?, dimension: Int) throws(DescentError) -> DescentBall {
    guard let step = (json?["step"]?.string).flatMap({ Int($0) }), step >= 0,
      let bits = json?["bits"]?.integer, (2...PrecisionLimits.maximum).contains(bits),
      let centre = json?["centre"]?.array, centre.count == dimension
    else { throw .badCheckpoint("damaged state") }
    var values: [BigFloat] = []
    for value in centre {
      values.append(
        value == negativeZero
          ? -BigFloat.zero(precision: bits)
          : BigFloat(try number(value), precision: bits, rounding: .nearest))
    }
    let radius = try number(json?["radius"])
    guard radius.sign >= 0 else { throw .badCheckpoint("negative radius") }
    return DescentBall(
      step: step, centre: values, radius: BigFloat(radius, precision: 64, rounding: .up))
  }
}

extension CertifiedDescent {
  /// The current state without the observer's findings and the balls; made at checkpoint steps only, where it
  /// holds all that matters.
  var place: DescentCheckpoint {
    var members: [String: JSONValue] = [
      "schema": DescentCheckpoint.schema,
      "mode": .string(isHardware ? "hardware" : "precise"),
      "bits": .integer(bits),
      "precise_steps": .string(String(preciseSteps)),
      "last_failure": .string(String(lastFailure)), "relaxed": .bool(isRelaxed),
      "anchor": DescentCheckpoint.json(anchor.ball),
      "recorded": .integer(recorded), "anchor_recorded": .integer(anchor.recorded),
    ]
    if let hardware {
      members["state"] = [
        "step": .string(String(hardware.step)),
        "point": SavedValues.numbers(hardware.high + hardware.low + [hardware.radius]),
      ]
    } else {
      members["state"] = DescentCheckpoint.json(precise?.ball ?? anchor.ball)
    }
    return DescentCheckpoint(json: .object(members))
  }

  /// The current state; made at checkpoint steps only.
  var checkpoint: DescentCheckpoint {
    guard let savable = observer as? any SavableDescentObserver,
      let anchored = anchor.observer as? any SavableDescentObserver
    else { return place }
    return place.with(observer: savable.saved(), anchored: anchored.saved(), balls: balls)
  }
}

extension CertifiedDescent where Observer: SavableDescentObserver {
  /// Goes on from a checkpoint of a run with the same input, options and observer.
  ///
  /// The observer is given as it was at the start.
  ///
  /// - Throws: `DescentError` for a checkpoint that does not fit, and what the observer throws.
  public init(
    resuming saved: DescentCheckpoint, _ input: DescentInput,
    options: DescentOptions = DescentOptions(), observer: Observer
  ) throws {
    try self.init(input, options: options, observer: observer)
    let json = saved.json
    guard json["schema"] == DescentCheckpoint.schema, let bits = json["bits"]?.integer,
      (2...PrecisionLimits.maximum).contains(bits),
      let length = (json["precise_steps"]?.string).flatMap({ Int($0) }), length >= 0,
      let failure = (json["last_failure"]?.string).flatMap({ Int($0) }), failure >= 0,
      case .bool(let relaxed)? = json["relaxed"], let seen = json["observer"],
      let before = json["anchor_observer"], let recorded = json["recorded"]?.integer,
      let earlier = json["anchor_recorded"]?.integer, -1 <= earlier, earlier <= recorded
    else { throw DescentError.badCheckpoint("wrong schema or missing members") }
    self.bits = bits
    preciseSteps = length
    lastFailure = failure
    isRelaxed = relaxed
    anchor.ball = try DescentCheckpoint.ball(json["anchor"], dimension: input.dimension)
    anchor.recorded = earlier
    setRecorded(recorded)
    balls = try RecordedBall.balls(json["balls"], dimension: input.dimension)
    guard balls.last?.step ?? recorded == recorded else {
      throw DescentError.badCheckpoint("other balls")
    }
    try anchor.observer.restore(before)
    try self.observer.restore(seen)
    let state = json["state"]
    guard let now = saved.step, now >= 0, now % options.checkpointInterval == 0 else {
      throw DescentError.badCheckpoint("not at a checkpoint step")
    }
    if json["mode"]?.string == "hardware" {
      let n = input.dimension
      let point = try SavedValues.numbers(state?["point"], count: 2 * n + 1)
      guard point.allSatisfy(\.isFinite), point[2 * n] >= 0 else {
        throw DescentError.badCheckpoint("damaged state")
      }
      resumeHardware(
        step: now, high: Array(point[..<n]), low: Array(point[n..<2 * n]), radius: point[2 * n])
    } else {
      resumePrecise(try DescentCheckpoint.ball(state, dimension: input.dimension))
    }
    settledAt = now
  }
}

extension DescentRecorder: SavableDescentObserver {
  /// The views, bit by bit.
  public func saved() -> JSONValue { .array(views.map(SavedValues.view)) }

  /// Takes the views back.
  public mutating func restore(_ saved: JSONValue) throws {
    self = DescentRecorder(
      steps: steps, needsCounts: needsCounts, views: try SavedValues.views(saved))
  }
}
