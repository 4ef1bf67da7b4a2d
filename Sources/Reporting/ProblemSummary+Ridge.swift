import Certification
import Documents

/// What reports say about a ridge problem.
extension ProblemSummary {
  /// The problem in a few lines; lines without content are left out.
  var ridgeProblem: [Line] {
    [
      line("features", [source("features")] + equations("n", "m", "rank")),
      line("covariance", [covariance] + equations("sigma_min", "sigma_max")),
      line("teacher", [source("teacher")] + equations("T")),
      line("start", [source("initialization")] + equations("nu2")),
      line("label noise", [noise, noise.map { _ in "outside the theorems" }]),
      line("training", equations("eta", "lambda")),
      line("thresholds", equations("epsilon", "c") + [confidence]),
      line("horizon", [number(spec["horizon"]).map { "\($0) steps" }]),
    ].compactMap(\.self)
  }

  /// The essentials of the spectrum and the feature bound.
  var spectrum: [Line] {
    let bound = equation("b").map {
      $0 + " (\(boundOrigin))"
    }
    return [
      line("spectrum", equations("L", "lambda_min_plus", "lambda_max")),
      line("feature bound", [bound]),
    ].compactMap(\.self)
  }

  private var boundOrigin: String {
    if spec["feature_bound"] != nil { return "given in the spec" }
    // Random Fourier features imply b = √2.
    return spec["features"]?["fourier"] != nil
      ? "implied by the features" : "sample maximum, empirical"
  }

  /// Errors at the end of training.
  var errors: [Line] {
    [
      line("final error", equations("final_error"), "population loss of the ridge solution"),
      line("final training", equations("final_train_loss")),
      line("zero predictor", equations("zero_predictor_error"), trivialityHint),
    ].compactMap(\.self)
  }

  /// What it means that the zero predictor's error is below a threshold; nil where it is not.
  private var trivialityHint: String? {
    guard let error = certificate.quantities["zero_predictor_error"].flatMap(Bounds.init) else {
      return nil
    }
    let met = ["epsilon", "c"].filter { name in
      certificate.quantities[name].flatMap(Bounds.init).map(error.isCertainlyAtMost) ?? false
    }
    return met.isEmpty
      ? nil : "trivial: predicting zero already meets \(met.joined(separator: " and "))"
  }

  private var confidence: String? { equation("delta").map { "confidence \($0)" } }

  /// How data came about: `gaussian (variance 0.001, seed 1)`, `given matrix`, `zero`.
  private func source(_ key: String) -> String? {
    guard let value = spec[key] else { return nil }
    if let word = value.string { return word }
    let kinds = ["gaussian", "relu", "fourier", "sphere", "matrix", "vector", "file", "zero"]
    guard let kind = kinds.first(where: { value[$0] != nil }) else { return nil }
    guard let members = value[kind]?.object else { return kind == "zero" ? kind : "given \(kind)" }
    let details = ["d", "norm", "variance", "frequency_variance", "seed"].compactMap { name in
      number(members[name]).map { "\(name.replacing("_", with: " ")) \($0)" }
    }
    return details.isEmpty ? kind : "\(kind) (\(details.joined(separator: ", ")))"
  }

  /// The label noise, with its variance; nil where the spec has none.
  private var noise: String? {
    guard let value = spec["noise"] else { return nil }
    if let seed = number(value["seed"]), let variance = number(value["variance"]) {
      return "gaussian (variance \(variance), seed \(seed))"
    }
    return (["given vector"] + equations("noise_variance").compactMap(\.self))
      .joined(separator: ", ")
  }

  private var covariance: String? {
    guard let value = spec["covariance"] else {
      let isImplied = ["relu", "fourier"].contains { spec["features"]?[$0] != nil }
      return isImplied ? "implied by the features" : nil
    }
    if let scale = number(value["scaled_identity"]) { return "\(scale) times the identity" }
    return value.object?.keys.min().map { "given \($0)" }
  }
}
