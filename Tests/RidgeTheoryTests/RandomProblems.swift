import Documents
import Enclosures

@testable import RidgeTheory

/// Small pseudo-random numbers that are the same everywhere (SplitMix64).
struct SmallRandom {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// An integer of the range.
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() >> 1) % range.count
  }

  /// A rational p/d with |p| ≤ size.
  mutating func rational(_ size: Int, over denominator: Int) -> Rational {
    Rational(integer(-size...size), denominator)
  }
}

/// How the rows of Φ depend on each other.
enum RowShape: String, CaseIterable, Sendable {
  case generic, copied, scaled, zeroRow, orthogonal, zero
}

/// What kind of covariance.
enum CovarianceShape: String, CaseIterable, Sendable {
  case identity, diagonal, singularDiagonal, full, singularFull
}

/// How large the step is.
enum StepShape: String, CaseIterable, Sendable {
  /// η·max μ around 1/10 or 1: converges.
  case small, moderate
  /// λ = 0 and λ > 0 with q < 0 (ηλ > 1), q < −1 (ηλ > 2), ρ < −1.
  case noDecay, negativeQ, divergentQ, divergent
}

/// Random small problems of every odd shape.
struct RandomProblem: CustomStringConvertible, Sendable {
  let problem: RidgeProblem
  let description: String

  init(
    seed: Int, n: Int, m: Int, rows shape: RowShape, covariance covarianceShape: CovarianceShape,
    step stepShape: StepShape, zeroTeacher: Bool = false, zeroStart: Bool = false,
    sphereTeacher: Bool = false, noisy: Bool = false, epsilon: Rational = Rational(1, 50),
    c: Rational = Rational(1, 50)
  ) {
    var random = SmallRandom(seed)
    var rows = (0..<n).map { i in
      (0..<m).map { j -> Rational in
        switch shape {
        case .orthogonal: j == i % m ? 1 : 0
        case .zero: 0
        default: random.rational(12, over: [4, 8, 5, 3][random.integer(0...3)])
        }
      }
    }
    if n > 1, shape == .copied { rows[n - 1] = rows[0] }
    if n > 1, shape == .scaled { rows[n - 1] = rows[0].map { $0 * Rational(-5, 3) } }
    if n > 1, shape == .zeroRow { rows[0] = rows[0].map { _ in 0 } }
    func vector() -> [Rational] { (0..<m).map { _ in random.rational(9, over: 7) } }
    let norm2 = rows.joined().reduce(Rational(0)) { $0 + $1.squared() } / Rational(n)
    let scale = norm2.isZero ? Rational(1) : norm2
    let eta: Rational
    let lambda: Rational
    switch stepShape {
    case .small: (eta, lambda) = (Rational(1, 10) / scale, scale / 20)
    case .moderate: (eta, lambda) = (Rational(3, 4) / scale, scale / 100)
    case .noDecay: (eta, lambda) = (Rational(9, 10) / scale, 0)
    case .negativeQ: (eta, lambda) = (Rational(3, 10) / scale, scale * 4)
    case .divergentQ: (eta, lambda) = (Rational(1, 2) / scale, scale * Rational(21, 5))
    case .divergent: (eta, lambda) = (7 / scale, scale / 1000)
    }
    let teacher: VectorSource =
      zeroTeacher
      ? .zero
      : sphereTeacher
        ? .sphere(norm: Rational(3, 2), seed: seed)
        : .vector(ExactMatrix(rows: m, columns: 1, vector()))
    let start: VectorSource =
      zeroStart ? .zero : .vector(ExactMatrix(rows: m, columns: 1, vector()))
    problem = RidgeProblem(
      RidgeDeclaration(
        features: .matrix(ExactMatrix(rows: n, columns: m, rows.flatMap { $0 })),
        covariance: RandomProblem.covariance(covarianceShape, m, &random), teacher: teacher,
        initialization: start, startVariance: 1,
        noise: noisy ? RandomProblem.noise(seed, n) : nil, eta: eta, lambda: lambda,
        epsilon: epsilon, c: c))
    description =
      "seed \(seed) n=\(n) m=\(m) rows=\(shape) Σ=\(covarianceShape) step=\(stepShape)"
      + (zeroTeacher ? " θ*=0" : "") + (zeroStart ? " θ0=0" : "") + (sphereTeacher ? " sphere" : "")
      + (noisy ? " noisy" : "")
  }

