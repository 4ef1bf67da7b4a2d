import ClaimLanguage
import Enclosures

/// What a proof in Coq has at hand: variables with their ranges, and hypotheses by what they say.
struct CoqContext {
  /// The range of each variable that is there.
  var sides: [String: Side]
  /// The hypothesis that says a condition, by the condition's text.
  private(set) var facts: [String: String] = [:]
  /// The conditions of the hypotheses, in the order in which they came.
  private(set) var conditions: [(name: String, condition: Condition)] = []
  /// How names are printed.
  private(set) var identifiers: [String: String]
  private var number = 0

  /// The variables, with names that neither Coq nor the lemmas need.
  init(_ variables: [UniversalStatement.Variable]) {
    sides = Dictionary(
      variables.map { ($0.name, $0.side) }, uniquingKeysWith: { first, _ in first })
    identifiers = CoqNames.identifiers(variables.map(\.name)).mapValues(CoqContext.safe)
  }

  /// Names of lemmas and hypotheses are kept for them.
  private static func safe(_ identifier: String) -> String {
    let isTaken =
      identifier.hasPrefix(CoqLemmas.prefix) || identifier.hasPrefix("H_")
      || identifier.hasPrefix("v_")
    return isTaken ? "v_" + identifier : identifier
  }

  /// A name for a hypothesis.
  mutating func freshHypothesis() -> String {
    number += 1
    return "H_\(number)"
  }

  /// Makes a variable known.
  mutating func add(variable: String, _ side: Side) -> String {
    number += 1
    let identifier = "v_\(number)"
    identifiers[variable] = identifier
    sides[variable] = side
    return identifier
  }

  /// Makes a hypothesis known.
  mutating func add(_ condition: Condition, named name: String) {
    conditions.append((name, condition))
    facts[condition.description] = facts[condition.description] ?? name
  }

  /// Rewrites every hypothesis.
  mutating func rewrite(_ change: (Expression) -> Expression) {
    let old = conditions
    conditions = []
    facts = [:]
    for fact in old { add(fact.condition.mapping(change), named: fact.name) }
  }

  // MARK: - Look-up

  /// The hypothesis that says a condition.
  func name(_ condition: Condition) -> String? { facts[condition.description] }

  /// A tactic that closes `0 < e` or `0 <= e` by a hypothesis.
  func fact(_ e: Expression, strict: Bool) -> String? {
    if let name = name(Condition(e, .positive)) {
      return strict ? "exact \(name)" : "apply Rlt_le; exact \(name)"
    }
    guard let name = name(Condition(e, .nonNegative)) else { return nil }
    if !strict { return "exact \(name)" }
    guard let other = self.name(Condition(e, .nonZero)) else { return nil }
    return "apply g_strict; [exact \(name) | exact \(other)]"
  }

  /// An expression as a term of Coq.
  func printed(_ e: Expression) -> String? {
    try? e.coq { identifiers[$0] ?? CoqNames.identifier($0) }
  }

  /// A condition as a proposition of Coq.
  func printed(_ condition: Condition) -> String? {
    guard let text = printed(condition.expression) else { return nil }
    switch condition.sign {
    case .nonNegative: return "0 <= \(text)"
    case .positive: return "0 < \(text)"
    case .zero: return "\(text) = 0"
    case .nonZero: return "\(text) <> 0"
    }
  }

  /// The range of a variable as propositions.
  static func range(_ side: Side, of identifier: String) -> [String] {
    var result: [String] = []
    if let lower = side.lower {
      result.append("\(term(lower)) \(side.isLowerOpen ? "<" : "<=") \(identifier)")
    }
    if let upper = side.upper {
      result.append("\(identifier) \(side.isUpperOpen ? "<" : "<=") \(term(upper))")
    }
    return result
  }

  /// A number as a term.
  static func term(_ value: Rational) -> String {
    (try? Expression.constant(value).coq()) ?? "\(value)"
  }

  // MARK: - Ranges

  /// The least value of an affine expression.
  struct Minimum {
    var value: Rational?
    var isReached: Bool

    func isShown(strict: Bool) -> Bool {
      guard let value else { return false }
      return value.sign > 0 || (value.isZero && (!strict || !isReached))
    }
  }

  /// The least value over the ranges; nil for what is not affine in variables.
  func affineMinimum(_ e: Expression) -> Minimum? {
    guard let form = affine(e) else { return nil }
    var minimum = Minimum(value: form.constant, isReached: true)
    for (name, slope) in form.slopes where !slope.isZero {
      guard let side = sides[name] else { return nil }
      let end = slope.sign > 0 ? side.lower : side.upper
      if slope.sign > 0 ? side.isLowerOpen : side.isUpperOpen { minimum.isReached = false }
      guard let end, let value = minimum.value else {
        minimum.value = nil
        continue
      }
      minimum.value = value + slope * end
    }
    return minimum
  }

  private typealias Affine = (constant: Rational, slopes: [String: Rational])

  private func affine(_ e: Expression) -> Affine? {
    func sum(_ x: Affine, _ y: Affine, _ factor: Rational) -> Affine {
      (
        x.constant + factor * y.constant,
        x.slopes.merging(y.slopes.mapValues { factor * $0 }) { $0 + $1 }
      )
    }
    switch e.node {
    case .number(let value): return (value, [:])
    case .name(let name): return sides[name] == nil ? nil : (0, [name: 1])
    case .infinity, .call, .function: return nil
    case .negation(let operand): return affine(operand).map { sum((0, [:]), $0, -1) }
    case .binary(let operation, let left, let right):
      guard let x = affine(left), let y = affine(right) else { return nil }
      switch operation {
      case .plus: return sum(x, y, 1)
      case .minus: return sum(x, y, -1)
      case .times:
        if x.slopes.isEmpty { return sum((0, [:]), y, x.constant) }
        return y.slopes.isEmpty ? sum((0, [:]), x, y.constant) : nil
      case .divide:
        guard y.slopes.isEmpty, !y.constant.isZero else { return nil }
        return sum((0, [:]), x, 1 / y.constant)
      case .power: return nil
      }
    }
  }
}
