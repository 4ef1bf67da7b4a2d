public import Certification
public import Documents
import Enclosures

/// A value that a certificate has, named by an expression: what tables and figures are made of.
///
/// - `t1`, `T_test(standard)`: a quantity
/// - `training.lambda`, `spec.features.gaussian.seed`: a value of the spec, with or without `spec.`
/// - `left(ID)`, `right(ID)`, `tightness(ID)`: the sides of a claim's conclusion and the room between them;
///   of a conjunction those of the part that decides it
/// - `verdict(ID)`, `flags(ID)`, `status(ID)`: texts about a claim, `status` being the conclusion's
/// - `status(ID, CONDITION)`: the status of a hypothesis or an event
/// - `count(VERDICT)`: how many claims have a verdict
/// - `name`, `digest`, `data_digest`, `theory`: the certificate itself
///
/// An ID may name the test regime: `verdict(logistic/4.6-upper(standard))`.
public struct CertificateField: Sendable, Hashable, CustomStringConvertible {
  /// What a field has in one certificate.
  public enum Value: Sendable, Hashable {
    /// A number, enclosed.
    case number(EnclosureRecord)
    /// A text.
    case text(String)
  }

  enum Kind: Sendable, Hashable {
    case name(String)
    case claim(Part, id: String)
    case condition(id: String, condition: String)
    case count(verdict: String)
  }

  enum Part: String, Sendable, CaseIterable {
    case left, right, tightness, verdict, flags, status
  }

  /// The expression.
  public let description: String
  let kind: Kind

  /// Reads an expression.
  ///
  /// - Throws: `DocumentError` for an empty expression and for unbalanced parentheses.
  public init(_ text: String) throws(DocumentError) {
    let text = TextLayout.trimmed(text)
    description = text
    let depth = text.reduce(0) { $0 + ($1 == "(" ? 1 : $1 == ")" ? -1 : 0) }
    guard !text.isEmpty, depth == 0 else {
      throw DocumentError(
        file: nil,
        "'\(text)' is no field; name a quantity such as t1, a key such as training.lambda, "
          + "or a part of a claim such as right(ridge/4.4)")
    }
    if text.hasPrefix("count("), text.hasSuffix(")") {
      kind = .count(verdict: TextLayout.trimmed(text.dropFirst("count(".count).dropLast()))
      return
    }
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")"),
      let part = Part(rawValue: String(text[..<open]))
    else {
      kind = .name(text)
      return
    }
    let inner = String(text[text.index(after: open)...].dropLast())
    if part == .status, let comma = inner.firstIndex(of: ",") {
      kind = .condition(
        id: TextLayout.trimmed(String(inner[..<comma])),
        condition: TextLayout.trimmed(String(inner[inner.index(after: comma)...])))
    } else {
      kind = .claim(part, id: TextLayout.trimmed(inner))
    }
  }

  /// The fields of a list separated by commas outside parentheses.
  ///
  /// - Throws: as `init(_:)`.
  public static func list(_ text: String) throws(DocumentError) -> [CertificateField] {
    try parts(of: text).map { part throws(DocumentError) in try CertificateField(part) }
  }

  /// The texts between the commas outside parentheses.
  static func parts(of list: String) -> [String] {
    var (parts, depth) = ([""], 0)
    for character in list {
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      if character == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }

  /// What the field has in a certificate; nil where it does not exist there.
  public func value(in named: NamedCertificate) -> Value? {
    let certificate = named.certificate
    switch kind {
    case .name(let name):
      switch name {
      case "name": return .text(named.name)
      case "digest": return .text(named.digest)
      case "data_digest": return .text(certificate.dataDigest)
      case "theory": return .text(certificate.theory)
      default:
        if let record = certificate.quantities[name] { return .number(record) }
        let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return Self.specValue(certificate.specification, path[...])
          ?? (path.first == "spec"
            ? Self.specValue(certificate.specification, path.dropFirst()) : nil)
      }
    case .count(let verdict):
      guard ["pass", "fail", "out-of-scope", "undecided"].contains(verdict) else { return nil }
      let count = certificate.claims.count { $0.verdict == verdict }
      return .number(EnclosureRecord(Rational(count)))
    case .claim(let part, let id):
      guard let claim = certificate.claims.first(where: { $0.label == id }) else { return nil }
      let comparison = ClaimSummary(claim, [:]).comparison
      switch part {
      case .left: return comparison.left.map(Value.number)
      case .right: return comparison.right.map(Value.number)
      case .tightness: return comparison.tightness.map(Value.number)
      case .verdict: return .text(claim.verdict)
      case .flags: return .text(claim.flags.joined(separator: " "))
      case .status: return .text(claim.conclusion.status)
      }
    case .condition(let id, let condition):
      guard let claim = certificate.claims.first(where: { $0.label == id }) else { return nil }
      return (claim.hypotheses + claim.events).first { $0.id == condition }
        .map { .text($0.status) }
    }
  }

  private static func specValue(_ value: JSONValue, _ path: ArraySlice<String>) -> Value? {
    if let name = path.first {
      return value[name].flatMap { specValue($0, path.dropFirst()) }
    }
    let text = value.string ?? value.integer.map(String.init) ?? value.bool.map(String.init)
    return text.map { text in
      (try? Rational(parsing: text)).map { .number(EnclosureRecord($0)) } ?? .text(text)
    }
  }
}
