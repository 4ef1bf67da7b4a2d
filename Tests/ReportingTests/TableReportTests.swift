import Certification
import Reporting
import Testing

#if canImport(FoundationXML)
import FoundationXML
import Foundation
#elseif canImport(Darwin)
import Foundation
#endif

/// Markdown, LaTeX, CSV and JUnit.
struct TableReportTests {
  private static let odd = Samples.claim(
    "user/a_b|c&d", "Odd", "pass", flags: ["empirical"],
    Samples.condition(
      nil, "a, \"b\"", "holds", Samples.number("1.5e-30", "1.5001e-30"), "<", Samples.infinite))

  private static let certificate = Samples.certificate(
    [Samples.failing, Samples.outOfScope, Samples.conjunction, odd],
    quantities: Samples.quantities, specification: Samples.specification)

  @Test func `markdown escapes and explains`() {
    let text = MarkdownReport.markdown(
      Self.certificate, name: "a*b.yaml", expectations: ["ridge/4.2-t2": "fail"])
    #expect(text.hasPrefix("## a\\*b.yaml (ridge)\n"))
    let lines = text.split(separator: "\n")
    #expect(
      lines.contains(
        "| `ridge/4.2-t2` | fail (expected fail) | 2 | &gt;= | ≈ 3.870 |  |  |"))
    #expect(
      lines.contains { $0.hasPrefix("| `user/a_b\\|c&d` | pass | ≈ 1.500e-30 | &lt; | inf |") })
    #expect(lines.contains("- `ridge/4.6`: the conclusion holds anyway"))
    #expect(
      lines.contains(
        "  - hypothesis step-size fails: `eta*(lambda + b^2) <= 1`<br>left ≈ 1.19332, right = 1; "
          + "left is ≈ 1.19 times right"))
    #expect(text.hasSuffix("\n**2 pass, 1 fail, 1 out-of-scope, 0 undecided**\n"))
  }

  @Test func `latex is a tabular of escaped rows`() {
    let text = LaTeXReport.latex(Self.certificate, name: "a.yaml")
    let lines = text.split(separator: "\n")
    #expect(lines.contains(#"\texttt{ridge/4.2-t2} & fail & $2$ & $\ge$ & $\approx 3.870$ &  \\"#))
    #expect(
      lines.contains(
        #"\texttt{user/a\_b|c\&d} & pass$^{\mathrm{e}}$ & $\approx 1.500\cdot10^{-30}$ & $<$ & "#
          + #"$\infty$ &  \\"#))
    let legend = #"$^{\mathrm{e}}$ empirical, $^{\mathrm{n}}$ event-not-checked"#
    #expect(lines.contains(#"\multicolumn{6}{@{}l@{}}{\footnotesize "# + legend + #"} \\"#))
    #expect(lines.last == #"\end{tabular}"#)
    #expect(text.count { $0 == "{" } == text.count { $0 == "}" })
  }

  @Test func `csv has one row a claim`() {
    let odd = Samples.claim(
      "user/\"x\", y", "Odd", "undecided", flags: ["empirical", "trivial"],
      Samples.condition(nil, "x", "undefined"))
    let text = CSVReport.csv(Samples.certificate([Samples.sharp, Samples.conjunction, odd]))
    #expect(
      text == """
        id,verdict,flags,status,left_lower,left_upper,right_lower,right_upper,\
        tightness_lower,tightness_upper
        ridge/4.2-t1/sharp,pass,,holds,210,210,404.25,404.26,1.925,1.9251
        ridge/8-t2/a-priori,pass,,holds,22939,22939,23878,23878,\
        1.0409346527747504250,1.0409346527747504251
        "user/""x"", y",undecided,empirical trivial,undefined,,,,,,

        """)
    #expect(!CSVReport.csv(Samples.certificate([]), header: false).contains("id"))
  }

  // MARK: - JUnit

  private static let suites: [JUnitReport.Suite] = [
    .init(
      name: "a & \"b\" <c>\u{1}.yaml",
      certificate: Samples.certificate([
        Samples.failing, Samples.undecided, Samples.undefined, Samples.outOfScope, Samples.sharp,
      ]),
      expectations: [
        "ridge/4.2-t2": "fail", "user/logarithm": "undecided", "ridge/none": "pass",
      ]),
    .init(
      name: "gate", certificate: Samples.certificate([Samples.outOfScope, Samples.failing]),
      expectations: ["ridge/4.6": "pass"]),
    .init(name: "bad.yaml", certificate: nil, error: "training.eta: 'x' is not a number"),
  ]

  @Test func `junit counts and outcomes`() {
    let text = JUnitReport.xml(Self.suites)
    #expect(
      text.contains(
        #"<testsuites name="grokcert" tests="9" failures="4" errors="1">"#))
    #expect(
      text.contains(
        "<testsuite name=\"a &amp; &quot;b&quot; &lt;c&gt;\u{FFFD}.yaml\" tests=\"6\" failures=\"2\""
      ))
    #expect(
      text.contains(#"<testcase classname="gate" name="ridge/4.2-t2" file="gate">"#))
    #expect(text.contains(#"<testcase classname="bad" name="certify" file="bad.yaml">"#))
    #expect(text.contains(#"<failure type="undecided" message="undecided: "#))
    #expect(text.contains(#"<failure type="missing""#))
    #expect(text.contains(#"<failure type="out-of-scope" message="out-of-scope, expected pass: "#))
    #expect(
      text.contains(#"<failure type="fail" message="fail: the conclusion is certified false"#))
    #expect(text.contains(#"<skipped message="hypothesis bounded-features fails: "#))
    #expect(text.contains(#"<error type="input" message="training.eta: &apos;x&apos; is not"#))
  }

  #if canImport(FoundationXML) || canImport(Darwin)
  @Test func `junit is well-formed`() {
    let parser = XMLParser(data: Data(JUnitReport.xml(Self.suites).utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
  }
  #endif
}
