import Enclosures
import Testing

@Suite("Rational arithmetic is exact")
struct RationalTests {
  @Test("field laws hold on random values")
  func laws() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<300 {
      let (x, y, z) = (random.rational(), random.rational(), random.rational())
      #expect((x + y) * z == x * z + y * z)
      #expect(x - y == -(y - x))
      #expect(x.squared() == x * x)
      #expect(x.magnitude == (x.sign < 0 ? -x : x))
      if !y.isZero { #expect(x / y * y == x) }
      #expect((x < y) == ((x - y).sign < 0))
      #expect(x.numerator / x.denominator == x)
      #expect(x.denominator.sign > 0)
      #expect((x == y) == (x.hashValue == y.hashValue))
    }
  }

  @Test("values are in lowest terms")
  func canonical() {
    #expect(Rational(6, 4).description == "3/2")
    #expect(Rational(-6, 3).description == "-2")
    #expect((Rational(1, 3) - Rational(1, 3)).description == "0")
    #expect(Rational(Int.min, 2) == -Rational(1 << 62))
    #expect(Rational(UInt.max) == Rational(Int.max) * 2 + 1)
  }

  @Test("floor and ceiling")
  func rounding() {
    #expect(Rational(7, 2).roundedDown() == 3)
    #expect(Rational(7, 2).roundedUp() == 4)
    #expect(Rational(-7, 2).roundedDown() == -4)
    #expect(Rational(-7, 2).roundedUp() == -3)
    #expect(Rational(5).roundedDown() == 5)
    #expect(Rational(5).roundedUp() == 5)
  }

  @Test("integer powers")
  func powers() {
    #expect(Rational(-2, 3).power(3) == Rational(-8, 27))
    #expect(Rational(-2, 3).power(-2) == Rational(9, 4))
    #expect(Rational(0).power(0) == 1)
    #expect(Rational(0).power(7) == 0)
    #expect(Rational(0).power(-1) == nil)
    #expect(Rational(1).power(.max) == 1)
    #expect(Rational(-1).power(.max) == -1)
    #expect(Rational(-1).power(.min) == 1)
    #expect(Rational(2).power(1 << 40) == nil)
    #expect(Rational(2).power(.max) == nil)
    #expect(Rational(2).power(.min) == nil)
    #expect(Rational(2).power(-100) == .powerOfTwo(-100))
  }

  @Test("square roots where they are rational")
  func squareRoots() {
    #expect(Rational(9, 16).exactSquareRoot == Rational(3, 4))
    #expect(Rational(0).exactSquareRoot == 0)
    #expect(Rational(2).exactSquareRoot == nil)
    #expect(Rational(4, 3).exactSquareRoot == nil)
    #expect(Rational(3, 4).exactSquareRoot == nil)
    #expect(Rational(-4).exactSquareRoot == nil)
  }

  @Test("binary64 numbers are taken exactly")
  func doubles() throws {
    #expect(Rational(exactly: 0.1)?.description == "3602879701896397/36028797018963968")
    #expect(Rational(exactly: -0.0) == 0)
    #expect(Rational(exactly: .nan) == nil)
    #expect(Rational(exactly: .infinity) == nil)
    #expect(Rational(exactly: .leastNonzeroMagnitude) == .powerOfTwo(-1074))
    #expect(try #require(Rational(exactly: 0.3)).approximation == 0.3)
  }

  @Test("integers that fit convert to Int")
  func integers() {
    #expect(Rational(Int.min).int == Int.min)
    #expect(Rational(Int.max).int == Int.max)
    #expect((Rational(Int.max) + 1).int == nil)
    #expect(Rational(1, 2).int == nil)
    #expect(!Rational(1, 2).isInteger)
    #expect(Rational(4, 2).isInteger)
    #expect(Rational(12, 7).bitCount == 4 + 3)
  }
}
