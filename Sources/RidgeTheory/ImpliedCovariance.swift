import Documents
import Enclosures

/// The population covariance that a random feature map implies: a matrix and how far Σ is from it.
///
/// Σ = E[φ(x)φ(x)ᵀ] over x ~ N(0, I_d) has closed forms, which are irrational. So it is known as
/// an exact matrix Σ̂ of fixed-point numbers with
///
///     ‖Σ − Σ̂‖_F ≤ error,
///
/// and whatever is computed with Σ̂ has to account for the error: Σ̂ is not Σ, and may have
/// eigenvalues slightly below 0, which Σ has not. The error is the same at every working precision.
struct ImpliedCovariance: Sendable {
  /// Σ̂.
  let matrix: FixedPointMatrix
  /// An upper bound of ‖Σ − Σ̂‖_F, of ‖Σ − Σ̂‖₂ and of |tr Σ − tr Σ̂|, at 64 bits.
  let error: BigFloat
  /// tr Σ where it is rational.
  let trace: Rational?

  /// Fraction bits beyond the scale of the entries.
  private static let gridBits = 190
  /// The least working precision; the error bounds are those of this one.
  private static let leastPrecision = 224
  /// The most features for which Σ is computed.
  static let maximumSize = 12_000
}

extension ImpliedCovariance {
  /// Σ of a feature map.
  ///
  /// - Parameters:
  ///   - map: the feature map.
  ///   - precision: the working precision of the entries, in bits; at least 224 are used.
  ///   - jobs: threads; the result does not depend on it.
  init(_ map: RandomFeatureMap, precision: Int, jobs: Int) {
    let working = max(precision, ImpliedCovariance.leastPrecision)
    let vectors = map.parameters.dyadic
    let m = vectors.rows
    let norms2 = inParallel(m) { row in
      let single = vectors.selectingRows([row])
      return single.gram(jobs: 1)[0, 0]
    }
    let unit = BigFloat(1, precision: 64, rounding: .nearest)
    func power(_ exponent: Int) -> BigFloat { unit.scaled(byPowerOfTwo: exponent) }
    let scale: Int
    let entry: BigFloat
    let truncation: BigFloat
    switch map {
    case .relu:
      // M = max ‖w‖² < 2^scale bounds every |Σ_jk| twice over.
      let greatest = norms2.max() ?? 0
      scale = BigFloat(greatest, precision: 64, rounding: .up).binaryExponent ?? 0
      let kernel = ReLUKernel(precision: working)
      matrix = ImpliedCovariance.matrix(vectors, norms2, scale: scale, jobs: jobs) {
        kernel.value($2, norms2[$0], norms2[$1])
      }
      entry = power(scale + ReLUKernel.errorBits - ImpliedCovariance.leastPrecision)
      truncation = .zero(precision: 64)
      trace = norms2.reduce(Rational(0), +) / 2
    case .fourier(_, let phases):
      scale = 1
      let kernel = FourierKernel(phases: phases, precision: working)
      matrix = ImpliedCovariance.matrix(vectors, norms2, scale: scale, jobs: jobs) {
        kernel.value($0, $1, $2, norms2[$0], norms2[$1])
      }
      entry = power(FourierKernel.errorBits - ImpliedCovariance.leastPrecision)
      truncation = ImpliedCovariance.truncationError(count: m)
      trace = nil
    }
    // m times the greatest error of an entry bounds the Frobenius norm; half a grid step is for rounding.
    let rounding = power(scale - ImpliedCovariance.gridBits - 1)
    error = entry.adding(rounding, precision: 64, .up)
      .multiplied(by: BigFloat(m, precision: 64, rounding: .up), precision: 64, .up)
      .adding(truncation, precision: 64, .up)
  }

  /// The closed form for every pair, given the exact inner product of its vectors.
  private static func matrix(
    _ vectors: FixedPointMatrix, _ norms2: [Rational], scale: Int, jobs: Int,
    _ value: @Sendable (Int, Int, Rational) -> BigFloat
  ) -> FixedPointMatrix {
    .symmetric(
      size: vectors.rows, fractionBits: gridBits - scale, magnitudeBits: scale, jobs: jobs
    ) { row in
      let products = vectors.dotProducts(ofRow: row)
      return (0...row).map { value(row, $0, $0 == row ? norms2[row] : products[0, $0]) }
    }
  }

  /// A bound of ‖E[φ̂φ̂ᵀ] − E[φφᵀ]‖_F for the truncated Fourier features φ̂: 2√2·√m·2⁻¹²⁸.
  ///
  /// **Proof.** |φ̂_j| ≤ |φ_j| and |φ̂_j − φ_j| ≤ 2⁻¹²⁸ for every x, so ‖φ̂‖ ≤ ‖φ‖ ≤ √2 and ‖φ̂ − φ‖ ≤
  /// √m·2⁻¹²⁸. From φ̂φ̂ᵀ − φφᵀ = (φ̂ − φ)φ̂ᵀ + φ(φ̂ − φ)ᵀ, two matrices of rank one: ‖φ̂φ̂ᵀ − φφᵀ‖_F ≤
  /// 2√2·√m·2⁻¹²⁸ for every x, and the mean has no greater norm. The trace: |‖φ̂‖² − ‖φ‖²| ≤
  /// (‖φ̂‖ + ‖φ‖)·‖φ̂ − φ‖, the same bound.
  private static func truncationError(count m: Int) -> BigFloat {
    BigFloat(8 * m, precision: 64, rounding: .up).squareRoot(precision: 64, .up)
      .scaled(byPowerOfTwo: -RandomFeatureMap.fourierBits)
  }
}

