import Documents
import Enclosures

/// The extreme eigenvalues, the trace and the Frobenius norm of Σ.
struct CovarianceSpectrum: Sendable {
  private enum Extremes {
    case exact(minimum: Rational, maximum: Rational)
    case enclosed(DyadicMatrix, SpectralEnclosure, isSingular: Bool)
    case bounded(minimum: Interval, maximum: Interval)
  }

  private let extremes: Extremes
  /// tr(Σ).
  let trace: ScalarValue
  /// tr(Σ̂) for the matrix Σ̂ that is computed with; tr(Σ) where Σ is exact.
  let computedTrace: Rational
  /// ‖Σ̂‖_F²; ‖Σ‖_F² where Σ is exact.
  let frobenius2: Rational
  private let jobs: Int

  /// - Throws: `RidgeError.covarianceNotPositive` for a Σ with a negative eigenvalue.
  init(
    _ covariance: Covariance, implied: ImpliedCovariance?, size: Int, firstLevel: Int, jobs: Int
  ) throws {
    self.jobs = jobs
    if let implied {
      extremes = CovarianceSpectrum.extremes(of: implied, precision: firstLevel, jobs: jobs)
      computedTrace = (0..<size).reduce(Rational(0)) { $0 + implied.matrix[$1, $1] }
      frobenius2 = implied.matrix.squaredFrobeniusNorm()
      trace =
        implied.trace.map(ScalarValue.exact)
        ?? .enclosed(Interval(computedTrace, precision: firstLevel).widened(by: implied.error))
      return
    }
    switch covariance {
    case .implied: preconditionFailure("an implied covariance was not computed")
    case .scaledIdentity(let scale):
      extremes = .exact(minimum: scale, maximum: scale)
      computedTrace = scale * Rational(size)
      frobenius2 = scale.squared() * Rational(size)
    case .diagonal(let entries):
      extremes = .exact(minimum: entries.min() ?? 0, maximum: entries.max() ?? 0)
      computedTrace = entries.reduce(Rational(0), +)
      frobenius2 = entries.reduce(Rational(0)) { $0 + $1.squared() }
    case .matrix(let matrix):
      var (diagonal, squares) = (Rational(0), Rational(0))
      for i in 0..<size {
        diagonal += matrix[i, i]
        for j in 0..<size { squares += matrix[i, j].squared() }
      }
      computedTrace = diagonal
      frobenius2 = squares
      let dyadic = try DyadicMatrix(stacking: [matrix], columns: size, name: "covariance")
      let (spectrum, isSingular) = try CovarianceSpectrum.examine(
        dyadic.matrix, firstLevel: firstLevel, jobs: jobs)
      extremes = .enclosed(dyadic, spectrum, isSingular: isSingular)
    }
    trace = .exact(computedTrace)
  }

  /// The most features for which the multi-precision spectrum is computed.
  static let preciseSize = 150

  /// The extreme eigenvalues of a Σ that is known as an enclosure: of a small one by the multi-precision
  /// spectrum, of a large one by floating-point factorizations.
  ///
  /// Σ is a covariance, so its eigenvalues are not negative, whatever those of Σ̂ are.
  private static func extremes(
    of implied: ImpliedCovariance, precision: Int, jobs: Int
  ) -> Extremes {
    let (minimum, maximum): (Interval, Interval)
    let size = implied.matrix.rows
    if size <= preciseSize {
      let spectrum = SpectralEnclosure.enclose(
        implied.matrix, perturbation: implied.error, precision: precision, jobs: jobs)
      minimum = spectrum.eigenvalueEnclosure(0)
      maximum = spectrum.eigenvalueEnclosure(size - 1)
    } else {
      let found = ExtremeEigenvalues(of: implied.matrix, error: implied.error)
      (minimum, maximum) = (found.minimum, found.maximum)
    }
    let zero = Interval.zero(precision: precision)
    return .bounded(minimum: .maximum(minimum, zero), maximum: .maximum(maximum, zero))
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
    case .bounded(let minimum, _): return .enclosed(minimum)
    case .enclosed(_, _, let isSingular):
      if isSingular { return .exact(0) }
      return eigenvalue(precision) { _ in 0 }
    }
  }

  /// λ_max(Σ).
  func maximum(precision: Int) -> ScalarValue {
    switch extremes {
    case .exact(_, let maximum): return .exact(maximum)
    case .bounded(_, let maximum): return .enclosed(maximum)
    case .enclosed: return eigenvalue(precision) { $0 - 1 }
    }
  }

  private func eigenvalue(_ precision: Int, _ index: (Int) -> Int) -> ScalarValue {
    guard let (spectrum, divisor) = spectrum(precision: precision) else { return .exact(0) }
    let value = spectrum.eigenvalueEnclosure(index(spectrum.eigenvalues.count))
    return .enclosed(
      Interval(value, precision: precision) * Interval(1 / divisor, precision: precision))
  }
}
