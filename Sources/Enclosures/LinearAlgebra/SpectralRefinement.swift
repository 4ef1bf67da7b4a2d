/// Finds eigenvalues and eigenvectors to any precision: binary64 first, then sweeps that square the
/// error (Ogita and Aishima 2018), each in as few bits as its result is worth.
///
/// Nothing here needs a proof: `SpectralMeasurement.bound()` judges what comes out.
struct SpectralRefinement {
  /// The matrix, scaled so that its norm is at most 1.
  let matrix: FixedPointMatrix
  /// The target: a residual of 2^(−precision) of the norm.
  let precision: Int
  let jobs: Int
  /// Bits beyond the target that cover the dimension.
  let guardBits: Int
  /// Fraction bits of the final vectors.
  let finalBits: Int

  /// What was found, in the order of the rows.
  struct Result {
    let eigenvalues: [BigFloat]
    let vectors: FixedPointMatrix
    let bound: SpectralBound
  }

  /// Every sweep doubles the correct bits; clusters within clusters need some more.
  private static let maximumSweeps = 40
  /// Sweeps at full precision that need not improve the bound before it is taken as it is.
  private static let patience = 4

  init(_ matrix: FixedPointMatrix, precision: Int, jobs: Int) {
    self.matrix = matrix
    self.precision = precision
    self.jobs = jobs
    // Rounding n vectors to 2^(−f) costs about 4n·2^(−f); the row-sum norm may exceed the norm √n times.
    guardBits = 3 * (SpectralRefinement.bitLength(matrix.rows) + 1) / 2 + 6
    finalBits = SpectralRefinement.fullWords(precision + guardBits)
  }

  /// The least number 64k − 4 that is not below the given one: whole words for numbers below 16.
  static func fullWords(_ bits: Int) -> Int { (bits + 4 + 63) / 64 * 64 - 4 }

  static func bitLength(_ value: Int) -> Int { Int.bitWidth - value.leadingZeroBitCount }

  func run() -> Result {
    var vectors = initialVectors()
    var best: Result?
    var disappointments = 0
    for _ in 0..<SpectralRefinement.maximumSweeps {
      let isFinal = vectors.fractionBits >= finalBits
      let working = isFinal ? finalMatrix : matrix(bits: 2 * vectors.fractionBits)
      let measurement = SpectralMeasurement(vectors: vectors, matrix: working, jobs: jobs)
      if isFinal {
        let candidate = result(vectors, measurement, of: working)
        let isBetter = best.map {
          candidate.bound.residual.scaled(byPowerOfTwo: 1) <= $0.bound.residual
        }
        disappointments = isBetter ?? true ? 0 : disappointments + 1
        if best.map({ candidate.bound.residual < $0.bound.residual }) ?? true { best = candidate }
        if isGoodEnough(candidate) || disappointments >= SpectralRefinement.patience { break }
      }
      let sweep = SpectralSweep(
        vectors: vectors, measurement: measurement, finalBits: finalBits,
        negligibleExponent: -precision - guardBits, jobs: jobs)
      vectors = sweep.improvedVectors()
    }
    if let best { return best }
    let measurement = SpectralMeasurement(vectors: vectors, matrix: finalMatrix, jobs: jobs)
    return result(vectors, measurement, of: finalMatrix)
  }

  private func isGoodEnough(_ candidate: Result) -> Bool {
    let greatest = candidate.eigenvalues.map(\.magnitude).max()
    return greatest.map { candidate.bound.residual <= $0.scaled(byPowerOfTwo: -precision) } ?? true
  }

  /// The matrix as the final vectors see it: all its bits, unless they are many more than needed.
  private var finalMatrix: FixedPointMatrix {
    matrix.fractionBits <= finalBits + 64
      ? matrix.rounded(fractionBits: max(matrix.fractionBits, finalBits))
      : matrix.rounded(fractionBits: finalBits)
  }

  private func matrix(bits: Int) -> FixedPointMatrix {
    matrix.rounded(fractionBits: min(bits, finalBits))
  }

  private func result(
    _ vectors: FixedPointMatrix, _ measurement: SpectralMeasurement, of working: FixedPointMatrix
  ) -> Result {
    let bound = measurement.bound()
    // ‖working − matrix‖₂ ≤ n·(greatest entry error), the Frobenius norm of a full matrix of such errors.
    let rounding = BigFloat(
      working.maximumEntryError * Rational(matrix.rows), precision: 64, rounding: .up)
    let eigenvalues = (0..<vectors.rows).map { row in
      measurement.eigenvalues.bigFloat(
        row, 0, precision: 64 * measurement.eigenvalues.limbs, .nearest)
    }
    return Result(
      eigenvalues: eigenvalues, vectors: vectors,
      bound: SpectralBound(
        orthogonalityDefect: bound.orthogonalityDefect,
        residual: bound.residual.adding(rounding, precision: 64, .up)))
  }

  /// Eigenvectors in binary64, as fixed-point numbers of one word.
  private func initialVectors() -> FixedPointMatrix {
    let size = matrix.rows
    var entries = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0..<size {
        entries[row * size + column] = matrix.approximation(row, column)
      }
    }
    let eigen = SymmetricEigen(size: size, rowMajor: entries)
    return FixedPointMatrix(rows: size, columns: size, rowMajor: eigen.vectors, fractionBits: 60)
  }
}
