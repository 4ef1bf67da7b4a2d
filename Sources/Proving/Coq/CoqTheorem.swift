import ClaimLanguage
import Enclosures

/// A proved statement about all parameters as a theorem of Coq, with tactics that prove it.
///
/// The tactics are a translation of the rules of the proof; Coq is told every fact that they use
/// and trusts none of the kernel's arithmetic. What has no translation is reported as such.
public struct CoqTheorem: Sendable {
  /// Why there is no theorem.
  public struct Untranslated: Error, Sendable, Hashable {
    /// `rule monotone has no translation`.
    public let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// The statement, one line each for variables, ranges, hypotheses and conclusion, without the
  /// final dot.
  public let statement: [String]
  /// The tactics of its proof, between its first and its last line.
  public let proof: [String]

  /// The most boxes of a proof that is written down.
  private static let mostBoxes = 200

  /// Lemmas and tactics that every proof uses, to be read in `R_scope` with `Reals`, `Lra` and
  /// CoqInterval.
  public static var preamble: [String] {
    CoqLemmas.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The theorem for a statement and the proofs of its parts.
  ///
  /// - Throws: `Untranslated` with the reason.
  public init(
    _ proofs: [Proof], of statement: UniversalStatement
  ) throws(Untranslated) {
    guard let sequents = try? statement.sequents(), sequents.count == proofs.count else {
      throw Untranslated("a proof is missing")
    }
    guard proofs.reduce(0, { $0 + $1.leaves }) <= CoqTheorem.mostBoxes else {
      throw Untranslated("a proof with more than \(CoqTheorem.mostBoxes) boxes")
    }
    var builder = Builder(statement)
    try builder.introduce()
    let conclusion = try builder.conclude(Array(zip(sequents, proofs)))
    self.statement = builder.head + [conclusion]
    proof = builder.lines.flatMap(CoqTheorem.wrapped)
  }

  /// Lines of about a hundred columns.
  private static func wrapped(_ line: String) -> [String] {
    let indentation = line.prefix { $0 == " " }
    var (result, current) = ([String](), "")
    for word in line.dropFirst(indentation.count).split(separator: " ") {
      if current.isEmpty {
        current = String(indentation) + String(word)
      } else if current.count + word.count < 99 {
        current += " " + word
      } else {
        result.append(current)
        current = String(indentation) + "  " + String(word)
      }
    }
    return result + [current]
  }
}

/// Writes the statement down and collects tactics.
private struct Builder {
  typealias Untranslated = CoqTheorem.Untranslated

  let statement: UniversalStatement
  var context: CoqContext
  var head: [String] = []
  var lines: [String] = []
  private var inner: UniversalStatement.Body

  init(_ statement: UniversalStatement) {
    self.statement = statement
    inner = statement.body
    context = CoqContext(statement.variables)
  }

  private func printed(_ comparison: Comparison) throws(Untranslated) -> String {
    do { return try comparison.coq { context.identifiers[$0] ?? CoqNames.identifier($0) } } catch {
      throw Untranslated(error.description)
    }
  }

  /// The comparisons of a conjunction.
  private static func comparisons(
    _ formula: Formula, _ what: String
  ) throws(Untranslated) -> [Comparison] {
    switch formula.node {
    case .comparison(let comparison): return [comparison]
    case .and(let parts):
      var result: [Comparison] = []
      for part in parts { result += try comparisons(part, what) }
      return result
    case .or, .not, .implies, .forall:
      throw Untranslated("\(what) that is no conjunction of comparisons")
    }
  }

  // MARK: Variables and hypotheses

