public import Enclosures

extension Expression {
  /// The expression as a real term of Coq, to be read in `R_scope`.
  ///
  /// A name is printed as `name` says; it is asked for the text of a call too: `train_loss(0)`. What it
  /// returns must be an identifier, or a term in brackets. Terms use `Reals` of the standard library;
  /// ⌊x⌋ and ⌈x⌉ are those of Flocq (`From Flocq Require Import Core.Raux`).
  ///
  /// Powers with an integer as exponent are products, those with half an integer square roots; any
  /// other x^y is `Rpower x y`, which means x^y for x > 0 only.
  ///
  /// - Throws: `CoqPrintingError` for what no real term says: `inf`.
  public func coq(
    name: @escaping (String) -> String = CoqNames.identifier
  ) throws(CoqPrintingError) -> String {
    try CoqPrinter(name: name).text(self, 0)
  }
}

extension Comparison {
  /// The comparison as a proposition of Coq, to be read in `R_scope`.
  ///
  /// - Throws: `CoqPrintingError` as for its sides.
  public func coq(
    name: @escaping (String) -> String = CoqNames.identifier
  ) throws(CoqPrintingError) -> String {
    "\(try left.coq(name: name)) \(relation.rawValue) \(try right.coq(name: name))"
  }
}

extension Formula {
  /// The statement as a proposition of Coq, to be read in `R_scope`.
  ///
  /// - Throws: `CoqPrintingError` as for expressions, and for statements over time.
  public func coq(
    name: @escaping (String) -> String = CoqNames.identifier
  ) throws(CoqPrintingError) -> String {
    func member(_ part: Formula) throws(CoqPrintingError) -> String {
      let text = try part.coq(name: name)
      if case .comparison = part.node { return text }
      return "(\(text))"
    }
    func list(_ parts: [Formula], _ sign: String) throws(CoqPrintingError) -> String {
      var texts: [String] = []
      for part in parts { texts.append(try member(part)) }
      return texts.joined(separator: " \(sign) ")
    }
    switch node {
    case .comparison(let comparison): return try comparison.coq(name: name)
    case .and(let parts): return try list(parts, "/\\")
    case .or(let parts): return try list(parts, "\\/")
    case .not(let part): return "~ (\(try part.coq(name: name)))"
    case .implies(let first, let second): return "\(try member(first)) -> \(try member(second))"
    case .forall: throw .statementOverTime
    }
  }
}

/// What has no form as a statement about real numbers.
public enum CoqPrintingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `inf` is no real number.
  case infinity
  /// `forall t in A..B` speaks of steps of a run.
  case statementOverTime
  /// A power whose exponent has too many digits.
  case exponent(String)

  /// In a few words.
  public var description: String {
    switch self {
    case .infinity: "names inf, which is no real number"
    case .statementOverTime: "a statement over time"
    case .exponent(let text): "a power with exponent \(text)"
    }
  }
}

/// Binding strengths as in `Binding`, which Coq shares: −x² is −(x²), and −x·y is (−x)·y.
struct CoqPrinter {
  let name: (String) -> String

  /// Natural numbers in unary are slow; from here on exponents are binary.
  static let greatestUnary = 1000
  /// Beyond this no proof ends.
  static let greatestExponent: Rational = 1_000_000_000_000

  private func bracketed(_ text: String, _ own: Int, _ least: Int) -> String {
    own < least ? "(\(text))" : text
  }

  /// What a function is applied to, which binds tighter than any operator.
  private func argument(_ expression: Expression) throws(CoqPrintingError) -> String {
    try text(expression, Binding.atom + 1)
  }

  private func application(
    _ function: String, _ arguments: [Expression], _ least: Int
  ) throws(CoqPrintingError) -> String {
    var text = function
    for argument in arguments { text += " " + (try self.argument(argument)) }
    return bracketed(text, Binding.atom, least)
  }

  func text(_ expression: Expression, _ least: Int) throws(CoqPrintingError) -> String {
    switch expression.node {
    case .number(let value): return number(value, least)
    case .infinity: throw .infinity
    case .name(let name): return self.name(name)
    case .call: return name(expression.description)
    case .function(let function, let arguments): return try call(function, arguments, least)
    case .negation(let operand):
      return bracketed("- " + (try text(operand, Binding.power)), Binding.minus, least)
    case .binary(let operation, let left, let right):
      switch operation {
      case .plus, .minus:
        let sides = (try text(left, Binding.sum), try text(right, Binding.product))
        return bracketed("\(sides.0) \(operation.rawValue) \(sides.1)", Binding.sum, least)
      case .times, .divide:
        let sides = (try text(left, Binding.product), try text(right, Binding.power))
        return bracketed("\(sides.0) \(operation.rawValue) \(sides.1)", Binding.product, least)
      case .power: return try power(left, right, least)
      }
    }
  }

