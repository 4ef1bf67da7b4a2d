/// Documents with some values exchanged, for sweeps.
extension YAMLNode {
  /// The document with the value at a path of keys exchanged, or added where only its last key is absent.
  ///
  /// Errors about the new value name this document's file and the key path in it.
  ///
  /// - Throws: `DocumentError` where a key before the last one is absent or has no keys below it.
  public func setting(_ path: [String], to value: YAMLNode) throws(DocumentError) -> YAMLNode {
    try setting(path[...], to: value)
  }

  private func setting(
    _ path: ArraySlice<String>, to value: YAMLNode
  ) throws(DocumentError) -> YAMLNode {
    guard let key = path.first else { return value.moved(to: component, in: parent) }
    guard case .mapping(var entries) = content else {
      throw error("is \(kind), so that the key '\(key)' cannot be set in it")
    }
    let rest = path.dropFirst()
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index].value = try entries[index].value.setting(rest, to: value)
    } else {
      guard rest.isEmpty else {
        throw error(
          "has no key '\(key)'"
            + Suggestion.text(for: key, among: entries.map(\.key)))
      }
      entries.append((key, value.moved(to: .key(key), in: NodePath(component, in: parent))))
    }
    return YAMLNode(
      content: .mapping(entries), line: line, column: column, component: component, parent: parent)
  }

  /// The mapping without a key; itself where it has no such key.
  public func removing(_ key: String) -> YAMLNode {
    guard case .mapping(let entries) = content else { return self }
    return YAMLNode(
      content: .mapping(entries.filter { $0.key != key }), line: line, column: column,
      component: component, parent: parent)
  }

  /// The value at another place; it has no line there.
  private func moved(to component: Component, in parent: NodePath) -> YAMLNode {
    let path = NodePath(component, in: parent)
    let content: Content =
      switch content {
      case .scalar: content
      case .sequence(let elements):
        .sequence(elements.enumerated().map { $0.element.moved(to: .index($0.offset), in: path) })
      case .mapping(let entries):
        .mapping(entries.map { ($0.key, $0.value.moved(to: .key($0.key), in: path)) })
      }
    return YAMLNode(content: content, line: 0, column: 0, component: component, parent: parent)
  }
}

extension Specification {
  /// The problem with the value at a path of keys exchanged; file names stay relative to the same folder.
  ///
  /// - Throws: as `YAMLNode.setting(_:to:)`.
  public func setting(
    _ path: [String], to value: YAMLNode
  ) throws(DocumentError) -> Specification {
    Specification(theory: theory, node: try node.setting(path, to: value), folder: folder)
  }

  /// The problem without a key of its spec.
  public func removing(_ key: String) -> Specification {
    Specification(theory: theory, node: node.removing(key), folder: folder)
  }
}
