import Enclosures

/// What replacing G by Ĝ costs, and what is certified at t = ∞.
///
/// Notation: M = qI − (η/n)G, M̂ the same for Ĝ, e = (η/n)·δ ≥ ‖M − M̂‖, P and P̂ the projectors on
/// the range of G and on the modes of Ĝ, V = ‖z‖ + ‖y‖. M on the range of P and M̂ on that of P̂
/// have norms of at most κ₊. All bounds are rounded upward (the upper end of an interval is used).
///
/// Two facts carry everything; z, Φθ* and y lie in the range of G, y being Py (`SpectralModel`).
///
/// 1. On the modes kept: F_k = P̂MᵏP − M̂ᵏP̂P has F_0 = 0 and F_{k+1} = P̂(M − M̂)MᵏP + M̂P̂F_k, so
///    that ‖F_k‖ ≤ k·κ₊^{k−1}·e.
/// 2. Beside them (below full rank only; at full rank P = P̂ = I): ‖(I − P̂)P‖ = ‖(I − P)P̂‖ as the
///    ranks agree, and (I − P)P̂Ĝ = (I − P)(Ĝ − G)P̂ because (I − P)G = 0, so both are at most
///    δ/d_min.
extension SpectralModel {
  private func number(_ value: Rational) -> Interval { Interval(value, precision: bits) }

  /// e = (η/n)·δ.
  private var stepError: Interval { number(eta / Rational(n)) * errors.delta }

  private var vectorNorms: Interval { errors.normZ + errors.normY }

  /// gᵗ for g = max(κ₊, |q|, 1): how much an error can have grown by step t; q because qᵏz − y
  /// enters a.
  private func growth(at step: Int) -> Interval {
    let kappa = Interval.maximum(errors.kappaPlus, q.absoluteValue())
    let one = Interval(1, precision: bits)
    return Interval(point: Interval.maximum(kappa, one).upper).power(step)
  }

  /// A bound of ‖r(t) − r̂(t)‖ for all t ≤ step.
  ///
  /// r(t+1) = Mr(t) − ηλy, and r̂ has the same with M̂ and P̂y, from r̂(0) = P̂r(0). So on the modes kept
  /// D_t = P̂r(t) − r̂(t) has D_0 = 0 and D_{t+1} = M̂D_t + P̂(M − M̂)r(t). With ‖r(k)‖ ≤ gᵏ·V that is at
  /// most gᵗ·e·t·V, whatever the decay. The bound of ‖r(k)‖: r(t) = Mᵗz − f(M)y with
  /// f(ρ_i) = S_i·ρ_iᵗ + (1 − S_i), a mean of ρ_iᵗ and 1. By fact 2 the rest of r(t) is at most ‖r(t)‖·δ/λ⁺.
  func residualError(at step: Int) -> Interval {
    var factor = stepError * Interval(step, precision: bits)
    if !isFullRank { factor = factor + quotient(errors.delta, errors.leastLower) }
    return factor * vectorNorms * growth(at: step)
  }

  /// A bound of ‖a(t) − Wᵀα(t)‖ for all t ≤ step.
  ///
  /// a(t) = −(η/n)·Σ_{k<t} M^{t−1−k}(qᵏz − y): as for the residual, summed once more; the part
  /// beside the modes kept is at most ‖a(t)‖·δ/λ⁺.
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
  func quotient(_ a: Interval, _ b: Interval) -> Interval {
    (try? a / b) ?? Interval(lower: .zero(precision: bits), upper: .infinity(precision: bits))
  }

  /// A bound of ‖G⁺ − Ĝ⁺‖₂, Ĝ⁺ over the modes kept: δ/(λ⁺·d_min) at full rank.
  ///
  /// Below, Wedin's argument (BIT 13 (1973), Thm 4.1): Ĝ⁺ − G⁺ has the parts −Ĝ⁺(Ĝ − G)G⁺ from the
  /// range of P to that of P̂, (Ĝ⁺)²(Ĝ − G)(I − P) from its complement to that of P̂, and −(I −
  /// P̂)P·G⁺ from the range of P to the complement of P̂'s. Each is at most x = δ/min(λ⁺, d_min)²,
  /// so the whole is at most x·(1+√5)/2, the norm of (1 1; 1 0). 2 is used. That the eigenvalues of
  /// Ĝ left out are not 0 does not matter: they enter none of the parts.
  var pseudoinverseError: Interval {
    let bound = quotient(errors.delta, errors.leastLower.squared())
    return isFullRank ? bound : bound.scaled(byPowerOfTwo: 1)
  }

  /// A bound of ‖Sy − Ŝy‖, S = G(G + nλI)⁻¹ and Ŝ the same for the modes kept; so also of
  /// ‖(I − S)y − (P̂ − Ŝ)y‖.
  ///
  /// On the modes kept the difference is nλ·P̂(Ĝ + nλI)⁻¹(G − Ĝ)(G + nλI)⁻¹Py; beside them fact 2.
  var fittedError: Interval {
    let rest =
      isFullRank
      ? Interval.zero(precision: bits)
      : quotient(errors.delta, errors.leastLower) * errors.normY
    if lambda.isZero { return rest }
    let decay = number(lambda)
    let least = quotient(errors.leastLower, Interval(n, precision: bits)) + decay
    let other = isFullRank ? least : decay
    let change = decay * quotient(errors.delta, Interval(n, precision: bits) * least * other)
    return change * errors.normY + rest
  }

  /// A bound of |vᵀG⁺v − v̂ᵀĜ⁺v̂| for ‖v‖ ≤ norm and ‖P̂v − v̂‖ ≤ error.
  func quadraticError(norm: Interval, error: Interval) -> Interval {
    pseudoinverseError * norm.squared()
      + quotient((norm.scaled(byPowerOfTwo: 1) + error) * error, errors.leastLower)
  }

  /// A bound of |zᵀG⁺Φθ* − zᵀĜ⁺Φθ*|.
  var crossError: Interval { pseudoinverseError * errors.normZ * errors.normTaught }

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

  /// (√max(x, 0) ± error)², not below 0: adding an error of norm `error` to a vector of squared
  /// norm x.
  func perturbedSquare(_ x: Interval, error: Interval) -> Interval {
    let root = x.clampedSquareRoot().widened(by: error.upper)
    return Interval.maximum(root, .zero(precision: bits)).squared()
  }
}
