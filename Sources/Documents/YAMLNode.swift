/// A value read from YAML or JSON: scalars as the text that was written, each with its place.
///
/// Nothing is resolved: `y`, `null`, `1e-4` and `"1/3"` are texts until a reader asks for a number.
public struct YAMLNode: Sendable {
  /// What a node holds.
  public enum Content: Sendable {
    /// Keys with their values in the order of the file; no key occurs twice.
    case mapping([(key: String, value: YAMLNode)])
    /// Elements in order.
    case sequence([YAMLNode])
    /// A text; plain where it was written without quotes.
    case scalar(String, isPlain: Bool)
  }

  /// What the node holds.
  public let content: Content
  /// The line from 1; 0 where the document is not from a file.
  public let line: Int
  /// The column from 1.
  public let column: Int
  let component: Component
  let parent: NodePath

  /// The file that the node was read from, as the user named it.
  public var file: String? { parent.file }

  /// The key path such as `features.gaussian.n` or `teacher.vector[3]`; empty for the whole document.
  public var keyPath: String { NodePath.text(component, in: parent) }

  /// The text of a scalar.
  public var text: String? { if case .scalar(let text, _) = content { text } else { nil } }

  /// The value for a key of a mapping; nil where there is none.
  public subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// An error about this node; a scalar's text is shown before the message.
  public func error(_ message: String) -> DocumentError {
    DocumentError(
      file: file, line: line > 0 ? line : nil, column: line > 0 ? column : nil, keyPath: keyPath,
      value: text, message)
  }

  /// What kind of value the node holds, for messages.
  var kind: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence(let elements): "a list of \(elements.count)"
    case .scalar: "a single value"
    }
  }
}

/// How a node is reached from its parent.
enum Component: Sendable {
  case root
  case key(String)
  case index(Int)
}

/// The place of a mapping or sequence; leaves share their container's.
final class NodePath: Sendable {
  let file: String?
  private let component: Component
  private let parent: NodePath?

  init(file: String?) {
    self.file = file
    component = .root
    parent = nil
  }

  init(_ component: Component, in parent: NodePath) {
    file = parent.file
    self.component = component
    self.parent = parent
  }

  static func text(_ component: Component, in parent: NodePath) -> String {
    var parts = [component]
    var next: NodePath? = parent
    while let path = next {
      parts.append(path.component)
      next = path.parent
    }
    var text = ""
    for part in parts.reversed() {
      switch part {
      case .root: continue
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
    return DocumentError.keyPathExcerpt(text)
  }
}

extension DocumentError {
  /// A key path on one line, cut where a key is absurdly long.
  static func keyPathExcerpt(_ text: String) -> String {
    text.utf8.count <= 60 ? excerpt(text) : excerpt(String(text.prefix(60))) + "..."
  }
}

// MARK: - From and to JSON

extension YAMLNode {
  /// The node of a JSON value, for readers that take nodes.
  public init(_ value: JSONValue, name: String? = nil) {
    self.init(value, .root, NodePath(file: name))
  }

  private init(_ value: JSONValue, _ component: Component, _ parent: NodePath) {
    let path = NodePath(component, in: parent)
    switch value {
    case .object(let members):
      content = .mapping(
        members.sorted { $0.key < $1.key }
          .map { ($0.key, YAMLNode($0.value, .key($0.key), path)) })
    case .array(let elements):
      content = .sequence(
        elements.enumerated().map { YAMLNode($0.element, .index($0.offset), path) })
    case .string(let text): content = .scalar(text, isPlain: false)
    case .integer(let value): content = .scalar("\(value)", isPlain: true)
    case .bool(let value): content = .scalar(value ? "true" : "false", isPlain: true)
    case .null: content = .scalar("null", isPlain: true)
    }
    (line, column, self.component, self.parent) = (0, 0, component, parent)
  }
}

extension JSONValue {
  /// The value of a node that was read from JSON: numbers other than integers of 64 bits stay texts.
  public init(_ node: YAMLNode) {
    switch node.content {
    case .mapping(let entries):
      self = .object(
        Dictionary(entries.map { ($0.key, JSONValue($0.value)) }, uniquingKeysWith: { $1 }))
    case .sequence(let elements): self = .array(elements.map { JSONValue($0) })
    case .scalar(let text, isPlain: true):
      self =
        switch text {
        case "true": .bool(true)
        case "false": .bool(false)
        case "null": .null
        default: Int(text).map { .integer($0) } ?? .string(text)
        }
    case .scalar(let text, isPlain: false): self = .string(text)
    }
  }

  /// Reads a JSON text strictly (RFC 8259), to a depth of 100.
  ///
  /// - Throws: `DocumentError` with line and column; duplicate names, invalid UTF-8 and anything
  ///   after the value are errors.
  public init(parsing bytes: [UInt8], file: String? = nil) throws(DocumentError) {
    self.init(try JSONReader.read(bytes, file: file))
  }
}
