import Certification

/// The pictures of a report, made where that needs the certificates alone.
extension HTMLReport {
  /// A sweep of each theory, where one or two keys of the specs vary besides seeds.
  var figures: String {
    let theories = Set(entries.map(\.named.certificate.theory)).sorted()
    var pictures: [String] = []
    for (index, theory) in theories.enumerated() {
      let certificates = entries.map(\.named).filter { $0.certificate.theory == theory }
      guard let figure = HTMLReport.sweep(certificates) else { continue }
      let picture = SVGFigure.svg(figure, prefix: "sweep-\(index)")
      pictures.append("<figure class=\"scroll\" tabindex=\"0\">\(picture)</figure>")
    }
    return pictures.isEmpty
      ? ""
      : "<section id=\"figures\"><h2>Figures</h2>\n\(pictures.joined(separator: "\n"))\n</section>"
  }

  /// The measured times against the key that varies; nil where the certificates are no sweep.
  private static func sweep(_ certificates: [NamedCertificate]) -> Figure? {
    let keys = SpecKeys.independent(certificates)
    guard let x = keys.first, keys.count <= 2, certificates.count > 2,
      let theory = certificates.first?.certificate.theory
    else { return nil }
    let names = StageMeaning.names(certificates[0].certificate).filter { name in
      theory == "ridge"
        ? name == "t1" || name == "t2" : name == "T_train" || name.hasPrefix("T_test(")
    }
    var options = FigureOptions(theory == "ridge" ? .times : .sweep)
    options.title = "Measured times along the sweep"
    do {
      options.x = [try CertificateField(x)]
      options.y = try names.map { try CertificateField($0) }
      if theory == "ridge" {
        // Bounds that not all certificates have are left out of the picture.
        let bounds = try CertificateField.list("right(ridge/8-t1),right(ridge/8-t2)")
        options.bounds = bounds.filter { field in
          certificates.contains { FieldNumbers.known(field, $0) != nil }
        }
        if options.bounds.isEmpty { options.kind = .sweep }
      }
      if let other = keys.dropFirst().first { options.panels = try CertificateField(other) }
      return try Figure([certificates], options)
    } catch {
      // A key that is a text, or a time that does not exist, has no picture.
      return nil
    }
  }
}

extension SpecKeys {
  /// The varying keys that no other varying key implies, those with most values first.
  static func independent(_ certificates: [NamedCertificate]) -> [String] {
    let specs = certificates.map { flattened($0.certificate.specification) }
    func values(_ key: String) -> Int { Set(specs.map { $0[key] ?? "" }).count }
    var keys = varying(certificates).sorted {
      // A variance that goes with a size is dropped before the size.
      let (a, b) = ($0.hasSuffix("variance"), $1.hasSuffix("variance"))
      return a == b ? (values($0), $0) < (values($1), $1) : a
    }
    for key in keys {
      let others = keys.filter { $0 != key }
      if others.isEmpty { break }
      var known: [[String]: String] = [:]
      let isImplied = specs.allSatisfy { spec in
        let own = spec[key] ?? ""
        return known.updateValue(own, forKey: others.map { spec[$0] ?? "" }) ?? own == own
      }
      if isImplied { keys = others }
    }
    return keys.sorted { (values($1), $0) < (values($0), $1) }
  }

  /// The keys that tell certificates of a theory apart, seeds too; at most six.
  static func distinguishing(_ certificates: [NamedCertificate]) -> [String] {
    let groups = Dictionary(grouping: certificates, by: \.certificate.theory)
    let varying = groups.values.flatMap { group -> [String] in
      let specs = group.map { flattened($0.certificate.specification) }
      let keys = Set(specs.flatMap(\.keys)).subtracting(["claims"])
      return keys.filter { key in
        let values = Set(specs.map { $0[key] ?? "" })
        return values.count > 1 && values.allSatisfy { !$0.hasPrefix("sha256:") }
      }
    }
    return Array(Set(varying).sorted().prefix(6))
  }
}
