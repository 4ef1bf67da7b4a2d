import Enclosures

/// Enclosures of the right-hand side of equation (7) of the ridge theorem.
///
///     t₂ ≥ ln X / (4ηλ),  X = (m − n)·ν²/2 · (√(c/λ_min(Σ)) + T)⁻²,
///
/// at 256 bits. Hyperparameters change from call to call: 64 settings take turns. They are exact
/// rationals, converted once, before the clock starts, here and in both peers (`peers/eq7_arb.c`,
/// `peers/eq7_mpfi.c`); a call converts nothing and evaluates the whole expression.
enum Equation7Benchmark {
  private struct Setting {
    let count: Interval
    let variance: Interval
    let c: Interval
    let sigmaMin: Interval
    let teacher: Interval
    let eta: Interval
    let lambda: Interval

    init(_ k: Int, precision: Int) {
      func exact(_ numerator: Int, _ denominator: Int = 1) -> Interval {
        Interval(Rational(numerator, denominator), precision: precision)
      }
      count = exact(900 + 10 * k)
      variance = exact(10 + k, 10)
      c = exact(1 + k, 1000)
      sigmaMin = exact(1, 1000 + k)
      teacher = exact(10 + k, 10)
      eta = exact(100, 101 + k)
      lambda = exact(1 + k, 100_000)
    }

    func bound() throws(DomainError) -> Interval {
      let reach = try (c / sigmaMin).squareRoot() + teacher
      let x = try (count * variance).scaled(byPowerOfTwo: -1) / reach.squared()
      return try x.logarithm() / (eta * lambda).scaled(byPowerOfTwo: 2)
    }
  }

  static func run(count: Int) throws {
    let precision = 256
    let settings = (0..<64).map { Setting($0, precision: precision) }
    var sum = Interval.zero(precision: precision)
    let timing = try Timing(runs: 5) {
      sum = .zero(precision: precision)
      for call in 0..<count { sum = try sum + settings[call % 64].bound() }
    }
    let text = sum.decimalEnclosure(digits: 40)
    print(
      "eq7 ours \(count) calls: \(fixed(timing.minimum, places: 4, width: 0)) s"
        + " (median \(fixed(timing.median, places: 4, width: 0)) s)")
    print("eq7 ours sum [\(text.lower), \(text.upper)]")
  }
}
