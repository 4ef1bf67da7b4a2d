import Enclosures
import Testing

@testable import RidgeTheory

/// Every bound of `SpectralModel+Errors` against what it bounds: two Gram matrices of two rows, known exactly, whose
/// difference has a known norm.
///
/// Through the trajectory some of these bounds would never be missed, as what they bound enters in second order or
/// beside greater terms. Here each is compared alone, and must not be far above the greatest error seen.
struct PerturbationBoundTests {
  typealias Vector = (Double, Double)

  /// A matrix (a b; c d).
  struct Matrix {
    var a = 0.0
    var b = 0.0
    var c = 0.0
    var d = 0.0

    /// s₁·uuᵀ + s₂·vvᵀ for u = (cos φ, sin φ) and v orthogonal to it.
    init(_ angle: Double, _ first: Double, _ second: Double) {
      let (x, y) = PerturbationBoundTests.unit(angle)
      (a, b) = (first * x * x + second * y * y, (first - second) * x * y)
      (c, d) = (b, first * y * y + second * x * x)
    }

    static func - (x: Matrix, y: Matrix) -> Matrix {
      var result = x
      result.a -= y.a
      result.b -= y.b
      result.c -= y.c
      result.d -= y.d
      return result
    }

    static func * (x: Matrix, v: Vector) -> Vector {
      (x.a * v.0 + x.b * v.1, x.c * v.0 + x.d * v.1)
    }

    /// The spectral norm: the greater root of σ⁴ − ‖A‖_F²·σ² + det² = 0.
    var norm: Double {
      let square = a * a + b * b + c * c + d * d
      let determinant = a * d - b * c
      let root = max(square * square - 4 * determinant * determinant, 0).squareRoot()
      return ((square + root) / 2).squareRoot()
    }
  }

  /// (cos φ, sin φ) for tan(φ/2) = angle.
  static func unit(_ angle: Double) -> Vector {
    ((1 - angle * angle) / (1 + angle * angle), 2 * angle / (1 + angle * angle))
  }

  static func norm(_ v: Vector) -> Double { (v.0 * v.0 + v.1 * v.1).squareRoot() }

  static func combination(_ x: Double, _ v: Vector, _ y: Double, _ w: Vector) -> Vector {
    (x * v.0 + y * w.0, x * v.1 + y * w.1)
  }

  /// G and Ĝ, of the same rank.
  struct Pair {
    let isFullRank: Bool
    let angle: Double
    let values: Vector
    let hatAngle: Double
    let hatValues: Vector
    /// What Ĝ has beside its mode below full rank.
    let leftOut: Double
    let eta: Rational
    let lambda: Rational
    let z: Vector
    let y: Vector

    init(_ random: inout SmallRandom) {
      func fraction() -> Double { Double(random.integer(-1000...1000)) / 1000 }
      isFullRank = random.integer(0...2) == 0
      let size = [0x1p-10, 1, 1, 0x1p8][random.integer(0...3)]
      let small = [0x1p-4, 0x1p-7, 0x1p-12][random.integer(0...2)]
      angle = fraction()
      hatAngle = random.integer(0...4) == 0 ? angle : angle + small * fraction()
      let first = size * (1 + fraction() / 2)
      let change = size * small * fraction() * 2
      if isFullRank {
        let second = random.integer(0...2) == 0 ? first : first * (1.1 + fraction())
        values = (first, second)
        hatValues = (first + change, second * (1 + small * fraction()))
        leftOut = 0
      } else {
        values = (first, 0)
        hatValues = (first + change, 0)
        leftOut = [0, -change, size * small * fraction()][random.integer(0...2)]
      }
      // Steps from far below the mode to beyond stability, and decays from none to far above the modes.
      let unit = Rational(exactly: size) ?? 1
      eta = Rational(2, [1, 2, 3, 20, 1 << 20][random.integer(0...4)]) / unit
      let decays: [Rational] = [0, Rational(1, 1000), Rational(1, 10), 1, 1000, 1_000_000]
      lambda = decays[random.integer(0...5)] * unit
      let range = PerturbationBoundTests.unit(angle)
      func inRange(_ x: Double, _ y: Double, _ full: Bool) -> Vector {
        full ? (x, y) : (x * range.0, x * range.1)
      }
      z = inRange(random.integer(0...2) == 0 ? 0 : fraction(), fraction(), isFullRank)
      y = inRange(random.integer(0...3) == 0 ? 0 : fraction(), fraction(), isFullRank)
    }

