import Testing

@testable import Enclosures

/// The fast bounds of extreme eigenvalues against matrices with known ones, and the multi-precision way.
@Suite("extreme eigenvalues")
struct ExtremeEigenvaluesTests {
  private static let exact = BigFloat.zero(precision: 64)

  /// QDQᵀ for two exact reflections Q, in fixed point, and how far rounding took it from that.
  private static func matrix(
    _ eigenvalues: [Rational], seed: UInt64, bits: Int = 400
  ) -> (FixedPointMatrix, error: BigFloat) {
    var generator = SplitMix64(seed: seed)
    let n = eigenvalues.count
    var rows = (0..<n).map { i in (0..<n).map { $0 == i ? eigenvalues[i] : Rational(0) } }
    for _ in 0..<2 {
      let u = (0..<n).map { _ in Rational(Int.random(in: -9...9, using: &generator)) }
      let norm = u.reduce(Rational(0)) { $0 + $1 * $1 }
      guard norm.sign > 0 else { continue }
      func reflected(_ row: [Rational]) -> [Rational] {
        let dot = zip(row, u).reduce(Rational(0)) { $0 + $1.0 * $1.1 }
        return zip(row, u).map { $0 - 2 * dot * $1 / norm }
      }
      let half = rows.map(reflected)
      rows = (0..<n).map { j in reflected(half.map { $0[j] }) }
    }
    let result = FixedPointMatrix(rows: n, columns: n, fractionBits: bits) { rows[$0][$1] }
    let error = BigFloat(
      result.maximumEntryError * Rational(n), precision: 64, rounding: .up)
    return (result, error)
  }

