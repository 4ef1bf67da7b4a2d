import Certification
import Documents

/// The columns of a table where the user names none.
enum TableDefaults {
  /// The most values of specs that become columns because they differ.
  private static let mostVarying = 6

  /// What tells the certificates apart, the stage times, and how the claims came out.
  static func columns(_ certificates: [NamedCertificate], isGrouped: Bool) -> [TableColumn] {
    let theories = Set(certificates.map(\.certificate.theory))
    let theory = theories.count == 1 ? theories.first : nil
    var names: [String] = []
    if !isGrouped, !certificates.allSatisfy({ isDigest($0.name) }) { names.append("name") }
    if theory == nil { names.append("theory") }
    let quantities = quantities(theory, certificates)
    names += varying(certificates, besides: Set(quantities)) + quantities
    names += ["pass", "fail", "out-of-scope", "undecided"].map { "count(\($0))" }
    return names.compactMap { name in
      (try? CertificateField(name)).map(TableColumn.init(field:))
    }.filter { column in certificates.contains { column.field.value(in: $0) != nil } }
  }

  /// Whether a file is named by a digest, which tells people nothing.
  private static func isDigest(_ name: String) -> Bool {
    name.utf8.count >= 32 && name.allSatisfy { $0.isHexDigit }
  }

  private static func quantities(
    _ theory: String?, _ certificates: [NamedCertificate]
  ) -> [String] {
    let present = Set(certificates.flatMap { $0.certificate.quantities.keys })
    switch theory {
    case "ridge": return ["n", "m", "lambda", "t1", "t2", "plateau"]
    case "logistic":
      let regimes = present.sorted().filter { $0.hasPrefix("T_test(") }
        .map { $0.dropFirst("T_test".count) }
      return ["N", "d", "gamma", "T_train"]
        + regimes.flatMap { ["T_test\($0)", "grokking_time\($0)"] }
    default: return []
    }
  }

  /// The values in which the specs differ, but those that a quantity of the table shows.
  private static func varying(
    _ certificates: [NamedCertificate], besides quantities: Set<String>
  ) -> [String] {
    let specs = certificates.map { named in
      Dictionary(
        CertificateField.specPaths(named.certificate.specification).map { ($0.path, $0.text) }
      ) { first, _ in first }
    }
    var seen: Set<[String?]> = []
    let paths = Set(specs.flatMap(\.keys)).sorted().filter { path in
      let values = specs.map { $0[path] }
      // Keys that vary together, such as the seeds of one run, need one column.
      guard path != "theory", Set(values).count > 1, seen.insert(values).inserted else {
        return false
      }
      return !quantities.contains { name in
        let last = path.split(separator: ".").last.map(String.init) ?? path
        return last == name && certificates.contains { $0.certificate.quantities[name] != nil }
      }
    }
    return Array(paths.prefix(mostVarying))
  }
}
