import ClaimLanguage
import Enclosures

/// Why a statement is not exported.
struct CoqOmission: Error, Hashable {
  let reason: String
}

/// A statement about the numbers of a certificate that a proof of Coq can decide.
///
/// What will be proved is decided here first, with the enclosures that the proof starts from, so that no
/// file is written that Coq rejects for want of digits.
struct CoqStatement {
  /// A comparison with its truth.
  struct Fact {
    let comparison: Comparison
    let isTrue: Bool
    /// Bits that suffice for interval arithmetic; nil for what rational arithmetic decides.
    let bits: Int?
  }

  /// The statement, with calls as names.
  let formula: Formula
  /// Whether it holds; otherwise its negation does.
  let isTrue: Bool
  /// What decides it.
  let facts: [Fact]
  /// The numbers that it names, in the order of their first occurrence.
  let names: [String]

  private static let greatestPrecision = 512

  /// - Throws: `CoqOmission` where there is nothing to prove, or no proof.
  init(
    _ formula: Formula, status: String, quantities: CoqQuantities
  ) throws(CoqOmission) {
    guard status == "holds" || status == "fails" else {
      throw CoqOmission(reason: "\(status) in the certificate")
    }
    do {
      _ = try formula.coq()
    } catch {
      throw CoqOmission(reason: error.description)
    }
    self.formula = formula.withCallsNamed
    isTrue = status == "holds"
    let deciding = Deciding(quantities)
    var facts: [Fact] = []
    var reason: CoqOmission?
    for comparison in self.formula.comparisons
    where !facts.contains(where: { $0.comparison == comparison }) {
      do throws(CoqOmission) {
        facts.append(try deciding.fact(comparison))
      } catch {
        reason = reason ?? error
      }
    }
    switch CoqStatement.truth(self.formula, facts) {
    case nil: throw reason ?? CoqOmission(reason: "the certificate's digits do not decide it")
    case .some(isTrue): break
    case .some: throw CoqOmission(reason: "the certificate's digits decide it otherwise")
    }
    self.facts = facts
    var names: [String] = []
    for comparison in self.formula.comparisons {
      for node in comparison.left.nodes + comparison.right.nodes {
        if case .name(let name) = node.node, !names.contains(name) { names.append(name) }
      }
    }
    self.names = names
    for name in names {
      // Also those that no fact needs must be real numbers.
      if case .unusable(let reason) = quantities.values[name] {
        throw CoqOmission(reason: "\(name) \(reason)")
      }
      guard quantities.values[name] != nil else { throw Deciding.unknown(name) }
    }
  }

  /// What follows from the facts; nil where nothing does.
  private static func truth(_ formula: Formula, _ facts: [Fact]) -> Bool? {
    switch formula.node {
    case .comparison(let comparison):
      return facts.first { $0.comparison == comparison }?.isTrue
    case .and(let parts):
      let truths = parts.map { truth($0, facts) }
      return truths.contains(false) ? false : truths.contains(nil) ? nil : true
    case .or(let parts):
      let truths = parts.map { truth($0, facts) }
      return truths.contains(true) ? true : truths.contains(nil) ? nil : false
    case .not(let part): return truth(part, facts).map(!)
    case .implies(let first, let second):
      if truth(first, facts) == false { return true }
      guard let conclusion = truth(second, facts) else { return nil }
      return conclusion ? true : truth(first, facts).map(!)
    case .forall: return nil
    }
  }

  /// Decides comparisons with the numbers of a certificate.
  private struct Deciding {
    let quantities: CoqQuantities
    let enclosing: Evaluator
    let exact: Evaluator

    init(_ quantities: CoqQuantities) {
      self.quantities = quantities
      func evaluator(_ isEnclosing: Bool) -> Evaluator {
        Evaluator(
          source: CoqSource(values: quantities.values, isEnclosing: isEnclosing),
          maximumPrecision: CoqStatement.greatestPrecision)
      }
      (enclosing, exact) = (evaluator(true), evaluator(false))
    }

    static func unknown(_ name: String) -> CoqOmission {
      let kind = name.contains("(") ? "no enclosure of \(name)" : "no value of \(name)"
      return CoqOmission(reason: "the certificate records \(kind)")
    }

    func fact(_ comparison: Comparison) throws(CoqOmission) -> Fact {
      let nodes = comparison.left.nodes + comparison.right.nodes
      var areExact = true
      for node in nodes {
        switch node.node {
        case .name(let name):
          switch quantities.values[name] {
          case .exact: break
          case .enclosed: areExact = false
          case .unusable(let reason): throw CoqOmission(reason: "\(name) \(reason)")
          case nil: throw Deciding.unknown(name)
          }
        default: break
        }
      }
      let isRational = areExact && nodes.allSatisfy(\.isRationalStep)
      try check(powers: nodes)
      if let (isTrue, bits) = outcome(enclosing, comparison) {
        let isTie = isTrue && comparison.relation == .equal && isRational
        return Fact(comparison: comparison, isTrue: isTrue, bits: isTie ? nil : bits)
      }
      if let (isTrue, _) = outcome(exact, comparison) {
        guard isRational else { throw CoqOmission(reason: "both sides are equal and irrational") }
        return Fact(comparison: comparison, isTrue: isTrue, bits: nil)
      }
      throw CoqOmission(reason: "the certificate's digits do not decide it")
    }

    private func outcome(_ evaluator: Evaluator, _ comparison: Comparison) -> (Bool, Int)? {
      guard let result = try? evaluator.evaluate(Formula(.comparison(comparison))) else {
        return nil
      }
      switch result.status {
      case .holds: return (true, result.precision)
      case .fails: return (false, result.precision)
      case .undecided, .undefined, .notChecked: return nil
      }
    }

    /// Whether a power is a product or a square root of one.
    private static func isRoot(_ exponent: Expression) -> Bool {
      exponent.literalValue.map { ($0 * 2).isInteger } ?? false
    }

    /// A power that Coq reads as exp(y·ln x) means x^y for x > 0 only.
    private func check(powers nodes: [Expression]) throws(CoqOmission) {
      for node in nodes {
        guard case .binary(.power, let base, let exponent) = node.node, !Deciding.isRoot(exponent),
          outcome(enclosing, Comparison(base, .greater, Expression(.number(0))))?.0 != true
        else { continue }
        throw CoqOmission(reason: "the base of a power is not certified to be positive")
      }
    }
  }
}

extension Expression {
  /// Whether this node keeps rationals rational in a way that rational arithmetic in Coq follows.
  fileprivate var isRationalStep: Bool {
    switch node {
    case .number, .name, .negation: true
    case .function(let function, _): [.abs, .min, .max].contains(function)
    case .binary(.power, _, let exponent):
      exponent.literalValue.map { $0.isInteger && $0.magnitude <= 1000 } ?? false
    case .binary: true
    case .infinity, .call: false
    }
  }
}
