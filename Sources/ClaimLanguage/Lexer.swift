internal import Enclosures

/// One word of a statement.
struct Token {
  enum Kind: Hashable {
    case number(Rational)
    case identifier(String)
    /// An operator, bracket, separator or keyword, by its text.
    case symbol(String)
    case end
  }
  let kind: Kind
  let range: SourceRange

  /// How error messages call it.
  var name: String {
    switch kind {
    case .number: "a number"
    case .identifier(let text): "'\(ParseLimits.excerpt(text))'"
    case .symbol(let text): "'\(text)'"
    case .end: "the end"
    }
  }
}

/// What the parser accepts at most.
public enum ParseLimits {
  /// The most Unicode scalars of a statement.
  public static let textLength = 20_000
  /// The greatest depth of brackets, and the greatest height of a tree.
  public static let nesting = 200
  /// The most characters of a number.
  public static let numberLength = 1000
  /// The greatest magnitude of a decimal exponent.
  public static let decimalExponent = 1000

  static func excerpt(_ text: String) -> String {
    text.count <= 40 ? text : text.prefix(37) + "..."
  }
}

/// Cuts a text into tokens.
struct Lexer {
  static let keywords: Set<String> = ["and", "or", "not", "implies", "forall", "in", "inf"]
  private static let hints = [
    "==": "'=' for equality", "!=": "'not' before a comparison with '='", "**": "'^' for powers",
    "&&": "'and'", "||": "'or'", "=>": "'implies'", "->": "'implies'", "=<": "'<='",
    "&": "'and'", "|": "'or'", "!": "'not'", "≤": "'<='", "≥": "'>='", "·": "'*'", "×": "'*'",
    "−": "'-' (the ASCII minus)", "∞": "'inf'", "≠": "'not' before a comparison with '='",
  ]

  let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  mutating func tokens() throws(ParseError) -> [Token] {
    var result: [Token] = []
    while true {
      while let scalar = peek(), scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" {
        position += 1
      }
      let start = position
      guard let scalar = peek() else {
        result.append(Token(kind: .end, range: SourceRange(start, start)))
        return result
      }
      let kind = try next(scalar)
      result.append(Token(kind: kind, range: SourceRange(start, position)))
    }
  }

  private mutating func next(_ scalar: Unicode.Scalar) throws(ParseError) -> Token.Kind {
    if Lexer.isDigit(scalar) || (scalar == "." && Lexer.isDigit(peek(1))) { return try number() }
    if Lexer.isLetter(scalar) {
      let start = position
      while let scalar = peek(), Lexer.isLetter(scalar) || Lexer.isDigit(scalar) { position += 1 }
      let text = String(String.UnicodeScalarView(scalars[start..<position]))
      return Lexer.keywords.contains(text) ? .symbol(text) : .identifier(text)
    }
    if let following = peek(1) {
      let pair = String(String.UnicodeScalarView([scalar, following]))
      if pair == "<=" || pair == ">=" || pair == ".." {
        position += 2
        return .symbol(pair)
      }
      if let hint = Lexer.hints[pair] {
        throw error("'\(pair)' is not known; write \(hint)", SourceRange(position, position + 2))
      }
    }
    let text = String(Character(scalar))
    if "+-*/^()<>=,:".contains(text) {
      position += 1
      return .symbol(text)
    }
    let shown = scalar.value < 32 ? "a control character" : "'\(text)'"
    let hint = Lexer.hints[text].map { "; write \($0)" } ?? ""
    throw error("\(shown) has no meaning here\(hint)", SourceRange(position, position + 1))
  }

  private mutating func number() throws(ParseError) -> Token.Kind {
    let start = position
    skipDigits()
    // In 0..inf the dots belong to the range.
    if peek() == ".", peek(1) != "." {
      position += 1
      skipDigits()
    }
    if peek() == "e" || peek() == "E" {
      let hasSign = peek(1) == "+" || peek(1) == "-"
      if Lexer.isDigit(peek(hasSign ? 2 : 1)) {
        position += hasSign ? 2 : 1
        let digits = position
        skipDigits()
        let text = String(String.UnicodeScalarView(scalars[digits..<position]))
        guard let exponent = Int(text), exponent <= ParseLimits.decimalExponent else {
          throw error(
            "the exponent of a number may be at most \(ParseLimits.decimalExponent)",
            SourceRange(start, position))
        }
      }
    }
    let range = SourceRange(start, position)
    guard position - start <= ParseLimits.numberLength else {
      throw error(
        "a number may have at most \(ParseLimits.numberLength) characters", range)
    }
    if let scalar = peek(), Lexer.isLetter(scalar) {
      throw error(
        "a number is followed by a letter; write '*' to multiply",
        SourceRange(position, position + 1))
    }
    let text = String(String.UnicodeScalarView(scalars[start..<position]))
    do {
      return .number(try Rational(parsing: text))
    } catch let failure {
      throw error(failure.description, range)
    }
  }

  private mutating func skipDigits() { while Lexer.isDigit(peek()) { position += 1 } }

  private func error(_ message: String, _ range: SourceRange) -> ParseError {
    ParseError(message, at: range, in: scalars)
  }

  private static func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return scalar >= "0" && scalar <= "9"
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z") || scalar == "_"
  }
}
