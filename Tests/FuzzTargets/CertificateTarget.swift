import Certification
import Documents
import Reporting

enum CertificateTarget {
  /// What is written about a certificate; the digest is not asked for.
  static func reports(_ bytes: [UInt8]) throws {
    let json = try JSONValue(parsing: bytes, file: "input.json")
    try require(
      try JSONValue(parsing: json.canonical()) == json, "the canonical form is another document")
    try require(
      try JSONValue(parsing: json.pretty()) == json, "the pretty form is another document")
    let (certificate, _) = try Certificate.read(json)
    try require(
      try Certificate.read(certificate.json).certificate.digest == certificate.digest,
      "the certificate is written as another one")
    let named = NamedCertificate(path: "input.json", certificate: certificate)
    _ = TextReport.text(certificate, name: "input")
    _ = MarkdownReport.markdown(certificate, name: "input")
    _ = LaTeXReport.latex(certificate, name: "input")
    _ = CSVReport.csv(certificate)
    _ = JUnitReport.xml([
      .init(name: "input", certificate: certificate, expectations: [:], error: nil)
    ])
    _ = HTMLReport.html([named], links: ["input.json"], title: "input")
    _ = CoqExport(certificate, name: "input").index
    let comparison = CertificateComparison([named], [named])
    try require(!comparison.isWorse, "a certificate is worse than itself")
    _ = (comparison.text, comparison.markdown, comparison.json)
    for rows in CertificateTable.Rows.allCases {
      var request = CertificateTable.Request()
      request.rows = rows
      guard let table = try? CertificateTable([named], request) else { continue }
      _ = (
        table.latex(.init(caption: nil, label: nil)),
        table.markdown(.init(caption: nil, label: nil)), table.csv
      )
    }
    var options = FigureOptions(.sweep)
    options.x = try CertificateField.list("t1")
    options.y = try CertificateField.list("t2")
    if let figure = try? Figure([[named]], options) {
      _ = SVGFigure.svg(figure)
      if let width = PGFLength("8cm") { _ = PGFFigure.files(figure, name: "input", width: width) }
    }
  }

  /// The re-check, of everything but the spec: that says what is computed, and may ask for much.
  static func verify(_ bytes: [UInt8]) throws {
    let json = try JSONValue(parsing: bytes, file: "input.json")
    guard let claims = json["spec"]?["claims"]?.array, claims.count <= 2,
      json["spec"]?["features"]?["matrix"] != nil || json["spec"]?["data"]?["points"] != nil
    else { return }
    try Verifier().verify(json.sealed)
  }

  static func proof(_ bytes: [UInt8]) throws {
    let json = try JSONValue(parsing: bytes, file: "input.json")
    _ = try ProofVerifier().verify(json.sealed)
  }
}

extension JSONValue {
  /// The document with the digest that its content has.
  fileprivate var sealed: JSONValue {
    guard var members = object else { return self }
    members["digest"] = nil
    members["digest"] = .string(Digest.of(.object(members)))
    return .object(members)
  }
}
