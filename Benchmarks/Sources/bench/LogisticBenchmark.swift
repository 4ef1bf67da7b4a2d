import Enclosures
import LogisticTheory

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Certified steps of gradient descent a second: processor time of one thread.
///
/// "Descent" is the enclosure of every state alone. "Measured" adds what `certify` looks at in every step:
/// the signs of all training margins and of the test points of two regimes (2000 points each),
/// the greatest |b|/‖w‖ and the residual ‖w − ŵ log t‖.
enum LogisticBenchmark {
  static func run(_ names: [String]) throws {
    let all: [(String, () throws -> Void)] = [
      ("mean", { try planar("mean loss", reduction: .mean, steps: 200_000) }),
      ("sum", { try planar("sum loss, orbit", reduction: .sum, steps: 30_000) }),
      ("few", few), ("fewest", fewest), ("mpfr", precise), ("wide", wide),
    ]
    for (name, body) in all where names.isEmpty || names.contains(name) { try body() }
  }

  /// The paper's points for d = 2: 1000 of each class, of them 500 and 200 support vectors.
  private static func paper(gamma: Rational = Rational(1, 1000), support: (Int, Int) = (500, 200))
    -> PlantedSet
  {
    PlantedSet(
      dimension: 2, box: 5, gamma: gamma, perClass: (1000, 1000), support: support, seed: 1)
  }

  private static func declaration(
    _ set: PlantedSet, _ reduction: LogisticReduction, eta: Rational = Rational(1, 100), steps: Int,
    w0: [Rational]? = nil
  ) -> LogisticDeclaration {
    LogisticDeclaration(
      data: .planted(set), reduction: reduction, eta: eta, steps: steps, w0: w0,
      tests: [
        "standard": .sameDistribution(count: 2000, seed: 2),
        "concentrated": .planted(alpha: 10, count: 2000, seed: 3),
      ])
  }

  private static func planar(
    _ name: String, reduction: LogisticReduction, steps: Int
  ) throws {
    let problem = try LogisticProblem(declaration(paper(), reduction, steps: steps))
    try descent("d=2 N=2000 \(name)", problem)
    try measured("d=2 N=2000 \(name)", problem)
  }

  /// A start far out along w_true: most margins are beyond the cutoff.
  ///
  /// The sum loss with its η would expand here too; the step of the mean loss does not.
  private static func few() throws {
    let set = paper()
    let problem = try LogisticProblem(
      declaration(set, .mean, steps: 200_000, w0: set.wTrue.map { $0 * 10_000 }))
    try descent("d=2 N=2000 mean loss from 10^4 w_true", problem)
    try measured("d=2 N=2000 mean loss from 10^4 w_true", problem)
  }

  /// Few support vectors and a margin that is not small: the step with 10⁻² and the sum of the losses.
  private static func fewest() throws {
    let set = paper(gamma: Rational(1, 2), support: (8, 4))
    let problem = try LogisticProblem(
      declaration(set, .sum, steps: 1_000_000, w0: set.wTrue.map { $0 * 150 }))
    try descent("d=2 N=2000 sum loss, 12 support vectors, from 150 w_true", problem)
    try measured("d=2 N=2000 sum loss, 12 support vectors, from 150 w_true", problem)
  }

  private static func precise() throws {
    let problem = try LogisticProblem(declaration(paper(), .mean, steps: 200))
    try descent("d=2 N=2000 mean loss, MPFR 128 bits", problem, engine: .precise)
  }

  private static func wide() throws {
    let set = PlantedSet(
      dimension: 1024, box: 5, gamma: Rational(1, 10), perClass: (5000, 5000), support: (0, 0),
      seed: 1)
    let problem = try LogisticProblem(
      LogisticDeclaration(data: .planted(set), reduction: .mean, eta: Rational(1, 100), steps: 300))
    try descent("d=1024 N=10000 mean loss", problem)
  }

  private static func descent(
    _ name: String, _ problem: LogisticProblem, engine: DescentOptions.Engine = .automatic
  ) throws {
    let input = try DescentInput(
      points: problem.dataset.points, labels: problem.dataset.labels, eta: problem.stepScale,
      w0: problem.w0, b0: problem.b0)
    var options = DescentOptions()
    options.engine = engine
    var run = try CertifiedDescent(
      input, options: options, observer: DescentRecorder(steps: [], needsCounts: false))
    // The active set and the like are found in the first steps.
    let warm = problem.steps / 10
    try run.run(to: warm)
    let start = clock()
    try run.run(to: problem.steps)
    report(
      "certified descent, \(name)", problem.steps - warm, since: start,
      "\(run.activeCount) points active, radius \(run.ball.radius.decimal), "
        + (run.isHardware ? "hardware" : "MPFR"))
  }

  private static func measured(_ name: String, _ problem: LogisticProblem) throws {
    let measurement = try LogisticMeasurement(problem)
    let start = clock()
    _ = try measurement.overflowStep()
    report("measured as by certify, \(name)", problem.steps, since: start, "")
  }

  private static func report(_ name: String, _ steps: Int, since start: clock_t, _ note: String) {
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    let rate = padded(String(Int(Double(steps) / seconds)), 9)
    print("\(rate) steps/s  \(name)\(note.isEmpty ? "" : "  [\(note)]")")
  }
}

extension BigFloat {
  fileprivate var decimal: String { String(approximation) }
}
