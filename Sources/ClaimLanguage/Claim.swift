/// A claim of a theory, as data: hypotheses, probabilistic events and one conclusion.
public struct Claim: Sendable, Hashable {
  /// A statement together with the text that it was read from.
  public struct Statement: Sendable, Hashable, CustomStringConvertible {
    /// The text as written.
    public let text: String
    /// What it says.
    public let formula: Formula

    /// Reads a statement.
    public init(parsing text: String) throws(ParseError) {
      self.text = text
      formula = try Formula(parsing: text)
    }

    /// The text as written.
    public var description: String { text }
  }

  /// A condition that the claim presupposes.
  public struct Hypothesis: Sendable, Hashable {
    /// Its name within the claim.
    public let id: String
    /// What it says.
    public let statement: Statement
    /// A remark.
    public let note: String?

    /// A hypothesis from its parts.
    public init(id: String, statement: Statement, note: String? = nil) {
      self.id = id
      self.statement = statement
      self.note = note
    }
  }

  /// A random event that the proof conditions on.
  public struct Event: Sendable, Hashable {
    /// Its name within the claim.
    public let id: String
    /// What it says of one draw; nil for an event that one draw cannot decide.
    public let statement: Statement?
    /// Why it is not checked, where there is no statement.
    public let unchecked: String?
    /// The least probability of the event, as text and as an expression.
    public let probability: Probability?

    /// An event from its parts.
    public init(
      id: String, statement: Statement?, unchecked: String? = nil, probability: Probability? = nil
    ) {
      self.id = id
      self.statement = statement
      self.unchecked = unchecked
      self.probability = probability
    }
  }

  /// A lower bound of a probability, or another bound.
  public struct Probability: Sendable, Hashable {
    /// The text as written.
    public let text: String
    /// The expression.
    public let expression: Expression

    /// Reads an expression.
    public init(parsing text: String) throws(ParseError) {
      self.text = text
      expression = try Expression(parsing: text)
    }
  }

  /// A step of the argument from hypotheses to conclusion.
  ///
  /// Its variables are its own: they stand for any numbers in their ranges, not for the quantities of a problem.
  public struct Step: Sendable, Hashable {
    /// Its name within the claim.
    public let id: String
    /// The variables of a universal statement with their intervals, as text and in order.
    public let variables: [Variable]
    /// What the step says; nil where only words do.
    public let statement: Statement?
    /// Whether the statement is expected to be true; false for a step that the audit refutes.
    public let isExpected: Bool
    /// What restricts the variables beyond their ranges.
    public let hypotheses: Statement?
    /// What kind of argument it is.
    public let kind: Kind?
    /// The step in words.
    public let text: String?
    /// The theorem of proofs/coq that proves it: `RidgeModes.thm_4_4`.
    public let coq: String?
    /// Where it is proved, for a step that is taken from elsewhere.
    public let citation: String?

    /// The kinds of arguments.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// An inequality or equation between numbers, for all values of its variables.
      case scalar
      /// Modes, norms, projections.
      case linearAlgebra = "linear-algebra"
      /// Tails and expectations.
      case probability
    }

