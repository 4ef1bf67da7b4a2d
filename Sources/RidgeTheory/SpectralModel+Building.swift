import Enclosures

/// What is known of the rank of Φ.
enum RankKnowledge: Sendable, Hashable {
  /// The exact rank.
  case exact(Int)
  /// Only bounds: the modular computation exceeded its work limit.
  case undecided(atLeast: Int, atMost: Int)
}

extension InnerProducts {
  /// D²·ΦΦᵀ, exactly.
  var gram: FixedPointMatrix { InnerProducts.leadingBlock(of: plain, size: n) }

  static func leadingBlock(of matrix: FixedPointMatrix, size: Int) -> FixedPointMatrix {
    let rows = Array(0..<size)
    return matrix.selectingRows(rows).transposed().selectingRows(rows)
  }

  /// The rank of Φ: full where every computed eigenvalue is certainly positive, else by exact
  /// arithmetic modulo primes.
  func rank(from spectrum: SpectralEnclosure) -> RankKnowledge {
    let atMost = min(n, m)
    let atLeast = (0..<n).count { spectrum.eigenvalueEnclosure($0).lower.sign > 0 }
    if atLeast == atMost { return .exact(atMost) }
    let exact = ModularRank.exactRank(of: gram, lowerBound: atLeast, jobs: 1)
    return exact.map(RankKnowledge.exact) ?? .undecided(atLeast: atLeast, atMost: atMost)
  }
}

extension SpectralModel {
  /// The model of a problem at a working precision.
  ///
  /// - Throws: `ModesUndecided` where the spectrum is too coarse to tell the modes from 0.
  init(
    _ problem: RidgeProblem, _ products: InnerProducts, spectrum: SpectralEnclosure, rank: Int,
    sigmaMaxUpper: BigFloat, bits: Int
  ) throws {
    func number(_ value: Rational) -> Interval { Interval(value, precision: bits) }
    func root(_ value: Rational) -> Interval { number(value).clampedSquareRoot() }
    let n = products.n
    let (eta, lambda) = (problem.eta, problem.lambda)
    let scale = number(products.scale)
    let startScale = root(products.startScale2)
    let teacherScale = root(products.teacherScale2)
    func column(_ index: Int, _ factor: Interval) -> [Interval] {
      (0..<n).map { factor * number(products.product($0, index)) }
    }
    func norm(_ x: [Interval]) -> Interval {
      x.reduce(Interval.zero(precision: bits)) { $0 + $1.squared() }.clampedSquareRoot()
    }
    let z = column(products.start, startScale)
    let taught = column(products.teacher, teacherScale)
    let noise = products.noise.map(number)
    let y = noise.isEmpty ? taught : zip(taught, noise).map { $0 + $1 }
    let omega = Interval(
      point: BigFloat(spectrum.orthogonalityDefect, precision: bits, rounding: .up))
    let delta =
      try Interval(point: BigFloat(spectrum.residual, precision: bits, rounding: .up)) / scale
    let (normZ, normY) = (norm(z), norm(y))
    let normTaught = noise.isEmpty ? normY : norm(taught)
    let normNoise = root(products.noiseNorm2)
    let modes = Array((n - rank)..<n)
    func coordinates(
      _ x: [Interval], _ norm: Interval, beside: Interval = .zero(precision: bits)
    ) -> [Interval] {
      let radius = (omega * norm + beside).upper
      return modes.map {
        spectrum.vectors.rowDot($0, with: x, precision: bits).widened(by: radius)
      }
    }

    self.bits = bits
    self.n = n
    isFullRank = rank == n
    self.eta = eta
    self.lambda = lambda
    qExact = 1 - eta * lambda
    q = number(1 - eta * lambda)
    d = try modes.map { try Interval(point: spectrum.eigenvalues[$0]) / scale }
    rho = d.map { [q] in q - number(eta / Rational(n)) * $0 }
    let least = d.first.map { $0 - Interval(point: delta.upper) } ?? Interval(1, precision: bits)
    // From here on every d_i, and every positive eigenvalue of G, is certainly positive.
    guard least.lower.sign > 0, least.lower.isFinite else { throw ModesUndecided() }
    // P̂y takes in P̂(I − P)ξ, of norm at most ‖ξ‖·δ/d_min (fact 2 of `SpectralModel+Errors`).
    let isBeside = rank < n && !noise.isEmpty
    let share = isBeside ? try delta / Interval(point: least.lower) : .zero(precision: bits)
    let beside = share * normNoise
    zeta = coordinates(z, normZ)
    upsilon = coordinates(y, normY, beside: beside)
    let noiseModes = noise.isEmpty ? [] : coordinates(noise, normNoise, beside: beside)
    let taughtModes = noise.isEmpty ? upsilon : coordinates(taught, normTaught)
    let decay = number(lambda * Rational(n))
    // S_i = d_i/(d_i + nλ), and 1 − S_i without cancellation.
    let shares = try d.map { try $0 / ($0 + decay) }
    let rests = try d.map { try decay / ($0 + decay) }
    fitted = zip(shares, upsilon).map { $0 * $1 }
    gamma = zip(zeta, fitted).map { $0 - $1 }
    w = zip(rests, upsilon).map { $0 * $1 }
    teacherRest = noise.isEmpty ? w : zip(w, noiseModes).map { $0 - $1 }
    // At full rank nothing is beside the range of G.
    noiseRest2 =
      isBeside
      ? SpectralModel.normBeside(noiseModes, number(products.noiseNorm2), share: share)
      : .zero(precision: bits)

    let greatest = (d.last ?? .zero(precision: bits)) + Interval(point: delta.upper)
    let step = number(eta / Rational(n)) * Interval(point: delta.upper)
    let kappa = rho.reduce(Interval.zero(precision: bits)) { .maximum($0, $1.absoluteValue()) }
    errors = ErrorConstants(
      delta: Interval(point: delta.upper), omega: omega, normZ: normZ, normY: normY,
      normTaught: normTaught, normNoise: normNoise, leastLower: Interval(point: least.lower),
      greatestUpper: Interval(point: greatest.upper),
      sigmaMaxUpper: Interval(point: BigFloat(sigmaMaxUpper, precision: bits, rounding: .up)),
      kappaPlus: Interval(point: (kappa + step).upper))

    let cross = startScale * teacherScale
    // Not 0 even where the rows of Φ span everything: these are the parts for Ĝ, and the error
    // bounds of the trajectory compare with exactly these (`SpectralModel+Trajectory`).
    isSpanning = rank == products.m
    var perpendicular = (
      number(products.startNorm2),
      cross * number(products.product(products.start, products.teacher)),
      number(products.teacherNorm2)
    )
    for mode in 0..<d.count {
      perpendicular.0 = try perpendicular.0 - zeta[mode].squared() / d[mode]
      perpendicular.1 = try perpendicular.1 - zeta[mode] * taughtModes[mode] / d[mode]
      perpendicular.2 = try perpendicular.2 - taughtModes[mode].squared() / d[mode]
    }
    (startPerp2, startTeacherPerp, teacherPerp2) = perpendicular
    covariance = ModalCovariance(
      problem, products, modes: modes, spectrum: spectrum, startScale: startScale,
      teacherScale: teacherScale, bits: bits)
  }
}

