internal import Documents
internal import Enclosures

/// Σ|ℓ′| on and off the support at one step, in binary64 with bounds.
///
/// The kernel's σᵢ are off by a factor e^±Z(1 + 7u), the ball moves zᵢ by r‖uᵢ‖; a clamped argument
/// (beyond 700) errs by less than 10⁻³⁰⁰. The sums add N roundings.
struct SupportWeights: Sendable {
  private var kernel: HardwareKernel
  private let isSupport: [Bool]
  private let reach: Double
  private(set) var on = 0.0, off = 0.0
  /// Both sums and every σᵢ are within this factor, relatively, and `floor`, absolutely.
  private(set) var relative = 1.0
  let floor: Double

  init(_ points: HardwarePoints, support: [Int], isExponential: Bool) {
    kernel = HardwareKernel(points, isExponential: isExponential)
    var flags = Array(repeating: false, count: points.count)
    for index in support { flags[index] = true }
    isSupport = flags
    reach = points.reach
    floor = Double(points.count) * 1e-300
  }

  /// Evaluates; false where nothing is known.
  mutating func evaluate(_ view: DescentView) -> Bool {
    let sums = kernel.evaluate(
      view.high, view.low, radius: view.radius, counts: false, withHessian: false,
      withDetail: true)
    on = 0
    off = 0
    for index in isSupport.indices {
      if isSupport[index] { on += kernel.sigmas[index] } else { off += kernel.sigmas[index] }
    }
    let spread = sums.marginError + view.radius * reach
    relative = 1.02 * spread + Double(isSupport.count + 64) * 0x1p-51
    return sums.isValid && spread < 0x1p-10
  }

  /// |ℓ′(zᵢ)|.
  func weight(_ index: Int) -> Double { kernel.sigmas[index] }

  /// Bounds of the support's share.
  var share: (lower: Double, upper: Double) {
    let (low, high) = (1 - relative, 1 + relative)
    let below = max(0, on * low - floor)
    let above = on * high + floor
    let restBelow = max(0, off * low - floor)
    let restAbove = off * high + floor
    guard below + restBelow > 0 else { return (0, 1) }
    return (
      below / (below + restAbove) * (1 - 0x1p-50),
      min(1, above / (above + restBelow) * (1 + 0x1p-50))
    )
  }
}

/// The first steps at which the support's share exceeds ½ and reaches 99/100.
struct SupportTime: DescentObserver {
  var weights: SupportWeights
  /// Brackets: the first step where it may be so, and where it certainly is.
  private(set) var half: (possible: Int?, certain: Int?) = (nil, nil)
  private(set) var most: (possible: Int?, certain: Int?) = (nil, nil)

  init(weights: SupportWeights) { self.weights = weights }

  var needsCounts: Bool { false }
  var isDone: Bool { half.certain != nil && most.certain != nil }
  func wants(step: Int) -> Bool { !isDone }

  mutating func observe(_ view: DescentView) {
    let share = weights.evaluate(view) ? weights.share : (0, 1)
    if share.1 > 0.5, half.possible == nil { half.possible = view.step }
    if share.0 > 0.5, half.certain == nil { half.certain = view.step }
    // 99/100 lies between 0.99 − 2⁻⁵³ and 0.99 + 2⁻⁵³.
    if share.1 >= 0.99 - 0x1p-53, most.possible == nil { most.possible = view.step }
    if share.0 >= 0.99 + 0x1p-53, most.certain == nil { most.certain = view.step }
  }
}

extension SupportTime: PassObserver {
  func saved() -> JSONValue {
    .array(
      [half.possible, half.certain, most.possible, most.certain].map {
        $0.map(JSONValue.integer) ?? .null
      })
  }

  mutating func restore(_ saved: JSONValue) throws {
    guard let steps = saved.array, steps.count == 4,
      steps.allSatisfy({ $0 == .null || $0.integer != nil })
    else { throw DescentError.badCheckpoint("damaged times") }
    half = (steps[0].integer, steps[1].integer)
    most = (steps[2].integer, steps[3].integer)
  }
}

/// The residuals of Assumption 4.4 over the run: support_gap, support_skew, offsupport.
///
/// g_i = log t + (log η − log α_i − y_i·b̃) − y_i·w·x_i − λ_i, with λ_i = log(1 + e^−z) = −log(1 − σ)
/// for the logistic loss and 0 for the exponential one; σ + σ²/2 ≤ λ ≤ σ + σ²/2 + 2σ³/3 for σ ≤ ½.
struct SupportMaxima: DescentObserver {
  /// What is known of one support vector.
  struct Vector: Sendable {
    let index: Int
    let isPositive: Bool
    /// log η − log α − y·b̃, with a bound of its error.
    let constant: Double, error: Double
    /// α over the sum of its class, within 2⁻⁴⁸ relatively.
    let share: Double
    let norm: Double
  }

