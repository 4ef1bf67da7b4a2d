internal import Enclosures

/// The equation F(v) = Σ_S η·e^{−zᵢ·v}·zᵢ − (ŵ, b̂) = 0, by Newton's method in binary64, refinement in
/// MPFR and a Krawczyk test.
///
/// **Proof.** F has the Jacobian −K(v), K = Σ αᵢ(v)zᵢzᵢᵀ. For a box X around v and any matrix R, the
/// Krawczyk operator is v + R·F(v) + (I − R·K(X))(X − v): where it maps X into its interior, F has a
/// unique zero in X, and it lies in the image (Krawczyk 1969).
struct ResidualEquation {
  let rows: [[Rational]]
  let labels: [Int]
  let margin: MaximumMargin
  let stepScale: Rational
  let bits: Int
  /// The zᵢ as enclosures at `bits`.
  let intervals: [[Interval]]
  /// (ŵ, b̂) as enclosures at `bits`.
  let target: [Interval]
  private let logarithm: Interval

  init(
    rows: [[Rational]], labels: [Int], margin: MaximumMargin, stepScale: Rational, bits: Int
  ) {
    self.rows = rows
    self.labels = labels
    self.margin = margin
    self.stepScale = stepScale
    self.bits = bits
    intervals = rows.map { row in row.map { Interval($0, precision: bits) } }
    target = margin.extended.state(precision: bits)
    // η is positive, so its enclosure at any precision is.
    logarithm = (try? Interval(stepScale, precision: bits).logarithm()) ?? .entire(precision: bits)
  }

  /// The length d + 1 of a state.
  var length: Int { target.count }

  /// The enclosure of (w̃, b̃); nil where the method does not succeed.
  func solution() -> [Interval]? {
    guard let start = newton(), let inverse = ApproximateInverse(of: jacobian(start)) else {
      return nil
    }
    var state = start.map { BigFloat($0, precision: bits, rounding: .nearest) }
    var step = correction(state, inverse)
    for _ in 0..<bits {
      let next = zip(state, step).map { $0.adding($1.midpoint, precision: bits, .nearest) }
      let nextStep = correction(next, inverse)
      guard magnitude(nextStep) < magnitude(step) else { break }
      (state, step) = (next, nextStep)
    }
    return krawczyk(state, step, inverse)
  }

  private func magnitude(_ vector: [Interval]) -> BigFloat {
    vector.reduce(.zero(precision: bits)) { max($0, $1.magnitude) }
  }

  /// The image of the Krawczyk operator on a box around v = `state`; nil where it does not lie inside of the box.
  ///
  /// `step` is R·F(v), enclosed, for R = `inverse`, of which nothing is assumed.
  func krawczyk(
    _ state: [BigFloat], _ step: [Interval], _ inverse: ApproximateInverse
  ) -> [Interval]? {
    let one = BigFloat(1, precision: bits, rounding: .nearest)
    var radius = magnitude(step).scaled(byPowerOfTwo: 2, .up)
    if radius.isZero { radius = one.scaled(byPowerOfTwo: -2 * bits) }
    for _ in 0..<6 {
      let box = state.map { Interval(point: $0).widened(by: radius) }
      let kernel = kernel(alpha(box))
      let defect = inverse.defect(from: kernel)
      if defect.isFinite {
        // The image's distance from v in each coordinate.
        let spread = radius.multiplied(
          by: BigFloat(defect, precision: bits, rounding: .up), precision: bits, .up)
        let image = step.map { $0.widened(by: spread) }
        if image.allSatisfy({ $0.magnitude < radius }) {
          return zip(state, image).map { Interval(point: $0) + $1 }
        }
      }
      radius = radius.scaled(byPowerOfTwo: 3, .up)
    }
    return nil
  }

  /// αᵢ = η·e^{−zᵢ·v} over a box.
  func alpha(_ box: [Interval]) -> [Interval] {
    logarithms(box).map { $0.exponential() }
  }

