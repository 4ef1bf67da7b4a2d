import BundledClaims
public import ClaimLanguage
import Documents

/// The claims that a run may name: the built-in ones, and a user's own.
public struct ClaimLibrary: Sendable {
  /// All claims by id.
  public let claims: ClaimSet
  /// Ids of the claims that come with the tool.
  public let builtInIDs: Set<String>
  /// The documents of the user's claims by id, to be carried inside certificates.
  let definitions: [String: JSONValue]

  /// The built-in claims and those of further files.
  ///
  /// - Throws: `DocumentError` or `ClaimError`, which name file, claim, place and remedy;
  ///   `ClaimSet.DuplicateError` where an id is given twice.
  public init(files: [String] = []) throws {
    try self.init(documents: files.map { (try YAMLNode(file: $0), $0) })
  }

  /// The built-in claims and those defined in a certificate.
  init(definitions: [JSONValue]) throws {
    try self.init(documents: definitions.map { (YAMLNode($0, name: "definition"), "definition") })
  }

  private init(documents: [(YAMLNode, String)]) throws {
    var claims = try ClaimLibrary.builtIn.get()
    builtInIDs = Set(claims.map(\.id))
    var definitions: [String: JSONValue] = [:]
    for (document, file) in documents {
      let nodes: [YAMLNode] =
        if case .sequence(let items) = document.content { items } else { [document] }
      for node in nodes {
        let read = try Claim.read(ClaimNode(node), file: file)
        claims += read
        for claim in read { definitions[claim.id] = JSONValue(node) }
      }
    }
    self.definitions = definitions
    self.claims = try ClaimSet(claims)
  }

  /// The claims that come with the tool, read once.
  private static let builtIn = Result<[Claim], any Error> {
    try BundledClaims.files.flatMap { file in
      try Claim.read(ClaimNode(YAMLNode(parsing: file.bytes, file: file.name)), file: file.name)
    }
  }

  /// The claims of a theory that a spec asks for; all of it where it names none.
  ///
  /// - Throws: `CertificateError` for an id or prefix that names no claim of the theory.
  public func selection(
    _ prefixes: [String]?, theory: String
  ) throws(CertificateError) -> [Claim] {
    guard let prefixes else { return claims.claims.filter { $0.theory == theory } }
    var selected: [String: Claim] = [:]
    for prefix in prefixes {
      let matching = claims.matching(prefix)
      guard !matching.isEmpty else {
        throw .unknownClaim(prefix, suggestion: claims.nearestID(to: prefix))
      }
      for claim in matching {
        guard claim.theory == theory else {
          throw .otherTheory(claim: claim.id, theory: claim.theory)
        }
        selected[claim.id] = claim
      }
    }
    return selected.values.sorted { $0.id < $1.id }
  }
}
