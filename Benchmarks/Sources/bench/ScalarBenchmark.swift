import Enclosures

/// Nanoseconds an operation, for rounded numbers and for enclosures.
enum ScalarBenchmark {
  private static let operands = 64
  private static let rounds = 200

  static func run() throws {
    print("ns an operation, minimum (median) of 7 runs, \(operands) rotating operands")
    for bits in [128, 256, 512] {
      try measure(bits)
    }
  }

  private static func measure(_ bits: Int) throws {
    let values = (0..<operands).map { index in
      Interval(Rational(1000 + 37 * index, 999), precision: bits)
    }
    let points = values.map(\.lower)
    var bigFloat: BigFloat = points[0]
    var interval: Interval = values[0]

    func report(_ name: String, cost: Int = 1, _ work: (Int, Int) throws -> Void) rethrows {
      let timing = try Timing {
        for _ in 0..<(rounds / cost) {
          for i in 0..<operands { try work(i, (i + 1) % operands) }
        }
      }
      let scale = 1e9 / Double(operands * (rounds / cost))
      let label = name + String(repeating: " ", count: 20 - name.count)
      print(
        "\(padded("\(bits)", 4)) bits  \(label) \(fixed(timing.minimum * scale, places: 1, width: 9))"
          + " (\(fixed(timing.median * scale, places: 1, width: 0)))")
    }
    report("BigFloat ×") {
      bigFloat = points[$0].multiplied(by: points[$1], precision: bits, .down)
    }
    report("BigFloat +") { bigFloat = points[$0].adding(points[$1], precision: bits, .down) }
    report("BigFloat exp", cost: 10) { i, _ in
      bigFloat = points[i].exponential(precision: bits, .down)
    }
    report("BigFloat log", cost: 10) { i, _ in
      bigFloat = points[i].logarithm(precision: bits, .down)
    }
    report("Interval ×") { interval = values[$0] * values[$1] }
    report("Interval +") { interval = values[$0] + values[$1] }
    try report("Interval ÷") { interval = try values[$0] / values[$1] }
    report("Interval exp", cost: 10) { i, _ in interval = values[i].exponential() }
    try report("Interval log", cost: 10) { i, _ in interval = try values[i].logarithm() }
    precondition(bigFloat.sign > 0 && interval.isBounded)
  }
}
