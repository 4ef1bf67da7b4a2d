/// Bad input: what file, where in it, which value, what is wrong and how to put it right.
public struct DocumentError: Error, Hashable, Sendable {
  /// The file as the user named it; nil for a document that is not from a file.
  public let file: String?
  /// The line from 1; nil where the position is not known.
  public let line: Int?
  /// The column from 1.
  public let column: Int?
  /// The key path such as `features.gaussian.n` or `teacher.vector[3]`; empty for the whole document.
  public let keyPath: String
  /// The offending text, at most 60 characters of it.
  public let value: String?
  /// What is wrong, and the remedy.
  public let message: String

  /// An error at a place in a document.
  public init(
    file: String?, line: Int? = nil, column: Int? = nil, keyPath: String = "",
    value: String? = nil, _ message: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.keyPath = keyPath
    self.value = value.map(DocumentError.excerpt)
    self.message = message
  }

  /// At most 60 characters of a text on one line.
  static func excerpt(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(61)
    let clean = String(
      String.UnicodeScalarView(start.map { $0.properties.generalCategory == .control ? " " : $0 }))
    return start.count <= 60 ? clean : String(clean.unicodeScalars.prefix(57)) + "..."
  }
}

extension DocumentError: CustomStringConvertible {
  /// One line, as in `spec.yaml:9:18: training.eta: '0' must be positive; give a step size such as 1/2`.
  public var description: String {
    var text = ""
    if let file {
      text += file
      if let line, let column { text += ":\(line):\(column)" }
      text += ": "
    } else if let line, let column {
      text += "line \(line), column \(column): "
    }
    if !keyPath.isEmpty { text += "\(keyPath): " }
    if let value { text += "'\(value)' " }
    return (text + message).readable()
  }
}

extension String {
  /// A message that may quote what others wrote, as it is shown: without controls, and with its middle left out where it
  /// is too long to be read.
  public func readable(most: Int = 1_500) -> String {
    let scalars = unicodeScalars
    let isClean = utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 10 }
    if isClean, utf8.count <= most { return self }
    func clean(_ part: some Sequence<Unicode.Scalar>) -> String {
      String(
        UnicodeScalarView(
          part.map { $0.properties.generalCategory == .control && $0 != "\n" ? " " : $0 }))
    }
    guard scalars.count > most else { return clean(scalars) }
    return clean(scalars.prefix(most / 2)) + " ... " + clean(scalars.suffix(most / 2))
  }
}
