import Documents
import Enclosures
import LogisticTheory

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Certified steps of gradient descent a second, on planted sets with the paper's counts.
enum LogisticBenchmark {
  private struct Sequence {
    var state: UInt64
    mutating func uniform() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 34)
    }
    /// Uniform in [low, high] with steps of 10⁻⁶.
    mutating func decimal(_ low: Int, _ high: Int) -> Rational {
      Rational(low + uniform() % (high - low), 1_000_000)
    }
  }

  static func run() throws {
    for (name, engine, steps) in [
      ("d=2 N=2000 mean, hardware", DescentOptions.Engine.hardware, 200_000),
      ("d=2 N=2000 mean, hardware, counts every step", .hardware, 200_000),
      ("d=2 N=2000 mean, MPFR 128 bits", .precise, 200),
    ] {
      let input = try planted(eta: Rational(1, 200_000))
      try measure(name, input, engine, steps, counts: name.contains("counts"))
    }
    try measure(
      "d=2 N=2000 sum (period-2 orbit), hardware", planted(eta: Rational(1, 100)), .hardware, 50_000)
    try measure(
      "d=2 N=2000 without planted points, sum, from step 20000: few active",
      planted(eta: Rational(1, 100), support: 0, gap: 200_000), .hardware, 400_000, skip: 20_000)
    try measure("d=1024 N=10000 mean, hardware", wide(), .hardware, 100)
  }

  private static func measure(
    _ name: String, _ input: DescentInput, _ engine: DescentOptions.Engine, _ steps: Int,
    counts: Bool = false, skip: Int = 0
  ) throws {
    var options = DescentOptions()
    options.engine = engine
    options.relativeTarget = 1e-3
    var run = try CertifiedDescent(
      input, options: options,
      observer: DescentRecorder(steps: [skip, skip + steps], needsCounts: counts))
    try run.run(to: skip)
    // Processor time: other work on the machine then matters less.
    let start = clock()
    try run.run(to: skip + steps)
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    print(
      "\(padded(String(Int(Double(steps) / seconds)), 9)) steps/s  \(name)"
        + "  [\(run.activeCount) points active at the end, radius \(run.ball.radius)]")
  }

  /// Two classes on both sides of a strip; `support` points of each lie at its edge.
  private static func planted(
    eta: Rational, support: Int = 350, gap: Int = 500
  ) throws -> DescentInput {
    var random = Sequence(state: 1)
    var entries: [Rational] = []
    var labels: [Int] = []
    for label in [1, -1] {
      for index in 0..<1000 {
        let along = random.decimal(-5_000_000, 5_000_000)
        let distance =
          index < support ? Rational(gap, 1_000_000) : random.decimal(gap, 5_000_000)
        let signed = label > 0 ? distance : -distance
        entries.append(signed * Rational(3, 5) - along * Rational(4, 5))
        entries.append(signed * Rational(4, 5) + along * Rational(3, 5))
        labels.append(label)
      }
    }
    return try DescentInput(
      points: ExactMatrix(rows: 2000, columns: 2, entries), labels: labels, eta: eta)
  }

  private static func wide() throws -> DescentInput {
    var random = Sequence(state: 2)
    var entries: [Double] = []
    var labels: [Int] = []
    for row in 0..<10_000 {
      for _ in 0..<1024 { entries.append(Double(random.uniform()) * 0x1p-30 * 10 - 5) }
      labels.append(entries[row * 1024] > 0 ? 1 : -1)
    }
    return try DescentInput(
      points: ExactMatrix(rows: 10_000, columns: 1024, entries), labels: labels,
      eta: Rational(1, 1_000_000))
  }
}