  /// log αᵢ over a box.
  func logarithms(_ box: [Interval]) -> [Interval] {
    intervals.map { row in
      var sum = logarithm
      for (x, y) in zip(row, box) { sum = sum - x * y }
      return sum
    }
  }

  /// K = Σ αᵢzᵢzᵢᵀ.
  func kernel(_ alpha: [Interval]) -> [[Interval]] {
    let n = length
    var kernel = [[Interval]](
      repeating: [Interval](repeating: .zero(precision: bits), count: n), count: n)
    for (weight, row) in zip(alpha, intervals) {
      for i in 0..<n {
        let scaled = weight * row[i]
        for j in i..<n { kernel[i][j] = kernel[i][j] + scaled * row[j] }
      }
    }
    for i in 0..<n {
      for j in 0..<i { kernel[i][j] = kernel[j][i] }
    }
    return kernel
  }

  /// R·F(v).
  private func correction(_ state: [BigFloat], _ inverse: ApproximateInverse) -> [Interval] {
    var value = target.map { -$0 }
    for (weight, row) in zip(alpha(state.map { Interval(point: $0) }), intervals) {
      for j in value.indices { value[j] = value[j] + weight * row[j] }
    }
    return inverse.applied(to: value, precision: bits)
  }
}

// MARK: - In binary64

extension ResidualEquation {
  private var approximateRows: [[Double]] { rows.map { $0.map(\.approximation) } }
  private var approximateTarget: [Double] { target.map { $0.midpoint.approximation } }

  private func jacobian(_ state: [Double]) -> [[Double]] {
    jacobian(approximateRows, weights(approximateRows, state))
  }

  private func jacobian(_ rows: [[Double]], _ alpha: [Double]) -> [[Double]] {
    var result = [[Double]](repeating: [Double](repeating: 0, count: length), count: length)
    for (weight, row) in zip(alpha, rows) {
      for i in 0..<length {
        for j in 0..<length { result[i][j] += weight * row[i] * row[j] }
      }
    }
    return result
  }

  private func weights(_ rows: [[Double]], _ state: [Double]) -> [Double] {
    let scale = stepScale.approximation
    return rows.map { row in
      scale * roundedExponential(-zip(row, state).reduce(0) { $0 + $1.0 * $1.1 })
    }
  }

  /// Damped Newton steps for min Σ αᵢ(v) + (ŵ, b̂)·v from the point −c·(ŵ, b̂) where, since every
  /// zᵢ·(ŵ, b̂) is 1, the equation holds in the direction of (ŵ, b̂).
  private func newton() -> [Double]? {
    let rows = approximateRows
    let target = approximateTarget
    let square = target.reduce(0) { $0 + $1 * $1 }
    let level = roundedLogarithm(square / (stepScale.approximation * Double(rows.count)))
    guard level.isFinite else { return nil }
    var state = target.map { -level * $0 }
    func objective(_ state: [Double]) -> Double {
      weights(rows, state).reduce(0, +) + zip(target, state).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for _ in 0..<200 {
      let alpha = weights(rows, state)
      var value = target.map { -$0 }
      for (weight, row) in zip(alpha, rows) {
        for j in value.indices { value[j] += weight * row[j] }
      }
      guard let inverse = ApproximateInverse(of: jacobian(rows, alpha)) else { return nil }
      let step = inverse.rows.map { row in zip(row, value).reduce(0) { $0 + $1.0 * $1.1 } }
      // The greatest change of an exponent: Newton's method converges fast where it is small.
      let change = rows.reduce(0) { greatest, row in
        max(greatest, abs(zip(row, step).reduce(0) { $0 + $1.0 * $1.1 }))
      }
      guard change.isFinite else { return nil }
      var length = 1 / max(1, change)
      let before = objective(state)
      while length > 1e-8, change > 1e-3,
        !(objective(zip(state, step).map { $0 + length * $1 }) <= before)
      {
        length /= 2
      }
      state = zip(state, step).map { $0 + length * $1 }
      // `max` passes over what is not a number, so that the change does not tell.
      if change < 1e-7 { return state.allSatisfy(\.isFinite) ? state : nil }
    }
    return nil
  }
}