  mutating func introduce() throws(Untranslated) {
    let identifiers = statement.variables.map { context.identifiers[$0.name] ?? $0.name }
    var names = identifiers
    if !identifiers.isEmpty { head.append("forall \(identifiers.joined(separator: " ")) : R,") }
    for (variable, identifier) in zip(statement.variables, identifiers) {
      var side = variable.side
      if case .monotone(_, variable.name, _) = statement.body { side = side.interior }
      let bounds = CoqContext.range(side, of: identifier)
      if bounds.isEmpty { continue }
      head.append(bounds.map { "\($0) ->" }.joined(separator: " "))
      names += bounds.map { _ in context.freshHypothesis() }
    }
    var given =
      try statement.hypotheses.map { formula throws(Untranslated) in
        try Builder.comparisons(formula, "hypotheses")
      } ?? []
    if case .formula(let formula) = statement.body,
      case .implies(let first, let second) = formula.node
    {
      given += try Builder.comparisons(first, "hypotheses")
      inner = .formula(second)
    }
    var after: [String] = []
    let domain = given.flatMap { [$0.left, $0.right] }.flatMap { Definedness.conditions(of: $0) }
    for condition in Kernel.unique(domain) {
      guard let text = context.printed(condition) else {
        throw Untranslated("a term without words in Coq")
      }
      head.append("\(text) ->")
      let name = context.freshHypothesis()
      names.append(name)
      context.add(condition, named: name)
    }
    for comparison in given {
      head.append("\(try printed(comparison)) ->")
      let (name, fact) = (context.freshHypothesis(), context.freshHypothesis())
      names.append(name)
      let condition = Condition(comparison)
      guard let text = context.printed(condition) else {
        throw Untranslated("a term without words in Coq")
      }
      let lemma = "g_from_" + Builder.suffix(comparison.relation)
      after.append(
        "assert (\(fact) : \(text)) by (first [apply \(lemma); exact \(name) | lra]).")
      context.add(condition, named: fact)
    }
    if !names.isEmpty { lines.append("intros \(names.joined(separator: " ")).") }
    lines += after
  }

  private static func suffix(_ relation: Relation) -> String {
    switch relation {
    case .less: "lt"
    case .lessOrEqual: "le"
    case .greater: "gt"
    case .greaterOrEqual: "ge"
    case .equal: "eq"
    }
  }

  // MARK: What is said

  /// Shows every part; those that say that something has a value are used where they have a
  /// translation.
  mutating func conclude(
    _ parts: [(sequent: Sequent, proof: Proof)]
  ) throws(Untranslated) -> String {
    let asked: [(condition: Condition, comparison: Comparison?)]
    switch inner {
    case .formula(let formula):
      asked = try Builder.comparisons(formula, "a statement").map { (Condition($0), $0) }
    case .monotone:
      guard let goal = parts.last?.sequent.goal else { throw Untranslated("a proof is missing") }
      asked = [(goal, nil)]
    }
    let wanted = Set(asked.map(\.condition.description))
    for part in parts {
      let goal = part.sequent.goal
      if context.name(goal) != nil { continue }
      guard let text = context.printed(goal) else {
        throw Untranslated("a term without words in Coq")
      }
      do throws(Untranslated) {
        let inner = try CoqTranslation().lines(part.proof, of: part.sequent, in: context)
        let name = context.freshHypothesis()
        lines += ["assert (\(name) : \(text))."] + CoqStep.block(inner)
        context.add(goal, named: name)
      } catch {
        if wanted.contains(goal.description) { throw error }
      }
    }
    var texts: [String] = []
    for (condition, comparison) in asked {
      guard let name = context.name(condition), let own = context.printed(condition) else {
        throw Untranslated("a proof is missing")
      }
      guard let comparison else {
        texts.append(own)
        lines.append("exact \(name).")
        continue
      }
      texts.append(try printed(comparison))
      let lemma = "g_" + Builder.suffix(comparison.relation)
      lines.append(
        (asked.count > 1 ? "assert (\(try printed(comparison))) by (" : "")
          + "first [apply \(lemma); exact \(name) | lra]" + (asked.count > 1 ? ")." : "."))
    }
    if asked.count > 1 { lines.append("tauto.") }
    return texts.joined(separator: " /\\ ")
  }
}
