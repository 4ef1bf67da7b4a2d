internal import Enclosures

extension Expression: CustomStringConvertible {
  /// The canonical text, with few brackets; reading it gives the same tree.
  ///
  /// A number that no finite decimal writes (the parser makes none) is printed as a quotient.
  public var description: String { TextPrinter.text(self, 0) }
}

extension Formula: CustomStringConvertible {
  /// The canonical text, with few brackets; reading it gives the same tree.
  public var description: String { TextPrinter.text(self, 0) }
}

extension Comparison: CustomStringConvertible {
  /// The canonical text.
  public var description: String { "\(left) \(relation.rawValue) \(right)" }
}

/// Binding strengths, from loose to tight, as the parser has them.
enum Binding {
  static let implies = 1
  static let or = 2
  static let and = 3
  static let not = 4
  static let comparison = 5
  static let sum = 6
  static let product = 7
  static let minus = 8
  static let power = 9
  static let atom = 10
}

enum TextPrinter {
  private static func bracketed(_ text: String, _ own: Int, _ least: Int) -> String {
    own < least ? "(\(text))" : text
  }

  static func text(_ expression: Expression, _ least: Int) -> String {
    func list(_ arguments: [Expression]) -> String {
      arguments.map { text($0, 0) }.joined(separator: ", ")
    }
    switch expression.node {
    case .number(let value): return number(value, least)
    case .infinity: return "inf"
    case .name(let name): return name
    case .function(let function, let arguments): return "\(function.rawValue)(\(list(arguments)))"
    case .call(let name, let arguments): return "\(name)(\(list(arguments)))"
    case .negation(let operand):
      return bracketed("-" + text(operand, Binding.power), Binding.minus, least)
    case .binary(let operation, let left, let right):
      switch operation {
      case .plus, .minus:
        let sides = (text(left, Binding.sum), text(right, Binding.product))
        return bracketed("\(sides.0) \(operation.rawValue) \(sides.1)", Binding.sum, least)
      case .times, .divide:
        // A sign after * or / would parse, but reads badly: a/(-b).
        let sides = (text(left, Binding.product), text(right, Binding.power))
        return bracketed("\(sides.0)\(operation.rawValue)\(sides.1)", Binding.product, least)
      case .power:
        let sides = (text(left, Binding.atom), text(right, Binding.power))
        return bracketed("\(sides.0)^\(sides.1)", Binding.power, least)
      }
    }
  }

  private static func number(_ value: Rational, _ least: Int) -> String {
    if value.sign < 0 {
      return bracketed("-" + number(-value, Binding.power), Binding.minus, least)
    }
    if let decimal = DecimalText(value) { return decimal.text }
    return bracketed("\(value)", Binding.product, least)
  }

  static func text(_ formula: Formula, _ least: Int) -> String {
    func list(_ parts: [Formula], _ word: String, _ binding: Int) -> String {
      bracketed(
        parts.map { text($0, binding + 1) }.joined(separator: " \(word) "), binding, least)
    }
    switch formula.node {
    case .comparison(let comparison):
      return bracketed(comparison.description, Binding.comparison, least)
    case .and(let parts): return list(parts, "and", Binding.and)
    case .or(let parts): return list(parts, "or", Binding.or)
    case .not(let part): return bracketed("not " + text(part, Binding.not), Binding.not, least)
    case .implies(let first, let second):
      let sides = (text(first, Binding.or), text(second, Binding.implies))
      return bracketed("\(sides.0) implies \(sides.1)", Binding.implies, least)
    case .forall(let all):
      let range = "\(text(all.lower, 0))..\(text(all.upper, 0))"
      return bracketed(
        "forall \(all.variable) in \(range): \(text(all.body, 0))", Binding.implies, least)
    }
  }
}

/// A non-negative number as digits and a decimal exponent: 0.DIGITS × 10^exponent.
struct DecimalText {
  let digits: String
  let exponent: Int

  /// Nil where no decimal within the parser's limits writes the number.
  init?(_ value: Rational) {
    if value.isZero {
      (digits, exponent) = ("0", 1)
      return
    }
    // The denominator must divide a power of 10: what is not 2 in it must be a power of 5.
    var odd = value.denominatorParts.odd
    while odd != 1 {
      let fifth = odd * Rational(1, 5)
      guard fifth.isInteger else { return nil }
      odd = fifth
    }
    var scaled = value
    var shift = 0
    while !scaled.isInteger {
      guard shift <= 2 * ParseLimits.decimalExponent else { return nil }
      scaled = scaled * 10
      shift += 1
    }
    let text = Array(scaled.description.utf8)
    exponent = text.count - shift
    let length = (text.lastIndex { $0 != UInt8(ascii: "0") } ?? 0) + 1
    digits = String(decoding: text[..<length], as: UTF8.self)
  }

  /// Positional while that is short, scientific otherwise.
  var text: String {
    if exponent > 0, exponent <= 7 {
      if digits.count <= exponent {
        return digits + String(repeating: "0", count: exponent - digits.count)
      }
      return "\(digits.prefix(exponent)).\(digits.dropFirst(exponent))"
    }
    if exponent <= 0, exponent > -4 {
      return "0." + String(repeating: "0", count: -exponent) + digits
    }
    return scientific.mantissa + "e\(scientific.exponent)"
  }

  /// D.DDD and the power of ten.
  var scientific: (mantissa: String, exponent: Int) {
    let fraction = digits.dropFirst()
    return ("\(digits.prefix(1))" + (fraction.isEmpty ? "" : ".\(fraction)"), exponent - 1)
  }
}
