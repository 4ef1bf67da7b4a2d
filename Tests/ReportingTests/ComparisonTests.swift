import Certification
import Documents
import Enclosures
import Testing

@testable import Reporting

/// What counts as worse, better and changed from one certificate to another.
@Suite("comparison of certificates")
struct ComparisonTests {
  typealias Change = CertificateComparison.Change

  private static func claim(
    _ verdict: String = "pass", flags: [String] = [], status: String = "holds",
    statement: String = "t1 <= 9", tightness: EnclosureRecord? = nil
  ) -> ClaimRecord {
    Samples.claim(
      "ridge/x", "", verdict, flags: flags,
      Samples.condition(nil, statement, status, tightness: tightness))
  }

  private static func named(
    _ name: String, _ claims: [ClaimRecord], quantities: [String: EnclosureRecord] = [:],
    spec: JSONValue = ["theory": "ridge"]
  ) -> NamedCertificate {
    NamedCertificate(
      path: "\(name).json",
      certificate: Samples.certificate(claims, quantities: quantities, specification: spec))
  }

  private static func compared(
    _ old: ClaimRecord, _ new: ClaimRecord, tolerance: Rational = 0
  ) -> [Change] {
    CertificateComparison([named("a", [old])], [named("b", [new])], tolerance: tolerance)
      .pairs[0].changes
  }

  @Test(arguments: [
    ("pass", "fail", "worse"), ("pass", "out-of-scope", "worse"), ("pass", "undecided", "worse"),
    ("fail", "pass", "better"), ("fail", "out-of-scope", "changed"), ("fail", "undecided", "worse"),
    ("out-of-scope", "pass", "better"), ("out-of-scope", "fail", "worse"),
    ("out-of-scope", "undecided", "worse"), ("undecided", "pass", "better"),
    ("undecided", "out-of-scope", "better"), ("undecided", "fail", "worse"),
  ])
  func verdicts(old: String, new: String, judgement: String) {
    let changes = Self.compared(Self.claim(old), Self.claim(new))
    #expect(changes.map(\.kind) == [.verdict])
    #expect(changes.map(\.judgement.rawValue) == [judgement])
    #expect(changes.map(\.old) == [old] && changes.map(\.new) == [new])
  }

  @Test func `equal certificates have no changes`() {
    for verdict in ["pass", "fail", "out-of-scope", "undecided"] {
      let claim = Self.claim(verdict, flags: ["trivial"], tightness: Samples.exact("2"))
      #expect(Self.compared(claim, claim).isEmpty)
    }
  }

