public import Documents

extension ClaimNode {
  /// The node of a YAML or JSON document.
  public init(_ yaml: YAMLNode) {
    let content: Content =
      switch yaml.content {
      case .scalar(let text, _): .scalar(text)
      case .sequence(let elements): .list(elements.map { ClaimNode($0) })
      case .mapping(let entries): .mapping(entries.map { ($0.key, ClaimNode($0.value)) })
      }
    self.init(content, line: yaml.line)
  }
}

extension Claim {
  /// Reads the claims of a YAML or JSON document: one mapping, or a list of them.
  ///
  /// - Throws: `ClaimError`, which names file, claim and field.
  public static func read(_ yaml: YAMLNode) throws(ClaimError) -> [Claim] {
    try read(ClaimNode(yaml), file: yaml.file ?? "claims")
  }

  /// Reads a claim file from its bytes.
  ///
  /// - Throws: `DocumentError` where the document is not YAML, `ClaimError` where it is no claim.
  public static func read(parsing bytes: [UInt8], file: String) throws -> [Claim] {
    try read(YAMLNode(parsing: bytes, file: file))
  }
}
