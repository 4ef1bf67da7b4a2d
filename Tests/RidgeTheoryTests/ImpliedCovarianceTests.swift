import Documents
import Enclosures
import Testing

@testable import RidgeTheory

/// The covariance that random features imply, and what is computed with its enclosure.
@Suite("implied covariance")
struct ImpliedCovarianceTests {
  /// Every entry's enclosure holds the value, and the error is what it should be: small and not 0.
  private func check(
    _ covariance: ImpliedCovariance, _ rows: [[String]],
    location: SourceLocation = #_sourceLocation
  ) throws {
    for (i, row) in rows.enumerated() {
      for (j, text) in row.enumerated() {
        let entry = Interval(covariance.matrix[i, j], precision: 256).widened(by: covariance.error)
        #expect(
          try entry.contains(Rational(parsing: text)) || entry.meets(decimal: text),
          "[\(i), \(j)] is \(text)", sourceLocation: location)
      }
    }
    #expect(covariance.error.sign > 0, sourceLocation: location)
    #expect(covariance.error.compare(to: .powerOfTwo(-112)) < 0, sourceLocation: location)
  }

  @Test("entries are those of the closed forms", arguments: FeatureOracle.cases)
  func entries(oracle: FeatureCase) throws {
    let rows = try FeatureOracle.rows(oracle.json["sigma"])
    for (precision, jobs) in [(192, 1), (224, 2), (256, 3)] {
      let covariance = ImpliedCovariance(try oracle.map(), precision: precision, jobs: jobs)
      try check(covariance, rows)
      // Another working precision and other threads give the same grid numbers.
      let other = ImpliedCovariance(try oracle.map(), precision: 400, jobs: 1)
      for i in 0..<rows.count {
        for j in 0...i {
          #expect(covariance.matrix[i, j] == other.matrix[i, j])
          #expect(covariance.matrix[i, j] == covariance.matrix[j, i])
        }
      }
      #expect(covariance.error == other.error)
    }
  }

  /// Every entry is rounded to the grid by up to half a unit, so that the Frobenius norm grows with m.
  @Test("the error bounds the whole matrix and not an entry", arguments: FeatureOracle.cases)
  func wholeError(oracle: FeatureCase) throws {
    let map = try oracle.map()
    let covariance = ImpliedCovariance(map, precision: 224, jobs: 1)
    let vectors = map.parameters
    let m = covariance.matrix.rows
    func product(_ i: Int, _ j: Int) -> Rational {
      (0..<vectors.columns).reduce(Rational(0)) { $0 + vectors[i, $1] * vectors[j, $1] }
    }
    var square = Rational(0)
    for i in 0..<m {
      for j in 0..<m {
        let fine: BigFloat
        switch map {
        case .relu:
          fine = ReLUKernel(precision: 500).value(product(i, j), product(i, i), product(j, j))
        case .fourier(_, let phases):
          fine = FourierKernel(phases: phases, precision: 500)
            .value(i, j, product(i, j), product(i, i), product(j, j))
        }
        square += (covariance.matrix[i, j] - fine.rational).squared()
      }
    }
    let error = covariance.error.rational
    #expect(square <= error.squared())
    // The truncation of Fourier features, 2√2·√m·2⁻¹²⁸, is what counts beside that.
    if case .fourier = map {
      #expect(error.squared() >= Rational(8 * m) * .powerOfTwo(-256))
    } else {
      #expect(square * Rational(m * m) > error.squared(), "the bound is far from what happens")
    }
  }

  @Test("equal, opposite, orthogonal and nearly parallel directions")
  func directions() throws {
    let json = try #require(FeatureOracle.json["directions"])
    let vectors = try FeatureOracle.matrix(json["vectors"])
    let phases = try #require(json["phases"]?.array).map {
      try Rational(parsing: #require($0.string))
    }
    let relu = ImpliedCovariance(.relu(weights: vectors), precision: 224, jobs: 1)
    try check(relu, FeatureOracle.rows(json["relu"]))
    // α = 0 and α = π.
    let half = (0..<3).reduce(Rational(0)) { $0 + vectors[0, $1].squared() } / 2
    func radius(_ x: Rational, _ y: Rational) -> Rational { (x - y).magnitude }
    #expect(radius(relu.matrix[0, 1], half) <= relu.error.rational)
    #expect(relu.matrix[0, 2].magnitude <= relu.error.rational)
    let fourier = ImpliedCovariance(
      .fourier(frequencies: vectors, phases: phases), precision: 224, jobs: 1)
    try check(fourier, FeatureOracle.rows(json["fourier"]))
  }

  @Test("the entries of a wide range of scales", arguments: [-400, -60, 0, 60, 400])
  func scales(exponent: Int) throws {
    let base = try FeatureOracle.cases[0].draw()
    func covariance(_ variance: Rational) -> ImpliedCovariance {
      let draw = RandomFeatureDraw(
        n: base.n, d: base.d, m: base.m, variance: variance, seed: base.seed)
      return ImpliedCovariance(.relu(weights: draw.parameters), precision: 224, jobs: 1)
    }
    let unit = covariance(1)
    let scaled = covariance(.powerOfTwo(exponent))
    // The weights are those of variance 1 times a power of two, which Σ follows exactly.
    #expect(scaled.error.rational == unit.error.rational * .powerOfTwo(exponent))
    #expect(scaled.matrix[3, 5] == unit.matrix[3, 5] * .powerOfTwo(exponent))
  }

  @Test("extreme eigenvalues, by both ways", arguments: FeatureOracle.spectra)
  func eigenvalues(oracle: FeatureCase) throws {
    let covariance = ImpliedCovariance(try oracle.map(), precision: 224, jobs: 1)
    let spectrum = try CovarianceSpectrum(
      .implied, implied: covariance, size: covariance.matrix.rows, firstLevel: 192, jobs: 1)
    let fast = ExtremeEigenvalues(of: covariance.matrix, error: covariance.error)
    for (key, precise, quick) in [
      ("least", spectrum.minimum(precision: 192), fast.minimum),
      ("greatest", spectrum.maximum(precision: 192), fast.maximum),
    ] {
      let interval = precise.interval(precision: 192)
      #expect(try interval.meets(decimal: oracle.text(key)), "\(key): \(interval)")
      #expect(interval.isNarrow(20), "\(key): \(interval)")
      #expect(try quick.meets(decimal: oracle.text(key)), "\(key): \(quick)")
      #expect(quick.isNarrow(2), "\(key): \(quick)")
    }
  }

  @Test("losses are those of gradient descent", arguments: FeatureOracle.cases)
  func losses(oracle: FeatureCase) throws {
    let problem = try oracle.problem()
    for firstLevel in [192, 256] {
      let measurement = try RidgeMeasurement(problem, firstLevel: firstLevel)
      for (step, values) in try #require(oracle.json["losses"]?.object) {
        let step = try #require(Int(step))
        for (name, text) in try #require(values.object) {
          let text = try #require(text.string)
          let found = try #require(
            try measurement.enclosure(of: name, over: TimeRange(step), precision: 128))
          #expect(try found.meets(decimal: text), "\(name)(\(step)) = \(text): \(found)")
          #expect(found.isNarrow(25), "\(name)(\(step)): \(found)")
          if name == "population_loss" {
            #expect(measurement.exactValue(of: name, at: step) == nil)
            // Blocks hold the value as well.
            let block = try #require(
              try measurement.enclosure(of: name, over: TimeRange(step, step + 3), precision: 64))
            #expect(try block.meets(decimal: text))
            let tail = try #require(
              try measurement.enclosure(of: name, over: TimeRange(step, nil), precision: 64))
            #expect(try tail.meets(decimal: text))
          }
        }
      }
      for name in ["zero_predictor_error", "sigma_trace"] {
        let value = try #require(try measurement.value(of: name, precision: 64))
          .interval(precision: 256)
        #expect(try value.meets(decimal: oracle.text(name)), "\(name): \(value)")
        #expect(value.isNarrow(25))
      }
    }
  }

  @Test("the second engine agrees", arguments: FeatureOracle.cases)
  func engine(oracle: FeatureCase) throws {
    let measurement = try RidgeMeasurement(try oracle.problem())
    let losses = try #require(oracle.json["losses"]?.object)
    try measurement.stepThrough(to: 50, bits: 160, at: [0, 1, 2, 7, 50]) { step, values in
      let value = try #require(values["population_loss"])
      let text = try #require(losses["\(step)"]?["population_loss"]?.string)
      #expect(try value.meets(decimal: text), "t = \(step): \(value)")
      #expect(value.isNarrow(25))
      return true
    }
  }

  /// The enclosure must reach every Σ within the error of Σ̂: what any such Σ gives lies inside.
  @Test("what is computed holds for every covariance within the error")
  func everyCovariance() throws {
    let oracle = FeatureOracle.cases[0]
    let problem = try oracle.problem()
    let exact = ImpliedCovariance(try oracle.map(), precision: 224, jobs: 1)
    let size = exact.matrix.rows
    // A wide error, so that a lost one shows: 2⁻²⁰ in place of 2⁻¹⁹⁰.
    let wide = BigFloat(Rational.powerOfTwo(-20), precision: 64, rounding: .up)
    let blurred = ImpliedCovariance(matrix: exact.matrix, error: wide, trace: nil)
    let measurement = try RidgeMeasurement(problem, implied: blurred)
    // The same without the error: what it excludes shows that a lost error would be noticed.
    let blind = try RidgeMeasurement(
      problem,
      implied: ImpliedCovariance(
        matrix: exact.matrix, error: .zero(precision: 64), trace: nil))
    var noticed: Set<String> = []
    // Σ̂ ± 2⁻²⁰·I and ± 2⁻²⁰·vvᵀ/‖v‖² for v = (1, −1, 1, …) have that distance from Σ̂.
    for (kind, sign) in [(0, 1), (0, -1), (1, 1), (1, -1)] {
      let entries = (0..<(size * size)).map { index -> Rational in
        let (i, j) = (index / size, index % size)
        let change: Rational =
          kind == 0
          ? (i == j ? 1 : 0) / Rational(size)
          : Rational((i + j) % 2 == 0 ? 1 : -1, size)
        return exact.matrix[i, j] + change * Rational(sign) * .powerOfTwo(-20)
      }
      var declaration = problem.declaration
      declaration.covariance = .matrix(ExactMatrix(rows: size, columns: size, entries))
      let other = try RidgeMeasurement(RidgeProblem(declaration))
      for name in [
        "sigma_min", "sigma_max", "sigma_trace", "final_error", "zero_predictor_error",
        "start_sigma_perp_norm2", "trace_psp", "psp_frobenius",
      ] {
        let outer = try #require(try measurement.value(of: name, precision: 64))
          .interval(precision: 192)
        let inner = try #require(try other.value(of: name, precision: 64)).interval(precision: 192)
        #expect(outer.contains(inner), "\(name): \(inner) is not in \(outer)")
        let narrow = try #require(try blind.value(of: name, precision: 64)).interval(precision: 192)
        if !narrow.meets(inner) { noticed.insert(name) }
      }
      for range in [TimeRange(0), TimeRange(9), TimeRange(20, 23), TimeRange(60, nil)] {
        let outer = try #require(
          try measurement.enclosure(of: "population_loss", over: range, precision: 64))
        let inner = try #require(
          try other.enclosure(of: "population_loss", over: TimeRange(range.lower), precision: 64))
        #expect(outer.contains(inner), "L over \(range): \(inner) is not in \(outer)")
        let narrow = try #require(
          try blind.enclosure(of: "population_loss", over: TimeRange(range.lower), precision: 64))
        if !narrow.meets(inner) { noticed.insert("population_loss(\(range.lower))") }
      }
      let times = (try measurement.stageTimes(), try other.stageTimes())
      #expect(times.0.t2.lower <= times.1.t2.lower && times.1.t2.upper <= times.0.t2.upper)
      #expect(
        times.0.tFinal.lower <= times.1.tFinal.lower
          && times.1.tFinal.upper <= times.0.tFinal.upper)
      var seen = 0
      try measurement.stepThrough(to: 9, at: [0, 9]) { step, values in
        let inner = try #require(
          try other.enclosure(of: "population_loss", over: TimeRange(step), precision: 64))
        #expect(try #require(values["population_loss"]).contains(inner))
        seen += 1
        return true
      }
      #expect(seen == 2)
    }
    #expect(noticed.count == 12, "a lost error would go unnoticed: only \(noticed.sorted())")
  }
}

extension BigFloat {
  /// The exact value of a finite number.
  fileprivate var rational: Rational { exactRational ?? 0 }
}
