public import ClaimLanguage
import Documents
import Enclosures

/// A statement about all values of its variables: `forall x in [0, 99/100]: log(1 - x) <= -x`.
///
/// It says: at every point of the ranges at which the hypotheses have a value and hold, the statement has a value
/// and holds. A power with an exponent that is no integer number has a value for a positive base.
public struct UniversalStatement: Sendable, Hashable {
  /// One variable with its range.
  public struct Variable: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its range.
    public let side: Side

    /// A variable from its parts.
    public init(_ name: String, _ side: Side) {
      self.name = name
      self.side = side
    }
  }

  /// What is said.
  public enum Body: Sendable, Hashable {
    /// A statement without `forall` over time.
    case formula(Formula)
    /// The derivative of an expression by a variable is ≥ 0 (increasing) or ≤ 0 everywhere.
    case monotone(Expression, variable: String, isIncreasing: Bool)
  }

  /// What it is called: `ridge/4.2-t2#log-base`.
  public let id: String
  /// The variables in the order in which they were written.
  public let variables: [Variable]
  /// What restricts them beyond their ranges.
  public let hypotheses: Formula?
  /// What is said.
  public let body: Body

  /// The most variables.
  public static let maximumVariables = 12

  /// A statement from its parts.
  public init(id: String, variables: [Variable], hypotheses: Formula? = nil, body: Body) {
    self.id = id
    self.variables = variables
    self.hypotheses = hypotheses
    self.body = body
  }

  /// The statement without its variables.
  public var text: String {
    switch body {
    case .formula(let formula): "\(formula)"
    case .monotone(let expression, let variable, let isIncreasing):
      "\(expression) is \(isIncreasing ? "increasing" : "decreasing") in \(variable)"
    }
  }

  /// The same over another range of its only variable.
  public func restricted(to side: Side) -> UniversalStatement {
    UniversalStatement(
      id: id, variables: variables.prefix(1).map { Variable($0.name, side) },
      hypotheses: hypotheses, body: body)
  }
}

/// A statement that is outside what can be proved for all parameters.
public enum StatementError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A name that is no variable.
  case unknownName(statement: String, name: String)
  /// `forall` over time, a quantity with arguments, or inf.
  case unsupported(statement: String, what: String)
  /// More variables than are worked with.
  case tooManyVariables(statement: String, count: Int)
  /// A variable that is named twice.
  case repeatedVariable(statement: String, name: String)
  /// More cases than are worked with.
  case tooManyCases(statement: String)
  /// More characters than are read, once it is written in full: no certificate could name it.
  case tooLong(statement: String, what: String)

  /// One line with the remedy.
  public var description: String { text.readable() }

  private var text: String {
    switch self {
    case .unknownName(let statement, let name):
      "\(statement): '\(name)' is no variable; give it a range in 'forall'"
    case .unsupported(let statement, let what):
      "\(statement): \(what) cannot be proved for all parameters; use variables in its place"
    case .tooManyVariables(let statement, let count):
      "\(statement): has \(count) variables; at most \(UniversalStatement.maximumVariables) are worked with"
    case .repeatedVariable(let statement, let name): "\(statement): '\(name)' is given twice"
    case .tooManyCases(let statement):
      "\(statement): has too many cases; write several statements"
    case .tooLong(let statement, let what):
      "\(statement): \(what) is longer in full than what is read again; use shorter numbers, or write several statements"
    }
  }
}

// MARK: - As sequents

extension UniversalStatement {
  /// Checks names and forms.
  ///
  /// - Throws: `StatementError`.
  public func check() throws(StatementError) {
    guard variables.count <= UniversalStatement.maximumVariables else {
      throw .tooManyVariables(statement: id, count: variables.count)
    }
    var names: Set<String> = []
    for variable in variables {
      guard UniversalStatement.isName(variable.name) else {
        throw .unknownName(statement: id, name: variable.name)
      }
      guard names.insert(variable.name).inserted else {
        throw .repeatedVariable(statement: id, name: variable.name)
      }
    }
    if let hypotheses { try check(hypotheses, names) }
    switch body {
    case .formula(let formula): try check(formula, names)
    case .monotone(let expression, let variable, _):
      try check(expression, names)
      guard names.contains(variable) else { throw .unknownName(statement: id, name: variable) }
      do { _ = try expression.derivative(by: variable) } catch {
        throw .unsupported(statement: id, what: error.description)
      }
    }
    try checkTexts()
  }

