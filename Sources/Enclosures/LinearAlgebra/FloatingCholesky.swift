internal import MPFRShims

/// A proof by one floating-point factorization that a symmetric matrix has no eigenvalue below a bound.
///
/// Holds ±Σ̂·2^(−scale), rounded to a binary64 matrix D: above the diagonal its entries, on and below it
/// the working copy that is factorized.
///
/// **Theorem** (Rump, Verification of positive definiteness, BIT 46 (2006); Higham, Accuracy and
/// Stability, 2nd ed., Thm 10.3). Let A be a symmetric binary64 matrix of n rows, u = 2⁻⁵³ and
/// γ = (n+1)u/(1 − (n+1)u). If the Cholesky factorization of A in rounded arithmetic, its sums taken in any
/// order, comes to its end with positive pivots, and nothing underflows, then
/// L̂L̂ᵀ = A + E with |E| ≤ γ|L̂||L̂ᵀ|. By Cauchy–Schwarz |E_ij| ≤ γ‖l_i‖‖l_j‖, and for i = j ‖l_i‖² ≤ a_ii + γ‖l_i‖², so that
/// ‖E‖₂ ≤ γ·Σ‖l_i‖² ≤ γ/(1 − γ)·tr A. L̂L̂ᵀ has no negative eigenvalue, hence
///
///     λ_min(A) ≥ −γ/(1 − γ)·tr A.
///
/// Underflow is gradual: sums stay exact, a product or a quotient errs by at most 2⁻¹⁰⁷⁵ more. With
/// entries below 2³⁰ that adds less than n·2⁻¹⁰⁴⁰ to an entry of E, and less than 2⁻¹⁰⁰⁰ to ‖E‖₂. Products and sums
/// must be rounded one by one, which the kernel's compiler settings ensure.
final class FloatingCholesky {
  /// The number of rows n.
  let size: Int
  /// D stands for ±Σ̂ times 2^(−scale).
  let scale: Int
  /// ‖D ∓ Σ̂·2^(−scale)‖_F at most.
  let conversionError: BigFloat
  /// The diagonal of D.
  private let diagonal: [Double]
  private let padded: Int
  private let stride: Int
  private let entries: UnsafeMutablePointer<Double>

  /// A matrix, or its negative, with entries rounded to binary64.
  init(_ matrix: FixedPointMatrix, isNegated: Bool) {
    precondition(matrix.isSquare && matrix.rows > 0, "an eigenvalue needs a square matrix")
    size = matrix.rows
    // Every entry is below 2^scale.
    scale = matrix.maximumBitCount - matrix.fractionBits
    padded = (size + 7) / 8 * 8
    // An odd number of cache lines between rows: they do not all fall on the same places of a cache.
    stride = padded % 16 == 0 ? padded + 8 : padded
    let raw = UnsafeMutableRawPointer.allocate(byteCount: padded * stride * 8, alignment: 64)
    entries = raw.bindMemory(to: Double.self, capacity: padded * stride)
    entries.initialize(repeating: 0, count: padded * stride)
    let sign: Double = isNegated ? -1 : 1
    var diagonal: [Double] = []
    for i in 0..<size {
      diagonal.append(sign * matrix.approximation(i, i, scaledBy: -scale))
      for j in (i + 1)..<max(size, i + 1) {
        entries[i * stride + j] = sign * matrix.approximation(i, j, scaledBy: -scale)
      }
    }
    self.diagonal = diagonal
    // `approximation` rounds the two leading words, and their sum: less than 2⁻⁵⁰ relative together, or
    // 2⁻¹⁰⁷⁴ where the result is subnormal.
    conversionError = matrix.frobeniusNormUpperBound().scaled(byPowerOfTwo: -scale - 50)
      .adding(
        BigFloat(size, precision: 64, rounding: .up).scaled(byPowerOfTwo: -1070), precision: 64,
        .up)
  }

  deinit { entries.deallocate() }

  /// Factorizes fl(D − s·I) and returns a lower bound of λ_min(D), at most s; nil where a pivot is not
  /// positive.
  ///
  /// The rounded diagonal t_i = fl(d_i − s) is within u·t_i of d_i − s, so that D − s·I differs from the
  /// matrix that is factorized by at most u·max t_i.
  func lowerBound(shift: Double) -> BigFloat? {
    var trace = BigFloat.zero(precision: 64)
    var greatest = 0.0
    for i in 0..<padded {
      let row = entries + i * stride
      if i >= size {
        // Rows of the identity, beside the matrix: they change nothing in it.
        for j in 0..<i { row[j] = 0 }
        row[i] = 1
        continue
      }
      for j in 0..<i { row[j] = entries[j * stride + i] }
      row[i] = diagonal[i] - shift
      guard row[i] > 0 else { return nil }
      greatest = max(greatest, row[i])
      trace = trace.adding(
        BigFloat(row[i], precision: 64, rounding: .up), precision: 64, .up)
    }
    guard greatest < 0x1p60, shim_cholesky(entries, padded, stride) != 0 else { return nil }
    // γ/(1 − γ) = (n+1)u/(1 − 2(n+1)u).
    let unit = BigFloat(size + 1, precision: 64, rounding: .up).scaled(byPowerOfTwo: -53)
    let one = BigFloat(1, precision: 64, rounding: .nearest)
    let share = unit.divided(
      by: one.subtracting(unit.scaled(byPowerOfTwo: 1), precision: 64, .down), precision: 64, .up)
    let loss = share.multiplied(by: trace, precision: 64, .up)
      .adding(
        BigFloat(greatest, precision: 64, rounding: .up).scaled(byPowerOfTwo: -53), precision: 64,
        .up
      )
      .adding(one.scaled(byPowerOfTwo: -1000), precision: 64, .up)
      .adding(conversionError, precision: 64, .up)
    return BigFloat(shift, precision: 64, rounding: .down).subtracting(loss, precision: 64, .down)
  }

  /// A number near the loss of `lowerBound`, for choosing shifts.
  func loss(shift: Double) -> Double {
    let trace = diagonal.reduce(0.0) { $0 + ($1 - shift).magnitude }
    return (Double(size) + 2) * 0x1p-53 * trace
  }

  /// D·x in rounded arithmetic, for choosing shifts.
  func product(with x: [Double]) -> [Double] {
    var result = (0..<size).map { diagonal[$0] * x[$0] }
    for i in 0..<size {
      let row = entries + i * stride
      var sum = 0.0
      for j in (i + 1)..<max(size, i + 1) {
        sum += row[j] * x[j]
        result[j] += row[j] * x[i]
      }
      result[i] += sum
    }
    return result
  }

  /// Solves with the last factor and brings the greatest entry to ±1; false where that has no result.
  func iterate(_ vector: inout [Double]) -> Bool {
    var x = vector + [Double](repeating: 0, count: padded - size)
    x.withUnsafeMutableBufferPointer {
      shim_cholesky_solve(entries, padded, stride, $0.baseAddress.unsafelyUnwrapped)
    }
    let greatest = x.reduce(0.0) { max($0, $1.magnitude) }
    guard greatest.isFinite, greatest > 0 else { return false }
    vector = x[..<size].map { $0 / greatest }
    return true
  }

  /// xᵀDx/xᵀx in rounded arithmetic, for choosing shifts.
  func rayleighQuotient(_ x: [Double]) -> Double {
    let image = product(with: x)
    let form = zip(x, image).reduce(0.0) { $0 + $1.0 * $1.1 }
    return form / x.reduce(0.0) { $0 + $1 * $1 }
  }
}