  @Test func `flags count where the verdict is a pass`() {
    func judged(_ old: [String], _ new: [String], _ verdict: String = "pass") -> [String] {
      Self.compared(Self.claim(verdict, flags: old), Self.claim(verdict, flags: new))
        .map { "\($0.kind) \($0.old ?? "") \($0.new ?? "") \($0.judgement)" }
    }
    #expect(judged([], ["vacuous"]) == ["flags none vacuous worse"])
    #expect(
      judged(["empirical", "vacuous"], ["empirical"])
        == ["flags empirical vacuous empirical better"])
    #expect(judged(["trivial"], ["vacuous"]) == ["flags trivial vacuous worse"])
    #expect(judged([], ["vacuous"], "out-of-scope") == ["flags none vacuous changed"])
  }

  @Test func `statements and conclusions are noted`() {
    let changes = Self.compared(
      Self.claim("out-of-scope"),
      Self.claim("out-of-scope", status: "fails", statement: "t1 <= 8"))
    #expect(changes.map(\.kind) == [.statement, .conclusion])
    #expect(changes.allSatisfy { $0.judgement == .changed })
  }

  @Test(arguments: [
    // Enclosures that meet are not known to differ.
    ("2.1", "2.3", "2.2", "2.4", "0", "holds", nil),
    ("2", "2", "2", "2", "0", "holds", nil),
    ("2", "2", "3", "3", "0", "holds", "worse 2 3 1.5"),
    ("3", "3", "2", "2", "0", "holds", "better 3 2 0.666667"),
    ("2.1", "2.2", "2.3", "2.4", "0", "holds", "worse [2.1, 2.2] [2.3, 2.4] [1.04545, 1.14286]"),
    ("2.00001", "2.00002", "2.00003", "2.00004", "0", "holds", "worse [2.00001, 2.00002] ["),
    ("2", "2", "2.01", "2.01", "1/100", "holds", nil),
    ("2", "2", "2.03", "2.03", "1/100", "holds", "worse 2 2.03 1.015"),
    ("2.03", "2.03", "2", "2", "1/100", "holds", "better"),
    ("0.5", "0.5", "0.25", "0.25", "0", "fails", "changed 0.5 0.25 0.5"),
  ])
  func tightness(
    a: String, b: String, c: String, d: String, tolerance: String, status: String,
    expected: String?
  ) throws {
    let changes = Self.compared(
      Self.claim(status: status, tightness: Samples.number(a, b)),
      Self.claim(status: status, tightness: Samples.number(c, d)),
      tolerance: try Rational(parsing: tolerance))
    let text = changes.first.map {
      "\($0.judgement) \($0.old ?? "") \($0.new ?? "") \($0.factor ?? "")"
    }
    #expect(changes.count == (expected == nil ? 0 : 1))
    if let expected { #expect(text?.hasPrefix(expected) == true, "\(text ?? "")") }
    #expect(changes.allSatisfy { $0.old != $0.new })
  }

  @Test func `claims that go are worse, claims that come are noted`() {
    let comparison = CertificateComparison(
      [Self.named("a", [Self.claim()])], [Self.named("a", [Samples.passing])])
    #expect(
      comparison.pairs[0].changes.map { "\($0.subject) \($0.judgement)" }
        == ["ridge/4.4 changed", "ridge/x worse"])
    #expect(
      comparison.isWorse
        && comparison.text.hasPrefix("WORSE\n  a\n    ridge/x: was pass, is missing\n"))
  }

  @Test func `stage times that moved are noted, enclosures that meet are not`() {
    func times(_ old: EnclosureRecord?, _ new: EnclosureRecord?) -> [String] {
      let certificates = [old, new].map { record in
        [Self.named("a", [], quantities: record.map { ["t2": $0] } ?? [:])]
      }
      return CertificateComparison(certificates[0], certificates[1]).pairs[0].changes
        .map { "\($0.subject) \($0.old ?? "-") \($0.new ?? "-") \($0.judgement)" }
    }
    #expect(times(Samples.exact("3"), Samples.exact("4")) == ["t2 = 3 = 4 changed"])
    #expect(times(Samples.exact("3"), Samples.infinite) == ["t2 = 3 = inf changed"])
    #expect(times(Samples.number("3", "inf"), Samples.exact("4")).isEmpty)
    #expect(times(Samples.number("1001", "inf"), Samples.exact("4")) == ["t2 > 1000 = 4 changed"])
    #expect(times(nil, Samples.exact("4")) == ["t2 - = 4 changed"])
  }

  @Test func `certificates are paired by name, then by spec`() {
    func spec(_ lambda: String, _ claims: JSONValue? = nil) -> JSONValue {
      var members: [String: JSONValue] = [
        "theory": "ridge", "training": ["lambda": .string(lambda)],
      ]
      members["claims"] = claims
      return .object(members)
    }
    let old = [
      Self.named("a", [Self.claim()], spec: spec("1")),
      Self.named("0f", [Self.claim()], spec: spec("2")),
      Self.named("1f", [Self.claim()], spec: spec("3")),
      Self.named("gone", [Self.claim()], spec: spec("4")),
    ]
    let new = [
      Self.named("9f", [Self.claim("fail")], spec: spec("3", ["ridge/x"])),
      Self.named("8f", [Self.claim()], spec: spec("2")),
      Self.named("a", [Self.claim()], spec: spec("5")),
      Self.named("fresh", [Self.claim()], spec: spec("6")),
    ]
    let comparison = CertificateComparison(old, new)
    #expect(
      comparison.pairs.map { "\($0.rule) \($0.old.name) \($0.new.name)" }
        == ["name a a", "spec 0f 8f", "spec 1f 9f"])
    #expect(comparison.missing.map(\.name) == ["gone"] && comparison.added.map(\.name) == ["fresh"])
    #expect(comparison.count(.worse) == 2 && comparison.count(.changed) == 2)
    #expect(
      comparison.text == """
        WORSE
          1f -> 9f
            verdict ridge/x: pass -> fail
          gone
            the certificate is missing

        CHANGED
          a
            problem training.lambda: 1 -> 5
          fresh
            a new certificate

        3 certificates compared (1 without change): 2 worse, 0 better, 2 changed

        """)
    #expect(
      comparison.markdown.contains("| 1f -&gt; 9f | verdict | ridge/x | pass | fail |  |"))
    #expect(comparison.json["schema"]?.string == "grokcert/diff/1")
    #expect(comparison.json["summary"]?["worse"]?.string == "2")
    #expect(comparison.json["pairs"]?.array?.count == 3)
    // Two single ones are compared whatever they are.
    #expect(CertificateComparison([old[1]], [new[3]]).pairs.map(\.rule) == ["given"])
  }
}
