import ClaimLanguage
import Enclosures

extension CoqStep {
  /// The goal as a polynomial in its atoms.
  func normalized(_ given: CoqContext) throws(Untranslated) -> [String] {
    var context = given
    guard let premise = premises.first else { throw Untranslated("a premise is missing") }
    let lines = try shown(premise, &context)
    let form = try CoqCertificate(sequent).form(of: [premise.sequent.goal.expression])
    return lines + (try written(form, [], context))
  }

  /// The goal as a·y² + b·y + c, completed to a square.
  func quadratic(_ atom: String, _ given: CoqContext) throws(Untranslated) -> [String] {
    var context = given
    var lines: [String] = []
    for premise in premises { lines += try shown(premise, &context) }
    guard let problem = try? Kernel.problem(sequent),
      let index = problem.form.atoms.firstIndex(where: { $0.expression.description == atom })
    else { throw Untranslated("rule quadratic has no translation here") }
    let parts = problem.goal.coefficients(in: index)
    func part(_ exponent: Int) -> Expression {
      problem.form.expression(parts[exponent] ?? Polynomial(0))
    }
    let (a, b, c) = (part(2), part(1), part(0))
    let y = problem.form.atoms[index].expression
    func raw(_ o: BinaryOperator, _ x: Expression, _ y: Expression) -> Expression {
      Expression(.binary(o, x, y))
    }
    let sum = raw(
      .plus,
      raw(.plus, raw(.times, a, raw(.power, y, .constant(2))), raw(.times, b, y)), c)
    let discriminant = raw(
      .minus, raw(.times, .constant(4), raw(.times, a, c)), raw(.power, b, .constant(2)))
    let goal = Condition(sum, sequent.goal.sign)
    let shownLast = premises[premises.count - 1].sequent.goal
    guard let last = context.name(shownLast) else { throw Untranslated("a premise is missing") }
    let (name, value) = (context.freshHypothesis(), context.freshHypothesis())
    let condition = Condition(discriminant, sequent.goal.sign)
    lines.append("assert (\(name) : \(try printed(condition, context))).")
    lines += CoqStep.block(
      try translation.transfer(last, from: shownLast, to: condition, context))
    let proofs = premises.dropLast().map { "exact \(context.name($0.sequent.goal) ?? "")" }
    lines.append("assert (\(value) : \(try printed(goal, context))).")
    lines += CoqStep.block([
      CoqSign(context: context).apply(
        sequent.goal.isStrict ? "g_quadratic_lt" : "g_quadratic", proofs + ["exact \(name)"]) + "."
    ])
    context.add(goal, named: value)
    return lines + (try written(CoqCertificate(sequent).form(of: [sum]), [], context))
  }
}
