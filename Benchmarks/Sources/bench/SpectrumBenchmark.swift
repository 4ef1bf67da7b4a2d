import Enclosures

/// Eigenvalues and eigenvectors, with their bounds, of the 100×100 Gram matrix of
/// `peers/spectrum_matrix.py` at 256 bits.
enum SpectrumBenchmark {
  static func run(rows: Int = 100, columns: Int = 1000) {
    // Integers of 21 bits are exact in binary64 and in fixed point.
    var state: UInt64 = 1
    let values = (0..<(rows * columns)).map { _ -> Double in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int(state >> 43) - (1 << 20))
    }
    let features = FixedPointMatrix(
      rows: rows, columns: columns, rowMajor: values, fractionBits: 0)
    let gram = features.gram(jobs: 1)
    var residual = BigFloat.zero(precision: 64)
    let timing = Timing(runs: 3) {
      residual =
        SpectralEnclosure.enclose(
          gram, perturbation: .zero(precision: 64), precision: 256, jobs: 1
        ).residual
    }
    print(
      "spectrum ours \(rows)x\(rows): \(fixed(timing.minimum, places: 4, width: 0)) s"
        + " (residual \(residual.decimal(digits: 3, .up)))")
  }
}
