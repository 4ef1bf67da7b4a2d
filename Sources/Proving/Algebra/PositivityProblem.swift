import ClaimLanguage
import Enclosures

/// A goal P ≥ 0 or P > 0 for a polynomial P in atoms, each within a range, with further polynomials that are known
/// to be non-negative.
///
/// An atom that is a variable has the variable's range, any other one the enclosure of its values over the box.
/// In shifted coordinates s = y − lower (or upper − y) every atom with a finite end is non-negative.
struct PositivityProblem {
  /// Something that is non-negative, in shifted coordinates.
  struct Generator {
    let polynomial: Polynomial
    /// Whether it is positive everywhere.
    let isPositive: Bool
    /// Whether it vanishes everywhere, so that multiples of either sign may be used.
    let isZero: Bool
  }

  let form: NormalForm
  /// P in the atoms themselves.
  let goal: Polynomial
  /// P in shifted coordinates.
  let shifted: Polynomial
  let isStrict: Bool
  /// The range of each atom.
  let sides: [Side]
  /// First the shifted atoms, then what they lack to the other end, then conditions, then squares of differences.
  let generators: [Generator]
  /// Where the squares begin.
  let firstSquare: Int

  /// The most atoms.
  private static let mostAtoms = 32
  /// The precision of the enclosures of atoms.
  static let precision = 96

  /// The problem for the goal of a sequent; the goal's denominator is multiplied away.
  ///
  /// - Throws: `AlgebraLimit`, `NormalForm.Unsupported`.
  init(_ sequent: Sequent) throws {
    var form = NormalForm(over: sequent)
    var fraction = try form.fraction(sequent.goal.expression)
    var conditions: [(Fraction, Condition.Sign)] = []
    for condition in sequent.conditions {
      // A condition without normal form is not used.
      guard let own = try? form.fraction(condition.expression) else { continue }
      conditions.append((own, condition.sign))
    }
    guard form.atoms.count <= PositivityProblem.mostAtoms else { throw AlgebraLimit() }
    let sides = form.atoms.map { PositivityProblem.side(of: $0, in: sequent) }
    for elimination in form.eliminations(in: [fraction] + conditions.map(\.0)) {
      fraction = try elimination.applied(to: fraction)
      conditions = try conditions.map { (try elimination.applied(to: $0.0), $0.1) }
      conditions += elimination.range(within: sides[elimination.index])
    }
    self.form = form
    self.sides = sides
    isStrict = sequent.goal.isStrict
    goal = try PositivityProblem.simplified(
      PositivityProblem.cleared(fraction, sides), sides, isStrict: isStrict)
    shifted = try PositivityProblem.shifted(goal, sides)
    var generators: [Generator] = []
    for (index, side) in sides.enumerated() where side.lower != nil || side.upper != nil {
      let isOpen = side.lower != nil ? side.isLowerOpen : side.isUpperOpen
      generators.append(
        Generator(polynomial: Polynomial(atom: index), isPositive: isOpen, isZero: false))
    }
    for (index, side) in sides.enumerated() {
      guard let width = side.width else { continue }
      generators.append(
        Generator(
          polynomial: Polynomial(width) - Polynomial(atom: index), isPositive: side.isUpperOpen,
          isZero: false))
    }
    for (fraction, sign) in conditions where sign != .nonZero {
      let isStrict = sign == .positive
      guard
        let plain = try? PositivityProblem.strengthened(
          PositivityProblem.cleared(fraction, sides), sides, isStrict: isStrict),
        let polynomial = try? PositivityProblem.shifted(plain, sides)
      else { continue }
      generators.append(
        Generator(polynomial: polynomial, isPositive: isStrict, isZero: sign == .zero))
    }
    firstSquare = generators.count
    for first in sides.indices {
      for second in sides.indices where second > first {
        let difference = try PositivityProblem.shifted(
          Polynomial(atom: first) - Polynomial(atom: second), sides)
        generators.append(
          Generator(
            polynomial: try difference.multiplied(by: difference), isPositive: false,
            isZero: false))
      }
    }
    self.generators = generators
  }

