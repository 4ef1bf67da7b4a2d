internal import Enclosures

/// Operands: numbers, names, calls, brackets and what prefixes bind.
extension Parser {
  mutating func prefix() throws(ParseError) -> Piece {
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
