public import Documents
import Enclosures

extension Certificate {
  /// How it was made, as far as what it says may depend on that; the usual start is left out.
  private var settings: [String: JSONValue] {
    var members: [String: JSONValue] = ["max_precision": .string(String(maximumPrecision))]
    if startPrecision != PrecisionLimits.start {
      members["precision"] = .string(String(startPrecision))
    }
    return members
  }

  /// The certificate without its digest.
  private var body: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "schema": .string(Certificate.schema),
      "tool": ["name": "grokcert", "version": .string(version)],
      "theory": .string(theory),
      "spec": specification,
      "data_digest": .string(dataDigest),
      "settings": .object(settings),
      "quantities": .object(quantities.mapValues(\.json)),
      "wide": .object(wide.mapValues(JSONValue.string)),
      "evidence": evidence,
      "claims": .array(claims.map(\.json)),
    ]
    if !experiments.isEmpty { members["experiments"] = .array(experiments) }
    return members
  }

  /// SHA-256 of the canonical form without this field.
  public var digest: String { Documents.Digest.of(.object(body)) }

  /// The certificate as JSON.
  public var json: JSONValue {
    var members = body
    members["digest"] = .string(Documents.Digest.of(.object(members)))
    return .object(members)
  }

  /// Reads a certificate; the digest is returned as found, and checked by nobody here.
  ///
  /// - Throws: `CertificateError.malformed` naming the place.
  public static func read(
    _ json: JSONValue
  ) throws(CertificateError) -> (certificate: Certificate, statedDigest: String) {
    let reader = JSONReaderAt(json, "")
    try reader.allow([
      "schema", "tool", "theory", "spec", "data_digest", "settings", "quantities", "wide",
      "evidence", "experiments", "claims", "digest",
    ])
    let schema = try reader.string("schema")
    guard schema == Certificate.schema else {
      throw .malformed(
        path: "schema", message: "'\(schema)' is not supported; this version reads '\(Self.schema)'"
      )
    }
    let tool = JSONReaderAt(json["tool"] ?? .null, "tool")
    try tool.allow(["name", "version"])
    guard try tool.string("name") == "grokcert" else {
      throw .malformed(path: "tool.name", message: "is not grokcert")
    }
    let settings = JSONReaderAt(json["settings"] ?? .null, "settings")
    try settings.allow(["max_precision", "precision"])
    func bits(_ name: String, _ text: String) throws(CertificateError) -> Int {
      guard let bits = Int(text), (PrecisionLimits.start...PrecisionLimits.maximum).contains(bits)
      else { throw .malformed(path: "settings.\(name)", message: "is out of range") }
      return bits
    }
    let maximum = try bits("max_precision", settings.string("max_precision"))
    let start = try settings.optionalString("precision").map { text throws(CertificateError) in
      try bits("precision", text)
    }
    guard start != PrecisionLimits.start, (start ?? 0) <= maximum else {
      throw .malformed(
        path: "settings.precision", message: "is the usual one, or exceeds max_precision")
    }
    var quantities: [String: EnclosureRecord] = [:]
    for (name, value) in try reader.object("quantities") {
      quantities[name] = try EnclosureRecord(json: value, at: "quantities.\(name)")
    }
    var claims: [ClaimRecord] = []
    for (index, value) in try reader.array("claims").enumerated() {
      claims.append(try ClaimRecord(json: value, at: "claims[\(index)]"))
    }
    let certificate = Certificate(
      version: try tool.string("version"), theory: try reader.string("theory"),
      specification: json["spec"] ?? .null, dataDigest: try reader.string("data_digest"),
      startPrecision: start ?? PrecisionLimits.start, maximumPrecision: maximum,
      quantities: quantities, wide: try reader.texts("wide"),
      evidence: json["evidence"] ?? .null, experiments: try reader.optionalArray("experiments"),
      claims: claims)
    return (certificate, try reader.string("digest"))
  }
}

extension ClaimRecord {
  /// The record as JSON.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(id), "title": .string(title), "source": .string(source),
      "verdict": .string(verdict), "flags": .array(flags.map(JSONValue.string)),
      "hypotheses": .array(hypotheses.map(\.json)), "events": .array(events.map(\.json)),
      "conclusion": conclusion.json,
    ]
    if let regime { members["regime"] = .string(regime) }
    if let definition { members["definition"] = definition }
    return .object(members)
  }

  init(json: JSONValue, at path: String) throws(CertificateError) {
    let reader = JSONReaderAt(json, path)
    try reader.allow([
      "id", "regime", "title", "source", "verdict", "flags", "hypotheses", "events",
      "conclusion", "definition",
    ])
    var hypotheses: [ConditionRecord] = []
    for (index, value) in try reader.array("hypotheses").enumerated() {
      hypotheses.append(try ConditionRecord(json: value, at: "\(path).hypotheses[\(index)]"))
    }
    var events: [ConditionRecord] = []
    for (index, value) in try reader.array("events").enumerated() {
      events.append(try ConditionRecord(json: value, at: "\(path).events[\(index)]"))
    }
    self.init(
      id: try reader.string("id"), regime: try reader.optionalString("regime"),
      title: try reader.string("title"),
      source: try reader.string("source"), verdict: try reader.string("verdict"),
      flags: try reader.strings("flags"), hypotheses: hypotheses, events: events,
      conclusion: try ConditionRecord(
        json: json["conclusion"] ?? .null, at: "\(path).conclusion"),
      definition: json["definition"])
  }
}

extension ConditionRecord {
  /// The record as JSON.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "statement": .string(statement), "status": .string(status),
    ]
    if let id { members["id"] = .string(id) }
    if let relation { members["relation"] = .string(relation) }
    if let left { members["left"] = left.json }
    if let right { members["right"] = right.json }
    if let tightness { members["tightness"] = tightness.json }
    if let at { members["at"] = .string(at) }
    if let probability { members["probability"] = .string(probability) }
    if let note { members["note"] = .string(note) }
    if !parts.isEmpty { members["parts"] = .array(parts.map(\.json)) }
    return .object(members)
  }

  init(json: JSONValue, at path: String) throws(CertificateError) {
    let reader = JSONReaderAt(json, path)
    try reader.allow([
      "id", "statement", "status", "relation", "left", "right", "tightness", "at", "probability",
      "note",
      "parts",
    ])
    func enclosure(_ name: String) throws(CertificateError) -> EnclosureRecord? {
      guard let value = json[name] else { return nil }
      return try EnclosureRecord(json: value, at: "\(path).\(name)")
    }
    self.init(
      id: try reader.optionalString("id"), statement: try reader.string("statement"),
      status: try reader.string("status"))
    relation = try reader.optionalString("relation")
    left = try enclosure("left")
    right = try enclosure("right")
    tightness = try enclosure("tightness")
    at = try reader.optionalString("at")
    probability = try reader.optionalString("probability")
    note = try reader.optionalString("note")
    for (index, value) in try reader.optionalArray("parts").enumerated() {
      parts.append(try ConditionRecord(json: value, at: "\(path).parts[\(index)]"))
    }
  }
}
