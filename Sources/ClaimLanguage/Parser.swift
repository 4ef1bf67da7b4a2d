internal import Enclosures

extension Formula {
  /// Reads a statement.
  public init(parsing text: String) throws(ParseError) {
    var parser = try Parser(text)
    self = try parser.formula(parser.whole(), "a statement such as 'x < y'")
  }
}

extension Expression {
  /// Reads an expression.
  public init(parsing text: String) throws(ParseError) {
    var parser = try Parser(text)
    self = try parser.expression(parser.whole(), "an expression")
  }
}

/// Reads expressions and statements by operator precedence, in one pass without going back.
///
/// From loose to tight: `implies` (right associative), `or`, `and`, `not`, comparisons (chains), `+ -`,
/// `* /`, unary minus, `^` (right associative, so −x² is −(x²)). `forall` reaches as far right as it can.
struct Parser {
  /// What a piece of text turned out to be; brackets may hold either.
  enum Piece {
    case expression(Expression)
    case formula(Formula)
    /// A chain of comparisons without brackets, still open to `and`.
    case chain([Formula], SourceRange)

    var range: SourceRange {
      switch self {
      case .expression(let expression): expression.range
      case .formula(let formula): formula.range
      case .chain(_, let range): range
      }
    }
  }

  private enum Level: Int {
    case implies = 1
    case or, and, not, comparison, sum, product, minus, power
  }

  let scalars: [Unicode.Scalar]
  private let tokens: [Token]
  private var position = 0
  private var nesting = 0
  private var isInForall = false

  init(_ text: String) throws(ParseError) {
    scalars = Array(text.unicodeScalars.prefix(ParseLimits.textLength + 1))
    guard scalars.count <= ParseLimits.textLength else {
      throw ParseError(
        "a statement may have at most \(ParseLimits.textLength) characters",
        at: SourceRange(0, 1), in: scalars)
    }
    var lexer = Lexer(scalars)
    tokens = try lexer.tokens()
  }

  private var token: Token { tokens[position] }

  private func error(_ message: String, _ range: SourceRange) -> ParseError {
    ParseError(message, at: range, in: scalars)
  }

  private mutating func advance() { if position < tokens.count - 1 { position += 1 } }

  private func isAt(_ symbol: String) -> Bool { token.kind == .symbol(symbol) }

  private mutating func expect(_ symbol: String, _ context: String) throws(ParseError) {
    guard isAt(symbol) else {
      throw error("expected '\(symbol)' \(context), found \(token.name)", token.range)
    }
    advance()
  }

  /// The whole text.
  mutating func whole() throws(ParseError) -> Piece {
    let piece = try parse(.implies)
    guard token.kind == .end else {
      throw error("expected an operator or the end, found \(token.name)", token.range)
    }
    return piece
  }

  func expression(_ piece: Piece, _ wanted: String) throws(ParseError) -> Expression {
    guard case .expression(let expression) = piece else {
      throw error("expected \(wanted), found a statement", piece.range)
    }
    return expression
  }

  func formula(_ piece: Piece, _ wanted: String) throws(ParseError) -> Formula {
    switch piece {
    case .expression: throw error("expected \(wanted), found an expression", piece.range)
    case .formula(let formula): return formula
    case .chain(let parts, let range): return try checked(Formula(.and(parts), range: range))
    }
  }

  private func checked(_ formula: Formula) throws(ParseError) -> Formula {
    guard formula.depth <= ParseLimits.nesting else { throw tooDeep(formula.range) }
    return formula
  }

  private func checked(_ expression: Expression) throws(ParseError) -> Piece {
    guard expression.depth <= ParseLimits.nesting else { throw tooDeep(expression.range) }
    return .expression(expression)
  }

  private func tooDeep(_ range: SourceRange) -> ParseError {
    error("nested more than \(ParseLimits.nesting) deep", range)
  }

  private mutating func parse(_ level: Level) throws(ParseError) -> Piece {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= ParseLimits.nesting else { throw tooDeep(token.range) }
    var left = try prefix()
    while case .symbol(let symbol) = token.kind, let own = Parser.level(of: symbol),
      own.rawValue >= level.rawValue
    {
      switch own {
      case .implies: left = try implication(left)
      case .or, .and: left = try junction(left, own)
      case .comparison: left = try chain(left)
      default: left = try binary(left, symbol, own)
      }
    }
    return left
  }

  private static func level(of symbol: String) -> Level? {
    switch symbol {
    case "implies": .implies
    case "or": .or
    case "and": .and
    case "<", "<=", ">", ">=", "=": .comparison
    case "+", "-": .sum
    case "*", "/": .product
    case "^": .power
    default: nil
    }
  }
}

// MARK: - Operators

extension Parser {
  private mutating func implication(_ left: Piece) throws(ParseError) -> Piece {
    let first = try formula(left, "a statement before 'implies'")
    advance()
    let second = try formula(parse(.implies), "a statement after 'implies'")
    return .formula(
      try checked(Formula(.implies(first, second), range: first.range.through(second.range))))
  }

  private mutating func junction(_ left: Piece, _ level: Level) throws(ParseError) -> Piece {
    let symbol = level == .and ? "and" : "or"
    let tighter: Level = level == .and ? .not : .and
    var parts = try members(left, level, "before")
    while isAt(symbol) {
      advance()
      parts += try members(parse(tighter), level, "after")
    }
    let range = left.range.through(parts[parts.count - 1].range)
    return .formula(
      try checked(Formula(level == .and ? .and(parts) : .or(parts), range: range)))
  }

