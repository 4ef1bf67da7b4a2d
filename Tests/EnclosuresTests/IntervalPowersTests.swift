import Enclosures
import Testing

@Suite("Integer powers enclose the exact ones")
struct IntervalPowersTests {
  @Test("exponents up to 10¹⁸ against Arb", arguments: precisions)
  func oracle(_ precision: Int) throws {
    let values = OracleValue.values(of: "powi")
    #expect(values.count == 72)
    for value in values {
      let base = Interval(value.arguments[0], precision: precision)
      let exponent = try #require(value.arguments[1].int)
      let result = base.power(exponent)
      #expect(result.keepsInvariants)
      #expect(
        precision <= 400 ? value.isInside(result) : value.meets(result),
        "\(value.arguments[0])^\(exponent)")
      if base.isPoint && precision > 2 && precision <= 400 {
        #expect(value.isTightest(result), "\(value.arguments[0])^\(exponent)")
      }
    }
  }

  @Test("small exponents against exact rationals", arguments: [2, 64, 256, 257])
  func exact(_ precision: Int) throws {
    var random = SplitMix64(seed: 50)
    for _ in 0..<60 {
      let ends = [random, random].indices.map { _ in
        Rational(Int.random(in: -3000...3000, using: &random), 1000)
      }
      let base = Interval(
        lower: min(ends[0], ends[1]), upper: max(ends[0], ends[1]), precision: precision)
      let (low, high) = (base.lower.rational, base.upper.rational)
      for exponent in 0...9 {
        let corners = [low, high].compactMap { $0.power(exponent) }
        var least = try #require(corners.min())
        if exponent > 0 && exponent % 2 == 0 && base.containsZero { least = 0 }
        let most = try #require(corners.max())
        #expect(base.power(exponent).isTightest(least, most), "\(base)^\(exponent)")
        let x = try #require(random.point(in: base).power(exponent))
        #expect(base.power(exponent).contains(x))
        #expect(base.power(over: TimeRange(exponent, exponent + 5)).contains(x))
        #expect(base.power(over: TimeRange(0, exponent)).contains(x))
        #expect(base.power(over: TimeRange(exponent, nil)).contains(x))
      }
    }
  }

  @Test("ranges of exponents: the ends are those of the extreme powers")
  func ranges() {
    func power(_ low: Rational, _ high: Rational, _ from: Int, _ to: Int?) -> Interval {
      Interval(lower: low, upper: high, precision: 64).power(over: TimeRange(from, to))
    }
    let half = Rational(1, 2)
    #expect(power(half, half, 5, nil).isTightest(0, Rational(1, 32)))
    #expect(power(half, half, 1, 3).isTightest(Rational(1, 8), half))
    #expect(power(2, 2, 3, 5).isTightest(8, 32))
    #expect(power(2, 2, 3, nil).lower.rational == 8 && power(2, 2, 3, nil).upper.isInfinite)
    #expect(power(1, 1, 0, nil).isTightest(1, 1))
    #expect(power(half, 1, 2, nil).isTightest(0, 1))
    #expect(power(half, 2, 2, 3).isTightest(Rational(1, 8), 8))
    #expect(power(1, 2, 1, nil).lower.rational == 1 && power(1, 2, 1, nil).upper.isInfinite)
    #expect(power(0, 0, 0, nil).isTightest(0, 1))
    #expect(power(0, 0, 1, nil).isZero)
    #expect(power(0, half, 2, nil).isTightest(0, Rational(1, 4)))
    #expect(power(-half, -half, 2, nil).contains(Rational(1, 4)))
    #expect(power(-half, -half, 2, nil).contains(Rational(-1, 8)))
    #expect(power(-half, -half, 2, nil).isTightest(Rational(-1, 4), Rational(1, 4)))
    #expect(power(-2, 1, 1, nil).keepsInvariants && power(-2, 1, 1, nil).lower.isInfinite)
    #expect(power(-2, 1, 1, nil).upper.isInfinite)
    #expect(power(-1, -1, 7, nil).isTightest(-1, 1))
  }

  @Test("inclusion is isotone in base and exponent")
  func isotonicity() {
    var random = SplitMix64(seed: 51)
    for _ in 0..<200 {
      let x = Rational(Int.random(in: -2000...2000, using: &random), 1000)
      let y = Rational(Int.random(in: -2000...2000, using: &random), 1000)
      let outer = Interval(lower: min(x, y), upper: max(x, y), precision: 64)
      let inner = random.nested(in: outer)
      let low = Int.random(in: 0...20, using: &random)
      let high = low + Int.random(in: 0...20, using: &random)
      let middle = Int.random(in: low...high, using: &random)
      #expect(outer.power(over: TimeRange(low, high)).contains(inner.power(middle)))
      #expect(
        outer.power(over: TimeRange(low, nil)).contains(
          inner.power(over: TimeRange(middle, high))))
    }
  }

  @Test("unbounded bases and vanishing powers")
  func extremes() {
    let entire = Interval.entire(precision: 64)
    for range in [TimeRange(0), TimeRange(1), TimeRange(2), TimeRange(0, nil), TimeRange(3, 9)] {
      #expect(entire.power(over: range).keepsInvariants)
    }
    #expect(entire.power(0).isTightest(1, 1))
    #expect(entire.power(2).lower.isZero)
    #expect(entire.power(3).lower.isInfinite)
    let half = Interval(Rational(1, 2), precision: 64)
    let vanishing = half.power(Int.max)
    #expect(vanishing.lower.isZero && vanishing.upper.sign > 0)
    let growing = Interval(2, precision: 64).power(Int.max)
    #expect(growing.lower.isFinite && growing.lower.sign > 0 && growing.upper.isInfinite)
    let alternating = (-half).power(Int.max)
    #expect(alternating.lower.sign < 0 && alternating.upper.isZero)
  }

  @Test("negative exponents and their domain")
  func negativeExponents() throws {
    let x = Interval(lower: Rational(-3, 2), upper: Rational(-1, 2), precision: 64)
    #expect(try x.integerPower(-1).contains(-1))
    #expect(try x.integerPower(-2).contains(Rational(4, 9)))
    #expect(try x.integerPower(-2).contains(4))
    #expect(try x.integerPower(-3).contains(-8))
    #expect(
      try Interval(4, precision: 64).integerPower(-2).isTightest(Rational(1, 16), Rational(1, 16)))
    #expect(throws: DomainError.undefined(operation: "division by zero")) {
      try Interval.zero(precision: 64).integerPower(-1)
    }
    let straddling = Interval(lower: -1, upper: 1, precision: 64)
    #expect(throws: DomainError.undecided(operation: "division by an enclosure of zero")) {
      try straddling.integerPower(-2)
    }
    #expect(throws: DomainError.undecided(operation: "power with a huge exponent")) {
      try x.integerPower(.min)
    }
    #expect(try straddling.integerPower(0).isTightest(1, 1))
  }
}
