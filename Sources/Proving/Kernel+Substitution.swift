import ClaimLanguage
import Enclosures

extension Kernel {
  /// How a condition bounds a variable: y ≥ h, y ≤ h or y = h, with h free of y.
  struct Isolation {
    let bound: Expression
    let isLower: Bool
  }

  /// The condition solved for a variable: as it is written, or where its normal form is linear in the variable with
  /// a number as coefficient; nil otherwise.
  static func isolation(
    _ condition: Condition, of variable: String, in sequent: Sequent
  ) -> Isolation? {
    guard condition.sign != .nonZero, condition.expression.mentions(variable) else { return nil }
    if case .binary(.minus, let left, let right) = condition.expression.node {
      if left.node == .name(variable), !right.mentions(variable) {
        return Isolation(bound: right, isLower: true)
      }
      if right.node == .name(variable), !left.mentions(variable) {
        return Isolation(bound: left, isLower: false)
      }
    }
    var form = NormalForm(over: sequent)
    guard let fraction = try? form.fraction(condition.expression),
      fraction.denominator.constant == 1,
      let index = form.atoms.firstIndex(where: { $0.expression.node == .name(variable) }),
      fraction.numerator.degree(in: index) == 1
    else { return nil }
    let parts = fraction.numerator.coefficients(in: index)
    guard let slope = parts[1]?.constant,
      form.atoms.enumerated().allSatisfy({
        $0.offset == index || !$0.element.expression.mentions(variable)
      })
    else { return nil }
    let rest = (parts[0] ?? Polynomial(0)).scaled(by: -1 / slope)
    return Isolation(bound: form.expression(rest), isLower: slope.sign > 0)
  }

  /// Substitution of a solved condition.
  ///
  /// Points that keep y ≥ h are those with y = h + z for some z ≥ 0; h has a value at each of them.
  static func substitution(
    _ sequent: Sequent, _ index: Int, _ variable: String
  ) throws(RuleFailure) -> [Sequent] {
    guard sequent.conditions.indices.contains(index) else {
      throw RuleFailure("there is no condition \(index)")
    }
    let place = try Kernel.index(sequent, variable)
    let condition = sequent.conditions[index]
    guard let isolation = isolation(condition, of: variable, in: sequent) else {
      throw RuleFailure("the condition is not solved for '\(variable)'")
    }
    let side = sequent.box[place]
    var (names, box) = (sequent.names, sequent.box)
    names.remove(at: place)
    box.remove(at: place)
    var value = isolation.bound
    if condition.sign != .zero {
      let fresh = freshName(variable, names + [variable])
      names.append(fresh)
      box.append(Side(0, nil, isLowerOpen: condition.sign == .positive))
      let distance = Expression(.name(fresh))
      value = isolation.isLower ? value + distance : value - distance
    }
    let change = { (part: Expression) in part.replacing(variable, with: value) }
    var conditions = sequent.conditions
    conditions.remove(at: index)
    // The condition goes, but the points at which it has no value do not come back.
    conditions =
      conditions.map { $0.mapping(change) } + domain(sequent.conditions, change)
    if let lower = side.lower {
      conditions.append(
        Condition(value - .constant(lower), side.isLowerOpen ? .positive : .nonNegative))
    }
    if let upper = side.upper {
      conditions.append(
        Condition(.constant(upper) - value, side.isUpperOpen ? .positive : .nonNegative))
    }
    return [
      Sequent(
        names: names, box: box, conditions: unique(conditions),
        goal: sequent.goal.mapping { $0.substituting(value, for: variable) },
        isDefined: sequent.matter.isDefined)
    ]
  }

  /// A name that is not taken.
  static func freshName(_ stem: String, _ taken: [String]) -> String {
    var name = stem + "_"
    while taken.contains(name) { name += "_" }
    return name
  }

  // MARK: Case distinctions

