internal import Enclosures

/// How a descent is followed.
public struct DescentOptions: Sendable, Hashable {
  /// Which arithmetic may be used.
  public enum Engine: String, Sendable, Hashable, CaseIterable {
    /// Double-double where it suffices, MPFR where it does not.
    case automatic
    /// MPFR alone.
    case precise
    /// Double-double alone.
    case hardware
  }

  /// Which arithmetic may be used.
  public var engine = Engine.automatic
  /// Bits of the first attempt in MPFR.
  public var bits = 128
  /// Bits of the last attempt.
  public var maximumBits = PrecisionLimits.defaultMaximum
  /// The radius may be at most this times ‖v‖ + 1.
  public var relativeTarget = 1e-9
  /// The same after `maximumPreciseSteps`, and where a longer start in MPFR does not bring the run
  /// farther: the end of an orbit of period 2 expands what millions of steps have gathered.
  public var lateRelativeTarget = 5e-7
  /// Steps between checkpoints.
  ///
  /// Part of the computation: at a checkpoint the state is reduced to what the
  /// checkpoint holds, in every run alike.
  public var checkpointInterval = 1 << 16
  /// Steps that MPFR may make after a failed attempt in hardware, before it gives up.
  public var maximumPreciseSteps = 1 << 20
  /// The steps whose balls are recorded.
  ///
  /// Part of the computation: there the run takes over what it prints, in every run alike.
  public var recordedSteps = RecordedSteps.none

  /// The defaults.
  public init() {}
}

/// Gradient descent followed with a proof: at every step a ball that holds the true state.
///
/// Hardware arithmetic is tried first. Where its radius outgrows the target (the early transient expands, and
/// period-2 orbits do), the run goes back to the anchor, takes more steps from there in MPFR, and tries again;
/// where MPFR's radius does, everything is started again with twice the bits. All decisions depend on the input
/// and the options alone.
public struct CertifiedDescent<Observer: DescentObserver>: Sendable {
  /// A place to go back to: an MPFR state, and the observer as it was there.
  struct Anchor: Sendable {
    var ball: DescentBall
    var observer: Observer
    /// The last step before it whose ball was recorded; −1 where none was.
    var recorded = -1
  }

  /// The descent.
  public let input: DescentInput
  /// How it is followed.
  public let options: DescentOptions
  /// The observer, which has seen all steps up to the current one.
  public internal(set) var observer: Observer
  /// Bits of the MPFR arithmetic.
  public internal(set) var bits: Int

  let points: HardwarePoints
  let first: Observer
  var anchor: Anchor
  var preciseSteps: Int
  /// The step at which the hardware arithmetic failed last; 0 where it has not.
  var lastFailure = 0
  /// Whether the late target serves for all steps.
  var isRelaxed = false
  var precise: PreciseDescent?
  var hardware: HardwareDescent?
  var isObserved = false
  var settledAt: Int?
  /// The balls that were recorded, ascending: each is mapped into the next one.
  public internal(set) var balls: [RecordedBall] = []
  /// The step of the last ball that was recorded; −1 where none was.
  private(set) var recorded = -1
  private var nextRecorded: Int
  /// Where the run starts, if that is not the start of the descent.
  private let origin: RecordedBall?
  private var gram: Double?

  /// Starts at step 0, or where a ball was recorded.
  public init(
    _ input: DescentInput, options: DescentOptions = DescentOptions(), observer: Observer,
    from origin: RecordedBall? = nil
  ) throws(DescentError) {
    guard let points = input.hardware, points.reach < 0x1p100,
      input.eta.approximation < 0x1p100, input.eta.approximation > 0x1p-300
    else { throw .badInput("points or eta are out of range") }
    guard options.checkpointInterval > 0, options.relativeTarget > 0, options.bits >= 64 else {
      throw .badInput("bad options")
    }
    self.input = input
    self.options = options
    self.observer = observer
    self.points = points
    first = observer
    bits = options.bits
    preciseSteps = options.engine == .precise ? Int.max : 0
    self.origin = origin
    nextRecorded = options.recordedSteps.next(after: -1)
    anchor = Anchor(
      ball: try origin?.ball(bits: bits) ?? PreciseDescent.start(input, bits: bits),
      observer: observer)
    begin()
  }

  /// The current step.
  public var step: Int { hardware?.step ?? precise?.step ?? 0 }

  /// Whether the current step was made in hardware arithmetic.
  public var isHardware: Bool { hardware != nil }

  /// Points that hardware arithmetic evaluates each step.
  public var activeCount: Int { hardware?.activeCount ?? input.count }

