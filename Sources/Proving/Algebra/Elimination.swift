import ClaimLanguage
import Enclosures

/// A name written by a root: s = √(v/d) gives v = s²·d, so that polynomials in v and s become polynomials in s.
struct Elimination {
  /// The atom v.
  let index: Int
  /// What it is, without v.
  let value: Polynomial

  /// A fraction without v.
  func applied(to fraction: Fraction) throws(AlgebraLimit) -> Fraction {
    let below = try fraction.denominator.substituting(value, for: index)
    if below.isZero { throw AlgebraLimit() }
    return Fraction(try fraction.numerator.substituting(value, for: index), below)
  }

  /// That v keeps to its range.
  func range(within side: Side) -> [(Fraction, Condition.Sign)] {
    var result: [(Fraction, Condition.Sign)] = []
    if let lower = side.lower {
      result.append(
        (
          Fraction(value - Polynomial(lower)), side.isLowerOpen ? .positive : .nonNegative
        ))
    }
    if let upper = side.upper {
      result.append(
        (
          Fraction(Polynomial(upper) - value), side.isUpperOpen ? .positive : .nonNegative
        ))
    }
    return result
  }
}

extension NormalForm {
  /// The names that a root expresses, each by the first such root; names that do not occur in the fractions are left.
  func eliminations(in fractions: [Fraction]) -> [Elimination] {
    var used = fractions.reduce(into: Set<Int>()) {
      $0.formUnion($1.numerator.atoms)
      $0.formUnion($1.denominator.atoms)
    }
    var result: [Elimination] = []
    for (root, atom) in atoms.enumerated() where atom.kind == .squareRoot && used.contains(root) {
      guard let argument = atom.argument else { continue }
      for (index, name) in atoms.enumerated() where name.kind == .name && used.contains(index) {
        guard argument.numerator.degree(in: index) == 1,
          argument.denominator.degree(in: index) == 0,
          let slope = argument.numerator.coefficients(in: index)[1]?.constant,
          // What was written by a root before must not come back.
          argument.numerator.atoms.union(argument.denominator.atoms).isSubset(of: used)
        else { continue }
        let rest = argument.numerator.coefficients(in: index)[0] ?? Polynomial(0)
        let square = Polynomial(atom: root)
        guard
          let value = try? square.multiplied(by: square).multiplied(by: argument.denominator)
        else { continue }
        result.append(Elimination(index: index, value: (value - rest).scaled(by: 1 / slope)))
        used.remove(index)
        break
      }
    }
    return result
  }
}
