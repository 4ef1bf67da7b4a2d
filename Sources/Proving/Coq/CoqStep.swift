import ClaimLanguage
import Enclosures

/// One rule of a proof with its premises.
struct CoqStep {
  typealias Untranslated = CoqTheorem.Untranslated

  let translation: CoqTranslation
  let sequent: Sequent
  let premises: [(sequent: Sequent, proof: Proof)]

  // MARK: - Parts

  func printed(_ e: Expression, _ context: CoqContext) throws(Untranslated) -> String {
    guard let text = context.printed(e) else { throw Untranslated("a term without words in Coq") }
    return text
  }

  func printed(_ condition: Condition, _ context: CoqContext) throws(Untranslated) -> String {
    guard let text = context.printed(condition) else {
      throw Untranslated("a term without words in Coq")
    }
    return text
  }

  static func block(_ lines: [String]) -> [String] {
    ["{"] + lines.map { "  " + $0 } + ["}"]
  }

  /// The proofs of the premises, one block each.
  func blocks(_ context: CoqContext) throws(Untranslated) -> [String] {
    var result: [String] = []
    for premise in premises {
      result += CoqStep.block(
        try translation.lines(premise.proof, of: premise.sequent, in: context))
    }
    return result
  }

  /// Shows a premise and makes it a fact.
  func shown(
    _ premise: (sequent: Sequent, proof: Proof), _ context: inout CoqContext
  ) throws(Untranslated) -> [String] {
    let goal = premise.sequent.goal
    if context.name(goal) != nil { return [] }
    let text = try printed(goal, context)
    let inner = try translation.lines(premise.proof, of: premise.sequent, in: context)
    let name = context.freshHypothesis()
    context.add(goal, named: name)
    return ["assert (\(name) : \(text))."] + CoqStep.block(inner)
  }

  /// Shows the only premise, and closes the goal with it.
  func viaPremise(
    _ given: CoqContext, _ close: (String) -> String
  ) throws(Untranslated) -> [String] {
    var context = given
    guard let premise = premises.last else { throw Untranslated("a premise is missing") }
    let lines = try shown(premise, &context)
    guard let name = context.name(premise.sequent.goal) else {
      throw Untranslated("a premise is missing")
    }
    return lines + [close(name)]
  }

  // MARK: - Rules

  func excluded(_ index: Int, _ context: CoqContext) throws(Untranslated) -> [String] {
    let condition = sequent.conditions[index]
    let sign = CoqSign(context: context)
    let text = try printed(condition.expression, context)
    let opposite: String?
    switch condition.sign {
    case .nonNegative: opposite = sign.negative(condition.expression, strict: true)
    case .positive: opposite = sign.negative(condition.expression, strict: false)
    case .zero, .nonZero: opposite = nil
    }
    guard let opposite, let name = context.name(condition) else {
      throw Untranslated("an enclosure that CoqInterval does not give as well")
    }
    let relation = condition.sign == .nonNegative ? "<" : "<="
    return [
      "exfalso; assert (0 \(relation) - (\(text))) by (\(opposite)).",
      "pose proof \(name); lra.",
    ]
  }

  func identity(_ given: CoqContext) throws(Untranslated) -> [String] {
    var context = given
    let goal = sequent.goal
    let (before, tactic) = try translation.equation(goal.expression, .constant(0), &context)
    if goal.sign == .zero { return before + [tactic + "."] }
    let text = try printed(goal.expression, context)
    return before + ["replace (\(text)) with 0 by (\(tactic)); apply Rle_refl."]
  }

  /// The goal is another expression whose sign is seen.
  func written(
    _ form: Expression, _ used: [CoqCertificate.Used], _ given: CoqContext
  ) throws(Untranslated) -> [String] {
    var context = given
    var lines: [String] = []
    for part in used { lines += try known(part, &context) }
    let goal = sequent.goal
    let (before, tactic) = try translation.equation(goal.expression, form, &context)
    guard let proof = CoqSign(context: context).positive(form, strict: goal.isStrict) else {
      throw Untranslated("signs that are not seen from the form of the goal")
    }
    let (text, new) = (try printed(goal.expression, context), try printed(form, context))
    if text == new { return lines + [proof + "."] }
    return lines + before + ["replace (\(text)) with (\(new)) by (\(tactic)).", proof + "."]
  }

