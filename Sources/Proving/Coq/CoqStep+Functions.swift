import ClaimLanguage
import Enclosures

extension CoqStep {
  func inverse(_ given: CoqContext) throws(Untranslated) -> [String] {
    var context = given
    let goal = sequent.goal
    let (left, right): (Expression, Expression)
    switch goal.expression.node {
    case .binary(.minus, let x, let y): (left, right) = (x, y)
    case .negation(let operand): (left, right) = (.constant(0), operand)
    default: (left, right) = (goal.expression, .constant(0))
    }
    var lines: [String] = []
    for premise in premises { lines += try shown(premise, &context) }
    func positive(_ e: Expression, strict: Bool) throws(Untranslated) -> String {
      guard let proof = CoqSign(context: context).positive(e, strict: strict) else {
        throw Untranslated("an argument whose sign is not at hand")
      }
      return proof
    }
    guard let last = premises.last?.sequent.goal, let name = context.name(last) else {
      throw Untranslated("a premise is missing")
    }
    let end = goal.isStrict ? "_lt" : ""
    if case .binary(.minus, _, _) = goal.expression.node {
    } else if left.function?.0 != .log && right.function?.0 != .log {
      throw Untranslated("rule inverse has no translation here")
    }
    var parts: [String] = []
    let lemma: String
    let asked: Expression
    switch (left.function, right.function) {
    case ((.log, let u)?, (.log, let v)?):
      (lemma, asked) = ("g_inv_ln", Expression(.binary(.minus, u, v)))
      parts.append(try positive(v, strict: true))
    case ((.exp, let u)?, (.exp, let v)?):
      (lemma, asked) = ("g_inv_exp", Expression(.binary(.minus, u, v)))
    case ((.sqrt, let u)?, (.sqrt, let v)?):
      (lemma, asked) = ("g_inv_sqrt", Expression(.binary(.minus, u, v)))
      if goal.isStrict { parts.append(try positive(v, strict: false)) }
    case ((.sqrt, let u)?, _):
      let square = Expression(.binary(.power, right, .constant(2)))
      (lemma, asked) = ("g_sqrt_l", Expression(.binary(.minus, u, square)))
    case (_, (.sqrt, let v)?):
      let square = Expression(.binary(.power, left, .constant(2)))
      (lemma, asked) = ("g_sqrt_r", Expression(.binary(.minus, square, v)))
      if goal.isStrict { parts.append(try positive(v, strict: false)) }
      parts.append(try positive(left, strict: false))
    case ((.log, let u)?, _) where right.constant == 0:
      (lemma, asked) = ("g_ln", Expression(.binary(.minus, u, .constant(1))))
    case (_, (.log, let v)?) where left.constant == 0:
      (lemma, asked) = ("g_opp_ln", Expression(.binary(.minus, .constant(1), v)))
      parts.append(try positive(v, strict: true))
    case ((.log, let u)?, _):
      let power = Expression(.function(.exp, [right]))
      (lemma, asked) = ("g_ln_l", Expression(.binary(.minus, u, power)))
    case (_, (.log, let v)?):
      let power = Expression(.function(.exp, [left]))
      (lemma, asked) = ("g_ln_r", Expression(.binary(.minus, power, v)))
      parts.append(try positive(v, strict: true))
    default: throw Untranslated("rule inverse has no translation here")
    }
    let condition = Condition(asked, goal.sign)
    let proof = context.freshHypothesis()
    let text = try printed(condition, context)
    lines.append("assert (\(proof) : \(text)).")
    lines += CoqStep.block(try translation.transfer(name, from: last, to: condition, context))
    parts.append("exact \(proof)")
    return lines + [CoqSign(context: context).apply(lemma + end, parts) + "."]
  }

