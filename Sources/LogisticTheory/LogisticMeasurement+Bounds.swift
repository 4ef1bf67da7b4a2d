internal import Documents
internal import Enclosures

/// Constants of the claims that take some work.
extension LogisticMeasurement {
  /// ‖v̂‖ + Σ_S α(3 + log(1 + α/η))‖x̃‖ + η·Σ_{j∉S}‖x̃_j‖(min(1, e^−c) + e^(−c/m)·m/(m − 1)),
  /// c = y·ṽ·x̃_j.
  func driftDefect(
    _ limit: LimitResidual, _ margin: MaximumMargin, precision: Int
  ) throws -> Interval {
    let bits = precision + 32
    let eta = Interval(problem.stepScale, precision: bits)
    let one = Interval(1, precision: bits)
    let target = margin.extended.state(precision: bits)
    var sum = norm(target, bits)
    let weights = Dictionary(uniqueKeysWithValues: zip(margin.support, limit.alpha))
    var rest = Interval.zero(precision: bits)
    for (index, row) in rows(precision: bits).enumerated() {
      if let alpha = weights[index] {
        let logarithm = try (alpha / eta).logarithmOnePlus()
        sum = sum + alpha * (Interval(3, precision: bits) + logarithm) * norm(row, bits)
        continue
      }
      let c = product(row, limit.state, bits)
      let m = product(row, target, bits)
      let first = Interval.minimum(one, (-c).exponential())
      let second = try (-(c / m)).exponential() * m / (m - one)
      rest = rest + norm(row, bits) * (first + second)
    }
    return sum + eta * rest
  }

  /// Σ aⱼbⱼ.
  func product(_ a: [Interval], _ b: [Interval], _ bits: Int) -> Interval {
    zip(a, b).reduce(Interval.zero(precision: bits)) { $0 + $1.0 * $1.1 }
  }

  /// The root b in (½ log r, log r] of b = q·log((r − 1)e^b/(e^{2b} − r)), q = 1 + 2ε(2α − 1), by
  /// bisection: the right side falls from ∞ to 0.
  func lawBias(_ ratio: Rational, precision bits: Int) throws -> Interval {
    let q = Interval(1 + 2 * problem.epsilon * (2 * problem.alpha - 1), precision: bits)
    let r = Interval(ratio, precision: bits)
    let one = Interval(1, precision: bits)
    let top = try r.logarithm()
    var low = top.scaled(byPowerOfTwo: -1).lower
    var high = top.upper
    for _ in 0..<(bits + 16) {
      let middle = Interval(lower: low, upper: high).midpoint
      guard low < middle, middle < high else { break }
      let b = Interval(point: middle)
      let power = b.exponential()
      let rest = power.squared() - r
      // At or below ½ log r.
      if rest.upper.sign <= 0 {
        low = middle
        continue
      }
      guard rest.lower.sign > 0 else { break }
      let right = try q * ((r - one) * power / rest).logarithm()
      switch b.isLess(than: right) {
      case .certainlyTrue: low = middle
      case .certainlyFalse: high = middle
      case .unknown: return Interval(lower: low, upper: high)
      }
    }
    return Interval(lower: low, upper: high)
  }

  /// η·λ_max of the Hessian: over all states, or at the start.
  func stepValue(_ name: String, precision: Int) throws -> ScalarValue? {
    let isSmoothness = name == "step_smoothness"
    if isSmoothness, problem.loss == .exponential { return .infinite(sign: 1) }
    let bits = precision + 32
    let weights = hessianWeights(isSmoothness: isSmoothness, bits)
    let eta = Interval(problem.stepScale, precision: bits)
    let spectrum =
      points.length > Self.denseDimension ? nil : greatest(exactHessian(weights, bits))
    return .enclosed(eta * (spectrum ?? roughEigenvalue(weights, bits)))

    func greatest(_ matrix: [[Interval]]) -> Interval? {
      let exponent = matrix.joined().compactMap(\.magnitude.binaryExponent).max() ?? 0
      // Fixed-point numbers reach so far only.
      guard abs(exponent) < 1 << 20 else { return nil }
      return symmetricSpectrum(matrix, bits: bits).last
    }
  }

  /// In higher dimensions the Hessian is not formed.
  static let denseDimension = 100

  /// The weights of the zᵢzᵢᵀ in the Hessian: their bounds over all states, or those at the start.
  private func hessianWeights(isSmoothness: Bool, _ bits: Int) -> [Interval] {
    let quarter = Interval(Rational(1, 4), precision: bits)
    let isExponential = problem.loss == .exponential
    if isSmoothness || !isExponential && input.start.allSatisfy(\.isZero) {
      return Array(repeating: quarter, count: points.count)
    }
    let start = input.start.map { Interval($0, precision: bits) }
    return rows(precision: bits).map { row in
      let z = product(row, start, bits)
      return isExponential ? (-z).exponential() : z.logistic() * (-z).logistic()
    }
  }

  private func exactHessian(_ weights: [Interval], _ bits: Int) -> [[Interval]] {
    let n = points.length
    var matrix = Array(
      repeating: Array(repeating: Interval.zero(precision: bits), count: n), count: n)
    for (weight, row) in zip(weights, rows(precision: bits)) {
      for i in 0..<n {
        let scaled = weight * row[i]
        for j in i..<n { matrix[i][j] = matrix[i][j] + scaled * row[j] }
      }
    }
    for i in 0..<n { for j in 0..<i { matrix[i][j] = matrix[j][i] } }
    return matrix
  }

  /// Encloses λ_max between the greatest diagonal entry and the greatest weight times a bound of
  /// ‖Σzᵢzᵢᵀ‖₂.
  private func roughEigenvalue(_ weights: [Interval], _ bits: Int) -> Interval {
    var diagonal = Array(repeating: Interval.zero(precision: bits), count: points.length)
    for (weight, row) in zip(weights, rows(precision: bits)) {
      for (k, entry) in row.enumerated() { diagonal[k] = diagonal[k] + weight * entry.squared() }
    }
    let least = diagonal.map(\.lower).reduce(.zero(precision: bits)) { max($0, $1) }
    guard let gram = input.hardware?.gramNorm(), gram.isFinite else {
      return Interval(lower: least, upper: .infinity(precision: bits))
    }
    let weight = weights.map(\.upper).reduce(.zero(precision: bits)) { max($0, $1) }
    let most = weight.multiplied(
      by: BigFloat(gram, precision: bits, rounding: .up), precision: bits, .up)
    return Interval(lower: least, upper: max(least, most))
  }
}
