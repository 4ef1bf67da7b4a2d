internal import Enclosures

/// A radius, in doubles or beyond their range; all operations round up.
protocol RadiusNumber: Sendable {
  /// 0.
  static var zero: Self { get }
  /// x·factor, rounded up, for a factor ≥ 0.
  func times(_ factor: Double) -> Self
  /// x + y, rounded up.
  func plus(_ other: Self) -> Self
  /// An upper bound as a double.
  var upperDouble: Double { get }
  /// The lesser of two.
  func least(_ other: Self) -> Self
}

extension Double: RadiusNumber {
  func times(_ factor: Double) -> Double { upward(self * factor) }
  func plus(_ other: Double) -> Double { upward(self + other) }
  var upperDouble: Double { self }
  func least(_ other: Double) -> Double { Swift.min(self, other) }
}

/// A radius in MPFR numbers of 64 bits: radii of 10⁻¹⁰⁰⁰ do not underflow.
struct WideRadius: RadiusNumber {
  let value: BigFloat
  static let zero = WideRadius(value: .zero(precision: 64))
  func times(_ factor: Double) -> WideRadius {
    guard factor.isFinite else { return WideRadius(value: .infinity(precision: 64)) }
    return WideRadius(
      value: value.multiplied(
        by: BigFloat(factor, precision: 64, rounding: .up), precision: 64, .up))
  }
  func plus(_ other: WideRadius) -> WideRadius {
    WideRadius(value: value.adding(other.value, precision: 64, .up))
  }
  var upperDouble: Double { value.double(rounding: .up) }
  func least(_ other: WideRadius) -> WideRadius { value < other.value ? self : other }
}

/// What is known about the Hessian over a ball: H̄ for every average H̄ of H over a segment in it.
struct HessianBound: Sendable {
  /// An approximation of H at the centre, row by row (full); empty where only the norm is known.
  var matrix: [Double]
  /// ‖approximation − H(centre)‖₂ at most.
  var error: Double
  /// e^(r·R) − 1: |H̄ − H(centre)| ≤ spread·H(centre) in the Loewner order, as |σ″| ≤ σ′.
  var spread: Double
  /// λ_max(H̄) at most, cheaply.
  var norm: Double
}

/// How distances grow from step to step: the radius r, carried through the Jacobians J = I − ηH̄.
///
/// The distance d(t) of the true state from the point obeys d(t+1) = J̄·d(t) − e(t), where J̄ = I − ηH̄ is
/// the average Jacobian over the segment between the two, and ‖e(t)‖ ≤ ℓ(t) the local error. Since
/// 0 ≼ H̄, ‖J̄‖ ≤ max(1, η·λ_max(H̄) − 1).
/// Where that exceeds 1 and the dimension is small, steps are taken together in blocks of eight:
/// d(t+k) = M₀·d(t) − Σⱼ Mⱼ·e(t+j−1) with Mⱼ the products of the Jacobians after step j. The products
/// are carried approximately with an error bound, and their norms are taken when the block ends. Inside a
/// block the radius is the crude one, step by step.
struct ExpansionTracker<Radius: RadiusNumber> {
  /// Steps in a block.
  static var blockLength: Int { 8 }
  /// The greatest dimension for which products of Jacobians are formed.
  static var greatestDimension: Int { 8 }

  private let n: Int
  private let eta: Double
  /// ‖d‖₂ is at most this.
  private(set) var radius: Radius
  /// Products Mⱼ with error bounds, and the radii that they act on.
  private var factors: [(matrix: [Double], error: Double, source: Radius)] = []
  private var steps = 0

  /// - Parameter eta: an upper bound of η, within one unit in the last place.
  init(dimension: Int, eta: Double, radius: Radius) {
    n = dimension
    self.eta = eta
    self.radius = radius
  }

  /// Whether a block is under way.
  var isOpen: Bool { !factors.isEmpty }

  /// Carries the radius through one step.
  mutating func advance(_ bound: HessianBound, local: Radius) {
    let crude = max(1, upward(upward(eta * bound.norm) - 1))
    if factors.isEmpty {
      if crude <= 1 {
        radius = radius.plus(local)
        return
      }
      if bound.matrix.isEmpty {
        radius = radius.times(crude).plus(local)
        return
      }
      let top = upward(SmallSymmetric.greatestEigenvalue(bound.matrix, n) + bound.error)
      if upward(upward(eta * top) * upward(1 + bound.spread)) <= 2 {
        radius = radius.plus(local)
        return
      }
      factors = [(identity, 0, radius)]
      steps = 0
    }
    if bound.matrix.isEmpty {
      close()
      radius = radius.times(crude).plus(local)
      return
    }
    multiply(bound)
    factors.append((identity, 0, local))
    radius = radius.times(crude).plus(local)
    steps += 1
    if steps == Self.blockLength { close() }
  }

  /// Ends a block early, so that the radius is all that there is to keep.
  mutating func close() {
    guard !factors.isEmpty else { return }
    var sum = Radius.zero
    for factor in factors {
      sum = sum.plus(
        factor.source.times(upward(SmallSymmetric.norm(factor.matrix, n) + factor.error)))
    }
    radius = radius.least(sum)
    factors = []
  }

  private var identity: [Double] {
    var matrix = Array(repeating: 0.0, count: n * n)
    for k in 0..<n { matrix[k * n + k] = 1 }
    return matrix
  }

  /// Mⱼ ← J̄·Mⱼ. With J the computed matrix, ‖J̄ − J‖ ≤ E and ‖Mⱼ − M‖ ≤ F:
  /// ‖J̄Mⱼ − fl(JM)‖ ≤ E·(‖M‖ + F) + ‖J‖·F + (n + 2)·u·‖J‖_F‖M‖_F.
  private mutating func multiply(_ bound: HessianBound) {
    var j = identity
    var size = 0.0, square = 0.0
    for k in 0..<(n * n) {
      j[k] -= eta * bound.matrix[k]
      size += j[k] * j[k]
      square += bound.matrix[k] * bound.matrix[k]
    }
    size = upward(upward(size * (1 + 0x1p-46)).squareRoot())
    let h = upward(upward(square * (1 + 0x1p-46)).squareRoot())
    // η·(error of H + spread·‖H‖), and the roundings of η, η·H and of the difference.
    let rounding = Double(4 * n) * 0x1p-53 * (size + eta * h + 1)
    let e = upward(
      upward(eta * upward(bound.error + upward(bound.spread * upward(h + bound.error))))
        + rounding)
    for index in factors.indices {
      let m = factors[index].matrix
      var product = Array(repeating: 0.0, count: n * n)
      var norm = 0.0
      for r in 0..<n {
        for c in 0..<n {
          var sum = 0.0
          for k in 0..<n { sum += j[r * n + k] * m[k * n + c] }
          product[r * n + c] = sum
          norm += m[r * n + c] * m[r * n + c]
        }
      }
      norm = upward(upward(norm * (1 + 0x1p-46)).squareRoot())
      let f = factors[index].error
      let own = upward(Double(n + 2) * 0x1p-52 * upward(size * norm))
      factors[index].error = upward(
        upward(upward(e * upward(norm + f)) + upward(size * f)) + own)
      factors[index].matrix = product
    }
  }
}
