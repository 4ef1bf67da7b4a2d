internal import CMPFR

/// Why a text is not a number.
public enum NumberError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text is not of the form 12, -0.5, 1e-4 or 1/3.
  case malformed(String)
  /// The denominator is zero.
  case zeroDenominator(String)
  /// The text has more characters than are read.
  case tooLong(length: Int, limit: Int)
  /// The decimal exponent is beyond what is read.
  case exponentTooLarge(String, limit: Int)

  /// One line that names the value and the remedy.
  public var description: String {
    switch self {
    case .malformed(let text):
      "'\(NumberError.excerpt(text))' is not a number; write an integer, a decimal such as 0.01 or 1e-4, or a fraction such as 1/3"
    case .zeroDenominator(let text):
      "'\(NumberError.excerpt(text))' has denominator zero"
    case .tooLong(let length, let limit):
      "a number of \(length) characters is too long; at most \(limit) are read"
    case .exponentTooLarge(let text, let limit):
      "the exponent of '\(NumberError.excerpt(text))' is beyond ±\(limit)"
    }
  }

  /// At most 60 characters on one line, without controls.
  private static func excerpt(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(61)
    let clean = start.map { $0.properties.generalCategory == .control ? " " : $0 }
    let shown = start.count <= 60 ? clean[...] : clean.prefix(57)
    return String(String.UnicodeScalarView(shown)) + (start.count <= 60 ? "" : "...")
  }
}

extension Rational {
  /// The most characters that a number may have.
  public static let maximumTextLength = 100_000
  /// The greatest magnitude of a decimal exponent.
  public static let maximumDecimalExponent = 100_000

  /// Reads an integer, a decimal or a fraction exactly, without passing through binary64.
  ///
  /// Accepted: an optional sign, then digits with an optional fraction part and an optional exponent
  /// (`12`, `-0.5`, `.5`, `1e-4`, `1E6`), or two such numbers with a slash between them (`1/3`).
  ///
  /// - Throws: `NumberError`, which names the text and the remedy.
  public init(parsing text: String) throws(NumberError) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Rational.maximumTextLength else {
      throw .tooLong(length: bytes.count, limit: Rational.maximumTextLength)
    }
    if let slash = bytes.firstIndex(of: UInt8(ascii: "/")) {
      let numerator = try Rational.decimal(bytes[..<slash], in: text)
      let denominator = try Rational.decimal(bytes[(slash + 1)...], in: text)
      guard !denominator.isZero else { throw .zeroDenominator(text) }
      self = numerator / denominator
    } else {
      self = try Rational.decimal(bytes[...], in: text)
    }
  }

  private static func decimal(
    _ bytes: ArraySlice<UInt8>, in text: String
  ) throws(NumberError) -> Rational {
    var rest = bytes
    var isNegative = false
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    var digits: [CChar] = []
    var fractionDigits = 0
    var seenPoint = false
    while let byte = rest.first {
      if isDigit(byte) {
        digits.append(CChar(byte))
        if seenPoint { fractionDigits += 1 }
      } else if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    guard !digits.isEmpty else { throw .malformed(text) }
    var exponent = 0
    if let byte = rest.first {
      guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { throw .malformed(text) }
      exponent = try decimalExponent(rest.dropFirst(), in: text)
    }
    digits.append(0)
    let significand = Rational { result in
      _ = __gmpz_set_str(&result.pointee._mp_num, digits, 10)
    }
    let scaled = significand * powerOfTen(exponent - fractionDigits)
    return isNegative ? -scaled : scaled
  }

  private static func decimalExponent(
    _ bytes: ArraySlice<UInt8>, in text: String
  ) throws(NumberError) -> Int {
    var rest = bytes
    var isNegative = false
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    guard !rest.isEmpty, rest.allSatisfy(isDigit) else { throw .malformed(text) }
    var exponent = 0
    for byte in rest {
      exponent = exponent * 10 + Int(byte - UInt8(ascii: "0"))
      guard exponent <= maximumDecimalExponent else {
        throw .exponentTooLarge(text, limit: maximumDecimalExponent)
      }
    }
    return isNegative ? -exponent : exponent
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// 10^exponent.
  static func powerOfTen(_ exponent: Int) -> Rational {
    let power = Rational { __gmpz_ui_pow_ui(&$0.pointee._mp_num, 10, UInt(exponent.magnitude)) }
    return exponent >= 0 ? power : 1 / power
  }
}
