import Enclosures
import Testing

@Suite("Interval arithmetic encloses the exact range")
struct IntervalArithmeticTests {
  typealias Corner = (Rational, Rational) -> Rational

  /// The exact range over a box of a function that is monotone in each variable.
  private func range(_ a: Interval, _ b: Interval, _ f: Corner) -> (Rational, Rational) {
    let corners = [
      f(a.lower.rational, b.lower.rational), f(a.lower.rational, b.upper.rational),
      f(a.upper.rational, b.lower.rational), f(a.upper.rational, b.upper.rational),
    ]
    return (corners.min() ?? 0, corners.max() ?? 0)
  }

  @Test("+ − × ÷ give the exact range, rounded outward once", arguments: precisions)
  func fieldOperations(_ precision: Int) throws {
    var random = SplitMix64(seed: 30)
    var signCases: Set<[Int]> = []
    for _ in 0..<60 {
      let a = random.interval(precision: precision)
      let b = random.interval(precision: precision)
      let sum = range(a, b) { $0 + $1 }
      #expect((a + b).isTightest(sum.0, sum.1), "\(a) + \(b)")
      let difference = range(a, b) { $0 - $1 }
      #expect((a - b).isTightest(difference.0, difference.1), "\(a) - \(b)")
      let product = range(a, b) { $0 * $1 }
      #expect((a * b).isTightest(product.0, product.1), "\(a) * \(b)")
      signCases.insert([a, b].map { $0.lower.sign >= 0 ? 1 : $0.upper.sign <= 0 ? -1 : 0 })
      let (x, y) = (random.point(in: a), random.point(in: b))
      #expect((a + b).contains(x + y) && (a - b).contains(x - y) && (a * b).contains(x * y))
      #expect((-a).lower == -a.upper && (-a).upper == -a.lower)
      if !b.containsZero {
        let quotient = range(a, b) { $0 / $1 }
        #expect(try (a / b).isTightest(quotient.0, quotient.1), "\(a) / \(b)")
        #expect(try (a / b).contains(x / y))
      }
    }
    #expect(signCases.count == 9)
  }

  @Test("the nine sign cases of a product, by hand")
  func productSigns() {
    let intervals = [(1, 3), (-3, -2), (-2, 5), (0, 4), (-4, 0), (0, 0), (-7, 1)]
    for (a0, a1) in intervals {
      for (b0, b1) in intervals {
        let products = [a0 * b0, a0 * b1, a1 * b0, a1 * b1]
        let result =
          Interval(lower: Rational(a0), upper: Rational(a1), precision: 64)
          * Interval(lower: Rational(b0), upper: Rational(b1), precision: 64)
        #expect(result.lower.int(rounding: .nearest) == products.min())
        #expect(result.upper.int(rounding: .nearest) == products.max())
      }
    }
  }

  @Test("squares, absolute values, extrema, floors and scaling", arguments: precisions)
  func unaryOperations(_ precision: Int) {
    var random = SplitMix64(seed: 31)
    for _ in 0..<60 {
      let a = random.interval(precision: precision)
      let b = random.interval(precision: precision)
      let (low, high) = (a.lower.rational, a.upper.rational)
      let x = random.point(in: a)
      let straddles = a.containsZero
      let least = straddles ? 0 : min(low.magnitude, high.magnitude)
      let most = max(low.magnitude, high.magnitude)
      #expect(a.squared().isTightest(least * least, most * most))
      #expect(a.squared().contains(x * x))
      #expect(a.absoluteValue().isTightest(least, most))
      #expect(a.absoluteValue().contains(x.magnitude))
      let minimum = Interval.minimum(a, b)
      #expect(minimum.isTightest(min(low, b.lower.rational), min(high, b.upper.rational)))
      let maximum = Interval.maximum(a, b)
      #expect(maximum.isTightest(max(low, b.lower.rational), max(high, b.upper.rational)))
      #expect(a.roundedDown().isTightest(low.roundedDown(), high.roundedDown()))
      #expect(a.roundedUp().isTightest(low.roundedUp(), high.roundedUp()))
      let scaled = a.scaled(byPowerOfTwo: -77)
      #expect(scaled.isTightest(low * .powerOfTwo(-77), high * .powerOfTwo(-77)))
      let radius = BigFloat(Rational(1, 3), precision: precision, rounding: .up)
      #expect(a.widened(by: radius).isTightest(low - radius.rational, high + radius.rational))
    }
  }

  @Test("x² is tighter than x·x across zero")
  func squareOfStraddling() {
    let x = Interval(lower: -1, upper: 2, precision: 64)
    #expect(x.squared().lower.isZero && (x * x).lower.rational == -2)
  }

  @Test("nested operands give nested results")
  func isotonicity() throws {
    var random = SplitMix64(seed: 32)
    for _ in 0..<150 {
      let (a, b) = (random.interval(precision: 64), random.interval(precision: 64))
      let (x, y) = (random.nested(in: a), random.nested(in: b))
      #expect((a + b).contains(x + y) && (a - b).contains(x - y) && (a * b).contains(x * y))
      #expect(a.squared().contains(x.squared()))
      #expect(a.clampedSquareRoot().contains(x.clampedSquareRoot()))
      if !b.containsZero { #expect(try (a / b).contains(x / y)) }
    }
  }

  @Test("results at two precisions overlap, the finer one inside the coarser")
  func twoPrecisions() throws {
    var random = SplitMix64(seed: 33)
    for _ in 0..<60 {
      let (x, y) = (random.rational(), random.rational())
      func compute(_ precision: Int) -> Interval {
        let (a, b) = (Interval(x, precision: precision), Interval(y, precision: precision))
        return (a * b - a).squared() + b
      }
      #expect(compute(64).contains(compute(300)))
      #expect(compute(256).contains(compute(4096)))
    }
  }

  @Test("division says whether the divisor is zero or only may be")
  func divisionDomain() {
    let one = Interval(1, precision: 64)
    let zero = Interval.zero(precision: 64)
    #expect(throws: DomainError.undefined(operation: "division by zero")) { try one / zero }
    #expect(throws: DomainError.undefined(operation: "division by zero")) { try one / -zero }
    for (low, high) in [(-1, 1), (0, 1), (-1, 0)] as [(Rational, Rational)] {
      #expect(throws: DomainError.undecided(operation: "division by an enclosure of zero")) {
        try one / Interval(lower: low, upper: high, precision: 64)
      }
    }
  }

