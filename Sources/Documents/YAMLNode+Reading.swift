internal import Yams

extension YAMLNode {
  /// The deepest nesting of mappings and sequences.
  public static let maximumDepth = 64
  /// The largest document, in bytes.
  public static let maximumSize = 64 << 20

  /// Reads a YAML or JSON file.
  ///
  /// - Throws: `DocumentError`, also for duplicate keys, anchors, aliases, tags, more than one
  ///   document, nesting deeper than `maximumDepth` and files larger than `maximumSize`.
  public init(file: String) throws(DocumentError) {
    try self.init(parsing: InputFile.read(file, limit: YAMLNode.maximumSize), file: file)
  }

  /// Reads a YAML or JSON document from its bytes.
  ///
  /// - Throws: `DocumentError`, as for a file.
  public init(parsing bytes: [UInt8], file: String?) throws(DocumentError) {
    guard bytes.count <= YAMLNode.maximumSize else {
      throw DocumentError(
        file: file, "is larger than \(YAMLNode.maximumSize >> 20) MB, the most that is read")
    }
    // Most flow-style YAML is JSON, which a reader of its own takes several times as fast. What it
    // rejects may still be YAML.
    let first = bytes.first { $0 > 0x20 }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      let node = try? JSONReader.read(bytes, file: file, maximumDepth: YAMLNode.maximumDepth)
    {
      self = node
      return
    }
    let reader = YAMLReader(text: try InputFile.text(of: bytes, file: file), file: file)
    self = try reader.read()
  }
}

/// Reads YAML through Yams (libYAML).
private struct YAMLReader {
  let text: String
  let file: String?

  func read() throws(DocumentError) -> YAMLNode {
    try checkDirectives()
    // Yams expands aliases and hashes keys while it reads, which a few lines can make take for ever.
    // Where the text may hold an anchor, it is read with its aliases made plain first; that pass
    // rejects all anchors, and with them all aliases.
    if text.utf8.contains(UInt8(ascii: "&")) {
      _ = try read(YAMLReader.withoutAliases(text))
    }
    return try read(text)
  }

