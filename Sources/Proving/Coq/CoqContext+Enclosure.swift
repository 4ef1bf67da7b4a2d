import ClaimLanguage
import Enclosures

extension CoqContext {
  /// Bits of the enclosures here; CoqInterval gets more.
  private static let bits = 128

  /// The greatest argument of an exponential.
  private static let greatestExponent = 1_000

  /// A tactic of CoqInterval that closes `0 < e` or `0 <= e`; nil where the enclosure over the
  /// ranges does not show it, or has a part that may have no value.
  func enclosed(_ e: Expression, strict: Bool) -> String? {
    guard let range = enclosure(e), strict ? range.lower.sign > 0 : range.lower.sign >= 0
    else { return nil }
    var bounds: [String] = []
    for name in sides.keys.sorted() where e.mentions(name) {
      guard let side = sides[name], let identifier = identifiers[name] else { return nil }
      let closed = CoqContext.range(Side(side.lower, side.upper), of: identifier)
      if closed.isEmpty { continue }
      let both =
        side.width == nil ? closed[0] : "\(closed[0]) <= \(CoqContext.term(side.upper ?? 0))"
      bounds.append("assert (\(both)) by lra; ")
    }
    return bounds.joined() + "interval with (i_prec \(CoqContext.bits + 64))"
  }

  private func enclosure(_ e: Expression) -> Interval? {
    let bits = CoqContext.bits
    switch e.node {
    case .number(let value): return Interval(value, precision: bits)
    case .infinity, .call: return nil
    case .name(let name): return sides[name]?.interval(precision: bits)
    case .negation(let operand): return enclosure(operand).map { -$0 }
    case .function(let function, let arguments):
      guard let x = enclosure(arguments[0]) else { return nil }
      return CoqContext.apply(function, x)
    case .binary(let operation, let left, let right):
      guard let x = enclosure(left) else { return nil }
      if operation == .power {
        guard let value = right.literalValue else { return nil }
        if let n = value.int, n.magnitude <= 64 { return try? x.integerPower(n) }
        guard value == Rational(1, 2), x.lower.sign >= 0 else { return nil }
        return try? x.squareRoot()
      }
      guard let y = enclosure(right) else { return nil }
      switch operation {
      case .plus: return x + y
      case .minus: return x - y
      case .times: return left == right ? x.squared() : x * y
      case .divide: return try? x / y
      case .power: return nil
      }
    }
  }

  private static func apply(_ function: Function, _ x: Interval) -> Interval? {
    switch function {
    case .sqrt: return x.lower.sign >= 0 ? try? x.squareRoot() : nil
    // CoqInterval does not end where numbers are beyond all bounds.
    case .exp, .expm1:
      let limit = BigFloat(greatestExponent, precision: bits, rounding: .nearest)
      guard !(x.upper.isFinite && x.upper > limit), !(x.lower.isFinite && x.lower < -limit)
      else { return nil }
      if function == .exp { return x.exponential() }
      return x.exponential() - Interval(1, precision: x.precision)
    case .log: return x.lower.sign > 0 ? try? x.logarithm() : nil
    case .log1p:
      let sum = x + Interval(1, precision: x.precision)
      return sum.lower.sign > 0 ? try? sum.logarithm() : nil
    case .abs: return x.absoluteValue()
    case .min, .max, .floor, .ceil: return nil
    }
  }
}

// MARK: - Multiples of hypotheses

extension CoqContext {
  /// `lra` for an expression that is a multiple of a hypothesis and something affine that is not
  /// negative.
  func multiple(_ e: Expression, strict: Bool) -> String? {
    guard !conditions.isEmpty, let own = CoqAlgebra.polynomials([e], in: self)?.first,
      !own.isZero, own.terms.count <= 24
    else { return nil }
    for (_, condition) in conditions
    where condition.sign == .nonNegative || condition.sign == .positive {
      guard let both = CoqAlgebra.polynomials([e, condition.expression], in: self),
        let pivot = both[1].sortedTerms.last(where: { !$0.monomial.isEmpty }),
        let coefficient = both[0].terms[pivot.monomial]
      else { continue }
      let ratio = coefficient / pivot.coefficient
      guard ratio.sign > 0 else { continue }
      let rest = both[0] - both[1].scaled(by: ratio)
      guard let minimum = CoqAlgebra.minimum(rest, [e, condition.expression], in: self) else {
        continue
      }
      if minimum.isShown(strict: strict && condition.sign != .positive) { return "lra" }
    }
    return nil
  }
}
