import ClaimLanguage
import Enclosures

/// Guesses where the derivative of a goal by one variable vanishes, as expressions in the others.
///
/// They decide nothing: a cut at any place is sound.
enum StationaryPoints {
  /// Places y = h, the likely ones first.
  static func candidates(of sequent: Sequent, in name: String) -> [Expression] {
    guard sequent.goal.expression.mentions(name),
      let derivative = sequent.matter.derivative(by: name)
    else { return [] }
    var places = solutions(derivative, name)
    places += sequent.names.filter { $0 != name }.map { Expression(.name($0)) }
    places += [0, 1, -1, Rational(1, 2), 2].map { .constant($0) }
    var seen: Set<String> = []
    return places.filter { place in
      guard seen.insert(place.description).inserted, isInside(place, sequent, name) else {
        return false
      }
      return isZero(derivative.substituting(place, for: name))
    }
  }

  private static func isZero(_ expression: Expression) -> Bool {
    var form = NormalForm()
    return (try? form.fraction(expression))?.numerator.isZero ?? false
  }

  /// A number must lie strictly inside the range; an expression may.
  private static func isInside(_ place: Expression, _ sequent: Sequent, _ name: String) -> Bool {
    guard let value = place.constant, let index = sequent.index(of: name) else { return true }
    return sequent.box[index].hasInside(value)
  }

  /// Where the numerator of the derivative is linear in y, ln y or e^y.
  private static func solutions(_ derivative: Expression, _ name: String) -> [Expression] {
    var form = NormalForm()
    guard let fraction = try? form.fraction(derivative) else { return [] }
    var result: [Expression] = []
    for (index, atom) in form.atoms.enumerated()
    where fraction.numerator.degree(in: index) == 1 && atom.expression.mentions(name) {
      let parts = fraction.numerator.coefficients(in: index)
      guard let slope = parts[1] else { continue }
      let rest = form.expression(Fraction(-(parts[0] ?? Polynomial(0)), slope))
      guard !rest.mentions(name) else { continue }
      switch atom.expression.node {
      case .name: result.append(rest)
      case .function(.log, let arguments) where arguments[0].node == .name(name):
        result.append(.apply(.exp, to: rest))
      case .function(.exp, let arguments) where arguments[0].node == .name(name):
        result.append(.apply(.log, to: rest))
      default: continue
      }
    }
    return result
  }
}
