internal import Enclosures
internal import LogisticKernels

/// Gradient descent in double-double arithmetic, enclosed by a point and one scalar radius.
///
/// A step computes v̂ + η·g with g from the kernel. Local error: η·(error of g) + η·(weight of the points that
/// were left out) + 2⁻¹⁰⁴·η·‖g‖ (η as a pair) + the update's own roundings, below 2⁻¹⁰⁰·(‖v̂‖₁ + η‖g‖)
/// (Dekker's product and Knuth's sums are exact; what is rounded is of second order: fewer than 16
/// roundings of terms below 2⁻⁵²(|v̂_k| + |ηg_k|) a coordinate).
///
/// **Active set.** At a refresh all margins are computed. Points with z ≥ cutoff + slack are left out as long
/// as (‖v̂ − v̂_ref‖ + r)·reach ≤ slack: their margins stay above the cutoff for the true state too (so they are
/// classified correctly), and Σσᵢ‖uᵢ‖ over them stays below e^(slack + 1) times its value at the refresh.
struct HardwareDescent: Sendable {
  /// Margins above this are left out.
  static let cutoff = 44.0

  private let all: HardwarePoints
  private var kernel: HardwareKernel
  private let etaHigh: Double, etaLow: Double
  private let isExponential: Bool
  private let gram: Double?
  private(set) var step: Int
  private(set) var high: [Double]
  private(set) var low: [Double]
  private var tracker: ExpansionTracker<Double>
  // The active set.
  private var reference: [Double] = []
  private var slack = -1.0
  private var restWeight = 0.0
  private var inactive = 0
  private var lastMove = 0.0
  private var wantsHessian = false
  // What the last evaluation found, until the step is made.
  private var sums: HardwareKernel.Sums?
  private var bound: HessianBound?

  /// Starts from a state; `gram` is a bound of ‖Σuᵢuᵢᵀ‖, of use in high dimensions.
  init(
    _ points: HardwarePoints, _ input: DescentInput, step: Int, high: [Double], low: [Double],
    radius: Double, gram: Double?
  ) {
    all = points
    kernel = HardwareKernel(points, isExponential: input.isExponential)
    let eta = BigFloat(input.eta, precision: 192, rounding: .nearest)
    etaHigh = eta.approximation
    etaLow =
      eta.subtracting(
        BigFloat(etaHigh, precision: 64, rounding: .nearest), precision: 192, .nearest
      ).approximation
    isExponential = input.isExponential
    self.gram = gram
    self.step = step
    self.high = high
    self.low = low
    tracker = ExpansionTracker(
      dimension: points.dimension, eta: etaHigh * (1 + 0x1p-52), radius: radius)
  }

  /// ‖v − v̂‖₂ is at most this.
  var radius: Double { tracker.radius }
  /// Points that are evaluated each step.
  var activeCount: Int { kernel.points.count }

  /// Ends a block and forgets the active set: what follows depends on step, point and radius alone.
  mutating func settle() {
    tracker.close()
    slack = -1
    lastMove = 0
    wantsHessian = false
    sums = nil
    bound = nil
  }

  /// Whether Jacobians are being multiplied: the radius alone does not say all then.
  var isOpen: Bool { tracker.isOpen }

  /// Takes a greater radius.
  mutating func widen(to radius: Double) { tracker.widen(to: radius) }

  /// ‖v̂‖₂, roughly from below.
  var size: Double {
    var square = 0.0
    for x in high { square += x * x }
    return square.squareRoot() * (1 - 0x1p-20)
  }

  private var distance: Double {
    var square = 0.0
    for k in high.indices {
      let x = abs(high[k] - reference[k])
      square += x * x
    }
    // The reference is the rounded state: low parts are below 2⁻⁵³ of the high ones.
    return square.squareRoot() * (1 + 0x1p-30) + 0x1p-50 * size
  }

  /// Evaluates at the current state; false where the arithmetic does not suffice.
  mutating func evaluate(counts: Bool) -> Bool {
    if slack < 0 || upward(upward(distance + radius) * all.reach) > slack {
      guard refresh() else { return false }
    }
    var found = kernel.evaluate(
      high, low, radius: radius, counts: counts, withHessian: wantsHessian)
    var bound = kernel.bound(found, radius: radius, restWeight: restWeight, gram: gram)
    if !wantsHessian, needsHessian(bound) {
      wantsHessian = true
      found = kernel.evaluate(high, low, radius: radius, counts: counts, withHessian: true)
      bound = kernel.bound(found, radius: radius, restWeight: restWeight, gram: gram)
    }
    sums = found
    self.bound = bound
    return found.isValid && radius.isFinite
  }

  private func needsHessian(_ bound: HessianBound) -> Bool {
    all.dimension <= ExpansionTracker<Double>.greatestDimension
      && (tracker.isOpen || bound.norm * etaHigh > 1.9)
  }

  /// Chooses the active set anew.
  private mutating func refresh() -> Bool {
    var full = HardwareKernel(all, isExponential: isExponential)
    reference = high
    slack = max(4, min(200, 6 * lastMove * all.reach)) + upward(radius * all.reach)
    // Also false for NaN; greater values need not fit into an integer below.
    guard slack < 300 else { return false }
    var active: [Int] = []
    var weight = 0.0
    let bound = Self.cutoff + slack
    let found = full.evaluate(
      high, low, radius: radius, counts: false, withHessian: false, withDetail: true)
    for i in 0..<all.count {
      if full.margins[i] > bound {
        weight += full.sigmas[i] * all.norms[i]
      } else {
        active.append(i)
      }
    }
    inactive = all.count - active.count
    kernel = HardwareKernel(
      inactive == 0 ? all : HardwarePoints(all, keeping: active), isExponential: isExponential)
    // e^(slack + 1) ≤ 3^(slack + 1): by repeated multiplication, no libm.
    var factor = 1.0
    for _ in 0..<Int((slack + 2).rounded(.up)) { factor *= 3 }
    restWeight =
      inactive == 0
      ? 0
      : min(
        upward(weight * factor * (1 + 0x1p-20)), Double(inactive) * all.reach * 1e-19)
    return found.isValid
  }

  /// The signs of the margins at the state that was evaluated last (with counts).
  var counts: SignCounts? {
    sums.map { SignCounts(correct: $0.correct + inactive, wrong: $0.wrong, of: all.count) }
  }

  /// Makes the step whose gradient was evaluated last.
  mutating func advance() {
    guard let sums, let bound else { return }
    wantsHessian = needsHessian(bound)
    var norm1 = 0.0
    for x in high { norm1 += abs(x) }
    let weight = upward(sums.weight + sums.gradientError)
    let eta = etaHigh * (1 + 0x1p-52)
    let gradient = upward(upward(sums.gradientError + restWeight) + 0x1p-103 * weight)
    let local = upward(
      upward(eta * gradient) + 0x1p-99 * upward(norm1 * 1.001 + upward(eta * weight)))
    tracker.advance(bound, local: local)
    lastMove = kernel_update(all.dimension, &high, &low, kernel.gradient, etaHigh, etaLow)
      .squareRoot()
    step += 1
    self.sums = nil
    self.bound = nil
  }
}
