/// How names are set in LaTeX.
enum LaTeXNames {
  private static let greek: Set<String> = [
    "alpha", "beta", "gamma", "delta", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta",
    "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega",
  ]

  private static let scalars = [
    "epsilon": "\\varepsilon",
    "nu2": "\\nu^{2}",
    "lambda_min_plus": "\\lambda_{\\min}^{+}(\\Phi^\\top\\Phi)",
    "lambda_max": "\\lambda_{\\max}(\\Phi^\\top\\Phi)",
    "rank": "\\operatorname{rank}(\\Phi)",
    "sigma_min": "\\lambda_{\\min}(\\Sigma)",
    "sigma_max": "\\lambda_{\\max}(\\Sigma)",
    "theta0_norm2": "\\|\\theta^{(0)}\\|^{2}",
    "theta0_perp_norm2": "\\|\\theta^{(0)}_{\\perp}\\|^{2}",
    "theta0_teacher_perp": "\\langle\\theta^{(0)}_{\\perp}, \\theta^{*}_{\\perp}\\rangle",
    "teacher_perp_norm2": "\\|\\theta^{*}_{\\perp}\\|^{2}",
    "train_loss_start": "L_n(0)",
    "final_error": "L(\\theta^{*}_{\\lambda})",
    "final_train_loss": "L_n(\\theta^{*}_{\\lambda})",
    "zero_predictor_error": "L(\\theta = 0)",
    "svm_norm": "\\|w_{\\mathrm{SVM}}\\|",
    "svm_bias": "b_{\\mathrm{SVM}}",
    "residual_norm": "\\|\\tilde{w}\\|",
    "n_plus": "n_{+}", "n_minus": "n_{-}", "s_plus": "s_{+}", "s_minus": "s_{-}",
    "A_plus": "A_{+}", "A_minus": "A_{-}", "H_plus": "H_{+}", "H_minus": "H_{-}",
    "b_limit": "b_{\\infty}", "t_star": "t_{\\star}",
    "start_sigma_perp_norm2": "\\|\\Sigma^{1/2}\\theta^{(0)}_{\\perp}\\|^{2}",
    "u_norm2": "\\|u\\|^{2}", "rho_max": "\\rho_{\\max}",
    "trace_psp": "\\operatorname{tr}(P\\Sigma P)", "psp_frobenius": "\\|P\\Sigma P\\|_{F}",
  ]

  /// Functions of time, by what comes before and after the argument.
  private static let functions = [
    "train_loss": ("L_n(", ")"),
    "population_loss": ("L(", ")"),
    "theta_norm2": ("\\|\\theta^{(", ")}\\|^{2}"),
    "w_norm": ("\\|w^{(", ")}\\|"),
    "b": ("b^{(", ")}"),
    "loss": ("\\mathcal{L}(", ")"),
    "distance": ("\\operatorname{dist}(", ")"),
    "angle": ("\\angle(", ")"),
  ]

  /// A name without arguments.
  static func scalar(_ name: String) -> String {
    if let known = scalars[name] { return known }
    if let known = base(name) { return known }
    let parts = name.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    if parts.count > 1, let first = base(parts[0]), parts.dropFirst().allSatisfy({ !$0.isEmpty }) {
      return "\(first)_{\\mathrm{\(parts.dropFirst().joined(separator: ",\\,"))}}"
    }
    return "\\mathrm{\(name.replacing("_", with: "\\_"))}"
  }

  /// A letter, a Greek letter, or one of them with digits as index (t1).
  private static func base(_ name: String) -> String? {
    let stem = name.prefix { !$0.isNumber }
    let digits = name.dropFirst(stem.count)
    guard !stem.isEmpty, digits.allSatisfy(\.isNumber) else { return nil }
    let letter: String
    if stem.count == 1, stem != "_" {
      letter = String(stem)
    } else if let known = scalars[String(stem)], digits.isEmpty {
      letter = known
    } else if greek.contains(String(stem)) {
      letter = "\\\(stem)"
    } else {
      return nil
    }
    return digits.isEmpty ? letter : "\(letter)_{\(digits)}"
  }

  /// A name with arguments that are LaTeX already.
  static func call(_ name: String, _ arguments: [String]) -> String {
    if arguments.count == 1, let (before, after) = functions[name] {
      return before + arguments[0] + after
    }
    return "\(scalar(name))(\(arguments.joined(separator: ",\\, ")))"
  }
}