/// E[max(0, w·x)·max(0, v·x)] for x ~ N(0, I): (s + p·(π − α))/(2π) with p = w·v, s = √(‖w‖²‖v‖² − p²)
/// and the angle α between w and v (Cho, Saul 2009).
struct ReLUKernel: Sendable {
  private let precision: Int
  private let inverseTurn: BigFloat

  /// |computed − exact| ≤ 2^errorBits·2^(−precision)·max(‖w‖², ‖v‖²).
  static let errorBits = 4

  init(precision: Int) {
    self.precision = precision
    let turn = BigFloat.pi(precision: precision, .nearest).scaled(byPowerOfTwo: 1)
    inverseTurn = BigFloat(1, precision: precision, rounding: .nearest)
      .divided(by: turn, precision: precision, .nearest)
  }

  /// The value for exact p, ‖w‖² and ‖v‖².
  ///
  /// **Error.** Let ω = 2^(−precision), M = max(‖w‖², ‖v‖²), so |p| ≤ M and 0 ≤ s ≤ M. p is rounded by
  /// at most ωM and s, the rounded root of a rounded exact number, by 2ωM. As π − α = atan2(s, −p), the
  /// function is f = s + p·atan2(s, −p), continuous on s ≥ 0 with ∂f/∂s = s²/(s² + p²) ∈ [0, 1] and
  /// |∂f/∂p| = |atan2(s, −p) + ps/(s² + p²)| ≤ π + ½: the rounded arguments change f by at most 6ωM. The
  /// rounded arcus, product and sum add at most 3πωM + 2nd order < 11ωM, because |f| ≤ πM. Divided by
  /// 2π, that is below 3ωM; the factor and the last product add 3ω·|f|/(2π) < 2ωM. Together less than 16ωM.
  func value(_ p: Rational, _ first: Rational, _ second: Rational) -> BigFloat {
    let square = first * second - p * p
    let s = BigFloat(square, precision: precision, rounding: .nearest)
      .squareRoot(precision: precision, .nearest)
    // f = s where p = 0.
    var sum = s
    if !p.isZero {
      let factor = BigFloat(p, precision: precision, rounding: .nearest)
      let angle = s.angle(over: -factor, precision: precision, .nearest)
      sum = s.adding(
        factor.multiplied(by: angle, precision: precision, .nearest), precision: precision,
        .nearest)
    }
    return sum.multiplied(by: inverseTurn, precision: precision, .nearest)
  }
}

/// E[φ_jφ_k] for φ_j = √(2/m)·cos(w_j·x + b_j), b_j = 2πu_j, and x ~ N(0, I):
/// (1/m)·[cos(b_j − b_k)·e^{−‖w_j − w_k‖²/2} + cos(b_j + b_k)·e^{−‖w_j + w_k‖²/2}].
struct FourierKernel: Sendable {
  private let precision: Int
  private let cosines: [BigFloat]
  private let sines: [BigFloat]
  private let share: BigFloat

  /// |computed − exact| ≤ 2^errorBits·2^(−precision).
  static let errorBits = 8

  init(phases: [Rational], precision: Int) {
    self.precision = precision
    let turn = BigFloat.pi(precision: precision, .nearest).scaled(byPowerOfTwo: 1)
    let angles = phases.map {
      turn.multiplied(
        by: BigFloat($0, precision: precision, rounding: .nearest), precision: precision, .nearest)
    }
    cosines = angles.map { $0.cosine(precision: precision, .nearest) }
    sines = angles.map { $0.sine(precision: precision, .nearest) }
    share = BigFloat(Rational(1, phases.count), precision: precision, rounding: .nearest)
  }

  /// The value for features j and k with the exact inner product and squared norms of their frequencies.
  ///
  /// **Error.** With ω = 2^(−precision): an angle below 2π errs by 13ω, so its cosine and sine by 14ω; a
  /// product of two of them by 30ω, the sum of two products, cos(b_j ∓ b_k), by 62ω. The exponential of a
  /// rounded number −D/2 ≤ 0 errs by ω·(D/2)e^{−D/2} + ω < 2ω, so each term by 66ω and their sum by 134ω.
  /// The share and the last product add 4ω/m: together at most 138ω/m < 2⁸ω.
  func value(
    _ j: Int, _ k: Int, _ product: Rational, _ first: Rational, _ second: Rational
  ) -> BigFloat {
    func times(_ a: BigFloat, _ b: BigFloat) -> BigFloat {
      a.multiplied(by: b, precision: precision, .nearest)
    }
    func decay(_ distance2: Rational) -> BigFloat {
      BigFloat(-distance2 / 2, precision: precision, rounding: .nearest)
        .exponential(precision: precision, .nearest)
    }
    let squares = first + second
    let cosine = times(cosines[j], cosines[k])
    let sine = times(sines[j], sines[k])
    let difference = times(
      cosine.adding(sine, precision: precision, .nearest), decay(squares - product - product))
    let sum = times(
      cosine.subtracting(sine, precision: precision, .nearest),
      decay(squares + product + product))
    return times(share, difference.adding(sum, precision: precision, .nearest))
  }
}