  private static func side(of atom: NormalForm.Atom, in sequent: Sequent) -> Side {
    if case .name(let name) = atom.expression.node, let index = sequent.index(of: name) {
      return sequent.box[index]
    }
    guard let range = sequent.range(of: atom.expression, precision: precision) else {
      return .line
    }
    let isPositive = atom.kind == .exponential
    var lower = short(range.lower)
    if atom.kind == .exponential || atom.kind == .squareRoot {
      lower = lower.map { max($0, 0) } ?? 0
    }
    if lower == nil, range.lower.sign > 0 { lower = 0 }
    let upper = short(range.upper)
    return Side(lower, upper, isLowerOpen: isPositive && (lower?.isZero ?? false))
  }

  /// The value; nil for one that is huge or tiny, which is as good as none and would slow everything down.
  private static func short(_ value: BigFloat) -> Rational? {
    if value.isZero { return 0 }
    guard let exponent = value.binaryExponent, exponent.magnitude <= UInt(4 * precision) else {
      return nil
    }
    return value.exactRational
  }

  /// A polynomial of the sign that the fraction has: its numerator, with the denominator's sign or the denominator.
  static func cleared(
    _ fraction: Fraction, _ sides: [Side]
  ) throws(AlgebraLimit) -> Polynomial {
    let below = try shifted(fraction.denominator, sides)
    if isNonNegative(below, sides) { return fraction.numerator }
    if isNonNegative(-below, sides) { return -fraction.numerator }
    return try fraction.numerator.multiplied(by: fraction.denominator)
  }

  /// A condition without common factors: positive ones, and for a strict condition those that cannot be negative,
  /// because none of them is zero then.
  static func strengthened(
    _ polynomial: Polynomial, _ sides: [Side], isStrict: Bool
  ) throws(AlgebraLimit) -> Polynomial {
    var factor = polynomial.content
    for index in factor.indices {
      let side = sides[index]
      let isPositive = side.lower.map { $0.sign > 0 || ($0.isZero && side.isLowerOpen) } ?? false
      if isPositive || (isStrict && side.lower.map { $0.sign >= 0 } ?? false) { continue }
      factor[index] = isStrict ? factor[index] - factor[index] % 2 : 0
    }
    return polynomial.divided(by: Polynomial.trimmed(factor))
  }

  /// A goal without common factors that are non-negative (positive, for a strict goal).
  private static func simplified(
    _ polynomial: Polynomial, _ sides: [Side], isStrict: Bool
  ) throws(AlgebraLimit) -> Polynomial {
    var factor = polynomial.content
    for index in factor.indices {
      guard let lower = sides[index].lower, lower.sign >= 0 else {
        factor[index] = isStrict ? 0 : factor[index] - factor[index] % 2
        continue
      }
      let isPositive = lower.sign > 0 || sides[index].isLowerOpen
      if isStrict && !isPositive { factor[index] = 0 }
    }
    return polynomial.divided(by: Polynomial.trimmed(factor))
  }

  /// The polynomial in shifted coordinates.
  static func shifted(
    _ polynomial: Polynomial, _ sides: [Side]
  ) throws(AlgebraLimit) -> Polynomial {
    var result = polynomial
    for (index, side) in sides.enumerated() where result.degree(in: index) > 0 {
      let atom = Polynomial(atom: index)
      if let lower = side.lower {
        if !lower.isZero {
          result = try result.substituting(Polynomial(lower) + atom, for: index)
        }
      } else if let upper = side.upper {
        result = try result.substituting(Polynomial(upper) - atom, for: index)
      }
    }
    return result
  }

  /// Whether no coefficient in shifted coordinates is negative, and odd powers are of shifted atoms.
  static func isNonNegative(_ shifted: Polynomial, _ sides: [Side]) -> Bool {
    shifted.terms.allSatisfy { $0.value.sign >= 0 && isNonNegative($0.key, sides) }
  }

  /// Whether a monomial is non-negative.
  static func isNonNegative(_ monomial: Polynomial.Monomial, _ sides: [Side]) -> Bool {
    monomial.enumerated().allSatisfy { index, exponent in
      exponent % 2 == 0 || sides[index].lower != nil || sides[index].upper != nil
    }
  }

  /// Whether a monomial of shifted atoms is positive everywhere.
  static func isPositive(_ monomial: Polynomial.Monomial, _ sides: [Side]) -> Bool {
    monomial.enumerated().allSatisfy { index, exponent in
      if exponent == 0 { return true }
      let side = sides[index]
      if side.lower != nil { return side.isLowerOpen }
      return side.upper != nil && side.isUpperOpen
    }
  }
}

// MARK: - Checks

