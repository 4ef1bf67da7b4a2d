public import Documents
public import Enclosures

/// Where features come from.
public enum FeatureSource: Sendable, Hashable {
  /// n·m independent normal entries.
  case gaussian(n: Int, m: Int, variance: Rational, seed: Int)
  /// Given entries.
  case matrix(ExactMatrix)
  /// Random ReLU features of standard normal inputs.
  case relu(RandomFeatureDraw)
  /// Random Fourier features of standard normal inputs.
  case fourier(RandomFeatureDraw)

  /// The number of features m.
  public var columns: Int {
    switch self {
    case .gaussian(_, let m, _, _): m
    case .matrix(let matrix): matrix.columns
    case .relu(let draw), .fourier(let draw): draw.m
    }
  }
}

/// Where a parameter vector comes from.
public enum VectorSource: Sendable, Hashable {
  /// The zero vector.
  case zero
  /// Given entries, a column.
  case vector(ExactMatrix)
  /// The exact point norm·g/‖g‖₂ for standard normal g.
  case sphere(norm: Rational, seed: Int)
  /// Independent normal entries.
  case gaussian(variance: Rational, seed: Int)
}

/// What a ridge spec says, with files read and defaults filled in, before random data are drawn.
public struct RidgeDeclaration: Sendable, Hashable {
  /// Where the features come from.
  public var features: FeatureSource
  /// The population covariance.
  public var covariance: Covariance
  /// The bound b where the spec gives it.
  public var featureBound: Rational?
  /// Where the teacher comes from.
  public var teacher: VectorSource
  /// Where the start comes from.
  public var initialization: VectorSource
  /// ν²; that of the generator for a gaussian start.
  public var startVariance: Rational
  /// Where label noise comes from; nil for labels ⟨φ(x_i), θ*⟩.
  public var noise: NoiseSource?
  /// The step size.
  public var eta: Rational
  /// The weight decay.
  public var lambda: Rational
  /// The threshold of the training loss.
  public var epsilon: Rational
  /// The threshold of the population loss.
  public var c: Rational
  /// The confidence parameter.
  public var delta: Rational
  /// The horizon where the spec gives it.
  public var horizon: Int?
  /// The claims to certify where the spec names them.
  public var claims: [String]?
  /// Expected verdicts by claim id.
  public var expect: [String: String]

  /// A declaration from its parts.
  public init(
    features: FeatureSource, covariance: Covariance, featureBound: Rational? = nil,
    teacher: VectorSource, initialization: VectorSource, startVariance: Rational,
    noise: NoiseSource? = nil, eta: Rational, lambda: Rational, epsilon: Rational, c: Rational,
    delta: Rational = Rational(1, 20),
    horizon: Int? = nil, claims: [String]? = nil, expect: [String: String] = [:]
  ) {
    self.features = features
    self.covariance = covariance
    self.featureBound = featureBound
    self.teacher = teacher
    self.initialization = initialization
    self.startVariance = startVariance
    self.noise = noise
    self.eta = eta
    self.lambda = lambda
    self.epsilon = epsilon
    self.c = c
    self.delta = delta
    self.horizon = horizon
    self.claims = claims
    self.expect = expect
  }
}

// MARK: - As JSON

extension RidgeDeclaration {
  /// The spec as JSON in the vocabulary of DESIGN section 4, without `expect`.
  ///
  /// Files are inlined as exact rationals, generators stay generators, defaults are written out, all
  /// numbers are texts. Reading it back gives this declaration again.
  public var specification: JSONValue {
    var members: [String: JSONValue] = [
      "theory": "ridge",
      "features": features.json,
      "teacher": teacher.json,
      "initialization": initialization.json(startVariance: startVariance),
      "training": ["eta": text(eta), "lambda": text(lambda)],
      "thresholds": ["epsilon": text(epsilon), "c": text(c)],
      "confidence": text(delta),
    ]
    members["covariance"] = covariance.json
    members["feature_bound"] = featureBound.map(text)
    members["noise"] = noise?.json
    members["horizon"] = horizon.map { .string("\($0)") }
    members["claims"] = claims.map { .array($0.map { .string($0) }) }
    return .object(members)
  }
}

private func text(_ value: Rational) -> JSONValue { .string(value.description) }

extension FeatureSource {
  fileprivate var json: JSONValue {
    switch self {
    case .gaussian(let n, let m, let variance, let seed):
      [
        "gaussian": [
          "n": .string("\(n)"), "m": .string("\(m)"), "variance": text(variance),
          "seed": .string("\(seed)"),
        ]
      ]
    case .matrix(let matrix): ["matrix": matrix.jsonRows]
    case .relu(let draw): ["relu": draw.json(varianceKey: "variance")]
    case .fourier(let draw): ["fourier": draw.json(varianceKey: "frequency_variance")]
    }
  }
}

extension RandomFeatureDraw {
  fileprivate func json(varianceKey: String) -> JSONValue {
    [
      "n": .string("\(n)"), "d": .string("\(d)"), "m": .string("\(m)"), varianceKey: text(variance),
      "seed": .string("\(seed)"),
    ]
  }
}

extension Covariance {
  /// As a spec gives it; nil where the features imply it.
  var json: JSONValue? {
    switch self {
    case .scaledIdentity(let variance): ["scaled_identity": text(variance)]
    case .diagonal(let entries): ["diagonal": .array(entries.map(text))]
    case .matrix(let matrix): ["matrix": matrix.jsonRows]
    case .implied: nil
    }
  }
}

extension VectorSource {
  fileprivate var json: JSONValue {
    switch self {
    case .zero: "zero"
    case .vector(let vector): ["vector": vector.jsonEntries]
    case .sphere(let norm, let seed):
      ["sphere": ["norm": text(norm), "seed": .string("\(seed)")]]
    case .gaussian(let variance, let seed):
      ["gaussian": ["variance": text(variance), "seed": .string("\(seed)")]]
    }
  }

  fileprivate func json(startVariance: Rational) -> JSONValue {
    if case .gaussian = self { return json }
    var members = json.object ?? ["zero": .bool(true)]
    members["variance"] = text(startVariance)
    return .object(members)
  }
}
