import Documents
public import Enclosures
import Synchronization

/// Every quantity of one ridge problem, enclosed on demand and cached.
///
/// Exact inner products are computed once. A spectral model is built for each working precision
/// that is asked for (192, 384, … bits); stage times start at the lowest and climb until they are
/// certified integers or the greatest precision is reached.
public final class RidgeMeasurement: QuantitySource {
  /// The problem that is measured.
  public let problem: RidgeProblem
  /// The greatest precision, in bits, at which undecided times are tried.
  public let maximumPrecision: Int

  let products: InnerProducts
  private let jobs: Int
  private let firstSpectrum: SpectralEnclosure
  let rank: RankKnowledge
  let sigma: CovarianceSpectrum
  private let cache = Mutex(Cache())

  private struct Cache {
    var levels: [Int: SpectralLevel] = [:]
    /// Levels below this one cannot tell all modes from 0.
    var leastBits = 0
    var times: StageTimes?
    var values: [ValueKey: ScalarValue?] = [:]
  }

  private struct ValueKey: Hashable {
    let name: String
    let bits: Int
  }

  /// Bits that the working precision exceeds the asked one by, for the errors of the eigenvectors.
  private static let guardBits = 64
  /// The working precision of the first spectral model, in bits, unless told otherwise.
  public static let defaultFirstLevel = 192
  /// The working precision of the first spectral model of this measurement.
  let firstLevel: Int

  /// Prepares the measurement of a problem: inner products, spectrum, rank.
  ///
  /// - Parameters:
  ///   - problem: the problem to measure.
  ///   - maximumPrecision: where undecided times are given up, in bits.
  ///   - firstLevel: working precision of the first spectral model, in bits.
  ///   - jobs: threads for matrix products; the results do not depend on it.
  /// - Throws: `RidgeError`.
  public convenience init(
    _ problem: RidgeProblem, maximumPrecision: Int = PrecisionLimits.defaultMaximum,
    firstLevel: Int = RidgeMeasurement.defaultFirstLevel, jobs: Int = 1
  ) throws {
    // The entries of an enclosed Σ are computed with other bits where a certificate is checked.
    try self.init(
      problem, implied: problem.impliedCovariance(precision: min(firstLevel + 32, 256), jobs: jobs),
      maximumPrecision: maximumPrecision, firstLevel: firstLevel, jobs: jobs)
  }

  /// Prepares the measurement with an enclosure of Σ, where Σ is not given exactly.
  init(
    _ problem: RidgeProblem, implied: ImpliedCovariance?,
    maximumPrecision: Int = PrecisionLimits.defaultMaximum,
    firstLevel: Int = RidgeMeasurement.defaultFirstLevel, jobs: Int = 1
  ) throws {
    precondition(firstLevel >= 2 * PrecisionLimits.start, "the first level is too low")
    self.firstLevel = firstLevel
    self.problem = problem
    self.maximumPrecision = maximumPrecision
    self.jobs = jobs
    products = try InnerProducts(problem, implied: implied, jobs: jobs)
    firstSpectrum = SpectralEnclosure.enclose(
      products.gram, perturbation: .zero(precision: 64), precision: firstLevel,
      jobs: jobs)
    rank = products.rank(from: firstSpectrum)
    sigma = try CovarianceSpectrum(
      problem.covariance, implied: implied, size: products.m, firstLevel: firstLevel, jobs: jobs)
  }

  /// The working precision for a requested one: the first level, doubled as often as needed.
  func level(for precision: Int) -> Int {
    var bits = firstLevel
    while bits < precision + RidgeMeasurement.guardBits { bits *= 2 }
    return bits
  }

