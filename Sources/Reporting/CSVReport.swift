public import Certification

/// One row a claim, for spreadsheets and data frames; numbers as the certificate prints them.
public enum CSVReport {
  /// The names of the columns.
  public static let columns = [
    "id", "verdict", "flags", "status", "left_lower", "left_upper", "right_lower", "right_upper",
    "tightness_lower", "tightness_upper",
  ]

  /// A certificate as CSV (RFC 4180 quoting, lines end with a line feed).
  ///
  /// Of a conjunction the sides are those of the part that decides it. Flags are separated by spaces.
  ///
  /// - Parameters:
  ///   - certificate: what is reported.
  ///   - header: whether the first row names the columns.
  /// - Returns: the rows in order of the claims.
  public static func csv(_ certificate: Certificate, header: Bool = true) -> String {
    let rows = certificate.claims.map { claim -> [String] in
      let comparison = ClaimSummary(claim, [:]).comparison
      let sides = [comparison.left, comparison.right, comparison.tightness]
      return [
        claim.label, claim.verdict, claim.flags.joined(separator: " "), claim.conclusion.status,
      ]
        + sides.flatMap { [$0?.lower ?? "", $0?.upper ?? ""] }
    }
    return ((header ? [columns] : []) + rows)
      .map { $0.map(field).joined(separator: ",") + "\n" }.joined()
  }

  /// A field, quoted where RFC 4180 asks for it.
  static func field(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