  /// The enclosure of the current state.
  public var ball: DescentBall {
    guard let hardware else { return precise?.ball ?? anchor.ball }
    // An exact sum of two doubles may need more than 106 bits: what is cut off joins the radius.
    var radius = BigFloat(hardware.radius, precision: 64, rounding: .up)
    let centre = zip(hardware.high, hardware.low).map { high, low in
      let sum = Interval(exactly: high, precision: 256) + Interval(exactly: low, precision: 256)
      radius = radius.adding(sum.width, precision: 64, .up)
      return sum.midpoint
    }
    return DescentBall(step: hardware.step, centre: centre, radius: radius)
  }

  /// Begins at the anchor, in MPFR for `preciseSteps` steps.
  mutating func begin() {
    observer = anchor.observer
    isObserved = false
    settledAt = nil
    setRecorded(anchor.recorded)
    balls.removeAll { $0.step > anchor.recorded }
    if preciseSteps > 0 {
      hardware = nil
      precise = PreciseDescent(
        input, points, step: anchor.ball.step, centre: anchor.ball.centre,
        radius: anchor.ball.radius, bits: bits)
    } else {
      enterHardware(anchor.ball)
    }
  }

  private mutating func enterHardware(_ ball: DescentBall) {
    let near = ball.rounded()
    if gram == nil, input.dimension > ExpansionTracker<Double>.greatestDimension {
      gram = points.gramNorm()
    }
    hardware = HardwareDescent(
      points, input, step: ball.step, high: near.high, low: near.low, radius: near.radius,
      gram: gram)
    precise = nil
  }

  mutating func resumeHardware(step: Int, high: [Double], low: [Double], radius: Double) {
    enterHardware(anchor.ball)
    hardware = HardwareDescent(
      points, input, step: step, high: high, low: low, radius: radius, gram: gram)
  }

  mutating func resumePrecise(_ ball: DescentBall) {
    hardware = nil
    precise = PreciseDescent(
      input, points, step: ball.step, centre: ball.centre, radius: ball.radius, bits: bits)
  }

  /// Goes on to the given step, and looks at it; a checkpoint is offered whenever one is due.
  ///
  /// - Throws: `DescentError.overflow`, `.precisionExhausted`, and what `save` throws.
  public mutating func run(
    to last: Int, save: ((DescentCheckpoint) throws -> Void)? = nil
  ) throws {
    try follow(to: last, pause: { try save?($0.checkpoint) })
  }

  /// As `run(to:save:)`; `pause` takes from the descent what it needs, at each checkpoint.
  mutating func follow(to last: Int, pause: (CertifiedDescent) throws -> Void) throws {
    while true {
      let now = step
      if now % options.checkpointInterval == 0, settledAt != now, !isObserved {
        hardware?.settle()
        precise?.settle()
        settledAt = now
        if now > 0 { try pause(self) }
      }
      if !isObserved {
        if now >= nextRecorded { record(places: RecordedBall.greatestPlaces) }
        guard try look() else { continue }
        isObserved = true
      }
      if now >= last { return }
      hardware?.advance()
      precise?.advance()
      isObserved = false
      if isTooWide {
        try escalate()
      } else if let ready = precise, ready.step - anchor.ball.step >= preciseSteps {
        precise?.settle()
        anchor = Anchor(
          ball: precise?.ball ?? ready.ball, observer: observer, recorded: recorded)
        enterHardware(anchor.ball)
      }
    }
  }

  /// Records the ball of the current step and takes it over.
  ///
  /// Put off while Jacobians are being multiplied: their product would end early, and its norm exceed 1 without
  /// need. Put off too where the radius is so small that the ball would need many digits; the first ball is not.
  private mutating func record(places: Int) {
    guard !(hardware?.isOpen ?? precise?.isOpen ?? true) else { return }
    var limit = places
    if step == 0 {
      limit = .max
      if origin == nil, let start = RecordedBall.start(input.start) {
        balls.append(start)
        setRecorded(0)
        return
      }
    }
    guard let found = RecordedBall.around(point, radius: radius, step: step, places: limit) else {
      return
    }
    hardware?.widen(to: found.reach.double(rounding: .up))
    precise?.widen(to: found.reach)
    balls.append(found.ball)
    setRecorded(step)
  }

  mutating func setRecorded(_ step: Int) {
    recorded = step
    nextRecorded = options.recordedSteps.next(after: step)
  }

