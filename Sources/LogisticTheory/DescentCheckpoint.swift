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
  /// The document, with exact numbers as texts: an odd integer and a power of two, as in `-5p-3`.
  public let json: JSONValue

  /// A document that was read from a file; `CertifiedDescent.init(resuming:)` checks it.
  public init(json: JSONValue) { self.json = json }

  static func text(_ value: BigFloat) -> JSONValue {
    guard let rational = value.exactRational else { return .string("inf") }
    let bits = rational.denominatorParts.bits
    return .string("\(rational.numerator)p-\(bits)")
  }

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
      values.append(BigFloat(try number(value), precision: bits, rounding: .nearest))
    }
    let radius = try number(json?["radius"])
    guard radius.sign >= 0 else { throw .badCheckpoint("negative radius") }
    return DescentBall(
      step: step, centre: values, radius: BigFloat(radius, precision: 64, rounding: .up))
  }
}

extension CertifiedDescent {
  /// The current state; made at checkpoint steps only, where it holds all that matters.
  var checkpoint: DescentCheckpoint {
    var members: [String: JSONValue] = [
      "schema": "grokcert/descent/1",
      "mode": .string(isHardware ? "hardware" : "precise"),
      "bits": .integer(bits),
      "precise_steps": .string(String(preciseSteps)),
      "anchor": DescentCheckpoint.json(anchor.ball),
    ]
    if let hardware {
      members["state"] = .object([
        "step": .string(String(hardware.step)),
        "high": .array(hardware.high.map { DescentCheckpoint.text(exact($0)) }),
        "low": .array(hardware.low.map { DescentCheckpoint.text(exact($0)) }),
        "radius": DescentCheckpoint.text(exact(hardware.radius)),
      ])
    } else {
      members["state"] = DescentCheckpoint.json(precise?.ball ?? anchor.ball)
    }
    if let savable = observer as? any SavableDescentObserver,
      let anchored = anchor.observer as? any SavableDescentObserver
    {
      members["observer"] = savable.saved()
      members["anchor_observer"] = anchored.saved()
    }
    return DescentCheckpoint(json: .object(members))
  }

  private func exact(_ value: Double) -> BigFloat {
    BigFloat(value, precision: 64, rounding: .nearest)
  }
}

extension CertifiedDescent where Observer: SavableDescentObserver {
  /// Goes on from a checkpoint of a run with the same input, options and observer.
  ///
  /// - Parameter observer: the observer as it was at the start.
  /// - Throws: `DescentError` for a checkpoint that does not fit, and what the observer throws.
  public init(
    resuming saved: DescentCheckpoint, _ input: DescentInput,
    options: DescentOptions = DescentOptions(), observer: Observer
  ) throws {
    try self.init(input, options: options, observer: observer)
    let json = saved.json
    guard json["schema"]?.string == "grokcert/descent/1", let bits = json["bits"]?.integer,
      (2...PrecisionLimits.maximum).contains(bits),
      let length = (json["precise_steps"]?.string).flatMap({ Int($0) }), length >= 0,
      let seen = json["observer"], let before = json["anchor_observer"]
    else { throw DescentError.badCheckpoint("wrong schema or missing members") }
    self.bits = bits
    preciseSteps = length
    anchor.ball = try DescentCheckpoint.ball(json["anchor"], dimension: input.dimension)
    try anchor.observer.restore(before)
    try self.observer.restore(seen)
    let state = json["state"]
    if json["mode"]?.string == "hardware" {
      guard let step = (state?["step"]?.string).flatMap({ Int($0) }), step >= 0 else {
        throw DescentError.badCheckpoint("damaged state")
      }
      let high = try Self.doubles(state?["high"], input.dimension)
      let low = try Self.doubles(state?["low"], input.dimension)
      let radius = try Self.double(state?["radius"])
      resumeHardware(step: step, high: high, low: low, radius: radius)
    } else {
      let ball = try DescentCheckpoint.ball(state, dimension: input.dimension)
      resumePrecise(ball)
    }
    settledAt = step
  }

  private static func double(_ json: JSONValue?) throws -> Double {
    guard let value = try DescentCheckpoint.number(json).exactDouble else {
      throw DescentError.badCheckpoint("not a binary64 number")
    }
    return value
  }

  private static func doubles(_ json: JSONValue?, _ count: Int) throws -> [Double] {
    guard let values = json?.array, values.count == count else {
      throw DescentError.badCheckpoint("damaged state")
    }
    return try values.map { try double($0) }
  }
}

extension DescentRecorder: SavableDescentObserver {
  /// The views as exact texts.
  public func saved() -> JSONValue {
    func text(_ x: Double) -> JSONValue {
      DescentCheckpoint.text(BigFloat(x, precision: 64, rounding: .nearest))
    }
    return .array(
      views.map { view in
        .object([
          "step": .string(String(view.step)), "high": .array(view.high.map(text)),
          "low": .array(view.low.map(text)), "radius": text(view.radius),
          "counts": view.counts.map {
            [.integer($0.correct), .integer($0.wrong), .integer($0.undecided)]
          } ?? [],
        ])
      })
  }

  /// Takes the views back.
  public mutating func restore(_ saved: JSONValue) throws {
    var restored: [DescentView] = []
    func double(_ json: JSONValue?) throws -> Double {
      guard let value = try DescentCheckpoint.number(json).exactDouble else {
        throw DescentError.badCheckpoint("not a binary64 number")
      }
      return value
    }
    for view in saved.array ?? [] {
      guard let step = (view["step"]?.string).flatMap({ Int($0) }), let high = view["high"]?.array,
        let low = view["low"]?.array, let counts = view["counts"]?.array
      else { throw DescentError.badCheckpoint("damaged view") }
      let numbers = counts.compactMap(\.integer)
      restored.append(
        DescentView(
          step: step, high: try high.map(double), low: try low.map(double),
          radius: try double(view["radius"]),
          counts: numbers.count == 3
            ? SignCounts(correct: numbers[0], wrong: numbers[1], of: numbers.reduce(0, +)) : nil))
    }
    self = DescentRecorder(steps: steps, needsCounts: needsCounts, views: restored)
  }
}
