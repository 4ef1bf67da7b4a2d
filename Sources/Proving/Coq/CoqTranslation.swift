import ClaimLanguage
import Enclosures

/// Writes a proof tree as tactics of Coq.
///
/// Every result closes the goal that is printed for the goal of its sequent.
struct CoqTranslation {
  typealias Untranslated = CoqTheorem.Untranslated

  /// The tactics for a proof of a sequent.
  ///
  /// - Throws: `Untranslated` with the rule that has no translation.
  func lines(
    _ proof: Proof, of sequent: Sequent, in given: CoqContext
  ) throws(Untranslated) -> [String] {
    var context = given
    context.sides = Dictionary(
      zip(sequent.names, sequent.box), uniquingKeysWith: { first, _ in first })
    if let direct = direct(sequent.goal, context) { return [direct + "."] }
    let premises: [Sequent]
    do { premises = try Kernel.premises(of: proof.rule, for: sequent) } catch {
      throw Untranslated(error.reason)
    }
    guard premises.count == proof.parts.count else { throw Untranslated("a premise is missing") }
    let step = CoqStep(
      translation: self, sequent: sequent, premises: Array(zip(premises, proof.parts)))
    switch proof.rule {
    case .interval: throw Untranslated("an enclosure that CoqInterval does not give as well")
    case .excluded(let index, _): return try step.excluded(index, context)
    case .identity: return try step.identity(context)
    case .bernstein: return try step.written(CoqCertificate(sequent).bernstein(), [], context)
    case .combination(let terms):
      let certificate = try CoqCertificate(sequent).combination(terms)
      return try step.written(certificate.form, certificate.used, context)
    case .split(let variable, let point): return try step.split(variable, point, context)
    case .product: return try step.product(context)
    case .inverse: return try step.inverse(context)
    case .cases: return try step.cases(context)
    case .bothSides: return try step.bothSides(context)
    case .signed(let isPositive):
      let lemma = isPositive ? "g_nonzero" : "g_nonzero_neg"
      return try step.viaPremise(context) { "apply \(lemma); first [exact \($0) | lra]." }
    case .cut(let expression): return try step.cut(expression, context)
    case .substitution(let index, let variable):
      return try step.substitution(index, variable, context)
    case .contraposition(let index): return try step.contraposition(index, context)
    case .normalized: return try step.normalized(context)
    case .quadratic(let atom): return try step.quadratic(atom, context)
    case .monotone, .meanValue:
      throw Untranslated("rule \(proof.rule.name) has no translation")
    }
  }

  /// A proof by the structure of the goal, without rules.
  func direct(_ goal: Condition, _ context: CoqContext) -> String? {
    if let name = context.name(goal) { return "exact \(name)" }
    let sign = CoqSign(context: context)
    switch goal.sign {
    case .nonNegative: return sign.positive(goal.expression, strict: false)
    case .positive: return sign.positive(goal.expression, strict: true)
    case .nonZero: return sign.nonZero(goal.expression)
    case .zero: return nil
    }
  }

  // MARK: - Equations

  /// Tactics before an equation between two expressions, and the one that closes it.
  ///
  /// - Throws: `Untranslated` where it is no equation of fields and roots.
  func equation(
    _ left: Expression, _ right: Expression, _ context: inout CoqContext
  ) throws(Untranslated) -> (before: [String], tactic: String) {
    guard CoqAlgebra.areEqual(left, right, in: context) else {
      throw Untranslated("an identity of functions")
    }
    var before: [String] = []
    for divisor in CoqAlgebra.divisors(of: left) + CoqAlgebra.divisors(of: right) {
      let condition = Condition(divisor, .nonZero)
      if context.name(condition) != nil { continue }
      guard let proof = CoqSign(context: context).nonZero(divisor),
        let text = context.printed(condition)
      else { throw Untranslated("a divisor whose sign is not at hand") }
      let name = context.freshHypothesis()
      before.append("assert (\(name) : \(text)) by (\(proof)).")
      context.add(condition, named: name)
    }
    var squares: [String] = []
    for argument in CoqAlgebra.roots(in: [left, right], context) {
      guard let proof = CoqSign(context: context).positive(argument, strict: false),
        let text = context.printed(Expression.apply(.sqrt, to: argument)),
        let inner = context.printed(argument)
      else { continue }
      let name = context.freshHypothesis()
      before.append(
        "assert (\(name) : \(text) * \(text) = \(inner)) by (apply sqrt_sqrt; \(proof)).")
      squares.append(name)
    }
    if squares.isEmpty { return (before, "field; g_nz") }
    if CoqAlgebra.roots(in: [left, right], context).contains(where: CoqAlgebra.hasQuotient) {
      // Squares are replaced by quotients, which `field` takes as they are but not as hints.
      let steps = squares.map { "g_root \($0); " }.joined()
      return (before, "field_simplify_eq; g_nz; \(steps)field; g_nz")
    }
    return (before, "field [\(squares.joined(separator: " "))]; g_nz")
  }

  /// Tactics that close a goal by one with another expression of the same value.
  func transfer(
    _ name: String, from old: Condition, to new: Condition, _ given: CoqContext
  ) throws(Untranslated) -> [String] {
    if old == new { return ["exact \(name)."] }
    var context = given
    let (before, tactic) = try equation(new.expression, old.expression, &context)
    guard let x = context.printed(new.expression), let y = context.printed(old.expression) else {
      throw Untranslated("a term that Coq has no words for")
    }
    if x == y { return ["exact \(name)."] }
    return before + ["replace (\(x)) with (\(y)) by (\(tactic)); exact \(name)."]
  }
}
