/// A part of a statement's text: offsets in Unicode scalars, the end excluded.
public struct SourceRange: Sendable, Hashable {
  /// The offset of the first scalar.
  public let start: Int
  /// The offset after the last scalar.
  public let end: Int

  /// A range from its offsets.
  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// The range of something that was not read from text.
  public static let none = SourceRange(0, 0)

  /// From the start of one range to the end of another.
  func through(_ other: SourceRange) -> SourceRange { SourceRange(start, other.end) }
}

/// Why a text is not a statement or expression, with its place.
public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, and where it helps the remedy.
  public let message: String
  /// The line of the fault, from 1.
  public let line: Int
  /// The column of the fault in Unicode scalars, from 1.
  public let column: Int
  /// The source line with a caret line under it.
  public let snippet: String

  /// An error at a place of a text.
  public init(_ message: String, at range: SourceRange, in text: String) {
    self.init(message, at: range, in: Array(text.unicodeScalars))
  }

  init(_ message: String, at range: SourceRange, in scalars: [Unicode.Scalar]) {
    let offset = min(max(range.start, 0), scalars.count)
    let before = scalars[..<offset]
    let lineStart = (before.lastIndex(of: "\n") ?? -1) + 1
    let lineEnd = scalars[offset...].firstIndex(of: "\n") ?? scalars.count
    self.message = message
    line = before.count(where: { $0 == "\n" }) + 1
    column = offset - lineStart + 1
    let length = max(1, min(range.end, lineEnd) - offset)
    snippet = ParseError.snippet(
      scalars[lineStart..<lineEnd], caret: offset - lineStart, length: length)
  }

  /// `line 1, column 9: …`, then the source line with a caret.
  public var description: String { "line \(line), column \(column): \(message)\n\(snippet)" }

  /// A line cut to what fits on a screen around the caret. Tabs and controls become blanks.
  private static func snippet(
    _ line: ArraySlice<Unicode.Scalar>, caret: Int, length: Int
  ) -> String {
    let width = 90
    let first = caret > 60 ? caret - 60 : 0
    let shown = line.dropFirst(first).prefix(width)
    var text = first > 0 ? "..." : ""
    let indent = text.count + caret - first
    for scalar in shown { text.unicodeScalars.append(scalar.value < 32 ? " " : scalar) }
    if line.count > first + width { text += "..." }
    let carets = String(repeating: "^", count: max(1, min(length, width - (caret - first))))
    return "  \(text)\n  \(String(repeating: " ", count: indent))\(carets)"
  }
}
