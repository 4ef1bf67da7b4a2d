public import Documents
public import Enclosures

/// The loss of one margin z = y(w·x + b) (Das, Vedantam, Lakshminarayanan 2026, section 2).
public enum LogisticLoss: String, Sendable, Hashable, CaseIterable {
  /// log(1 + e⁻ᶻ).
  case logistic
  /// e⁻ᶻ.
  case exponential
}

/// How the losses of the points make the training loss.
public enum LogisticReduction: String, Sendable, Hashable, CaseIterable {
  /// Their sum, as in the paper.
  case sum
  /// Their sum divided by N.
  case mean
}

/// Where training data come from.
public enum LogisticSource: Sendable, Hashable {
  /// Given points.
  case points(LogisticDataset)
  /// Random points on both sides of a hyperplane with support vectors planted on the margin.
  case planted(PlantedSet)
}

/// Where the points of a test regime come from.
public enum TestSource: Sendable, Hashable {
  /// Given points.
  case points(LogisticDataset)
  /// Points of the law of planted training data: uniform in the box with |w_true·x| > γ/2.
  case sameDistribution(count: Int, seed: Int)
  /// Points uniform in the band γ/2 < |w_true·x| < αγ of the box of planted training data.
  case planted(alpha: Rational, count: Int, seed: Int)
  /// The points of another regime under an ℓ∞ attack.
  case attack(of: String, radius: Rational, step: Rational, steps: Int)
}

/// What a logistic spec says, with files read and defaults filled in, before random data are drawn.
public struct LogisticDeclaration: Sendable, Hashable {
  /// Where the training data come from.
  public var data: LogisticSource
  /// The loss of one point.
  public var loss: LogisticLoss
  /// Sum or mean over the points.
  public var reduction: LogisticReduction
  /// The step size η.
  public var eta: Rational
  /// The number of steps to take, the horizon of every statement over time.
  public var steps: Int
  /// The weights at the start; nil for zero.
  public var w0: [Rational]?
  /// The bias at the start.
  public var b0: Rational
  /// The step count at the start.
  public var t0: Int
  /// The test regimes by name, in the order of their names.
  public var tests: [String: TestSource]
  /// The accuracy threshold ε (Def 3.4).
  public var epsilon: Rational
  /// The width α of the concentrated band, in multiples of γ.
  public var alpha: Rational
  /// The factor ζ of grokking (Def 3.4).
  public var zeta: Rational
  /// The claims to certify where the spec names them.
  public var claims: [String]?
  /// Expected verdicts by claim id.
  public var expect: [String: String]

  /// A declaration from its parts.
  public init(
    data: LogisticSource, loss: LogisticLoss = .logistic, reduction: LogisticReduction = .sum,
    eta: Rational, steps: Int, w0: [Rational]? = nil, b0: Rational = 0, t0: Int = 0,
    tests: [String: TestSource] = [:], epsilon: Rational = Rational(1, 1000),
    alpha: Rational = 10, zeta: Rational = 100, claims: [String]? = nil,
    expect: [String: String] = [:]
  ) {
    self.data = data
    self.loss = loss
    self.reduction = reduction
    self.eta = eta
    self.steps = steps
    self.w0 = w0
    self.b0 = b0
    self.t0 = t0
    self.tests = tests
    self.epsilon = epsilon
    self.alpha = alpha
    self.zeta = zeta
    self.claims = claims
    self.expect = expect
  }
}

// MARK: - As JSON

extension LogisticDeclaration {
  /// The spec as JSON in the vocabulary of DESIGN section 4, without `expect`.
  ///
  /// Files are inlined as exact rationals, generators stay generators, defaults are written out, all
  /// numbers are texts. Reading it back gives this declaration again.
  public var specification: JSONValue {
    var members: [String: JSONValue] = [
      "theory": "logistic",
      "data": data.json,
      "loss": .string(loss.rawValue),
      "reduction": .string(reduction.rawValue),
      "training": [
        "eta": text(eta), "steps": text(steps), "w0": w0.map { .array($0.map(text)) } ?? "zero",
        "b0": text(b0), "t0": text(t0),
      ],
      "thresholds": ["epsilon": text(epsilon), "alpha": text(alpha), "zeta": text(zeta)],
    ]
    if !tests.isEmpty { members["tests"] = .object(tests.mapValues(\.json)) }
    members["claims"] = claims.map { .array($0.map { .string($0) }) }
    return .object(members)
  }
}

private func text(_ value: Rational) -> JSONValue { .string(value.description) }
private func text(_ value: Int) -> JSONValue { .string("\(value)") }

extension LogisticSource {
  fileprivate var json: JSONValue {
    switch self {
    case .points(let dataset): ["points": dataset.json]
    case .planted(let set):
      [
        "planted": [
          "d": text(set.dimension), "box": text(set.box), "gamma": text(set.gamma),
          "per_class": [text(set.positives), text(set.negatives)],
          "support": [text(set.positiveSupport), text(set.negativeSupport)],
          "support_half_width": text(set.supportHalfWidth), "seed": text(set.seed),
        ]
      ]
    }
  }
}

extension TestSource {
  fileprivate var json: JSONValue {
    switch self {
    case .points(let dataset): ["points": dataset.json]
    case .sameDistribution(let count, let seed):
      ["same_distribution": ["count": text(count), "seed": text(seed)]]
    case .planted(let alpha, let count, let seed):
      ["planted": ["alpha": text(alpha), "count": text(count), "seed": text(seed)]]
    case .attack(let name, let radius, let step, let steps):
      [
        "attack": [
          "of": .string(name), "radius": text(radius), "step": text(step), "steps": text(steps),
        ]
      ]
    }
  }
}
