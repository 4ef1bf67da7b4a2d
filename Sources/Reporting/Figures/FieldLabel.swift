import Certification

/// What axes and legends call a field.
enum FieldLabel {
  /// The name of a field: `λ, weight decay`; itself where it has no better one.
  static func text(_ field: CertificateField) -> PlotText {
    let name =
      field.description.hasPrefix("spec.")
      ? String(field.description.dropFirst("spec.".count)) : field.description
    if let known = known[name] { return PlotText(known.0, latex: known.1) }
    if let (part, id) = claim(field) {
      switch part {
      case "left", "right": return PlotText("bound of ") + identifier(id)
      case "tightness": return PlotText("tightness of ") + identifier(id)
      default: break
      }
    }
    return identifier(name)
  }

  /// A name as a program has it.
  static func identifier(_ name: String) -> PlotText {
    PlotText(name, latex: #"\texttt{"# + LaTeXReport.escape(name) + "}")
  }

  /// The part and the claim of `right(ridge/4.4)`; nil for other fields.
  static func claim(_ field: CertificateField) -> (part: String, label: String)? {
    let text = field.description
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return nil }
    let part = String(text[..<open])
    guard ["left", "right", "tightness", "verdict", "flags", "status"].contains(part) else {
      return nil
    }
    let inner = text[text.index(after: open)...].dropLast()
    return (part, TextLayout.trimmed(inner.prefix { $0 != "," }))
  }

  private static let known: [String: (String, String)] = [
    "training.lambda": ("weight decay λ", #"weight decay $\lambda$"#),
    "lambda": ("weight decay λ", #"weight decay $\lambda$"#),
    "training.eta": ("step size η", #"step size $\eta$"#),
    "eta": ("step size η", #"step size $\eta$"#),
    "features.gaussian.n": ("training points n", "training points $n$"),
    "n": ("training points n", "training points $n$"),
    "features.gaussian.m": ("features m", "features $m$"),
    "features.relu.n": ("training points n", "training points $n$"),
    "features.relu.m": ("features m", "features $m$"),
    "features.fourier.n": ("training points n", "training points $n$"),
    "features.fourier.m": ("features m", "features $m$"),
    "m": ("features m", "features $m$"),
    "features.gaussian.variance": ("feature variance", "feature variance"),
    "initialization.gaussian.variance": ("start variance ν²", #"start variance $\nu^2$"#),
    "nu2": ("start variance ν²", #"start variance $\nu^2$"#),
    "thresholds.epsilon": ("threshold ε", #"threshold $\varepsilon$"#),
    "thresholds.c": ("threshold c", "threshold $c$"),
    "noise.variance": ("noise variance", "noise variance"),
    "data.planted.gamma": ("margin γ", #"margin $\gamma$"#),
    "t1": ("t₁", "$t_1$"), "t2": ("t₂", "$t_2$"),
    "plateau": ("plateau t₂ − t₁", "plateau $t_2-t_1$"),
    "t_final": ("t_final", #"$t_{\mathrm{final}}$"#),
    "T_train": ("T_train", #"$T_{\mathrm{train}}$"#),
    "final_error": ("final error", "final error"),
  ]

  /// Whether a field counts steps, so that the axis may say so.
  static func isTime(_ field: CertificateField) -> Bool {
    let name = field.description.prefix { $0 != "(" }
    return [
      "t1", "t2", "plateau", "t_final", "T_train", "T_test", "T_train_last", "T_test_last",
      "grokking_time", "t_peak", "t_half", "t_support",
    ].contains(String(name))
  }
}