extension PositivityProblem {
  /// Whether P minus the combination has non-negative coefficients only, and P > 0 follows where it is asked for.
  func isShown(by terms: [CombinationTerm]) throws(AlgebraLimit) -> Bool {
    var rest = shifted
    var hasPositive = false
    for term in terms {
      var product = Polynomial(term.coefficient)
      var (allPositive, isFree) = (true, false)
      for index in term.generators {
        guard generators.indices.contains(index) else { return false }
        product = try product.multiplied(by: generators[index].polynomial)
        allPositive = allPositive && generators[index].isPositive
        isFree = isFree || generators[index].isZero
      }
      if term.coefficient.sign < 0 && !isFree { return false }
      if term.coefficient.sign > 0 && allPositive && !isFree { hasPositive = true }
      rest = rest - product
    }
    guard PositivityProblem.isNonNegative(rest, sides) else { return false }
    if !isStrict || hasPositive { return true }
    return rest.terms.contains {
      $0.value.sign > 0 && PositivityProblem.isPositive($0.key, sides)
    }
  }

  /// P's coefficients in the Bernstein basis: those of P at y = (lower + upper·u)/(1 + u), times (1 + u)^degree.
  ///
  /// - Returns: The coefficients by exponents of u (of s on a side with one end), and the degrees.
  func bernsteinCoefficients() throws(AlgebraLimit) -> (Polynomial, [Int]) {
    var result = goal
    var degrees: [Int] = []
    for (index, side) in sides.enumerated() {
      let degree = goal.degree(in: index)
      degrees.append(degree)
      guard degree > 0 else { continue }
      guard let lower = side.lower, let upper = side.upper else {
        result = try PositivityProblem.shifted(result, index, side)
        continue
      }
      let atom = Polynomial(atom: index)
      let above = Polynomial(lower) + atom.scaled(by: upper)
      let below = Polynomial(1) + atom
      var sum = Polynomial(0)
      for (exponent, part) in result.coefficients(in: index) {
        sum =
          sum
          + (try part.multiplied(by: above.power(exponent)).multiplied(
            by: below.power(degree - exponent)))
      }
      result = sum
    }
    return (result, degrees)
  }

  private static func shifted(
    _ polynomial: Polynomial, _ index: Int, _ side: Side
  ) throws(AlgebraLimit) -> Polynomial {
    let atom = Polynomial(atom: index)
    if let lower = side.lower {
      return try polynomial.substituting(Polynomial(lower) + atom, for: index)
    }
    guard let upper = side.upper else { return polynomial }
    return try polynomial.substituting(Polynomial(upper) - atom, for: index)
  }

  /// Whether the Bernstein coefficients show the goal.
  ///
  /// P > 0 needs, at every place of the box (each bounded atom at its lower end, inside, or at its upper end, as far as
  /// these belong to it), a positive coefficient whose basis function is positive there.
  func isShownByBernstein() throws(AlgebraLimit) -> Bool {
    let (coefficients, degrees) = try bernsteinCoefficients()
    guard PositivityProblem.isNonNegative(coefficients, sides) else { return false }
    if !isStrict { return true }
    if coefficients.isZero { return false }
    let active = degrees.indices.filter { degrees[$0] > 0 }
    guard active.count <= 7 else { return false }
    return Place.all(active.map { sides[$0] }).allSatisfy { place in
      coefficients.terms.contains { monomial, _ in
        zip(active, place).allSatisfy { index, part in
          let exponent = index < monomial.count ? monomial[index] : 0
          switch part {
          case .start: return exponent == 0
          case .inside: return true
          case .end: return exponent == degrees[index]
          case .anywhere: return exponent == 0
          }
        }
      }
    }
  }

  /// A part of the range of one atom.
  private enum Place {
    case start
    case inside
    case end
    /// Any value of an atom without ends.
    case anywhere

    static func all(_ sides: [Side]) -> [[Place]] {
      sides.reduce([[]]) { places, side in
        places.flatMap { place in parts(side).map { place + [$0] } }
      }
    }

    private static func parts(_ side: Side) -> [Place] {
      guard side.lower != nil || side.upper != nil else { return [.anywhere] }
      var result: [Place] = [.inside]
      let isBounded = side.width != nil
      let startsOpen = side.lower != nil ? side.isLowerOpen : side.isUpperOpen
      if !startsOpen { result.append(.start) }
      if isBounded && !side.isUpperOpen { result.append(.end) }
      return result
    }
  }
}
