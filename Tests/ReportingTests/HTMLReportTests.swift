import Certification
import Documents
import Testing

@testable import Reporting

@Suite struct HTMLReportTests {
  private func page(_ certificates: [NamedCertificate], title: String = "A page") -> String {
    HTMLReport.html(certificates, links: certificates.map(\.path), title: title)
  }

  @Test func isWellFormedAndDeterministic() {
    let page = page(Samples.sweep)
    #expect(XMLForm.fault(page, isHTML: true) == nil)
    #expect(page == self.page(Samples.sweep))
    #expect(!page.contains("http://") || page.contains("http://www.w3.org/2000/svg"))
    #expect(!page.contains("src=") && !page.contains("<link"))
  }

  @Test func hostileTextsStayTexts() {
    let attack = #"<script>alert(1)</script>"><img src=x onerror=alert(1)>' & \u{0}"#
    let claim = Samples.claim(
      "user/\(attack)", attack, "fail", flags: [attack],
      hypotheses: [Samples.condition(attack, attack, "fails", note: attack)],
      Samples.condition(nil, attack, "fails", note: attack), definition: ["id": "x"])
    let certificate = Samples.certificate(
      [claim], quantities: Samples.quantities,
      specification: ["theory": "ridge", "features": ["gaussian": ["n": .string(attack)]]])
    let named = NamedCertificate(path: "a b/\(attack).json", certificate: certificate)
    let page = page([named], title: attack)
    #expect(!page.contains("<script>alert") && !page.contains("<img"))
    #expect(!page.contains("onerror=alert(1)>"))
    #expect(XMLForm.fault(page, isHTML: true) == nil)
    #expect(page.contains("href=\"a%20b/%3Cscript%3E"))
  }

  @Test func talliesVerdictsByClaim() {
    let page = page(Samples.sweep)
    #expect(
      page.contains(
        "<td class=\"num pass\">5</td><td class=\"num zero\">0</td><td class=\"num out-of-scope\">1</td>"
      ))
    #expect(page.contains("id=\"figures\"") && page.contains("Measured times along the sweep"))
  }

  @Test func definesEachClaimOnce() {
    let page = page(Samples.sweep)
    #expect(page.split(separator: "<article").count - 1 == 2)
    #expect(page.contains("training.lambda = 0.001"))
  }

  @Test func oneCertificateIsOpen() {
    let page = page([NamedCertificate(path: "one.json", certificate: Samples.figure)])
    #expect(page.contains("open><summary>"))
    #expect(page.contains("Stage times"))
    #expect(XMLForm.fault(page, isHTML: true) == nil)
  }

  @Test func keysThatFollowFromOthersAreNoAxes() {
    #expect(SpecKeys.independent(Samples.sweep) == ["training.lambda"])
    #expect(
      SpecKeys.distinguishing(Samples.sweep) == ["features.gaussian.seed", "training.lambda"])
  }
}
