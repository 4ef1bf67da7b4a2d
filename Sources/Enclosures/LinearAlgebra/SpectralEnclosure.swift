/// An eigen-decomposition of a symmetric matrix with a rigorous backward error bound.
///
/// Approximate eigenvectors V̂ (rows of `vectors`) and eigenvalues D̂ = diag(`eigenvalues`), and two
/// numbers that bound what is wrong with them. Let A = V̂ᵀ have the vectors as columns, and let
/// W = A(AᵀA)^(−1/2) be its orthogonal polar factor, the nearest orthogonal matrix. Then
///
/// - ‖W − A‖₂ ≤ `orthogonalityDefect`,
/// - ‖G − W·D̂·Wᵀ‖₂ ≤ `residual`.
///
/// So G is within `residual` of a matrix whose eigen-decomposition is *exactly* known. Eigenvalues that
/// are equal or close need no special treatment in what follows from this: no gap enters.
///
/// **Enclosure.** Both bounds are computed a posteriori from V̂ and D̂ alone by exact integer arithmetic,
/// whatever those are and however they were found; norms are rounded up.
///
/// **Proof.** With C = AᵀA − I and τ ≥ ‖C‖₂, τ ≤ 1/4: every singular value s of A has
/// |s − 1| ≤ |s² − 1| ≤ τ, so ‖W − A‖₂ ≤ τ. With T = GA − AD̂ and x = ‖G − WD̂Wᵀ‖₂ = ‖GW − WD̂‖₂:
/// x ≤ ‖T‖₂ + ‖G‖₂τ + τ‖D̂‖₂, and ‖G‖₂ ≤ ‖D̂‖₂ + x, hence x ≤ (‖T‖₂ + 2‖D̂‖₂τ)/(1 − τ).
public struct SpectralEnclosure: Sendable {
  /// The approximate eigenvalues D̂, ascending.
  public let eigenvalues: [BigFloat]
  /// The approximate eigenvectors V̂: row i belongs to eigenvalue i.
  public let vectors: FixedPointMatrix
  /// ω ≥ ‖W − V̂ᵀ‖₂ for the orthogonal polar factor W of V̂ᵀ; +∞ where no bound is known.
  public let orthogonalityDefect: BigFloat
  /// δ ≥ ‖G − W·D̂·Wᵀ‖₂ for the true matrix G, its distance to the given one included; +∞ where no
  /// bound is known.
  public let residual: BigFloat
  /// The precision in bits that was asked for, relative to ‖G‖₂.
  public let precision: Int

  /// Encloses eigenvalues and eigenvectors of a symmetric matrix.
  ///
  /// Aims at a residual of 2^(−precision)·‖G‖₂ beyond the perturbation; where it is not reached, the
  /// residual says so.
  ///
  /// - Parameters:
  ///   - gram: the matrix G₀, symmetric.
  ///   - perturbation: a bound of ‖G − G₀‖₂ for the symmetric matrix G that is meant.
  ///   - precision: the target in bits.
  ///   - jobs: the greatest number of threads; the result does not depend on it.
  /// - Returns: eigenvalues and eigenvectors with the bounds that are proved of them.
  public static func enclose(
    _ gram: FixedPointMatrix, perturbation: BigFloat, precision: Int, jobs: Int = 2
  ) -> SpectralEnclosure {
    precondition(gram.isSymmetric && gram.rows > 0, "a spectrum needs a symmetric matrix")
    precondition(perturbation >= .zero(precision: 2), "a bound must not be negative")
    precondition(precision >= PrecisionLimits.minimum, "precision too small")
    // The sum of |entries| of the greatest row, ≥ ‖G‖₂, is brought to [1/2, 1).
    let scale = gram.rowSumNormUpperBound().binaryExponent ?? 0
    let unit = gram.scaled(byPowerOfTwo: -scale).trimmed()
    let refined = SpectralRefinement(unit, precision: precision, jobs: jobs).run()
    let order = refined.eigenvalues.indices.sorted {
      (refined.eigenvalues[$0], $0) < (refined.eigenvalues[$1], $1)
    }
    return SpectralEnclosure(
      eigenvalues: order.map { refined.eigenvalues[$0].scaled(byPowerOfTwo: scale) },
      vectors: refined.vectors.selectingRows(order),
      orthogonalityDefect: refined.bound.orthogonalityDefect,
      residual: refined.bound.residual.scaled(byPowerOfTwo: scale)
        .adding(perturbation, precision: 64, .up),
      precision: precision)
  }

