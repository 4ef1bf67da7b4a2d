public import Documents
import Enclosures

extension RidgeProblem {
  /// Reads a ridge problem from a spec.
  ///
  /// - Throws: `DocumentError`, which names file, key path, value and remedy.
  public init(_ specification: Specification) throws(DocumentError) {
    self.init(try RidgeDeclaration(specification.node, folder: specification.folder))
  }

  /// Reads a ridge problem from its self-contained spec, such as the one inside a certificate.
  public init(specification: JSONValue, name: String? = nil) throws(DocumentError) {
    self.init(try RidgeDeclaration(YAMLNode(specification, name: name), folder: nil))
  }
}

extension RidgeDeclaration {
  /// The most entries that a feature matrix may have.
  public static let maximumEntries = 50_000_000
  /// The most entries of relu or fourier features: they are wider numbers.
  public static let maximumMapEntries = 5_000_000
  /// The verdicts that `expect` may name.
  public static let verdicts = ["pass", "fail", "out-of-scope", "undecided"]

  /// Reads a declaration from a document.
  ///
  /// - Parameters:
  ///   - node: The document.
  ///   - folder: What file names are relative to; nil where files may not be named.
  /// - Throws: `DocumentError` for unknown keys, missing ones and values out of range.
  public init(_ node: YAMLNode, folder: String?) throws(DocumentError) {
    let spec = try node.keyed([
      "theory", "features", "covariance", "feature_bound", "teacher", "initialization", "noise",
      "training", "thresholds", "confidence", "horizon", "claims", "expect",
    ])
    let theory = try spec.required("theory", example: "theory: ridge")
    guard try theory.string() == "ridge" else { throw theory.error("is not the theory 'ridge'") }
    let files = FileSource(folder: folder)
    features = try FeatureSource(
      spec.required(
        "features", example: "features: {gaussian: {n: 20, m: 80, variance: 1/80, seed: 1}}"),
      files)
    let count = features.columns
    if let covariance = spec["covariance"] {
      self.covariance = try Covariance(covariance, count: count, files)
    } else if case .gaussian(_, _, let variance, _) = features {
      covariance = .scaledIdentity(variance)
    } else if let draw = features.draw {
      covariance = try draw.impliedCovariance(at: node)
    } else {
      throw node.error(
        "the key 'covariance' is missing, and these features do not imply it; "
          + "add for example `covariance: {scaled_identity: 1/\(count)}`")
    }
    featureBound = try spec["feature_bound"]?.positive("give b with ‖φ(x)‖ <= b, or leave it out")
    let teacher = try spec.required("teacher", example: "teacher: {sphere: {norm: 1, seed: 2}}")
    self.teacher = try VectorSource(teacher, count: count, files, alongside: [])
    let start = try spec.required(
      "initialization", example: "initialization: {gaussian: {variance: 1, seed: 3}}")
    (initialization, startVariance) = try VectorSource.start(start, count: count, files)

    noise = nil
    if let noise = spec["noise"] { self.noise = try NoiseSource(noise, count: features.rows) }
    let training = try spec.required("training", example: "training: {eta: 1/2, lambda: 1e-4}")
      .keyed(["eta", "lambda"])
    eta = try training.required("eta", example: "eta: 1/2").positive("give a step size such as 1/2")
    lambda = try training.required("lambda", example: "lambda: 1e-4")
      .nonNegative("give a weight decay such as 1e-4, or 0 for none")
    let thresholds = try spec.required(
      "thresholds", example: "thresholds: {epsilon: 1e-2, c: 1e-2}"
    )
    .keyed(["epsilon", "c"])
    epsilon = try thresholds.required("epsilon", example: "epsilon: 1e-2")
      .positive("give a threshold such as 1e-2")
    c = try thresholds.required("c", example: "c: 1e-2").positive("give a threshold such as 1e-2")
    delta = Rational(1, 20)
    if let confidence = spec["confidence"] {
      delta = try confidence.rational()
      guard delta > 0, delta < 1 else {
        throw confidence.error("must lie strictly between 0 and 1, such as 1/20")
      }
    }
    horizon = try spec["horizon"]?.integer(in: 1...1_000_000_000_000_000_000)
    claims = nil
    if let list = spec["claims"] {
      var names: [String] = []
      for element in try list.elements() { names.append(try element.string()) }
      claims = names
    }
    expect = try spec["expect"].map(RidgeDeclaration.expectations) ?? [:]
  }

  private static func expectations(_ node: YAMLNode) throws(DocumentError) -> [String: String] {
    guard case .mapping(let entries) = node.content else {
      throw node.error("must be a mapping from claim ids to verdicts")
    }
    var result: [String: String] = [:]
    for (claim, verdict) in entries { result[claim] = try verdict.word(of: verdicts) }
    return result
  }
}
