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
    let rows = rows(precision: bits)
    let target = margin.extended.state(precision: bits)
    var sum = norm(target, bits)
    for (alpha, index) in zip(limit.alpha, margin.support) {
      let logarithm = try (alpha / eta).logarithmOnePlus()
      sum = sum + alpha * (Interval(3, precision: bits) + logarithm) * norm(rows[index], bits)
    }
    let isSupport = Set(margin.support)
    var rest = Interval.zero(precision: bits)
    for index in rows.indices where !isSupport.contains(index) {
      let c = product(rows[index], limit.state, bits)
      let m = product(rows[index], target, bits)
      let first = Interval.minimum(one, (-c).exponential())
      let second = try (-(c / m)).exponential() * m / (m - one)
      rest = rest + norm(rows[index], bits) * (first + second)
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
    let rows = rows(precision: bits)
    let n = points.length
    let start = input.start.map { Interval($0, precision: bits) }
    let quarter = Interval(Rational(1, 4), precision: bits)
    let isZero = input.start.allSatisfy(\.isZero)
    var matrix = Array(
      repeating: Array(repeating: Interval.zero(precision: bits), count: n), count: n)
    for row in rows {
      var weight = quarter
      if !isSmoothness {
        let z = product(row, start, bits)
        if problem.loss == .exponential {
          weight = (-z).exponential()
        } else if !isZero {
          weight = z.logistic() * (-z).logistic()
        }
      }
      for i in 0..<n { for j in i..<n { matrix[i][j] = matrix[i][j] + weight * row[i] * row[j] } }
    }
    for i in 0..<n { for j in 0..<i { matrix[i][j] = matrix[j][i] } }
    let eta = Interval(problem.stepScale, precision: bits)
    return .enclosed(eta * greatestEigenvalue(matrix, bits))
  }

  /// Encloses the greatest eigenvalue of a symmetric positive semidefinite matrix.
  ///
  /// In high dimensions only by the greatest diagonal entry and the greatest row sum.
  private func greatestEigenvalue(_ matrix: [[Interval]], _ bits: Int) -> Interval {
    let n = matrix.count
    if n > 100 {
      var least = BigFloat.zero(precision: bits)
      var most = least
      for i in 0..<n {
        least = max(least, matrix[i][i].lower)
        most = max(
          most,
          matrix[i].reduce(Interval.zero(precision: bits)) { $0 + $1.absoluteValue() }.upper)
      }
      return Interval(lower: least, upper: most)
    }
    return symmetricSpectrum(matrix, bits: bits).last ?? .zero(precision: bits)
  }
}
