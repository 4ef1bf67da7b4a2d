public import Certification

/// A table of claims for papers.
public enum LaTeXReport {
  /// A certificate as a `tabular` that `\input` takes; the document needs the package booktabs.
  ///
  /// Decimals are correctly rounded; a comment names the certificate they come from. Flags are letters
  /// beside the verdict, explained below the table.
  public static func latex(
    _ certificate: Certificate, name: String, expectations: [String: String] = [:]
  ) -> String {
    var lines = [
      "% grokcert \(comment(certificate.version)), \(comment(certificate.theory)), \(comment(name))",
      "% certificate \(comment(certificate.digest))",
      "% \\usepackage{booktabs}",
      #"\begin{tabular}{@{}llrcrr@{}}"#, #"\toprule"#,
      #"Claim & Verdict & Left & & Right & Tightness \\"#, #"\midrule"#,
    ]
    lines += certificate.claims.map { row(ClaimSummary($0, expectations), expectations) }
    lines.append(#"\bottomrule"#)
    let used = Set(certificate.claims.flatMap(\.flags)).sorted()
    if !used.isEmpty {
      let legend = used.map { "\(superscript([$0])) \(escape($0))" }.joined(separator: ", ")
      lines.append(#"\multicolumn{6}{@{}l@{}}{\footnotesize "# + legend + #"} \\"#)
    }
    return (lines + [#"\end{tabular}"#, ""]).joined(separator: "\n")
  }

  /// The letters of flags as a superscript: their initials, but `n` for `event-not-checked`.
  private static func superscript(_ flags: [String]) -> String {
    if flags.isEmpty { return "" }
    let letters = flags.map { flag in
      flag == "event-not-checked" ? "n" : escape(String(flag.prefix(1)))
    }
    return "$^{\\mathrm{\(letters.joined(separator: ","))}}$"
  }

  private static func row(_ summary: ClaimSummary, _ expectations: [String: String]) -> String {
    let (claim, comparison) = (summary.claim, summary.comparison)
    let mark = summary.mark(whereGiven: !expectations.isEmpty).map { " (\($0))" } ?? ""
    let verdict = escape(claim.verdict) + superscript(claim.flags) + escape(mark)
    let relations = ["<": "$<$", "<=": #"$\le$"#, ">": "$>$", ">=": #"$\ge$"#, "=": "$=$"]
    let cells = [
      #"\texttt{"# + escape(claim.label) + "}", verdict,
      comparison.left.map { number(ShownNumber($0)) } ?? "",
      comparison.relation.flatMap { relations[$0] } ?? "",
      comparison.right.map { number(ShownNumber($0)) } ?? "",
      comparison.tightness.map { number(ShownNumber(ratio: $0)) } ?? "",
    ]
    return cells.joined(separator: " & ") + #" \\"#
  }

  /// A number in mathematical mode: `$\approx 1.2\cdot10^{-7}$`.
  static func number(_ number: ShownNumber) -> String {
    let signs: [ShownNumber.Relation: String] = [
      .rounded: #"\approx "#, .atLeast: #"\ge "#, .atMost: #"\le "#,
    ]
    if number.relation == .unknown { return "unknown" }
    let isInterval = number.text.hasPrefix("[") && number.text.hasSuffix("]")
    let body = isInterval ? String(number.text.dropFirst().dropLast()) : number.text
    let ends = body.split(separator: ",").map { mantissa(TextLayout.trimmed($0)) }.joined(
      separator: ", ")
    return "$" + (signs[number.relation] ?? "") + (isInterval ? "[\(ends)]" : ends) + "$"
  }

  private static func mantissa(_ text: String) -> String {
    switch text {
    case "inf": return #"\infty"#
    case "-inf": return #"-\infty"#
    default: break
    }
    let parts = text.split(separator: "e", maxSplits: 1)
    guard parts.count == 2 else { return escape(text) }
    let (digits, exponent) = (escape(String(parts[0])), escape(String(parts[1])))
    return digits == "1" ? "10^{\(exponent)}" : "\(digits)\\cdot10^{\(exponent)}"
  }

  // MARK: - Escaping

  private static func comment(_ text: String) -> String { TextLayout.plain(text) }

  /// Text that LaTeX sets as it is.
  static func escape(_ text: String) -> String {
    var result = ""
    for character in TextLayout.plain(text) {
      switch character {
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      case "~": result += #"\textasciitilde{}"#
      case "^": result += #"\textasciicircum{}"#
      case "\\": result += #"\textbackslash{}"#
      case "<": result += #"\textless{}"#
      case ">": result += #"\textgreater{}"#
      default: result.append(character)
      }
    }
    return result
  }
}
