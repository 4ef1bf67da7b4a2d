import Documents
import Foundation

/// A validator for the part of JSON Schema 2020-12 that docs/schema uses.
///
/// A keyword that it does not know, or knows in another form only, is an error when the schema is read: a keyword that
/// is passed over would make every test that relies on it pass.
struct JSONSchema {
  /// What is wrong with a schema.
  struct Malformed: Error, CustomStringConvertible {
    let place: String
    let message: String
    var description: String { "\(place): \(message)" }
  }

  /// The first place at which a document does not fit.
  struct Violation: Error, CustomStringConvertible {
    let path: String
    let message: String
    var description: String { "\(path): \(message)" }
  }

  /// Members that say nothing about documents.
  private static let annotations: Set = ["$schema", "$id", "title", "description"]
  /// Kinds of values; without `number`, which certificates do not have.
  private static let types: Set = ["object", "array", "string", "integer", "boolean", "null"]

  private let root: JSONValue
  private let definitions: [String: JSONValue]
  private let patterns = Patterns()

  /// Compiled patterns, and what texts came to: the same ones are asked for again in every damaged copy of a document.
  private final class Patterns {
    private var compiled: [String: (regex: Regex<AnyRegexOutput>, known: [String: Bool])] = [:]

    func compile(_ pattern: String) throws { compiled[pattern] = (try Regex(pattern), [:]) }

    func match(_ pattern: String, _ text: String) -> Bool {
      if let known = compiled[pattern]?.known[text] { return known }
      let isMatch = (try? compiled[pattern]?.regex.wholeMatch(in: text)) != nil
      compiled[pattern]?.known[text] = isMatch
      return isMatch
    }
  }

  /// Reads a schema, and looks at every part of it.
  init(_ root: JSONValue) throws {
    self.root = root
    definitions = root["$defs"]?.object ?? [:]
    try inspect(root, "#")
    for (name, schema) in definitions { try inspect(schema, "#/$defs/\(name)") }
  }