  /// The centre of the current ball, exactly.
  private var point: [Rational] {
    guard let hardware else { return (precise?.centre ?? []).compactMap(\.exactRational) }
    return zip(hardware.high, hardware.low).compactMap { high, low in
      Rational(exactly: high).flatMap { head in Rational(exactly: low).map { head + $0 } }
    }
  }

  private var radius: BigFloat {
    hardware.map { BigFloat($0.radius, precision: 64, rounding: .up) }
      ?? precise?.radius ?? .infinity(precision: 64)
  }

  /// The balls with that of the current step as the last one, whatever it needs.
  func ballsToHere() -> [RecordedBall] {
    guard recorded < step else { return balls }
    var end = self
    end.hardware?.settle()
    end.precise?.settle()
    end.record(places: .max)
    return end.balls
  }

  private var isTooWide: Bool {
    if let hardware {
      let target =
        isRelaxed || hardware.step > options.maximumPreciseSteps
        ? max(options.relativeTarget, options.lateRelativeTarget) : options.relativeTarget
      return !(hardware.radius <= target * (1 + hardware.size))
    }
    guard let precise else { return false }
    let size = precise.centre.reduce(1) { max($0, abs($1.approximation)) }
    return !(precise.radius.double(rounding: .up) <= options.relativeTarget * size)
  }

  /// Evaluates the current state and shows it to the observer; false where the run went back.
  private mutating func look() throws -> Bool {
    let counts = observer.needsCounts
    let isFine =
      hardware != nil
      ? hardware?.evaluate(counts: counts) ?? false : precise?.evaluate(counts: counts) ?? false
    guard isFine else {
      if hardware == nil { throw DescentError.overflow(step: step) }
      try escalate()
      return false
    }
    guard observer.wants(step: step) else { return true }
    if let hardware {
      observer.observe(
        DescentView(
          step: hardware.step, high: hardware.high, low: hardware.low, radius: hardware.radius,
          counts: counts ? decided(hardware) : nil))
    } else if let precise {
      let near = precise.ball.rounded()
      observer.observe(
        DescentView(
          step: precise.step, high: near.high, low: near.low, radius: near.radius,
          counts: precise.counts))
    }
    return true
  }

  private mutating func escalate() throws {
    let failed = step
    guard options.engine != .hardware else {
      throw DescentError.precisionExhausted(step: failed, bits: 106)
    }
    if hardware != nil {
      // A start in MPFR that brought the run no farther than the one before: what fails is not early.
      let isLate = failed / 4 > preciseSteps + anchor.ball.step
      if isLate, failed <= lastFailure + lastFailure / 64 {
        guard !isRelaxed, failed <= options.maximumPreciseSteps else {
          throw DescentError.precisionExhausted(step: failed, bits: bits)
        }
        isRelaxed = true
      }
      lastFailure = failed
      // More steps in MPFR, from the anchor.
      preciseSteps = max(
        64, preciseSteps > options.maximumPreciseSteps ? Int.max : preciseSteps * 4)
      if preciseSteps > options.maximumPreciseSteps {
        throw DescentError.precisionExhausted(step: failed, bits: bits)
      }
    } else {
      guard bits < options.maximumBits else {
        throw DescentError.precisionExhausted(step: failed, bits: bits)
      }
      bits = min(2 * bits, options.maximumBits)
      // What was taken in MPFR so far is taken again, in one go.
      let length = max(failed, anchor.ball.step)
      preciseSteps = options.engine == .precise ? Int.max : max(preciseSteps, length)
      anchor = Anchor(
        ball: try origin?.ball(bits: bits) ?? PreciseDescent.start(input, bits: bits),
        observer: first)
    }
    begin()
  }

  /// The counts of the hardware pass, with undecided points looked at again in MPFR where that can help.
  private func decided(_ hardware: HardwareDescent) -> SignCounts? {
    guard let counts = hardware.counts, counts.undecided > 0 else { return hardware.counts }
    guard hardware.radius * points.reach < 0x1p-40 else { return counts }
    let bits = 256
    let ball = self.ball
    var correct = 0
    var wrong = 0
    for row in 0..<input.count {
      var margin = Interval.zero(precision: bits)
      for k in 0..<input.dimension {
        margin =
          margin
          + Interval(input.signed(row, k), precision: bits) * Interval(point: ball.centre[k])
      }
      let reach = BigFloat(points.norms[row], precision: 64, rounding: .up)
      let around = margin.widened(
        by: ball.radius.multiplied(by: reach, precision: 64, .up))
      if around.lower.sign > 0 { correct += 1 }
      if around.upper.sign <= 0 { wrong += 1 }
    }
    return SignCounts(correct: correct, wrong: wrong, of: input.count)
  }
}
