import Enclosures

/// A quotient of polynomials, without common monomial factors.
///
/// Where it stands for an expression, the denominator is not zero at any point at which the expression has a value.
struct Fraction: Sendable {
  let numerator: Polynomial
  let denominator: Polynomial

  init(_ numerator: Polynomial, _ denominator: Polynomial = Polynomial(1)) {
    var (above, below) = (numerator, denominator)
    if above.isZero { below = Polynomial(1) }
    let common = zip(above.content, below.content).map { min($0, $1) }
    let factor = Polynomial.trimmed(common)
    above = above.divided(by: factor)
    below = below.divided(by: factor)
    if let value = below.constant {
      above = above.scaled(by: 1 / value)
      below = Polynomial(1)
    } else if let lead = below.sortedTerms.last?.coefficient, lead != 1 {
      above = above.scaled(by: 1 / lead)
      below = below.scaled(by: 1 / lead)
    }
    self.numerator = above
    self.denominator = below
  }

  init(_ value: Rational) { self.init(Polynomial(value)) }

  /// The value of a fraction without atoms.
  var constant: Rational? {
    guard denominator.constant == 1 else { return nil }
    return numerator.constant
  }

  func adding(_ other: Fraction) throws(AlgebraLimit) -> Fraction {
    if denominator == other.denominator {
      return Fraction(numerator + other.numerator, denominator)
    }
    return Fraction(
      try numerator.multiplied(by: other.denominator)
        + other.numerator.multiplied(by: denominator),
      try denominator.multiplied(by: other.denominator))
  }

  var negated: Fraction { Fraction(-numerator, denominator) }

  func multiplied(by other: Fraction) throws(AlgebraLimit) -> Fraction {
    if numerator == other.denominator { return Fraction(other.numerator, denominator) }
    if denominator == other.numerator { return Fraction(numerator, other.denominator) }
    return Fraction(
      try numerator.multiplied(by: other.numerator),
      try denominator.multiplied(by: other.denominator))
  }

  /// 1/x; nil for zero.
  var inverse: Fraction? { numerator.isZero ? nil : Fraction(denominator, numerator) }

  /// xⁿ; nil for a negative power of zero.
  func power(_ n: Int) throws(AlgebraLimit) -> Fraction? {
    guard n.magnitude <= AlgebraLimit.exponent else { throw AlgebraLimit() }
    let base = n >= 0 ? self : inverse
    guard let base else { return nil }
    return Fraction(
      try base.numerator.power(abs(n)), try base.denominator.power(abs(n)))
  }
}
