public import Enclosures

/// Why the limit residual is not given.
public enum LimitResidualError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The extended support vectors span too little: the relation does not determine (w̃, b̃).
  case notUnique(rank: Int, dimension: Int)
  /// A support vector has no weight in (ŵ, b̂): no (w̃, b̃) gives it one.
  case doesNotExist
  /// The rank of the support vectors was not found within the limit of work.
  case rankUndecided
  /// Newton's method or the Krawczyk test did not succeed: (ŵ, b̂) may lie on the boundary of the cone
  /// of the support vectors, where no (w̃, b̃) exists.
  case notEnclosed

  /// One line.
  public var description: String {
    switch self {
    case .notUnique(let rank, let dimension):
      "the extended support vectors have rank \(rank) in dimension \(dimension), so the limit "
        + "residual is not unique"
    case .doesNotExist: "a support vector has weight 0, so that there is no limit residual"
    case .rankUndecided: "the rank of the extended support vectors is beyond the limit of work"
    case .notEnclosed: "the limit residual does not exist, or could not be enclosed"
    }
  }
}

/// The limit (w̃, b̃) of (w(t), b(t)) − (ŵ, b̂)·log t, and what follows from it.
///
/// With zᵢ = yᵢ(xᵢ, 1) and S the support vectors, (w̃, b̃) solves Σ_S αᵢzᵢ = (ŵ, b̂) for
/// αᵢ = η·e^{−zᵢ·(w̃, b̃)} (theory/logistic.md section 2; it corrects Das, Vedantam, Lakshminarayanan
/// 2026, Assumption 4.4 and Theorem 4.2, by the bias and the labels). It is unique where the zᵢ span, as
/// the minimizer of the strictly convex η·Σ e^{−zᵢ·v} + (ŵ, b̂)·v.
///
/// Every member is an enclosure at the requested precision.
public struct LimitResidual: Sendable {
  /// (w̃, b̃), d + 1 enclosures.
  public let state: [Interval]
  /// αᵢ for the support vectors, in the order of `MaximumMargin.support`.
  public let alpha: [Interval]
  /// A₊ = Σ_{S₊} e^{−w̃·xᵢ}.
  public let positiveSum: Interval
  /// A₋ = Σ_{S₋} e^{w̃·xᵢ}.
  public let negativeSum: Interval
  /// δ = √(A₋/A₊).
  public let delta: Interval
  /// b_∞ = −log δ; it equals b̃ under Assumption 3.1.
  public let biasLimit: Interval
  /// t⋆ = exp(−(γ/2)·w̃·w⋆) = exp(−w̃·ŵ/‖ŵ‖²), the time scale of the corrected estimate.
  public let timeScale: Interval
  /// H₊, the entropy in nats of α normalized over S₊; 0 for one support vector.
  public let positiveEntropy: Interval
  /// H₋, the same over S₋.
  public let negativeEntropy: Interval
  /// The eigenvalues of K = Σ_S αᵢzᵢzᵢᵀ, ascending.
  ///
  /// One is exactly 1, with eigenvector (ŵ, b̂).
  public let spectrum: [Interval]
  /// The eigenvalues of K but for the one of (ŵ, b̂), ascending.
  public let transverseSpectrum: [Interval]
  /// ‖w̃‖.
  public let norm: Interval

  /// w̃, d enclosures.
  public var weights: [Interval] { Array(state.dropLast()) }
  /// b̃.
  public var bias: Interval { state[state.count - 1] }
  /// λ_K, the least eigenvalue of K but for the one of (ŵ, b̂): the rate of approach.
  public var rate: Interval { transverseSpectrum[0] }
}

extension LimitResidual {
  /// Encloses the limit residual of a problem.
  public static func enclose(
    _ problem: LogisticProblem, _ margin: MaximumMargin, precision: Int
  ) throws(LimitResidualError) -> LimitResidual {
    try enclose(problem.dataset, margin, stepScale: problem.stepScale, precision: precision)
  }

  /// Encloses the limit residual.
  ///
  /// - Parameters:
  ///   - dataset: the training data.
  ///   - margin: their maximum margin.
  ///   - stepScale: η for the sum of losses, η/N for the mean.
  ///   - precision: of the enclosures in bits; 64 more are computed with.
  /// - Returns: (w̃, b̃) and what follows from it.
  /// - Throws: `LimitResidualError` where the residual is not unique or not enclosed.
  public static func enclose(
    _ dataset: LogisticDataset, _ margin: MaximumMargin, stepScale: Rational, precision: Int
  ) throws(LimitResidualError) -> LimitResidual {
    let points = ExtendedPoints(dataset)
    let rows = margin.support.map { points.row($0) }
    let n = points.length
    guard rows.count >= n else { throw .notUnique(rank: try rank(rows, n), dimension: n) }
    let rank = try rank(rows, n)
    guard rank == n else { throw .notUnique(rank: rank, dimension: n) }
    if isWithoutWeight(rows, margin) { throw .doesNotExist }
    let equation = ResidualEquation(
      rows: rows, labels: margin.support.map { dataset.labels[$0] }, margin: margin,
      stepScale: stepScale, bits: precision + 64)
    guard let state = equation.solution() else { throw .notEnclosed }
    guard let result = ResidualReport(equation: equation, state: state).residual() else {
      throw .notEnclosed
    }
    return result
  }

  /// The most rows whose weights are solved for exactly.
  private static let exactRows = 24

  /// Whether the rows determine the weights in Σ αᵢzᵢ = (ŵ, b̂), and one of them is not positive.
  private static func isWithoutWeight(_ rows: [[Rational]], _ margin: MaximumMargin) -> Bool {
    guard let state = margin.extended.exactState, rows.count == state.count,
      rows.count <= exactRows
    else { return false }
    let columns = state.indices.map { column in rows.map { $0[column] } }
    return solve(columns, state)?.contains { $0.sign <= 0 } ?? false
  }

  private static func rank(
    _ rows: [[Rational]], _ columns: Int
  ) throws(LimitResidualError) -> Int {
    let rank = ModularRank.exactRank(
      rows: rows.count, columns: columns, entry: { rows[$0][$1] })
    guard let rank else { throw .rankUndecided }
    return rank
  }
}
