internal import LogisticKernels

/// One evaluation of the gradient in doubles, with proved error bounds.
///
/// Write u = 2⁻⁵³. The state is v = high + low (each pair normalized); it is split into `grid` + `rest` with
/// grid so coarse that Σ grid_k·high_k is exact (HardwarePoints). Then
///
///     z = Σ grid·u_high + [Σ rest·u_high + (grid + rest)·u_low] + v·δ,
///
/// and the bracket, with T = Σ(|rest|U + |grid + rest|U_low), is off by at most (2D + 1)u·T for its own
/// operations, u·T for the rounding of `rest` and of grid + rest, and second-order terms: Z = (2D + 8)u·T +
/// ‖v‖₁·δ bounds the error of z. Because |(ln σ)′| ≤ 1, σ is then off by the factor e^±Z(1 + 7u).
/// Sums: a term σ·u_k has the roundings of u_k, the product and at most seven additions in a chunk (9u),
/// then exact TwoSums whose errors are added up (second order, below u for fewer than 2²⁰ chunks). In all
///
///     ‖computed gradient − Σ σᵢuᵢ‖₂ ≤ Σσᵢ‖uᵢ‖·(20u + 1.02·Z + D·δ)   (‖uᵢ‖ ≥ 1).
struct HardwareKernel: Sendable {
  /// The points that are summed.
  var points: HardwarePoints
  /// The variant of the loops that suits this machine; all of them give the same bits.
  static let variant: kernel_variant =
    [kernel_avx512, kernel_avx2].first { kernel_has($0) != 0 } ?? kernel_plain
  private let isExponential: Bool
  private let variant: kernel_variant
  private var split: [Double]
  private var scratch: [Double]
  /// Σ σᵢuᵢ: high parts, then low parts.
  private(set) var gradient: [Double]
  /// Σ σ′ᵢuᵢuᵢᵀ, full, where it was asked for.
  private(set) var hessian: [Double] = []

  /// zᵢ and σᵢ of all points (and padding), where they were asked for.
  private(set) var margins: [Double] = [], sigmas: [Double] = []

  /// What a pass found.
  struct Sums {
    /// Σ σᵢ‖uᵢ‖ at most.
    var weight: Double
    /// Margins certainly above and certainly below what was asked for.
    var correct = 0, wrong = 0
    /// Z.
    var marginError: Double
    /// ‖computed gradient − Σ σᵢuᵢ‖₂ at most.
    var gradientError: Double
    /// Whether zᵢ and the split were in range; where not, nothing else holds.
    var isValid: Bool
  }

  init(
    _ points: HardwarePoints, isExponential: Bool,
    variant: kernel_variant = HardwareKernel.variant
  ) {
    self.variant = variant
    self.points = points
    self.isExponential = isExponential
    split = Array(repeating: 0, count: 3 * points.dimension)
    scratch = Array(repeating: 0, count: 16 * points.dimension)
    gradient = Array(repeating: 0, count: 2 * points.dimension)
  }

  /// Evaluates at high + low.
  ///
  /// Signs are counted with respect to a ball of the given radius where `counts` is set. `withDetail`
  /// keeps the margins and the σᵢ of all points.
  mutating func evaluate(
    _ high: [Double], _ low: [Double], radius: Double, counts: Bool, withHessian: Bool,
    withDetail: Bool = false
  ) -> Sums {
    let n = points.dimension
    let (marginError, isValid) = prepare(high, low)
    var flags = isExponential ? Int(kernel_exponential) : 0
    if counts { flags |= Int(kernel_counts) }
    if points.isWhole { flags |= Int(kernel_whole) }
    if withHessian {
      precondition(!points.isWhole && n <= Int(kernel_hessian_dimension), "no Hessian here")
      flags |= Int(kernel_hessian)
      hessian = Array(repeating: 0, count: n * n)
    }
    if !withHessian, !hessian.isEmpty { hessian = [] }
    let size = withDetail ? points.norms.count : 0
    if margins.count != size {
      margins = Array(repeating: 0.0, count: size)
      sigmas = margins
    }
    // n·slope + offset exceeds r·n + Z and the rounding of z, if z is not below it.
    let slope = radius * (1 + 0x1p-48)
    let offset = marginError * (1 + 0x1p-48) + 0x1p-1000
    let found = hessian.withUnsafeMutableBufferPointer { h in
      margins.withUnsafeMutableBufferPointer { m in
        sigmas.withUnsafeMutableBufferPointer { s in
          kernel_pass(
            variant, Int32(flags), points.chunks, n, points.high, points.low, points.norms, split,
            points.magic, slope, offset, &gradient, h.baseAddress,
            size > 0 ? m.baseAddress : nil, size > 0 ? s.baseAddress : nil, &scratch)
        }
      }
    }
    if withHessian {
      for k in 0..<n { for m in 0..<k { hessian[k * n + m] = hessian[m * n + k] } }
    }
    // N/8 + 10 roundings at most, all terms non-negative; e^Z and the 7u of σ.
    let weight = upward(
      found.weight * (1 + Double(points.count + 64) * 0x1p-52 + 1.02 * marginError))
    let relative = 20 * 0x1p-53 + 1.02 * marginError + Double(n) * points.deviation
    // Clamped arguments: each σ is off by at most e^−700 < 2⁻¹⁰⁰⁰.
    let clamped = Double(points.count) * 0x1p-1000 * points.reach
    return Sums(
      weight: weight, correct: found.correct, wrong: found.wrong,
      marginError: marginError,
      gradientError: upward(upward(weight * upward(relative)) + clamped),
      isValid: isValid && found.weight.isFinite
        && (!isExponential || found.least > -690 || points.count == 0))
  }

