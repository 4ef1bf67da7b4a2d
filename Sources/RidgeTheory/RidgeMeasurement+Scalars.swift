import Documents
import Enclosures

/// Quantities without argument.
extension RidgeMeasurement {
  /// The value of a quantity, computed anew.
  func measured(_ name: String, precision: Int) throws -> ScalarValue? {
    if let value = try parameter(name, precision) ?? covarianceValue(name, precision: precision) {
      return value
    }
    switch name {
    case "rank":
      switch rank {
      case .exact(let rank): return .exact(Rational(rank))
      case .undecided(let least, let most):
        return .enclosed(
          Interval(lower: Rational(least), upper: Rational(most), precision: precision))
      }
    case "train_loss_start":
      return products.trainLossStart(precision: level(for: precision))
    case "t1": return try stageTimes().t1.value(precision: precision)
    case "t2": return try stageTimes().t2.value(precision: precision)
    case "t_final": return try stageTimes().tFinal.value(precision: precision)
    case "plateau": return try plateau(precision: precision)
    default:
      do { return try spectralValue(name, precision: precision) } catch is RankUndecided {
        return .enclosed(.entire(precision: precision))
      }
    }
  }

  /// Values that the spec and the exact inner products give directly.
  private func parameter(_ name: String, _ precision: Int) throws -> ScalarValue? {
    switch name {
    case "n": .exact(Rational(products.n))
    case "m": .exact(Rational(products.m))
    case "eta": .exact(problem.eta)
    case "lambda": .exact(problem.lambda)
    case "nu2": .exact(problem.startVariance)
    case "epsilon": .exact(problem.epsilon)
    case "c": .exact(problem.c)
    case "delta": .exact(problem.delta)
    case "T": root(of: products.teacherNorm2)
    case "b": root(of: problem.knownFeatureBoundSquare ?? products.maximumNorm2)
    case "max_feature_norm": root(of: products.maximumNorm2)
    case "feature_norm_bound":
      distributionBound
    case "gaussian_features": .exact(problem.isGaussian ? 1 : 0)
    case "noise_variance": .exact(noiseVariance)
    case "feature_variance": problem.gaussianVariance.map(ScalarValue.exact)
    case "L": .exact(products.meanSquaredNorm)
    case "theta0_norm2": .exact(products.startNorm2)
    case "zero_predictor_error":
      products.zeroPredictorError(
        scale: problem.covariance.identityScale, precision: level(for: precision))
    default: nil
    }
  }

  /// 0 exactly where ξ = 0: a positive variance draws no zeros (`GaussianSampler`: u, v ≠ 0).
  private var noiseVariance: Rational {
    if products.noise.isEmpty { return 0 }
    if case .gaussian(let variance, _)? = problem.declaration.noise { return variance }
    return products.noiseNorm2 / Rational(products.n)
  }

  /// What the law of the features says of their norm.
  ///
  /// Where it says nothing: the given bound, unless a row of the sample exceeds it; the sample maximum where
  /// none is given.
  private var distributionBound: ScalarValue {
    switch problem.features.supremum {
    case .unbounded: return .infinite(sign: 1)
    case .squareRootOfTwo:
      guard let given = problem.givenFeatureBound, given.squared() < 2 else { return root(of: 2) }
      // Below √2, but not known to be a bound: the supremum is at least what the sample shows.
      let bits = firstLevel
      return .enclosed(
        .hull(
          Interval(products.maximumNorm2, precision: bits).clampedSquareRoot(),
          Interval(2, precision: bits).clampedSquareRoot()))
    case .unknown: break
    }
    guard let given = problem.givenFeatureBound, given.squared() >= products.maximumNorm2 else {
      return root(of: products.maximumNorm2)
    }
    return .exact(given)
  }

  private func covarianceValue(_ name: String, precision: Int) throws -> ScalarValue? {
    let bits = level(for: precision)
    return switch name {
    case "sigma_min": sigma.minimum(precision: bits)
    case "sigma_max": sigma.maximum(precision: bits)
    case "sigma_trace": sigma.trace
    default: nil
    }
  }

  private func root(of square: Rational) -> ScalarValue {
    square.exactSquareRoot.map(ScalarValue.exact) ?? .squareRoot(of: square)
  }

  /// t2 − t1; nil where both are infinite, and everything possible where both may be.
  private func plateau(precision: Int) throws -> ScalarValue? {
    let times = try stageTimes()
    if let t1 = times.t1.exactStep, let t2 = times.t2.exactStep { return .exact(Rational(t2 - t1)) }
    let isInfinite = { (step: StepEnclosure) in step.isExact && step.exactStep == nil }
    if isInfinite(times.t1) && isInfinite(times.t2) { return nil }
    let mayBeInfinite = { (step: StepEnclosure) in
      step.lower.step == nil || step.upper.step == nil
    }
    if mayBeInfinite(times.t1) && mayBeInfinite(times.t2) {
      return .enclosed(.entire(precision: precision))
    }
    if isInfinite(times.t2) { return .infinite(sign: 1) }
    if isInfinite(times.t1) {
      return .infinite(sign: times.t1.lower == .infinity ? -1 : 1)
    }
    return .enclosed(
      times.t2.value(precision: precision).interval(precision: precision)
        - times.t1.value(precision: precision).interval(precision: precision))
  }

