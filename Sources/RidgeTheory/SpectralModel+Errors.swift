import Enclosures

/// What replacing G by Ĝ costs, and what is certified at t = ∞.
///
/// Notation: M = qI − (η/n)G, M̂ the same for Ĝ, e = (η/n)·δ ≥ ‖M − M̂‖, κ ≥ max(‖M‖, ‖M̂‖),
/// V = ‖z‖ + ‖y‖. All bounds are rounded upward (the upper end of an interval is used).
extension SpectralModel {
  private func number(_ value: Rational) -> Interval { Interval(value, precision: bits) }

  /// e = (η/n)·δ.
  private var stepError: Interval { number(eta / Rational(n)) * errors.delta }

  private var vectorNorms: Interval { errors.normZ + errors.normY }

  /// κᵗ where κ may exceed 1, else 1: how much an error can have grown by step t.
  private func growth(at step: Int) -> Interval {
    var kappa = errors.kappaPlus
    if !isFullRank { kappa = .maximum(kappa, q.absoluteValue()) }
    // v_k = q^k z − y grows with |q| as well.
    kappa = .maximum(kappa, q.absoluteValue())
    let one = Interval(1, precision: bits)
    return Interval(point: Interval.maximum(kappa, one).upper).power(step)
  }

  /// A bound of ‖r(t) − r̂(t)‖ for all t ≤ step.
  ///
  /// r(t) = Mᵗ(z − y) − ηλ·Σ_{k<t} Mᵏy. From ‖Mᵏ − M̂ᵏ‖ ≤ k·κ^{k−1}·e the difference is at most
  /// κᵗ·e·(t·V + ηλ·(t²/2)·‖y‖). Below full rank r̂ keeps the modes of Ĝ's range only; for v in the range
  /// of G the rest of v is at most ‖v‖·δ/λ⁺, because (I − P̂)G = (I − P̂)(G − Ĝ).
  func residualError(at step: Int) -> Interval {
    let t = Interval(step, precision: bits)
    let decay = number(eta * lambda)
    let half = t.squared().scaled(byPowerOfTwo: -1)
    var error = stepError * (t * vectorNorms + decay * half * errors.normY)
    if !isFullRank {
      let mass = vectorNorms + Interval.minimum(Interval(1, precision: bits), decay * t) * errors.normY
      error = error + quotient(errors.delta, errors.leastLower) * mass
    }
    return error * growth(at: step)
  }

  /// A bound of ‖a(t) − Wᵀα(t)‖ for all t ≤ step.
  ///
  /// a(t) = −(η/n)·Σ_{k<t} M^{t−1−k}(qᵏz − y): as for the residual, summed once more.
  func dualError(at step: Int) -> Interval {
    let t = Interval(step, precision: bits)
    var sum = stepError * t.squared().scaled(byPowerOfTwo: -1)
    if !isFullRank { sum = sum + t * quotient(errors.delta, errors.leastLower) }
    return number(eta / Rational(n)) * sum * vectorNorms * growth(at: step)
  }

  /// A bound of ‖α(t)‖ for all t ≤ step.
  func dualNorm(at step: Int) -> Interval {
    number(eta / Rational(n)) * Interval(step, precision: bits) * vectorNorms * growth(at: step)
  }

  /// a/b for upper bounds a and lower bounds b > 0; unbounded where b is not known to be positive.
  private func quotient(_ a: Interval, _ b: Interval) -> Interval {
    (try? a / b) ?? Interval(lower: .zero(precision: bits), upper: .infinity(precision: bits))
  }

  /// A bound of ‖G⁺ − Ĝ⁺‖₂: δ/(λ⁺·d_min) at full rank; below, Wedin's (1+√5)/2·max(‖G⁺‖, ‖Ĝ⁺‖)²·δ
  /// (P.-Å. Wedin, BIT 13 (1973), Thm 4.1), with 2 for the constant.
  var pseudoinverseError: Interval {
    let bound = quotient(errors.delta, errors.leastLower.squared())
    return isFullRank ? bound : bound.scaled(byPowerOfTwo: 1)
  }

  /// A bound of ‖Sy − Ŝy‖, S = G(G + nλI)⁻¹, on the modes kept.
  var fittedError: Interval {
    let rest = isFullRank
      ? Interval.zero(precision: bits)
      : quotient(errors.delta, errors.leastLower) * errors.normY
    if lambda.isZero { return rest }
    let decay = number(lambda)
    let least = quotient(errors.leastLower, Interval(n, precision: bits)) + decay
    let other = isFullRank ? least : decay
    let change = decay * quotient(errors.delta, Interval(n, precision: bits) * least * other)
    return change * errors.normY + rest
  }

  /// A bound of |vᵀG⁺v − v̂ᵀĜ⁺v̂| for ‖v‖, ‖v̂‖ ≤ norm and ‖v − v̂‖ ≤ error.
  func quadraticError(norm: Interval, error: Interval) -> Interval {
    pseudoinverseError * norm.squared()
      + quotient((norm.scaled(byPowerOfTwo: 1) + error) * error, errors.leastLower)
  }

  /// A bound of |zᵀG⁺y − zᵀĜ⁺y|.
  var crossError: Interval { pseudoinverseError * errors.normZ * errors.normY }

  /// A bound of ‖G⁺Sy − Ĝ⁺Ŝy‖.
  var limitDualError: Interval {
    pseudoinverseError * errors.normY + quotient(fittedError, errors.leastLower)
  }

  /// √(λ_max(Σ)·λ_max(G)) ≥ ‖Σ^{1/2}Φᵀ‖: how an error of a enters √L.
  var weightedFeatureNorm: Interval {
    (errors.sigmaMaxUpper * errors.greatestUpper).clampedSquareRoot()
  }

  /// √λ_max(G) = ‖Φᵀ‖.
  var featureNorm: Interval { errors.greatestUpper.clampedSquareRoot() }

  /// (√max(x, 0) ± error)², not below 0: adding an error of norm `error` to a vector of squared norm x.
  func perturbedSquare(_ x: Interval, error: Interval) -> Interval {
    let root = x.clampedSquareRoot().widened(by: error.upper)
    return Interval.maximum(root, .zero(precision: bits)).squared()
  }
}