  /// Whether a certificate can name the statement: what it would write must be read again.
  private func checkTexts() throws(StatementError) {
    for variable in variables
    where (try? Side(parsing: variable.side.description)) != variable.side {
      throw .tooLong(statement: id, what: "the range of '\(variable.name)'")
    }
    let text =
      switch body {
      case .formula(let formula): formula.description
      case .monotone(let expression, _, _): expression.description
      }
    for text in [text, hypotheses?.description ?? ""]
    where text.unicodeScalars.count > ParseLimits.textLength {
      throw .tooLong(statement: id, what: "the statement")
    }
  }

  /// Whether a text is read as one name.
  private static func isName(_ text: String) -> Bool {
    guard let expression = try? Expression(parsing: text) else { return false }
    return expression.node == .name(text)
  }

  private func check(_ formula: Formula, _ names: Set<String>) throws(StatementError) {
    switch formula.node {
    case .comparison(let comparison):
      try check(comparison.left, names)
      try check(comparison.right, names)
    case .and(let parts), .or(let parts): for part in parts { try check(part, names) }
    case .not(let part): try check(part, names)
    case .implies(let first, let second):
      try check(first, names)
      try check(second, names)
    case .forall: throw .unsupported(statement: id, what: "'forall' over time")
    }
  }

  private func check(_ expression: Expression, _ names: Set<String>) throws(StatementError) {
    switch expression.node {
    case .number: return
    case .infinity: throw .unsupported(statement: id, what: "inf")
    case .name(let name):
      guard names.contains(name) else { throw .unknownName(statement: id, name: name) }
    case .call(let name, _): throw .unsupported(statement: id, what: "the quantity '\(name)(…)'")
    case .function(_, let arguments): for part in arguments { try check(part, names) }
    case .negation(let operand): try check(operand, names)
    case .binary(_, let left, let right):
      try check(left, names)
      try check(right, names)
    }
  }

  /// What has to be shown, in a fixed order: that everything has a value, then what is said.
  ///
  /// - Throws: `StatementError`.
  func sequents() throws(StatementError) -> [Sequent] {
    try check()
    let names = variables.map(\.name)
    let box = variables.map(\.side)
    var goals: [(conditions: [Condition], goal: Condition, isDefined: Bool, box: [Side])] = []
    // The hypotheses have a value at the points that count.
    let domain = Kernel.unique(
      (hypotheses?.expressions ?? []).flatMap { Definedness.conditions(of: $0) })
    for alternative in try hypotheses.map({ formula throws(StatementError) in
      try alternatives(formula)
    }) ?? [[]] {
      let conditions = Kernel.unique(alternative + domain)
      switch body {
      case .formula(let formula):
        for goal in try self.goals(formula, conditions) {
          goals.append((goal.0, goal.1, goal.2, box))
        }
      case .monotone(let expression, let variable, let isIncreasing):
        goals += monotone(expression, variable, isIncreasing, conditions)
      }
    }
    guard goals.count <= 8 * UniversalStatement.mostCases else {
      throw .tooManyCases(statement: id)
    }
    var seen: Set<String> = []
    return goals.filter { goal in
      let given = goal.conditions.map(\.description).joined(separator: ", ")
      return seen.insert("\(given) |- \(goal.goal) \(goal.box)").inserted
    }.map {
      Sequent(
        names: names, box: $0.box, conditions: $0.conditions, goal: $0.goal,
        isDefined: $0.isDefined)
    }
  }

  private typealias Goal = ([Condition], Condition, Bool)

  private func monotone(
    _ expression: Expression, _ variable: String, _ isIncreasing: Bool,
    _ conditions: [Condition]
  ) -> [(conditions: [Condition], goal: Condition, isDefined: Bool, box: [Side])] {
    // `check` has found that there is a derivative.
    guard let derivative = try? expression.derivative(by: variable) else { return [] }
    let box = variables.map(\.side)
    let inner = variables.map { $0.name == variable ? $0.side.interior : $0.side }
    let values = Definedness.conditions(of: expression).map { (conditions, $0, true, box) }
    let slopes = Definedness.conditions(of: derivative).map { (conditions, $0, true, inner) }
    let goal = Condition(isIncreasing ? derivative : -derivative, .nonNegative)
    return values + slopes + [(conditions, goal, true, inner)]
  }

