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

  /// Angles above 2^(−26) are left to binary64: a first-order step would leave more than its 2^(−52).
  private static let greatestAngleExponent = -26
  /// Stands for the exponent of zero; doubling it does not overflow.
  private static let nothing = -(1 << 40)

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
    let pairs = Pairs(self)
    let size = vectors.rows
    let slack = SpectralRefinement.bitLength(size) / 2 + 1
    let defect = measurement.defect
    let basic = max(
      defect.maximumBitCount - defect.fractionBits - 1,
      pairs.couplings.lazy.map { Self.exponent($0) }.max() ?? Self.nothing)
    // Couplings below the square of the error are made by second-order terms: they mean nothing yet.
    var error = max(basic, Self.nothing)
    for index in pairs.couplings.indices {
      let coupling = Self.exponent(pairs.couplings[index])
      let angle = coupling - Self.exponent(pairs.gaps[index])
      if coupling > max(2 * basic + slack, negligibleExponent), angle <= Self.greatestAngleExponent
      {
        error = max(error, angle)
      }
    }
    let noise = 2 * error + slack
    var clusters = DisjointSets(count: size)
    var isSmall = [Bool](repeating: false, count: pairs.couplings.count)
    pairs.visit { i, j, index in
      let coupling = Self.exponent(pairs.couplings[index])
      let angle = coupling - Self.exponent(pairs.gaps[index])
      isSmall[index] =
        coupling > Self.nothing && angle <= Self.greatestAngleExponent
        && (coupling > max(noise, negligibleExponent) || angle <= error)
      if angle > Self.greatestAngleExponent, coupling > max(noise, negligibleExponent) {
        clusters.unite(i, j)
      }
    }
    let roots = (0..<size).map { clusters.root(of: $0) }
    let bits = max(measurement.residual.fractionBits, finalBits)
    let precision = pairs.precision
    let matrix = FixedPointMatrix(
      rows: size, columns: size, fractionBits: min(bits, finalBits + 16), limbs: 1
    ) { j, i in
      let half = defect.bigFloat(min(i, j), max(i, j), precision: precision, .nearest)
        .scaled(byPowerOfTwo: -1)
      if i == j { return -half }
      let index = pairs.index(min(i, j), max(i, j))
      guard isSmall[index], roots[i] != roots[j] else { return -half }
      // For i > j both the gap and the antisymmetric x change sign.
      let angle = pairs.couplings[index].divided(
        by: pairs.gaps[index], precision: precision, .nearest)
      return i < j
        ? angle.subtracting(half, precision: precision, .nearest)
        : -(angle.adding(half, precision: precision, .nearest))
    }
    let members = Dictionary(grouping: 0..<size) { roots[$0] }.values
      .filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    return Corrections(
      matrix: matrix, errorExponent: error,
      clusters: members.map { SpectralCluster(members: $0, pairs: pairs) })
  }

  /// An e with |x| < 2^e, nearly the least one.
  static func exponent(_ value: BigFloat) -> Int { value.binaryExponent ?? nothing }

  /// What couples vectors i < j.
  struct Pairs {
    let size: Int
    /// Bits of the numbers here: what the measured matrices are worth.
    let precision: Int
    let eigenvalues: [BigFloat]
    /// ŝᵢⱼ.
    let couplings: [BigFloat]
    /// λⱼ − λᵢ.
    let gaps: [BigFloat]

    func index(_ i: Int, _ j: Int) -> Int { i * (2 * size - i - 1) / 2 + j - i - 1 }

    func visit(_ body: (Int, Int, Int) -> Void) {
      var index = 0
      for i in 0..<size {
        for j in (i + 1)..<max(size, i + 1) {
          body(i, j, index)
          index += 1
        }
      }
    }

    init(_ sweep: SpectralSweep) {
      let measured = sweep.measurement
      let count = sweep.vectors.rows
      size = count
      let wanted = min(measured.eigenvalues.fractionBits, sweep.finalBits) + 16
      let residual = measured.residual.rounded(fractionBits: wanted)
      let significant = residual.maximumBitCount
      let leading = sweep.vectors.rounded(
        fractionBits: min(sweep.vectors.fractionBits, significant + 12))
      let products = leading.dotProducts(of: residual, part: .upper, jobs: sweep.jobs)
      let bits = max(64, significant + 32)
      precision = bits
      let lambda = measured.eigenvalues
      let values = (0..<count).map {
        lambda.bigFloat($0, 0, precision: 64 * lambda.limbs, .nearest)
      }
      eigenvalues = values
      var couplings: [BigFloat] = []
      var gaps: [BigFloat] = []
      couplings.reserveCapacity(count * (count - 1) / 2)
      gaps.reserveCapacity(count * (count - 1) / 2)
      for i in 0..<count {
        for j in (i + 1)..<max(count, i + 1) {
          let gap = values[j].subtracting(values[i], precision: bits, .nearest)
          let defect = measured.defect.bigFloat(i, j, precision: bits, .nearest)
          let product = products.bigFloat(i, j, precision: bits, .nearest)
          let shift = gap.multiplied(by: defect, precision: bits, .nearest)
            .scaled(byPowerOfTwo: -1)
          couplings.append(product.adding(shift, precision: bits, .nearest))
          gaps.append(gap)
        }
      }
      self.couplings = couplings
      self.gaps = gaps
    }
  }
}

/// Disjoint sets of indices that grow together.
struct DisjointSets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  func root(of index: Int) -> Int {
    var current = index
    while parents[current] != current { current = parents[current] }
    return current
  }

  mutating func unite(_ a: Int, _ b: Int) {
    let first = root(of: a)
    let second = root(of: b)
    parents[max(first, second)] = min(first, second)
  }
}