  /// Reads a schema file of this repository.
  init(file: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: Repository.path(file)))
    try self.init(JSONValue(parsing: Array(bytes), file: file))
  }

  /// The schema `#/$defs/NAME`.
  subscript(definition name: String) -> JSONValue? { definitions[name] }

  /// Where and why a document does not fit first; nil where it does.
  func violation(_ document: JSONValue) -> Violation? {
    do {
      try check(document, root, "$")
      return nil
    } catch { return error }
  }

  // MARK: - Schemas

  private func inspect(_ schema: JSONValue, _ place: String) throws(Malformed) {
    if schema.bool != nil { return }
    guard let members = schema.object else {
      throw Malformed(place: place, message: "is no schema")
    }
    for (keyword, value) in members.sorted(by: { $0.key < $1.key }) {
      try inspect(keyword, value, "\(place)/\(keyword)")
    }
  }

  private func inspect(
    _ keyword: String, _ value: JSONValue, _ place: String
  ) throws(Malformed) {
    let isRight: Bool
    switch keyword {
    case _ where Self.annotations.contains(keyword): isRight = value.string != nil
    case "$defs": isRight = value.object != nil && place == "#/$defs"
    case "$ref":
      isRight = value.string.flatMap(referenced) != nil
    case "type":
      let names = value.array ?? [value]
      isRight = !names.isEmpty && names.allSatisfy { $0.string.map(Self.types.contains) ?? false }
    case "const": isRight = true
    case "enum": isRight = value.array.map { !$0.isEmpty } ?? false
    case "required":
      isRight = value.array.map { $0.allSatisfy { $0.string != nil } } ?? false
    case "dependentRequired":
      isRight =
        value.object.map { members in
          members.values.allSatisfy { $0.array?.allSatisfy { $0.string != nil } ?? false }
        } ?? false
    case "minItems", "maxItems", "minLength", "minProperties", "minimum":
      isRight = value.integer != nil
    case "uniqueItems": isRight = value == .bool(true)
    case "pattern":
      guard let text = value.string else {
        throw Malformed(place: place, message: "is no text")
      }
      try compile(text, place)
      isRight = true
    case "properties":
      guard let properties = value.object else {
        throw Malformed(place: place, message: "is no object")
      }
      for (name, schema) in properties { try inspect(schema, "\(place)/\(name)") }
      isRight = true
    case "prefixItems", "allOf", "anyOf", "oneOf":
      guard let schemas = value.array, !schemas.isEmpty else {
        throw Malformed(place: place, message: "is no list of schemas")
      }
      for (index, schema) in schemas.enumerated() { try inspect(schema, "\(place)/\(index)") }
      isRight = true
    case "additionalProperties", "propertyNames", "items", "not", "if", "then", "else":
      try inspect(value, place)
      isRight = true
    default: throw Malformed(place: place, message: "is a keyword that is not known here")
    }
    guard isRight else {
      throw Malformed(place: place, message: "is not in the form that is known")
    }
  }

  private func referenced(_ reference: String) -> JSONValue? {
    let prefix = "#/$defs/"
    guard reference.hasPrefix(prefix) else { return nil }
    return definitions[String(reference.dropFirst(prefix.count))]
  }

  /// Compiles a pattern that speaks of the whole text: `^…$` without an alternative outside of parentheses.
  ///
  /// JSON Schema searches, and this matches the whole text: for other patterns the two differ.
  private func compile(_ text: String, _ place: String) throws(Malformed) {
    var (depth, isEscaped, isClass, isWhole) = (0, false, false, true)
    for character in text {
      switch character {
      case _ where isEscaped: isEscaped = false
      case "\\": isEscaped = true
      case "]": isClass = false
      case "[" where !isClass: isClass = true
      case "(" where !isClass: depth += 1
      case ")" where !isClass: depth -= 1
      case "|" where !isClass && depth == 0: isWhole = false
      default: break
      }
    }
    guard isWhole, text.hasPrefix("^"), text.hasSuffix("$"), !text.hasSuffix("\\$") else {
      throw Malformed(place: place, message: "does not speak of the whole text")
    }
    do { try patterns.compile(text) } catch {
      throw Malformed(place: place, message: "is no regular expression: \(error)")
    }
  }

  // MARK: - Documents

  private func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) throws(Violation) {
    guard let members = schema.object else {
      if schema == .bool(false) { throw Violation(path: path, message: "may not be there") }
      return
    }
    for (keyword, operand) in members {
      try check(value, keyword, operand, members, path)
    }
  }

  private func fits(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> Bool {
    do {
      try check(value, schema, path)
      return true
    } catch { return false }
  }

  private func check(
    _ value: JSONValue, _ keyword: String, _ operand: JSONValue, _ schema: [String: JSONValue],
    _ path: String
  ) throws(Violation) {
    func demand(_ condition: Bool, _ message: @autoclosure () -> String) throws(Violation) {
      if !condition { throw Violation(path: path, message: message()) }
    }
    switch keyword {
    case "$ref":
      if let target = operand.string.flatMap(referenced) { try check(value, target, path) }
    case "type":
      let names = (operand.array ?? [operand]).compactMap(\.string)
      try demand(names.contains(value.schemaType), "is not of type \(names)")
    case "const": try demand(value == operand, "is not the constant")
    case "enum": try demand(operand.array?.contains(value) ?? false, "is none of the words")
    case "pattern":
      if let text = value.string, let pattern = operand.string {
        try demand(patterns.match(pattern, text), "'\(text.prefix(60))' does not match \(pattern)")
      }
    case "minLength":
      if let text = value.string {
        try demand(text.unicodeScalars.count >= operand.integer ?? 0, "is too short")
      }
    case "minimum":
      if let number = value.integer { try demand(number >= operand.integer ?? 0, "is too small") }
    case "allOf", "anyOf", "oneOf":
      let schemas = operand.array ?? []
      if keyword == "allOf" {
        for schema in schemas { try check(value, schema, path) }
      } else {
        let count = schemas.count { fits(value, $0, path) }
        let isRight = keyword == "oneOf" ? count == 1 : count > 0
        try demand(isRight, "fits \(count) of the \(schemas.count) alternatives")
      }
    case "not": try demand(!fits(value, operand, path), "is what is excluded")
    case "if":
      let branch = fits(value, operand, path) ? "then" : "else"
      if let schema = schema[branch] { try check(value, schema, path) }
    case "items", "prefixItems", "minItems", "maxItems", "uniqueItems":
      if let elements = value.array {
        try check(elements: elements, keyword, operand, schema, path)
      }
    default:
      if let members = value.object {
        try check(members: members, keyword, operand, schema, path)
      }
    }
  }

  private func check(
    elements: [JSONValue], _ keyword: String, _ operand: JSONValue, _ schema: [String: JSONValue],
    _ path: String
  ) throws(Violation) {
    switch keyword {
    case "prefixItems":
      for (index, pair) in zip(elements, operand.array ?? []).enumerated() {
        try check(pair.0, pair.1, "\(path)[\(index)]")
      }
    case "items":
      for index in elements.indices.dropFirst(schema["prefixItems"]?.array?.count ?? 0) {
        try check(elements[index], operand, "\(path)[\(index)]")
      }
    case "minItems" where elements.count < operand.integer ?? 0:
      throw Violation(path: path, message: "has too few elements")
    case "maxItems" where elements.count > operand.integer ?? 0:
      throw Violation(path: path, message: "has too many elements")
    case "uniqueItems" where Set(elements).count < elements.count:
      throw Violation(path: path, message: "has an element twice")
    default: break
    }
  }

  private func check(
    members: [String: JSONValue], _ keyword: String, _ operand: JSONValue,
    _ schema: [String: JSONValue], _ path: String
  ) throws(Violation) {
    func demand(_ names: [JSONValue]) throws(Violation) {
      for name in names.compactMap(\.string) where members[name] == nil {
        throw Violation(path: path, message: "lacks '\(name)'")
      }
    }
    switch keyword {
    case "required": try demand(operand.array ?? [])
    case "dependentRequired":
      for (name, needed) in operand.object ?? [:] where members[name] != nil {
        try demand(needed.array ?? [])
      }
    case "minProperties" where members.count < operand.integer ?? 0:
      throw Violation(path: path, message: "has too few members")
    case "propertyNames":
      for name in members.keys { try check(.string(name), operand, "\(path), name '\(name)'") }
    case "properties":
      for (name, schema) in operand.object ?? [:] {
        if let member = members[name] { try check(member, schema, "\(path).\(name)") }
      }
    case "additionalProperties":
      let known = schema["properties"]?.object ?? [:]
      for (name, member) in members where known[name] == nil {
        try check(member, operand, "\(path).\(name)")
      }
    default: break
    }
  }
}

extension JSONValue {
  /// The type as JSON Schema names it.
  fileprivate var schemaType: String {
    switch self {
    case .object: "object"
    case .array: "array"
    case .string: "string"
    case .integer: "integer"
    case .bool: "boolean"
    case .null: "null"
    }
  }
}
