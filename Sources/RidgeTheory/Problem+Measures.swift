import Documents
import Enclosures

/// A parameter vector as √scale2 times an exact direction, one row.
struct ScaledDirection {
  let scale2: Rational
  let entries: ExactMatrix
}

extension ParameterVector {
  /// The vector as a scaled direction: a point on a sphere has the irrational scale norm/‖g‖.
  var scaledDirection: ScaledDirection {
    switch self {
    case .zero(let count):
      ScaledDirection(
        scale2: 1,
        entries: ExactMatrix(rows: 1, columns: count, [Double](repeating: 0, count: count)))
    case .exact(let matrix):
      ScaledDirection(scale2: 1, entries: matrix.reshaped(rows: 1, columns: matrix.count))
    case .sphere(let direction, let norm):
      ScaledDirection(
        scale2: norm.squared() / ParameterVector.squaredNorm(direction),
        entries: ExactMatrix(rows: 1, columns: direction.count, direction))
    }
  }

  private static func squaredNorm(_ entries: [Double]) -> Rational {
    entries.reduce(Rational(0)) { $0 + (Rational(exactly: $1) ?? 0).squared() }
  }
}

extension Covariance {
  /// s where Σ = s·I.
  var identityScale: Rational? { if case .scaledIdentity(let scale) = self { scale } else { nil } }
}

extension RidgeProblem {
  /// b² where it is known without looking at the sample: given, or implied by the features.
  var knownFeatureBoundSquare: Rational? {
    switch featureBound {
    case .given(let bound): bound.squared()
    case .squareRootOfTwo: 2
    case .sampleMaximum: nil
    }
  }

  /// b where the spec gives it.
  var givenFeatureBound: Rational? {
    if case .given(let bound) = featureBound { bound } else { nil }
  }

  /// Σ as an enclosure, where the features imply it.
  func impliedCovariance(precision: Int, jobs: Int) -> ImpliedCovariance? {
    guard covariance == .implied, let map = features.map else { return nil }
    return ImpliedCovariance(map, precision: precision, jobs: jobs)
  }

  /// Whether the features are drawn as N(0, variance·I).
  var isGaussian: Bool { gaussianVariance != nil }

  /// The variance of gaussian features.
  var gaussianVariance: Rational? {
    if case .gaussian(_, _, let variance, _) = declaration.features { variance } else { nil }
  }
}