  private static func covariance(
    _ shape: CovarianceShape, _ m: Int, _ random: inout SmallRandom
  ) -> Covariance {
    switch shape {
    case .identity: return .scaledIdentity(Rational(random.integer(1...5), 4))
    case .diagonal: return .diagonal((0..<m).map { _ in Rational(random.integer(1...9), 6) })
    case .singularDiagonal:
      return .diagonal((0..<m).map { $0 == 0 ? 0 : Rational(random.integer(1...9), 6) })
    case .full, .singularFull:
      // AᵀA with as many rows as columns, or one less.
      let height = shape == .full ? m : max(1, m - 1)
      let a = (0..<height).map { _ in (0..<m).map { _ in random.rational(4, over: 4) } }
      let shift: Rational = shape == .full ? Rational(1, 8) : 0
      return .matrix(
        ExactMatrix(
          rows: m, columns: m,
          (0..<(m * m)).map { index in
            let (i, j) = (index / m, index % m)
            return a.reduce(i == j ? shift : 0) { $0 + $1[i] * $1[j] }
          }))
    }
  }

  /// Noise of its own stream, so that the rest of a problem does not depend on whether there is some.
  private static func noise(_ seed: Int, _ n: Int) -> NoiseSource {
    var random = SmallRandom(seed + 900_000)
    return .vector(
      ExactMatrix(rows: n, columns: 1, (0..<n).map { _ in random.rational(9, over: 4) }))
  }

  /// Problems that cover all shapes, deterministic.
  static func all(
    count: Int, from first: Int = 1, sphere: Bool = false, noisy: Bool = false
  ) -> [RandomProblem] {
    (first..<(first + count)).map { seed in
      var random = SmallRandom(seed + 1000)
      return RandomProblem(
        seed: seed, n: random.integer(1...4), m: random.integer(1...6),
        rows: RowShape.allCases[seed % RowShape.allCases.count],
        covariance: CovarianceShape.allCases[seed / 2 % CovarianceShape.allCases.count],
        step: StepShape.allCases[random.integer(0...(StepShape.allCases.count - 1))],
        zeroTeacher: !sphere && random.integer(0...4) == 0, zeroStart: random.integer(0...5) == 0,
        sphereTeacher: sphere, noisy: noisy)
    }
  }
}

/// Gradient descent in exact rationals: the truth for short runs.
struct ExactDescent {
  private let rows: [[Rational]]
  private let sigma: (Int, Int) -> Rational
  private let teacher: [Rational]
  private let noise: [Rational]
  private let eta: Rational
  private let lambda: Rational
  private(set) var theta: [Rational]

  /// For problems with a rational teacher.
  init(_ problem: RidgeProblem) {
    let (n, m) = (problem.features.n, problem.features.m)
    rows = (0..<n).map { i in (0..<m).map { problem.features.entries[i, $0] } }
    func vector(_ parameter: ParameterVector) -> [Rational] {
      if case .exact(let entries) = parameter { return entries.entries }
      return Array(repeating: 0, count: m)
    }
    teacher = vector(problem.teacher)
    theta = vector(problem.initialization)
    noise = problem.noise?.entries ?? Array(repeating: 0, count: n)
    eta = problem.eta
    lambda = problem.lambda
    switch problem.covariance {
    case .scaledIdentity(let scale): sigma = { $0 == $1 ? scale : 0 }
    case .diagonal(let entries): sigma = { $0 == $1 ? entries[$0] : 0 }
    case .matrix(let matrix): sigma = { matrix[$0, $1] }
    case .implied: preconditionFailure("an implied covariance has no exact entries")
    }
  }

  private func residuals() -> [Rational] {
    zip(rows, noise).map { row, noise in
      row.indices.reduce(-noise) { $0 + row[$1] * (theta[$1] - teacher[$1]) }
    }
  }

  mutating func advance() {
    let r = residuals()
    theta = theta.indices.map { j in
      let gradient = rows.indices.reduce(Rational(0)) { $0 + rows[$1][j] * r[$1] }
      return theta[j] * (1 - eta * lambda) - eta / Rational(rows.count) * gradient
    }
  }

  var trainLoss: Rational {
    residuals().reduce(Rational(0)) { $0 + $1.squared() } / Rational(2 * rows.count)
  }

  var populationLoss: Rational {
    let d = theta.indices.map { theta[$0] - teacher[$0] }
    var sum = Rational(0)
    for i in d.indices { for j in d.indices { sum += d[i] * sigma(i, j) * d[j] } }
    return sum
  }

  var norm2: Rational { theta.reduce(Rational(0)) { $0 + $1.squared() } }

  /// The three functions of t by their names.
  var values: [String: Rational] {
    ["train_loss": trainLoss, "population_loss": populationLoss, "theta_norm2": norm2]
  }
}

extension Interval {
  /// Whether the width is at most 10^−digits of the magnitude, or 10^−digits of a scale.
  func isNarrow(_ digits: Int, scale: Rational = 0) -> Bool {
    guard isBounded else { return false }
    let tolerance = (0..<digits).reduce(Rational(1)) { power, _ in power / 10 }
    let size = max(magnitude.exactRational ?? 0, scale)
    return width.compare(to: size * tolerance) <= 0
  }
}
