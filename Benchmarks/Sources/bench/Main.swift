/// The timings of this package's own code; `scripts/bench` runs them beside the peers' programs.
///
/// Usage: `bench scalar | eq7 [count] | logistic | spectrum`.
@main
enum Bench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "scalar": try ScalarBenchmark.run()
    case "eq7":
      let count = arguments.dropFirst().first.flatMap { Int($0) }
      try Equation7Benchmark.run(count: count ?? 100_000)
    case "logistic": try LogisticBenchmark.run()
    #if SPECTRUM
    case "spectrum": SpectrumBenchmark.run()
    #endif
    default: print("usage: bench scalar | eq7 [count] | logistic | spectrum")
    }
  }
}
