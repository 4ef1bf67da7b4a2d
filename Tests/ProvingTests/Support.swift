import ClaimLanguage
import Enclosures
import Testing

@testable import Proving

/// A small generator, the same on every machine (SplitMix64).
struct Generator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// An integer of a range.
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// A short rational of a range.
  mutating func rational(_ lower: Rational, _ upper: Rational) -> Rational {
    lower + (upper - lower) * Rational(integer(0...1000), 1000)
  }
}

/// A statement from texts.
func statement(
  _ text: String, _ ranges: [(String, String)], where hypotheses: String? = nil
) throws -> UniversalStatement {
  UniversalStatement(
    id: "test",
    variables: try ranges.map { UniversalStatement.Variable($0.0, try Side(parsing: $0.1)) },
    hypotheses: try hypotheses.map { try Formula(parsing: $0) },
    body: .formula(try Formula(parsing: text)))
}

/// What the prover makes of a statement; proofs are checked on the way.
func outcome(
  _ text: String, _ ranges: [(String, String)], where hypotheses: String? = nil,
  boxes: Int = 2_000
) throws -> ProofResult {
  var prover = Prover()
  prover.mostBoxes = boxes
  let result = try prover.prove(try statement(text, ranges, where: hypotheses))
  if result.status == .proved { try ProofChecker.check(result.proofs, of: result.statement) }
  return result
}

/// A sequent from texts, `>= 0` or `> 0`.
func sequent(
  _ goal: String, _ ranges: [(String, String)], given: [String] = [], isStrict: Bool = false
) throws -> Sequent {
  Sequent(
    names: ranges.map(\.0), box: try ranges.map { try Side(parsing: $0.1) },
    conditions: try given.map { Condition(try Expression(parsing: $0), .nonNegative) },
    goal: Condition(try Expression(parsing: goal), isStrict ? .positive : .nonNegative),
    isDefined: true)
}

/// The premises of a rule; nil where it does not apply.
func premises(_ rule: Rule, _ sequent: Sequent) -> [Sequent]? {
  try? Kernel.premises(of: rule, for: sequent)
}
