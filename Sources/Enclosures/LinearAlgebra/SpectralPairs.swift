/// What couples the approximate eigenvectors i < j, and what a sweep does about it.
struct SpectralPairs {
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

extension SpectralPairs {
  /// What a sweep does with each pair.
  struct Choice {
    /// Pairs that a first-order correction turns.
    var isTurned: [Bool]
    /// Sets of vectors to be turned by a small eigenproblem.
    var clusters: [[Int]]
    /// Every correction is below 2^errorExponent.
    var errorExponent: Int
  }

  /// Angles above 2^(−26) are left to binary64: a first-order step would leave more than its 2^(−52).
  private static let greatestAngle = -26
  /// Stands for the exponent of zero; doubling it does not overflow.
  private static let nothing = -(1 << 40)

  /// An e with |x| < 2^e, nearly the least one.
  private static func exponent(_ value: BigFloat) -> Int { value.binaryExponent ?? nothing }

  /// Sorts the pairs by what their couplings mean, in powers of two.
  ///
  /// A coupling means something only where it exceeds what the neglected second-order terms make of the
  /// other corrections, and the target of the whole computation (`negligible`).
  func choice(defect: FixedPointMatrix, negligible: Int) -> Choice {
    let strengths = couplings.map { Self.exponent($0) }
    let angles = zip(strengths, gaps).map { $0 == Self.nothing ? $0 : $0 - Self.exponent($1) }
    var defects = [Int](repeating: Self.nothing, count: couplings.count)
    visit { i, j, index in
      defects[index] = Self.exponent(defect.bigFloat(i, j, precision: 53, .nearest))
    }
    let squares = (0..<size).map {
      Self.exponent(defect.bigFloat($0, $0, precision: 53, .nearest))
    }
    let slack = SpectralRefinement.bitLength(size) / 2 + 1
    let basic = max(
      max(defects.max() ?? Self.nothing, squares.max() ?? Self.nothing) - 1,
      strengths.max() ?? Self.nothing)
    var noise = [Int](
      repeating: max(2 * basic + slack, negligible), count: couplings.count)
    var isMeant = [Bool](repeating: false, count: couplings.count)
    // The noise depends on which corrections are made, and these on the noise: two rounds settle it.
    for _ in 0..<2 {
      var forces = [Int](repeating: Self.nothing, count: size)
      var moves = squares
      visit { i, j, index in
        isMeant[index] = angles[index] <= Self.greatestAngle && strengths[index] > noise[index]
        let gap = Self.exponent(gaps[index])
        let force = max(gap + defects[index], isMeant[index] ? strengths[index] : Self.nothing)
        let move = max(defects[index], isMeant[index] ? angles[index] : Self.nothing)
        for vector in [i, j] {
          forces[vector] = max(forces[vector], force)
          moves[vector] = max(moves[vector], move)
        }
      }
      visit { i, j, index in
        noise[index] = max(
          max(forces[i] + moves[j], forces[j] + moves[i]) + slack, negligible)
      }
    }
    return choice(
      strengths, angles, noise,
      basic: max(
        defects.max() ?? Self.nothing, squares.max() ?? Self.nothing))
  }

  private func choice(
    _ strengths: [Int], _ angles: [Int], _ noise: [Int], basic: Int
  ) -> Choice {
    var error = basic
    var sets = DisjointSets(count: size)
    visit { i, j, index in
      guard strengths[index] > noise[index] else { return }
      if angles[index] > Self.greatestAngle {
        sets.unite(i, j)
      } else {
        error = max(error, angles[index])
      }
    }
    let roots = (0..<size).map { sets.root(of: $0) }
    var isTurned = [Bool](repeating: false, count: couplings.count)
    visit { i, j, index in
      // What is mere noise may be corrected too, as long as the correction is no larger than others.
      isTurned[index] =
        strengths[index] > Self.nothing && angles[index] <= Self.greatestAngle
        && (strengths[index] > noise[index] || angles[index] <= error)
        && roots[i] != roots[j]
    }
    let clusters = Dictionary(grouping: 0..<size) { roots[$0] }.values
      .filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    return Choice(isTurned: isTurned, clusters: clusters, errorExponent: error)
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
