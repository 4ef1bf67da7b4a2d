/// A statement: comparisons joined by `and`, `or`, `not`, `implies` and `forall`.
///
/// Equality and hashing regard the tree alone, not the places in the text.
public struct Formula: Sendable, Hashable {
  /// What the statement is.
  public let node: Node
  /// Where it was written.
  public let range: SourceRange
  /// The height of the tree.
  public let depth: Int

  /// The kinds of statements.
  public indirect enum Node: Sendable, Hashable {
    /// x < y and the like.
    case comparison(Comparison)
    /// Two or more statements that all hold; a chain a < b < c is read as one.
    case and([Formula])
    /// Two or more statements of which one holds.
    case or([Formula])
    /// A statement that does not hold.
    case not(Formula)
    /// The second holds wherever the first does.
    case implies(Formula, Formula)
    /// The body holds at every step of a range.
    case forall(Quantifier)
  }

  /// A statement from its node.
  public init(_ node: Node, range: SourceRange = .none) {
    self.node = node
    self.range = range
    let below: Int =
      switch node {
      case .comparison(let comparison): max(comparison.left.depth, comparison.right.depth)
      case .and(let parts), .or(let parts): parts.map(\.depth).max() ?? 0
      case .not(let part): part.depth
      case .implies(let first, let second): max(first.depth, second.depth)
      case .forall(let quantifier):
        max(quantifier.lower.depth, quantifier.upper.depth, quantifier.body.depth)
      }
    depth = below + 1
  }

  /// Whether both trees are the same.
  public static func == (left: Formula, right: Formula) -> Bool { left.node == right.node }

  /// Hashes the tree.
  public func hash(into hasher: inout Hasher) { hasher.combine(node) }
}

/// The relations between numbers.
public enum Relation: String, Sendable, Hashable, CaseIterable {
  /// x < y.
  case less = "<"
  /// x ≤ y.
  case lessOrEqual = "<="
  /// x > y.
  case greater = ">"
  /// x ≥ y.
  case greaterOrEqual = ">="
  /// x = y.
  case equal = "="

  /// The relation with its sides exchanged: x < y is y > x.
  public var reversed: Relation {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal: .equal
    }
  }

  /// Whether the right side bounds the left from above.
  public var isUpperBound: Bool { self == .less || self == .lessOrEqual }
  /// Whether the right side bounds the left from below.
  public var isLowerBound: Bool { self == .greater || self == .greaterOrEqual }
}

/// Two expressions and the relation that is claimed between them.
public struct Comparison: Sendable, Hashable {
  /// The left side.
  public let left: Expression
  /// The relation.
  public let relation: Relation
  /// The right side.
  public let right: Expression

  /// A comparison from its parts.
  public init(_ left: Expression, _ relation: Relation, _ right: Expression) {
    self.left = left
    self.relation = relation
    self.right = right
  }
}

/// `forall t in A..B: body`, with integers t ≥ 0 between A and B inclusive.
public struct Quantifier: Sendable, Hashable {
  /// The bound variable.
  public let variable: String
  /// A.
  public let lower: Expression
  /// B, which may be `inf`.
  public let upper: Expression
  /// What holds at every step.
  public let body: Formula

  /// A quantifier from its parts.
  public init(variable: String, lower: Expression, upper: Expression, body: Formula) {
    self.variable = variable
    self.lower = lower
    self.upper = upper
    self.body = body
  }
}

extension Formula {
  /// The statement with every free occurrence of a name replaced.
  public func replacing(_ name: String, with replacement: Expression) -> Formula {
    func new(_ formula: Formula) -> Formula { formula.replacing(name, with: replacement) }
    func new(_ expression: Expression) -> Expression {
      expression.replacing(name, with: replacement)
    }
    let result: Node =
      switch node {
      case .comparison(let comparison):
        .comparison(Comparison(new(comparison.left), comparison.relation, new(comparison.right)))
      case .and(let parts): .and(parts.map { new($0) })
      case .or(let parts): .or(parts.map { new($0) })
      case .not(let part): .not(new(part))
      case .implies(let first, let second): .implies(new(first), new(second))
      case .forall(let quantifier):
        .forall(
          Quantifier(
            variable: quantifier.variable, lower: new(quantifier.lower),
            upper: new(quantifier.upper),
            body: quantifier.variable == name ? quantifier.body : new(quantifier.body)))
      }
    return Formula(result, range: range)
  }
}