  private func read(_ text: String) throws(DocumentError) -> YAMLNode {
    do {
      // The parser owns the anchors; it must live while the tree is examined.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      return try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else {
          throw DocumentError(file: file, "is empty")
        }
        return try node(root, .root, NodePath(file: file), depth: YAMLNode.maximumDepth)
      }
    } catch let error as DocumentError {
      throw error
    } catch let error as YamlError {
      throw translated(error)
    } catch {
      throw DocumentError(file: file, "is not valid YAML")
    }
  }

  /// Rejects `%TAG` lines: tags are not supported, and libYAML compares each such line with all others.
  private func checkDirectives() throws(DocumentError) {
    let bytes = Array(text.utf8)
    // Where a line begins: after a line feed, a carriage return, or a separator of Unicode by its last byte, and after
    // a byte order mark.
    let breaks: [UInt8] = [10, 13, 0x85, 0xA8, 0xA9, 0xBF]
    for start in bytes.indices where bytes[start] == UInt8(ascii: "%") {
      guard bytes[start...].starts(with: "%TAG".utf8),
        start == 0 || breaks.contains(bytes[start - 1])
      else { continue }
      let line = 1 + bytes[..<start].count { $0 == 10 }
      throw DocumentError(
        file: file, line: line, column: 1, "tag directives (%TAG) are not supported; remove them")
    }
  }

  /// The text with `*` made `x` wherever an alias may begin.
  private static func withoutAliases(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "*") {
      if index == 0 || " \t\r\n[{,:".utf8.contains(bytes[index - 1]) {
        bytes[index] = UInt8(ascii: "x")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func node(
    _ source: Node, _ component: Component, _ parent: NodePath, depth: Int
  ) throws(DocumentError) -> YAMLNode {
    func made(_ content: YAMLNode.Content) -> YAMLNode {
      YAMLNode(
        content: content, line: source.mark?.line ?? 0, column: source.mark?.column ?? 0,
        component: component, parent: parent)
    }
    guard source.anchor == nil else {
      throw made(.sequence([])).error(
        "anchors (&name) and aliases (*name) are not supported; write the value out")
    }
    switch source {
    case .scalar(let scalar):
      let result = made(.scalar(scalar.string, isPlain: scalar.style == .plain))
      try check(scalar.tag, .str, result)
      return result
    case .sequence(let sequence):
      let container = made(.sequence([]))
      guard depth > 0 else { throw tooDeep(container) }
      try check(sequence.tag, .seq, container)
      let path = NodePath(component, in: parent)
      var elements: [YAMLNode] = []
      elements.reserveCapacity(sequence.count)
      for element in sequence {
        elements.append(try node(element, .index(elements.count), path, depth: depth - 1))
      }
      return made(.sequence(elements))
    case .mapping(let mapping):
      let container = made(.mapping([]))
      guard depth > 0 else { throw tooDeep(container) }
      try check(mapping.tag, .map, container)
      let path = NodePath(component, in: parent)
      return made(.mapping(try entries(mapping, path, depth: depth - 1)))
    case .alias:
      throw made(.sequence([])).error("aliases (*name) are not supported; write the value out")
    }
  }

  private func entries(
    _ mapping: Node.Mapping, _ path: NodePath, depth: Int
  ) throws(DocumentError) -> [(key: String, value: YAMLNode)] {
    var entries: [(key: String, value: YAMLNode)] = []
    var keys: Set<String> = []
    for (key, value) in mapping {
      let name = try node(key, .root, path, depth: depth)
      guard let text = name.text else {
        throw name.error("a key must be a single word; indent the lines below it")
      }
      // Yams counts "a" and a as different keys; as texts they are the same.
      guard keys.insert(text).inserted else { throw duplicate(name, text, path) }
      entries.append((text, try node(value, .key(text), path, depth: depth)))
    }
    return entries
  }

  private func duplicate(_ name: YAMLNode, _ key: String, _ path: NodePath) -> DocumentError {
    DocumentError(
      file: file, line: name.line, column: name.column, keyPath: NodePath.text(.key(key), in: path),
      "the key occurs twice; keep one of them")
  }

  /// Rejects explicit tags; hashing a key makes Yams replace an absent one by the kind's own.
  private func check(_ tag: Tag, _ kind: Tag.Name, _ node: YAMLNode) throws(DocumentError) {
    let name = tag.rawValue
    guard name.isEmpty || name == kind.rawValue else {
      throw node.error("tags such as !!float are not supported; write the value alone")
    }
  }

  private func tooDeep(_ node: YAMLNode) -> DocumentError {
    DocumentError(
      file: file, line: node.line, column: node.column,
      "values are nested deeper than \(YAMLNode.maximumDepth) levels")
  }

  private func translated(_ error: YamlError) -> DocumentError {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let what: String
      if problem.contains("undefined alias") {
        what = "aliases (*name) are not supported; put the text in quotes if it is one"
      } else if problem.contains("depth") || problem.contains("nesting") {
        what = "values are nested deeper than \(YAMLNode.maximumDepth) levels"
      } else {
        let prefix = context.map { "\($0.text) " } ?? ""
        what = "is not valid YAML: \(prefix.trimmed) \(problem)".replacingDoubleSpaces
      }
      return DocumentError(file: file, line: mark.line, column: mark.column, what)
    case .reader(let problem, _, _, _):
      return DocumentError(file: file, "is not valid YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      return DocumentError(
        file: file, line: context.mark.line, column: context.mark.column,
        keyPath: DocumentError.keyPathExcerpt(duplicates.first ?? ""),
        "the key occurs twice; keep one of them")
    default: return DocumentError(file: file, "is not valid YAML")
    }
  }
}

extension String {
  fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }

  fileprivate var replacingDoubleSpaces: String {
    split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }
}
