import Enclosures
import Testing

/// A function of one variable that is increasing where it is defined, and its oracle values.
struct IncreasingFunction: Sendable, CustomTestStringConvertible {
  let name: String
  /// How many units in the last place each end may be off for a point argument.
  let ulps: Int
  let apply: @Sendable (Interval) throws -> Interval

  var testDescription: String { name }

  static let all = [
    IncreasingFunction(name: "exp", ulps: 1) { $0.exponential() },
    IncreasingFunction(name: "expm1", ulps: 1) { $0.exponentialMinusOne() },
    IncreasingFunction(name: "log", ulps: 1) { try $0.logarithm() },
    IncreasingFunction(name: "log1p", ulps: 1) { try $0.logarithmOnePlus() },
    IncreasingFunction(name: "logistic", ulps: 5) { $0.logistic() },
    IncreasingFunction(name: "sqrt", ulps: 1) { try $0.squareRoot() },
  ]
}

@Suite("Elementary functions enclose Arb's values")
struct IntervalElementaryTests {
  @Test("point arguments", arguments: IncreasingFunction.all, precisions)
  func points(_ function: IncreasingFunction, _ precision: Int) throws {
    let values = OracleValue.values(of: function.name)
    #expect(values.count > 30)
    for value in values {
      let input = Interval(value.arguments[0], precision: precision)
      guard let result = try? function.apply(input) else {
        // A coarse enclosure of the argument may leave the domain.
        #expect(precision == 2)
        continue
      }
      #expect(result.keepsInvariants && result.precision == precision)
      guard precision <= 400 else {
        #expect(value.meets(result), "\(function.name) of \(value.arguments)")
        continue
      }
      #expect(value.isInside(result), "\(function.name) of \(value.arguments)")
      if input.isPoint && precision > 2 {
        #expect(
          value.isTightest(result, ulps: function.ulps), "\(function.name) of \(value.arguments)")
        if value.isExact { #expect(result.isPoint) }
      }
    }
  }

  @Test("wide arguments: each end belongs to its end", arguments: IncreasingFunction.all)
  func wide(_ function: IncreasingFunction) throws {
    let precision = 128
    let values = OracleValue.values(of: function.name).filter {
      Interval($0.arguments[0], precision: precision).isPoint
    }.sorted { $0.arguments[0] < $1.arguments[0] }
    for (low, high) in zip(values, values.dropFirst()) where low.arguments[0] < high.arguments[0] {
      let result = try function.apply(
        Interval(lower: low.arguments[0], upper: high.arguments[0], precision: precision))
      let ends = (Interval(point: result.lower), Interval(point: result.upper))
      #expect(!low.isInside(ends.0) || low.isExact || low.significand.isZero)
      // The lower end is the lower end of the point result, and the upper end likewise.
      let atLow = try function.apply(Interval(low.arguments[0], precision: precision))
      let atHigh = try function.apply(Interval(high.arguments[0], precision: precision))
      #expect(result.lower == atLow.lower && result.upper == atHigh.upper)
    }
  }

  @Test(
    "arguments a few units wide enclose both ends and stay narrow", arguments: [24, 64, 256, 300])
  func narrow(_ precision: Int) throws {
    for value in OracleValue.values(of: "log") {
      var high = BigFloat(value.arguments[0], precision: precision, rounding: .down)
      let low = high
      for steps in 1...40 {
        high = high.nextUp
        guard [1, 2, 15, 16, 17, 31, 32, 33, 40].contains(steps) else { continue }
        let argument = Interval(lower: low, upper: high)
        let result = try argument.logarithm()
        for end in [low, high] {
          let fine = Interval(Interval(point: end), precision: 2 * precision + 100)
          #expect(result.contains(try fine.logarithm()))
        }
        // The mean value theorem: the width is that of the argument over its lower end.
        let relative = argument.width.rational / low.rational
        let units = result.magnitude.rational * .powerOfTwo(3 - precision)
        #expect(result.width.rational <= relative + relative * relative + units)
      }
    }
  }

