import Enclosures

/// A spectral model with the constants that every evaluation shares, computed once.
struct SpectralLevel: Sendable {
  let model: SpectralModel
  /// Certified constants of the problem itself (errors of Ĝ included).
  let startPerp2: Interval
  let startTeacherPerp: Interval
  let teacherPerp2: Interval
  let startPerpWeighted2: Interval
  let limitResidualNorm: Interval
  let limitTrainLoss: Interval
  let limitPopulationLoss: Interval
  let limitParallelNorm2: Interval
  let transientNorm: Interval
  let transientParameterNorm2: Interval
  /// ‖Σ^{1/2}θ⁽⁰⁾_⊥‖ for Ĝ, which block evaluations of a general Σ need.
  let hatStartPerpWeighted: Interval

  init(_ model: SpectralModel) {
    self.model = model
    startPerp2 = model.trueStartPerp2
    startTeacherPerp = model.trueStartTeacherPerp
    teacherPerp2 = model.trueTeacherPerp2
    startPerpWeighted2 = model.startPerpWeighted2
    limitResidualNorm = model.limitResidualNorm
    limitTrainLoss = model.limitTrainLoss
    limitPopulationLoss = model.limitPopulationLoss
    limitParallelNorm2 = model.limitParallelNorm2
    transientNorm = model.transientNorm
    transientParameterNorm2 = model.transientParameterNorm2
    hatStartPerpWeighted = model.hatStartPerpWeighted
  }

  private var bits: Int { model.bits }
  private var errors: ErrorConstants { model.errors }
  private var q: Interval { model.q }

  /// Whether the run converges: every |ρ_i| < 1 and |q| < 1 (or λ = 0).
  var isContracting: Bool {
    let one = BigFloat(1, precision: bits, rounding: .nearest)
    return errors.kappaPlus.upper < one
      && (model.lambda.isZero || q.absoluteValue().upper < one)
  }

  /// κ₊ᵗ·x bounds the transient for all t ≥ T, where κ₊ < 1.
  private func transient(_ x: Interval, from step: Int) -> Interval {
    Interval(point: errors.kappaPlus.upper).power(step) * x
  }

  /// L_n(t) for all t ≥ T.
  ///
  /// In the range of G; the noise beside it adds its constant. Contracting: |‖r(t)‖ − ‖r_∞‖| ≤ κ₊ᵗ‖γ‖. Otherwise, if ‖r(t) − r_∞‖ grows from T to T + 1 it grows for
  /// ever after, because its square Σρ_i²ᵗγ_i² is log-convex in t; then L_n has a lower bound only.
  func trainLossTail(from step: Int) -> Interval {
    let scale = Interval(Rational(1, 2 * model.n), precision: bits)
    if isContracting {
      let root = limitResidualNorm.widened(by: transient(transientNorm, from: step).upper)
      return (model.nonnegative(root).squared() + model.noiseRest2) * scale
    }
    return Interval(
      lower: ((divergentResidualNorm(from: step).squared() + model.noiseRest2) * scale).lower,
      upper: .infinity(precision: bits))
  }

  /// A lower bound of ‖r(t)‖ for all t ≥ T where the run is certified to diverge; 0 otherwise.
  private func divergentResidualNorm(from step: Int) -> Interval {
    func distance(_ t: Int) -> Interval {
      let hat = (0..<model.modeCount).reduce(Interval.zero(precision: bits)) {
        $0 + (model.rho[$1].power(t) * model.gamma[$1]).squared()
      }
      let error = model.residualError(at: t) + model.fittedError
      return model.nonnegative(hat.clampedSquareRoot().widened(by: error.upper))
    }
    let zero = Interval.zero(precision: bits)
    // Beyond 2³⁰ steps a growing run has left every range; do not build such powers.
    guard step < 1 << 30 else { return zero }
    let now = distance(step)
    guard now.isBounded, now.isLess(than: distance(step + 1)) == .certainlyTrue else { return zero }
    return model.nonnegative(Interval(point: now.lower) - Interval(point: limitResidualNorm.upper))
  }

  /// L(t) for all t ≥ T.
  ///
  /// |√L(t) − √L_∞| ≤ qᵗ‖Σ^{1/2}θ⁽⁰⁾_⊥‖ + √λ_max(Σ)·κ₊ᵗ‖u_∥‖ (theory/ridge.md section 4); without the first
  /// term for λ = 0. A divergent run has L ≥ λ_min(Σ)·‖Φ(θ − θ*)‖²/λ_max(G), where Φ(θ − θ*) = r + Pξ has norm at
  /// least ‖r‖ − ‖ξ‖.
  func populationLossTail(from step: Int, sigmaMinLower: Interval) -> Interval {
    if isContracting {
      var change =
        errors.sigmaMaxUpper.clampedSquareRoot()
        * transient(transientParameterNorm2.clampedSquareRoot(), from: step)
      if !model.lambda.isZero {
        change = change + q.absoluteValue().power(step) * startPerpWeighted2.clampedSquareRoot()
      }
      return model.nonnegative(limitPopulationLoss.clampedSquareRoot().widened(by: change.upper))
        .squared()
    }
    let residual = model.nonnegative(
      Interval(point: (divergentResidualNorm(from: step) - errors.normNoise).lower)
    ).squared()
    let lower =
      (try? sigmaMinLower * residual / Interval(point: errors.greatestUpper.upper))
      ?? .zero(precision: bits)
    return Interval(lower: lower.lower, upper: .infinity(precision: bits))
  }

  /// ‖θ⁽ᵗ⁾‖² for all t ≥ T where the run converges.
  func parameterNorm2Tail(from step: Int) -> Interval {
    guard isContracting else {
      return Interval(lower: .zero(precision: bits), upper: .infinity(precision: bits))
    }
    var change = transient(transientParameterNorm2.clampedSquareRoot(), from: step)
    var limit = limitParallelNorm2
    if model.lambda.isZero {
      limit = limit + startPerp2
    } else {
      change = change + q.absoluteValue().power(step) * startPerp2.clampedSquareRoot()
    }
    return model.nonnegative(limit.clampedSquareRoot().widened(by: change.upper)).squared()
  }
}
