import Enclosures
import Testing

@Suite("spectral enclosures")
struct SpectralEnclosureTests {
  private static let zero = BigFloat.zero(precision: 64)

  private static func matrix(_ entries: [[Rational]], bits: Int = 200) -> FixedPointMatrix {
    FixedPointMatrix(rows: entries.count, columns: entries.count, fractionBits: bits) {
      entries[$0][$1]
    }
  }

  /// A random orthogonal-ish congruence of the given eigenvalues, symmetric and exactly represented.
  private static func symmetric(
    eigenvalues: [Rational], seed: UInt64, bits: Int = 300
  ) -> FixedPointMatrix {
    var generator = SeededGenerator(seed: seed)
    let n = eigenvalues.count
    // A product of rational reflections I − 2uuᵀ/(uᵀu): exactly orthogonal over ℚ.
    var vectors = (0..<n).map { i in (0..<n).map { Rational($0 == i ? 1 : 0) } }
    for _ in 0..<2 {
      let u = (0..<n).map { _ in Rational(Int.random(in: 1...9, using: &generator)) }
      let norm = u.reduce(Rational(0)) { $0 + $1 * $1 }
      vectors = vectors.map { row in
        let dot = zip(row, u).reduce(Rational(0)) { $0 + $1.0 * $1.1 }
        return zip(row, u).map { $0 - 2 * dot * $1 / norm }
      }
    }
    return FixedPointMatrix(rows: n, columns: n, fractionBits: bits) { i, j in
      (0..<n).reduce(Rational(0)) { $0 + vectors[$1][i] * eigenvalues[$1] * vectors[$1][j] }
    }
  }

