import Enclosures

/// The population loss for any Σ: a quadratic form in the rank + 2 coefficients (ρ_1ᵗ, …, ρ_rᵗ, qᵗ, 1).
extension SpectralModel {
  /// The coefficients of θ⁽ᵗ⁾ − θ* = Φᵀa + x·θ⁽⁰⁾ − y₀·θ*, with a = Wᵀα.
  struct Coefficients {
    let dual: [Interval]
    let start: Interval
    let teacher: Interval
  }

  /// α_i = (ρ_iᵗγ_i − qᵗζ_i + S_iυ_i)/d_i.
  func coefficients(modes: [Interval], q: Interval) -> Coefficients {
    let dual = (0..<modeCount).map {
      quotientByEigenvalue(modes[$0] * gamma[$0] - q * zeta[$0] + fitted[$0], $0)
    }
    return Coefficients(dual: dual, start: q, teacher: Interval(1, precision: bits))
  }

  /// ‖Σ^{1/2}(Φᵀa + x·θ⁽⁰⁾ − y₀·θ*)‖ for the dual vector a = Wᵀα + (error of norm `dualError`).
  func weightedNorm(_ c: Coefficients, dualError: Interval) -> Interval {
    guard case .general(let products) = covariance else { return .entire(precision: bits) }
    let count = modeCount
    let h = products.h
    var form =
      c.start.squared() * products.startStart
      - (c.start * c.teacher * products.startTeacher).scaled(byPowerOfTwo: 1)
      + c.teacher.squared() * products.teacherTeacher
    for i in 0..<count {
      var row = (c.start * products.startColumn[i] - c.teacher * products.teacherColumn[i])
        .scaled(byPowerOfTwo: 1)
      row = row + h[i * count + i] * c.dual[i]
      // H is symmetric: twice the part left of the diagonal.
      var left = Interval.zero(precision: bits)
      for j in 0..<i { left = left + h[i * count + j] * c.dual[j] }
      form = form + c.dual[i] * (row + left.scaled(byPowerOfTwo: 1))
    }
    // V̂ᵀα stands for Wᵀα here.
    let norm = c.dual.reduce(Interval.zero(precision: bits)) { $0 + $1.squared() }
      .clampedSquareRoot()
    let error = weightedFeatureNorm * (dualError + errors.omega * norm)
    // The form is vᵀΣ̂v for the vector v that V̂ᵀα gives; vᵀΣv ≥ 0 is within ‖Σ − Σ̂‖·‖v‖² of it.
    if !products.error.isZero {
      let norm2 = plainNorm2(c, dualNorm: norm, teacherNorm: products.teacherNorm)
      form = form.widened(by: (products.error * norm2).upper)
    }
    let root = form.clampedSquareRoot().widened(by: error.upper)
    return .maximum(root, .zero(precision: bits))
  }

  /// An upper bound of ‖Φᵀ(V̂ᵀα) + x·θ⁽⁰⁾ − y₀·θ*‖², ‖α‖ being given.
  ///
  /// For a = Wᵀα and Ĝ in place of G, ‖Φᵀa + x·θ⁽⁰⁾‖² is Σ(d_iα_i + xζ_i)²/d_i + x²‖θ⁽⁰⁾_⊥‖²; G adds at most
  /// δ‖α‖², V̂ in place of W changes the vector by at most ‖Φᵀ‖·ω‖α‖, and y₀·θ* by |y₀|·T.
  private func plainNorm2(
    _ c: Coefficients, dualNorm: Interval, teacherNorm: Interval
  ) -> Interval {
    let parallel = weightedSum((0..<modeCount).map { d[$0] * c.dual[$0] + c.start * zeta[$0] })
    let sum = parallel + c.start.squared() * startPerp2 + errors.delta * dualNorm.squared()
    let norm =
      sum.clampedSquareRoot() + featureNorm * errors.omega * dualNorm
      + c.teacher.absoluteValue() * teacherNorm
    return norm.squared()
  }

  /// L(t) over a block: the form at the midpoint of the coefficients, then ‖·‖ is a norm, so that
  /// √L varies by at most ‖Σ^{1/2}(change)‖.
  func generalPopulationLoss(over block: TimeRange, startPerpNorm: Interval) -> Interval {
    let dualError = dualError(at: block.upper ?? block.lower)
    return hull(over: block) {
      generalPopulationLoss(at: $0, dualError: dualError, startPerpNorm: startPerpNorm)
    }
  }

  private func generalPopulationLoss(
    at powers: Powers, dualError: Interval, startPerpNorm: Interval
  ) -> Interval {
    let middle = coefficients(
      modes: powers.modes.map { Interval(point: $0.midpoint) },
      q: Interval(point: powers.q.midpoint))
    let centre = weightedNorm(middle, dualError: dualError)
    // Σ_i Δ_i·γ_i·Φᵀw_i/d_i: with b_i = Δ_iγ_i/d_i, ‖ΦᵀWᵀb‖² = Σ d_i b_i² + error ≤ … + δ‖b‖².
    var weighted = Interval.zero(precision: bits)
    var plain = Interval.zero(precision: bits)
    for mode in 0..<modeCount {
      let change = Interval(point: powers.modes[mode].radius) * gamma[mode]
      let scaled = quotientByEigenvalue(change, mode)
      weighted = weighted + quotientByEigenvalue(change.squared(), mode)
      plain = plain + scaled.squared()
    }
    let modesPart = (errors.sigmaMaxUpper * (weighted + errors.delta * plain)).clampedSquareRoot()
    let startPart = Interval(point: powers.q.radius) * startPerpNorm
    let root = centre.widened(by: (modesPart + startPart).upper)
    return Interval.maximum(root, .zero(precision: bits)).squared()
  }

  /// ‖Σ^{1/2}(θ⁽⁰⁾ − ΦᵀWᵀ(ζ/d))‖: the start without its part along the rows of Φ, for Ĝ; 0 where Σ = sI,
  /// which does not need it.
  var hatStartPerpWeighted: Interval {
    guard case .general = covariance else { return .zero(precision: bits) }
    return weightedNorm(startPerpCoefficients, dualError: .zero(precision: bits))
  }

  /// θ⁽⁰⁾ − Φᵀ(Wᵀ(ζ/d)).
  var startPerpCoefficients: Coefficients {
    Coefficients(
      dual: (0..<modeCount).map { -quotientByEigenvalue(zeta[$0], $0) },
      start: Interval(1, precision: bits), teacher: .zero(precision: bits))
  }

  /// The limit of θ⁽ᵗ⁾ − θ*: the ridge solution for λ > 0; for λ = 0 the start keeps its perpendicular part.
  var limitCoefficients: Coefficients {
    coefficients(
      modes: Array(repeating: .zero(precision: bits), count: modeCount),
      q: lambda.isZero ? Interval(1, precision: bits) : .zero(precision: bits))
  }
}
