/// Enclosures of the least and the greatest eigenvalue of a large symmetric matrix, in binary64 speed.
///
/// **From below**, the least eigenvalue is bounded by floating-point Cholesky factorizations of shifted
/// matrices (`FloatingCholesky`), which prove what they find. **From above** it is bounded by the Rayleigh
/// quotient of an approximate eigenvector, computed exactly: whatever the vector, none is below the least
/// eigenvalue. Shifts and vectors come from inverse iteration and nothing rests on them. The greatest
/// eigenvalue is minus the least one of the negative matrix.
///
/// The bounds are a function of the matrix alone: all arithmetic runs in a fixed order.
public struct ExtremeEigenvalues: Sendable {
  /// The least eigenvalue.
  public let minimum: Interval
  /// The greatest eigenvalue.
  public let maximum: Interval

  /// Encloses the extreme eigenvalues of every symmetric matrix S with ‖S − S₀‖₂ ≤ error.
  ///
  /// - Parameters:
  ///   - matrix: S₀, symmetric.
  ///   - error: how far the matrix that is meant may be from it.
  public init(of matrix: FixedPointMatrix, error: BigFloat) {
    precondition(matrix.isSymmetric && matrix.rows > 0, "eigenvalues need a symmetric matrix")
    precondition(error >= .zero(precision: 2), "a bound must not be negative")
    minimum = ExtremeEigenvalues.least(matrix, isNegated: false, error: error)
    maximum = -ExtremeEigenvalues.least(matrix, isNegated: true, error: error)
  }

  /// Factorizations that are made at most.
  private static let attempts = 20
  /// Steps of inverse iteration with one factor.
  private static let iterations = 12
  /// The search ends where the shift is this near to the Rayleigh quotient, relatively.
  private static let tolerance = 0x1p-20

  private static func least(
    _ matrix: FixedPointMatrix, isNegated: Bool, error: BigFloat
  ) -> Interval {
    let cholesky = FloatingCholesky(matrix, isNegated: isNegated)
    var search = ShiftSearch(cholesky)
    if isNegated { search.iteratePowers(iterations, tolerance: tolerance) }
    search.run(attempts: attempts, iterations: iterations, tolerance: tolerance)
    var upper = rayleighUpperBound(matrix, search.vector, isNegated: isNegated)
    upper = upper.adding(error, precision: 64, .up)
    // No eigenvalue is greater in modulus than the Frobenius norm.
    let least = -matrix.frobeniusNormUpperBound()
    let found = search.bound.map { $0.scaled(byPowerOfTwo: cholesky.scale) } ?? least
    let lower = max(found, least).subtracting(error, precision: 64, .down)
    return Interval(lower: lower, upper: upper)
  }

  /// An upper bound of ±xᵀS₀x/xᵀx for x near the vector, not zero.
  private static func rayleighUpperBound(
    _ matrix: FixedPointMatrix, _ vector: [Double], isNegated: Bool
  ) -> BigFloat {
    let x = FixedPointMatrix(rows: 1, columns: matrix.rows, rowMajor: vector, fractionBits: 52)
    let form = x.multiplied(bySymmetric: matrix, jobs: 1).multiplied(byTransposeOf: x)[0, 0]
    let quotient = form / x.gram(jobs: 1)[0, 0]
    return BigFloat(isNegated ? -quotient : quotient, precision: 64, rounding: .up)
  }
}

/// The search for the greatest shift that a factorization proves to be below all eigenvalues.
private struct ShiftSearch {
  private let matrix: FloatingCholesky
  private var shift = 0.0
  /// The greatest shift that succeeded, and the least one that failed.
  private var succeeded: Double?
  private var failed = Double.infinity
  /// The greatest proved lower bound of the scaled matrix.
  private(set) var bound: BigFloat?
  /// An approximate eigenvector of the least eigenvalue, of greatest entry ±1.
  private(set) var vector: [Double]

  init(_ matrix: FloatingCholesky) {
    self.matrix = matrix
    // A start with some of every direction: 1, and words of the golden ratio's multiples.
    var state: UInt64 = 0
    vector = (0..<matrix.size).map { index in
      state &+= 0x9E37_79B9_7F4A_7C15
      return index == 0 ? 1 : Double(state >> 11) * 0x1p-52 - 1
    }
  }

  /// Starts beside the eigenvalue of greatest modulus, which is often well apart from the others.
  mutating func iteratePowers(_ count: Int, tolerance: Double) {
    for _ in 0..<count {
      let image = matrix.product(with: vector)
      let greatest = image.reduce(0.0) { max($0, $1.magnitude) }
      guard greatest > 0, greatest.isFinite else { return }
      vector = image.map { $0 / greatest }
    }
    let quotient = matrix.rayleighQuotient(vector)
    shift = quotient - quotient.magnitude * tolerance / 4
    shift -= 2 * matrix.loss(shift: shift)
  }

  mutating func run(attempts: Int, iterations: Int, tolerance: Double) {
    for _ in 0..<attempts {
      let loss = matrix.loss(shift: shift)
      if let bound = matrix.lowerBound(shift: shift) {
        self.bound = self.bound.map { max($0, bound) } ?? bound
        succeeded = shift
        for _ in 0..<iterations {
          guard matrix.iterate(&vector) else { return }
        }
        let quotient = matrix.rayleighQuotient(vector)
        let gap = quotient - shift
        guard gap > max(quotient.magnitude * tolerance, 8 * loss) else { return }
        let next = quotient - max(gap / 32, 2 * loss)
        shift = next < failed ? next : (shift + failed) / 2
      } else {
        failed = shift
        if let succeeded {
          guard failed - succeeded > max(failed.magnitude * tolerance, loss) else { return }
          shift = (succeeded + failed) / 2
        } else {
          // Below every eigenvalue at last: 8^20 times the error of a factorization is beyond the norm.
          shift = shift < 0 ? 8 * shift : -4 * loss
        }
      }
      guard shift.isFinite, shift != succeeded, shift != failed else { return }
    }
  }
}
