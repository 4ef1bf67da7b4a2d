public import Certification
public import Documents

extension CertificateField {
  /// An error that says that no certificate has this field, with the nearest name that some have.
  ///
  /// - Parameters:
  ///   - certificates: those that were asked.
  ///   - option: where the user named the field, such as `--columns`.
  /// - Returns: an error to be thrown.
  public func unknown(in certificates: [NamedCertificate], option: String) -> DocumentError {
    let near = suggestion(certificates)
    return DocumentError(
      file: nil,
      "\(option): no certificate has '\(description)'"
        + (near.map { "; the nearest name is '\($0)'" } ?? "")
        + " ('grokcert quantities' lists the quantities, 'grokcert claims' the claims)")
  }

  private func suggestion(_ certificates: [NamedCertificate]) -> String? {
    let labels = certificates.flatMap { $0.certificate.claims.map(\.label) }
    switch kind {
    case .name(let name):
      let quantities = certificates.flatMap { Array($0.certificate.quantities.keys) }
      let paths = certificates.flatMap { Self.specPaths($0.certificate.specification).map(\.path) }
      let known = Set(["name", "digest", "data_digest", "theory"] + quantities + paths)
      // A regime may be missing: T_test where there is T_test(standard).
      return nearest(name, in: known) ?? known.sorted().first { $0.hasPrefix(name + "(") }
    case .claim(let part, let id):
      let near = nearest(id, in: labels) ?? labels.sorted().first { $0.hasPrefix(id + "(") }
      return near.flatMap { $0 == id ? nil : "\(part.rawValue)(\($0))" }
    case .condition(let id, let condition):
      guard labels.contains(id) else { return nearest(id, in: labels).map { "status(\($0), …)" } }
      let conditions = certificates.flatMap { $0.certificate.claims }.filter { $0.label == id }
        .flatMap { $0.hypotheses + $0.events }.compactMap(\.id)
      return nearest(condition, in: conditions).map { "status(\(id), \($0))" }
    case .count(let verdict):
      return nearest(verdict, in: ["pass", "fail", "out-of-scope", "undecided"])
        .map { "count(\($0))" }
    }
  }

  /// The single values of a spec by their dotted keys, sorted; lists are left out.
  static func specPaths(_ spec: JSONValue) -> [(path: String, text: String)] {
    func walk(_ value: JSONValue, _ path: String) -> [(path: String, text: String)] {
      if let members = value.object {
        return members.sorted { $0.key < $1.key }
          .flatMap { walk($0.value, path.isEmpty ? $0.key : "\(path).\($0.key)") }
      }
      let text = value.string ?? value.integer.map(String.init) ?? value.bool.map(String.init)
      return text.map { [(path, $0)] } ?? []
    }
    return walk(spec, "")
  }
}