  /// The first part that is |u|, min, max, ⌊u⌋ or ⌈u⌉ of parts without such functions.
  static func kink(in sequent: Sequent) -> Expression? {
    let all = [sequent.goal.expression] + sequent.conditions.map(\.expression)
    for expression in all { if let found = kink(in: expression) { return found } }
    return nil
  }

  private static func kink(in expression: Expression) -> Expression? {
    switch expression.node {
    case .number, .infinity, .name, .call: return nil
    case .negation(let operand): return kink(in: operand)
    case .binary(_, let left, let right): return kink(in: left) ?? kink(in: right)
    case .function(let function, let arguments):
      for argument in arguments { if let found = kink(in: argument) { return found } }
      switch function {
      case .abs, .min, .max, .floor, .ceil: return expression
      case .sqrt, .exp, .log, .log1p, .expm1: return nil
      }
    }
  }

  /// |u| is u where u ≥ 0 and −u where u ≤ 0; max(a, b) is a where a ≥ b and b where b ≥ a; ⌊u⌋ is some k with
  /// k ≤ u < k + 1.
  static func cases(_ sequent: Sequent) throws(RuleFailure) -> [Sequent] {
    guard let part = kink(in: sequent), case .function(let function, let arguments) = part.node
    else { throw RuleFailure("there is no case distinction to make") }
    let first = arguments[0]
    // A fresh name stands for every real number near the part, the goal is known to have values at whole ones only.
    func premise(_ value: Expression, _ more: [Condition], fresh: String? = nil) -> Sequent {
      let change = { (whole: Expression) in whole.replacing(part: part, with: value) }
      return Sequent(
        names: sequent.names + (fresh.map { [$0] } ?? []),
        box: sequent.box + (fresh == nil ? [] : [.line]),
        conditions: unique(
          sequent.conditions.map { $0.mapping(change) } + domain(sequent.conditions, change)
            + more), goal: sequent.goal.mapping { $0.replacing(part: part, with: value) },
        isDefined: fresh == nil && sequent.matter.isDefined)
    }
    switch function {
    case .abs:
      return [
        premise(first, [Condition(first, .nonNegative)]),
        premise(-first, [Condition(-first, .nonNegative)]),
      ]
    case .min, .max:
      guard arguments.count >= 2 else { throw RuleFailure("min and max need two arguments") }
      let second = arguments[1]
      let rest = Array(arguments.dropFirst(2))
      func chosen(_ value: Expression) -> Expression {
        rest.isEmpty ? value : Expression(.function(function, [value] + rest))
      }
      let isFirst = Condition(
        function == .max ? first - second : second - first, .nonNegative)
      let isSecond = Condition(
        function == .max ? second - first : first - second, .nonNegative)
      return [premise(chosen(first), [isFirst]), premise(chosen(second), [isSecond])]
    case .floor, .ceil:
      let fresh = freshName("k", sequent.names)
      let k = Expression(.name(fresh))
      let near =
        function == .floor
        ? [Condition(first - k, .nonNegative), Condition(k + .constant(1) - first, .positive)]
        : [Condition(k - first, .nonNegative), Condition(first + .constant(1) - k, .positive)]
      return [premise(k, near, fresh: fresh)]
    case .sqrt, .exp, .log, .log1p, .expm1: throw RuleFailure("no case distinction")
    }
  }
}

extension Expression {
  /// The expression with every occurrence of a part replaced.
  func replacing(part: Expression, with value: Expression) -> Expression {
    if self == part { return value }
    switch node {
    case .number, .infinity, .name: return self
    case .call(let name, let arguments):
      return Expression(
        .call(name, arguments.map { $0.replacing(part: part, with: value) }), range: range)
    case .function(let function, let arguments):
      return Expression(
        .function(function, arguments.map { $0.replacing(part: part, with: value) }),
        range: range)
    case .negation(let operand):
      return Expression(.negation(operand.replacing(part: part, with: value)), range: range)
    case .binary(let operation, let left, let right):
      return Expression(
        .binary(
          operation, left.replacing(part: part, with: value),
          right.replacing(part: part, with: value)), range: range)
    }
  }
}
