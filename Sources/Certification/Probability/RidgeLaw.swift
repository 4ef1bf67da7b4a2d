import Documents

/// Whether a ridge problem is drawn by the law that the theory's probabilities are about: random features
/// and a Gaussian start.
struct RidgeLaw {
  private let hasRandomFeatures: Bool
  private let hasGaussianStart: Bool

  /// Kinds of features that are drawn.
  private static let randomFeatures = ["gaussian", "relu", "fourier"]
  /// Parameters, functions of the claim language, and what depends on start and teacher alone.
  static let withoutFeatures: Set<String> = [
    "n", "m", "eta", "lambda", "nu2", "epsilon", "c", "delta", "T", "theta0_norm2", "sqrt", "exp",
    "log", "log1p", "expm1", "abs", "min", "max", "floor", "ceil", "and", "or", "not", "implies",
  ]

  init(_ specification: JSONValue) {
    hasRandomFeatures = Self.randomFeatures.contains { specification["features"]?[$0] != nil }
    hasGaussianStart = specification["initialization"]?["gaussian"] != nil
  }

  /// Why probabilities over the start, and over features where they are needed, say nothing about this
  /// problem; nil where they do.
  func obstacle(needsFeatures: Bool) -> String? {
    if !hasGaussianStart { return "the probability is over a gaussian start, and this one is not" }
    if needsFeatures, !hasRandomFeatures {
      return "the probability is over random features, and these are fixed"
    }
    return nil
  }
}