extension SpectralModel {
  /// ‖(I − P)ξ‖² = ‖ξ‖² − ‖Pξ‖² from ‖ξ‖² and the coordinates of P̂ξ.
  ///
  /// P − P̂ = (I − P̂)P − P̂(I − P), two parts with orthogonal ranges and orthogonal complements of their
  /// kernels, each of norm at most `share` ≥ δ/d_min (fact 2): |‖Pξ‖² − ‖P̂ξ‖²| = |ξᵀ(P − P̂)ξ| ≤ share·‖ξ‖².
  static func normBeside(_ modes: [Interval], _ norm2: Interval, share: Interval) -> Interval {
    let zero = Interval.zero(precision: norm2.precision)
    let rest = modes.reduce(norm2) { $0 - $1.squared() }
    return .maximum(rest.widened(by: (share * norm2).upper), zero)
  }
}

extension ModalCovariance {
  fileprivate init(
    _ problem: RidgeProblem, _ products: InnerProducts, modes: [Int],
    spectrum: SpectralEnclosure, startScale: Interval, teacherScale: Interval, bits: Int
  ) {
    func number(_ value: Rational) -> Interval { Interval(value, precision: bits) }
    guard let weighted = products.weighted else {
      guard case .scaledIdentity(let scale) = problem.covariance else {
        preconditionFailure("only Σ = sI comes without weighted products")
      }
      self = .scaledIdentity(number(scale))
      return
    }
    let n = products.n
    let vectors = spectrum.vectors.selectingRows(modes)
    let block = InnerProducts.leadingBlock(of: weighted.once, size: n)
    let transposed = vectors.transposed()
    let h = vectors.multiplied(by: block, jobs: 1).trimmed()
      .multiplied(by: transposed, jobs: 1)
    let factor = number(1 / weighted.onceScale)
    let count = modes.count
    let entries = (0..<count * count).map {
      h.interval($0 / count, $0 % count, precision: bits) * factor
    }
    let square = vectors.multiplied(
      by: InnerProducts.leadingBlock(of: weighted.twice, size: n), jobs: 1)
    let squareFactor = number(1 / weighted.twiceScale)
    let squareDiagonal = (0..<count).map { mode in
      let row = (0..<n).map { vectors.interval(mode, $0, precision: bits) }
      return square.rowDot(mode, with: row, precision: bits) * squareFactor
    }
    func column(_ index: Int, _ scale: Interval) -> [Interval] {
      let values = (0..<n).map { number(weighted.once[$0, index] / weighted.onceScale) * scale }
      return modes.map { spectrum.vectors.rowDot($0, with: values, precision: bits) }
    }
    func scalar(_ i: Int, _ j: Int) -> Interval { number(weighted.once[i, j] / weighted.onceScale) }
    let (start, teacher) = (products.start, products.teacher)
    self = .general(
      ModalForm(
        h: entries, squareDiagonal: squareDiagonal, startColumn: column(start, startScale),
        teacherColumn: column(teacher, teacherScale),
        startStart: scalar(start, start) * startScale.squared(),
        startTeacher: scalar(start, teacher) * startScale * teacherScale,
        teacherTeacher: scalar(teacher, teacher) * teacherScale.squared(),
        teacherNorm: number(products.teacherNorm2).clampedSquareRoot(),
        error: Interval(
          point: BigFloat(weighted.error, precision: max(bits, 64), rounding: .up))))
  }
}