  let t0: Int
  let vectors: [Vector]
  let points: ExtendedPoints
  let isExponential: Bool
  let hasOthers: Bool
  var weights: SupportWeights
  private var clock = LogClock()
  private(set) var gap = (lower: 0.0, upper: 0.0)
  private(set) var skew = (lower: 0.0, upper: 0.0)
  private(set) var off = (lower: 0.0, upper: 0.0)

  init(
    t0: Int, vectors: [Vector], points: ExtendedPoints, isExponential: Bool,
    weights: SupportWeights
  ) {
    self.t0 = t0
    self.vectors = vectors
    self.points = points
    self.isExponential = isExponential
    self.weights = weights
    hasOthers = vectors.count < points.count
  }

  var needsCounts: Bool { false }
  func wants(step: Int) -> Bool { true }

  mutating func observe(_ view: DescentView) {
    let t = t0 + view.step
    guard t >= 1 else { return }
    clock.move(to: t)
    let isKnown = isExponential && !hasOthers ? true : weights.evaluate(view)
    if hasOthers {
      let time = Double(t)
      let safety = 0x1p-49
      off.lower = max(
        off.lower,
        isKnown ? time * (weights.off * (1 - weights.relative) - weights.floor) * (1 - safety) : 0)
      off.upper = max(
        off.upper,
        isKnown
          ? time * (weights.off * (1 + weights.relative) + weights.floor) * (1 + safety)
          : .infinity)
    }
    var state = view.high
    state[state.count - 1] = 0
    var lower: [Double] = []
    var upper: [Double] = []
    for vector in vectors {
      let (product, error) = points.approximateMargin(vector.index, state)
      let (rest, restError) = correction(vector, isKnown)
      let g = clock.value + vector.constant - product - rest
      let size = clock.value + abs(vector.constant) + abs(product) + rest
      let slack =
        (size * 0x1p-50 + clock.error + vector.error + error + restError
          + view.radius * vector.norm) * (1 + 0x1p-40)
      lower.append(g - slack)
      upper.append(g + slack)
    }
    for index in vectors.indices {
      gap.lower = max(gap.lower, max(lower[index], -upper[index]))
      gap.upper = max(gap.upper, max(upper[index], -lower[index]))
    }
    let (plusLow, plusHigh) = (mean(lower, true, false), mean(upper, true, true))
    let (minusLow, minusHigh) = (mean(lower, false, false), mean(upper, false, true))
    skew.lower = max(skew.lower, max(plusLow - minusHigh, minusLow - plusHigh) / 2 * (1 - 0x1p-50))
    skew.upper = max(skew.upper, max(plusHigh - minusLow, minusHigh - plusLow) / 2 * (1 + 0x1p-50))
  }

  /// λ with a bound of its error.
  private func correction(_ vector: Vector, _ isKnown: Bool) -> (Double, Double) {
    guard !isExponential else { return (0, 0) }
    let sigma = weights.weight(vector.index)
    guard isKnown, sigma < 0.49 else { return (0, .infinity) }
    let value = sigma + sigma * sigma / 2 + sigma * sigma * sigma / 3
    // λ′(σ) = 1/(1 − σ) ≤ 2.
    return (
      value,
      sigma * sigma * sigma / 3 * 1.01 + 2.1 * (sigma * weights.relative + weights.floor)
        + value * 0x1p-49
    )
  }

  /// A bound of log Σ p_i·e^(g_i) over a class, p_i its shares.
  ///
  /// For |g| ≤ ¼: |e^g − 1 − g − g²/2| ≤ 0.3|g|³ and, with |E| ≤ 0.3,
  /// |log(1 + E) − E + E²/2| ≤ 0.5|E|³.
  private func mean(_ g: [Double], _ isPositive: Bool, _ isUpper: Bool) -> Double {
    let sign = isUpper ? 1.0 : -1.0
    var least = Double.infinity
    var greatest = -Double.infinity
    var sum = 0.0
    var size = 0.0
    var cubes = 0.0
    for (vector, x) in zip(vectors, g) where vector.isPositive == isPositive {
      least = min(least, x)
      greatest = max(greatest, x)
      sum += vector.share * (x + x * x / 2)
      size += vector.share * abs(x)
      cubes += vector.share * abs(x * x * x)
    }
    guard max(abs(least), abs(greatest)) <= 0.25 else { return isUpper ? greatest : least }
    let error = 0.31 * cubes + size * Double(vectors.count + 64) * 0x1p-47
    let e = sum + sign * error
    return e - e * e / 2 + sign * (0.51 * abs(e * e * e) + abs(e) * 0x1p-49)
  }
}

extension SupportMaxima: PassObserver {
  func saved() -> JSONValue {
    [
      "clock": clock.saved,
      "bounds": SavedValues.numbers(
        [gap.lower, gap.upper, skew.lower, skew.upper, off.lower, off.upper]),
    ]
  }

  mutating func restore(_ saved: JSONValue) throws {
    clock = try LogClock(saved: saved["clock"])
    let bounds = try SavedValues.numbers(saved["bounds"], count: 6)
    gap = (bounds[0], bounds[1])
    skew = (bounds[2], bounds[3])
    off = (bounds[4], bounds[5])
  }
}
