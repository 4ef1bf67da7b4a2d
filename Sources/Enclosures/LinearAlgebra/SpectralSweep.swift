/// One refinement sweep: from vectors V̂ with what was measured of them to better ones.
///
/// Ogita and Aishima (2018): V̂ ← V̂(I + E) with eᵢⱼ = −cᵢⱼ/2 + xᵢⱼ, xᵢⱼ = ŝᵢⱼ/(λⱼ − λᵢ), where C is the
/// orthogonality defect and ŝᵢⱼ = (tⱼ·vᵢ) + (λⱼ − λᵢ)cᵢⱼ/2 the off-diagonal of G in the orthogonalized
/// basis, up to second order. Where xᵢⱼ is not small the eigenvalues are too close for a first-order
/// correction: those vectors are a cluster. It is only orthogonalized, then turned by the eigenvectors
/// of its own small matrix (λᵢ on the diagonal, ŝᵢⱼ beside it), scaled to its size in binary64.
struct SpectralSweep {
  let vectors: FixedPointMatrix
  let measurement: SpectralMeasurement
  let finalBits: Int
  /// Couplings below 2^negligibleExponent are small enough for the target, whatever the gap: angles
  /// from them would be made of rounding errors.
  let negligibleExponent: Int
  let jobs: Int

  /// The vectors after the sweep, in the bits that they are worth.
  func improvedVectors() -> FixedPointMatrix {
    let corrections = self.corrections()
    let bits = nextBits(corrections.errorExponent)
    var improved = vectors.rounded(fractionBits: max(bits, vectors.fractionBits))
    let update = corrections.matrix.rounded(fractionBits: bits + 8)
    if update.maximumBitCount > 0 {
      // The update is small: so many leading bits of the vectors are enough.
      let others = vectors.rounded(
        fractionBits: min(vectors.fractionBits, update.maximumBitCount + 12))
      improved = improved.adding(update.multiplied(by: others, jobs: jobs))
        .rounded(fractionBits: bits)
    }
    for cluster in corrections.clusters {
      improved = cluster.rotating(improved, fractionBits: bits, jobs: jobs)
    }
    return improved.rounded(fractionBits: bits)
  }

  /// Bits for vectors whose error is the square of the one measured.
  private func nextBits(_ errorExponent: Int) -> Int {
    let size = SpectralRefinement.bitLength(vectors.rows)
    let predicted = -2 * errorExponent - size / 2
    if predicted >= finalBits - 8 { return finalBits }
    return min(finalBits, max(vectors.fractionBits, SpectralRefinement.fullWords(predicted + 8)))
  }

  private struct Corrections {
    /// Row j, column i: the share eᵢⱼ of vector i in the new vector j.
    var matrix: FixedPointMatrix
    /// The greatest |eᵢⱼ| is below 2^errorExponent.
    var errorExponent: Int
    var clusters: [SpectralCluster]
  }

  private func corrections() -> Corrections {
    let pairs = SpectralPairs(self)
    let size = vectors.rows
    let choice = pairs.choice(defect: measurement.defect, negligible: negligibleExponent)
    let defect = measurement.defect
    let bits = max(measurement.residual.fractionBits, finalBits)
    let precision = pairs.precision
    let matrix = FixedPointMatrix(
      rows: size, columns: size, fractionBits: min(bits, finalBits + 16), limbs: 1
    ) { j, i in
      let half = defect.bigFloat(min(i, j), max(i, j), precision: precision, .nearest)
        .scaled(byPowerOfTwo: -1)
      if i == j { return -half }
      let index = pairs.index(min(i, j), max(i, j))
      guard choice.isTurned[index] else { return -half }
      // For i > j both the gap and the antisymmetric x change sign.
      let angle = pairs.couplings[index].divided(
        by: pairs.gaps[index], precision: precision, .nearest)
      return i < j
        ? angle.subtracting(half, precision: precision, .nearest)
        : -(angle.adding(half, precision: precision, .nearest))
    }
    return Corrections(
      matrix: matrix, errorExponent: choice.errorExponent,
      clusters: choice.clusters.map { SpectralCluster(members: $0, pairs: pairs) })
  }
}
