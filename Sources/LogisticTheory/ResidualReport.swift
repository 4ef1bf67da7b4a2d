internal import Enclosures

/// What follows from an enclosure of (w̃, b̃).
struct ResidualReport {
  let equation: ResidualEquation
  let state: [Interval]

  private var bits: Int { equation.bits }

  /// Every member of the limit residual; nil where a division or logarithm is not decided.
  func residual() -> LimitResidual? {
    let logarithms = equation.logarithms(state)
    let alpha = logarithms.map { $0.exponential() }
    let weights = Array(state.dropLast())
    let kernel = equation.kernel(alpha)
    do throws(DomainError) {
      let (positiveSum, negativeSum) = (sideSum(1), sideSum(-1))
      let ratio = try negativeSum / positiveSum
      // w̃·ŵ/‖ŵ‖²
      let target = equation.target.dropLast()
      let normal = product(weights, Array(target))
      let square = equation.margin.squaredNorm(precision: bits)
      return LimitResidual(
        state: state, alpha: alpha, positiveSum: positiveSum, negativeSum: negativeSum,
        delta: try ratio.squareRoot(),
        biasLimit: -(try ratio.logarithm()).scaled(byPowerOfTwo: -1),
        timeScale: (-(try normal / square)).exponential(),
        positiveEntropy: try entropy(1, alpha, logarithms),
        negativeEntropy: try entropy(-1, alpha, logarithms),
        spectrum: symmetricSpectrum(kernel, bits: bits),
        transverseSpectrum: Array(try symmetricSpectrum(deflated(kernel), bits: bits).dropLast()),
        norm: product(weights, weights, isSquare: true).clampedSquareRoot())
    } catch { return nil }
  }

  private func product(_ a: [Interval], _ b: [Interval], isSquare: Bool = false) -> Interval {
    var sum = Interval.zero(precision: bits)
    for (x, y) in zip(a, b) { sum = sum + (isSquare ? x.squared() : x * y) }
    return sum
  }

  /// Σ e^{−y·w̃·xᵢ} over the support vectors with label y.
  private func sideSum(_ label: Int) -> Interval {
    var sum = Interval.zero(precision: bits)
    for (row, other) in zip(equation.intervals, equation.labels) where other == label {
      // The signed row begins with y·x.
      sum = sum + (-product(Array(row.dropLast()), Array(state.dropLast()))).exponential()
    }
    return sum
  }

  /// −Σ pᵢ log pᵢ = log s − (Σ αᵢ log αᵢ)/s for pᵢ = αᵢ/s, s = Σ αᵢ, over the label.
  private func entropy(
    _ label: Int, _ alpha: [Interval], _ logarithms: [Interval]
  ) throws(DomainError) -> Interval {
    let members = equation.labels.indices.filter { equation.labels[$0] == label }
    guard members.count > 1 else { return .zero(precision: bits) }
    var sum = Interval.zero(precision: bits)
    var weighted = Interval.zero(precision: bits)
    for index in members {
      sum = sum + alpha[index]
      weighted = weighted + alpha[index] * logarithms[index]
    }
    return try sum.logarithm() - weighted / sum
  }

  /// K + τ·v̂v̂ᵀ/‖v̂‖² with τ ≥ trace K: K is positive semidefinite with Kv̂ = v̂, so this moves the
  /// eigenvalue of v̂ above all others and leaves them alone.
  private func deflated(_ kernel: [[Interval]]) throws(DomainError) -> [[Interval]] {
    let target = equation.target
    var trace = Interval.zero(precision: bits)
    for i in kernel.indices { trace = trace + kernel[i][i] }
    let square = product(target, target, isSquare: true)
    let scale = try Interval(point: trace.upper) / square
    var result = kernel
    for i in kernel.indices {
      for j in kernel.indices { result[i][j] = result[i][j] + scale * (target[i] * target[j]) }
    }
    return result
  }
}

/// Enclosures of the eigenvalues of every symmetric matrix in an interval matrix, ascending.
func symmetricSpectrum(_ matrix: [[Interval]], bits: Int) -> [Interval] {
  let n = matrix.count
  var size = BigFloat.zero(precision: bits)
  var radius = BigFloat.zero(precision: bits)
  for entry in matrix.joined() {
    size = max(size, entry.magnitude)
    radius = max(radius, entry.radius)
  }
  let centers = FixedPointMatrix(
    rows: n, columns: n, fractionBits: bits - (size.binaryExponent ?? 0)
  ) { i, j in matrix[min(i, j)][max(i, j)].midpoint.exactRational ?? 0 }
  // ‖E‖₂ ≤ n·max|Eᵢⱼ| for the distance to the centers, their rounding included.
  let rounding = BigFloat(centers.maximumEntryError, precision: bits, rounding: .up)
  let perturbation = radius.adding(rounding, precision: bits, .up)
    .multiplied(by: BigFloat(n, precision: 64, rounding: .up), precision: bits, .up)
  let enclosure = SpectralEnclosure.enclose(
    centers, perturbation: perturbation, precision: bits)
  return (0..<n).map { enclosure.eigenvalueEnclosure($0) }
}
