/// Lays out lines for a terminal: wrapping with a hanging indent, padding, colour.
public enum TextLayout {
  /// Columns of a report.
  static let width = 100

  /// A text whose long lines are wrapped at 100 columns, each with its own indentation.
  ///
  /// - Parameter text: lines, ended or separated by line feeds.
  /// - Returns: the lines, each ended by a line feed.
  public static func wrapped(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.flatMap { line -> [String] in
      let indent = line.prefix { $0 == " " }
      if line.count <= width { return [String(line)] }
      return wrap(
        String(line.dropFirst(indent.count)), first: String(indent), hang: indent.count + 4)
    }.map { $0 + "\n" }.joined()
  }

  /// A text on one line: control characters, which could steer a terminal, become spaces or `�`.
  static func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 9, 10, 13: result.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Wraps a text; the first line begins with `first`, the others with `hang` spaces.
  static func wrap(_ text: String, first: String = "", hang: Int) -> [String] {
    var lines: [String] = []
    var line = plain(first)
    var isEmpty = true
    func breakLine() {
      lines.append(line)
      line = String(repeating: " ", count: hang)
      isEmpty = true
    }
    for word in plain(text).split(separator: " ", omittingEmptySubsequences: true) {
      var rest = word
      if !isEmpty {
        if line.count + 1 + rest.count <= width {
          line += " \(rest)"
          continue
        }
        breakLine()
      }
      while line.count + rest.count > width, rest.count > 1 {
        let cut = cut(rest, at: max(width - line.count, 1))
        line += rest[..<cut]
        rest = rest[cut...]
        breakLine()
      }
      line += rest
      isEmpty = false
    }
    lines.append(line)
    return lines
  }

  /// Where to cut a long word: behind the last operator that fits, else at the limit.
  private static func cut(_ word: Substring, at limit: Int) -> Substring.Index {
    let fitting = word.prefix(limit)
    if let operatorIndex = fitting.lastIndex(where: { "*/+-,^(".contains($0) }) {
      return word.index(after: operatorIndex)
    }
    return fitting.endIndex
  }

  /// A text without spaces at its ends.
  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }

  /// A text padded to a width, on the right or on the left.
  static func pad(_ text: String, _ width: Int, right: Bool = false) -> String {
    let space = String(repeating: " ", count: max(width - text.count, 0))
    return right ? space + text : text + space
  }
}

/// Colours for terminals, or none.
struct Palette {
  let isOn: Bool

  func bold(_ text: String) -> String { paint(text, "1") }

  /// A text in the colour of a verdict.
  func verdict(_ text: String, _ verdict: String) -> String {
    switch verdict {
    case "pass": paint(text, "32")
    case "fail": paint(text, "1;31")
    case "undecided": paint(text, "33")
    default: paint(text, "36")
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
