public import Certification
public import Documents

/// A trajectory that `grokcert simulate --format json` wrote.
public struct TrajectoryFile: Sendable {
  /// The file as the user named it.
  public let path: String
  /// The theory that it says it is of.
  public let theory: String
  /// The points, in order of the steps.
  public let points: [TrajectoryPoint]

  private static let limit = 1 << 29

  /// Reads a trajectory.
  ///
  /// - Throws: `DocumentError` for another document, and for steps that are missing, out of order or twice
  ///   there.
  public init(file path: String) throws(DocumentError) {
    let bytes = try InputFile.read(path, limit: TrajectoryFile.limit)
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw DocumentError(file: path, "is not JSON: \(error)")
    }
    guard json["schema"]?.string == Simulation.schema, let theory = json["theory"]?.string,
      let points = json["points"]?.array
    else {
      throw DocumentError(
        file: path, "is no trajectory; `grokcert simulate SPEC --at … --format json` writes them")
    }
    self.path = path
    self.theory = theory
    var read: [TrajectoryPoint] = []
    for (index, point) in points.enumerated() {
      guard let step = point["t"]?.string.flatMap(Int.init), step >= 0,
        let members = point["values"]?.object
      else {
        throw DocumentError(
          file: path, keyPath: "points[\(index)]", "must have a step `t` and an object `values`")
      }
      guard read.last.map({ $0.step < step }) ?? true else {
        throw DocumentError(
          file: path, keyPath: "points[\(index)].t", value: String(step),
          "is not greater than the step before it; simulate with steps in order")
      }
      var values: [String: TrajectoryValue] = [:]
      for (name, member) in members {
        values[name] = try TrajectoryFile.value(
          member, at: "points[\(index)].values.\(name)", path)
      }
      read.append(TrajectoryPoint(step: step, values: values))
    }
    self.points = read
  }

  private static func value(
    _ json: JSONValue, at place: String, _ path: String
  ) throws(DocumentError) -> TrajectoryValue {
    do {
      if let elements = json.array {
        return .list(try elements.map { try EnclosureRecord(json: $0, at: place) })
      }
      if let members = json.object, members["lower"] == nil {
        return .byRegime(try members.mapValues { try EnclosureRecord(json: $0, at: place) })
      }
      return .number(try EnclosureRecord(json: json, at: place))
    } catch {
      throw DocumentError(file: path, keyPath: place, "is no enclosure: \(error)")
    }
  }

  /// The points, where they can be those of a certificate.
  ///
  /// - Throws: `DocumentError` for another theory, for too few points, and for numbers that contradict what
  ///   the certificate says.
  func points(for named: NamedCertificate) throws(DocumentError) -> [TrajectoryPoint] {
    guard theory == named.certificate.theory else {
      throw DocumentError(
        file: path, keyPath: "theory", value: theory,
        "is not that of \(named.path), which is \(named.certificate.theory)")
    }
    guard points.count > 1 else {
      throw DocumentError(file: path, "has \(points.count) points; simulate at least 2 steps")
    }
    let stated = TrajectoryFile.evidence(named.certificate)
    for point in points {
      for (name, value) in point.values.sorted(by: { $0.key < $1.key }) {
        guard case .number(let own) = value, let other = stated[point.step]?[name],
          let a = Bounds(own), let b = Bounds(other)
        else { continue }
        if a.isCertainlyBelow(b) || b.isCertainlyBelow(a) {
          throw DocumentError(
            file: path, keyPath: "t = \(point.step), \(name)", value: own.lower,
            "is not the \(other.lower) of \(named.path); simulate the spec of that certificate")
        }
      }
    }
    return points
  }

  /// What a certificate says of the trajectory itself: logistic ones, at some steps.
  private static func evidence(_ certificate: Certificate) -> [Int: [String: EnclosureRecord]] {
    var stated: [Int: [String: EnclosureRecord]] = [:]
    for point in certificate.evidence["trajectory"]?.array ?? [] {
      guard let step = point["t"]?.string.flatMap(Int.init) else { continue }
      for (name, value) in point["values"]?.object ?? [:] {
        stated[step, default: [:]][name] = try? EnclosureRecord(json: value, at: name)
      }
    }
    if let start = certificate.quantities["train_loss_start"] { stated[0] = ["train_loss": start] }
    return stated
  }
}

extension TrajectoryPoint {
  /// A number of the point; nil where it is missing or not finite.
  func number(_ name: String) -> PlotNumber? {
    if case .number(let record)? = values[name] { PlotNumber(record) } else { nil }
  }

  /// A number of a test regime.
  func number(_ name: String, regime: String) -> PlotNumber? {
    guard case .byRegime(let records)? = values[name] else { return nil }
    return records[regime].flatMap { PlotNumber($0) }
  }
}
