/// A problem as the user wrote it: which theory, the document, and where it lies.
public struct Specification: Sendable {
  /// The theory that the document names.
  public let theory: String
  /// The document.
  public let node: YAMLNode
  /// The folder that file names in the document are relative to; nil where files may not be named.
  public let folder: String?
}

/// Reads spec files of any theory (DESIGN section 4).
public enum SpecReader {
  /// The theories of this version.
  public static let theories = ["ridge", "logistic"]

  /// Reads a spec file and finds its theory.
  ///
  /// - Throws: `DocumentError`, also where the theory is missing or not one of `theories`.
  public static func read(file: String) throws(DocumentError) -> Specification {
    try specification(YAMLNode(file: file), folder: InputFile.folder(of: file))
  }

  /// Finds the theory of a self-contained spec, such as the one inside a certificate.
  public static func read(
    _ value: JSONValue, name: String? = nil
  ) throws(DocumentError) -> Specification {
    try specification(YAMLNode(value, name: name), folder: nil)
  }

  private static func specification(
    _ node: YAMLNode, folder: String?
  ) throws(DocumentError) -> Specification {
    guard case .mapping = node.content else {
      throw node.error("must be a mapping that begins with `theory: ridge` or `theory: logistic`")
    }
    guard let name = node["theory"] else {
      throw node.error("the key 'theory' is missing; add `theory: ridge` or `theory: logistic`")
    }
    let theory = try name.string()
    guard theories.contains(theory) else {
      throw name.error(
        "is not a theory of this version, which has: \(theories.joined(separator: ", "))"
          + Suggestion.text(for: theory, among: theories))
    }
    return Specification(theory: theory, node: node, folder: folder)
  }
}
