import Enclosures

/// Traces of the covariance on the null space of Φ.
extension SpectralModel {
  /// tr(PΣP) = tr Σ − tr Q and ‖PΣP‖_F² = tr Σ² − 2 tr R + tr Q², with Q = G⁺H and R = G⁺H₂.
  ///
  /// Errors: entries of WHWᵀ lie within ω(2+ω)‖H‖ of those of V̂HV̂ᵀ, and with F = G⁺ − Ĝ⁺,
  /// |tr(FH)| ≤ ‖F‖·tr H and |tr(G⁺HG⁺H) − tr(Ĝ⁺HĜ⁺H)| ≤ ‖F‖·tr(H)²·(2/λ⁺ + ‖F‖), as ‖H‖ ≤ tr H.
  func nullSpaceTraces(
    _ form: ModalForm, hTrace: Interval, squareTrace: Interval, sigmaTrace: Interval,
    sigmaSquares: Interval
  ) -> (trace: Interval, frobenius: Interval) {
    let two = Interval(2, precision: bits)
    let vectorError = errors.omega * (two + errors.omega)
    let hError = (vectorError * hTrace).upper
    let squareError = (vectorError * squareTrace).upper
    var (q, r, qq) = (
      Interval.zero(precision: bits), Interval.zero(precision: bits), Interval.zero(precision: bits)
    )
    for i in 0..<modeCount {
      q = q + quotientByEigenvalue(form.h[i * modeCount + i].widened(by: hError), i)
      r = r + quotientByEigenvalue(form.squareDiagonal[i].widened(by: squareError), i)
      for j in 0..<modeCount {
        let entry = form.h[i * modeCount + j].widened(by: hError).squared()
        qq = qq + quotientByEigenvalue(quotientByEigenvalue(entry, i), j)
      }
    }
    let change = pseudoinverseError
    q = q.widened(by: (change * hTrace).upper)
    r = r.widened(by: (change * squareTrace).upper)
    let twiceInverse = (try? two / errors.leastLower) ?? .entire(precision: bits)
    qq = qq.widened(by: (change * hTrace.squared() * (twiceInverse.absoluteValue() + change)).upper)
    let frobenius2 = nonnegative(sigmaSquares - two * r + qq)
    return (nonnegative(sigmaTrace - q), frobenius2.clampedSquareRoot())
  }
}
