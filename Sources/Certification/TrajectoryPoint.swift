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
}
