import Certification
import Documents
import Enclosures
import Reporting
import Testing

@Suite("fields of certificates")
struct CertificateFieldTests {
  private static let claim = Samples.claim(
    "ridge/4.2-t1", "", "out-of-scope", flags: ["empirical"],
    hypotheses: [Samples.condition("step", "eta < 1", "fails")],
    events: [Samples.condition("start", "T > 0", "holds")],
    Samples.condition(
      nil, "a and b", "holds",
      parts: [
        Samples.condition(
          nil, "t1 <= 9", "holds", Samples.exact("3"), "<=", Samples.exact("9"),
          tightness: Samples.exact("3")),
        Samples.condition(
          nil, "t1 <= 6", "holds", Samples.exact("3"), "<=", Samples.exact("6"),
          tightness: Samples.exact("2")),
      ]))

  private static let named = NamedCertificate(
    path: "runs/one.json",
    certificate: Samples.certificate(
      [claim], quantities: ["t1": Samples.exact("3"), "T_test(standard)": Samples.infinite],
      specification: [
        "training": ["lambda": "1/3"], "loss": "logistic", "features": ["gaussian": ["seed": "7"]],
      ]))

  @Test(
    "have the listed values",
    arguments: [
      ("t1", CertificateField.Value.number(Samples.exact("3"))),
      (" T_test(standard) ", .number(Samples.infinite)),
      ("training.lambda", .number(EnclosureRecord(Rational(1, 3)))),
      ("spec.features.gaussian.seed", .number(EnclosureRecord(7))),
      ("loss", .text("logistic")), ("name", .text("one")), ("theory", .text("ridge")),
      ("right(ridge/4.2-t1)", .number(Samples.exact("6"))),
      ("tightness(ridge/4.2-t1)", .number(Samples.exact("2"))),
      ("left( ridge/4.2-t1 )", .number(Samples.exact("3"))),
      ("verdict(ridge/4.2-t1)", .text("out-of-scope")),
      ("status(ridge/4.2-t1)", .text("holds")), ("flags(ridge/4.2-t1)", .text("empirical")),
      ("status(ridge/4.2-t1, step)", .text("fails")),
      ("status(ridge/4.2-t1,start)", .text("holds")),
    ])
  func values(text: String, expected: CertificateField.Value) throws {
    #expect(try CertificateField(text).value(in: Self.named) == expected)
  }

  @Test(
    "are nil where a certificate does not have them",
    arguments: [
      "t2", "training", "training.lambda.x", "right(ridge/4.4)", "status(ridge/4.2-t1, none)",
      "spec", "training.",
    ])
  func missing(text: String) throws {
    #expect(try CertificateField(text).value(in: Self.named) == nil)
  }

  @Test("that are none are errors", arguments: ["", " ", "right(", "a)", "t1,"])
  func errors(text: String) {
    #expect(throws: DocumentError.self) { try CertificateField.list(text) }
  }

  @Test("of a list are separated by commas outside parentheses")
  func lists() throws {
    let fields = try CertificateField.list("t1, status(a, b),verdict(c(d))")
    #expect(fields.map(\.description) == ["t1", "status(a, b)", "verdict(c(d))"])
  }
}
