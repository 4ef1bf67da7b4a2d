internal import Enclosures

/// Gradient descent in MPFR arithmetic, enclosed by a point and one scalar radius.
///
/// A step is evaluated in intervals from the point; the midpoints become the new point, and the local error is
/// the 2-norm of the radii. The Jacobian is bounded in doubles: it is needed to a few digits only, at a point
/// whose rounding to double-double counts as part of the radius.
struct PreciseDescent: Sendable {
  private let input: DescentInput
  let bits: Int
  private let points: [Interval]
  private let norms: [Double]
  private let eta: Interval
  private var kernel: HardwareKernel
  private(set) var step: Int
  private(set) var centre: [BigFloat]
  private var tracker: ExpansionTracker<WideRadius>
  private var gradient: [Interval] = []
  private var bound: HessianBound?
  private(set) var counts: SignCounts?

  init(
    _ input: DescentInput, _ hardware: HardwarePoints, step: Int, centre: [BigFloat],
    radius: BigFloat, bits: Int
  ) {
    let n = input.dimension
    self.input = input
    self.bits = bits
    self.step = step
    points = (0..<input.count).flatMap { row in
      (0..<n).map { Interval(input.signed(row, $0), precision: bits) }
    }
    norms = hardware.norms
    eta = Interval(input.eta, precision: bits)
    kernel = HardwareKernel(hardware, isExponential: input.isExponential)
    var error = radius
    self.centre = centre.map { value in
      let rounded = BigFloat(value, precision: bits, rounding: .nearest)
      let difference = max(
        rounded.subtracting(value, precision: 64, .up),
        value.subtracting(rounded, precision: 64, .up))
      error = error.adding(difference, precision: 64, .up)
      return rounded
    }
    let double = BigFloat(input.eta, precision: 53, rounding: .up).double(rounding: .up)
    tracker = ExpansionTracker(dimension: n, eta: double, radius: WideRadius(value: error))
  }

  /// The start of the descent.
  static func start(_ input: DescentInput, bits: Int) -> DescentBall {
    var radius = BigFloat.zero(precision: 64)
    let centre = input.start.map { value in
      let enclosure = Interval(value, precision: bits)
      radius = radius.adding(enclosure.width, precision: 64, .up)
      return enclosure.midpoint
    }
    return DescentBall(step: 0, centre: centre, radius: radius)
  }

  var radius: BigFloat { tracker.radius.value }
  var ball: DescentBall { DescentBall(step: step, centre: centre, radius: radius) }

  /// Ends a block: what follows depends on step, point, radius and bits alone.
  mutating func settle() {
    tracker.close()
    bound = nil
  }

  /// Whether Jacobians are being multiplied: the radius alone does not say all then.
  var isOpen: Bool { tracker.isOpen }

  /// Takes a greater radius.
  mutating func widen(to radius: BigFloat) { tracker.widen(to: WideRadius(value: radius)) }

  /// Evaluates the gradient at the current state; false where the loss overflows.
  mutating func evaluate(counts wanted: Bool) -> Bool {
    let n = input.dimension
    let state = centre.map { Interval(point: $0) }
    let zero = Interval.zero(precision: bits)
    gradient = Array(repeating: zero, count: n)
    let radius = radius
    var correct = 0
    var wrong = 0
    for row in 0..<input.count {
      var margin = zero
      for k in 0..<n { margin = margin + points[row * n + k] * state[k] }
      if wanted {
        let around = margin.widened(
          by: radius.multiplied(
            by: BigFloat(norms[row], precision: 64, rounding: .up), precision: 64, .up))
        if around.lower.sign > 0 { correct += 1 }
        if around.upper.sign <= 0 { wrong += 1 }
      }
      let weight = input.isExponential ? (-margin).exponential() : (-margin).logistic()
      for k in 0..<n { gradient[k] = gradient[k] + weight * points[row * n + k] }
    }
    counts = wanted ? SignCounts(correct: correct, wrong: wrong, of: input.count) : nil
    bound = jacobian()
    return bound != nil && gradient.allSatisfy(\.isBounded)
  }

  private mutating func jacobian() -> HessianBound? {
    let near = ball.rounded()
    guard near.high.allSatisfy({ abs($0) < 0x1p900 }) else { return nil }
    let sums = kernel.evaluate(
      near.high, near.low, radius: 0, counts: false,
      withHessian: input.dimension <= ExpansionTracker<WideRadius>.greatestDimension)
    if sums.isValid {
      return kernel.bound(sums, radius: near.radius, restWeight: 0, gram: nil)
    }
    if input.isExponential { return nil }
    // σ′ ≤ ¼.
    let square = norms.reduce(0) { upward($0 + upward($1 * $1)) }
    return HessianBound(matrix: [], error: 0, spread: 0, norm: upward(square / 4))
  }

  /// Makes the step whose gradient was evaluated last.
  mutating func advance() {
    guard let bound else { return }
    var square = BigFloat.zero(precision: 64)
    var next: [BigFloat] = []
    for k in centre.indices {
      let value = Interval(point: centre[k]) + eta * gradient[k]
      next.append(value.midpoint)
      square = square.adding(value.radius.squared(precision: 64, .up), precision: 64, .up)
    }
    tracker.advance(bound, local: WideRadius(value: square.squareRoot(precision: 64, .up)))
    centre = next
    step += 1
    self.bound = nil
  }
}
