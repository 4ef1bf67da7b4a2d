/// Pieces of HTML; every text from a certificate passes `Markup.escape`.
enum HTMLText {
  /// In the order of columns.
  static let verdicts = ["pass", "fail", "out-of-scope", "undecided"]

  static func code(_ text: String) -> String { "<code>\(Markup.escape(text))</code>" }

  /// The class of a verdict; none for words that are no verdicts.
  static func style(_ verdict: String) -> String { verdicts.contains(verdict) ? verdict : "" }

  /// The class of a status.
  static func status(_ status: String) -> String {
    switch status {
    case "holds": "pass"
    case "fails": "fail"
    default: "undecided"
    }
  }

  /// A table that scrolls by itself where it is too wide.
  static func table(
    _ head: [String], _ rows: [String], label: String, style: String = ""
  ) -> String {
    let cells = head.map { "<th scope=\"col\">\(Markup.escape($0))</th>" }.joined()
    return
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(Markup.escape(label))\">"
      + "<table class=\"\(style)\"><thead><tr>\(cells)</tr></thead>"
      + "<tbody>\(rows.joined(separator: "\n"))</tbody></table></div>"
  }

  /// A path as an address: everything but plain letters, digits and slashes as bytes in hexadecimal.
  static func url(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return result
  }
}
