import Enclosures

/// Quantities that are exact by construction.
extension InnerProducts {
  /// ‖θ⁽⁰⁾‖².
  var startNorm2: Rational { startScale2 * product(start, start) }
  /// ‖θ*‖² = T².
  var teacherNorm2: Rational { teacherScale2 * product(teacher, teacher) }
  /// Whether θ* = 0.
  var teacherIsZero: Bool { teacherNorm2.isZero }
  /// ‖Φ‖_F²/n.
  var meanSquaredNorm: Rational {
    (0..<n).reduce(Rational(0)) { $0 + product($1, $1) } / Rational(n)
  }
  /// max_i ‖φ(x_i)‖².
  var maximumNorm2: Rational { (0..<n).map { product($0, $0) }.max() ?? 0 }

  /// √startScale2·x − √teacherScale2·y as a quadratic form with the given inner products.
  ///
  /// Exact where the mixed term vanishes or both scales have a rational root; an enclosure otherwise.
  func differenceForm(_ xx: Rational, _ xy: Rational, _ yy: Rational, precision: Int) -> ScalarValue
  {
    let squares = startScale2 * xx + teacherScale2 * yy
    let mixedScale2 = startScale2 * teacherScale2
    if xy.isZero || mixedScale2.isZero { return .exact(squares) }
    if let root = mixedScale2.exactSquareRoot { return .exact(squares - 2 * root * xy) }
    let mixed =
      Interval(mixedScale2, precision: precision).clampedSquareRoot()
      * Interval(2 * xy, precision: precision)
    return .enclosed(Interval(squares, precision: precision) - mixed)
  }

  /// L_n(0) = ‖Φ(θ⁽⁰⁾ − θ*) − ξ‖²/(2n).
  func trainLossStart(precision: Int) -> ScalarValue {
    var (xx, xy, yy) = (Rational(0), Rational(0), Rational(0))
    for i in 0..<n {
      let (x, y) = (product(i, start), product(i, teacher))
      xx += x * x
      xy += x * y
      yy += y * y
    }
    let scale = Rational(1, 2 * n)
    return trainLossStart(
      clean: differenceForm(xx * scale, xy * scale, yy * scale, precision: precision),
      precision: precision)
  }

  /// L(0) = (θ⁽⁰⁾ − θ*)ᵀΣ(θ⁽⁰⁾ − θ*); `scale` is s for Σ = sI.
  func populationLossStart(scale: Rational?, precision: Int) -> ScalarValue {
    func inner(_ i: Int, _ j: Int) -> Rational {
      weightedProduct(i, j) ?? (scale ?? 0) * product(i, j)
    }
    let value = differenceForm(
      inner(start, start), inner(start, teacher), inner(teacher, teacher), precision: precision)
    let distance2 = differenceForm(
      product(start, start), product(start, teacher), product(teacher, teacher),
      precision: precision)
    return enclosing(value, distance2: distance2, precision: precision)
  }

  /// θ*ᵀΣθ*; `scale` is s for Σ = sI.
  func zeroPredictorError(scale: Rational?, precision: Int) -> ScalarValue {
    let value =
      teacherScale2
      * (weightedProduct(teacher, teacher) ?? (scale ?? 0) * product(teacher, teacher))
    return enclosing(.exact(value), distance2: .exact(teacherNorm2), precision: precision)
  }

  /// vᵀΣv from vᵀΣ̂v and ‖v‖²: they differ by at most ‖Σ − Σ̂‖·‖v‖², and vᵀΣv ≥ 0.
  private func enclosing(
    _ value: ScalarValue, distance2: ScalarValue, precision: Int
  ) -> ScalarValue {
    guard let error = weighted?.error, !error.isZero else { return value }
    if case .exact(let square) = distance2, square.isZero { return .exact(0) }
    let radius = Interval(point: error) * distance2.interval(precision: precision)
    return .enclosed(
      .maximum(
        value.interval(precision: precision).widened(by: radius.upper), .zero(precision: precision))
    )
  }
}
