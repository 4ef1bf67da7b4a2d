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
/// block the radius is the crude one, step by step, or that by Frobenius norms.
///
/// **Levels.** A finished block is one step d(t+8) = P·d(t) − e, with ‖e‖ ≤ Σⱼ‖Mⱼ‖·ℓ(t+j−1), and eight of
/// those are a block of the next level. Near the end of an orbit of period 2 the product over one period
/// has norm above 1 although none of its powers grows: only long products show that.
struct ExpansionTracker<Radius: RadiusNumber> {
  /// Steps in a block, and blocks in a block of the next level.
  static var blockLength: Int { 8 }
  /// Levels of blocks: the longest has 8³ steps.
  static var levelCount: Int { 3 }
  /// The greatest dimension for which products of Jacobians are formed.
  static var greatestDimension: Int { 8 }

  /// A product Mⱼ with ‖computed − true‖ ≤ error, and a bound of what it acts on.
  private typealias Factor = (matrix: [Double], error: Double, source: Radius)

  private let n: Int
  private let eta: Double
  /// ‖d‖₂ is at most this.
  private(set) var radius: Radius
  /// The factors of the blocks under way, level by level: those of a level start where the ones
  /// above it have got to.
  private var levels: [[Factor]] = Array(repeating: [], count: levelCount)

  /// Starts from a radius; `eta` is an upper bound of η, within one unit in the last place.
  init(dimension: Int, eta: Double, radius: Radius) {
    n = dimension
    self.eta = eta
    self.radius = radius
  }

  /// Whether a block is under way.
  var isOpen: Bool { !levels[0].isEmpty }

  /// Carries the radius through one step.
  mutating func advance(_ bound: HessianBound, local: Radius) {
    let crude = max(1, upward(upward(eta * bound.norm) - 1))
    if !isOpen {
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
      for level in levels.indices { levels[level] = [(identity, 0, radius)] }
    }
    if bound.matrix.isEmpty {
      close()
      radius = radius.times(crude).plus(local)
      return
    }
    let (matrix, error) = jacobian(bound)
    append(matrix, error, local, to: 0)
    radius = radius.times(crude).plus(local).least(roughly(levels[0]))
    if levels[0].count > Self.blockLength { finish(0) }
  }

  /// Takes a greater radius, between blocks.
  mutating func widen(to radius: Radius) {
    precondition(!isOpen, "a block would lose its start")
    self.radius = radius
  }

  /// Ends all blocks early, so that the radius is all that there is to keep.
  mutating func close() {
    for level in levels.indices where !levels[level].isEmpty {
      let block = ended(level)
      if level + 1 < levels.count { append(block.matrix, block.error, block.local, to: level + 1) }
    }
    for level in levels.indices { levels[level] = [] }
  }

  /// Ends a block, makes it a step of the level above, and starts the next one there.
  private mutating func finish(_ level: Int) {
    let block = ended(level)
    levels[level] = []
    guard level + 1 < levels.count else { return }
    append(block.matrix, block.error, block.local, to: level + 1)
    if levels[level + 1].count > Self.blockLength { finish(level + 1) }
    // The whole chain ends with the block of the highest level.
    if !levels[level + 1].isEmpty { levels[level] = [(identity, 0, radius)] }
  }

  /// Takes the norms of a block into the radius: its product, and a bound of all local errors at its end.
  private mutating func ended(
    _ level: Int
  ) -> (matrix: [Double], error: Double, local: Radius) {
    let factors = levels[level]
    func carried(_ factor: Factor) -> Radius {
      factor.source.times(upward(SmallSymmetric.norm(factor.matrix, n) + factor.error))
    }
    let local = factors.dropFirst().reduce(Radius.zero) { $0.plus(carried($1)) }
    radius = radius.least(carried(factors[0]).plus(local))
    return (factors[0].matrix, factors[0].error, local)
  }

  /// What the factors say of the radius, by Frobenius norms.
  private func roughly(_ factors: [Factor]) -> Radius {
    factors.reduce(Radius.zero) {
      $0.plus($1.source.times(upward(frobenius($1.matrix) + $1.error)))
    }
  }

  private var identity: [Double] {
    var matrix = Array(repeating: 0.0, count: n * n)
    for k in 0..<n { matrix[k * n + k] = 1 }
    return matrix
  }

  /// The Jacobian at the centre, and a bound of its distance from J̄.
  private func jacobian(_ bound: HessianBound) -> (matrix: [Double], error: Double) {
    var j = identity
    var square = 0.0
    for k in 0..<(n * n) {
      j[k] -= eta * bound.matrix[k]
      square += bound.matrix[k] * bound.matrix[k]
    }
    let size = frobenius(j)
    let h = upward(upward(square * (1 + 0x1p-46)).squareRoot())
    // η·(error of H + spread·‖H‖), and the roundings of η, η·H and of the difference.
    let rounding = Double(4 * n) * 0x1p-53 * (size + eta * h + 1)
    let error = upward(
      upward(eta * upward(bound.error + upward(bound.spread * upward(h + bound.error))))
        + rounding)
    return (j, error)
  }

  private func frobenius(_ matrix: [Double]) -> Double {
    var square = 0.0
    for x in matrix { square += x * x }
    return upward(upward(square * (1 + 0x1p-46)).squareRoot())
  }

  /// Mⱼ ← J̄·Mⱼ for the factors of a level, and one more for what this step adds.
  ///
  /// With J the computed matrix, ‖J̄ − J‖ ≤ E and ‖Mⱼ − M‖ ≤ F:
  /// ‖J̄Mⱼ − fl(JM)‖ ≤ E·(‖M‖ + F) + ‖J‖·F + (n + 2)·u·‖J‖_F‖M‖_F.
  private mutating func append(
    _ j: [Double], _ error: Double, _ local: Radius, to level: Int
  ) {
    let size = frobenius(j)
    for index in levels[level].indices {
      let m = levels[level][index].matrix
      var product = Array(repeating: 0.0, count: n * n)
      for r in 0..<n {
        for c in 0..<n {
          var sum = 0.0
          for k in 0..<n { sum += j[r * n + k] * m[k * n + c] }
          product[r * n + c] = sum
        }
      }
      let norm = frobenius(m)
      let f = levels[level][index].error
      let own = upward(Double(n + 2) * 0x1p-52 * upward(size * norm))
      levels[level][index].error = upward(
        upward(upward(error * upward(norm + f)) + upward(size * f)) + own)
      levels[level][index].matrix = product
    }
    levels[level].append((identity, 0, local))
  }
}
