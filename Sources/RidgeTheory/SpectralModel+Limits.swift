import Enclosures

/// Certified constants of the problem itself (no longer of Ĝ).
extension SpectralModel {
  /// ‖θ⁽⁰⁾_⊥‖².
  var trueStartPerp2: Interval {
    if isSpanning { return .zero(precision: bits) }
    return nonnegative(
      startPerp2.widened(
        by: quadraticError(norm: errors.normZ, error: .zero(precision: bits)).upper))
  }

  /// ⟨θ⁽⁰⁾_⊥, θ*_⊥⟩.
  var trueStartTeacherPerp: Interval {
    isSpanning ? .zero(precision: bits) : startTeacherPerp.widened(by: crossError.upper)
  }

  /// ‖θ*_⊥‖².
  var trueTeacherPerp2: Interval {
    if isSpanning { return .zero(precision: bits) }
    return nonnegative(
      teacherPerp2.widened(
        by: quadraticError(norm: errors.normTaught, error: .zero(precision: bits)).upper))
  }

  func nonnegative(_ x: Interval) -> Interval { .maximum(x, .zero(precision: bits)) }

  /// ‖r_∞‖ = ‖(I − S)y‖, the residual of the ridge solution in the range of G; 0 for λ = 0.
  var limitResidualNorm: Interval {
    let hat = w.reduce(Interval.zero(precision: bits)) { $0 + $1.squared() }.clampedSquareRoot()
    return nonnegative(hat.widened(by: fittedError.upper))
  }

  /// ‖γ‖ = ‖z − Sy‖ = ‖r(0) − r_∞‖.
  var transientNorm: Interval {
    let hat = gamma.reduce(Interval.zero(precision: bits)) { $0 + $1.squared() }.clampedSquareRoot()
    var error = fittedError
    if !isFullRank { error = error + quotient(errors.delta * errors.normZ, errors.leastLower) }
    return nonnegative(hat.widened(by: error.upper))
  }

  /// ‖u_∥‖² = (z − Sy)ᵀG⁺(z − Sy) = Σ u_i².
  var transientParameterNorm2: Interval {
    nonnegative(
      weightedSum(gamma).widened(
        by: quadraticError(norm: errors.normZ + errors.normY, error: fittedError).upper))
  }

  /// ‖θ_∞‖² of the part along the rows of Φ: (Sy)ᵀG⁺(Sy).
  var limitParallelNorm2: Interval {
    nonnegative(
      weightedSum(fitted).widened(by: quadraticError(norm: errors.normY, error: fittedError).upper))
  }

  /// L_n(θ*_λ) = (‖r_∞‖² + ‖(I − P)ξ‖²)/(2n).
  var limitTrainLoss: Interval {
    (limitResidualNorm.squared() + noiseRest2) * Interval(Rational(1, 2 * n), precision: bits)
  }

  /// The limit of L(t): L(θ*_λ) for λ > 0.
  ///
  /// Along the rows θ* − θ_∞ = Φ⁺(Φθ* − Sy), Φθ* − Sy = (I − S)y − Pξ. Its norm is at most ‖y‖ + ‖ξ‖, and its
  /// coordinates w − ξ̂ err by ‖P̂Sy − Ŝy‖, as ξ̂ = WPξ exactly. The teacher's part beside them has no noise.
  var limitPopulationLoss: Interval {
    switch covariance {
    case .scaledIdentity(let scale):
      var hat = teacherPerp2 + weightedSum(teacherRest)
      var error =
        quadraticError(norm: errors.normTaught, error: .zero(precision: bits))
        + quadraticError(norm: errors.normY + errors.normNoise, error: fittedError)
      if lambda.isZero {
        hat = hat + startPerp2 - startTeacherPerp.scaled(byPowerOfTwo: 1)
        error =
          error + quadraticError(norm: errors.normZ, error: .zero(precision: bits))
          + crossError.scaled(byPowerOfTwo: 1)
      }
      return scale * nonnegative(hat.widened(by: error.upper))
    case .general:
      var error = limitDualError
      if lambda.isZero { error = error + pseudoinverseError * errors.normZ }
      return weightedNorm(limitCoefficients, dualError: error).squared()
    }
  }

  /// ‖Σ^{1/2}θ⁽⁰⁾_⊥‖².
  var startPerpWeighted2: Interval {
    if isSpanning { return .zero(precision: bits) }
    return switch covariance {
    case .scaledIdentity(let scale): scale * trueStartPerp2
    case .general:
      weightedNorm(startPerpCoefficients, dualError: pseudoinverseError * errors.normZ).squared()
    }
  }
}
