import ClaimLanguage
import Enclosures

/// Tactics that show the sign of an expression by its structure: of parts by facts, of affine
/// expressions by the ranges, of what is left by interval arithmetic.
///
/// What has no such proof gives nil, so that no tactic is written that fails.
struct CoqSign {
  /// How much is tried before an expression is given up.
  private final class Effort {
    var left = 5_000
  }

  /// The most nodes of an expression that is compared with every hypothesis.
  private static let mostNodes = 120

  let context: CoqContext
  private let effort = Effort()

  init(context: CoqContext) { self.context = context }

  private func isExhausted() -> Bool {
    effort.left -= 1
    return effort.left < 0
  }

  /// A tactic that closes `0 < e` or `0 <= e`; nil where there is none.
  func positive(_ e: Expression, strict: Bool) -> String? {
    if isExhausted() { return nil }
    if let fact = context.fact(e, strict: strict) { return fact }
    if context.affineMinimum(e)?.isShown(strict: strict) == true { return "lra" }
    let isShort = e.size <= CoqSign.mostNodes
    return (isShort ? context.multiple(e, strict: strict) : nil)
      ?? structural(e, strict: strict) ?? context.enclosed(e, strict: strict)
      ?? (isShort ? simplified(e, strict: strict) : nil)
  }

  /// A tactic that closes `0 < - e` or `0 <= - e`.
  func negative(_ e: Expression, strict: Bool) -> String? {
    let opposite = Expression(.negation(e))
    if isExhausted() { return nil }
    if let fact = context.fact(opposite, strict: strict) { return fact }
    if context.affineMinimum(opposite)?.isShown(strict: strict) == true { return "lra" }
    let isShort = e.size <= CoqSign.mostNodes
    return (isShort ? context.multiple(opposite, strict: strict) : nil)
      ?? opposed(e, strict: strict) ?? context.enclosed(opposite, strict: strict)
      ?? (strict ? notZero(e, as: opposite) : nil)
  }

  /// A tactic that closes `e <> 0`.
  func nonZero(_ e: Expression) -> String? {
    if let fact = context.name(Condition(e, .nonZero)) { return "exact \(fact)" }
    if let proof = positive(e, strict: true) { return apply("g_nonzero", [proof]) }
    if let proof = negative(e, strict: true) { return apply("g_nonzero_neg", [proof]) }
    switch e.node {
    case .negation(let operand):
      return nonZero(operand).map { apply("Ropp_neq_0_compat", [$0]) }
    case .binary(.times, let x, let y):
      guard let first = nonZero(x), let second = nonZero(y) else { return nil }
      return apply("Rmult_integral_contrapositive_currified", [first, second])
    case .binary(.power, let base, let exponent):
      guard let n = exponent.literalValue?.int, n > 0 else { return nil }
      return nonZero(base).map { apply("pow_nonzero", [$0]) }
    default: return nil
    }
  }

  /// `0 < - e` from `0 <= - e` and `e <> 0`.
  private func notZero(_ e: Expression, as opposite: Expression) -> String? {
    guard let name = context.name(Condition(e, .nonZero)),
      let proof = negative(e, strict: false)
    else { return nil }
    return "apply g_strict; [\(proof) | apply Ropp_neq_0_compat; exact \(name)]"
  }

  /// The same for a difference such as 1 − (1 − u), which is a sum of few terms.
  private func simplified(_ e: Expression, strict: Bool) -> String? {
    guard case .binary(.minus, _, _) = e.node, let short = CoqAlgebra.short(e, in: context),
      short.size < e.size, let old = context.printed(e), let new = context.printed(short),
      let proof = positive(short, strict: strict)
    else { return nil }
    return "replace (\(old)) with (\(new)) by (field; g_nz); \(proof)"
  }

  func apply(_ lemma: String, _ parts: [String]) -> String {
    switch parts.count {
    case 0: "apply \(lemma)"
    case 1: "apply \(lemma); \(parts[0])"
    default: "apply \(lemma); [\(parts.joined(separator: " | "))]"
    }
  }

  /// The first lemma of which every premise has a proof.
  private func first(_ rules: [(lemma: String, premises: [() -> String?])]) -> String? {
    for rule in rules {
      var parts: [String] = []
      for premise in rule.premises {
        guard let part = premise() else { break }
        parts.append(part)
      }
      if parts.count == rule.premises.count { return apply(rule.lemma, parts) }
    }
    return nil
  }