  /// The spectral model for a requested precision, or a greater one where that cannot tell the
  /// least positive eigenvalue from 0.
  ///
  /// - Throws: `RankUndecided` where the modes of Φ are not known.
  func level(precision: Int) throws -> SpectralLevel {
    guard case .exact(let rank) = rank else { throw RankUndecided() }
    var bits = level(for: precision)
    while true {
      let (known, least) = cache.withLock { ($0.levels[bits], $0.leastBits) }
      if let known { return known }
      if bits >= least {
        do { return try makeLevel(rank: rank, bits: bits) } catch is ModesUndecided {}
        cache.withLock { $0.leastBits = max($0.leastBits, 2 * bits) }
      }
      guard bits < level(for: maximumPrecision) else { throw RankUndecided() }
      bits *= 2
    }
  }

  private func makeLevel(rank: Int, bits: Int) throws -> SpectralLevel {
    let spectrum =
      bits == firstLevel
      ? firstSpectrum
      : SpectralEnclosure.enclose(
        products.gram, perturbation: .zero(precision: 64), precision: bits, jobs: jobs)
    let model = try SpectralModel(
      problem, products, spectrum: spectrum, rank: rank,
      sigmaMaxUpper: sigma.maximum(precision: bits).interval(precision: bits).upper, bits: bits)
    let level = SpectralLevel(model)
    cache.withLock { $0.levels[bits] = level }
    return level
  }

  /// The value of a quantity, computed once for each working precision; see `QuantitySource`.
  public func value(of name: String, precision: Int) throws -> ScalarValue? {
    let key = ValueKey(name: name, bits: level(for: precision))
    if let known = cache.withLock({ $0.values[key] }) { return known }
    let value = try measured(name, precision: precision)
    cache.withLock { $0.values[key] = value }
    return value
  }

  /// t1, t2 and t_final, computed once.
  public func stageTimes() throws -> StageTimes {
    if let known = cache.withLock({ $0.times }) { return known }
    let times = try StageTimes(self)
    cache.withLock { $0.times = times }
    return times
  }

  /// Names that exist in this theory without argument.
  public var scalarNames: Set<String> { RidgeQuantities.scalarNames }
  /// Names that exist in this theory with argument t.
  public var functionNames: Set<String> { RidgeQuantities.functionNames }

  /// Whether Σ itself is known as an enclosure only, so that no precision sharpens what depends on it.
  public var isCovarianceEnclosed: Bool { products.weighted?.error.isZero == false }

  /// Bits beyond which what depends on an enclosed Σ is not sharpened; nil where Σ is exact.
  public func precisionLimit(of name: String) -> Int? {
    guard isCovarianceEnclosed else { return nil }
    if ["sigma_min", "sigma_max", "sigma_trace"].contains(name) {
      return 2 * PrecisionLimits.start
    }
    return RidgeMeasurement.covarianceNames.contains(name) ? covarianceLimit : nil
  }

  /// Bits that bring the spectral errors, which grow with (λ_max/λ⁺)², below those of the covariance.
  private var covarianceLimit: Int {
    let usual = 4 * PrecisionLimits.start
    guard let errors = try? level(precision: usual).model.errors,
      let greatest = errors.greatestUpper.upper.binaryExponent,
      let least = errors.leastLower.lower.binaryExponent
    else { return usual }
    let bits = usual + 4 * max(greatest - least, 0)
    // Small condition numbers are within the usual limit.
    return bits <= 2 * usual ? usual : (bits + usual - 1) / usual * usual
  }

  /// What depends on Σ, besides its own eigenvalues.
  private static let covarianceNames: Set<String> = [
    "population_loss", "final_error", "zero_predictor_error", "start_sigma_perp_norm2", "trace_psp",
    "psp_frobenius",
  ]

  /// Quantities that were taken from the sample in place of the distribution.
  public var empiricalNames: Set<String> {
    var names: Set<String> = []
    if problem.featureBound == .sampleMaximum { names.insert("b") }
    if problem.featureBound == .sampleMaximum, problem.features.supremum == .unknown {
      names.insert("feature_norm_bound")
    }
    return names
  }
}

/// The modes of Φ are not known: its rank exceeded the work limit of the exact computation, or its
/// least positive eigenvalue is too small for the greatest precision.
struct RankUndecided: Error {}
