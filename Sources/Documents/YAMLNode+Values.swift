public import Enclosures

/// Typed readers; each throws an error that names file, place, key path, value and remedy.
extension YAMLNode {
  /// The text of a scalar.
  public func string() throws(DocumentError) -> String {
    guard let text else { throw error("must be a single value, not \(kind)") }
    return text
  }

  /// One of some words.
  public func word(of words: [String]) throws(DocumentError) -> String {
    let text = try string()
    guard words.contains(text) else {
      throw error("must be \(listed(words))\(Suggestion.text(for: text, among: words))")
    }
    return text
  }

  /// An exact rational: `3`, `0.01`, `1e-4`, `1/3`.
  public func rational() throws(DocumentError) -> Rational {
    guard let text else {
      throw error("must be a number such as 1/3, 0.01 or 1e-4, not \(kind)")
    }
    let problem: NumberError
    do {
      return try Rational(parsing: text)
    } catch { problem = error }
    let message =
      switch problem {
      case .malformed:
        "is not a number; write an integer, a decimal such as 0.01 or 1e-4, or a fraction such as 1/3"
      case .zeroDenominator: "has denominator zero"
      case .tooLong(let length, let limit):
        "has \(length) characters; a number may have at most \(limit)"
      case .exponentTooLarge(_, let limit): "has an exponent beyond ±\(limit)"
      }
    throw error(message)
  }

  /// A rational that is positive; the example is a remedy such as `give a step size such as 1/2`.
  public func positive(_ example: String) throws(DocumentError) -> Rational {
    let value = try rational()
    guard value.sign > 0 else { throw error("must be positive; \(example)") }
    return value
  }

  /// A rational that is not negative.
  public func nonNegative(_ example: String) throws(DocumentError) -> Rational {
    let value = try rational()
    guard value.sign >= 0 else { throw error("must not be negative; \(example)") }
    return value
  }

