import ClaimLanguage
public import Enclosures

/// What became of a statement.
public struct ProofResult: Sendable {
  /// Whether it is true.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// There is a proof.
    case proved
    /// There is a counterexample.
    case refuted
    /// Neither was found.
    case undecided
  }

  /// The largest interval from the lower end of a single variable on which a false statement holds.
  public struct Extent: Sendable {
    /// The statement is proved from the lower end up to here.
    public let lower: Rational
    /// It does not hold here, no farther than 10⁻³⁰ relative above.
    public let upper: Rational
    /// Proofs of the statement up to `lower`.
    public let proofs: [Proof]

    /// Whether two ends are 10⁻³⁰ relative apart or less; near a threshold of 0 no two ends are.
    public static func isNarrow(_ lower: Rational, _ upper: Rational) -> Bool {
      (upper - lower) * Rational(1_000_000_000_000_000).squared() <= upper.magnitude
    }
  }

  /// What was left when the search ended.
  public struct Remainder: Sendable {
    /// What remained to be shown.
    public let goal: String
    /// The box on which it did: the widest one.
    public let box: [(name: String, side: Side)]
    /// How many boxes had been closed.
    public let closed: Int
  }

  /// The statement.
  public let statement: UniversalStatement
  /// Whether it is true.
  public let status: Status
  /// One proof for each part of the statement, where it is proved.
  public let proofs: [Proof]
  /// A point at which it fails, where it is refuted.
  public let counterexample: Counterexample?
  /// How far it holds, where it is refuted and has one variable.
  public let extent: Extent?
  /// What remained, where it is undecided.
  public let remainder: Remainder?

  /// The number of boxes that the proofs end in.
  public var leaves: Int { (proofs + (extent?.proofs ?? [])).reduce(0) { $0 + $1.leaves } }
}

/// Decides statements about all values of their variables.
///
/// Interval branch and bound with monotonicity and mean value forms from symbolic derivatives; polynomial goals, and
/// goals that are polynomial in functions of the variables, by Bernstein coefficients and by combinations of
/// the hypotheses; substitution of hypotheses that are solved for a variable. What is found is a tree of rules that
/// `ProofChecker` checks without search.
public struct Prover: Sendable {
  /// Threads; results do not depend on it.
  public var jobs = 1
  /// The most boxes of the main branch and bound.
  public var mostBoxes = 20_000
  /// Told about boxes that are closed and open.
  public var progress: @Sendable (_ closed: Int, _ open: Int) -> Void = { _, _ in }

  /// A prover.
  public init() {}

  /// Decides a statement.
  ///
  /// - Throws: `StatementError` for one that cannot be worked with.
  public func prove(_ statement: UniversalStatement) throws(StatementError) -> ProofResult {
    let sequents = try statement.sequents()
    if let point = Refutation.sampled(statement, sequents) {
      return refuted(statement, point)
    }
    var proofs: [Proof] = []
    for sequent in sequents {
      switch decide(sequent) {
      case .proved(let proof): proofs.append(proof)
      case .suspect(let point, _):
        if let found = Counterexample(point, to: statement) { return refuted(statement, found) }
        return undecided(statement, sequent, closed: 0)
      case .open(let box, let closed): return undecided(statement, box, closed: closed)
      }
    }
    return ProofResult(
      statement: statement, status: .proved, proofs: proofs, counterexample: nil, extent: nil,
      remainder: nil)
  }

  private func undecided(
    _ statement: UniversalStatement, _ sequent: Sequent, closed: Int
  ) -> ProofResult {
    ProofResult(
      statement: statement, status: .undecided, proofs: [], counterexample: nil, extent: nil,
      remainder: ProofResult.Remainder(
        goal: sequent.goal.description,
        box: zip(sequent.names, sequent.box).map { (name: $0, side: $1) }, closed: closed))
  }

  private func refuted(_ statement: UniversalStatement, _ point: Counterexample) -> ProofResult {
    let extent = extent(of: statement, from: point)
    let shown =
      extent.flatMap { Refutation.simple(above: $0.upper, statement) }
      ?? Refutation.simplified(point, statement)
    return ProofResult(
      statement: statement, status: .refuted, proofs: [], counterexample: shown, extent: extent,
      remainder: nil)
  }

  /// Proves a sequent by rules, then by branch and bound, then by rules with more effort.
  func decide(_ sequent: Sequent) -> BranchAndBound.Outcome {
    for (level, (effort, boxes)) in Prover.schedule(most: mostBoxes).enumerated() {
      if level == 1 {
        var search = Search(Search.Effort(depth: 2, boxes: 0, work: 300))
        if let proof = search.attempt(sequent, depth: 2, directly: true) { return .proved(proof) }
      }
      var search = Search(effort)
      if let proof = search.attempt(sequent, depth: effort.depth) { return .proved(proof) }
      guard boxes > 0, canDivide(sequent) else { continue }
      let outcome = BranchAndBound(jobs: jobs, most: boxes, progress: progress).run(sequent)
      if case .open = outcome, boxes < mostBoxes { continue }
      return outcome
    }
    return .open(sequent, closed: 0)
  }

  /// Efforts of search, each followed by branch and bound with so many boxes.
  private static func schedule(most: Int) -> [(Search.Effort, Int)] {
    let levels = Search.Effort.levels
    let boxes = [0, min(most, 100), min(most, 600), most]
    // A small bound on boxes is meant to bound the rest as well.
    return Array(zip(levels, boxes).prefix(most <= 600 ? 3 : 4))
  }

  private func canDivide(_ sequent: Sequent) -> Bool {
    Kernel.kink(in: sequent) == nil && !sequent.box.isEmpty
      && (sequent.goal.sign == .nonNegative || sequent.goal.sign == .positive)
  }

  // MARK: How far a false statement holds

  /// Digits to which the end is enclosed.
  private static let digits = 32
  /// The most boxes for the proof up to the end.
  private static let extentBoxes = 400

  private func extent(
    of statement: UniversalStatement, from point: Counterexample
  ) -> ProofResult.Extent? {
    guard statement.variables.count == 1, let side = statement.variables.first?.side,
      let start = side.lower, case .formula = statement.body
    else { return nil }
    var upper = point.point[0]
    var prover = self
    prover.mostBoxes = min(mostBoxes, Prover.extentBoxes)
    for _ in 0..<6 {
      guard
        let bracket = Refutation.bracket(
          from: start, to: upper, statement, digits: Prover.digits),
        ProofResult.Extent.isNarrow(bracket.lower, bracket.upper)
      else { return nil }
      let part = statement.restricted(
        to: Side(start, bracket.lower, isLowerOpen: side.isLowerOpen))
      guard let sequents = try? part.sequents() else { return nil }
      if let earlier = Refutation.sampled(part, sequents) {
        upper = earlier.point[0]
        continue
      }
      var proofs: [Proof] = []
      for sequent in sequents {
        switch prover.decide(sequent) {
        case .proved(let proof): proofs.append(proof)
        case .suspect(let found, _):
          guard let earlier = Counterexample(found, to: part) else { return nil }
          upper = earlier.point[0]
        case .open: return nil
        }
      }
      if proofs.count == sequents.count {
        return ProofResult.Extent(lower: bracket.lower, upper: bracket.upper, proofs: proofs)
      }
    }
    return nil
  }
}