    /// A step from its parts.
    public init(
      id: String, variables: [Variable] = [], hypotheses: Statement? = nil,
      statement: Statement? = nil, isExpected: Bool = true, kind: Kind? = nil,
      text: String? = nil, coq: String? = nil, citation: String? = nil
    ) {
      self.id = id
      self.variables = variables
      self.hypotheses = hypotheses
      self.statement = statement
      self.isExpected = isExpected
      self.kind = kind
      self.text = text
      self.coq = coq
      self.citation = citation
    }
  }

  /// In which parameters a bound increases or decreases, over ranges of them.
  public struct Monotonicity: Sendable, Hashable {
    /// Its name within the claim.
    public let id: String
    /// The bound, as text and as an expression.
    public let bound: Probability
    /// The parameters with their ranges.
    public let variables: [Variable]
    /// What restricts the parameters beyond their ranges.
    public let hypotheses: Statement?
    /// What is expected of some parameters: `increasing`, `decreasing`, `neither`.
    public let expected: [String: Direction]

    /// How a bound depends on a parameter.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
      /// Its derivative is ≥ 0 everywhere.
      case increasing
      /// Its derivative is ≤ 0 everywhere.
      case decreasing
      /// Its derivative is positive somewhere and negative elsewhere.
      case neither
    }

    /// An entry from its parts.
    public init(
      id: String, bound: Probability, variables: [Variable], hypotheses: Statement? = nil,
      expected: [String: Direction] = [:]
    ) {
      self.id = id
      self.bound = bound
      self.variables = variables
      self.hypotheses = hypotheses
      self.expected = expected
    }
  }

  /// A variable of a universal statement.
  public struct Variable: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its interval as written: `[0, 99/100]`.
    public let interval: String

    /// A variable from its parts.
    public init(name: String, interval: String) {
      self.name = name
      self.interval = interval
    }
  }

  /// `ridge/4.2-t1`.
  public let id: String
  /// One line.
  public let title: String
  /// Where the claim is stated.
  public let source: String
  /// The theory whose quantities it names.
  public let theory: String
  /// What it presupposes.
  public let hypotheses: [Hypothesis]
  /// What its proof conditions on.
  public let events: [Event]
  /// What it concludes.
  public let conclusion: Statement
  /// How the conclusion follows.
  public let steps: [Step]
  /// How its bounds depend on the parameters.
  public let monotonicity: [Monotonicity]
  /// Statements whose truth sets the flag `vacuous` or `trivial`.
  public let flags: [Flag: Statement]
  /// A remark.
  public let note: String?

  /// A claim from its parts.
  public init(
    id: String, title: String, source: String, theory: String, hypotheses: [Hypothesis],
    events: [Event] = [], conclusion: Statement, steps: [Step] = [],
    monotonicity: [Monotonicity] = [], flags: [Flag: Statement] = [:], note: String? = nil
  ) {
    self.id = id
    self.title = title
    self.source = source
    self.theory = theory
    self.hypotheses = hypotheses
    self.events = events
    self.conclusion = conclusion
    self.steps = steps
    self.monotonicity = monotonicity
    self.flags = flags
    self.note = note
  }
}

// MARK: - Regimes

extension Claim {
  /// The name that stands for a test regime in claims that are checked once for each.
  public static let regimeName = "regime"

  /// Whether the claim speaks of any test regime.
  public var isByRegime: Bool {
    let statements =
      [conclusion] + hypotheses.map(\.statement) + events.compactMap(\.statement)
      + Array(flags.values)
    return statements.contains { $0 != $0.replacing(Claim.regimeName, with: "regime of a claim") }
  }

  /// The claim about one test regime.
  public func inRegime(_ regime: String) -> Claim {
    func new(_ statement: Statement) -> Statement {
      statement.replacing(Claim.regimeName, with: regime)
    }
    return Claim(
      id: id, title: title, source: source, theory: theory,
      hypotheses: hypotheses.map {
        Hypothesis(id: $0.id, statement: new($0.statement), note: $0.note)
      },
      events: events.map {
        Event(
          id: $0.id, statement: $0.statement.map(new), unchecked: $0.unchecked,
          probability: $0.probability)
      },
      conclusion: new(conclusion), steps: steps, monotonicity: monotonicity,
      flags: flags.mapValues(new), note: note)
  }
}

extension Claim.Step {
  /// Reads a list of steps that stand for themselves, as a file of statements has them.
  ///
  /// - Throws: `ClaimError`, which names file and field.
  public static func read(_ node: ClaimNode, file: String) throws(ClaimError) -> [Claim.Step] {
    let nodes: [ClaimNode] = if case .list(let items) = node.content { items } else { [node] }
    let reader = ClaimReader(file: file)
    var steps: [Claim.Step] = []
    for (index, node) in nodes.enumerated() {
      steps.append(try reader.step(node, "[\(index)]").1)
    }
    return steps
  }
}

extension Claim.Statement {
  init(text: String, formula: Formula) {
    self.text = text
    self.formula = formula
  }

  /// The statement about another name; its text is canonical where it changed.
  fileprivate func replacing(_ name: String, with other: String) -> Claim.Statement {
    let changed = formula.replacing(name, with: Expression(.name(other)))
    if changed == formula { return self }
    return Claim.Statement(text: changed.description, formula: changed)
  }
}
