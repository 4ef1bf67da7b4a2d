import Certification
import ClaimLanguage
import Enclosures

/// The numbers that a certificate records, by name or by the text of a call: `train_loss(0)`.
struct CoqQuantities {
  /// What the certificate knows of a number.
  enum Known {
    /// A rational.
    case exact(Rational)
    /// A real number between two decimals, with the texts that print them.
    case enclosed(lower: Rational, upper: Rational, record: EnclosureRecord)
    /// Nothing that a statement about real numbers can start from, and why.
    case unusable(String)
  }

  /// By name.
  private(set) var values: [String: Known] = [:]

  /// The coordinates of a point.
  init(point: [String: Rational]) { values = point.mapValues { .exact($0) } }

  /// Quantities, and calls that are a whole side of a comparison, whose enclosure is recorded there.
  init(_ certificate: Certificate) {
    for (name, record) in certificate.quantities { values[name] = Known(record) }
    for claim in certificate.claims {
      for condition in claim.hypotheses + claim.events + [claim.conclusion] { collect(condition) }
    }
  }

  private mutating func collect(_ condition: ConditionRecord) {
    for part in condition.parts { collect(part) }
    guard condition.parts.isEmpty, condition.at == nil,
      let formula = try? Formula(parsing: condition.statement),
      case .comparison(let comparison) = formula.node
    else { return }
    for (side, record) in [
      (comparison.left, condition.left), (comparison.right, condition.right),
    ] {
      guard case .call = side.node, let record, values[side.description] == nil else { continue }
      values[side.description] = Known(record)
    }
  }
}

extension CoqQuantities.Known {
  /// The longest text and the greatest exponent of a number that a proof is burdened with.
  private static let greatestLength = 1000

  init(_ record: EnclosureRecord) {
    if let text = record.exact, text.utf8.count <= Self.greatestLength,
      let value = try? Rational(parsing: text)
    {
      self = .exact(value)
      return
    }
    if record.isPoint, record.lower == "inf" || record.lower == "-inf" {
      self = .unusable("is \(record.lower), which is no real number")
    } else if record.upper == "inf" || record.lower == "-inf" {
      self = .unusable("may be infinite")
    } else if let lower = Self.bound(record.lower), let upper = Self.bound(record.upper) {
      self =
        lower == upper ? .exact(lower) : .enclosed(lower: lower, upper: upper, record: record)
    } else {
      self = .unusable("has an exponent beyond \(Self.greatestLength)")
    }
  }

  private static func bound(_ text: String) -> Rational? {
    let parts = text.split(separator: "e")
    guard text.utf8.count <= greatestLength,
      parts.count < 2 || Int(parts[1]).map({ abs($0) <= greatestLength }) ?? false
    else { return nil }
    return try? Rational(parsing: text)
  }
}

/// The same numbers for the evaluator, which decides beforehand what a proof can show.
struct CoqSource: QuantitySource {
  let values: [String: CoqQuantities.Known]
  /// Whether rationals are known to an interval only, as interval arithmetic in Coq knows them.
  let isEnclosing: Bool

  var scalarNames: Set<String> { Set(values.keys) }
  var functionNames: Set<String> { [] }
  var empiricalNames: Set<String> { [] }

  func value(of name: String, precision: Int) -> ScalarValue? {
    switch values[name] {
    case .exact(let value):
      isEnclosing ? .enclosed(Interval(value, precision: precision)) : .exact(value)
    case .enclosed(let lower, let upper, _):
      .enclosed(
        Interval(
          lower: BigFloat(lower, precision: precision, rounding: .down),
          upper: BigFloat(upper, precision: precision, rounding: .up)))
    case .unusable, nil: nil
    }
  }

  func enclosure(of function: String, over times: TimeRange, precision: Int) -> Interval? { nil }

  func enclosure(
    of function: String, over times: TimeRange, relativeTo rate: DecayRate, exponent: Int,
    precision: Int
  ) -> Interval? { nil }
}

extension Expression {
  /// The expression with every call as a name: what is left are numbers of the certificate.
  var withCallsNamed: Expression {
    let new: Node =
      switch node {
      case .number, .infinity, .name: node
      case .call: .name(description)
      case .function(let function, let arguments):
        .function(function, arguments.map(\.withCallsNamed))
      case .negation(let operand): .negation(operand.withCallsNamed)
      case .binary(let operation, let left, let right):
        .binary(operation, left.withCallsNamed, right.withCallsNamed)
      }
    return Expression(new, range: range)
  }

  /// Every node of the tree, from the left.
  var nodes: [Expression] {
    switch node {
    case .number, .infinity, .name: [self]
    case .call(_, let arguments), .function(_, let arguments):
      [self] + arguments.flatMap(\.nodes)
    case .negation(let operand): [self] + operand.nodes
    case .binary(_, let left, let right): [self] + left.nodes + right.nodes
    }
  }
}

extension Formula {
  /// Its comparisons, from the left; none of statements over time.
  var comparisons: [Comparison] {
    switch node {
    case .comparison(let comparison): [comparison]
    case .and(let parts), .or(let parts): parts.flatMap(\.comparisons)
    case .not(let part): part.comparisons
    case .implies(let first, let second): first.comparisons + second.comparisons
    case .forall: []
    }
  }

  /// The statement with every call as a name.
  var withCallsNamed: Formula {
    let new: Node =
      switch node {
      case .comparison(let comparison):
        .comparison(
          Comparison(
            comparison.left.withCallsNamed, comparison.relation, comparison.right.withCallsNamed))
      case .and(let parts): .and(parts.map(\.withCallsNamed))
      case .or(let parts): .or(parts.map(\.withCallsNamed))
      case .not(let part): .not(part.withCallsNamed)
      case .implies(let first, let second):
        .implies(first.withCallsNamed, second.withCallsNamed)
      case .forall: node
      }
    return Formula(new, range: range)
  }
}
