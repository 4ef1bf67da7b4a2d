/// A JSON document without floating-point numbers: those that matter here are texts.
public enum JSONValue: Sendable, Hashable {
  /// Members by name.
  case object([String: JSONValue])
  /// Elements in order.
  case array([JSONValue])
  /// A text.
  case string(String)
  /// An integer, written without a fraction or exponent.
  case integer(Int)
  /// true or false.
  case bool(Bool)
  /// null.
  case null
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// An object; the last of equal names counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }

  /// The member of an object; nil where there is none.
  public subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The elements of an array.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The members of an object.
  public var object: [String: JSONValue]? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The text of a string.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The value of an integer.
  public var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The value of a boolean.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
}

// MARK: - Writing

extension JSONValue {
  /// The canonical form of RFC 8785: no space, names sorted by UTF-16 code units, least escapes.
  ///
  /// Integers beyond ±2⁵³ are written with all their digits.
  public func canonical() -> [UInt8] {
    var bytes: [UInt8] = []
    appendCanonical(to: &bytes)
    return bytes
  }

  /// Appends the canonical form.
  public func appendCanonical(to bytes: inout [UInt8]) {
    switch self {
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (name, value) in JSONValue.sorted(members) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        JSONValue.append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        value.appendCanonical(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.appendCanonical(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .string(let text): JSONValue.append(text, to: &bytes)
    case .integer(let value): bytes.append(contentsOf: "\(value)".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .null: bytes.append(contentsOf: "null".utf8)
    }
  }

  /// The form for people: indented by two spaces, names sorted, arrays of plain values on one line.
  public func pretty() -> [UInt8] {
    var bytes: [UInt8] = []
    appendPretty(to: &bytes, indentation: 0)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private func appendPretty(to bytes: inout [UInt8], indentation: Int) {
    func newLine(_ depth: Int) {
      bytes.append(UInt8(ascii: "\n"))
      bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }
    switch self {
    case .object(let members) where !members.isEmpty:
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (name, value) in JSONValue.sorted(members) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        newLine(indentation + 1)
        JSONValue.append(name, to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
        value.appendPretty(to: &bytes, indentation: indentation + 1)
      }
      newLine(indentation)
      bytes.append(UInt8(ascii: "}"))
    case .array(let elements) where !elements.isEmpty:
      let isFlat = elements.allSatisfy { $0.array == nil && $0.object == nil }
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(contentsOf: (isFlat ? ", " : ",").utf8) }
        if !isFlat { newLine(indentation + 1) }
        element.appendPretty(to: &bytes, indentation: indentation + 1)
      }
      if !isFlat { newLine(indentation) }
      bytes.append(UInt8(ascii: "]"))
    default: appendCanonical(to: &bytes)
    }
  }

  private static func sorted(_ members: [String: JSONValue]) -> [(String, JSONValue)] {
    members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }.map { ($0, $1) }
  }

  /// Appends a text in quotes, with the escapes of RFC 8785.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let utf8 = text.utf8
    let needsEscape = utf8.contains {
      $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
    }
    if !needsEscape {
      bytes.append(contentsOf: utf8)
    } else {
      for byte in utf8 { appendEscaped(byte, to: &bytes) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
    case 8: bytes.append(contentsOf: #"\b"#.utf8)
    case 9: bytes.append(contentsOf: #"\t"#.utf8)
    case 10: bytes.append(contentsOf: #"\n"#.utf8)
    case 12: bytes.append(contentsOf: #"\f"#.utf8)
    case 13: bytes.append(contentsOf: #"\r"#.utf8)
    case 0..<0x20:
      bytes.append(contentsOf: (byte < 0x10 ? #"\u000"# : #"\u00"#).utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    default: bytes.append(byte)
    }
  }
}
