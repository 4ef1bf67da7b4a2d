public import Documents
public import Enclosures

/// A feature map that was drawn at random, by its exact parameters.
///
/// The inputs of the map are standard normal vectors x ∈ ℝ^d, which implies the population covariance
/// (`ImpliedCovariance`).
public enum RandomFeatureMap: Sendable, Hashable {
  /// φ_j(x) = max(0, w_j·x), with the weights w_j as rows.
  case relu(weights: ExactMatrix)
  /// φ_j(x) = √(2/m)·cos(w_j·x + 2πu_j), truncated toward zero to a multiple of 2⁻¹²⁸, with the
  /// frequencies w_j as rows and the phases u_j in turns.
  case fourier(frequencies: ExactMatrix, phases: [Rational])

  /// Fourier features are multiples of 2^(−fourierBits).
  public static let fourierBits = 128

  /// Weights or frequencies, one vector a row.
  var parameters: ExactMatrix {
    switch self {
    case .relu(let weights): weights
    case .fourier(let frequencies, _): frequencies
    }
  }

  /// The features of the inputs, one row each, exactly.
  func features(of inputs: ExactMatrix) -> ExactMatrix {
    let (x, w) = (inputs.dyadic, parameters.dyadic)
    let products = x.multiplied(byTransposeOf: w)
    let (n, m) = (products.rows, products.columns)
    switch self {
    case .relu:
      let values = products.positivePart()
      return ExactMatrix(rows: n, columns: m, (0..<(n * m)).map { values[$0 / m, $0 % m] })
    case .fourier(_, let phases):
      let amplitude = FourierAmplitude(count: m)
      let entries = inParallel(n) { row in
        (0..<m).map { amplitude.truncatedFeature(products[row, $0], phase: phases[$0]) }
      }
      return ExactMatrix(rows: n, columns: m, entries.flatMap { $0 })
    }
  }

  /// The parameters as JSON (docs/data-digest.md).
  var json: JSONValue {
    switch self {
    case .relu(let weights): ["relu": ["weights": weights.jsonRows]]
    case .fourier(let frequencies, let phases):
      [
        "fourier": [
          "frequencies": frequencies.jsonRows,
          "phases": .array(phases.map { .string($0.description) }),
        ]
      ]
    }
  }
}

/// How the parameters and the inputs of a random feature map are drawn.
public struct RandomFeatureDraw: Sendable, Hashable {
  /// The number of samples.
  public let n: Int
  /// The dimension of the inputs.
  public let d: Int
  /// The number of features.
  public let m: Int
  /// The variance of weights or frequencies.
  public let variance: Rational
  /// The seed of all streams.
  public let seed: Int

  /// A draw from its parts.
  public init(n: Int, d: Int, m: Int, variance: Rational, seed: Int) {
    self.n = n
    self.d = d
    self.m = m
    self.variance = variance
    self.seed = seed
  }

  /// Weights or frequencies, one vector a row.
  var parameters: ExactMatrix {
    let sampler = GaussianSampler(seed: UInt64(seed), stream: .frequencies, variance: variance)
    return ExactMatrix(rows: m, columns: d, sampler.draws(count: m * d))
  }

  /// The phases u_j of random Fourier features, in turns: uniform multiples of 2⁻⁵³.
  var phases: [Rational] {
    let generator = Philox4x64(key0: UInt64(seed), key1: RandomStream.phases.rawValue)
    return (0..<m).map { j in
      let block = generator.block((UInt64(j / 4), 0, 0, 0))
      let word = [block.0, block.1, block.2, block.3][j % 4]
      return Rational(Int(word >> 11)) * .powerOfTwo(-53)
    }
  }

  /// The inputs x_i ~ N(0, I), one a row.
  var inputs: ExactMatrix {
    let sampler = GaussianSampler(seed: UInt64(seed), stream: .inputs, variance: 1)
    return ExactMatrix(rows: n, columns: d, sampler.draws(count: n * d))
  }
}

extension ExactMatrix {
  /// A matrix of dyadic numbers in fixed point, exactly.
  var dyadic: FixedPointMatrix {
    if case .binary64(let entries) = storage,
      let matrix = FixedPointMatrix(rows: rows, columns: columns, exactly: entries)
    {
      return matrix
    }
    let bits = (0..<count).map { self[$0].denominatorParts.bits }.max() ?? 0
    return FixedPointMatrix(rows: rows, columns: columns, fractionBits: bits) { self[$0, $1] }
  }
}