    var q: Double { 1 - (eta * lambda).approximation }
    var decay: Double { lambda.approximation * 2 }
    var modes: [Double] { isFullRank ? [values.0, values.1] : [values.0] }
    var hatModes: [Double] { isFullRank ? [hatValues.0, hatValues.1] : [hatValues.0] }

    /// f(G) on the range, f(Ĝ) on the modes kept.
    func function(_ f: (Double) -> Double) -> Matrix {
      Matrix(angle, f(values.0), isFullRank ? f(values.1) : 0)
    }
    func hatFunction(_ f: (Double) -> Double) -> Matrix {
      Matrix(hatAngle, f(hatValues.0), isFullRank ? f(hatValues.1) : 0)
    }

    /// The model's constants, and nothing else of a model; upper bounds are 10⁻¹² too great.
    var model: SpectralModel {
      let bits = 64
      func above(_ x: Double) -> Interval { Interval(exactly: x * (1 + 1e-12), precision: bits) }
      let whole = Matrix(hatAngle, hatValues.0, isFullRank ? hatValues.1 : leftOut)
      let all = modes + hatModes
      let (eta, q) = (self.eta.approximation, self.q)
      let zero = Interval.zero(precision: bits)
      return SpectralModel(
        bits: bits, n: 2, isFullRank: isFullRank, isSpanning: false, eta: self.eta, lambda: lambda,
        q: Interval(1 - self.eta * lambda, precision: bits), qExact: 1 - self.eta * lambda, d: [],
        rho: [], zeta: [], upsilon: [], fitted: [], gamma: [], w: [], teacherRest: [],
        noiseRest2: zero, covariance: .scaledIdentity(zero), startPerp2: zero,
        startTeacherPerp: zero, teacherPerp2: zero,
        errors: ErrorConstants(
          delta: above((function { $0 } - whole).norm), omega: zero,
          normZ: above(PerturbationBoundTests.norm(z)),
          normY: above(PerturbationBoundTests.norm(y)),
          normTaught: above(PerturbationBoundTests.norm(y)), normNoise: zero,
          leastLower: Interval(exactly: (all.min() ?? 0) * (1 - 1e-12), precision: bits),
          greatestUpper: above(all.max() ?? 0), sigmaMaxUpper: above(1),
          kappaPlus: above(all.map { abs(q - eta * $0 / 2) }.max() ?? 0)))
    }
  }

  /// The greatest error seen, relative to its bound.
  struct Sharpness {
    var worst: [String: Double] = [:]

    mutating func compare(
      _ name: String, _ error: Double, _ bound: Interval, _ scale: Double, _ pair: Pair
    ) {
      let allowed = bound.upper.approximation
      // What Double itself errs by, relative to the numbers that were subtracted.
      #expect(error <= allowed * (1 + 1e-9) + 1e-13 * scale, "\(name): \(error) \(allowed) \(pair)")
      if allowed > 1e-9 * scale { worst[name] = max(worst[name] ?? 0, error / allowed) }
    }
  }

  @Test("no error exceeds its bound, and no bound is far above the errors")
  func bounds() {
    var random = SmallRandom(20_261_128)
    var sharpness = Sharpness()
    for _ in 0..<20_000 {
      let pair = Pair(&random)
      trajectory(pair, &sharpness)
      limits(pair, &sharpness, &random)
    }
    let expected = [
      "r": 0.3, "a": 0.3, "|a|": 0.9, "G+": 0.5, "Sy": 0.5, "quadratic": 0.5, "cross": 0.3,
      "limit dual": 0.3,
    ]
    for (name, least) in expected {
      #expect((sharpness.worst[name] ?? 0) > least, "\(name): \(sharpness.worst)")
    }
  }

