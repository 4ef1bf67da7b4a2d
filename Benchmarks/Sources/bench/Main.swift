/// The timings of this package's own code; `scripts/bench` runs them beside the peers' programs.
///
/// Usage: `bench scalar | eq7 [count]`.
@main
enum Bench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "scalar": try ScalarBenchmark.run()
    case "eq7": try Equation7Benchmark.run(count: arguments.dropFirst().first.flatMap(Int.init) ?? 100_000)
    default: print("usage: bench scalar | eq7 [count]")
    }
  }
}
