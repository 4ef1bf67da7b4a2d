import Documents

/// A parsed claim file before its meaning is read: scalars, lists and mappings with their places.
///
/// Any reader of YAML or JSON can make one.
public struct ClaimNode: Sendable {
  /// What is at the place.
  public let content: Content
  /// The line in the file, from 1; 0 where it is not known.
  public let line: Int

  /// The kinds of nodes.
  public enum Content: Sendable {
    /// A text.
    case scalar(String)
    /// A list.
    case list([ClaimNode])
    /// Keys with values, in order; keys occur once.
    case mapping([(key: String, value: ClaimNode)])
  }

  /// A node from its parts.
  public init(_ content: Content, line: Int = 0) {
    self.content = content
    self.line = line
  }
}

/// Why a claim file is not accepted.
public struct ClaimError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The line in the file, where it is known.
  public let line: Int?
  /// The claim, where its id was read.
  public let claim: String?
  /// The path of keys: `hypotheses[0].statement`.
  public let field: String
  /// What is wrong; for statements with a caret under the fault.
  public let message: String

  /// One line that names file, claim and field, then the message.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    let subject = [claim.map { "claim \($0)" }, field.isEmpty ? nil : field]
      .compactMap(\.self).joined(separator: ", ")
    return "\(place): \(subject.isEmpty ? "" : subject + ": ")\(message)".readable()
  }
}

extension Claim {
  /// Reads the claims of a file: one mapping, or a list of them.
  ///
  /// - Throws: `ClaimError`, which names file, claim and field.
  public static func read(_ node: ClaimNode, file: String) throws(ClaimError) -> [Claim] {
    let nodes: [ClaimNode] = if case .list(let items) = node.content { items } else { [node] }
    var claims: [Claim] = []
    for node in nodes {
      var reader = ClaimReader(file: file)
      claims.append(try reader.claim(node))
    }
    return claims
  }
}
