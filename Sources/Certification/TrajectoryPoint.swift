import Documents

/// A value of the trajectory at one step.
public enum TrajectoryValue: Sendable, Hashable {
  /// A number.
  case number(EnclosureRecord)
  /// A vector.
  case list([EnclosureRecord])
  /// One number a test regime.
  case byRegime([String: EnclosureRecord])

  /// The value as JSON.
  var json: JSONValue {
    switch self {
    case .number(let record): record.json
    case .list(let records): .array(records.map(\.json))
    case .byRegime(let records): .object(records.mapValues(\.json))
    }
  }

  init(json: JSONValue, at path: String) throws(CertificateError) {
    if let elements = json.array {
      var records: [EnclosureRecord] = []
      for (index, element) in elements.enumerated() {
        records.append(try EnclosureRecord(json: element, at: "\(path)[\(index)]"))
      }
      self = .list(records)
    } else if json["lower"] != nil {
      self = .number(try EnclosureRecord(json: json, at: path))
    } else if let members = json.object {
      var records: [String: EnclosureRecord] = [:]
      for (name, member) in members.sorted(by: { $0.key < $1.key }) {
        records[name] = try EnclosureRecord(json: member, at: "\(path).\(name)")
      }
      self = .byRegime(records)
    } else {
      throw .malformed(path: path, message: "must be an enclosure, a list of them or an object")
    }
  }

  /// The numbers with the suffix that tells them apart: `_1`, `_2` of a vector, `(standard)` of a regime.
  func labelled(_ name: String) -> [(label: String, record: EnclosureRecord)] {
    switch self {
    case .number(let record): [(name, record)]
    case .list(let records): records.enumerated().map { ("\(name)_\($0 + 1)", $1) }
    case .byRegime(let records):
      records.sorted { $0.key < $1.key }.map { ("\(name)(\($0.key))", $0.value) }
    }
  }
}

/// The trajectory at one step.
public struct TrajectoryPoint: Sendable, Hashable {
  /// The step.
  public let step: Int
  /// The values by name.
  public let values: [String: TrajectoryValue]

  /// A point from its parts.
  public init(step: Int, values: [String: TrajectoryValue]) {
    self.step = step
    self.values = values
  }

  /// The point as JSON.
  var json: JSONValue {
    ["t": .string(String(step)), "values": .object(values.mapValues(\.json))]
  }

  init(json: JSONValue, at path: String) throws(CertificateError) {
    let reader = JSONReaderAt(json, path)
    try reader.allow(["t", "values"])
    guard let step = Int(try reader.string("t")) else {
      throw .malformed(path: "\(path).t", message: "is not a step")
    }
    var values: [String: TrajectoryValue] = [:]
    for (name, value) in try reader.object("values").sorted(by: { $0.key < $1.key }) {
      values[name] = try TrajectoryValue(json: value, at: "\(path).values.\(name)")
    }
    self.init(step: step, values: values)
  }
}