  @Test("nested arguments give nested results", arguments: IncreasingFunction.all)
  func isotonicity(_ function: IncreasingFunction) throws {
    var random = SplitMix64(seed: 40)
    for _ in 0..<60 {
      let x = Rational(Int.random(in: 1...5000, using: &random), 512)
      let y = Rational(Int.random(in: 1...5000, using: &random), 512)
      let outer = Interval(lower: min(x, y), upper: max(x, y), precision: 64)
      let inner = random.nested(in: outer)
      #expect(try function.apply(outer).contains(function.apply(inner)))
    }
  }

  @Test("a finer result lies inside a coarser one", arguments: IncreasingFunction.all)
  func twoPrecisions(_ function: IncreasingFunction) throws {
    for x in [Rational(1, 3), 5, Rational(99, 100), Rational(12345, 7), Rational(1, 1_000_000)] {
      let coarse = try function.apply(Interval(x, precision: 53))
      let fine = try function.apply(Interval(x, precision: 256))
      let finest = try function.apply(Interval(x, precision: 4096))
      #expect(coarse.contains(fine) && fine.contains(finest))
    }
  }

  @Test("functional equations", arguments: [24, 64, 256, 257, 4096])
  func functionalEquations(_ precision: Int) throws {
    var random = SplitMix64(seed: 41)
    let one = Interval(1, precision: precision)
    for _ in 0..<12 {
      let value = Rational(Int.random(in: -20000...20000, using: &random), 700)
      let x = Interval(value, precision: precision)
      let exponential = x.exponential()
      #expect((exponential * (-x).exponential()).contains(1))
      #expect(try exponential.logarithm().contains(value))
      #expect((x.exponentialMinusOne() + one).meets(exponential))
      #expect((x.logistic() + (-x).logistic()).contains(1))
      let positive = try one + x.squared().squareRoot()
      #expect(try (positive - one).logarithmOnePlus().meets(positive.logarithm()))
      #expect(
        try positive.power(Interval(Rational(1, 2), precision: precision))
          .meets(positive.squareRoot()))
      #expect(try positive.power(x).meets((x * positive.logarithm()).exponential()))
      #expect(x.exponentialMinusOne().contains(0) == value.isZero)
    }
  }

  @Test("real powers", arguments: precisions)
  func realPowers(_ precision: Int) throws {
    for value in OracleValue.values(of: "pow") {
      let base = Interval(value.arguments[0], precision: precision)
      let exponent = Interval(value.arguments[1], precision: precision)
      let result = try base.power(exponent)
      #expect(result.keepsInvariants)
      #expect(precision <= 400 ? value.isInside(result) : value.meets(result))
      if base.isPoint && exponent.isPoint && precision > 2 && precision <= 400 {
        #expect(value.isTightest(result), "\(value.arguments)")
      }
    }
  }

  @Test("real powers over boxes contain every sampled point's")
  func realPowersOfBoxes() throws {
    var random = SplitMix64(seed: 42)
    for _ in 0..<60 {
      let ends = (0..<4).map { _ in Rational(Int.random(in: 1...4000, using: &random), 1000) }
      let base = Interval(lower: min(ends[0], ends[1]), upper: max(ends[0], ends[1]), precision: 64)
      let (y, z) = (ends[2] - 2, ends[3] - 2)
      let exponent = Interval(lower: min(y, z), upper: max(y, z), precision: 64)
      let result = try base.power(exponent)
      let inner = try random.nested(in: base).power(random.nested(in: exponent))
      #expect(result.contains(inner))
    }
    // Zero to a positive power.
    let unit = Interval(lower: 0, upper: 1, precision: 64)
    #expect(try unit.power(Interval(Rational(5, 2), precision: 64)).isTightest(0, 1))
  }

  @Test("outside the domain: undefined where no point is inside, undecided where some may be")
  func domains() {
    func interval(_ low: Int, _ high: Int) -> Interval {
      Interval(lower: Rational(low), upper: Rational(high), precision: 64)
    }
    func outcome(_ operation: () throws -> Interval) -> String {
      do {
        _ = try operation()
        return "defined"
      } catch DomainError.undefined { return "undefined" } catch { return "undecided" }
    }
    #expect(outcome { try interval(-2, -1).logarithm() } == "undefined")
    #expect(outcome { try interval(-2, 0).logarithm() } == "undefined")
    #expect(outcome { try interval(0, 0).logarithm() } == "undefined")
    #expect(outcome { try interval(0, 1).logarithm() } == "undecided")
    #expect(outcome { try interval(-1, 1).logarithm() } == "undecided")
    #expect(outcome { try interval(-3, -2).logarithmOnePlus() } == "undefined")
    #expect(outcome { try interval(-2, -1).logarithmOnePlus() } == "undefined")
    #expect(outcome { try interval(-1, 0).logarithmOnePlus() } == "undecided")
    #expect(outcome { try interval(-2, 0).logarithmOnePlus() } == "undecided")
    #expect(outcome { try interval(0, 0).logarithmOnePlus() } == "defined")
    let half = Interval(Rational(1, 2), precision: 64)
    #expect(outcome { try interval(-2, -1).power(half) } == "undefined")
    #expect(outcome { try interval(-1, 1).power(half) } == "undecided")
    #expect(outcome { try interval(0, 1).power(half) } == "defined")
    #expect(outcome { try interval(0, 1).power(-half) } == "undecided")
    #expect(outcome { try interval(0, 0).power(-half) } == "undefined")
    #expect(outcome { try interval(0, 0).power(interval(-1, 1)) } == "undecided")
    #expect(outcome { try interval(0, 0).power(half) } == "defined")
  }

  @Test("unbounded arguments", arguments: [64, 300])
  func unbounded(_ precision: Int) throws {
    let entire = Interval.entire(precision: precision)
    let infinity = BigFloat.infinity(precision: precision)
    let one = Interval(1, precision: precision)
    #expect(entire.exponential().lower.isZero && entire.exponential().upper == infinity)
    #expect(entire.exponentialMinusOne().lower.rational == -1)
    #expect(entire.logistic().lower.isZero && entire.logistic().upper.rational == 1)
    let above = Interval(lower: one.lower, upper: infinity)
    #expect(try above.logarithm().lower.isZero && above.logarithm().upper == infinity)
    #expect(try above.logarithmOnePlus().upper == infinity)
    #expect(try above.squareRoot().upper == infinity)
    #expect(try above.power(entire).keepsInvariants)
    #expect(try above.power(entire).lower.isZero && above.power(entire).upper == infinity)
    for sign in [-1, 1] {
      let point = Interval.infinite(sign: sign, precision: precision)
      #expect(point.exponential().keepsInvariants && point.logistic().keepsInvariants)
      #expect(point.exponentialMinusOne().keepsInvariants)
    }
    let never = Interval.infinite(sign: 1, precision: precision)
    #expect(try never.logarithm().lower == infinity)
    #expect(try never.logarithmOnePlus().lower == infinity)
  }

  @Test("overflow and underflow stay enclosures")
  func exponentRange() {
    let large = Interval(Rational(1 << 62), precision: 64)
    #expect(large.exponential().lower.isFinite && large.exponential().upper.isInfinite)
    #expect((-large).exponential().lower.isZero && (-large).exponential().upper.sign > 0)
    #expect(large.logistic().lower.compare(to: 1) < 0 && large.logistic().upper.rational == 1)
    #expect((-large).logistic().lower.isZero && (-large).logistic().upper.sign > 0)
    #expect((-large).exponentialMinusOne().lower.rational == -1)
    #expect((-large).exponentialMinusOne().upper.compare(to: -1) > 0)
  }

  @Test("a hundred thousand bits")
  func highPrecision() throws {
    let precision = 100_000
    let two = Interval(2, precision: precision)
    let logarithm = try two.logarithm()
    #expect(logarithm.lower.nextUp == logarithm.upper)
    #expect(try Interval(2, precision: 256).logarithm().contains(logarithm))
  }
}