  /// r(t) and a(t), step by step.
  private func trajectory(_ pair: Pair, _ sharpness: inout Sharpness) {
    let model = pair.model
    let (eta, lambda, q) = (pair.eta.approximation, pair.lambda.approximation, pair.q)
    let gram = pair.function { $0 }
    let hat = pair.hatFunction { $0 }
    let kept = pair.hatFunction { _ in 1 }
    let start = Self.combination(1, pair.z, -1, pair.y)
    var (r, hatR) = (start, kept * start)
    var (a, hatA): (Vector, Vector) = ((0, 0), (0, 0))
    let hatY = kept * pair.y
    var scale = Self.norm(pair.z) + Self.norm(pair.y)
    var dualScale = 0.0
    for t in 0...6 {
      scale = max(scale, Self.norm(r))
      dualScale = max(dualScale, Self.norm(a))
      let error = Self.norm(Self.combination(1, r, -1, hatR))
      sharpness.compare("r", error, model.residualError(at: t), scale, pair)
      let dual = Self.norm(Self.combination(1, a, -1, hatA))
      sharpness.compare("a", dual, model.dualError(at: t), dualScale, pair)
      sharpness.compare("|a|", Self.norm(hatA), model.dualNorm(at: t), dualScale, pair)
      a = Self.combination(q, a, -eta / 2, r)
      hatA = Self.combination(q, hatA, -eta / 2, hatR)
      let (step, hatStep) = (gram * r, hat * hatR)
      r = Self.combination(
        1, Self.combination(q, r, -eta / 2, step), -eta * lambda, pair.y)
      hatR = Self.combination(
        1, Self.combination(q, hatR, -eta / 2, hatStep), -eta * lambda, hatY)
    }
  }

  /// G⁺, Sy and the forms made with them.
  private func limits(
    _ pair: Pair, _ sharpness: inout Sharpness, _ random: inout SmallRandom
  ) {
    let model = pair.model
    let least = model.errors.leastLower.lower.approximation
    let inverse = pair.function { 1 / $0 }
    let hatInverse = pair.hatFunction { 1 / $0 }
    let kept = pair.hatFunction { _ in 1 }
    let decay = pair.decay
    sharpness.compare(
      "G+", (inverse - hatInverse).norm, model.pseudoinverseError, 1 / least, pair)
    let fitted = pair.function { $0 / ($0 + decay) } * pair.y
    let hatFitted = pair.hatFunction { $0 / ($0 + decay) } * pair.y
    let normY = Self.norm(pair.y)
    sharpness.compare(
      "Sy", Self.norm(Self.combination(1, fitted, -1, hatFitted)), model.fittedError, normY, pair)
    let dual = Self.combination(1, inverse * fitted, -1, hatInverse * hatFitted)
    sharpness.compare("limit dual", Self.norm(dual), model.limitDualError, normY / least, pair)

    // ‖(I − P)ξ‖² of any ξ, from the coordinates of P̂ξ.
    if !pair.isFullRank {
      let noise = (
        Double(random.integer(-1000...1000)) / 1000, Double(random.integer(-1000...1000)) / 1000
      )
      let (u, hatU) = (Self.unit(pair.angle), Self.unit(pair.hatAngle))
      let (part, hatPart) = (
        u.0 * noise.0 + u.1 * noise.1, hatU.0 * noise.0 + hatU.1 * noise.1
      )
      let norm2 = noise.0 * noise.0 + noise.1 * noise.1
      let enclosure = SpectralModel.normBeside(
        [Interval(exactly: hatPart, precision: 64)], Interval(exactly: norm2, precision: 64),
        share: model.quotient(model.errors.delta, model.errors.leastLower))
      let truth = norm2 - part * part
      #expect(
        enclosure.lower.approximation <= truth + 1e-13
          && truth - 1e-13 <= enclosure.upper.approximation, "\(enclosure) \(truth) \(pair)")
    }

    func form(_ v: Vector, _ matrix: Matrix, _ w: Vector) -> Double {
      let image = matrix * w
      return v.0 * image.0 + v.1 * image.1
    }
    // v̂ is off by more than the projection now and then.
    let move = [0, 0x1p-3, 0x1p-9, 1][random.integer(0...3)] * Self.norm(pair.z)
    let direction = Self.unit(Double(random.integer(-1000...1000)) / 500)
    let moved = Self.combination(1, kept * pair.z, move, kept * direction)
    let quadratic = abs(form(pair.z, inverse, pair.z) - form(moved, hatInverse, moved))
    let normZ = model.errors.normZ
    let squares = (Self.norm(pair.z) + move) * (Self.norm(pair.z) + move) / least
    sharpness.compare(
      "quadratic", quadratic,
      model.quadraticError(norm: normZ, error: Interval(exactly: move, precision: 64)), squares,
      pair)
    let cross = abs(
      form(pair.z, inverse, pair.y) - form(kept * pair.z, hatInverse, kept * pair.y))
    sharpness.compare("cross", cross, model.crossError, Self.norm(pair.z) * normY / least, pair)
  }
}
