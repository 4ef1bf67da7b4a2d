/// The timings of this package's own code; `scripts/bench` runs them beside the peers' programs.
///
/// Usage: `bench scalar | eq7 [count] | spectrum | logistic [mean sum few fewest mpfr wide]`.
@main
enum Bench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "scalar": try ScalarBenchmark.run()
    case "eq7":
      let count = arguments.dropFirst().first.flatMap { Int($0) }
      try Equation7Benchmark.run(count: count ?? 100_000)
    case "spectrum": SpectrumBenchmark.run()
    case "logistic": try LogisticBenchmark.run(Array(arguments.dropFirst()))
    default: print("usage: bench scalar | eq7 [count] | spectrum | logistic [name ...]")
    }
  }
}