  /// Values that need the spectrum of ΦΦᵀ.
  private func spectralValue(_ name: String, precision: Int) throws -> ScalarValue? {
    let (teacherIsZero, startIsZero) = (products.teacherIsZero, products.startNorm2.isZero)
    let isSpanning = rank == .exact(products.m)
    switch name {
    case "theta0_perp_norm2" where isSpanning || startIsZero: return .exact(0)
    case "start_sigma_perp_norm2" where isSpanning || startIsZero: return .exact(0)
    case "trace_psp" where isSpanning, "psp_frobenius" where isSpanning: return .exact(0)
    case "teacher_perp_norm2" where isSpanning || teacherIsZero: return .exact(0)
    case "theta0_teacher_perp" where isSpanning || teacherIsZero || startIsZero: return .exact(0)
    case "final_error" where problem.lambda.isZero: return nil
    case "final_train_loss" where problem.lambda.isZero: return nil
    case "final_error" where products.labelsAreZero: return .exact(0)
    case "final_train_loss" where products.labelsAreZero: return .exact(0)
    default: break
    }
    guard let value = try modalValue(name, level(precision: precision)) else { return nil }
    return .enclosed(value)
  }

  func modalValue(_ name: String, _ level: SpectralLevel) throws -> Interval? {
    let model = level.model
    switch name {
    case "lambda_min_plus": return model.d.first?.widened(by: model.errors.delta.upper)
    case "lambda_max": return model.d.last?.widened(by: model.errors.delta.upper)
    case "theta0_perp_norm2": return level.startPerp2
    case "theta0_teacher_perp": return level.startTeacherPerp
    case "teacher_perp_norm2": return level.teacherPerp2
    case "final_error": return level.limitPopulationLoss
    case "final_train_loss": return level.limitTrainLoss
    case "u_norm2": return level.transientParameterNorm2
    case "start_sigma_perp_norm2": return level.startPerpWeighted2
    case "rho_max":
      let step =
        Interval(problem.eta / Rational(products.n), precision: model.bits)
        * model.errors.delta
      return model.rho.map { $0.widened(by: step.upper).absoluteValue() }
        .reduce(nil as Interval?) { $0.map { [next = $1] in .maximum($0, next) } ?? $1 }
    case "trace_psp": return nullSpaceCovariance(model).trace
    case "psp_frobenius": return nullSpaceCovariance(model).frobenius
    default: return nil
    }
  }

  /// tr(PΣP) and ‖PΣP‖_F, P the projector on the null space of Φ.
  ///
  /// With Q = G⁺ΦΣΦᵀ and R = G⁺ΦΣ²Φᵀ: tr(PΣP) = tr Σ − tr Q and ‖PΣP‖_F² = tr Σ² − 2 tr R + tr Q².
  private func nullSpaceCovariance(_ model: SpectralModel) -> (trace: Interval, frobenius: Interval)
  {
    let bits = model.bits
    guard case .general(let form) = model.covariance, let weighted = products.weighted else {
      let scale = problem.covariance.identityScale ?? 0
      let dimension = Rational(products.m - model.modeCount)
      return (
        Interval(scale * dimension, precision: bits),
        Interval(scale.squared() * dimension, precision: bits).clampedSquareRoot()
      )
    }
    func trace(_ matrix: FixedPointMatrix, _ scale: Rational) -> Interval {
      let sum = (0..<products.n).reduce(Rational(0)) { $0 + matrix[$1, $1] }
      return Interval(sum / scale, precision: bits)
    }
    let error = Interval(point: weighted.error)
    // ‖ΦΣ̂Φᵀ‖_* ≤ tr(ΦΣΦᵀ) + error·‖Φ‖_F², where Σ has no negative eigenvalue; and the trace with Σ is at most
    // that with Σ̂ plus as much.
    let nuclear =
      trace(weighted.once, weighted.onceScale)
      + error * Interval(2 * products.meanSquaredNorm * Rational(products.n), precision: bits)
    let traces = model.nullSpaceTraces(
      form, hTrace: nuclear, squareTrace: trace(weighted.twice, weighted.twiceScale),
      sigmaTrace: Interval(sigma.computedTrace, precision: bits),
      sigmaSquares: Interval(sigma.frobenius2, precision: bits))
    // tr(PΣP) − tr(PΣ̂P) is at most the dimension times ‖Σ − Σ̂‖₂; ‖P(Σ − Σ̂)P‖_F ≤ ‖Σ − Σ̂‖_F.
    let dimension = Interval(products.m - model.modeCount, precision: bits)
    return (
      model.nonnegative(traces.trace.widened(by: (error * dimension).upper)),
      model.nonnegative(traces.frobenius.widened(by: error.upper))
    )
  }

  /// The value at t = 0, exact where the data allow.
  func startValue(of function: String) -> ScalarValue? {
    let bits = firstLevel
    return switch function {
    case "train_loss": products.trainLossStart(precision: bits)
    case "population_loss":
      products.populationLossStart(scale: problem.covariance.identityScale, precision: bits)
    case "theta_norm2": .exact(products.startNorm2)
    default: nil
    }
  }
}
