import Enclosures
import Testing

@Suite("Interval construction, sets, measures and comparison")
struct IntervalTests {
  @Test("construction is the tightest enclosure", arguments: precisions)
  func construction(_ precision: Int) {
    var random = SplitMix64(seed: 20)
    for _ in 0..<40 {
      let (x, y) = (random.rational(), random.rational())
      let (low, high) = (min(x, y), max(x, y))
      #expect(Interval(x, precision: precision).isTightest(x, x))
      let range = Interval(lower: low, upper: high, precision: precision)
      #expect(range.isTightest(low, high))
      #expect(range.precision == precision)
      for other in [2, 53, 256, 257] {
        let changed = Interval(range, precision: other)
        #expect(changed.precision == other)
        #expect(changed.isTightest(range.lower.rational, range.upper.rational))
      }
    }
    // Integers on both sides of a precision, on both sides of the nearest number that it has.
    for integer in [
      -7, 5, 11, (1 << 24) + 1, -(1 << 24) - 3, (1 << 53) + 1, 1 - (1 << 54), .max, .min,
    ] {
      #expect(
        Interval(integer, precision: precision).isTightest(Rational(integer), Rational(integer)))
    }
    #expect(
      Interval(exactly: 0.1, precision: precision).contains(Rational(text: "0.1")) == false
        || precision < 53)
    let tenth = Rational(exactly: 0.1) ?? 0
    #expect(Interval(exactly: 0.1, precision: precision).isTightest(tenth, tenth))
  }

  @Test("ends of different precision are brought to the greater one")
  func mixedPrecision() {
    let low = BigFloat(Rational(1, 3), precision: 24, rounding: .down)
    let high = BigFloat(Rational(1, 3), precision: 300, rounding: .up)
    let interval = Interval(lower: low, upper: high)
    #expect(interval.precision == 300 && interval.keepsInvariants)
    #expect(interval.lower == low && interval.upper == high)
    let sum = Interval(1, precision: 24) + Interval(1, precision: 300)
    #expect(sum.precision == 300)
  }

  @Test("NaN ends become infinite")
  func notANumber() {
    let infinity = BigFloat.infinity(precision: 64)
    let undefined = infinity.subtracting(infinity, precision: 64, .down)
    let interval = Interval(lower: undefined, upper: undefined)
    #expect(interval.keepsInvariants)
    #expect(interval.lower == -infinity && interval.upper == infinity)
  }

  @Test("hull, intersection and inclusion agree with the ends")
  func sets() {
    var random = SplitMix64(seed: 21)
    for _ in 0..<200 {
      let (a, b) = (random.interval(precision: 64), random.interval(precision: 128))
      let hull = Interval.hull(a, b)
      #expect(hull.contains(a) && hull.contains(b))
      #expect(hull.lower == min(a.lower, b.lower) && hull.upper == max(a.upper, b.upper))
      let common = a.intersection(b)
      #expect((common != nil) == a.meets(b) && a.meets(b) == b.meets(a))
      if let common {
        #expect(a.contains(common) && b.contains(common))
        #expect(common.lower == max(a.lower, b.lower) && common.upper == min(a.upper, b.upper))
      }
      let x = random.rational()
      #expect(a.contains(x) == (a.lower.rational <= x && x <= a.upper.rational))
      #expect(a.containsZero == a.contains(0))
      #expect(a.isZero == (a.lower.rational.isZero && a.upper.rational.isZero))
      #expect(a.isPoint == (a.lower.rational == a.upper.rational))
    }
    #expect(!Interval(1, precision: 64).meets(Interval(2, precision: 64)))
    let touching = Interval(lower: 1, upper: 2, precision: 64)
    #expect(touching.meets(Interval(2, precision: 64)))
    #expect(touching.intersection(Interval(2, precision: 64))?.isPoint == true)
  }

  @Test("measures bound the exact ones and are tight", arguments: [24, 256, 257])
  func measures(_ precision: Int) {
    var random = SplitMix64(seed: 22)
    for _ in 0..<100 {
      let a = random.interval(precision: precision)
      let (low, high) = (a.lower.rational, a.upper.rational)
      #expect(a.width == BigFloat(high - low, precision: precision, rounding: .up))
      #expect(a.contains(a.midpoint.rational))
      let middle = a.midpoint.rational
      #expect(a.radius.rational >= high - middle && a.radius.rational >= middle - low)
      #expect(a.radius <= a.width)
      #expect(a.magnitude.rational == max(low.magnitude, high.magnitude))
      let least: Rational = a.containsZero ? 0 : min(low.magnitude, high.magnitude)
      #expect(a.mignitude.rational == least)
    }
  }

  @Test("measures of unbounded intervals are never NaN")
  func unboundedMeasures() {
    let one = Interval(1, precision: 64)
    let infinity = BigFloat.infinity(precision: 64)
    let unbounded = [
      Interval.entire(precision: 64), .infinite(sign: 1, precision: 64),
      .infinite(sign: -1, precision: 64), Interval(lower: one.lower, upper: infinity),
      Interval(lower: -infinity, upper: one.upper),
    ]
    for interval in unbounded {
      #expect(!interval.isBounded && interval.keepsInvariants)
      #expect(interval.width == infinity)
      #expect(interval.radius == infinity)
      #expect(interval.magnitude == infinity)
      #expect(!interval.midpoint.isNaN && !interval.mignitude.isNaN)
      #expect(interval.lower <= interval.midpoint && interval.midpoint <= interval.upper)
    }
    #expect(one.isBounded)
  }

  @Test("comparisons are certain exactly where every pair agrees")
  func comparison() {
    var random = SplitMix64(seed: 23)
    for _ in 0..<400 {
      let a = random.interval(precision: 64)
      // Half of the pairs share an end, so that touching intervals are common.
      let y = random.rational()
      let other = Bool.random(using: &random) ? a.upper.rational : a.lower.rational
      let b = Interval(lower: min(y, other), upper: max(y, other), precision: 128)
      let (x0, x1) = (a.lower.rational, a.upper.rational)
      let (y0, y1) = (b.lower.rational, b.upper.rational)
      #expect(
        a.isLess(than: b) == (x1 < y0 ? .certainlyTrue : x0 >= y1 ? .certainlyFalse : .unknown))
      #expect(a.isAtMost(b) == (x1 <= y0 ? .certainlyTrue : x0 > y1 ? .certainlyFalse : .unknown))
      let equal: Ternary =
        x0 == x1 && y0 == y1 && x0 == y0
        ? .certainlyTrue : x1 < y0 || y1 < x0 ? .certainlyFalse : .unknown
      #expect(a.isEqual(to: b) == equal && b.isEqual(to: a) == equal)
      #expect(a.isLess(than: b) == !b.isAtMost(a))
    }
  }

  @Test("infinite times compare as never and empty")
  func infiniteComparison() {
    let never = Interval.infinite(sign: 1, precision: 64)
    let empty = Interval.infinite(sign: -1, precision: 64)
    let five = Interval(5, precision: 64)
    let censored = Interval(lower: five.lower, upper: never.upper)
    #expect(five.isLess(than: never) == .certainlyTrue)
    #expect(never.isAtMost(five) == .certainlyFalse)
    #expect(empty.isLess(than: five) == .certainlyTrue)
    #expect(never.isEqual(to: never) == .certainlyTrue)
    #expect(never.isEqual(to: empty) == .certainlyFalse)
    #expect(censored.isLess(than: never) == .unknown)
    #expect(censored.isAtMost(never) == .certainlyTrue)
    #expect(censored.isEqual(to: never) == .unknown)
  }

  @Test("copies share nothing that changes", arguments: [256, 257])
  func copies(_ precision: Int) {
    let original = Interval(Rational(1, 3), precision: precision)
    var changed = original
    changed = changed + changed
    #expect(original.contains(Rational(1, 3)) && changed.contains(Rational(2, 3)))
    #expect(!changed.contains(Rational(1, 3)))
  }
}
