public import Enclosures

/// Gradient descent itself, step by step, enclosed by a point state and one scalar radius.
///
/// The second engine: it knows nothing of eigenvalues, so it shares no argument with the spectral one and
/// tests (and `verify`) hold the two against each other. State: θ⁽ᵗ⁾ = qᵗθ⁽⁰⁾ + Φᵀa(t), with
///
///     a(t+1) = q·a(t) − (η/n)(G·a(t) + qᵗz − y).
///
/// y = Φθ* + ξ need not lie in the range of G: the part of a in its null space then grows by (η/n)y a step,
/// as the recursion says, and Φᵀ does not see it.
///
/// One step is evaluated in intervals from the point â; the midpoints become the next point and the radii
/// the local error: with κ ≥ ‖qI − (η/n)G‖₂, ‖a − â‖ ≤ r gives r ← κ·r + ‖local radii‖₂, rounded up.
/// Cost: n² exact integer products a step.
struct DescentEngine {
  private let products: InnerProducts
  private let problem: RidgeProblem
  private let gram: FixedPointMatrix
  private let bits: Int
  private let z: [Interval]
  private let y: [Interval]
  private let q: Interval
  private let rate: Interval
  private let inverseScale: Interval
  private let kappa: Interval
  private let gramNorm: Interval
  private let sigmaMax: Interval

  /// The current step t.
  private(set) var step = 0
  /// â, exactly.
  private var point: FixedPointMatrix
  /// ‖a − â‖₂ at most.
  private(set) var radius: Interval

  /// Starts at t = 0.
  init(_ problem: RidgeProblem, _ products: InnerProducts, sigmaMax: Interval, bits: Int) throws {
    func number(_ value: Rational) -> Interval { Interval(value, precision: bits) }
    self.problem = problem
    self.products = products
    self.bits = bits
    gram = products.gram.trimmed()
    let start = number(products.startScale2).clampedSquareRoot()
    let teacher = number(products.teacherScale2).clampedSquareRoot()
    z = (0..<products.n).map { start * number(products.product($0, products.start)) }
    let noise = products.noise
    y = (0..<products.n).map {
      let taught = teacher * number(products.product($0, products.teacher))
      return noise.isEmpty ? taught : taught + number(noise[$0])
    }
    q = number(1 - problem.eta * problem.lambda)
    rate = number(problem.eta / Rational(products.n))
    inverseScale = number(1 / products.scale)
    let norm = BigFloat(gram.symmetricOperatorNormUpperBound(), precision: bits, rounding: .up)
    gramNorm = Interval(point: norm) * inverseScale
    // Eigenvalues of qI − (η/n)G lie between q − (η/n)‖G‖ and q.
    kappa = .maximum(q.absoluteValue(), (q - rate * gramNorm).absoluteValue())
    self.sigmaMax = sigmaMax
    point = FixedPointMatrix(rows: products.n, columns: 1, fractionBits: bits)
    radius = .zero(precision: bits)
  }

  /// Makes one step of gradient descent.
  mutating func advance() {
    let forces = residuals
    let next = (0..<products.n).map {
      q * point.interval($0, 0, precision: bits) - rate * forces[$0]
    }
    let rounded = FixedPointMatrix(
      rows: products.n, columns: 1, fractionBits: bits
    ) { row, _ in next[row].midpoint.exactRational ?? 0 }
    var local = Interval.zero(precision: bits)
    for row in 0..<products.n {
      let difference = next[row] - rounded.interval(row, 0, precision: bits)
      local = local + Interval(point: difference.magnitude).squared()
    }
    radius = Interval(point: (kappa * radius + local.clampedSquareRoot()).upper)
    point = rounded
    step += 1
  }

  /// G·â.
  private var image: [Interval] {
    let exact = gram.multiplied(by: point, jobs: 1)
    return (0..<products.n).map { exact.interval($0, 0, precision: bits) * inverseScale }
  }

  /// qᵗz + G·â − y.
  private var residuals: [Interval] {
    let power = q.power(step)
    let image = image
    return (0..<products.n).map { power * z[$0] + image[$0] - y[$0] }
  }

  private func dot(_ a: [Interval], _ b: [Interval]) -> Interval {
    zip(a, b).reduce(Interval.zero(precision: bits)) { $0 + $1.0 * $1.1 }
  }

  private func perturbed(_ square: Interval, _ factor: Interval) -> Interval {
    let root = square.clampedSquareRoot().widened(by: (factor * radius).upper)
    return Interval.maximum(root, .zero(precision: bits)).squared()
  }

  /// L_n(t).
  var trainLoss: Interval {
    let residuals = residuals
    return perturbed(dot(residuals, residuals), gramNorm)
      * Interval(Rational(1, 2 * products.n), precision: bits)
  }

  /// ‖θ⁽ᵗ⁾‖².
  var parameterNorm2: Interval {
    perturbed(form(products.plain, products.scale, teacher: 0), gramNorm.clampedSquareRoot())
  }

  /// L(t).
  var populationLoss: Interval {
    let factor = (sigmaMax * gramNorm).clampedSquareRoot()
    if let weighted = products.weighted {
      var value = form(weighted.once, weighted.onceScale, teacher: 1)
      if !weighted.error.isZero {
        // The products are those with Σ̂: vᵀΣv is within ‖Σ − Σ̂‖·‖v‖².
        let norm2 = form(products.plain, products.scale, teacher: 1)
        value = value.widened(by: (Interval(point: weighted.error) * norm2).upper)
      }
      return perturbed(value, factor)
    }
    let scale = Interval(problem.covariance.identityScale ?? 0, precision: bits)
    return perturbed(scale * form(products.plain, products.scale, teacher: 1), factor)
  }

  /// xᵀKx for x = (â, qᵗ, −teacher) and K = matrix/scale, the inner products of the stacked rows.
  private func form(_ matrix: FixedPointMatrix, _ scale: Rational, teacher: Int) -> Interval {
    let n = products.n
    let start = Interval(products.startScale2, precision: bits).clampedSquareRoot() * q.power(step)
    let target =
      Interval(products.teacherScale2, precision: bits).clampedSquareRoot()
      * Interval(-teacher, precision: bits)
    let x = (0..<n).map { point.interval($0, 0, precision: bits) } + [start, target]
    let image = matrix.applied(to: x, precision: bits)
    return dot(x, image) * Interval(1 / scale, precision: bits)
  }
}

extension RidgeMeasurement {
  /// Steps through gradient descent with the second engine, from 0 up to and with the last step.
  ///
  /// The three losses are computed where they are looked at only; the closure gets a step and enclosures
  /// by name, and returns false to stop.
  public func stepThrough(
    to last: Int, bits: Int = 128, at steps: Set<Int>? = nil,
    _ look: (Int, [String: Interval]) throws -> Bool
  ) throws {
    var engine = try DescentEngine(
      problem, products, sigmaMax: sigma.maximum(precision: bits).interval(precision: bits),
      bits: bits)
    while true {
      if steps?.contains(engine.step) ?? true {
        let values = [
          "train_loss": engine.trainLoss, "population_loss": engine.populationLoss,
          "theta_norm2": engine.parameterNorm2,
        ]
        guard try look(engine.step, values) else { return }
      }
      guard engine.step < last else { return }
      engine.advance()
    }
  }
}