  private func check(
    _ eigenvalues: [Rational], seed: UInt64, digits: Int,
    location: SourceLocation = #_sourceLocation
  ) {
    let (matrix, error) = Self.matrix(eigenvalues, seed: seed)
    let found = ExtremeEigenvalues(of: matrix, error: error)
    let (least, greatest) = (eigenvalues.min() ?? 0, eigenvalues.max() ?? 0)
    #expect(
      found.minimum.contains(least), "\(found.minimum) for \(least)", sourceLocation: location)
    #expect(found.maximum.contains(greatest), "\(found.maximum)", sourceLocation: location)
    // Tight up to the error of a factorization, which is relative to the trace.
    let trace = eigenvalues.reduce(Rational(0)) { $0 + $1.magnitude }
    let allowance =
      greatest.magnitude * Rational(1, 1 << digits) + trace * Rational(eigenvalues.count, 1 << 44)
    // The search is coarse for indefinite matrices, which covariances are not.
    guard least.sign >= 0 else { return }
    #expect(found.minimum.width.compare(to: allowance) <= 0, sourceLocation: location)
    #expect(found.maximum.width.compare(to: allowance) <= 0, sourceLocation: location)
  }

  @Test("known eigenvalues of every spread", arguments: 1...40)
  func known(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let n = Int.random(in: 1...24, using: &generator)
    let shape = seed % 5
    let values = (0..<n).map { index -> Rational in
      let size = Rational(Int.random(in: 1...1000, using: &generator), 1000)
      switch shape {
      case 0: return size
      // Condition numbers far beyond binary64.
      case 1: return size * .powerOfTwo(-5 * index)
      // A multiple least eigenvalue.
      case 2: return index < n / 2 ? Rational(1, 7) : size + 1
      // Scales far from 1.
      case 3: return size * .powerOfTwo(seed * 20 - 400)
      // Indefinite.
      default: return size - Rational(1, 2)
      }
    }
    check(values, seed: UInt64(seed), digits: 16)
  }

  @Test(
    "a nearly singular matrix is never given a bound above its least eigenvalue", arguments: 1...60)
  func nearlySingular(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) + 100)
    let n = Int.random(in: 2...20, using: &generator)
    // Around the error of a factorization, some 2⁻⁵⁰, on both sides of 0.
    let tiny =
      Rational(Int.random(in: -16...16, using: &generator)) * .powerOfTwo(-40 - seed % 30)
    let values = [tiny] + (1..<n).map { _ in Rational(Int.random(in: 1...9, using: &generator)) }
    let (matrix, error) = Self.matrix(values, seed: UInt64(seed))
    let found = ExtremeEigenvalues(of: matrix, error: error)
    #expect(found.minimum.contains(tiny), "\(found.minimum) for \(tiny)")
    let cholesky = FloatingCholesky(matrix, isNegated: false)
    for step in -40...40 {
      let shift = Double(step) * 0x1p-52 + (tiny.approximation)
      guard let bound = cholesky.lowerBound(shift: shift) else { continue }
      let lower = bound.scaled(byPowerOfTwo: cholesky.scale)
        .subtracting(error, precision: 64, .down)
      #expect(lower.compare(to: tiny) <= 0, "shift \(step)")
    }
  }

  @Test("a shift just below a rounded entry is not below the entry itself", arguments: 1...12)
  func roundedEntries(n: Int) {
    // Diagonal: nothing is rounded but the entries, by up to half a unit, and the shift takes away nearly all.
    for denominator in [3, 5, 7, 11, 13, 17, 19, 23] {
      let value = Rational(2, denominator)
      let matrix = FixedPointMatrix(rows: n, columns: n, fractionBits: 200) {
        $0 == $1 ? value : 0
      }
      let least = (0..<n).map { matrix[$0, $0] }.min() ?? 0
      let cholesky = FloatingCholesky(matrix, isNegated: false)
      let scaled = (value * .powerOfTwo(-cholesky.scale)).approximation
      for shift in [scaled.nextDown, scaled, scaled.nextUp, scaled.nextUp.nextUp] {
        guard let bound = cholesky.lowerBound(shift: shift) else { continue }
        #expect(bound.scaled(byPowerOfTwo: cholesky.scale).compare(to: least) <= 0)
      }
    }
  }

  /// Rounding errors of one factorization are far smaller than Rump's bound of them, so that a bound without one of its
  /// terms would hardly ever be caught by a matrix: each term is demanded by itself.
  @Test("a factorization's bound has every term of the theorem", arguments: [1, 2, 7, 40])
  func theorem(n: Int) throws {
    // Entries that are not doubles, and a greatest below 1/2 or above.
    for numerator in [1, 2] {
      let matrix = FixedPointMatrix(rows: n, columns: n, fractionBits: 300) {
        Rational(numerator, 3) * Rational(1, $0 == $1 ? 1 : 7 + $0 + $1)
      }
      let cholesky = FloatingCholesky(matrix, isNegated: false)
      let unit = Rational.powerOfTwo(-53)
      // The matrix that is factorized, and its distance from the one that is meant (a sum of squares).
      var trace = Rational(0)
      var distance = Rational(0)
      for i in 0..<n {
        for j in 0..<n {
          let exact = matrix[i, j] * .powerOfTwo(-cholesky.scale)
          let rounded = try #require(Rational(exactly: exact.approximation))
          distance = distance + (exact - rounded).squared()
          if i == j { trace = trace + rounded }
        }
      }
      let gamma = Rational(n + 1) * unit / (1 - 2 * Rational(n + 1) * unit)
      let bound = try #require(cholesky.lowerBound(shift: 0)?.exactRational)
      let rest = -bound - gamma * trace - unit * trace / Rational(n)
      #expect(rest.sign > 0 && rest.squared() >= distance)
      // What rounding to doubles may cost is taken as 2⁻⁵⁰ of the norm.
      #expect(rest <= 9 * unit * trace * Rational(n))
    }
  }

  @Test("singular matrices and the zero matrix")
  func singular() {
    for values: [Rational] in [[0], [0, 0, 0], [0, 1], [0, 0, 3, 5, 7, 7, 7, 9, 1]] {
      check(values, seed: 3, digits: 20)
    }
  }

  @Test("both ways agree", arguments: [9, 40, 67])
  func agreement(size: Int) {
    var generator = SplitMix64(seed: UInt64(size))
    // AᵀA of a slightly wide A: a spectrum down to near 0.
    let a = FixedPointMatrix(rows: size, columns: size + 2, fractionBits: 40) { _, _ in
      Rational(Int.random(in: -(1 << 20)...(1 << 20), using: &generator), 1 << 20)
    }
    let matrix = a.gram(jobs: 1)
    let fast = ExtremeEigenvalues(of: matrix, error: Self.exact)
    let slow = SpectralEnclosure.enclose(
      matrix, perturbation: Self.exact, precision: 128, jobs: 1)
    #expect(fast.minimum.contains(slow.eigenvalueEnclosure(0)))
    #expect(fast.maximum.contains(slow.eigenvalueEnclosure(size - 1)))
    #expect(fast.minimum.width < fast.minimum.upper.scaled(byPowerOfTwo: -16))
    #expect(fast.maximum.width < fast.maximum.upper.scaled(byPowerOfTwo: -16))
  }

  @Test("the error of the matrix widens both bounds")
  func error() {
    let (matrix, error) = Self.matrix([1, 2, 4], seed: 1)
    let wide = BigFloat(Rational(1, 8), precision: 64, rounding: .up)
      .adding(error, precision: 64, .up)
    let found = ExtremeEigenvalues(of: matrix, error: wide)
    // Every S within 1/8: S₀ ± I/8 are such.
    for value in [Rational(7, 8), Rational(9, 8)] { #expect(found.minimum.contains(value)) }
    for value in [Rational(31, 8), Rational(33, 8)] { #expect(found.maximum.contains(value)) }
  }

  @Test("a symmetric matrix from a function is the rounded one, however many threads make it")
  func symmetric() {
    let one = BigFloat(1, precision: 128, rounding: .nearest)
    func made(_ jobs: Int) -> FixedPointMatrix {
      .symmetric(size: 17, fractionBits: 90, magnitudeBits: 1, jobs: jobs) { row in
        (0...row).map { column in
          let third = one.divided(
            by: BigFloat(row + column + 3, precision: 128, rounding: .nearest), precision: 128,
            .nearest)
          return column % 2 == 0 ? third : -third
        }
      }
    }
    let (a, b) = (made(1), made(3))
    for i in 0..<17 {
      for j in 0..<17 {
        #expect(a[i, j] == b[i, j] && a[i, j] == a[j, i])
        let column = min(i, j)
        let value = Rational(column % 2 == 0 ? 1 : -1, i + j + 3)
        #expect((a[i, j] - value).magnitude <= .powerOfTwo(-90))
      }
    }
    let positive = a.positivePart()
    #expect(positive[4, 3] == 0 && positive[3, 2] == a[3, 2])
  }
}
