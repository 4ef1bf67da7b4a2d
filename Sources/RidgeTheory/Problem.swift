public import Documents
public import Enclosures

/// A ridge regression problem with exact data: features Φ, population covariance Σ, teacher θ*, start
/// θ⁽⁰⁾, and the parameters of training and of the claims.
///
/// Labels are yᵢ = ⟨φ(xᵢ), θ*⟩ + ξᵢ, with ξ = 0 unless the spec has `noise`. Every number is exact: a rational, or a point on a sphere that is
/// given by its direction and norm.
public struct RidgeProblem: Sendable {
  /// What the spec says, from which everything else is made.
  public let declaration: RidgeDeclaration
  /// The features with exact entries.
  public let features: Features
  /// The teacher θ*.
  public let teacher: ParameterVector
  /// The starting point θ⁽⁰⁾.
  public let initialization: ParameterVector
  /// The label noise ξ, a column; nil for ξ = 0.
  public let noise: ExactMatrix?
  /// SHA-256 of the data (docs/data-digest.md).
  public let dataDigest: String

  /// The problem that a declaration describes; draws its random data.
  public init(_ declaration: RidgeDeclaration) {
    self.declaration = declaration
    let features = Features(declaration.features)
    let count = features.m
    self.features = features
    teacher = ParameterVector(declaration.teacher, count: count, stream: .teacher)
    initialization = ParameterVector(
      declaration.initialization, count: count, stream: .initialization)
    noise = declaration.noise.flatMap { $0.draws(count: features.n) }
    dataDigest = RidgeProblem.digest(
      features, declaration.covariance, teacher, initialization, noise: noise)
  }
}

// MARK: - Parameters

extension RidgeProblem {
  /// The population covariance Σ = E[φ(x)φ(x)ᵀ].
  public var covariance: Covariance { declaration.covariance }

  /// Where the bound b with ‖φ(x)‖₂ ≤ b comes from.
  public var featureBound: FeatureBound {
    if let given = declaration.featureBound { return .given(given) }
    return features.supremum == .squareRootOfTwo ? .squareRootOfTwo : .sampleMaximum
  }

  /// ν², the variance of the start that the bounds use.
  public var startVariance: Rational { declaration.startVariance }
  /// The step size η.
  public var eta: Rational { declaration.eta }
  /// The weight decay λ.
  public var lambda: Rational { declaration.lambda }
  /// The threshold ε of the training loss.
  public var epsilon: Rational { declaration.epsilon }
  /// The threshold c of the population loss.
  public var c: Rational { declaration.c }
  /// The confidence parameter δ.
  public var delta: Rational { declaration.delta }
  /// The last step considered where a statement has no tail argument.
  public var horizon: Int? { declaration.horizon }
  /// Ids or prefixes of the claims to certify; nil for all.
  public var claims: [String]? { declaration.claims }
  /// Expected verdicts by claim id.
  public var expect: [String: String] { declaration.expect }

  /// The self-contained spec: it can be read back, and gives the same problem.
  public var specification: JSONValue { declaration.specification }
}

/// The feature vectors φ(xᵢ), one a row.
public struct Features: Sendable {
  /// Φ with exact entries, n rows and m columns.
  public let entries: ExactMatrix
  /// What is known of sup ‖φ(x)‖₂ over the population.
  public let supremum: Supremum
  /// The feature map with the parameters that were drawn, for relu and fourier features.
  public let map: RandomFeatureMap?

  /// What is known of the feature norm beyond the sample.
  public enum Supremum: Sendable, Hashable {
    /// ‖φ(x)‖₂ has no bound on the population (gaussian and relu features).
    case unbounded
    /// ‖φ(x)‖₂ ≤ √2 for every x (fourier features).
    case squareRootOfTwo
    /// The population is known by the sample only.
    case unknown
  }

  /// The number of samples.
  public var n: Int { entries.rows }
  /// The number of features.
  public var m: Int { entries.columns }

  init(_ source: FeatureSource) {
    switch source {
    case .gaussian(let n, let m, let variance, let seed):
      let sampler = GaussianSampler(seed: UInt64(seed), stream: .features, variance: variance)
      entries = ExactMatrix(rows: n, columns: m, sampler.draws(count: n * m))
      supremum = .unbounded
      map = nil
    case .matrix(let matrix):
      entries = matrix
      supremum = .unknown
      map = nil
    case .relu(let draw):
      let relu = RandomFeatureMap.relu(weights: draw.parameters)
      entries = relu.features(of: draw.inputs)
      supremum = .unbounded
      map = relu
    case .fourier(let draw):
      let fourier = RandomFeatureMap.fourier(frequencies: draw.parameters, phases: draw.phases)
      entries = fourier.features(of: draw.inputs)
      supremum = .squareRootOfTwo
      map = fourier
    }
  }
}

/// The population covariance.
public enum Covariance: Sendable, Hashable {
  /// variance·I.
  case scaledIdentity(Rational)
  /// A diagonal matrix, by its diagonal.
  case diagonal([Rational])
  /// A symmetric matrix.
  case matrix(ExactMatrix)
  /// The one that relu or fourier features imply (`ImpliedCovariance`).
  case implied
}

/// Where the feature bound b comes from.
public enum FeatureBound: Sendable, Hashable {
  /// The spec gives b.
  case given(Rational)
  /// b = √2, which fourier features imply.
  case squareRootOfTwo
  /// b = max over the sample of ‖φ(xᵢ)‖₂, flag `empirical`.
  case sampleMaximum
}

/// A vector of parameters θ, exactly.
public enum ParameterVector: Sendable, Hashable {
  /// The zero vector.
  case zero(count: Int)
  /// Exact entries, a column of m rows.
  case exact(ExactMatrix)
  /// The exact point norm·g/‖g‖₂ for the direction g, which is not zero.
  case sphere(direction: [Double], norm: Rational)

  /// The number of entries.
  public var count: Int {
    switch self {
    case .zero(let count): count
    case .exact(let matrix): matrix.count
    case .sphere(let direction, _): direction.count
    }
  }

  init(_ source: VectorSource, count: Int, stream: RandomStream) {
    switch source {
    case .zero: self = .zero(count: count)
    case .vector(let vector): self = .exact(vector)
    case .sphere(let norm, let seed):
      let sampler = GaussianSampler(seed: UInt64(seed), stream: stream, variance: 1)
      self = .sphere(direction: sampler.draws(count: count), norm: norm)
    case .gaussian(let variance, let seed):
      let sampler = GaussianSampler(seed: UInt64(seed), stream: stream, variance: variance)
      self = .exact(ExactMatrix(rows: count, columns: 1, sampler.draws(count: count)))
    }
  }
}