  /// Bounds the errors of given eigenvalues and eigenvectors (rows), trusting nothing about them.
  ///
  /// The eigenvalues must be finite; they are sorted, and the rows with them.
  public static func certifying(
    eigenvalues: [BigFloat], vectors: FixedPointMatrix, of gram: FixedPointMatrix,
    perturbation: BigFloat, precision: Int, jobs: Int = 2
  ) -> SpectralEnclosure {
    precondition(gram.isSymmetric && gram.rows > 0, "a spectrum needs a symmetric matrix")
    precondition(vectors.isSquare && vectors.rows == gram.rows, "as many vectors as rows")
    precondition(eigenvalues.count == gram.rows, "as many eigenvalues as rows")
    precondition(eigenvalues.allSatisfy(\.isFinite), "eigenvalues must be finite")
    precondition(perturbation >= .zero(precision: 2), "a bound must not be negative")
    let order = eigenvalues.indices.sorted {
      (eigenvalues[$0], $0) < (eigenvalues[$1], $1)
    }
    let sorted = order.map { eigenvalues[$0] }
    let rows = vectors.selectingRows(order)
    let bound = SpectralMeasurement(
      vectors: rows, matrix: gram, eigenvalues: .diagonal(sorted), jobs: jobs
    ).bound()
    return SpectralEnclosure(
      eigenvalues: sorted, vectors: rows, orthogonalityDefect: bound.orthogonalityDefect,
      residual: bound.residual.adding(perturbation, precision: 64, .up), precision: precision)
  }

  /// An enclosure of the i-th smallest eigenvalue of G: D̂ᵢ ± residual (Weyl).
  public func eigenvalueEnclosure(_ index: Int) -> Interval {
    let center = eigenvalues[index]
    return Interval(
      lower: center.subtracting(residual, precision: precision, .down),
      upper: center.adding(residual, precision: precision, .up))
  }
}

/// What is proved about approximate eigenvalues and eigenvectors.
struct SpectralBound {
  /// See `SpectralEnclosure.orthogonalityDefect`.
  let orthogonalityDefect: BigFloat
  /// See `SpectralEnclosure.residual`.
  let residual: BigFloat
}

/// The exact matrices C = V̂V̂ᵀ − I and T = V̂G − D̂V̂ (rows are vectors), from which every bound and every
/// correction follows.
struct SpectralMeasurement {
  /// V̂V̂ᵀ − I.
  let defect: FixedPointMatrix
  /// V̂G − D̂V̂.
  let residual: FixedPointMatrix
  /// D̂ as a column.
  let eigenvalues: FixedPointMatrix

  /// Measures given vectors and eigenvalues.
  init(
    vectors: FixedPointMatrix, matrix: FixedPointMatrix, eigenvalues: FixedPointMatrix, jobs: Int
  ) {
    defect = SpectralMeasurement.defect(of: vectors, jobs: jobs)
    self.eigenvalues = eigenvalues
    residual = vectors.multiplied(byTransposeOf: matrix, jobs: jobs)
      .subtracting(vectors.scalingRows(by: eigenvalues))
  }

  /// Measures given vectors with their Rayleigh quotients, to as many bits as the matrix has.
  init(vectors: FixedPointMatrix, matrix: FixedPointMatrix, jobs: Int) {
    let defect = SpectralMeasurement.defect(of: vectors, jobs: jobs)
    let images = vectors.multiplied(byTransposeOf: matrix, jobs: jobs)
    let forms = images.rowwiseDots(with: vectors)
    let bits = matrix.fractionBits
    let precision = max(64, bits + 64)
    eigenvalues = FixedPointMatrix(
      rows: vectors.rows, columns: 1, fractionBits: bits, limbs: 1
    ) { row, _ in
      let form = forms.bigFloat(row, 0, precision: precision, .nearest)
      let square = defect.bigFloat(row, row, precision: precision, .nearest)
        .adding(BigFloat(1, precision: 2, rounding: .nearest), precision: precision, .nearest)
      return square.isZero ? nil : form.divided(by: square, precision: precision, .nearest)
    }
    self.defect = defect
    residual = images.subtracting(vectors.scalingRows(by: eigenvalues))
  }

  private static func defect(of vectors: FixedPointMatrix, jobs: Int) -> FixedPointMatrix {
    let gram = vectors.gram(jobs: jobs)
    return gram.subtracting(.identity(vectors.rows, fractionBits: max(0, gram.fractionBits)))
  }

  /// The bounds that `SpectralEnclosure` states, for the matrix that was measured.
  func bound() -> SpectralBound {
    let tau = defect.symmetricOperatorNormUpperBound()
    guard tau.approximation <= 0.25 else {
      return SpectralBound(
        orthogonalityDefect: .infinity(precision: 64), residual: .infinity(precision: 64))
    }
    let one = BigFloat(1, precision: 64, rounding: .nearest)
    let greatest = eigenvalues.maximumMagnitude()
    let numerator = greatest.scaled(byPowerOfTwo: 1)
      .multiplied(by: tau, precision: 64, .up)
      .adding(residual.frobeniusNormUpperBound(), precision: 64, .up)
    let denominator = one.subtracting(tau, precision: 64, .down)
    return SpectralBound(
      orthogonalityDefect: tau,
      residual: numerator.divided(by: denominator, precision: 64, .up))
  }
}
