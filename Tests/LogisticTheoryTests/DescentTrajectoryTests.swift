import Documents
import Enclosures
import Testing

@testable import LogisticTheory

/// Whole runs, against golden values and against each other.
struct DescentTrajectoryTests {
  private func options(_ engine: DescentOptions.Engine, _ target: Double = 1e-6) -> DescentOptions {
    var options = DescentOptions()
    options.engine = engine
    options.relativeTarget = target
    return options
  }

  @Test(arguments: GoldenDescent.all, DescentOptions.Engine.allCases)
  func goldenValuesAreInside(_ golden: GoldenDescent, _ engine: DescentOptions.Engine) throws {
    let last = try #require(golden.rows.last?.step)
    var run = try CertifiedDescent(
      golden.input, options: options(engine),
      observer: DescentRecorder(steps: Set(golden.rows.map(\.step))))
    try run.run(to: last)
    #expect(run.observer.views.count == golden.rows.count)
    for (view, row) in zip(run.observer.views, golden.rows) {
      #expect(view.step == row.step)
      for (k, value) in row.state.enumerated() {
        // 40 digits: within 10⁻³⁹ relative.
        let slack = Interval(value.magnitude * .powerOfTwo(-129), precision: 64).upper
        #expect(view.enclosure(k, precision: 256).widened(by: slack).contains(value))
      }
      #expect(
        view.counts
          == SignCounts(
            correct: row.correct, wrong: golden.input.count - row.correct,
            of: golden.input.count))
      #expect(view.radius < 1e-11)
    }
  }

  @Test func thereAreGoldenCases() { #expect(GoldenDescent.all.count >= 8) }

  /// ‖a − b‖ ≤ r: the squares are compared in intervals.
  private func distance(_ a: DescentBall, _ b: DescentBall) -> BigFloat {
    var square = Interval.zero(precision: 300)
    for (x, y) in zip(a.centre, b.centre) {
      let difference = Interval(Interval(point: x), precision: 300) - Interval(point: y)
      square = square + difference.squared()
    }
    return square.clampedSquareRoot().lower
  }

  /// The hardware ball must hold a far more precise trajectory at every step.
  @Test(arguments: 0..<24)
  func pathsMeetAtEveryStep(_ seed: Int) throws {
    var random = TestRandom(seed)
    // Small steps, steps near the bound, and steps far beyond it.
    let eta: Rational = [Rational(1, 100), Rational(1, 7), Rational(3, 1)][seed % 3]
    let input = try random.problem(
      count: 5 + seed, dimension: 1 + seed % 4, eta: eta,
      isExponential: seed % 6 == 0, rational: seed % 2 == 0, noise: seed % 5 == 0)
    var hardware = try CertifiedDescent(
      input, options: options(.hardware, 1e-2),
      observer: DescentRecorder(steps: [], needsCounts: false))
    var precise = try CertifiedDescent(
      input, options: options(.precise, 1e-2),
      observer: DescentRecorder(steps: [], needsCounts: false))
    for step in 0..<300 {
      do {
        try hardware.run(to: step)
      } catch DescentError.precisionExhausted where seed % 3 == 2 {
        // The largest steps make some of these orbits chaotic: then the radius must grow.
        #expect(step > 50)
        return
      }
      try precise.run(to: step)
      let (a, b) = (hardware.ball, precise.ball)
      #expect(distance(a, b) <= a.radius.adding(b.radius, precision: 64, .up))
      #expect(b.radius.isZero || b.radius < a.radius)
    }
    #expect(hardware.ball.radius.approximation < 1e-4)
  }

  /// Left-out points and refreshes change nothing but the radius.
  @Test func activeSetIsSound() throws {
    var random = TestRandom(77)
    let input = try random.problem(count: 60, dimension: 2, eta: 20)
    var hardware = try CertifiedDescent(
      input, options: options(.hardware, 1e-2), observer: DescentRecorder(steps: [2000]))
    var precise = try CertifiedDescent(
      input, options: options(.precise, 1e-2), observer: DescentRecorder(steps: [2000]))
    for step in stride(from: 0, through: 2000, by: 10) {
      try hardware.run(to: step)
      try precise.run(to: step)
      #expect(
        distance(hardware.ball, precise.ball)
          <= hardware.ball.radius.adding(precise.ball.radius, precision: 64, .up))
    }
    #expect(hardware.activeCount < 60)
    #expect(hardware.observer.views.last?.counts == precise.observer.views.last?.counts)
  }

  /// η far above 2/‖H‖: w jumps to and fro, while the orbit itself drifts slowly.
  @Test(arguments: [DescentOptions.Engine.hardware, .precise, .automatic])
  func periodTwoOrbitIsFollowed(_ engine: DescentOptions.Engine) throws {
    let input = try DescentInput(
      points: ExactMatrix(rows: 3, columns: 1, [2, 2, -1] as [Rational]), labels: [1, -1, -1],
      eta: 6)
    var run = try CertifiedDescent(
      input, options: options(engine, 1e-3),
      observer: DescentRecorder(steps: [998, 999, 1000], needsCounts: false))
    try run.run(to: 1000)
    let views = run.observer.views
    #expect(abs(views[0].high[0] - views[2].high[0]) < 1e-2)
    #expect(abs(views[0].high[0] - views[1].high[0]) > 1)
    #expect(views[2].radius < 1e-6)
    var precise = try CertifiedDescent(
      input, options: options(.precise), observer: DescentRecorder(steps: [], needsCounts: false))
    try precise.run(to: 1000)
    #expect(
      distance(run.ball, precise.ball)
        <= run.ball.radius.adding(precise.ball.radius, precision: 64, .up))
  }

  @Test(arguments: DescentOptions.Engine.allCases)
  func overflowIsReported(_ engine: DescentOptions.Engine) throws {
    let input = try DescentInput(
      points: ExactMatrix(rows: 2, columns: 1, [5, 4] as [Rational]), labels: [1, -1], eta: 3,
      isExponential: true)
    var run = try CertifiedDescent(
      input, options: options(engine), observer: DescentRecorder(steps: [], needsCounts: false))
    #expect(throws: DescentError.self) { try run.run(to: 1000) }
    #expect(run.step < 20)
  }

  @Test func precisionEscalates() throws {
    var random = TestRandom(5)
    let input = try random.problem(count: 20, dimension: 2, eta: 2, noise: true)
    var narrow = options(.automatic, 1e-30)
    narrow.bits = 64
    var run = try CertifiedDescent(
      input, options: narrow, observer: DescentRecorder(steps: Set(0...200)))
    try run.run(to: 200)
    #expect(run.bits > 64)
    #expect(run.observer.views.map(\.step) == Array(0...200))
    var hopeless = narrow
    hopeless.maximumBits = 64
    var failed = try CertifiedDescent(
      input, options: hopeless, observer: DescentRecorder(steps: []))
    #expect(throws: DescentError.self) { try failed.run(to: 200) }
  }

  @Test(arguments: DescentOptions.Engine.allCases)
  func resumedRunsAreIdentical(_ engine: DescentOptions.Engine) throws {
    var random = TestRandom(31)
    let input = try random.problem(count: 90, dimension: 2, eta: Rational(1, 3), rational: true)
    var options = options(engine)
    options.checkpointInterval = 128
    let observer = DescentRecorder(steps: Set(stride(from: 0, through: 900, by: 37)))
    var whole = try CertifiedDescent(input, options: options, observer: observer)
    var saved: [DescentCheckpoint] = []
    try whole.run(to: 900) { saved.append($0) }
    #expect(saved.count == 7)
    for checkpoint in saved {
      let bytes = checkpoint.json.canonical()
      let json = try JSONValue(parsing: bytes)
      #expect(json == checkpoint.json)
      var resumed = try CertifiedDescent(
        resuming: DescentCheckpoint(json: json), input, options: options, observer: observer)
      try resumed.run(to: 900)
      #expect(resumed.checkpoint == whole.checkpoint)
      #expect(resumed.observer.saved() == whole.observer.saved())
    }
    #expect(throws: DescentError.self) {
      _ = try CertifiedDescent(
        resuming: DescentCheckpoint(json: [:]), input, options: options, observer: observer)
    }
  }

  @Test func badInputIsRefused() {
    let points = ExactMatrix(rows: 2, columns: 1, [1, 2] as [Rational])
    #expect(throws: DescentError.self) { try DescentInput(points: points, labels: [1], eta: 1) }
    #expect(throws: DescentError.self) { try DescentInput(points: points, labels: [1, 0], eta: 1) }
    #expect(throws: DescentError.self) { try DescentInput(points: points, labels: [1, 1], eta: 0) }
    #expect(throws: DescentError.self) {
      try DescentInput(points: points, labels: [1, 1], eta: 1, w0: [1, 2])
    }
  }
}