  func cases(_ given: CoqContext) throws(Untranslated) -> [String] {
    guard let part = Kernel.kink(in: sequent),
      case .function(let function, let arguments) = part.node,
      premises.count == 2
    else { throw Untranslated("rule cases has no translation here") }
    let first = arguments[0]
    var context = given
    let name = context.freshHypothesis()
    let values: [Expression]
    let conditions: [Expression]
    let head: String
    switch function {
    case .abs:
      values = [first, -first]
      conditions = values
      head = "Rle_or_lt 0 (\(try printed(first, context)))"
    case .min, .max:
      guard arguments.count == 2 else {
        throw Untranslated("min or max of more than two has no translation")
      }
      values = arguments
      let (x, y) = function == .max ? (first, arguments[1]) : (arguments[1], first)
      conditions = [x - y, y - x]
      head = "Rle_or_lt (\(try printed(y, context))) (\(try printed(x, context)))"
    default: throw Untranslated("\(function) has no translation")
    }
    let whole = try printed(part, context)
    var lines = ["destruct (\(head)) as [\(name) | \(name)]."]
    for (index, premise) in premises.enumerated() {
      var own = context
      let equation = own.freshHypothesis()
      var inner: [String] = []
      let value = try printed(values[index], own)
      let tactic: String
      switch (function, index) {
      case (.abs, 0): tactic = "rewrite Rabs_pos_eq; lra"
      case (.abs, _): tactic = "rewrite Rabs_left; lra"
      case (.min, 0): tactic = "apply Rmin_left; lra"
      case (.min, _): tactic = "apply Rmin_right; lra"
      case (_, 0): tactic = "apply Rmax_left; lra"
      default: tactic = "apply Rmax_right; lra"
      }
      inner.append("assert (\(equation) : \(whole) = \(value)) by (\(tactic)).")
      let mentions = { (e: Expression) in e.replacing(part: part, with: .constant(0)) != e }
      for fact in own.conditions where mentions(fact.condition.expression) {
        inner.append("rewrite \(equation) in \(fact.name).")
      }
      if mentions(sequent.goal.expression) { inner.append("rewrite \(equation).") }
      let change = { (e: Expression) in e.replacing(part: part, with: values[index]) }
      own.rewrite(change)
      let condition = Condition(conditions[index], .nonNegative)
      let chosen = own.freshHypothesis()
      inner.append("assert (\(chosen) : \(try printed(condition, own))) by lra.")
      own.add(condition, named: chosen)
      inner += try translation.lines(premise.proof, of: premise.sequent, in: own)
      lines += CoqStep.block(inner)
    }
    return lines
  }

  func substitution(
    _ index: Int, _ variable: String, _ given: CoqContext
  ) throws(Untranslated) -> [String] {
    var context = given
    let condition = sequent.conditions[index]
    guard let premise = premises.first, context.name(condition) != nil,
      let isolation = Kernel.isolation(condition, of: variable, in: sequent),
      let identifier = context.identifiers[variable]
    else { throw Untranslated("rule substitution has no translation here") }
    var lines: [String] = []
    let hypothesis = context.freshHypothesis()
    var value = isolation.bound
    let bound = try printed(isolation.bound, context)
    if condition.sign == .zero {
      lines.append("assert (\(hypothesis) : \(identifier) = \(bound)) by lra.")
    } else {
      guard let fresh = premise.sequent.names.last, let side = premise.sequent.box.last else {
        throw Untranslated("a premise is missing")
      }
      let new = context.add(variable: fresh, side)
      value = isolation.isLower ? value + .init(.name(fresh)) : value - .init(.name(fresh))
      let witness =
        isolation.isLower ? "\(identifier) - (\(bound))" : "\(bound) - \(identifier)"
      let relation = condition.sign == .positive ? "<" : "<="
      let range = context.freshHypothesis()
      lines += [
        "assert (\(hypothesis) : exists \(new) : R, \(identifier) = \(try printed(value, context)) "
          + "/\\ 0 \(relation) \(new))",
        "  by (exists (\(witness)); split; [ring | lra]).",
        "destruct \(hypothesis) as [\(new) [\(hypothesis) \(range)]].",
      ]
    }
    lines.append("subst \(identifier).")
    let change = { (e: Expression) in e.replacing(variable, with: value) }
    context.rewrite(change)
    context.sides = Dictionary(
      zip(premise.sequent.names, premise.sequent.box), uniquingKeysWith: { first, _ in first })
    let side = sequent.index(of: variable).map { sequent.box[$0] } ?? .line
    var ends: [Condition] = []
    if let lower = side.lower {
      ends.append(Condition(value - .constant(lower), side.isLowerOpen ? .positive : .nonNegative))
    }
    if let upper = side.upper {
      ends.append(Condition(.constant(upper) - value, side.isUpperOpen ? .positive : .nonNegative))
    }
    for end in ends where context.name(end) == nil {
      let name = context.freshHypothesis()
      lines.append("assert (\(name) : \(try printed(end, context))) by lra.")
      context.add(end, named: name)
    }
    let old = sequent.goal.mapping(change)
    if context.printed(old) == context.printed(premise.sequent.goal) {
      return lines + (try translation.lines(premise.proof, of: premise.sequent, in: context))
    }
    lines += try shown(premise, &context)
    guard let name = context.name(premise.sequent.goal) else {
      throw Untranslated("a premise is missing")
    }
    return lines
      + (try translation.transfer(name, from: premise.sequent.goal, to: old, context))
  }
}

extension Expression {
  /// The function and its argument; nil for what is no function of one argument.
  var function: (Function, Expression)? {
    guard case .function(let function, let arguments) = node, arguments.count == 1 else {
      return nil
    }
    return (function, arguments[0])
  }
}