  /// An integer in a range; `1e6` is one.
  public func integer(in range: ClosedRange<Int>) throws(DocumentError) -> Int {
    let value = try rational()
    guard value.isInteger else { throw error("must be an integer") }
    guard let integer = value.int, range.contains(integer) else {
      throw error("must be an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// A natural number, at most 10¹⁸.
  public func natural() throws(DocumentError) -> Int {
    try integer(in: 0...1_000_000_000_000_000_000)
  }

  /// The elements of a list.
  public func elements() throws(DocumentError) -> [YAMLNode] {
    guard case .sequence(let elements) = content else {
      throw error("must be a list such as [1, 1/2], not \(kind)")
    }
    return elements
  }

  /// A list of rationals.
  public func rationals() throws(DocumentError) -> [Rational] {
    var budget = NumberBudget()
    return try rationals(within: &budget)
  }

  /// A list of rationals, which together with other lists may not be too large.
  public func rationals(within budget: inout NumberBudget) throws(DocumentError) -> [Rational] {
    let elements = try elements()
    var values: [Rational] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      let value = try element.rational()
      try budget.add(value, at: element)
      values.append(value)
    }
    return values
  }

  /// A matrix, written as a list of rows of equal length.
  public func rationalMatrix() throws(DocumentError) -> ExactMatrix {
    let rows = try elements()
    var values: [Rational] = []
    var budget = NumberBudget()
    var columns: Int?
    for (index, row) in rows.enumerated() {
      let count = try row.elements().count
      if let columns, columns != count {
        throw row.error(
          "row \(index + 1) has \(count) entries where the first row has \(columns); "
            + "give every row the same length")
      }
      columns = count
      values.append(contentsOf: try row.rationals(within: &budget))
    }
    guard let columns, columns > 0 else {
      throw error("must have at least one row and one column")
    }
    return ExactMatrix(rows: rows.count, columns: columns, values)
  }

  private func listed(_ words: [String]) -> String {
    words.count == 1 ? "'\(words[0])'" : "one of " + words.joined(separator: ", ")
  }
}

/// How much longer the numbers of a list are than their text.
///
/// A few characters such as `1e-99999` are a number of a hundred thousand digits, which takes as long to write out. A
/// list may hold some of those, and as many ordinary numbers as there is room for in the document.
public struct NumberBudget: Sendable {
  /// The bits that a character may stand for; digits stand for less than four.
  private static let bitsOfCharacter = 64
  /// The most bits beyond those, of all numbers together: 2.5 million digits.
  public static let most = 1 << 23
  private var bits = 0

  /// Nothing so far.
  public init() {}

  /// Counts a number.
  ///
  /// - Throws: `DocumentError` where the numbers are too long by now.
  public mutating func add(_ value: Rational, at node: YAMLNode) throws(DocumentError) {
    let length = node.text?.utf8.count ?? 0
    bits += max(0, value.bitCount - NumberBudget.bitsOfCharacter * length)
    guard bits <= NumberBudget.most else {
      throw node.error(
        "is one too many of such numbers: written out, they have millions of digits; "
          + "give fewer of them, or smaller exponents")
    }
  }
}

/// A mapping whose keys are all known.
public struct KeyedNode: Sendable {
  /// The mapping.
  public let node: YAMLNode

  /// The value for a key; nil where it is absent.
  public subscript(key: String) -> YAMLNode? { node[key] }

  /// The value for a key that must be there; the example is what to add, such as `eta: 1/2`.
  public func required(_ key: String, example: String) throws(DocumentError) -> YAMLNode {
    guard let value = node[key] else {
      throw node.error("the key '\(key)' is missing; add for example `\(example)`")
    }
    return value
  }
}

extension YAMLNode {
  /// The mapping, after a check that each of its keys is one of these.
  ///
  /// - Throws: `DocumentError` with a suggestion for the first unknown key.
  public func keyed(_ allowed: [String]) throws(DocumentError) -> KeyedNode {
    guard case .mapping(let entries) = content else {
      throw error("must be a mapping with keys from \(allowed.joined(separator: ", "))")
    }
    for (key, value) in entries where !allowed.contains(key) {
      let hint = Suggestion.text(for: key, among: allowed)
      throw DocumentError(
        file: file, line: value.line > 0 ? value.line : nil,
        column: value.line > 0 ? value.column : nil, keyPath: value.keyPath,
        "unknown key '\(DocumentError.excerpt(key))'"
          + (hint.isEmpty ? "; known here: \(allowed.joined(separator: ", "))" : hint))
    }
    return KeyedNode(node: self)
  }

  /// The one of these keys that a mapping has, with its value; other keys must be among `others`.
  public func oneOf(
    _ keys: [String], alongside others: [String] = []
  ) throws(DocumentError) -> (key: String, value: YAMLNode) {
    guard case .mapping(let entries) = content else {
      throw error("must be a mapping with one of the keys \(keys.joined(separator: ", "))")
    }
    _ = try keyed(keys + others)
    let found = entries.filter { keys.contains($0.key) }
    guard let first = found.first else {
      throw error("needs one of the keys \(keys.joined(separator: ", "))")
    }
    guard found.count == 1 else {
      throw error(
        "has \(found.map { "'\($0.key)'" }.joined(separator: " and ")); keep exactly one of them")
    }
    return first
  }
}

/// Guesses what a misspelt word was meant to be.
enum Suggestion {
  /// `; did you mean 'eta'?`, or nothing where no word is close.
  static func text(for word: String, among words: [String]) -> String {
    guard word.utf8.count <= 40 else { return "" }
    let lowercase = word.lowercased()
    let ranked = words.map { (distance(lowercase, $0.lowercased()), $0) }.min { $0.0 < $1.0 }
    guard let (best, candidate) = ranked, best <= max(1, candidate.count / 3) else { return "" }
    return "; did you mean '\(candidate)'?"
  }

  /// Edits (insert, delete, replace, swap neighbours) between two words.
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
