import ClaimLanguage
public import Documents
import Enclosures

extension Rule {
  /// The name in certificates.
  var name: String {
    switch self {
    case .interval: "interval"
    case .excluded: "excluded"
    case .identity: "identity"
    case .bernstein: "bernstein"
    case .combination: "combination"
    case .split: "split"
    case .monotone: "monotone"
    case .meanValue: "mean-value"
    case .quadratic: "quadratic"
    case .product: "product"
    case .substitution: "substitution"
    case .inverse: "inverse"
    case .cases: "cases"
    case .bothSides: "both-sides"
    case .signed: "signed"
    case .normalized: "normal-form"
    case .cut: "cut"
    case .contraposition: "contraposition"
    }
  }

  /// The rule as JSON.
  var json: JSONValue {
    var members: [String: JSONValue] = ["rule": .string(name)]
    switch self {
    case .interval(let precision): members["precision"] = .integer(precision)
    case .excluded(let condition, let precision):
      members["condition"] = .integer(condition)
      members["precision"] = .integer(precision)
    case .combination(let terms):
      members["terms"] = .array(
        terms.map {
          [
            "coefficient": .string($0.coefficient.description),
            "generators": .array($0.generators.map(JSONValue.integer)),
          ]
        })
    case .split(let variable, let point):
      members["variable"] = .string(variable)
      members["at"] = .string(point.description)
    case .monotone(let variable, let isIncreasing):
      members["variable"] = .string(variable)
      members["increasing"] = .bool(isIncreasing)
    case .meanValue(let center, let precision):
      members["center"] = .array(center.map { .string($0.description) })
      members["precision"] = .integer(precision)
    case .quadratic(let atom): members["atom"] = .string(atom)
    case .product(let signs): members["signs"] = .array(signs.map(JSONValue.bool))
    case .substitution(let condition, let variable):
      members["condition"] = .integer(condition)
      members["variable"] = .string(variable)
    case .signed(let isPositive): members["positive"] = .bool(isPositive)
    case .contraposition(let condition): members["condition"] = .integer(condition)
    case .cut(let expression): members["expression"] = .string(expression.description)
    case .identity, .bernstein, .inverse, .cases, .bothSides, .normalized: break
    }
    return .object(members)
  }

  /// Reads a rule.
  ///
  /// - Throws: `ProofFormatError` naming the place.
  init(json: JSONValue, at path: String) throws(ProofFormatError) {
    let reader = RuleReader(json: json, path: path)
    switch try reader.text("rule") {
    case "interval": self = .interval(precision: try reader.integer("precision"))
    case "excluded":
      self = .excluded(
        condition: try reader.integer("condition"), precision: try reader.integer("precision"))
    case "identity": self = .identity
    case "bernstein": self = .bernstein
    case "combination": self = .combination(try reader.terms("terms"))
    case "split":
      self = .split(variable: try reader.text("variable"), at: try reader.rational("at"))
    case "monotone":
      self = .monotone(
        variable: try reader.text("variable"), isIncreasing: try reader.bool("increasing"))
    case "mean-value":
      self = .meanValue(
        center: try reader.rationals("center"), precision: try reader.integer("precision"))
    case "quadratic": self = .quadratic(atom: try reader.text("atom"))
    case "product": self = .product(signs: try reader.bools("signs"))
    case "substitution":
      self = .substitution(
        condition: try reader.integer("condition"), variable: try reader.text("variable"))
    case "inverse": self = .inverse
    case "cases": self = .cases
    case "both-sides": self = .bothSides
    case "signed": self = .signed(isPositive: try reader.bool("positive"))
    case "normal-form": self = .normalized
    case "contraposition":
      self = .contraposition(condition: try reader.integer("condition"))
    case "cut": self = .cut(try reader.expression("expression"))
    case let name: throw ProofFormatError(path: path, message: "there is no rule '\(name)'")
    }
    guard self.json == json else {
      throw ProofFormatError(path: path, message: "is not in the form that is written")
    }
  }
}

/// What is wrong with the text of a proof.
public struct ProofFormatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The place.
  public let path: String
  /// What is wrong.
  public let message: String
  /// One line.
  public var description: String { "\(path): \(message)" }
}

