import Documents
import Enclosures

/// The extreme eigenvalues, the trace and the Frobenius norm of Σ.
struct CovarianceSpectrum: Sendable {
  private enum Extremes {
    case exact(minimum: Rational, maximum: Rational)
    case enclosed(DyadicMatrix, SpectralEnclosure, isSingular: Bool)
  }

  private let extremes: Extremes
  /// tr(Σ).
  let trace: Rational
  /// ‖Σ‖_F².
  let frobenius2: Rational
  private let jobs: Int

  /// - Throws: `RidgeError.covarianceNotPositive` for a Σ with a negative eigenvalue.
  init(_ covariance: Covariance, size: Int, firstLevel: Int, jobs: Int) throws {
    self.jobs = jobs
    switch covariance {
    case .scaledIdentity(let scale):
      extremes = .exact(minimum: scale, maximum: scale)
      trace = scale * Rational(size)
      frobenius2 = scale.squared() * Rational(size)
    case .diagonal(let entries):
      extremes = .exact(minimum: entries.min() ?? 0, maximum: entries.max() ?? 0)
      trace = entries.reduce(Rational(0), +)
      frobenius2 = entries.reduce(Rational(0)) { $0 + $1.squared() }
    case .matrix(let matrix):
      var (diagonal, squares) = (Rational(0), Rational(0))
      for i in 0..<size {
        diagonal += matrix[i, i]
        for j in 0..<size { squares += matrix[i, j].squared() }
      }
      trace = diagonal
      frobenius2 = squares
      let dyadic = try DyadicMatrix(stacking: [matrix], columns: size, name: "covariance")
      let (spectrum, isSingular) = try CovarianceSpectrum.examine(
        dyadic.matrix, firstLevel: firstLevel, jobs: jobs)
      extremes = .enclosed(dyadic, spectrum, isSingular: isSingular)
    }
  }

  /// The spectrum, and whether 0 is in it.
  ///
  /// - Throws: `RidgeError.covarianceNotPositive`.
  private static func examine(
    _ matrix: FixedPointMatrix, firstLevel: Int, jobs: Int
  ) throws -> (SpectralEnclosure, isSingular: Bool) {
    var precision = firstLevel
    var rank: Int?
    while true {
      let spectrum = SpectralEnclosure.enclose(
        matrix, perturbation: .zero(precision: 64), precision: precision, jobs: jobs)
      let enclosures = (0..<matrix.rows).map { spectrum.eigenvalueEnclosure($0) }
      if enclosures.contains(where: { $0.upper.sign < 0 }) {
        throw RidgeError.covarianceNotPositive
      }
      let positive = enclosures.count { $0.lower.sign > 0 }
      if positive == matrix.rows { return (spectrum, false) }
      // Eigenvalues that are not certainly positive must be exactly zero, which the rank tells; or
      // else they are tiny, of either sign, and the precision must grow.
      rank = rank ?? ModularRank.exactRank(of: matrix, lowerBound: positive, jobs: jobs)
      if rank == positive { return (spectrum, true) }
      precision *= 2
      guard rank != nil, precision <= 2 * PrecisionLimits.defaultMaximum
      else { throw RidgeError.covarianceNotPositive }
    }
  }

  private func spectrum(precision: Int) -> (SpectralEnclosure, Rational)? {
    guard case .enclosed(let matrix, let first, _) = extremes else { return nil }
    if precision <= first.precision { return (first, matrix.divisor) }
    return (
      SpectralEnclosure.enclose(
        matrix.matrix, perturbation: .zero(precision: 64), precision: precision, jobs: jobs),
      matrix.divisor
    )
  }

  /// λ_min(Σ).
  func minimum(precision: Int) -> ScalarValue {
    switch extremes {
    case .exact(let minimum, _): return .exact(minimum)
    case .enclosed(_, _, let isSingular):
      if isSingular { return .exact(0) }
      return eigenvalue(precision) { _ in 0 }
    }
  }

  /// λ_max(Σ).
  func maximum(precision: Int) -> ScalarValue {
    if case .exact(_, let maximum) = extremes { return .exact(maximum) }
    return eigenvalue(precision) { $0 - 1 }
  }

  private func eigenvalue(_ precision: Int, _ index: (Int) -> Int) -> ScalarValue {
    guard let (spectrum, divisor) = spectrum(precision: precision) else { return .exact(0) }
    let value = spectrum.eigenvalueEnclosure(index(spectrum.eigenvalues.count))
    return .enclosed(
      Interval(value, precision: precision) * Interval(1 / divisor, precision: precision))
  }
}