  /// The most cases of one statement.
  private static let mostCases = 256

  /// What a statement asks for under conditions.
  private func goals(
    _ formula: Formula, _ conditions: [Condition]
  ) throws(StatementError) -> [Goal] {
    switch formula.node {
    case .comparison(let comparison):
      let values = defined([comparison.left, comparison.right], conditions)
      return values + [(conditions, Condition(comparison), true)]
    case .and(let parts):
      var result: [Goal] = []
      for part in parts { result += try goals(part, conditions) }
      return result
    case .or(let parts):
      guard let last = parts.last else { return [] }
      var (result, under) = ([Goal](), [conditions])
      for part in parts.dropLast() {
        var next: [[Condition]] = []
        for given in under {
          result += defined(part.expressions, given)
          for alternative in try alternatives(negated(part)) { next.append(given + alternative) }
        }
        under = next
        guard under.count <= UniversalStatement.mostCases else {
          throw .tooManyCases(statement: id)
        }
      }
      for given in under { result += try goals(last, given) }
      return result
    case .not(let part): return try goals(negated(part), conditions)
    case .implies(let first, let second):
      var result = defined(first.expressions, conditions)
      for alternative in try alternatives(first) {
        result += try goals(second, conditions + alternative)
        guard result.count <= 8 * UniversalStatement.mostCases else {
          throw .tooManyCases(statement: id)
        }
      }
      return result
    case .forall: throw .unsupported(statement: id, what: "'forall' over time")
    }
  }

  private func defined(_ expressions: [Expression], _ conditions: [Condition]) -> [Goal] {
    Kernel.unique(expressions.flatMap { Definedness.conditions(of: $0) })
      .map { (conditions, $0, true) }
  }

  /// The conjunctions of which a statement is the disjunction.
  private func alternatives(_ formula: Formula) throws(StatementError) -> [[Condition]] {
    switch formula.node {
    case .comparison(let comparison): return [[Condition(comparison)]]
    case .and(let parts):
      var result: [[Condition]] = [[]]
      for part in parts {
        let own = try alternatives(part)
        result = result.flatMap { given in own.map { given + $0 } }
        guard result.count <= UniversalStatement.mostCases else {
          throw .tooManyCases(statement: id)
        }
      }
      return result
    case .or(let parts):
      var result: [[Condition]] = []
      for part in parts {
        result += try alternatives(part)
        guard result.count <= UniversalStatement.mostCases else {
          throw .tooManyCases(statement: id)
        }
      }
      return result
    case .not(let part): return try alternatives(negated(part))
    case .implies(let first, let second):
      return try alternatives(negated(first)) + alternatives(second)
    case .forall: throw .unsupported(statement: id, what: "'forall' over time")
    }
  }

  /// What holds where a statement has a value and does not hold.
  private func negated(_ formula: Formula) throws(StatementError) -> Formula {
    switch formula.node {
    case .comparison(let comparison):
      let (left, right) = (comparison.left, comparison.right)
      func new(_ relation: Relation) -> Formula {
        Formula(.comparison(Comparison(left, relation, right)))
      }
      switch comparison.relation {
      case .less: return new(.greaterOrEqual)
      case .lessOrEqual: return new(.greater)
      case .greater: return new(.lessOrEqual)
      case .greaterOrEqual: return new(.less)
      case .equal: return Formula(.or([new(.less), new(.greater)]))
      }
    case .and(let parts):
      var new: [Formula] = []
      for part in parts { new.append(try negated(part)) }
      return Formula(.or(new))
    case .or(let parts):
      var new: [Formula] = []
      for part in parts { new.append(try negated(part)) }
      return Formula(.and(new))
    case .not(let part): return part
    case .implies(let first, let second): return Formula(.and([first, try negated(second)]))
    case .forall: throw .unsupported(statement: id, what: "'forall' over time")
    }
  }
}

extension Formula {
  /// The sides of all comparisons.
  var expressions: [Expression] {
    switch node {
    case .comparison(let comparison): [comparison.left, comparison.right]
    case .and(let parts), .or(let parts): parts.flatMap(\.expressions)
    case .not(let part): part.expressions
    case .implies(let first, let second): first.expressions + second.expressions
    case .forall: []
    }
  }
}