/// Reads the members of one rule.
private struct RuleReader {
  let json: JSONValue
  let path: String

  private func failure(_ name: String) -> ProofFormatError {
    ProofFormatError(path: "\(path).\(name)", message: "is missing or of the wrong kind")
  }

  func text(_ name: String) throws(ProofFormatError) -> String {
    guard let text = json[name]?.string else { throw failure(name) }
    return text
  }

  func integer(_ name: String) throws(ProofFormatError) -> Int {
    guard let value = json[name]?.integer else { throw failure(name) }
    return value
  }

  func bool(_ name: String) throws(ProofFormatError) -> Bool {
    guard let value = json[name]?.bool else { throw failure(name) }
    return value
  }

  private func list<T>(
    _ name: String, _ read: (JSONValue) -> T?
  ) throws(ProofFormatError) -> [T] {
    guard let elements = json[name]?.array else { throw failure(name) }
    var result: [T] = []
    for element in elements {
      guard let value = read(element) else { throw failure(name) }
      result.append(value)
    }
    return result
  }

  func bools(_ name: String) throws(ProofFormatError) -> [Bool] { try list(name, \.bool) }

  func rational(_ name: String) throws(ProofFormatError) -> Rational {
    guard let value = try? Rational(parsing: try text(name)) else { throw failure(name) }
    return value
  }

  func rationals(_ name: String) throws(ProofFormatError) -> [Rational] {
    try list(name) { $0.string.flatMap { try? Rational(parsing: $0) } }
  }

  func terms(_ name: String) throws(ProofFormatError) -> [CombinationTerm] {
    try list(name) { element in
      guard let text = element["coefficient"]?.string, let value = try? Rational(parsing: text),
        let numbers = element["generators"]?.array
      else { return nil }
      let generators = numbers.compactMap(\.integer)
      guard generators.count == numbers.count else { return nil }
      return CombinationTerm(coefficient: value, generators: generators)
    }
  }

  func expression(_ name: String) throws(ProofFormatError) -> Expression {
    guard let expression = try? Expression(parsing: try text(name)) else { throw failure(name) }
    return expression
  }
}

extension Proof {
  /// The rules in preorder: each one before its premises; the kernel tells how many these are.
  public var json: JSONValue {
    var rules: [JSONValue] = []
    var stack = [self]
    while let proof = stack.popLast() {
      rules.append(proof.rule.json)
      stack.append(contentsOf: proof.parts.reversed())
    }
    return .array(rules)
  }
}

extension ProofChecker {
  /// Reads proofs of a statement from their rules in preorder, checking each.
  ///
  /// - Throws: `Rejection` with the reason.
  public static func check(
    rules: [[JSONValue]], of statement: UniversalStatement, at path: String
  ) throws(Rejection) {
    let sequents: [Sequent]
    do { sequents = try statement.sequents() } catch { throw Rejection(error.description) }
    guard sequents.count == rules.count else {
      throw Rejection("\(path): has \(rules.count) proofs where \(sequents.count) are needed")
    }
    for (index, (own, sequent)) in zip(rules, sequents).enumerated() {
      try check(own, of: sequent, at: "\(path)[\(index)]")
    }
  }

  /// Reads a proof of a sequent from its rules in preorder, checking each.
  ///
  /// - Throws: `Rejection` with the reason.
  static func check(
    _ rules: [JSONValue], of sequent: Sequent, at path: String
  ) throws(Rejection) {
    var stack = [sequent]
    for (index, json) in rules.enumerated() {
      guard let sequent = stack.popLast() else {
        throw Rejection("\(path)[\(index)]: is a rule too many")
      }
      let rule: Rule
      do { rule = try Rule(json: json, at: "\(path)[\(index)]") } catch {
        throw Rejection(error.description)
      }
      do {
        stack.append(contentsOf: try Kernel.premises(of: rule, for: sequent).reversed())
      } catch {
        throw Rejection(
          "\(path)[\(index)]: \(rule.name) does not apply to \(sequent.goal): \(error.reason)")
      }
    }
    guard stack.isEmpty else { throw Rejection("\(path): \(stack.count) premises are not shown") }
  }
}
