public import Certification

/// One page about many certificates, which needs nothing but itself.
///
/// What the certificates share, such as the statements of claims, is there once; what each says is folded up. The
/// page reads without JavaScript, which only adds filters.
public struct HTMLReport {
  /// A certificate with the address of its file, seen from the page.
  struct Entry {
    let named: NamedCertificate
    let link: String
    let anchor: String
  }

  let title: String
  let entries: [Entry]
  let definitions: ClaimDefinitions
  /// Keys of the specs that tell the certificates apart, seeds too.
  let distinctions: [String]
  /// Whether only conditions that do not hold are listed, because there are too many in all.
  let isTerse: Bool

  /// Beyond so many hypotheses and events in all, those that hold are counted and not listed.
  static let conditionLimit = 4000
  /// Certificates that have a picture of their stage times each.
  static let timelineLimit = 12

  /// The page.
  ///
  /// - Parameters:
  ///   - certificates: what is reported, in this order.
  ///   - links: the paths of their files, relative to the page, not yet escaped.
  ///   - title: the title of the page.
  /// - Returns: HTML in UTF-8, for one file.
  public static func html(
    _ certificates: [NamedCertificate], links: [String], title: String
  ) -> String {
    HTMLReport(certificates, links, title).page
  }

  init(_ certificates: [NamedCertificate], _ links: [String], _ title: String) {
    self.title = title
    entries = zip(certificates, links).enumerated().map { index, pair in
      Entry(named: pair.0, link: HTMLText.url(pair.1), anchor: "r\(index + 1)")
    }
    definitions = ClaimDefinitions(certificates.flatMap(\.certificate.claims))
    distinctions = SpecKeys.distinguishing(certificates)
    let conditions = certificates.reduce(0) { count, named in
      named.certificate.claims.reduce(count) { $0 + $1.hypotheses.count + $1.events.count }
    }
    isTerse = conditions > HTMLReport.conditionLimit
  }

  private var page: String {
    let parts = [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<meta name=\"color-scheme\" content=\"light dark\">",
      "<title>\(Markup.escape(title))</title>", "<style>\(HTMLStyle.css)</style>", "</head>",
      "<body>", "<a class=\"skip\" href=\"#certificates\">Skip to the certificates</a>", header,
      "<main>", summary, filters, figures, certificates, definitionList, "</main>", footer,
      "<script>\(HTMLScript.source)</script>", "</body>", "</html>", "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
  }

  private var header: String {
    let theories = Set(entries.map(\.named.certificate.theory)).sorted().joined(separator: ", ")
    let versions = Set(entries.map(\.named.certificate.version)).sorted().joined(separator: ", ")
    let count = entries.count == 1 ? "1 certificate" : "\(entries.count) certificates"
    return
      "<header><h1>\(Markup.escape(title))</h1><p>\(count) of theory \(Markup.escape(theories)), "
      + "made by grokcert \(Markup.escape(versions)). Every number is certified: enclosures are rounded "
      + "outward, and no digit is shown that is not known. <code>grokcert verify</code> re-establishes a "
      + "certificate from its spec.</p></header>"
  }

  private var footer: String {
    let terse =
      isTerse
      ? " Of hypotheses and events, those that do not hold are named and the others counted; the certificates have their numbers."
      : ""
    return
      "<footer><p>Digests name the content of a certificate; they prove nothing by themselves.\(terse)</p></footer>"
  }

  // MARK: - Summary

  private var summary: String {
    let labels = Set(entries.flatMap { $0.named.certificate.claims.map(\.label) }).sorted()
    var counts: [String: [String: Int]] = [:]
    var anchors: [String: String] = [:]
    for entry in entries {
      for claim in entry.named.certificate.claims {
        counts[claim.label, default: [:]][claim.verdict, default: 0] += 1
        anchors[claim.label] = definitions.anchor(claim)
      }
    }
    let verdicts = HTMLText.verdicts
    let head = verdicts.map { "<th scope=\"col\">\($0)</th>" }.joined()
    func row(_ name: String, _ counts: [String: Int]) -> String {
      let cells = verdicts.map { verdict -> String in
        let count = counts[verdict] ?? 0
        return count == 0
          ? "<td class=\"num zero\">0</td>" : "<td class=\"num \(verdict)\">\(count)</td>"
      }
      return "<tr><th scope=\"row\">\(name)</th>\(cells.joined())</tr>"
    }
    let rows = labels.map { label in
      row(
        "<a href=\"#\(anchors[label] ?? "claims")\">\(HTMLText.code(label))</a>",
        counts[label] ?? [:])
    }
    var total: [String: Int] = [:]
    for row in counts.values { total.merge(row, uniquingKeysWith: +) }
    return
      "<section id=\"summary\"><h2>Verdicts</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      + "aria-label=\"Verdicts by claim\"><table><thead><tr><th scope=\"col\">Claim</th>\(head)</tr></thead>"
      + "<tbody>\(rows.joined(separator: "\n"))</tbody><tfoot>\(row("All", total))</tfoot></table></div></section>"
  }

  // MARK: - Filters

  /// Shown by the script alone; without it there is nothing to filter with.
  private var filters: String {
    func options(_ values: [String], _ all: String) -> String {
      "<option value=\"\">\(all)</option>"
        + values.map { "<option value=\"\(Markup.escape($0))\">\(Markup.escape($0))</option>" }
        .joined()
    }
    let theories = Set(entries.map(\.named.certificate.theory)).sorted()
    let labels = Set(entries.flatMap { $0.named.certificate.claims.map(\.label) }).sorted()
    return "<form id=\"filters\" hidden aria-label=\"Filters\"><h2>Filters</h2><div class=\"row\">"
      + "<label>Verdict <select id=\"f-verdict\">\(options(HTMLText.verdicts, "all"))</select></label>"
      + "<label>Claim <select id=\"f-claim\">\(options(labels, "all"))</select></label>"
      + "<label>Theory <select id=\"f-theory\">\(options(theories, "all"))</select></label>"
      + "<label>Text <input id=\"f-text\" type=\"search\" placeholder=\"name, parameter, claim\"></label>"
      + "<button type=\"reset\">Reset</button></div>"
      + "<p id=\"f-count\" role=\"status\" aria-live=\"polite\"></p></form>"
  }
}
