/// Vectors whose eigenvalues are too close for first-order corrections.
struct SpectralCluster {
  /// Rows of the vectors.
  let members: [Int]
  /// Eigenvectors of the cluster's own matrix, as rows: binary64 numbers.
  private let rotation: [Double]

  init(members: [Int], pairs: SpectralPairs) {
    self.members = members
    let size = members.count
    let reference = pairs.eigenvalues[members[0]]
    var entries = [BigFloat](repeating: .zero(precision: 64), count: size * size)
    for a in 0..<size {
      entries[a * size + a] = pairs.eigenvalues[members[a]]
        .subtracting(reference, precision: 64, .nearest)
      for b in 0..<a {
        let coupling = pairs.couplings[pairs.index(members[b], members[a])]
        entries[a * size + b] = coupling
        entries[b * size + a] = coupling
      }
    }
    // The difference from a multiple of the identity, scaled to the size of 1.
    let scale = entries.lazy.compactMap(\.binaryExponent).max() ?? 0
    rotation =
      SymmetricEigen(
        size: size, rowMajor: entries.map { $0.scaled(byPowerOfTwo: -scale).approximation }
      ).vectors
  }

  /// The vectors with the cluster's rows turned; the others are unchanged.
  func rotating(
    _ vectors: FixedPointMatrix, fractionBits: Int, jobs: Int
  ) -> FixedPointMatrix {
    guard let orthogonal = orthogonalRotation(fractionBits: fractionBits, jobs: jobs) else {
      return vectors
    }
    let turned = orthogonal.multiplied(by: vectors.selectingRows(members), jobs: jobs)
      .rounded(fractionBits: vectors.fractionBits)
    let width = max(turned.limbs, vectors.limbs)
    let rows = turned.widened(limbs: width)
    var result = vectors.widened(limbs: width)
    for (row, member) in members.enumerated() {
      for column in 0..<vectors.columns {
        result.copyEntry(
          member * vectors.columns + column, from: rows, row * vectors.columns + column)
      }
    }
    return result
  }

  /// The rotation orthogonalized to the bits by Newton–Schulz steps Q ← Q − (QQᵀ − I)Q/2, so that
  /// turning loses no orthogonality that the vectors have; nil if binary64 failed.
  private func orthogonalRotation(fractionBits: Int, jobs: Int) -> FixedPointMatrix? {
    var rotation = FixedPointMatrix(
      rows: members.count, columns: members.count, rowMajor: self.rotation, fractionBits: 60)
    for _ in 0..<12 {
      let gram = rotation.gram(jobs: jobs)
      let defect = gram.subtracting(
        .identity(members.count, fractionBits: gram.fractionBits))
      let exponent = defect.maximumBitCount - defect.fractionBits
      if exponent > -20 { return nil }
      let isDone = 2 * exponent < -fractionBits
      rotation = rotation.subtracting(
        defect.rounded(fractionBits: fractionBits + 8)
          .multiplied(by: rotation, jobs: jobs).scaled(byPowerOfTwo: -1)
      ).rounded(fractionBits: fractionBits)
      if isDone { break }
    }
    return rotation
  }
}
