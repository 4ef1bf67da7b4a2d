import Certification
import Documents

/// A column of a table of certificates: a field and its heading.
struct TableColumn {
  let field: CertificateField
  /// What the user wrote behind ` as `; nil where nothing.
  let heading: String?

  /// Reads `FIELD` or `FIELD as HEADING`.
  init(_ text: String) throws(DocumentError) {
    let (expression, heading) = try Self.split(text)
    field = try CertificateField(expression)
    self.heading = heading
  }

  init(field: CertificateField) { (self.field, heading) = (field, nil) }

  /// A column's expression and heading.
  static func split(_ text: String) throws(DocumentError) -> (String, String?) {
    guard let separator = text.firstRange(of: " as ") else {
      return (TextLayout.trimmed(text), nil)
    }
    let heading = TextLayout.trimmed(text[separator.upperBound...])
    let plain = TextLayout.plain(heading)
    guard !heading.isEmpty, plain == heading else {
      throw DocumentError(
        file: nil, value: text, "has no heading on one line behind ' as '; write FIELD as HEADING")
    }
    guard !isLaTeX(heading) || isBalanced(heading) else {
      throw DocumentError(
        file: nil, value: heading,
        "is no heading: its braces or dollar signs do not pair, or it has a bare %, & or #, so LaTeX "
          + "would not take it")
    }
    return (TextLayout.trimmed(text[..<separator.lowerBound]), heading)
  }

  /// Whether a heading is meant as LaTeX; others are escaped.
  private static func isLaTeX(_ heading: String) -> Bool {
    heading.contains { "$\\{}".contains($0) }
  }

  /// A heading for LaTeX.
  static func latex(_ heading: String) -> String {
    isLaTeX(heading) ? heading : LaTeXText.escape(heading)
  }

  /// Whether LaTeX takes a text as one argument and one cell.
  private static func isBalanced(_ text: String) -> Bool {
    var (depth, dollars, isEscaped) = (0, 0, false)
    for character in text {
      defer { isEscaped = character == "\\" && !isEscaped }
      if isEscaped { continue }
      switch character {
      case "{": depth += 1
      case "}": depth -= 1
      case "$": dollars += 1
      case "%", "&", "#": return false
      default: break
      }
      if depth < 0 { return false }
    }
    return depth == 0 && dollars % 2 == 0 && !isEscaped
  }

  /// The column of a table.
  var column: CertificateTable.Column {
    CertificateTable.Column(
      heading: heading ?? field.description,
      latex: heading.map(Self.latex) ?? TableHeading.latex(field.description),
      isTime: StageMeaning.isTime(field.description))
  }
}

/// Headings of fields that have a usual symbol.
enum TableHeading {
  private static let symbols: [String: String] = [
    "n": "$n$", "m": "$m$", "N": "$N$", "d": "$d$", "T": "$T$", "R": "$R$", "L": "$L$", "b": "$b$",
    "c": "$c$", "eta": #"$\eta$"#, "lambda": #"$\lambda$"#, "epsilon": #"$\varepsilon$"#,
    "delta": #"$\delta$"#, "gamma": #"$\gamma$"#, "alpha": #"$\alpha$"#, "zeta": #"$\zeta$"#,
    "nu2": #"$\nu^2$"#, "t1": "$t_1$", "t2": "$t_2$", "plateau": "$t_2-t_1$",
    "lambda_min_plus": #"$\lambda_{\min}^{+}$"#, "lambda_max": #"$\lambda_{\max}$"#,
    "t_final": #"$t_{\mathrm{final}}$"#, "T_train": #"$T_{\mathrm{train}}$"#,
    "T_train_last": #"$T_{\mathrm{train}}^{\mathrm{last}}$"#, "T_test": #"$T_{\mathrm{test}}$"#,
    "T_test_last": #"$T_{\mathrm{test}}^{\mathrm{last}}$"#, "t_peak": #"$t_{\mathrm{peak}}$"#,
  ]

  /// The heading of a field in LaTeX: its symbol, or its name.
  static func latex(_ field: String) -> String {
    if let symbol = symbols[field] { return symbol }
    if field.hasPrefix("count("), field.hasSuffix(")") {
      return LaTeXText.escape(String(field.dropFirst("count(".count).dropLast()))
    }
    if let open = field.firstIndex(of: "("), let symbol = symbols[String(field[..<open])] {
      return symbol + " " + LaTeXText.escape(String(field[open...]))
    }
    if let dot = field.lastIndex(of: "."), !field.contains("("), !field.hasSuffix(".seed") {
      return symbols[String(field[field.index(after: dot)...])] ?? LaTeXText.escape(field)
    }
    return LaTeXText.escape(field)
  }
}
