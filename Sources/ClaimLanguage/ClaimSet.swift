import Documents
public import Enclosures

/// Claims by id.
public struct ClaimSet: Sendable {
  /// The claims in order of id.
  public let claims: [Claim]
  private let byID: [String: Claim]

  /// Two claims with one id.
  public struct DuplicateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The id.
    public let id: String
    /// One line.
    public var description: String { "claim '\(id)' is given twice".readable() }
  }

  /// A set of claims, whose ids must differ.
  public init(_ claims: [Claim]) throws(DuplicateError) {
    var byID: [String: Claim] = [:]
    for claim in claims {
      guard byID.updateValue(claim, forKey: claim.id) == nil else {
        throw DuplicateError(id: claim.id)
      }
    }
    self.byID = byID
    self.claims = claims.sorted { $0.id < $1.id }
  }

  /// The claim with exactly this id.
  public subscript(id: String) -> Claim? { byID[id] }

  /// The claim with this id, or else those whose id goes on after it with a sign that is neither letter
  /// nor digit: `ridge/4.2` gives `ridge/4.2-t1` and `ridge/4.2-t2/corrected`, but not `ridge/4.21`.
  ///
  /// - Returns: Claims in order of id; none where nothing fits.
  public func matching(_ prefix: String) -> [Claim] {
    if let claim = byID[prefix] { return [claim] }
    guard !prefix.isEmpty else { return [] }
    let stem = prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
    return claims.filter { claim in
      guard claim.id.hasPrefix(stem), let next = claim.id.dropFirst(stem.count).first else {
        return false
      }
      return !next.isLetter && !next.isNumber
    }
  }

  /// The id that is nearest to a misspelt one.
  public func nearestID(to id: String) -> String? { nearest(id, in: byID.keys) }

  /// Whether the text has the form of an id: theory/name, with optional suffixes /name.
  public static func isValid(id: String) -> Bool {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, id.utf8.count <= 200 else { return false }
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { byte in
          let scalar = Unicode.Scalar(byte)
          return (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z")
            || (scalar >= "0" && scalar <= "9") || scalar == "." || scalar == "-"
        }
    }
  }
}

extension Claim {
  /// Checks that every name in hypotheses, events, conclusion and flags is a quantity of the theory.
  ///
  /// - Throws: `ClaimError`, with a caret under the unknown name.
  public func checkNames(
    against source: any QuantitySource, file: String
  ) throws(ClaimError) {
    var statements: [(String, Statement)] = [("conclusion", conclusion)]
    statements += hypotheses.map { ("hypotheses.\($0.id)", $0.statement) }
    statements += events.compactMap { event in
      event.statement.map { ("events.\(event.id)", $0) }
    }
    for flag in Flag.allCases {
      if let statement = flags[flag] { statements.append(("flags.\(flag.rawValue)", statement)) }
    }
    for (field, statement) in statements {
      try check(field, file) { () throws(ParseError) in
        try statement.formula.checkNames(in: statement.text, against: source)
      }
    }
    for event in events {
      guard let probability = event.probability else { continue }
      try check("events.\(event.id).probability", file) { () throws(ParseError) in
        try probability.expression.checkNames(in: probability.text, against: source)
      }
    }
  }

  private func check(
    _ field: String, _ file: String, _ body: () throws(ParseError) -> Void
  ) throws(ClaimError) {
    do {
      try body()
    } catch let failure {
      throw ClaimError(
        file: file, line: nil, claim: id, field: field, message: failure.description)
    }
  }
}
