import ClaimLanguage
import Enclosures
import Synchronization

/// Conditions and a goal over named variables, whatever their ranges.
///
/// Compiled expressions are made once and shared by all boxes.
final class Implication: Sendable {
  /// The variables, in the order of a box's sides.
  let names: [String]
  /// What may be used: a point counts only where each of them has a value and holds.
  let conditions: [Condition]
  /// What is to be shown.
  let goal: Condition
  /// Whether the goal is known to have a value at every point that counts.
  let isDefined: Bool
  private let cache = Mutex<[Expression: CompiledExpression]>([:])
  private let derivatives = Mutex<[String: Expression?]>([:])

  init(names: [String], conditions: [Condition], goal: Condition, isDefined: Bool) {
    self.names = names
    self.conditions = conditions
    self.goal = goal
    self.isDefined = isDefined
  }

  /// An expression over the variables, ready for evaluation.
  func compiled(_ expression: Expression) -> CompiledExpression {
    if let found = cache.withLock({ $0[expression] }) { return found }
    let made = CompiledExpression(expression, names: names)
    return cache.withLock { cache in
      if let found = cache[expression] { return found }
      cache[expression] = made
      return made
    }
  }

  /// The derivative of the goal by a variable; nil where it has none.
  func derivative(by name: String) -> Expression? {
    if let found = derivatives.withLock({ $0[name] }) { return found }
    let made = try? goal.expression.derivative(by: name)
    derivatives.withLock { $0[name] = .some(made) }
    return made
  }
}

/// A statement to be shown: at every point of the box at which every condition has a value and holds, and
/// at which the goal has a value, the goal holds.
struct Sequent: Sendable {
  let matter: Implication
  let box: [Side]

  init(_ matter: Implication, _ box: [Side]) {
    self.matter = matter
    self.box = box
  }

  init(
    names: [String], box: [Side], conditions: [Condition], goal: Condition, isDefined: Bool
  ) {
    matter = Implication(
      names: names, conditions: conditions, goal: goal, isDefined: isDefined)
    self.box = box
  }

  var names: [String] { matter.names }
  var conditions: [Condition] { matter.conditions }
  var goal: Condition { matter.goal }

  func index(of name: String) -> Int? { names.firstIndex(of: name) }

  /// The range of all values that an expression has on the box; nil where it has none.
  func range(of expression: Expression, precision: Int) -> Interval? {
    matter.compiled(expression).range(over: box, precision: precision)
  }

  /// The same with one side changed.
  func replacing(_ index: Int, with side: Side) -> Sequent {
    var new = box
    new[index] = side
    return Sequent(matter, new)
  }

  /// The same points with another goal.
  func with(goal: Condition, isDefined: Bool) -> Sequent {
    Sequent(
      names: names, box: box, conditions: conditions, goal: goal, isDefined: isDefined)
  }

  /// The same goal with further conditions.
  func adding(_ more: [Condition]) -> Sequent {
    Sequent(
      names: names, box: box, conditions: conditions + more, goal: goal,
      isDefined: matter.isDefined)
  }
}
