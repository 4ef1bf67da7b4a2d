import Certification
import Documents

/// Reads the numbers of fields, with errors that name the option that asked for them.
enum FieldNumbers {
  /// The number of a field in a certificate; nil where it does not exist.
  static func known(_ field: CertificateField, _ named: NamedCertificate) -> Bounds? {
    if case .number(let record)? = field.value(in: named) { Bounds(record) } else { nil }
  }

  /// The number of a field in a certificate; nil where it does not exist.
  ///
  /// - Throws: `DocumentError` for a text.
  static func bounds(
    _ field: CertificateField, _ named: NamedCertificate, option: String
  ) throws(DocumentError) -> Bounds? {
    switch field.value(in: named) {
    case .number(let record)?: return Bounds(record)
    case .text(let text)?:
      throw DocumentError(
        file: named.path, keyPath: "\(option) \(field)", value: text,
        "is a text, not a number; name a field that is a number")
    case nil: return nil
    }
  }

  /// - Throws: `DocumentError` for a field that is no number in any certificate.
  static func require(
    _ field: CertificateField, _ certificates: [NamedCertificate], option: String
  ) throws(DocumentError) {
    for named in certificates {
      if try bounds(field, named, option: option) != nil { return }
    }
    throw DocumentError(
      file: nil, keyPath: option, value: field.description,
      "does not exist in any certificate here; name a quantity such as t1, a key of the spec such as "
        + "training.lambda, or a part of a claim such as right(ridge/4.4)")
  }
}

/// The keys of a spec that differ between certificates.
enum SpecKeys {
  /// The scalars of a spec by dotted key; long lists count as their digest.
  static func flattened(_ spec: JSONValue) -> [String: String] {
    var values: [String: String] = [:]
    func visit(_ value: JSONValue, _ path: String) {
      switch value {
      case .object(let members):
        for (name, member) in members { visit(member, path.isEmpty ? name : "\(path).\(name)") }
      case .array(let elements):
        let texts = elements.compactMap { $0.string ?? $0.integer.map(String.init) }
        let isShort = texts.count == elements.count && texts.count <= 4
        values[path] = isShort ? "[\(texts.joined(separator: ", "))]" : Digest.of(value)
      case .string(let text): values[path] = text
      case .integer(let number): values[path] = String(number)
      case .bool(let flag): values[path] = String(flag)
      case .null: values[path] = "null"
      }
    }
    visit(spec, "")
    return values
  }

  /// Keys but seeds whose values differ among certificates, sorted.
  static func varying(_ certificates: [NamedCertificate]) -> [String] {
    let specs = certificates.map { flattened($0.certificate.specification) }
    let keys = Set(specs.flatMap(\.keys))
    return keys.filter { key in
      !isSeed(key) && key != "claims" && Set(specs.map { $0[key] ?? "" }).count > 1
    }.sorted()
  }

  /// The varying keys that do not follow from some fields: certificates that agree in the fields differ
  /// in them.
  static func varying(
    _ certificates: [NamedCertificate], besides fields: [CertificateField]
  ) -> [String] {
    var groups: [[CertificateField.Value?]: [NamedCertificate]] = [:]
    for named in certificates {
      groups[fields.map { $0.value(in: named) }, default: []].append(named)
    }
    return Set(groups.values.flatMap { varying($0) }).sorted()
  }

  /// Whether a key is the seed of a draw.
  static func isSeed(_ key: String) -> Bool { key == "seed" || key.hasSuffix(".seed") }
}