  private func structural(_ e: Expression, strict: Bool) -> String? {
    func plus(_ x: Expression, _ strict: Bool = strict) -> () -> String? {
      { positive(x, strict: strict) }
    }
    func minus(_ x: Expression, _ strict: Bool = strict) -> () -> String? {
      { negative(x, strict: strict) }
    }
    switch e.node {
    case .number, .infinity, .name, .call: return nil
    case .negation(let operand): return opposed(operand, strict: strict)
    case .function(let function, let arguments):
      return value(of: function, arguments[0], strict: strict)
    case .binary(.plus, let x, let y):
      return strict
        ? first([
          ("Rplus_lt_le_0_compat", [plus(x), plus(y, false)]),
          ("Rplus_le_lt_0_compat", [plus(x, false), plus(y)]),
        ]) : first([("Rplus_le_le_0_compat", [plus(x), plus(y)])])
    case .binary(.minus, let x, let y):
      if y.constant == 1, case .binary(.divide, let above, let below) = x.node {
        let rest = Expression(.binary(.minus, above, below))
        return first([(strict ? "g_quotient_lt" : "g_quotient", [plus(below, true), plus(rest)])])
      }
      return strict
        ? first([
          ("g_sub_l", [plus(x), minus(y, false)]), ("g_sub_r", [plus(x, false), minus(y)]),
        ]) : first([("g_sub", [plus(x), minus(y)])])
    case .binary(.times, let x, let y):
      if !strict {
        if let fact = context.name(Condition(y, .zero)) { return "apply g_zero; exact \(fact)" }
        if x == y { return "apply Rle_0_sqr" }
      }
      return first([
        (strict ? "Rmult_lt_0_compat" : "Rmult_le_pos", [plus(x), plus(y)]),
        (strict ? "g_mul_neg_lt" : "g_mul_neg", [minus(x), minus(y)]),
      ])
    case .binary(.divide, let x, let y):
      return first([
        (strict ? "g_div_lt" : "g_div", [plus(x), plus(y, true)]),
        (strict ? "g_div_neg_lt" : "g_div_neg", [minus(x), minus(y, true)]),
      ])
    case .binary(.power, let base, let exponent): return power(base, exponent, strict: strict)
    }
  }

  private func power(_ base: Expression, _ exponent: Expression, strict: Bool) -> String? {
    guard let value = exponent.literalValue, let twice = (value * 2).int else {
      return "\(strict ? "" : "apply Rlt_le; ")unfold Rpower; apply exp_pos"
    }
    guard let n = value.int else {
      guard twice > 0 else { return nil }
      if !strict { return "apply sqrt_pos" }
      guard twice == 1 else { return nil }
      return first([("sqrt_lt_R0", [{ positive(base, strict: true) }])])
    }
    guard abs(n) <= 1000, n != 0 else { return nil }
    if n < 0 {
      // Printed as the inverse of a power.
      guard let inner = power(base, .constant(Rational(-n)), strict: true) else { return nil }
      return "apply \(strict ? "Rinv_0_lt_compat" : "g_inv"); \(inner)"
    }
    if let proof = positive(base, strict: strict) {
      return "apply \(strict ? "pow_lt" : "pow_le"); \(proof)"
    }
    guard n % 2 == 0 else { return nil }
    if !strict { return "apply (g_even _ \(n / 2))" }
    return nonZero(base).map { "apply (g_even_lt _ \(n / 2)); \($0)" }
  }

  private func value(of function: Function, _ x: Expression, strict: Bool) -> String? {
    let one = Expression.constant(1)
    func given(_ lemma: String, _ expression: Expression) -> String? {
      positive(expression, strict: strict).map { "apply \(lemma); \($0)" }
    }
    switch function {
    case .exp: return strict ? "apply exp_pos" : "apply Rlt_le; apply exp_pos"
    case .sqrt: return strict ? given("sqrt_lt_R0", x) : "apply sqrt_pos"
    case .abs: return strict ? nil : "apply Rabs_pos"
    case .log:
      if case .binary(.plus, let y, let rest) = x.node, y.constant == 1 {
        if let found = given(strict ? "g_ln1p_lt" : "g_ln1p", rest) { return found }
      }
      return given(strict ? "g_ln_lt" : "g_ln", Expression(.binary(.minus, x, one)))
    case .log1p: return given(strict ? "g_ln1p_lt" : "g_ln1p", x)
    case .expm1: return given(strict ? "g_expm1_lt" : "g_expm1", x)
    case .min, .max, .floor, .ceil: return nil
    }
  }

  /// The negative of an expression.
  private func opposed(_ e: Expression, strict: Bool) -> String? {
    func plus(_ x: Expression, _ strict: Bool = strict) -> () -> String? {
      { positive(x, strict: strict) }
    }
    func minus(_ x: Expression, _ strict: Bool = strict) -> () -> String? {
      { negative(x, strict: strict) }
    }
    let end = strict ? "_lt" : ""
    switch e.node {
    case .negation(let operand): return first([("g_opp\(end)", [plus(operand)])])
    case .binary(.plus, let x, let y):
      return strict
        ? first([
          ("g_opp_add_l", [minus(x), minus(y, false)]),
          ("g_opp_add_r", [minus(x, false), minus(y)]),
        ]) : first([("g_opp_add", [minus(x), minus(y)])])
    case .binary(.minus, let x, let y):
      return first([("g_opp_sub\(end)", [plus(Expression(.binary(.minus, y, x)))])])
    case .binary(.times, let x, let y):
      return first([
        ("g_opp_mul_l\(end)", [minus(x), plus(y)]), ("g_opp_mul_r\(end)", [plus(x), minus(y)]),
      ])
    case .binary(.divide, let x, let y):
      return first([
        ("g_opp_div\(end)", [minus(x), plus(y, true)]),
        ("g_opp_div_neg\(end)", [plus(x), minus(y, true)]),
      ])
    case .function(.log, let arguments):
      let below = Expression(.binary(.minus, .constant(1), arguments[0]))
      return first([("g_opp_ln\(end)", [plus(arguments[0], true), plus(below)])])
    default: return nil
    }
  }
}
