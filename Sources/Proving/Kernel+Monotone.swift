import ClaimLanguage
import Enclosures

extension Kernel {
  /// Monotonicity: the goal is shown where it is least.
  ///
  /// Let ∂f ≥ 0 (f increasing in y) at every point that keeps the conditions K, where K are those
  /// conditions that survive moving y down to its lower end a: they do not mention y, or fall with y themselves. For a
  /// point x of the box, the segment down to the face y = a then keeps K, f is continuous on it and differentiable inside, so
  /// f(x) ≥ f(x with y = a), and it is enough to show the goal on the face. For a strict goal on a face that does not
  /// belong to the box, ∂f > 0 is shown instead and f ≥ 0 on the face, as x is off the face.
  ///
  /// Premises: the sign of the derivative; that f and its derivative have values on the segments (f on the face
  /// too), as far as that is not known; the goal on the face. Decreasing f: the same with the upper end.
  static func monotone(
    _ sequent: Sequent, _ variable: String, _ isIncreasing: Bool
  ) throws(RuleFailure) -> [Sequent] {
    let index = try index(sequent, variable)
    let side = sequent.box[index]
    let goal = sequent.goal
    guard goal.sign == .nonNegative || goal.sign == .positive else {
      throw RuleFailure("the goal is no inequality")
    }
    guard let end = isIncreasing ? side.lower : side.upper else {
      throw RuleFailure("'\(variable)' has no end on that side")
    }
    guard goal.expression.mentions(variable),
      let derivative = sequent.matter.derivative(by: variable)
    else { throw RuleFailure("the goal has no derivative by '\(variable)'") }
    let kept = sequent.conditions.filter {
      survives($0, sequent, variable, isIncreasing: isIncreasing)
    }
    let isEndOpen = isIncreasing ? side.isLowerOpen : side.isUpperOpen
    let slope = isIncreasing ? derivative : -derivative
    let slopeSign: Condition.Sign =
      goal.sign == .positive && isEndOpen ? .positive : .nonNegative
    var inner = sequent.box
    inner[index] = side.interior
    var result = [
      Sequent(
        names: sequent.names, box: inner, conditions: kept,
        goal: Condition(slope, slopeSign), isDefined: false)
    ]
    // Values on the whole segment, the face included.
    var closed = sequent.box
    closed[index] = Side(
      side.lower, side.upper, isLowerOpen: isIncreasing ? false : side.isLowerOpen,
      isUpperOpen: isIncreasing ? side.isUpperOpen : false)
    let isKnown =
      sequent.matter.isDefined && kept.count == sequent.conditions.count && !isEndOpen
    if !isKnown {
      for condition in Definedness.conditions(of: goal.expression) {
        result.append(
          Sequent(
            names: sequent.names, box: closed, conditions: kept, goal: condition,
            isDefined: true))
      }
    }
    let own = Set(Definedness.conditions(of: goal.expression).map(\.description))
    for condition in unique(Definedness.conditions(of: derivative))
    where !own.contains(condition.description) {
      result.append(
        Sequent(
          names: sequent.names, box: inner, conditions: kept, goal: condition, isDefined: true))
    }
    let face = face(
      of: sequent, index, at: end, conditions: kept,
      goal: Condition(goal.expression, slopeSign == .positive ? .nonNegative : goal.sign))
    return result + [face]
  }

  /// Whether a condition that holds at a point still holds after moving the variable to the end.
  private static func survives(
    _ condition: Condition, _ sequent: Sequent, _ variable: String, isIncreasing: Bool
  ) -> Bool {
    if !condition.expression.mentions(variable) { return true }
    guard condition.sign == .nonNegative || condition.sign == .positive else { return false }
    // Only conditions that have a value everywhere, and whose derivative has.
    guard let slope = try? condition.expression.derivative(by: variable),
      Definedness.conditions(of: condition.expression).isEmpty,
      Definedness.conditions(of: slope).isEmpty
    else { return false }
    guard let range = sequent.range(of: slope, precision: PrecisionLimits.start) else {
      return false
    }
    return isIncreasing ? range.upper.sign <= 0 : range.lower.sign >= 0
  }

  /// The sequent with a number in the place of a variable.
  ///
  /// The goal has a value on the face: that is a premise, or known.
  private static func face(
    of sequent: Sequent, _ index: Int, at end: Rational, conditions: [Condition],
    goal: Condition
  ) -> Sequent {
    let name = sequent.names[index]
    var (names, box) = (sequent.names, sequent.box)
    names.remove(at: index)
    box.remove(at: index)
    let change = { (part: Expression) in part.replacing(name, with: .constant(end)) }
    return Sequent(
      names: names, box: box,
      conditions: unique(conditions.map { $0.mapping(change) } + domain(conditions, change)),
      goal: goal.mapping { $0.substituting(.constant(end), for: name) }, isDefined: true)
  }
}