  /// Checks the target and the known eigenvalues; the given matrix is within n·(entry error) of them.
  private static func check(
    _ gram: FixedPointMatrix, _ known: [Rational], precision: Int,
    location: SourceLocation = #_sourceLocation
  ) {
    let error = BigFloat(
      gram.maximumEntryError * Rational(gram.rows), precision: 64, rounding: .up)
    let spectrum = SpectralEnclosure.enclose(
      gram, perturbation: error, precision: precision, jobs: 2)
    let greatest = known.map(\.magnitude).max() ?? 0
    let target = greatest * .powerOfTwo(-precision + 1)
    let reached = spectrum.residual.subtracting(error, precision: 64, .down)
    #expect(reached.compare(to: target) <= 0, sourceLocation: location)
    for (index, value) in known.sorted().enumerated() {
      #expect(spectrum.eigenvalueEnclosure(index).contains(value), sourceLocation: location)
    }
    #expect(spectrum.eigenvalues == spectrum.eigenvalues.sorted(), sourceLocation: location)
    #expect(
      spectrum.orthogonalityDefect.compare(to: .powerOfTwo(-precision)) <= 0,
      sourceLocation: location)
  }

  @Test("1×1, 2×2 and diagonal matrices", arguments: [64, 192, 500])
  func small(precision: Int) {
    Self.check(Self.matrix([[7]]), [7], precision: precision)
    Self.check(Self.matrix([[-3]]), [-3], precision: precision)
    Self.check(Self.matrix([[2, 1], [1, 2]]), [1, 3], precision: precision)
    Self.check(Self.matrix([[0, 1], [1, 0]]), [-1, 1], precision: precision)
    Self.check(Self.matrix([[0, 0], [0, 5]]), [0, 5], precision: precision)
  }

  @Test("zero matrix and multiples of the identity")
  func scalars() {
    for value in [Rational(0), 1, Rational(1, 3), Rational(-1_000_000_007)] {
      let entries = (0..<5).map { i in (0..<5).map { $0 == i ? value : 0 } }
      Self.check(Self.matrix(entries), [Rational](repeating: value, count: 5), precision: 192)
    }
  }

  @Test("known rational eigenvalues: well separated, multiple, zero, 12 orders of magnitude")
  func knownSpectra() {
    let cases: [[Rational]] = [
      (1...12).map { Rational($0) },
      [1, 1, 1, 1, 2, 2, 2, 5],
      [0, 0, 0, 0, 0, 1, 2, 3, 3],
      (0...12).map { Rational(1, [1, 10, 100, 1000][$0 % 4]) * .powerOfTwo(-3 * $0) },
      [-1, -1, 1, 1, 0, 0, Rational(1, 7)],
      [Rational(1, 1_000_000_000_000), 1, Rational(1, 1_000_000)],
    ]
    for (index, values) in cases.enumerated() {
      Self.check(
        Self.symmetric(eigenvalues: values, seed: UInt64(index)), values, precision: 192)
    }
  }

  @Test("clusters, and clusters within clusters, still reach a small residual")
  func clusters() {
    func tiny(_ exponent: Int) -> Rational { .powerOfTwo(-exponent) }
    let cases: [[Rational]] = [
      [1, 1 + tiny(40), 1 + tiny(80), 2, 3],
      [1, 1 + tiny(60), 1 - tiny(60), 2, 2 + tiny(70), 2 + tiny(71)],
      [1, 1 + tiny(60), 1 + tiny(60) + tiny(120), 1 + tiny(60) + tiny(180), 3],
      [1, 1 + tiny(26), 1 + tiny(27), 1 + tiny(28), 1 + tiny(55), 1 + tiny(110)],
      (0..<8).map { 1 + tiny(100) * Rational($0) },
      (0..<8).map { tiny(100) * Rational($0) } + [1],
      (0..<16).map { 1 + tiny(15 * $0) },
      (0..<16).map { tiny(8 * $0) },
    ]
    for (index, values) in cases.enumerated() {
      Self.check(
        Self.symmetric(eigenvalues: values, seed: 50 + UInt64(index)), values, precision: 220)
    }
  }

  @Test("the Gram matrix of a wide random matrix, with repeated rows")
  func gramMatrix() {
    var generator = SeededGenerator(seed: 77)
    let rows = (0..<8).map { _ in (0..<30).map { _ in generator.double(exponents: -9...2) } }
    // Rows 0…7 and again 0…3: rank 8 of 12.
    let values = (rows + rows[0..<4]).flatMap { $0 }
    let features = FixedPointMatrix(rows: 12, columns: 30, rowMajor: values, fractionBits: 70)
    #expect(features.maximumEntryError.isZero)
    let gram = features.gram()
    let spectrum = SpectralEnclosure.enclose(gram, perturbation: Self.zero, precision: 192)
    for index in 0..<4 {
      #expect(spectrum.eigenvalueEnclosure(index).contains(Rational(0)))
    }
    #expect(spectrum.eigenvalueEnclosure(4).lower.approximation > 1e-6)
    // Trace, exactly: the sum of the enclosures holds it.
    let trace = (0..<12).reduce(Rational(0)) { $0 + gram[$1, $1] }
    let sum = (0..<12).map { spectrum.eigenvalueEnclosure($0) }.reduce(
      Interval(0, precision: 192), +)
    #expect(sum.contains(trace))
    #expect(sum.width.approximation < 1e-50)
  }

  @Test("the path graph: eigenvalues 2 − 2cos(kπ/11), from mpmath to 45 digits")
  func pathGraph() throws {
    let known = [
      "0.0810140527710052202192638858673446018750903032",
      "0.317492934337637662276376702161264564973415003",
      "0.690278532109429871886149855067412893632417601",
      "1.16916997399622714894145170154075359295199018",
      "1.71537032345342971911241466276726066241789728",
      "2.28462967654657028088758533723273933758210272",
      "2.83083002600377285105854829845924640704800982",
      "3.30972146789057012811385014493258710636758240",
      "3.68250706566236233772362329783873543502658500",
      "3.91898594722899477978073611413265539812490970",
    ]
    let entries = (0..<10).map { i in
      (0..<10).map { j in Rational(i == j ? 2 : abs(i - j) == 1 ? -1 : 0) }
    }
    let spectrum = SpectralEnclosure.enclose(
      Self.matrix(entries), perturbation: Self.zero, precision: 160)
    let digits = try Rational(parsing: "1e-43")
    for (index, text) in known.enumerated() {
      let value = try Rational(parsing: text)
      let enclosure = spectrum.eigenvalueEnclosure(index)
      #expect(
        enclosure.meets(
          Interval(lower: value - digits, upper: value + digits, precision: 200)))
      #expect(enclosure.width.approximation < 1e-45)
    }
  }

  @Test("the eigen-equation holds: G·W within the residual of W·D̂, entry by entry")
  func backwardError() {
    let gram = Self.symmetric(eigenvalues: [0, 1, 1, 4, Rational(1, 3)], seed: 9)
    let spectrum = SpectralEnclosure.enclose(gram, perturbation: Self.zero, precision: 128)
    let vectors = spectrum.vectors
    // ‖Gv̂ᵢ − D̂ᵢv̂ᵢ‖ ≤ residual·(1 + ω) + 2‖D̂‖ω: here below 2^(−120).
    for i in 0..<5 {
      for j in 0..<5 {
        let image = (0..<5).reduce(Rational(0)) { $0 + gram[j, $1] * vectors[i, $1] }
        let value = spectrum.eigenvalues[i].exactRational ?? 0
        #expect((image - value * vectors[i, j]).magnitude <= .powerOfTwo(-120))
        let dot = (0..<5).reduce(Rational(0)) { $0 + vectors[i, $1] * vectors[j, $1] }
        #expect((dot - (i == j ? 1 : 0)).magnitude <= .powerOfTwo(-120))
      }
    }
  }

  @Test("a changed vector or eigenvalue shows in the bounds", arguments: [-100, -50, -10])
  func tampering(exponent: Int) {
    let gram = Self.symmetric(eigenvalues: [1, 2, 3, 4, 9], seed: 10)
    let honest = SpectralEnclosure.enclose(gram, perturbation: Self.zero, precision: 160)
    func certified(_ vectors: FixedPointMatrix, _ values: [BigFloat]) -> SpectralEnclosure {
      SpectralEnclosure.certifying(
        eigenvalues: values, vectors: vectors, of: gram, perturbation: Self.zero, precision: 160)
    }
    let again = certified(honest.vectors, honest.eigenvalues)
    #expect(again.residual.approximation < 1e-47)
    let change = Rational.powerOfTwo(exponent)
    let wrong = FixedPointMatrix(
      rows: 5, columns: 5, fractionBits: honest.vectors.fractionBits
    ) { honest.vectors[$0, $1] + ($0 == 2 && $1 == 3 ? change : 0) }
    // The true backward error is at least about the gap (1) times the angle, at most 2·9·change and some.
    for result in [certified(wrong, honest.eigenvalues)] {
      #expect(result.residual.compare(to: change * Rational(1, 16)) > 0)
      #expect(result.residual.compare(to: change * 64) < 0)
      #expect(result.orthogonalityDefect.compare(to: change * Rational(1, 16)) > 0)
    }
    var values = honest.eigenvalues
    values[4] = values[4].adding(
      BigFloat(change, precision: 300, rounding: .up), precision: 400, .nearest)
    let shifted = certified(honest.vectors, values)
    #expect(shifted.residual.compare(to: change * Rational(99, 100)) >= 0)
    #expect(shifted.residual.compare(to: change * Rational(101, 100)) <= 0)
  }

  @Test("vectors that are no basis have no bound; a perturbation is added")
  func noBound() {
    let gram = Self.matrix([[1, 0], [0, 2]])
    let same = FixedPointMatrix(rows: 2, columns: 2, fractionBits: 8) { _, j in j == 0 ? 1 : 0 }
    let values = [BigFloat(1, precision: 64, rounding: .nearest), .zero(precision: 64)]
    let result = SpectralEnclosure.certifying(
      eigenvalues: values, vectors: same, of: gram, perturbation: Self.zero, precision: 64)
    #expect(result.residual.isInfinite && result.orthogonalityDefect.isInfinite)
    #expect(!result.eigenvalueEnclosure(0).isBounded)
    let perturbed = SpectralEnclosure.enclose(
      gram, perturbation: BigFloat(0.5, precision: 64, rounding: .up), precision: 64)
    #expect(perturbed.residual.approximation >= 0.5 && perturbed.residual.approximation < 0.51)
  }

  /// For diagonal matrices and vectors along the axes W is the identity, so that ‖G − WD̂Wᵀ‖ = max|gᵢ − dᵢ|.
  @Test("bounds hold for eigenvalues and lengths that are far off")
  func farOff() {
    var generator = SeededGenerator(seed: 99)
    for round in 0..<200 {
      let n = 1 + round % 4
      // In the first rounds all eigenvalues are given as 0, and all vectors are short.
      let isBlank = round < 40
      let values = (0..<n).map { _ in Rational(Int.random(in: -9...9, using: &generator), 4) }
      let given = (0..<n).map { _ in
        isBlank ? 0 : Rational(Int.random(in: -9...9, using: &generator), 4)
      }.sorted()
      let lengths = (0..<n).map { _ in
        1 - Rational(Int.random(in: (isBlank ? 4 : -12)...14, using: &generator), 128)
      }
      let gram = FixedPointMatrix(rows: n, columns: n, fractionBits: 20) {
        $0 == $1 ? values[$0] : 0
      }
      let vectors = FixedPointMatrix(rows: n, columns: n, fractionBits: 20) {
        $0 == $1 ? lengths[$0] : 0
      }
      let found = SpectralEnclosure.certifying(
        eigenvalues: given.map { BigFloat($0, precision: 64, rounding: .nearest) },
        vectors: vectors, of: gram, perturbation: Self.zero, precision: 128)
      let distance = zip(values, given).map { ($0 - $1).magnitude }.max() ?? 0
      #expect(found.residual.compare(to: distance) >= 0, "\(values) \(given) \(lengths)")
      let defect = lengths.map { (1 - $0).magnitude }.max() ?? 0
      #expect(found.orthogonalityDefect.compare(to: defect) >= 0)
    }
  }

  @Test("the number of threads changes nothing")
  func threads() {
    let gram = Self.symmetric(eigenvalues: (1...14).map { Rational($0) }, seed: 12)
    let one = SpectralEnclosure.enclose(gram, perturbation: Self.zero, precision: 192, jobs: 1)
    let two = SpectralEnclosure.enclose(gram, perturbation: Self.zero, precision: 192, jobs: 2)
    #expect(one.eigenvalues == two.eigenvalues && one.residual == two.residual)
    #expect(one.vectors.subtracting(two.vectors).frobeniusNormUpperBound().isZero)
  }
}
