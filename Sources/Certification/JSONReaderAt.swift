import Documents

/// Reads members of a JSON object, with the place in every error.
struct JSONReaderAt {
  let value: JSONValue
  let path: String

  init(_ value: JSONValue, _ path: String) {
    self.value = value
    self.path = path
  }

  private func failure(_ name: String, _ message: String) -> CertificateError {
    .malformed(path: path.isEmpty ? name : "\(path).\(name)", message: message)
  }

  func string(_ name: String) throws(CertificateError) -> String {
    guard let text = value[name]?.string else { throw failure(name, "a text is missing") }
    return text
  }

  func optionalString(_ name: String) throws(CertificateError) -> String? {
    guard let member = value[name] else { return nil }
    guard let text = member.string else { throw failure(name, "must be a text") }
    return text
  }

  func array(_ name: String) throws(CertificateError) -> [JSONValue] {
    guard let elements = value[name]?.array else { throw failure(name, "a list is missing") }
    return elements
  }

  func optionalArray(_ name: String) throws(CertificateError) -> [JSONValue] {
    value[name] == nil ? [] : try array(name)
  }

  func object(_ name: String) throws(CertificateError) -> [String: JSONValue] {
    guard let members = value[name]?.object else { throw failure(name, "an object is missing") }
    return members
  }

  func strings(_ name: String) throws(CertificateError) -> [String] {
    var texts: [String] = []
    for element in try array(name) {
      guard let text = element.string else { throw failure(name, "must hold texts") }
      texts.append(text)
    }
    return texts
  }

  func texts(_ name: String) throws(CertificateError) -> [String: String] {
    var texts: [String: String] = [:]
    for (key, member) in try object(name) {
      guard let text = member.string else { throw failure(name, "must hold texts") }
      texts[key] = text
    }
    return texts
  }

  /// Rejects members that are not named: a certificate says nothing that nobody checks.
  func allow(_ names: Set<String>) throws(CertificateError) {
    guard let members = value.object else {
      throw .malformed(path: path, message: "must be an object")
    }
    if let stranger = members.keys.sorted().first(where: { !names.contains($0) }) {
      throw failure(stranger, "is not a field of this schema")
    }
  }
}
