/// A strict reader of JSON (RFC 8259) into nodes with places.
struct JSONReader {
  static let maximumDepth = 100

  private let bytes: [UInt8]
  private let file: String?
  private var position = 0
  private var line = 1
  private var lineStart = 0

  /// Reads a whole document.
  static func read(
    _ bytes: [UInt8], file: String?, maximumDepth: Int = JSONReader.maximumDepth
  ) throws(DocumentError) -> YAMLNode {
    _ = try InputFile.text(of: bytes, file: file)
    var reader = JSONReader(bytes: bytes, file: file)
    let node = try reader.value(.root, NodePath(file: file), depth: maximumDepth)
    reader.skipSpace()
    guard reader.position == bytes.count else {
      throw reader.error("ends with more than one value; remove what follows the first")
    }
    return node
  }

  private init(bytes: [UInt8], file: String?) {
    self.bytes = bytes
    self.file = file
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func error(_ message: String) -> DocumentError {
    DocumentError(
      file: file, line: line, column: position - lineStart + 1, "is not valid JSON: \(message)")
  }

  private mutating func skipSpace() {
    while let byte = next {
      if byte == 10 {
        line += 1
        lineStart = position + 1
      } else if byte != 32, byte != 9, byte != 13 {
        return
      }
      position += 1
    }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  // MARK: Values

  private mutating func value(
    _ component: Component, _ parent: NodePath, depth: Int
  ) throws(DocumentError) -> YAMLNode {
    skipSpace()
    let (line, column) = (self.line, position - lineStart + 1)
    guard let first = next else { throw error("the text ends where a value is expected") }
    let content: YAMLNode.Content
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth > 0 else { throw error("values are nested too deeply") }
      position += 1
      let path = NodePath(component, in: parent)
      content =
        first == UInt8(ascii: "{")
        ? try object(path, depth: depth - 1) : try array(path, depth: depth - 1)
    case UInt8(ascii: "\""):
      position += 1
      content = .scalar(try string(), isPlain: false)
    default: content = .scalar(try literal(), isPlain: true)
    }
    return YAMLNode(
      content: content, line: line, column: column, component: component, parent: parent)
  }

  private mutating func object(
    _ path: NodePath, depth: Int
  ) throws(DocumentError) -> YAMLNode.Content {
    var entries: [(key: String, value: YAMLNode)] = []
    var names: Set<String> = []
    if skip(UInt8(ascii: "}")) { return .mapping([]) }
    repeat {
      skipSpace()
      let start = position
      guard skip(UInt8(ascii: "\"")) else { throw error("a name in double quotes is expected") }
      let name = try string()
      // Swift compares texts by canonical equivalence; names count as equal then, which is stricter.
      guard names.insert(name).inserted else {
        position = start
        throw error("the name '\(DocumentError.excerpt(name))' occurs twice in one object")
      }
      guard skip(UInt8(ascii: ":")) else { throw error("':' is expected after a name") }
      entries.append((name, try value(.key(name), path, depth: depth)))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw error("',' or '}' is expected") }
    return .mapping(entries)
  }

  private mutating func array(
    _ path: NodePath, depth: Int
  ) throws(DocumentError) -> YAMLNode.Content {
    var elements: [YAMLNode] = []
    if skip(UInt8(ascii: "]")) { return .sequence([]) }
    repeat {
      elements.append(try value(.index(elements.count), path, depth: depth))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw error("',' or ']' is expected") }
    return .sequence(elements)
  }

  /// `true`, `false`, `null` or a number, as text.
  private mutating func literal() throws(DocumentError) -> String {
    let start = position
    while let byte = next, !",]} \t\r\n:{[\"".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard ["true", "false", "null"].contains(text) || JSONReader.isNumber(bytes[start..<position])
    else {
      position = start
      throw error("'\(DocumentError.excerpt(text))' is not a value; put texts in double quotes")
    }
    return text
  }

  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    func digits() -> Int {
      let count = rest.prefix { $0 >= 48 && $0 <= 57 }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let leadingZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, whole == 1 || !leadingZero else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  // MARK: Texts

  /// The rest of a string after its opening quote.
  private mutating func string() throws(DocumentError) -> String {
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    if next == UInt8(ascii: "\"") {
      position += 1
      return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
    }
    var text = Array(bytes[start..<position])
    while let byte = next {
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") {
        try escape(&text)
      } else if byte < 0x20 {
        position -= 1
        throw error("a control character or line break inside a text; write it as an escape")
      } else {
        text.append(byte)
      }
    }
    throw error("the text ends inside a string")
  }

  private mutating func escape(_ text: inout [UInt8]) throws(DocumentError) {
    guard let kind = next else { throw error("the text ends inside a string") }
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if code & 0xFC00 == 0xD800, next == UInt8(ascii: "\\") {
        position += 1
        guard next == UInt8(ascii: "u") else { throw error("half of a surrogate pair") }
        position += 1
        let low = try hexadecimal()
        guard low & 0xFC00 == 0xDC00 else { throw error("half of a surrogate pair") }
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair") }
      text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    default: throw error("an escape that JSON does not have")
    }
  }

  private mutating func hexadecimal() throws(DocumentError) -> UInt32 {
    let digits = bytes[position..<min(position + 4, bytes.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits are expected") }
    position += 4
    return code
  }
}
