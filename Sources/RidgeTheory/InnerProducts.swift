import Documents
import Enclosures

/// Exact inner products of everything that the training run consists of.
///
/// The rows φ_1, …, φ_n, the direction of the start and the direction of the teacher are stacked into one
/// matrix X of n + 2 rows, multiplied by the common odd denominator D of its entries, so that every entry
/// is a dyadic number. X·Xᵀ and X·Σ·Xᵀ are then computed exactly in integers. Whatever is rounded is
/// rounded later, from these.
struct InnerProducts: Sendable {
  let n: Int
  let m: Int
  /// D²·X·Xᵀ.
  let plain: FixedPointMatrix
  /// X·Σ·Xᵀ times D²·D_Σ, and X·Σ²·Xᵀ times D²·D_Σ²; nil where Σ = s·I.
  ///
  /// Where Σ is implied by a feature map, these are products with Σ̂, an exact matrix near it.
  let weighted: Weighted?
  /// D², exact.
  let scale: Rational
  /// ‖θ⁽⁰⁾‖² = startScale2·⟨direction, direction⟩, likewise for the teacher.
  let startScale2: Rational
  let teacherScale2: Rational
  /// The label noise ξ, exactly; no entries for ξ = 0.
  let noise: [Rational]
  /// ‖ξ‖².
  let noiseNorm2: Rational

  struct Weighted: Sendable {
    let once: FixedPointMatrix
    let twice: FixedPointMatrix
    let onceScale: Rational
    let twiceScale: Rational
    /// ‖Σ − Σ̂‖_F at most, for the matrix Σ̂ of these products; 0 where it is Σ.
    let error: BigFloat
  }

  /// The row of the start's direction in X.
  var start: Int { n }
  /// The row of the teacher's direction in X.
  var teacher: Int { n + 1 }

  /// ⟨x_i, x_j⟩, exactly.
  func product(_ i: Int, _ j: Int) -> Rational { plain[i, j] / scale }

  /// ⟨x_i, Σ̂x_j⟩, exactly, for a Σ that is not a multiple of the identity.
  func weightedProduct(_ i: Int, _ j: Int) -> Rational? {
    weighted.map { $0.once[i, j] / $0.onceScale }
  }
}

extension InnerProducts {
  /// Computes all inner products of a problem.
  ///
  /// - Throws: `RidgeError.denominatorsTooLarge` where the entries have no common denominator of
  ///   reasonable size.
  init(_ problem: RidgeProblem, implied: ImpliedCovariance?, jobs: Int) throws {
    n = problem.features.n
    m = problem.features.m
    let startVector = problem.initialization.scaledDirection
    let teacherVector = problem.teacher.scaledDirection
    startScale2 = startVector.scale2
    teacherScale2 = teacherVector.scale2
    let stacked = try DyadicMatrix(
      stacking: [problem.features.entries, startVector.entries, teacherVector.entries],
      columns: m, name: "features, teacher or initialization")
    scale = stacked.divisor.squared()
    plain = stacked.matrix.gram(jobs: jobs)
    // Only its size is looked at: sums over ξ must not grow without bound.
    _ = try problem.noise.map { try DyadicMatrix(stacking: [$0], columns: 1, name: "noise") }
    noise = problem.noise?.entries ?? []
    noiseNorm2 = InnerProducts.squaredNorm(noise)
    switch problem.covariance {
    case .scaledIdentity:
      weighted = nil
    case .diagonal(let entries):
      let diagonal = try DyadicMatrix(
        stacking: [ExactMatrix(rows: 1, columns: m, entries)], columns: m,
        name: "covariance")
      weighted = Weighted(
        stacked.matrix.scalingColumns(by: diagonal.matrix), with: stacked, diagonal.divisor,
        jobs: jobs)
    case .matrix(let matrix):
      let sigma = try DyadicMatrix(stacking: [matrix], columns: m, name: "covariance")
      weighted = Weighted(
        stacked.matrix.multiplied(by: sigma.matrix, jobs: jobs), with: stacked, sigma.divisor,
        jobs: jobs)
    case .implied:
      guard let implied else { preconditionFailure("an implied covariance was not computed") }
      weighted = Weighted(
        stacked.matrix.multiplied(bySymmetric: implied.matrix, jobs: jobs), with: stacked, 1,
        error: implied.error, jobs: jobs)
    }
  }
}

extension InnerProducts.Weighted {
  /// From XΣ (times D·D_Σ) and X (times D).
  fileprivate init(
    _ product: FixedPointMatrix, with stacked: DyadicMatrix, _ divisor: Rational,
    error: BigFloat = .zero(precision: 64), jobs: Int
  ) {
    self.error = error
    let trimmed = product.trimmed()
    once = trimmed.multiplied(by: stacked.matrix.transposed(), jobs: jobs)
    twice = trimmed.gram(jobs: jobs)
    onceScale = stacked.divisor.squared() * divisor
    twiceScale = onceScale * divisor
  }
}

/// A matrix whose entries times one odd integer are dyadic numbers, stored exactly.
struct DyadicMatrix {
  /// divisor·(the matrix), exactly.
  let matrix: FixedPointMatrix
  /// The odd integer.
  let divisor: Rational

  /// The most bits of a common odd denominator, and of the fraction part.
  static let maximumBits = 4096

  /// Stacks blocks of equal width on top of each other.
  init(stacking blocks: [ExactMatrix], columns: Int, name: String) throws {
    let rows = blocks.reduce(0) { $0 + $1.rows }
    var doubles: [Double] = []
    doubles.reserveCapacity(rows * columns)
    for block in blocks {
      guard case .binary64(let values) = block.storage else { break }
      doubles += values
    }
    if doubles.count == rows * columns,
      let exact = FixedPointMatrix(rows: rows, columns: columns, exactly: doubles)
    {
      matrix = exact
      divisor = 1
      return
    }
    var entries: [Rational] = []
    entries.reserveCapacity(rows * columns)
    for block in blocks {
      for row in 0..<block.rows {
        for column in 0..<columns { entries.append(block[row, column]) }
      }
    }
    var common: Rational = 1
    var fractionBits = 0
    for entry in entries where !entry.isInteger {
      let (odd, bits) = entry.denominatorParts
      fractionBits = max(fractionBits, bits)
      // lcm(a, b) = a · (denominator of a/b in lowest terms).
      if odd != 1 { common = common * (common / odd).denominator }
      guard common.bitCount <= DyadicMatrix.maximumBits, fractionBits <= DyadicMatrix.maximumBits
      else { throw RidgeError.denominatorsTooLarge(what: name, bits: DyadicMatrix.maximumBits) }
    }
    matrix = FixedPointMatrix(
      rows: rows, columns: columns, fractionBits: fractionBits
    ) { row, column in entries[row * columns + column] * common }
    divisor = common
  }
}

extension FixedPointMatrix {
  /// The matrix with column j multiplied by the j-th entry of a one-row matrix, exactly.
  func scalingColumns(by factors: FixedPointMatrix) -> FixedPointMatrix {
    FixedPointMatrix(
      rows: rows, columns: columns, fractionBits: fractionBits + factors.fractionBits
    ) { row, column in self[row, column] * factors[0, column] }
  }
}