  @Test("square roots enclose and are tight", arguments: precisions)
  func squareRoots(_ precision: Int) throws {
    for value in OracleValue.values(of: "sqrt") {
      let input = Interval(value.arguments[0], precision: precision)
      let root = try input.squareRoot()
      #expect(precision <= 400 ? value.isInside(root) : value.meets(root))
      if input.isPoint && precision <= 400 { #expect(value.isTightest(root)) }
      #expect(root.squared().contains(input))
    }
    let range = try Interval(lower: 4, upper: 16, precision: precision).squareRoot()
    #expect(range.isTightest(2, 4))
  }

  @Test("square roots of negative numbers are undefined, of straddling ones undecided")
  func squareRootDomain() throws {
    let minusOne = Interval(-1, precision: 64)
    #expect(throws: DomainError.undefined(operation: "square root of a negative number")) {
      try minusOne.squareRoot()
    }
    let straddling = Interval(lower: -1, upper: 4, precision: 64)
    #expect(throws: DomainError.undecided(operation: "square root of an enclosure of zero")) {
      try straddling.squareRoot()
    }
    #expect(try Interval.zero(precision: 64).squareRoot().isZero)
    #expect(straddling.clampedSquareRoot().isTightest(0, 2))
    #expect(minusOne.clampedSquareRoot().isZero)
  }

  @Test(
    "unbounded operands give ordered ends and enclose the bounded results", arguments: [64, 300])
  func unbounded(_ precision: Int) throws {
    let infinity = BigFloat.infinity(precision: precision)
    let ends =
      [-infinity] + [-2, 0, 3].map { BigFloat($0, precision: precision, rounding: .down) }
      + [infinity]
    var intervals: [Interval] = []
    for i in ends.indices {
      for j in i..<ends.count { intervals.append(Interval(lower: ends[i], upper: ends[j])) }
    }
    let samples = [-1000, -2, -1, 0, 1, 3, 1000].map { Rational($0) }
    for a in intervals {
      #expect(a.squared().keepsInvariants && a.absoluteValue().keepsInvariants)
      #expect(a.clampedSquareRoot().keepsInvariants && (-a).keepsInvariants)
      #expect(a.roundedDown().keepsInvariants && a.scaled(byPowerOfTwo: 3).keepsInvariants)
      for b in intervals {
        let (sum, difference, product) = (a + b, a - b, a * b)
        let quotient = b.containsZero ? nil : try a / b
        #expect(sum.keepsInvariants && difference.keepsInvariants && product.keepsInvariants)
        #expect(quotient?.keepsInvariants ?? true)
        for x in samples where a.contains(x) {
          for y in samples where b.contains(y) {
            #expect(sum.contains(x + y) && difference.contains(x - y) && product.contains(x * y))
            if let quotient { #expect(quotient.contains(x / y)) }
          }
        }
      }
    }
  }

  @Test("overflow and underflow stay enclosures")
  func exponentRange() throws {
    let one = Interval(1, precision: 64)
    let huge = one.scaled(byPowerOfTwo: (1 << 30) - 2)
    let tiny = one.scaled(byPowerOfTwo: -(1 << 30) + 1)
    #expect(huge.isBounded && tiny.lower.sign > 0)
    for overflowed in [
      huge * huge, huge.squared(), huge.scaled(byPowerOfTwo: 1 << 40), huge + huge,
    ] {
      #expect(overflowed.lower.isFinite && overflowed.lower >= huge.lower)
      #expect(overflowed.upper.isInfinite)
    }
    let third = Interval(Rational(1, 3), precision: 64).scaled(byPowerOfTwo: -(1 << 30) + 4)
    for vanished in [
      tiny * tiny, tiny.squared(), tiny.scaled(byPowerOfTwo: -5), tiny.scaled(byPowerOfTwo: .min),
      third.scaled(byPowerOfTwo: -3), third.scaled(byPowerOfTwo: -4),
    ] {
      #expect(vanished.lower.isZero && vanished.upper.sign > 0)
    }
    let negative = -huge
    #expect(negative.scaled(byPowerOfTwo: 10).lower.isInfinite)
    #expect(negative.scaled(byPowerOfTwo: 10).upper.isFinite)
    #expect(huge.midpoint == huge.lower)
  }

  @Test("a hundred thousand bits")
  func highPrecision() throws {
    let precision = 100_000
    let third = Interval(Rational(1, 3), precision: precision)
    let product = third * third
    #expect(product.contains(Rational(1, 9)))
    #expect(try (product / third).contains(Rational(1, 3)))
    #expect(product.width.binaryExponent.map { $0 < 10 - precision } == true)
    let root = try Interval(2, precision: precision).squareRoot()
    #expect(root.squared().contains(2) && root.lower < root.upper)
  }
}
