public import Documents
public import Enclosures

/// Where label noise comes from.
public enum NoiseSource: Sendable, Hashable {
  /// n independent normal entries.
  case gaussian(variance: Rational, seed: Int)
  /// Given entries, a column of n rows.
  case vector(ExactMatrix)
}

extension NoiseSource {
  /// Reads the `noise` of a spec with n samples.
  init(_ node: YAMLNode, count: Int) throws(DocumentError) {
    let keys = try node.keyed(["variance", "seed", "vector"])
    guard let vector = keys["vector"] else {
      self = .gaussian(
        variance: try keys.required("variance", example: "variance: 1/100")
          .generatorVariance("give a variance such as 1/100, or leave out `noise`"),
        seed: try keys.required("seed", example: "seed: 4").integer(in: generatorSeeds))
      return
    }
    for extra in ["variance", "seed"] {
      if let value = keys[extra] {
        throw value.error("says nothing beside `vector`; give either `variance` and `seed` or it")
      }
    }
    let entries = try vector.rationals()
    guard entries.count == count else {
      throw vector.error("has \(entries.count) entries for \(count) samples")
    }
    self = .vector(ExactMatrix(rows: count, columns: 1, entries))
  }

  /// The source in the vocabulary of specs.
  var json: JSONValue {
    switch self {
    case .gaussian(let variance, let seed):
      ["variance": .string(variance.description), "seed": .string("\(seed)")]
    case .vector(let vector): ["vector": vector.jsonEntries]
    }
  }

  /// The noise ξ of n samples; nil where every entry is 0, which is the same problem as without.
  func draws(count: Int) -> ExactMatrix? {
    let noise: ExactMatrix
    switch self {
    case .gaussian(let variance, let seed):
      let sampler = GaussianSampler(seed: UInt64(seed), stream: .labelNoise, variance: variance)
      noise = ExactMatrix(rows: count, columns: 1, sampler.draws(count: count))
    case .vector(let vector): noise = vector
    }
    return (0..<noise.count).allSatisfy { noise[$0].isZero } ? nil : noise
  }
}

extension FeatureSource {
  /// The number of samples n.
  var rows: Int {
    switch self {
    case .gaussian(let n, _, _, _): n
    case .matrix(let matrix): matrix.rows
    case .relu(let draw), .fourier(let draw): draw.n
    }
  }
}

/// Exact quantities of the label noise.
extension InnerProducts {
  /// Whether every label is 0 by construction: no teacher and no noise.
  var labelsAreZero: Bool { teacherIsZero && noise.isEmpty }

  /// L_n(0) with noise: `clean` plus what ξ adds, in the form ‖√s·x − √τ·y − ξ‖²/(2n).
  ///
  /// The mixed terms −2√s⟨x, ξ⟩ and 2√τ⟨y, ξ⟩ are rational where the scale has a rational root or the
  /// product vanishes.
  func trainLossStart(clean: ScalarValue, precision: Int) -> ScalarValue {
    guard !noise.isEmpty else { return clean }
    var (xNoise, yNoise) = (Rational(0), Rational(0))
    for i in 0..<n {
      xNoise += product(i, start) * noise[i]
      yNoise += product(i, teacher) * noise[i]
    }
    var exact = noiseNorm2 / Rational(2 * n)
    var rest: Interval?
    for (scale2, product) in [(startScale2, -xNoise), (teacherScale2, yNoise)] {
      let term = product / Rational(n)
      if term.isZero { continue }
      if let root = scale2.exactSquareRoot {
        exact += root * term
      } else {
        let part =
          Interval(scale2, precision: precision).clampedSquareRoot()
          * Interval(term, precision: precision)
        rest = rest.map { $0 + part } ?? part
      }
    }
    if case .exact(let value) = clean, rest == nil { return .exact(value + exact) }
    let sum = clean.interval(precision: precision) + Interval(exact, precision: precision)
    return .enclosed(rest.map { sum + $0 } ?? sum)
  }

  /// Σ of squares of the noise.
  static func squaredNorm(_ noise: [Rational]) -> Rational {
    noise.reduce(Rational(0)) { $0 + $1.squared() }
  }
}
