import Enclosures

/// Enclosures of the trajectory over a finite block of steps, O(rank) each for Σ = sI.
extension SpectralModel {
  /// ρ_iᵗ and qᵗ over a block.
  struct Powers {
    let modes: [Interval]
    let q: Interval
  }

  /// The hull of a function of the powers over a block.
  ///
  /// Powers of a negative number alternate, so that over a block they are known by their size alone. Where some do,
  /// the even and the odd steps are looked at by themselves: xᵗ is monotone in t over each, whatever x is.
  func hull(over block: TimeRange, _ value: (Powers) -> Interval) -> Interval {
    let last = block.upper ?? block.lower
    guard last > block.lower, q.lower.sign < 0 || rho.contains(where: { $0.lower.sign < 0 }) else {
      return value(Powers(modes: rho.map { $0.power(over: block) }, q: q.power(over: block)))
    }
    func everySecond(from first: Int) -> Powers {
      let end = last - (last - first) % 2
      func power(_ x: Interval) -> Interval { .hull(x.power(first), x.power(end)) }
      return Powers(modes: rho.map(power), q: power(q))
    }
    return .hull(
      value(everySecond(from: block.lower)), value(everySecond(from: block.lower + 1)))
  }

  /// ρ_iᵗγ_i − x_i: r̂_i(t) for x = w, and r̂_i(t) + ξ̂_i for `teacherRest`.
  private func residuals(_ powers: Powers, minus x: [Interval]) -> [Interval] {
    (0..<modeCount).map { powers.modes[$0] * gamma[$0] - x[$0] }
  }

  private func sum(_ terms: some Sequence<Interval>) -> Interval {
    terms.reduce(.zero(precision: bits), +)
  }

  /// ‖r(t)‖² = 2n·L_n(t) over a block: in the range of G, and the noise beside it.
  func residualNorm2(over block: TimeRange) -> Interval {
    let last = block.upper ?? block.lower
    let hat = hull(over: block) { powers in
      sum(residuals(powers, minus: w).lazy.map { $0.squared() })
    }
    return perturbedSquare(hat, error: residualError(at: last)) + noiseRest2
  }

  /// L_n(t) = ‖r(t)‖²/(2n) over a block.
  func trainLoss(over block: TimeRange) -> Interval {
    residualNorm2(over: block) * Interval(Rational(1, 2 * n), precision: bits)
  }

  /// Σ x_i²/d_i.
  func weightedSum(_ x: [Interval]) -> Interval {
    sum((0..<modeCount).lazy.map { quotientByEigenvalue(x[$0].squared(), $0) })
  }

  /// x/d_i; the eigenvalues of the modes are certainly positive.
  func quotientByEigenvalue(_ x: Interval, _ mode: Int) -> Interval {
    (try? x / d[mode]) ?? .entire(precision: bits)
  }

  /// ‖θ⁽ᵗ⁾‖² = q²ᵗ‖θ⁽⁰⁾_⊥‖² + Σ(r_i + υ_i)²/d_i over a block.
  func parameterNorm2(over block: TimeRange) -> Interval {
    let last = block.upper ?? block.lower
    let hat = hull(over: block) { powers in
      let residuals = residuals(powers, minus: w)
      let predictions = (0..<modeCount).map { residuals[$0] + upsilon[$0] }
      return powers.q.squared() * startPerp2 + weightedSum(predictions)
    }
    return perturbedSquare(
      hat.widened(by: gramCorrection(at: last).upper), error: featureNorm * dualError(at: last))
  }

  /// |aᵀGa − aᵀĜa| ≤ δ‖α‖².
  private func gramCorrection(at step: Int) -> Interval {
    errors.delta * dualNorm(at: step).squared()
  }

  /// L(t) over a block; `startPerpNorm` is `SpectralLevel.hatStartPerpWeighted`.
  func populationLoss(over block: TimeRange, startPerpNorm: Interval) -> Interval {
    switch covariance {
    case .scaledIdentity(let scale): scale * squaredDistance(over: block)
    case .general: generalPopulationLoss(over: block, startPerpNorm: startPerpNorm)
    }
  }

  /// ‖θ⁽ᵗ⁾ − θ*‖² = ‖qᵗθ⁽⁰⁾_⊥ − θ*_⊥‖² + Σ (r_i + ξ̂_i)²/d_i over a block.
  ///
  /// For â = Wᵀα and Ĝ this is the square completed with d_iα_i + qᵗζ_i − (WΦθ*)_i = r̂_i + υ_i − (WΦθ*)_i, and
  /// υ − WΦθ* = WPξ = ξ̂; θ* enters by the exact products ⟨Φᵀâ, θ*⟩ = αᵀWΦθ*.
  private func squaredDistance(over block: TimeRange) -> Interval {
    let last = block.upper ?? block.lower
    let hat = hull(over: block) { powers in
      perpendicular(at: powers.q) + weightedSum(residuals(powers, minus: teacherRest))
    }
    return perturbedSquare(
      hat.widened(by: gramCorrection(at: last).upper), error: featureNorm * dualError(at: last))
  }

  /// The parabola A²x² − 2Bx + C² over an enclosure of x: by its ends where the slope keeps its sign.
  func perpendicular(at x: Interval) -> Interval {
    func value(_ x: Interval) -> Interval {
      startPerp2 * x.squared() - (startTeacherPerp * x).scaled(byPowerOfTwo: 1) + teacherPerp2
    }
    let slope = startPerp2 * x - startTeacherPerp
    if slope.containsZero { return value(x) }
    return .hull(value(Interval(point: x.lower)), value(Interval(point: x.upper)))
  }
}
