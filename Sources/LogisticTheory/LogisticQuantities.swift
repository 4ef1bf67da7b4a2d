/// One name that a logistic claim may use.
public struct LogisticQuantity: Sendable, Hashable {
  /// The name as written in claims, without arguments.
  public let name: String
  /// Whether it takes the step t as (last) argument.
  public let isFunction: Bool
  /// Whether its first argument is a test regime.
  public let isByRegime: Bool
  /// What it means, in a line.
  public let meaning: String

  init(_ name: String, _ meaning: String, isFunction: Bool = false, isByRegime: Bool = false) {
    self.name = name
    self.meaning = meaning
    self.isFunction = isFunction
    self.isByRegime = isByRegime
  }
}

/// The vocabulary of the logistic theory (DESIGN section 7; docs/logistic-claims.md section 2).
public enum LogisticQuantities {
  /// Every name, in the order in which they are listed to people.
  public static let all: [LogisticQuantity] = [
    .init("N", "number of training points"),
    .init("d", "dimension of a point"),
    .init("eta", "step size η"),
    .init("eta_sum", "factor of the summed gradient in a step: η, or η/N for the mean loss"),
    .init("t0", "step count at the start"),
    .init("horizon", "the last step of the run, t0 + steps"),
    .init("b0", "bias at the start"),
    .init("epsilon", "accuracy threshold ε (Def 3.4)"),
    .init("alpha", "width α of the concentrated band, in multiples of γ"),
    .init("zeta", "factor ζ of grokking (Def 3.4)"),
    .init("exponential_loss", "1 for the exponential loss, else 0"),
    .init("R", "greatest norm of a training point"),
    .init("n_plus", "number of positive training points"),
    .init("n_minus", "number of negative training points"),
    .init("separable", "1 if a hyperplane separates the classes, else 0"),
    .init("gamma", "margin γ = 2/‖ŵ‖ of problem (7)"),
    .init("s_plus", "number of positive support vectors"),
    .init("s_minus", "number of negative support vectors"),
    .init("support_ratio", "greater count of support vectors of a class over the lesser"),
    .init("svm_norm", "‖ŵ‖ of problem (7)"),
    .init("svm_bias", "b̂ of problem (7)"),
    .init("svm9_norm", "‖w_SVM‖ of problem (9)"),
    .init("svm9_bias", "b_SVM of problem (9)"),
    .init("svm_gap", "‖ŵ − w_SVM‖² + (b̂ − b_SVM)²"),
    .init("m2", "least margin off the support (inf: there are no such points)"),
    .init("residual_unique", "1 if the limit residual exists and is unique, else 0"),
    .init("residual_norm", "‖w̃‖ of the limit residual"),
    .init("residual_bias", "b̃ of the limit residual"),
    .init("A_plus", "Σ e^(−w̃·x) over the positive support vectors"),
    .init("A_minus", "Σ e^(w̃·x) over the negative support vectors"),
    .init("delta", "δ = √(A₋/A₊)"),
    .init("b_limit", "−log δ"),
    .init("t_star", "time scale exp(−(γ/2)w̃·w⋆)"),
    .init("H_plus", "entropy in nats of the weights α of the positive support vectors"),
    .init("H_minus", "entropy in nats of the weights α of the negative support vectors"),
    .init("lambda_K", "least eigenvalue of K = Σαx̃x̃ᵀ but for that of (ŵ, b̂)"),
    .init("drift_defect", "the sum of the defects of the log t curve (docs/logistic-claims.md)"),
    .init("law_bias", "|b| at which the support-vector law reaches the test accuracy"),
    .init("step_smoothness", "eta_sum·sup λ_max(Hessian) (inf for the exponential loss)"),
    .init("step_stability", "eta_sum·λ_max of the Hessian at the start"),
    .init("T_train", "first step with train accuracy ≥ (1 − ε)·its greatest"),
    .init("T_train_last", "last step with train accuracy below that, plus one"),
    .init("T_test", "first step with test accuracy ≥ (1 − ε)·its greatest", isByRegime: true),
    .init("T_test_last", "last step with test accuracy below that, plus one", isByRegime: true),
    .init("grokking_time", "T_test(regime) − T_train", isByRegime: true),
    .init("band_min", "least y·ŵ·x/2 over the test points", isByRegime: true),
    .init("band_max", "greatest y·ŵ·x/2 over the test points", isByRegime: true),
    .init(
      "band_distance", "distance of the test points' law from the uniform one on γ/2…αγ",
      isByRegime: true),
    .init("t_peak", "last step at which |b|/‖w‖ is at its maximum"),
    .init("t_support", "first step at which the support makes up 99% of the gradient weights"),
    .init("t_half", "first step at which the support makes up more than half of them"),
    .init("B", "max ‖w(t) − ŵ log t‖ over max(t0, 1) ≤ t ≤ horizon"),
    .init("b_final", "b(horizon)"),
    .init("residual_gap", "‖w(T) − ŵ log T − w̃‖ at the horizon T"),
    .init("support_gap", "max |g_i(t)| over the run (docs/logistic-claims.md); t0 ≥ 1"),
    .init("support_skew", "max ½|θ₊ − θ₋| over the run; t0 ≥ 1"),
    .init("offsupport", "max t·Σ|ℓ′| off the support over the run; t0 ≥ 1"),
    .init("orbit_period", "2 where v(t + 2) is nearer to v(t) than half of v(t + 1) is, else 1"),
    .init("w_norm", "‖w(t)‖", isFunction: true),
    .init("b", "b(t)", isFunction: true),
    .init("distance", "|b(t)|/‖w(t)‖", isFunction: true),
    .init("angle", "angle between w(t) and ŵ, in radians", isFunction: true),
    .init("loss", "training loss", isFunction: true),
    .init("train_accuracy", "share of training points with y(w·x + b) > 0", isFunction: true),
    .init("test_accuracy", "the same on a test regime", isFunction: true, isByRegime: true),
    .init("state_gap", "‖v(t) − v̂ log t − ṽ‖, t ≥ 1", isFunction: true),
    .init("support_share", "share of the support in Σ|ℓ′|", isFunction: true),
    .init("b_quasi", "½ log(A₊(t)/A₋(t)) with sums over all points", isFunction: true),
    .init("bias_rate", "t·(b(t + 1) − b(t))", isFunction: true),
  ]

  /// The keys of all scalars, or functions, on a problem with these test regimes.
  static func names(functions: Bool, regimes: [String]) -> Set<String> {
    var names: Set<String> = []
    for quantity in all where quantity.isFunction == functions {
      guard quantity.isByRegime else {
        names.insert(quantity.name)
        continue
      }
      for regime in regimes { names.insert("\(quantity.name)(\(regime))") }
    }
    return names
  }
}
