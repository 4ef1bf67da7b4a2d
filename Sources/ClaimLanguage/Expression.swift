public import Enclosures

/// An expression over quantities, with its place in the text that it was read from.
///
/// Equality and hashing regard the tree alone, not the places.
public struct Expression: Sendable, Hashable {
  /// What the expression is.
  public let node: Node
  /// Where it was written.
  public let range: SourceRange
  /// The height of the tree; a leaf has 1.
  public let depth: Int
  /// The number of nodes of the tree.
  public let size: Int

  /// The kinds of expressions.
  public indirect enum Node: Sendable, Hashable {
    /// A number. The parser makes non-negative decimals only; −2 is a negation and 1/3 a division.
    case number(Rational)
    /// `inf`.
    case infinity
    /// A quantity, or a variable bound by `forall`.
    case name(String)
    /// One of the built-in functions.
    case function(Function, [Expression])
    /// A quantity with arguments: `train_loss(t)`, `T_test(standard)`, `test_accuracy(standard, t)`.
    case call(String, [Expression])
    /// −x.
    case negation(Expression)
    /// x + y and the like.
    case binary(BinaryOperator, Expression, Expression)
  }

  /// An expression from its node.
  public init(_ node: Node, range: SourceRange = .none) {
    self.node = node
    self.range = range
    let below: Int =
      switch node {
      case .number, .infinity, .name: 0
      case .function(_, let arguments), .call(_, let arguments):
        arguments.map(\.depth).max() ?? 0
      case .negation(let operand): operand.depth
      case .binary(_, let left, let right): max(left.depth, right.depth)
      }
    depth = below + 1
    let others: Int =
      switch node {
      case .number, .infinity, .name: 0
      case .function(_, let arguments), .call(_, let arguments):
        arguments.reduce(0) { $0 + $1.size }
      case .negation(let operand): operand.size
      case .binary(_, let left, let right): left.size + right.size
      }
    // Shared parts may make a tree of more nodes than can be counted.
    size = min(others + 1, 1 << 40)
  }

  /// Whether both trees are the same.
  public static func == (left: Expression, right: Expression) -> Bool { left.node == right.node }

  /// Hashes the tree.
  public func hash(into hasher: inout Hasher) { hasher.combine(node) }
}

/// The arithmetic operators.
public enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  /// x + y.
  case plus = "+"
  /// x − y.
  case minus = "-"
  /// x·y.
  case times = "*"
  /// x ÷ y.
  case divide = "/"
  /// x to the power y.
  case power = "^"
}

/// The built-in functions.
public enum Function: String, Sendable, Hashable, CaseIterable {
  /// √x.
  case sqrt
  /// eˣ.
  case exp
  /// ln x.
  case log
  /// ln(1 + x).
  case log1p
  /// eˣ − 1.
  case expm1
  /// |x|.
  case abs
  /// The least of its arguments.
  case min
  /// The greatest of its arguments.
  case max
  /// ⌊x⌋.
  case floor
  /// ⌈x⌉.
  case ceil

  /// How many arguments it takes; nil for two or more.
  public var arity: Int? { self == .min || self == .max ? nil : 1 }
}

extension Expression {
  /// The expression with every occurrence of a name replaced, as an argument or otherwise.
  ///
  /// This is how a claim over `regime` is made one about `standard`.
  public func replacing(_ name: String, with replacement: Expression) -> Expression {
    let new: Node =
      switch node {
      case .number, .infinity: node
      case .name(let own): own == name ? replacement.node : node
      case .function(let function, let arguments):
        .function(function, arguments.map { $0.replacing(name, with: replacement) })
      case .call(let called, let arguments):
        .call(called, arguments.map { $0.replacing(name, with: replacement) })
      case .negation(let operand): .negation(operand.replacing(name, with: replacement))
      case .binary(let symbol, let left, let right):
        .binary(
          symbol, left.replacing(name, with: replacement),
          right.replacing(name, with: replacement))
      }
    return Expression(new, range: range)
  }

  /// Whether the name occurs, with arguments or without.
  public func mentions(_ name: String) -> Bool {
    switch node {
    case .number, .infinity: false
    case .name(let own): own == name
    case .function(_, let arguments): arguments.contains { $0.mentions(name) }
    case .call(let called, let arguments):
      called == name || arguments.contains { $0.mentions(name) }
    case .negation(let operand): operand.mentions(name)
    case .binary(_, let left, let right): left.mentions(name) || right.mentions(name)
    }
  }
}
