public import Documents
public import Enclosures

/// A test regime whose points have been drawn.
public enum TestRegime: Sendable, Hashable {
  /// Points that are classified as they are.
  case points(LogisticDataset)
  /// The points of the regime `of` under an ℓ∞ attack of this radius, in `steps` steps of `step`.
  case attack(of: String, radius: Rational, step: Rational, steps: Int)
}

/// A logistic regression problem with exact data: training points, test regimes, and the parameters of
/// training and of the claims (Das, Vedantam, Lakshminarayanan 2026, sections 2 and 3).
public struct LogisticProblem: Sendable {
  /// What the spec says, from which everything else is made.
  public let declaration: LogisticDeclaration
  /// The training data.
  public let dataset: LogisticDataset
  /// The test regimes, in the order of their names.
  public let tests: [(name: String, regime: TestRegime)]
  /// SHA-256 of the training data (docs/data-digest.md).
  public let dataDigest: String
  /// The direction w_true of planted data, a rational unit vector; nil for given points.
  public let wTrue: [Rational]?

  /// The problem that a declaration describes; draws its random data.
  ///
  /// - Throws: `DocumentError` for data without points, with one class only or with a point that has
  ///   both labels, for starts of another dimension, for test regimes that do not fit the data, and
  ///   for planted sets whose box has no room for them.
  public init(_ declaration: LogisticDeclaration) throws(DocumentError) {
    self.declaration = declaration
    var planted: PlantedSet?
    switch declaration.data {
    case .points(let points): dataset = points
    case .planted(let set):
      planted = set
      dataset = try set.trainingSet()
    }
    wTrue = planted?.wTrue
    try LogisticProblem.check(dataset, isPlanted: planted != nil)
    if let w0 = declaration.w0, w0.count != dataset.dimension {
      throw DocumentError(
        file: nil, keyPath: "training.w0",
        "has \(w0.count) entries for points of dimension \(dataset.dimension)")
    }
    var regimes: [(name: String, regime: TestRegime)] = []
    for (name, source) in declaration.tests.sorted(by: { $0.key < $1.key }) {
      let regime = try LogisticProblem.regime(
        source, keyPath: "tests.\(name)", planted, declaration.tests,
        dimension: dataset.dimension)
      regimes.append((name, regime))
    }
    tests = regimes
    dataDigest = dataset.digest
  }

  private static func check(
    _ dataset: LogisticDataset, isPlanted: Bool
  ) throws(DocumentError) {
    func error(_ message: String) -> DocumentError {
      DocumentError(file: nil, keyPath: "data", message)
    }
    guard dataset.count > 0, dataset.dimension > 0 else {
      throw error("has no points; give at least one of each class")
    }
    guard dataset.labels.contains(1), dataset.labels.contains(-1) else {
      throw error(
        "all \(dataset.count) labels are \(dataset.labels[0]); give points of both classes")
    }
    // Planted points of different labels lie on different sides.
    if !isPlanted, let (first, second) = dataset.contradiction {
      throw error(
        "points \(first + 1) and \(second + 1) are equal but have different labels; "
          + "no classifier fits both, remove one")
    }
  }

  private static func regime(
    _ source: TestSource, keyPath: String, _ planted: PlantedSet?, _ all: [String: TestSource],
    dimension: Int
  ) throws(DocumentError) -> TestRegime {
    func error(_ message: String) -> DocumentError {
      DocumentError(file: nil, keyPath: keyPath, message)
    }
    func law() throws(DocumentError) -> PlantedSet {
      guard let planted else {
        throw error("needs planted training data, whose law it shares; give points instead")
      }
      return planted
    }
    switch source {
    case .points(let points):
      guard points.count > 0 else { throw error("has no points") }
      guard points.dimension == dimension else {
        throw error(
          "has points of dimension \(points.dimension), the data have dimension \(dimension)")
      }
      return .points(points)
    case .sameDistribution(let count, let seed):
      return .points(try law().testSet(count: count, seed: seed, keyPath: keyPath))
    case .planted(let alpha, let count, let seed):
      return .points(
        try law().concentratedSet(alpha: alpha, count: count, seed: seed, keyPath: keyPath))
    case .attack(let name, let radius, let step, let steps):
      guard let target = all[name] else {
        throw error("attacks the regime '\(name)', which is not among the tests")
      }
      if case .attack = target {
        throw error("attacks '\(name)', which is itself an attack; name a regime with points")
      }
      return .attack(of: name, radius: radius, step: step, steps: steps)
    }
  }
}

// MARK: - Parameters

extension LogisticProblem {
  /// The loss of one point.
  public var loss: LogisticLoss { declaration.loss }
  /// Sum or mean over the points.
  public var reduction: LogisticReduction { declaration.reduction }
  /// The step size η.
  public var eta: Rational { declaration.eta }
  /// The factor of the sum of gradients in one step: η for a sum, η/N for a mean.
  public var stepScale: Rational {
    reduction == .sum ? eta : eta / Rational(dataset.count)
  }
  /// The number of steps to take from `t0` on.
  public var steps: Int { declaration.steps }
  /// The weights at the start, d entries.
  public var w0: [Rational] {
    declaration.w0 ?? [Rational](repeating: 0, count: dataset.dimension)
  }
  /// The bias at the start.
  public var b0: Rational { declaration.b0 }
  /// The step count at the start.
  public var t0: Int { declaration.t0 }
  /// The accuracy threshold ε (Def 3.4).
  public var epsilon: Rational { declaration.epsilon }
  /// The width α of the concentrated band, in multiples of γ.
  public var alpha: Rational { declaration.alpha }
  /// The factor ζ of grokking (Def 3.4).
  public var zeta: Rational { declaration.zeta }
  /// Ids or prefixes of the claims to certify; nil for all.
  public var claims: [String]? { declaration.claims }
  /// Expected verdicts by claim id.
  public var expect: [String: String] { declaration.expect }

  /// The self-contained spec: it can be read back, and gives the same problem.
  public var specification: JSONValue { declaration.specification }
}