  private func number(_ value: Rational, _ least: Int) -> String {
    if value.sign < 0 {
      return bracketed("- " + number(-value, Binding.power), Binding.minus, least)
    }
    if value.isInteger { return "\(value)" }
    return bracketed("\(value.numerator) / \(value.denominator)", Binding.product, least)
  }

  private func call(
    _ function: Function, _ arguments: [Expression], _ least: Int
  ) throws(CoqPrintingError) -> String {
    switch function {
    case .sqrt: return try application("sqrt", arguments, least)
    case .exp: return try application("exp", arguments, least)
    case .log: return try application("ln", arguments, least)
    case .abs: return try application("Rabs", arguments, least)
    case .log1p:
      let sum = Expression(.binary(.plus, Expression(.number(1)), arguments[0]))
      return try application("ln", [sum], least)
    case .expm1:
      let power = try application("exp", arguments, Binding.sum)
      return bracketed("\(power) - 1", Binding.sum, least)
    case .floor, .ceil:
      let rounded = try application(function == .floor ? "Zfloor" : "Zceil", arguments, 0)
      return bracketed("IZR (\(rounded))", Binding.atom, least)
    case .min, .max:
      guard arguments.count > 1 else { return try text(arguments[0], least) }
      // Rmin a (Rmin b c), without a level of recursion for each of what may be thousands of arguments.
      let name = function == .min ? "Rmin" : "Rmax"
      var parts: [String] = []
      for argument in arguments { parts.append(try self.argument(argument)) }
      let last = parts.removeLast()
      let text =
        parts.map { "\(name) \($0)" }.joined(separator: " (") + " " + last
        + String(repeating: ")", count: parts.count - 1)
      return bracketed(text, Binding.atom, least)
    }
  }

  // MARK: - Powers

  private func power(
    _ base: Expression, _ exponent: Expression, _ least: Int
  ) throws(CoqPrintingError) -> String {
    guard let value = exponent.literalValue else {
      return try application("Rpower", [base, exponent], least)
    }
    if value.isInteger { return try power(base, value, exponent, least) }
    guard let twice = (value * 2).int, twice % 2 != 0 else {
      return try application("Rpower", [base, exponent], least)
    }
    let magnitude = Expression(.number(Rational(twice).magnitude))
    let inner =
      Rational(twice).magnitude == 1
      ? base : Expression(.binary(.power, base, magnitude))
    let root = try application("sqrt", [inner], twice < 0 ? Binding.power : least)
    return twice < 0 ? bracketed("/ " + root, Binding.minus, least) : root
  }

  private func power(
    _ base: Expression, _ value: Rational, _ exponent: Expression, _ least: Int
  ) throws(CoqPrintingError) -> String {
    guard value.magnitude <= CoqPrinter.greatestExponent, let n = value.int else {
      throw .exponent("\(exponent)")
    }
    if abs(n) > CoqPrinter.greatestUnary {
      let text = "powerRZ \(try argument(base)) \(n < 0 ? "(\(n))" : "\(n)")"
      return bracketed(text, Binding.atom, least)
    }
    let text = "\(try text(base, Binding.atom)) ^ \(abs(n))"
    if n < 0 { return bracketed("/ " + text, Binding.minus, least) }
    return bracketed(text, Binding.power, least)
  }
}

extension Expression {
  /// The value of an expression of numbers alone: 3/2, −4; nil for any other.
  public var literalValue: Rational? {
    switch node {
    case .number(let value): return value
    case .negation(let operand): return operand.literalValue.map { -$0 }
    case .binary(let operation, let left, let right):
      guard let x = left.literalValue, let y = right.literalValue else { return nil }
      switch operation {
      case .plus: return x + y
      case .minus: return x - y
      case .times: return x * y
      case .divide: return y.isZero ? nil : x / y
      case .power: return nil
      }
    case .infinity, .name, .call, .function: return nil
    }
  }
}
