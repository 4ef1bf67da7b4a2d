/// One name that a ridge claim may use.
public struct QuantityDescription: Sendable, Hashable {
  /// The name as written in claims, without argument.
  public let name: String
  /// Whether it takes the step t as argument.
  public let isFunction: Bool
  /// What it means, in a line.
  public let meaning: String

  init(_ name: String, _ meaning: String, isFunction: Bool = false) {
    self.name = name
    self.meaning = meaning
    self.isFunction = isFunction
  }
}

/// The vocabulary of the ridge theory (DESIGN section 7; theory/ridge.md section 1).
public enum RidgeQuantities {
  /// Every name, in the order in which they are listed to people.
  public static let all: [QuantityDescription] = [
    .init("n", "number of samples"),
    .init("m", "number of features"),
    .init("eta", "step size η of gradient descent"),
    .init("lambda", "weight decay λ"),
    .init("nu2", "variance ν² of the initialization"),
    .init("b", "feature bound: ‖φ(x)‖₂ ≤ b; the sample maximum where the spec gives none"),
    .init("epsilon", "threshold ε of the training loss"),
    .init("c", "threshold c of the population loss"),
    .init("delta", "confidence parameter δ"),
    .init("T", "norm of the teacher, ‖θ*‖₂"),
    .init("L", "‖Φ‖_F²/n, the sum of the eigenvalues of ΦᵀΦ/n"),
    .init("lambda_min_plus", "least positive eigenvalue of ΦᵀΦ"),
    .init("lambda_max", "greatest eigenvalue of ΦᵀΦ"),
    .init("rank", "rank of Φ"),
    .init("sigma_min", "least eigenvalue of the population covariance Σ"),
    .init("sigma_max", "greatest eigenvalue of Σ"),
    .init("sigma_trace", "trace of Σ"),
    .init("theta0_norm2", "‖θ⁽⁰⁾‖²"),
    .init("theta0_perp_norm2", "‖θ⁽⁰⁾_⊥‖², the part orthogonal to the rows of Φ"),
    .init("theta0_teacher_perp", "⟨θ⁽⁰⁾_⊥, θ*_⊥⟩"),
    .init("teacher_perp_norm2", "‖θ*_⊥‖²"),
    .init("train_loss_start", "L_n(θ⁽⁰⁾)"),
    .init("t1", "overfit time: the last t with L_n(t) ≥ ε (−inf: no such t; inf: no last one)"),
    .init("t2", "generalization time: the first t with L(t) ≤ c (inf: never)"),
    .init("plateau", "t2 − t1"),
    .init("t_final", "the first t with L ≤ ε from then on (inf: never)"),
    .init("final_error", "L(θ*_λ), the population loss of the ridge solution (λ > 0)"),
    .init("final_train_loss", "L_n(θ*_λ) (λ > 0)"),
    .init("zero_predictor_error", "L(0) = θ*ᵀΣθ*"),
    .init("max_feature_norm", "max_i ‖φ(x_i)‖₂ over the sample"),
    .init(
      "feature_norm_bound",
      "bound of ‖φ(x)‖₂ over the distribution: inf for gaussian and relu features; √2 for fourier ones; "
        + "else b where the spec gives it, "
        + "or the sample maximum (empirical)"),
    .init("gaussian_features", "1 where the features are drawn as N(0, variance·I), else 0"),
    .init("feature_variance", "variance of gaussian features"),
    .init("rho_max", "max_i |1 − η(μ_i + λ)| over the positive eigenvalues μ_i of ΦᵀΦ/n"),
    .init("u_norm2", "‖u_∥‖² = Σ u_i², the part of θ⁽⁰⁾ − θ*_λ along the rows of Φ"),
    .init("start_sigma_perp_norm2", "‖Σ^{1/2}θ⁽⁰⁾_⊥‖²"),
    .init("trace_psp", "tr(PΣP), P the projector on the null space of Φ"),
    .init("psp_frobenius", "‖PΣP‖_F"),
    .init(
      "noise_variance",
      "variance of the label noise ξ as the spec gives it, the mean of ξ_i² for given entries; "
        + "0 exactly where ξ = 0"),
    .init("train_loss", "L_n(t) = ‖Φθ⁽ᵗ⁾ − y‖²/(2n), labels y = Φθ* + ξ", isFunction: true),
    .init("population_loss", "L(t) = (θ⁽ᵗ⁾ − θ*)ᵀΣ(θ⁽ᵗ⁾ − θ*)", isFunction: true),
    .init("theta_norm2", "‖θ⁽ᵗ⁾‖²", isFunction: true),
  ]

  /// Names without argument.
  public static let scalarNames = Set(all.filter { !$0.isFunction }.map(\.name))
  /// Names with argument t.
  public static let functionNames = Set(all.filter(\.isFunction).map(\.name))
}
