internal import Enclosures

extension Expression {
  /// The expression as LaTeX mathematics, without delimiters.
  public var latex: String { LaTeXPrinter.text(self, 0) }
}

extension Formula {
  /// The statement as LaTeX mathematics, without delimiters.
  public var latex: String { LaTeXPrinter.text(self, 0) }
}

enum LaTeXPrinter {
  private static func bracketed(_ text: String, _ own: Int, _ least: Int) -> String {
    own < least ? "\\left(\(text)\\right)" : text
  }

  static func text(_ expression: Expression, _ least: Int) -> String {
    switch expression.node {
    case .number(let value): return number(value, least)
    case .infinity: return "\\infty"
    case .name(let name): return LaTeXNames.scalar(name)
    case .function(let function, let arguments): return call(function, arguments)
    case .call(let name, let arguments):
      return LaTeXNames.call(name, arguments.map { text($0, 0) })
    case .negation(let operand):
      return bracketed("-" + text(operand, Binding.product), Binding.minus, least)
    case .binary(let operation, let left, let right):
      return binary(operation, left, right, least)
    }
  }

  private static func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ least: Int
  ) -> String {
    switch operation {
    case .plus, .minus:
      var second = text(right, Binding.product)
      if second.hasPrefix("-") { second = "\\left(\(second)\\right)" }
      return bracketed(
        "\(text(left, Binding.sum)) \(operation.rawValue) \(second)", Binding.sum, least)
    case .times:
      let first = text(left, Binding.product)
      var second = text(right, Binding.product)
      if second.hasPrefix("-") { second = "\\left(\(second)\\right)" }
      let startsWithDigit = second.first.map { $0.isNumber } ?? false
      let needsDot = startsWithDigit || (isNumber(left) && second.hasPrefix("\\frac"))
      return bracketed(first + (needsDot ? " \\cdot " : "\\, ") + second, Binding.product, least)
    case .divide: return "\\frac{\(text(left, 0))}{\(text(right, 0))}"
    case .power:
      var base = text(left, Binding.atom)
      if case .binary(.divide, _, _) = left.node { base = "\\left(\(base)\\right)" }
      if case .function = left.node { base = "\\left(\(base)\\right)" }
      if case .number(let value) = left.node, !value.isInteger { base = "\\left(\(base)\\right)" }
      if base.contains("^"), !base.hasPrefix("\\left(") { base = "\\left(\(base)\\right)" }
      return bracketed("\(base)^{\(exponent(right))}", Binding.power, least)
    }
  }

  private static func isNumber(_ expression: Expression) -> Bool {
    switch expression.node {
    case .number: true
    case .negation(let operand): isNumber(operand)
    default: false
    }
  }

  /// An exponent keeps fractions on one line where they are short.
  private static func exponent(_ expression: Expression) -> String {
    if case .binary(.divide, let left, let right) = expression.node {
      return "\(text(left, Binding.product))/\(text(right, Binding.power))"
    }
    return text(expression, 0)
  }

  private static func call(_ function: Function, _ arguments: [Expression]) -> String {
    let inner = arguments.map { text($0, 0) }.joined(separator: ",\\, ")
    switch function {
    case .sqrt: return "\\sqrt{\(inner)}"
    case .abs: return "\\left|\(inner)\\right|"
    case .floor: return "\\left\\lfloor \(inner) \\right\\rfloor"
    case .ceil: return "\\left\\lceil \(inner) \\right\\rceil"
    case .log1p:
      if case .negation(let operand)? = arguments.first?.node {
        return "\\log\\left(1 - \(text(operand, Binding.product))\\right)"
      }
      return "\\log\\left(1 + \(inner)\\right)"
    case .expm1: return "\\operatorname{expm1}\\left(\(inner)\\right)"
    case .exp, .log, .min, .max: return "\\\(function.rawValue)\\left(\(inner)\\right)"
    }
  }

  private static func number(_ value: Rational, _ least: Int) -> String {
    if value.sign < 0 { return bracketed("-" + number(-value, 0), Binding.minus, least) }
    guard let decimal = DecimalText(value) else {
      return "\\frac{\(value.numerator)}{\(value.denominator)}"
    }
    let text = decimal.text
    guard text.contains("e") else { return text }
    let (mantissa, exponent) = decimal.scientific
    let power = "10^{\(exponent)}"
    return mantissa == "1"
      ? power : bracketed("\(mantissa) \\cdot \(power)", Binding.product, least)
  }

  static func text(_ formula: Formula, _ least: Int) -> String {
    func list(_ parts: [Formula], _ word: String, _ binding: Int) -> String {
      bracketed(
        parts.map { text($0, binding + 1) }.joined(separator: " \\ \\text{\(word)}\\ "), binding,
        least)
    }
    switch formula.node {
    case .comparison(let comparison):
      let signs: [Relation: String] = [
        .less: "<", .lessOrEqual: "\\le", .greater: ">", .greaterOrEqual: "\\ge", .equal: "=",
      ]
      let sign = signs[comparison.relation] ?? comparison.relation.rawValue
      return "\(text(comparison.left, 0)) \(sign) \(text(comparison.right, 0))"
    case .and(let parts): return list(parts, "and", Binding.and)
    case .or(let parts): return list(parts, "or", Binding.or)
    case .not(let part): return "\\neg\\left(\(text(part, 0))\\right)"
    case .implies(let first, let second):
      let sides = (text(first, Binding.or), text(second, Binding.implies))
      return bracketed("\(sides.0) \\implies \(sides.1)", Binding.implies, least)
    case .forall(let all):
      let variable = LaTeXNames.scalar(all.variable)
      let (lower, upper) = (text(all.lower, 0), text(all.upper, 0))
      let range =
        all.upper.node == .infinity
        ? "\(variable) \\ge \(lower)" : "\(variable) \\in \\{\(lower), \\dots, \(upper)\\}"
      return bracketed("\\forall \(range):\\ \(text(all.body, 0))", Binding.implies, least)
    }
  }
}
