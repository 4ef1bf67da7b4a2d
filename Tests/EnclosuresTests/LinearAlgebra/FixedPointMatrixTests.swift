import Enclosures
import Testing

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in [−1, 1] times a random power of two.
  mutating func double(exponents: ClosedRange<Int> = 0...0) -> Double {
    let unit = Double(Int64(bitPattern: next()) >> 11) * 0x1p-52
    return Double(sign: .plus, exponent: Int.random(in: exponents, using: &self), significand: unit)
  }
}

/// A matrix of small random rationals.
func randomRationals(
  _ rows: Int, _ columns: Int, using generator: inout SeededGenerator
) -> [[Rational]] {
  (0..<rows).map { _ in
    (0..<columns).map { _ in
      Rational(
        Int.random(in: -1000...1000, using: &generator), Int.random(in: 1...50, using: &generator))
    }
  }
}

@Suite("fixed-point matrices")
struct FixedPointMatrixTests {
  @Test("doubles of any exponent convert exactly when given enough bits")
  func exactDoubles() throws {
    var generator = SeededGenerator(seed: 1)
    var values = (0..<40).map { _ in generator.double(exponents: -60...70) }
    values += [0, -0.0, .leastNonzeroMagnitude, -2.2250738585072014e-308, 1e300, 1, -1, 0.1]
    let matrix = try #require(
      FixedPointMatrix(rows: 6, columns: 8, exactly: values, maximumFractionBits: 1100))
    #expect(matrix.maximumEntryError.isZero)
    for (index, value) in values.enumerated() {
      #expect(matrix[index / 8, index % 8] == Rational(exactly: value))
    }
    #expect(FixedPointMatrix(rows: 1, columns: 1, exactly: [.infinity]) == nil)
    #expect(
      FixedPointMatrix(rows: 1, columns: 1, exactly: [1e-300], maximumFractionBits: 500) == nil)
  }

  @Test("rounded conversions stay within the stated entry error", arguments: [-10, 0, 20, 64, 200])
  func roundedConversions(bits: Int) {
    var generator = SeededGenerator(seed: 2)
    let values = (0..<30).map { _ in generator.double(exponents: -30...30) }
    let fromDoubles = FixedPointMatrix(rows: 5, columns: 6, rowMajor: values, fractionBits: bits)
    let rationals = randomRationals(5, 6, using: &generator)
    let fromRationals = FixedPointMatrix(rows: 5, columns: 6, fractionBits: bits) {
      rationals[$0][$1]
    }
    let unit = Rational.powerOfTwo(-bits)
    for row in 0..<5 {
      for column in 0..<6 {
        let exact = Rational(exactly: values[row * 6 + column]) ?? 0
        #expect((fromDoubles[row, column] - exact).magnitude <= fromDoubles.maximumEntryError)
        #expect((fromDoubles[row, column] / unit).isInteger)
        let error = (fromRationals[row, column] - rationals[row][column]).magnitude
        #expect(error <= fromRationals.maximumEntryError)
        #expect((fromRationals[row, column] / unit).isInteger)
      }
    }
  }

  @Test("products are exactly the rational ones, whatever the widths and the number of threads")
  func products() {
    var generator = SeededGenerator(seed: 3)
    // One to five words have kernels of their own; wider ones go to GMP, by three paths.
    let widths = [
      (10, 10), (60, 60), (100, 30), (30, 200), (190, 180), (300, 130), (300, 290), (230, 190),
      (400, 20), (30, 400), (400, 390), (450, 100),
    ]
    for (bitsA, bitsB) in widths {
      let rationalsA = randomRationals(4, 7, using: &generator)
      let rationalsB = randomRationals(7, 5, using: &generator)
      let a = FixedPointMatrix(rows: 4, columns: 7, fractionBits: bitsA) { rationalsA[$0][$1] }
      let b = FixedPointMatrix(rows: 7, columns: 5, fractionBits: bitsB) { rationalsB[$0][$1] }
      let product = a.multiplied(by: b)
      let transposed = a.transposed().transposedMultiplied(by: b, jobs: 1)
      let gram = a.gram()
      for i in 0..<4 {
        for j in 0..<5 {
          let exact = (0..<7).reduce(Rational(0)) { $0 + a[i, $1] * b[$1, j] }
          #expect(product[i, j] == exact)
          #expect(transposed[i, j] == exact)
        }
        for j in 0..<4 {
          #expect(gram[i, j] == (0..<7).reduce(Rational(0)) { $0 + a[i, $1] * a[j, $1] })
        }
      }
    }
  }

  @Test("large products do not depend on the number of threads")
  func threads() {
    var generator = SeededGenerator(seed: 4)
    let values = (0..<(24 * 400)).map { _ in generator.double(exponents: -20...3) }
    let a = FixedPointMatrix(rows: 24, columns: 400, rowMajor: values, fractionBits: 80)
    let one = a.gram(jobs: 1)
    let three = a.gram(jobs: 3)
    #expect(one.subtracting(three).frobeniusNormUpperBound().isZero)
    let full = a.multiplied(byTransposeOf: a, jobs: 2)
    #expect(one.subtracting(full).frobeniusNormUpperBound().isZero)
  }

  @Test("sums and differences are exact, with the signs right around zero")
  func sums() {
    var generator = SeededGenerator(seed: 5)
    let rationals = randomRationals(3, 3, using: &generator)
    let a = FixedPointMatrix(rows: 3, columns: 3, fractionBits: 70) { rationals[$0][$1] }
    let b = FixedPointMatrix(rows: 3, columns: 3, fractionBits: 9) { -rationals[$1][$0] }
    let sum = a.adding(b)
    let difference = a.subtracting(b)
    for i in 0..<3 {
      for j in 0..<3 {
        #expect(sum[i, j] == a[i, j] + b[i, j])
        #expect(difference[i, j] == a[i, j] - b[i, j])
      }
    }
    #expect(a.subtracting(a)[0, 0].isZero)
  }

  @Test("rounding moves an entry by at most half a unit, and says when it moved none")
  func rounding() {
    var generator = SeededGenerator(seed: 6)
    let rationals = randomRationals(4, 4, using: &generator)
    let a = FixedPointMatrix(rows: 4, columns: 4, fractionBits: 200) { rationals[$0][$1] }
    for bits in [260, 200, 199, 137, 136, 128, 64, 8, 0, -3, -40] {
      let rounded = a.rounded(fractionBits: bits)
      #expect(rounded.fractionBits == bits)
      for i in 0..<4 {
        for j in 0..<4 {
          #expect((rounded[i, j] - a[i, j]).magnitude <= rounded.maximumEntryError)
        }
      }
      #expect(rounded.maximumEntryError <= .powerOfTwo(-bits - 1))
    }
    #expect(a.rounded(fractionBits: 260).maximumEntryError.isZero)
    let carry = FixedPointMatrix(rows: 1, columns: 1, fractionBits: 65) { _, _ in
      Rational.powerOfTwo(64) - .powerOfTwo(-65)
    }
    #expect(carry.rounded(fractionBits: 0)[0, 0] == .powerOfTwo(64))
  }

  @Test("norm bounds bound the exact norms and are tight to 60 bits")
  func norms() {
    var generator = SeededGenerator(seed: 7)
    let rationals = randomRationals(4, 4, using: &generator)
    let a = FixedPointMatrix(rows: 4, columns: 4, fractionBits: 90) { rationals[$0][$1] }
    var squares = Rational(0)
    var rowSums = [Rational](repeating: 0, count: 4)
    for i in 0..<4 {
      for j in 0..<4 {
        squares += a[i, j].squared()
        rowSums[i] += a[i, j].magnitude
      }
    }
    let frobenius = a.frobeniusNormUpperBound()
    let tight = 1 + Rational.powerOfTwo(-60)
    if let exact = frobenius.exactRational {
      #expect(exact.squared() >= squares && exact.squared() <= squares * tight)
    }
    let greatest = rowSums.max() ?? 0
    #expect(a.rowSumNormUpperBound().compare(to: greatest) >= 0)
    #expect(a.rowSumNormUpperBound().compare(to: greatest * tight) <= 0)
    #expect(FixedPointMatrix(rows: 3, columns: 3, fractionBits: 5).frobeniusNormUpperBound().isZero)
  }

  @Test("entries and interval dot products are enclosed")
  func intervals() {
    var generator = SeededGenerator(seed: 8)
    let rationals = randomRationals(3, 6, using: &generator)
    let a = FixedPointMatrix(rows: 3, columns: 6, fractionBits: 150) { rationals[$0][$1] }
    let vector = randomRationals(1, 6, using: &generator)[0]
    let intervals = vector.map { Interval($0, precision: 100) }
    for row in 0..<3 {
      #expect(a.interval(row, 2, precision: 40).contains(a[row, 2]))
      #expect(a.interval(row, 2, precision: 200).isPoint)
      let exact = (0..<6).reduce(Rational(0)) { $0 + a[row, $1] * vector[$1] }
      let dot = a.rowDot(row, with: intervals, precision: 100)
      #expect(dot.contains(exact))
      #expect(dot.width.approximation < 1e-20)
    }
  }

  @Test("a power of two rescales exactly")
  func scaling() {
    let a = FixedPointMatrix(rows: 1, columns: 2, fractionBits: 4) { _, j in Rational(3 - 7 * j) }
    #expect(a.scaled(byPowerOfTwo: 9)[0, 1] == Rational(-4 * 512))
    #expect(a.scaled(byPowerOfTwo: -9)[0, 0] == Rational(3, 512))
  }
}
