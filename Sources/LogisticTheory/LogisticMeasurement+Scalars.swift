internal import Documents
internal import Enclosures

/// Quantities without time argument.
extension LogisticMeasurement {
  /// The value of a quantity, computed anew.
  func measured(_ name: String, precision: Int) throws -> ScalarValue? {
    if let value = parameter(name) { return value }
    if let open = name.firstIndex(of: "("), name.hasSuffix(")") {
      let regime = String(name[name.index(after: open)...].dropLast())
      return try regimeValue(String(name[..<open]), regime, precision: precision)
    }
    switch name {
    case "separable":
      switch margin {
      case .separable: return .exact(1)
      case .notSeparable: return .exact(0)
      case .undecided: return .enclosed(Interval(lower: 0, upper: 1, precision: precision))
      }
    case "step_smoothness", "step_stability": return try stepValue(name, precision: precision)
    case "T_train", "T_train_last", "t_peak", "B", "b_final", "orbit_period", "residual_gap",
      "t_support", "t_half", "support_gap", "support_skew", "offsupport":
      return try runValue(name, precision: precision)
    default: return try marginValue(name, precision: precision)
    }
  }

  /// Values that the spec and the data give directly.
  private func parameter(_ name: String) -> ScalarValue? {
    let data = problem.dataset
    switch name {
    case "N": return .exact(Rational(data.count))
    case "d": return .exact(Rational(data.dimension))
    case "eta": return .exact(problem.eta)
    case "eta_sum": return .exact(problem.stepScale)
    case "t0": return .exact(Rational(problem.t0))
    case "horizon": return .exact(Rational(horizon))
    case "b0": return .exact(problem.b0)
    case "epsilon": return .exact(problem.epsilon)
    case "alpha": return .exact(problem.alpha)
    case "zeta": return .exact(problem.zeta)
    case "exponential_loss": return .exact(problem.loss == .exponential ? 1 : 0)
    case "n_plus": return .exact(Rational(data.labels.count { $0 > 0 }))
    case "n_minus": return .exact(Rational(data.labels.count { $0 < 0 }))
    case "R":
      let greatest =
        (0..<data.count).map { row -> Rational in
          let entries = data.row(row).map { data.points[$0] }
          return dot(entries, entries)
        }.max() ?? 0
      return root(of: greatest)
    default: return nil
    }
  }

  private func root(of square: Rational) -> ScalarValue {
    square.exactSquareRoot.map(ScalarValue.exact) ?? .squareRoot(of: square)
  }

  /// Values that need the maximum margin.
  private func marginValue(_ name: String, precision: Int) throws -> ScalarValue? {
    guard let margin = margin.separable else {
      if case .undecided = self.margin { return .enclosed(.entire(precision: precision)) }
      return nil
    }
    let bits = precision + 32
    let labels = problem.dataset.labels
    let plus = margin.support.count { labels[$0] > 0 }
    let minus = margin.support.count - plus
    switch name {
    case "s_plus": return .exact(Rational(plus))
    case "s_minus": return .exact(Rational(minus))
    case "support_ratio":
      guard plus > 0, minus > 0 else { return nil }
      return .exact(Rational(max(plus, minus), min(plus, minus)))
    case "gamma":
      if let square = margin.exactSquaredGamma { return root(of: square) }
      return .enclosed(try margin.gamma(precision: bits))
    case "svm_norm":
      if let square = margin.exactSquaredNorm { return root(of: square) }
      return .enclosed(margin.norm(precision: bits))
    case "svm_bias":
      if let state = margin.extended.exactState { return .exact(state[state.count - 1]) }
      let state = margin.extended.state(precision: bits)
      return .enclosed(state[state.count - 1])
    case "svm9_norm", "svm9_bias", "svm_gap": return plainValue(name, margin, bits)
    case "m2":
      if let exact = margin.exactNonsupportMinimum { return .exact(exact) }
      return margin.nonsupportMinimum.map(ScalarValue.enclosed) ?? .infinite(sign: 1)
    case "law_bias":
      guard plus > 0, minus > 0, plus != minus else { return nil }
      return .enclosed(
        try lawBias(Rational(max(plus, minus), min(plus, minus)), precision: bits))
    default: return try residualValue(name, margin, precision: precision)
    }
  }

  private func plainValue(
    _ name: String, _ margin: MaximumMargin, _ bits: Int
  ) -> ScalarValue {
    if margin.isThroughOrigin == true {
      switch name {
      case "svm9_norm":
        return margin.exactSquaredNorm.map(root) ?? .enclosed(margin.norm(precision: bits))
      default: return .exact(0)
      }
    }
    guard let plain = margin.plain else { return .enclosed(.entire(precision: bits)) }
    let exact = plain.exactState
    let state = plain.state(precision: bits)
    switch name {
    case "svm9_bias":
      return exact.map { .exact($0[$0.count - 1]) } ?? .enclosed(state[state.count - 1])
    case "svm9_norm":
      if let exact { return root(of: dot(exact, exact) - exact[exact.count - 1].squared()) }
      return .enclosed(norm(Array(state.dropLast()), bits))
    default:
      if let exact, let other = margin.extended.exactState {
        let difference = zip(exact, other).map { $0 - $1 }
        return .exact(dot(difference, difference))
      }
      let other = margin.extended.state(precision: bits)
      return .enclosed(norm(zip(state, other).map { $0 - $1 }, bits).squared())
    }
  }

  /// Values that need the limit residual.
  private func residualValue(
    _ name: String, _ margin: MaximumMargin, precision: Int
  ) throws -> ScalarValue? {
    let limit: LimitResidual
    switch self.limit(precision: precision) {
    case .success(let found): limit = found
    case .failure(.notUnique), .failure(.doesNotExist):
      return name == "residual_unique" ? .exact(0) : nil
    case .failure, nil:
      return .enclosed(
        name == "residual_unique"
          ? Interval(lower: 0, upper: 1, precision: precision) : .entire(precision: precision))
    }
    switch name {
    case "residual_unique": return .exact(1)
    case "residual_norm": return .enclosed(limit.norm)
    case "residual_bias": return .enclosed(limit.bias)
    case "A_plus": return .enclosed(limit.positiveSum)
    case "A_minus": return .enclosed(limit.negativeSum)
    case "delta": return .enclosed(limit.delta)
    case "b_limit": return .enclosed(limit.biasLimit)
    case "t_star": return .enclosed(limit.timeScale)
    case "H_plus": return .enclosed(limit.positiveEntropy)
    case "H_minus": return .enclosed(limit.negativeEntropy)
    case "lambda_K": return .enclosed(limit.rate)
    case "drift_defect": return .enclosed(try driftDefect(limit, margin, precision: precision))
    default: return nil
    }
  }

  /// ‖v‖.
  func norm(_ vector: [Interval], _ bits: Int) -> Interval {
    vector.reduce(Interval.zero(precision: bits)) { $0 + $1.squared() }.clampedSquareRoot()
  }
}
