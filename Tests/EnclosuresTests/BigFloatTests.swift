import Enclosures
import Testing

@Suite("BigFloat values, storage and comparison")
struct BigFloatTests {
  @Test("conversion from a rational rounds in the given direction", arguments: precisions)
  func conversion(_ precision: Int) {
    var random = SplitMix64(seed: 3)
    for _ in 0..<60 {
      let x = random.rational()
      let down = BigFloat(x, precision: precision, rounding: .down)
      let up = BigFloat(x, precision: precision, rounding: .up)
      let nearest = BigFloat(x, precision: precision, rounding: .nearest)
      #expect(down.precision == precision)
      #expect(down.compare(to: x) <= 0)
      #expect(up.compare(to: x) >= 0)
      #expect(nearest == down || nearest == up)
      // Adjacent, or equal where the value is representable.
      #expect(down == up ? down.rational == x : down.nextUp == up && up.nextDown == down)
      let error = (nearest.rational - x).magnitude
      #expect(error <= (down.rational - x).magnitude && error <= (up.rational - x).magnitude)
    }
  }

  @Test("a change of precision rounds in the given direction", arguments: precisions)
  func changeOfPrecision(_ precision: Int) {
    var random = SplitMix64(seed: 4)
    for _ in 0..<40 {
      let x = random.rational()
      for source in [3, 64, 200, 256, 257, 1000] {
        let value = BigFloat(x, precision: source, rounding: .nearest)
        for rounding in [Rounding.down, .up, .nearest] {
          #expect(
            BigFloat(value, precision: precision, rounding: rounding)
              == BigFloat(value.rational, precision: precision, rounding: rounding))
        }
      }
    }
  }

  @Test("integers and binary64 numbers are exact where they fit")
  func exactInputs() {
    for value in [0, 1, -1, 12345, Int.max, Int.min] {
      #expect(BigFloat(value, precision: 64, rounding: .nearest).rational == Rational(value))
    }
    for value in [0.1, -0.3, 1e300, -.leastNonzeroMagnitude, 0.0] {
      #expect(
        BigFloat(value, precision: 53, rounding: .down).exactRational == Rational(exactly: value))
    }
    #expect(BigFloat(3, precision: 1 + 1, rounding: .down).rational == 3)
    #expect(BigFloat(5, precision: 2, rounding: .down).rational == 4)
    #expect(BigFloat(5, precision: 2, rounding: .up).rational == 6)
    #expect(BigFloat(-5, precision: 2, rounding: .down).rational == -6)
    #expect(BigFloat(0.7, precision: 2, rounding: .down).rational == Rational(1, 2))
    #expect(BigFloat(0.7, precision: 2, rounding: .up).rational == Rational(3, 4))
  }

  @Test("copies are independent on both sides of the inline boundary", arguments: precisions)
  func copies(_ precision: Int) {
    let original = BigFloat(Rational(1, 3), precision: precision, rounding: .down)
    let expected = original.rational
    var copy = original
    copy = copy.adding(copy, precision: precision, .up)
    copy = -copy
    #expect(copy.rational == expected * -2)
    #expect(original.rational == expected)
    var array = Array(repeating: original, count: 3)
    array[1] = array[1].nextUp
    #expect(array[0] == original && array[2] == original && array[1] > original)
    #expect((-original).magnitude == original)
  }

  @Test("values cross tasks", arguments: [256, 257])
  func tasks(_ precision: Int) async {
    let value = BigFloat(Rational(2, 7), precision: precision, rounding: .down)
    let expected = value.squared(precision: precision, .up)
    let results = await withTaskGroup(of: BigFloat.self) { group in
      for _ in 0..<20 { group.addTask { value.squared(precision: precision, .up) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.count == 20)
    for result in results { #expect(result == expected) }
  }

  @Test("zero, infinities and signs", arguments: [2, 256, 257])
  func specialValues(_ precision: Int) {
    let zero = BigFloat.zero(precision: precision)
    let infinity = BigFloat.infinity(precision: precision)
    let minusInfinity = BigFloat.infinity(sign: -1, precision: precision)
    #expect(zero.isZero && zero.isFinite && zero.sign == 0 && zero.exactRational == 0)
    #expect((-zero).isZero && -zero == zero && (-zero).sign == 0)
    #expect(infinity.isInfinite && !infinity.isFinite && infinity.sign == 1)
    #expect(minusInfinity == -infinity && minusInfinity.sign == -1)
    #expect(infinity.exactRational == nil && infinity.int(rounding: .down) == nil)
    #expect(zero.binaryExponent == nil && infinity.binaryExponent == nil)
    let undefined = infinity.subtracting(infinity, precision: precision, .down)
    #expect(undefined.isNaN && !undefined.isFinite && undefined.sign == 0)
    #expect(minusInfinity < zero && zero < infinity && minusInfinity < infinity)
  }

  @Test("the binary exponent brackets the value")
  func binaryExponent() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<100 {
      let x = random.rational()
      let value = BigFloat(x, precision: 64, rounding: .nearest)
      guard let exponent = value.binaryExponent else {
        #expect(x.isZero)
        continue
      }
      let size = value.rational.magnitude
      #expect(.powerOfTwo(exponent - 1) <= size && size < .powerOfTwo(exponent))
    }
  }

  @Test("order agrees with the rationals', at mixed precisions")
  func order() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<200 {
      let (x, y) = (random.rational(), random.rational())
      let a = BigFloat(x, precision: 40, rounding: .nearest)
      let b = BigFloat(y, precision: 300, rounding: .nearest)
      #expect((a < b) == (a.rational < b.rational))
      #expect((a <= b) == (a.rational <= b.rational))
      #expect((a == b) == (a.rational == b.rational))
      #expect(a.compare(to: y).signum() == (a.rational - y).sign)
    }
  }

  @Test("conversion to integers and binary64 honours the direction")
  func conversionOut() {
    let half = BigFloat(Rational(-5, 2), precision: 64, rounding: .nearest)
    #expect(half.int(rounding: .down) == -3)
    #expect(half.int(rounding: .up) == -2)
    #expect(half.int(rounding: .nearest) == -2)
    let large = BigFloat(Int.max, precision: 64, rounding: .nearest)
    #expect(large.int(rounding: .down) == Int.max)
    let one = BigFloat(1, precision: 64, rounding: .nearest)
    #expect(large.adding(one, precision: 64, .up).int(rounding: .down) == nil)
    let third = BigFloat(Rational(1, 3), precision: 100, rounding: .nearest)
    #expect(third.double(rounding: .down) < third.double(rounding: .up))
    #expect(third.double(rounding: .down).nextUp == third.double(rounding: .up))
    #expect(third.approximation == 1.0 / 3.0)
    #expect(BigFloat(1, precision: 9, rounding: .down).double(rounding: .up) == 1)
  }

  @Test("neighbours are adjacent", arguments: [2, 53, 256, 257])
  func neighbours(_ precision: Int) {
    let one = BigFloat(1, precision: precision, rounding: .nearest)
    #expect(one.nextUp.rational == 1 + .powerOfTwo(1 - precision))
    #expect(one.nextDown.rational == 1 - .powerOfTwo(-precision))
    #expect(one.nextUp.nextDown == one)
    let zero = BigFloat.zero(precision: precision)
    #expect(zero.nextUp.sign == 1 && zero.nextDown.sign == -1)
  }

  @Test("scaling by powers of two is exact within the exponent range", arguments: [2, 64, 257])
  func scaling(_ precision: Int) {
    var random = SplitMix64(seed: 7)
    for _ in 0..<40 {
      let value = BigFloat(random.rational(), precision: precision, rounding: .down)
      let exponent = Int.random(in: -5000...5000, using: &random)
      #expect(
        value.scaled(byPowerOfTwo: exponent).rational == value.rational * .powerOfTwo(exponent))
    }
  }

  @Test("a million bits")
  func millionBits() {
    let precision = PrecisionLimits.maximum
    let third = BigFloat(Rational(1, 3), precision: precision, rounding: .down)
    let up = third.nextUp
    #expect(third.compare(to: Rational(1, 3)) < 0 && up.compare(to: Rational(1, 3)) > 0)
    #expect(third.adding(third, precision: precision, .down).rational == third.rational * 2)
    let interval = Interval(Rational(1, 3), precision: precision)
    #expect((interval * interval).contains(Rational(1, 9)))
    #expect(interval.squared().contains(Rational(1, 9)))
    #expect(interval.width.rational == .powerOfTwo(-precision - 1))
  }
}