  /// Makes the value of a condition without its factor a fact.
  private func known(
    _ part: CoqCertificate.Used, _ context: inout CoqContext
  ) throws(Untranslated) -> [String] {
    let condition = part.condition
    let new = Condition(part.value, condition.sign)
    if context.name(new) != nil { return [] }
    guard let old = context.name(condition) else { throw Untranslated("a hypothesis is missing") }
    let isStrict = condition.sign == .positive
    let whole = part.factor * part.value / part.divisor
    let (before, tactic) = try translation.equation(condition.expression, whole, &context)
    let sign = CoqSign(context: context)
    guard let factor = sign.positive(part.factor, strict: !isStrict),
      let divisor = sign.positive(part.divisor, strict: true)
    else { throw Untranslated("signs that are not seen from the form of a hypothesis") }
    let name = context.freshHypothesis()
    let lemma: String
    switch condition.sign {
    case .positive: lemma = "g_factor_lt"
    case .zero: lemma = "g_factor_eq"
    default: lemma = "g_factor"
    }
    let terms = [condition.expression, part.factor, part.value, part.divisor]
    var texts: [String] = []
    for term in terms { texts.append("(\(try printed(term, context)))") }
    let proposition = try printed(new, context)
    context.add(new, named: name)
    return before + [
      "assert (\(name) : \(proposition))",
      "  by (apply (\(lemma) \(texts.joined(separator: " "))); "
        + "[\(tactic) | \(factor) | \(divisor) | exact \(old)]).",
    ]
  }

  func split(
    _ variable: String, _ point: Rational, _ given: CoqContext
  ) throws(Untranslated) -> [String] {
    var context = given
    let name = context.freshHypothesis()
    let text = try printed(Expression(.name(variable)), context)
    return ["destruct (Rle_or_lt \(text) (\(CoqContext.term(point)))) as [\(name) | \(name)]."]
      + (try blocks(context))
  }

  func cut(_ expression: Expression, _ given: CoqContext) throws(Untranslated) -> [String] {
    var context = given
    let name = context.freshHypothesis()
    let text = try printed(expression, context)
    guard premises.count >= 2 else { throw Untranslated("a premise is missing") }
    var lines = ["destruct (Rle_or_lt 0 (\(text))) as [\(name) | \(name)]."]
    for (premise, part) in zip(premises.suffix(2), [expression, -expression]) {
      var own = context
      let inner = own.freshHypothesis()
      let condition = Condition(part, .nonNegative)
      let text = try printed(condition, own)
      own.add(condition, named: inner)
      lines += CoqStep.block(
        ["assert (\(inner) : \(text)) by lra."]
          + (try translation.lines(premise.proof, of: premise.sequent, in: own)))
    }
    return lines
  }

  /// Where the goal fails, the premise contradicts the condition.
  func contraposition(_ index: Int, _ given: CoqContext) throws(Untranslated) -> [String] {
    var context = given
    let (goal, condition) = (sequent.goal, sequent.conditions[index])
    guard let failing = goal.negated, let old = context.name(condition) else {
      throw Untranslated("rule contraposition has no translation here")
    }
    let text = try printed(goal.expression, context)
    let (split, fact) = (context.freshHypothesis(), context.freshHypothesis())
    let choice = goal.isStrict ? "Rlt_or_le 0 (\(text))" : "Rle_or_lt 0 (\(text))"
    var lines = [
      "destruct (\(choice)) as [\(split) | \(split)]; [exact \(split) | exfalso].",
      "assert (\(fact) : \(try printed(failing, context))) by lra.",
    ]
    context.add(failing, named: fact)
    guard let premise = premises.first else { throw Untranslated("a premise is missing") }
    lines += try shown(premise, &context)
    return lines + ["pose proof \(old); lra."]
  }

  func bothSides(_ given: CoqContext) throws(Untranslated) -> [String] {
    var context = given
    var (lines, names) = ([String](), [String]())
    for premise in premises {
      lines += try shown(premise, &context)
      names.append(context.name(premise.sequent.goal) ?? "")
    }
    // The negative of a difference is written as the other difference.
    return lines + [
      "apply g_both; [exact \(names[0]) | first [exact \(names[1]) | pose proof \(names[1]); lra]]."
    ]
  }

  func product(_ given: CoqContext) throws(Untranslated) -> [String] {
    var context = given
    var lines: [String] = []
    for premise in premises { lines += try shown(premise, &context) }
    for divisor in CoqAlgebra.divisors(of: sequent.goal.expression) {
      for part in [divisor, -divisor] {
        // Not negative and not zero.
        if context.name(Condition(part, .nonNegative)) != nil,
          context.name(Condition(part, .nonZero)) == nil,
          context.name(Condition(-part, .nonZero)) != nil
        {
          let name = context.freshHypothesis()
          let condition = Condition(part, .nonZero)
          lines.append("assert (\(name) : \(try printed(condition, context))) by lra.")
          context.add(condition, named: name)
        }
      }
    }
    guard let proof = translation.direct(sequent.goal, context) else {
      throw Untranslated("a product whose sign is not seen")
    }
    return lines + [proof + "."]
  }
}