  /// The members that a piece gives to a junction: a chain inside `and` gives its comparisons.
  private func members(_ piece: Piece, _ level: Level, _ side: String) throws(ParseError)
    -> [Formula]
  {
    if level == .and, case .chain(let parts, _) = piece { return parts }
    return [try formula(piece, "a statement \(side) '\(level == .and ? "and" : "or")'")]
  }

  private mutating func chain(_ left: Piece) throws(ParseError) -> Piece {
    var parts: [Formula] = []
    var first = try expression(left, "an expression before '\(symbolText)'")
    while case .symbol(let symbol) = token.kind, let relation = Relation(rawValue: symbol) {
      advance()
      let second = try expression(parse(.sum), "an expression after '\(symbol)'")
      parts.append(
        try checked(
          Formula(
            .comparison(Comparison(first, relation, second)),
            range: first.range.through(second.range))))
      first = second
    }
    if parts.count == 1 { return .formula(parts[0]) }
    return .chain(parts, left.range.through(first.range))
  }

  private var symbolText: String { if case .symbol(let text) = token.kind { text } else { "" } }

  private mutating func binary(
    _ left: Piece, _ symbol: String, _ level: Level
  ) throws(ParseError) -> Piece {
    let first = try expression(left, "an expression before '\(symbol)'")
    guard let operation = BinaryOperator(rawValue: symbol) else {
      throw error("unexpected \(token.name)", token.range)
    }
    advance()
    // Right operands bind tighter, but for ^ the right one may be another power or a minus.
    let next: Level = level == .sum ? .product : level == .product ? .minus : .power
    let second = try expression(parse(next), "an expression after '\(symbol)'")
    return try checked(
      Expression(.binary(operation, first, second), range: first.range.through(second.range)))
  }
}

// MARK: - Operands

extension Parser {
  private mutating func prefix() throws(ParseError) -> Piece {
    let first = token
    switch first.kind {
    case .number(let value):
      advance()
      return .expression(Expression(.number(value), range: first.range))
    case .identifier(let name):
      advance()
      return try named(name, first.range)
    case .symbol("inf"):
      advance()
      return .expression(Expression(.infinity, range: first.range))
    case .symbol("-"):
      advance()
      let operand = try expression(parse(.power), "an expression after '-'")
      return try checked(
        Expression(.negation(operand), range: first.range.through(operand.range)))
    case .symbol("not"):
      advance()
      let operand = try formula(parse(.not), "a statement after 'not'")
      return .formula(
        try checked(Formula(.not(operand), range: first.range.through(operand.range))))
    case .symbol("forall"):
      advance()
      return try forall(first.range)
    case .symbol("("):
      advance()
      return try bracketed(first.range)
    default:
      throw error("expected an expression or a statement, found \(first.name)", first.range)
    }
  }

  private mutating func bracketed(_ open: SourceRange) throws(ParseError) -> Piece {
    let inner = try parse(.implies)
    let range = open.through(token.range)
    try expect(")", "to close the bracket")
    switch inner {
    case .expression(let expression):
      return .expression(Expression(expression.node, range: range))
    case .formula(let formula): return .formula(Formula(formula.node, range: range))
    case .chain(let parts, _): return .formula(try checked(Formula(.and(parts), range: range)))
    }
  }

  private mutating func named(_ name: String, _ range: SourceRange) throws(ParseError) -> Piece {
    let function = Function(rawValue: name)
    guard isAt("(") else {
      if function != nil { throw error("'\(name)' needs arguments: \(name)(...)", range) }
      return .expression(Expression(.name(name), range: range))
    }
    advance()
    var arguments = [try expression(parse(.implies), "an expression as argument")]
    while isAt(",") {
      advance()
      arguments.append(try expression(parse(.implies), "an expression as argument"))
    }
    let whole = range.through(token.range)
    try expect(")", "or ',' in the arguments of '\(ParseLimits.excerpt(name))'")
    guard let function else {
      guard arguments.count <= 2 else {
        throw error("a quantity takes at most a regime and a time", whole)
      }
      return try checked(Expression(.call(name, arguments), range: whole))
    }
    let isRight = function.arity.map { $0 == arguments.count } ?? (arguments.count >= 2)
    guard isRight else {
      let wanted = function.arity == nil ? "two or more arguments" : "one argument"
      throw error("'\(name)' takes \(wanted), found \(arguments.count)", whole)
    }
    return try checked(Expression(.function(function, arguments), range: whole))
  }

  private mutating func forall(_ start: SourceRange) throws(ParseError) -> Piece {
    guard !isInForall else { throw error("'forall' inside 'forall' is not supported", start) }
    guard case .identifier(let variable) = token.kind, Function(rawValue: variable) == nil else {
      throw error("expected a variable after 'forall', found \(token.name)", token.range)
    }
    advance()
    try expect("in", "after 'forall \(ParseLimits.excerpt(variable))'")
    let lower = try expression(parse(.sum), "an expression after 'in'")
    try expect("..", "between the ends of the range")
    let upper = try expression(parse(.sum), "an expression after '..'")
    try expect(":", "after the range")
    for end in [lower, upper] where end.mentions(variable) {
      throw error("the range must not depend on '\(variable)'", end.range)
    }
    isInForall = true
    defer { isInForall = false }
    let body = try formula(parse(.implies), "a statement after ':'")
    return .formula(
      try checked(
        Formula(
          .forall(Quantifier(variable: variable, lower: lower, upper: upper, body: body)),
          range: start.through(body.range))))
  }
}
