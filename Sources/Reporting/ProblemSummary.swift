import Certification
import Documents

/// What a report says about the problem: labelled lines, for every format.
struct ProblemSummary {
  let certificate: Certificate

  /// One line: `training`, `eta = 1, lambda = 0.0001`.
  struct Line: Equatable {
    let label: String
    let text: String
  }

  private var spec: JSONValue { certificate.specification }

  /// Name and value of a quantity: `eta = 1`; nil where it does not exist here.
  private func equation(_ name: String) -> String? {
    certificate.quantities[name].map { "\(name) \(ShownNumber($0).equation)" }
  }

  private func equations(_ names: String...) -> [String] { names.compactMap(equation) }

  /// The problem in a few lines; lines without content are left out.
  var problem: [Line] {
    [
      line("features", [source("features")] + equations("n", "m", "rank")),
      line("covariance", [covariance] + equations("sigma_min", "sigma_max")),
      line("teacher", [source("teacher")] + equations("T")),
      line("start", [source("initialization")] + equations("nu2")),
      line("training", equations("eta", "lambda")),
      line("thresholds", equations("epsilon", "c") + [confidence]),
      line("horizon", [number(spec["horizon"]).map { "\($0) steps" }]),
    ].compactMap(\.self)
  }

  /// The essentials of the spectrum and the feature bound.
  var spectrum: [Line] {
    let bound = equation("b").map {
      $0 + (isBoundEmpirical ? " (sample maximum, empirical)" : " (given in the spec)")
    }
    return [
      line("spectrum", equations("L", "lambda_min_plus", "lambda_max")),
      line("feature bound", [bound]),
    ].compactMap(\.self)
  }

  private var isBoundEmpirical: Bool {
    if spec["feature_bound"] != nil { return false }
    // Random Fourier features imply b = √2.
    return spec["features"]?["fourier"] == nil
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

  /// Quantities that are known less well than the rest, with the reason.
  var wide: [Line] {
    certificate.wide.sorted { $0.key < $1.key }.map { Line(label: $0.key, text: $0.value) }
  }

  // MARK: - Parts of the spec

  private func line(_ label: String, _ parts: [String?], _ meaning: String? = nil) -> Line? {
    let text = parts.compactMap(\.self).joined(separator: ", ")
    if text.isEmpty { return nil }
    return Line(label: label, text: text + (meaning.map { " (\($0))" } ?? ""))
  }

  private func number(_ value: JSONValue?) -> String? {
    if let integer = value?.integer { return String(integer) }
    return value?.string.map { ShownNumber(specText: $0).text }
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

  private var covariance: String? {
    guard let value = spec["covariance"] else { return nil }
    if let scale = number(value["scaled_identity"]) { return "\(scale) times the identity" }
    return value.object?.keys.min().map { "given \($0)" }
  }
}
