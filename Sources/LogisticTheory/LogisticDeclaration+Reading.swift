public import Documents
import Enclosures

extension LogisticProblem {
  /// Reads a logistic problem from a spec.
  ///
  /// - Throws: `DocumentError`, which names file, key path, value and remedy.
  public init(_ specification: Specification) throws(DocumentError) {
    try self.init(LogisticDeclaration(specification.node, folder: specification.folder))
  }

  /// Reads a logistic problem from its self-contained spec, such as the one inside a certificate.
  public init(specification: JSONValue, name: String? = nil) throws(DocumentError) {
    try self.init(LogisticDeclaration(YAMLNode(specification, name: name), folder: nil))
  }
}

extension LogisticDeclaration {
  /// The most coordinates that a data set may have.
  public static let maximumEntries = 50_000_000
  /// The most steps, and the greatest step count at the start.
  public static let maximumSteps = 1_000_000_000_000_000_000
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
      "theory", "data", "loss", "reduction", "training", "tests", "thresholds", "claims", "expect",
    ])
    let theory = try spec.required("theory", example: "theory: logistic")
    guard try theory.string() == "logistic" else {
      throw theory.error("is not the theory 'logistic'")
    }
    let data = try spec.required(
      "data", example: "data: {points: [{x: [1, 2], y: 1}, {x: [-1, 0], y: -1}]}")
    self.data = try LogisticSource(data, folder: folder)
    let dimension = self.data.dimension
    loss = try LogisticDeclaration.choice(spec["loss"], default: .logistic)
    reduction = try LogisticDeclaration.choice(spec["reduction"], default: .sum)

    let training = try spec.required("training", example: "training: {eta: 1e-2, steps: 1e6}")
      .keyed(["eta", "steps", "w0", "b0", "t0"])
    eta = try training.required("eta", example: "eta: 1e-2")
      .positive("give a step size such as 1e-2")
    steps = try training.required("steps", example: "steps: 1e6")
      .integer(in: 1...LogisticDeclaration.maximumSteps)
    w0 = nil
    if let start = training["w0"] {
      w0 = try LogisticDeclaration.weights(start, dimension: dimension)
    }
    b0 = try training["b0"]?.rational() ?? 0
    t0 = try training["t0"]?.integer(in: 0...LogisticDeclaration.maximumSteps) ?? 0

    let thresholds = try spec.required(
      "thresholds", example: "thresholds: {epsilon: 1e-3, alpha: 10, zeta: 100}"
    )
    .keyed(["epsilon", "alpha", "zeta"])
    let epsilon = try thresholds.required("epsilon", example: "epsilon: 1e-3")
    self.epsilon = try epsilon.nonNegative("give a share of errors such as 1e-3")
    guard self.epsilon < 1 else { throw epsilon.error("must be less than 1, such as 1e-3") }
    alpha = 10
    if let node = thresholds["alpha"] { alpha = try LogisticDeclaration.bandWidth(node) }
    zeta = try thresholds["zeta"]?.positive("give a factor such as 100") ?? 100

    tests = [:]
    if let regimes = spec["tests"] {
      guard case .mapping(let entries) = regimes.content else {
        throw regimes.error("must be a mapping from names to test regimes")
      }
      var budget = NumberBudget()
      for (name, regime) in entries {
        tests[name] = try TestSource(regime, dimension: dimension, within: &budget)
      }
    }
    claims = nil
    if let list = spec["claims"] {
      var names: [String] = []
      for element in try list.elements() { names.append(try element.string()) }
      claims = names
    }
    expect = try spec["expect"].map(LogisticDeclaration.expectations) ?? [:]
  }

  /// α, which must exceed ½ so that the band γ/2 < |w_true·x| < αγ is not empty.
  static func bandWidth(_ node: YAMLNode) throws(DocumentError) -> Rational {
    let alpha = try node.rational()
    guard alpha > Rational(1, 2) else {
      throw node.error("must be greater than 1/2, such as 10: the band is γ/2 to αγ")
    }
    return alpha
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode?, default value: Choice
  ) throws(DocumentError) -> Choice {
    guard let node else { return value }
    let word = try node.word(of: Choice.allCases.map(\.rawValue))
    return Choice(rawValue: word) ?? value
  }

  private static func weights(
    _ node: YAMLNode, dimension: Int
  ) throws(DocumentError) -> [Rational]? {
    if let text = node.text {
      guard text == "zero" else {
        throw node.error("must be `zero` or a list of \(dimension) numbers")
      }
      return nil
    }
    let entries = try node.rationals()
    guard entries.count == dimension else {
      throw node.error("has \(entries.count) entries for points of dimension \(dimension)")
    }
    return entries
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

extension LogisticSource {
  /// The dimension of the points.
  public var dimension: Int {
    switch self {
    case .points(let points): points.dimension
    case .planted(let set): set.dimension
    }
  }
}
