import Documents
public import Enclosures

extension Formula {
  /// Checks that every name is a quantity of the theory, and used as it must be.
  ///
  /// The text is the one that the statement was read from, for the caret.
  ///
  /// - Throws: `ParseError` at the first unknown name, with the nearest known one.
  public func checkNames(in text: String, against source: any QuantitySource) throws(ParseError) {
    try NameCheck(text: text, source: source).check(self, bound: [])
  }
}

extension Expression {
  /// Checks that every name is a quantity of the theory, and used as it must be.
  ///
  /// - Throws: `ParseError` at the first unknown name, with the nearest known one.
  public func checkNames(in text: String, against source: any QuantitySource) throws(ParseError) {
    try NameCheck(text: text, source: source).check(self, bound: [])
  }
}

/// Looks up the names of one statement.
private struct NameCheck {
  let text: String
  let source: any QuantitySource

  func check(_ formula: Formula, bound: Set<String>) throws(ParseError) {
    switch formula.node {
    case .comparison(let comparison):
      try check(comparison.left, bound: bound)
      try check(comparison.right, bound: bound)
    case .and(let parts), .or(let parts):
      for part in parts { try check(part, bound: bound) }
    case .not(let part): try check(part, bound: bound)
    case .implies(let first, let second):
      try check(first, bound: bound)
      try check(second, bound: bound)
    case .forall(let all):
      try check(all.lower, bound: bound)
      try check(all.upper, bound: bound)
      try check(all.body, bound: bound.union([all.variable]))
    }
  }

  func check(_ expression: Expression, bound: Set<String>) throws(ParseError) {
    switch expression.node {
    case .number, .infinity: return
    case .name(let name):
      guard !bound.contains(name), !source.scalarNames.contains(name) else { return }
      throw unknown(name, expression.range)
    case .function(_, let arguments):
      for argument in arguments { try check(argument, bound: bound) }
    case .call(let name, let arguments): try check(name, arguments, expression.range, bound)
    case .negation(let operand): try check(operand, bound: bound)
    case .binary(_, let left, let right):
      try check(left, bound: bound)
      try check(right, bound: bound)
    }
  }

  private func check(
    _ name: String, _ arguments: [Expression], _ range: SourceRange, _ bound: Set<String>
  ) throws(ParseError) {
    if arguments.count == 1, source.functionNames.contains(name) {
      return try check(arguments[0], bound: bound)
    }
    if let key = QuantityKey.byRegime(name, arguments) {
      if arguments.count == 1, source.scalarNames.contains(key) { return }
      if arguments.count == 2, source.functionNames.contains(key) {
        return try check(arguments[1], bound: bound)
      }
    }
    let prefix = name + "("
    let names = arguments.count == 1 ? source.scalarNames : source.functionNames
    let regimes = names.filter { $0.hasPrefix(prefix) }.map {
      $0.dropFirst(prefix.count).dropLast()
    }
    if !regimes.isEmpty {
      throw ParseError(
        "'\(name)' is known for \(regimes.sorted().joined(separator: ", ")) only",
        at: arguments[0].range, in: text)
    }
    throw unknown(name, range, isCall: true)
  }

  private func unknown(_ name: String, _ range: SourceRange, isCall: Bool = false) -> ParseError {
    if isCall, source.scalarNames.contains(name) {
      return ParseError("'\(name)' is a number: it takes no argument", at: range, in: text)
    }
    if !isCall, source.functionNames.contains(name) {
      return ParseError("'\(name)' depends on time: write \(name)(t)", at: range, in: text)
    }
    var message = "unknown \(isCall ? "function" : "quantity") '\(ParseLimits.excerpt(name))'"
    var known = source.scalarNames.union(source.functionNames)
    if isCall { known.formUnion(Function.allCases.map(\.rawValue)) }
    if let near = nearest(name, in: known) { message += "; did you mean '\(near)'?" }
    return ParseError(
      message, at: isCall ? SourceRange(range.start, range.start + name.count) : range, in: text)
  }
}

/// How quantities that come in regimes are keyed: `T_test(standard)`.
enum QuantityKey {
  static func byRegime(_ name: String, _ arguments: [Expression]) -> String? {
    guard case .name(let regime)? = arguments.first?.node else { return nil }
    return "\(name)(\(regime))"
  }

  /// The name as a formula has it: `T_test` of `T_test(standard)`.
  static func stem(of key: String) -> String { String(key.prefix { $0 != "(" }) }
}