  /// Splits v for the kernel; gives Z and whether the bracket stays below 1/8.
  private mutating func prepare(_ high: [Double], _ low: [Double]) -> (Double, Bool) {
    let n = points.dimension
    var largest = 0.0
    for x in high { largest = max(largest, abs(x)) }
    guard largest < 0x1p200 else { return (1, false) }
    // Below 2⁻⁴⁰⁰ the grid is 2⁻⁴⁰⁰⁻ᵇⁱᵗˢ: no underflow, and still exact.
    let exponent = largest > 0x1p-400 ? Int(largest.exponent) : -400
    let magic =
      1.5
      * Double(
        sign: .plus, exponent: 53 + exponent - points.stateBits, significand: 1)
    var bracket = 0.0
    var sum = 0.0
    for k in 0..<n {
      let magic = k == n - 1 ? magic * points.lastScale : magic
      let grid = (high[k] + magic) - magic
      let rest = (high[k] - grid) + low[k]
      let full = grid + rest
      split[k] = grid
      split[n + k] = rest
      split[2 * n + k] = full
      bracket += abs(rest) * points.greatest[k] + abs(full) * points.greatestLow[k]
      sum += abs(high[k])
    }
    // The bracket and the sum have 3n roundings at most.
    let safety = 1 + Double(4 * n + 8) * 0x1p-53
    bracket = upward(bracket * safety) + 0x1p-900
    let error = upward(
      Double(2 * n + 8) * 0x1p-53 * bracket + upward(sum * safety * points.deviation * 1.01))
    return (error, bracket < 0.125 && error < 0x1p-20)
  }

  /// Bounds the Hessian over the ball of radius r around the point that was evaluated last.
  ///
  /// σ′ changes by a factor of at most e^(r‖uᵢ‖) there. ‖H‖ ≤ Σσ′ᵢ‖uᵢ‖² ≤ reach·weight. The computed matrix
  /// sums N terms of a few roundings, those of high + low among them, and leaves out what a point has
  /// besides the two (the deviation) and an absolute error 8u·σ of σ′.
  func bound(_ sums: Sums, radius: Double, restWeight: Double, gram: Double?) -> HessianBound {
    let n = Double(points.dimension)
    let x = upward(radius * points.reach) + 0x1p-60
    // e^x − 1 ≤ x + x² for 0 ≤ x ≤ 1.
    let spread = x <= 1 ? upward(x + upward(x * x)) : .infinity
    let weight = upward(sums.weight + restWeight)
    var norm = upward(upward(points.reach * weight) * upward(1 + spread))
    if let gram {
      let top = isExponential ? upward(sums.gradientError + weight) : 0.25
      norm = min(norm, upward(upward(gram * top) * upward(1 + spread)))
    }
    guard !hessian.isEmpty else {
      return HessianBound(matrix: [], error: 0, spread: spread, norm: norm)
    }
    var square = 0.0
    for h in hessian { square += h * h }
    let relative = Double(points.count + 64) * 0x1p-52 + 2 * sums.marginError
    // ‖ũũᵀ − uuᵀ‖ ≤ (2‖u‖ + ‖l‖)‖l‖ with ‖l‖ ≤ √D·deviation.
    let missing = upward(weight * upward(2.1 * n * points.deviation))
    let error = upward(
      upward(upward(points.reach * sums.weight) * relative * n) + missing
        + upward(points.reach * restWeight))
    let frobenius = upward(upward(square * (1 + 0x1p-40)).squareRoot())
    norm = min(norm, upward(upward(frobenius + error) * upward(1 + spread)))
    return HessianBound(matrix: hessian, error: error, spread: spread, norm: norm)
  }
}
