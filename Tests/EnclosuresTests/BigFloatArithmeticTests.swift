import Enclosures
import Testing

@Suite("BigFloat operations are rounded once, in the given direction")
struct BigFloatArithmeticTests {
  @Test("field operations equal the rounded exact value", arguments: precisions + [4096])
  func fieldOperations(_ precision: Int) {
    var random = SplitMix64(seed: 10)
    for _ in 0..<20 {
      // Operands of other precisions than the result's, inline and overflow.
      let x = BigFloat(random.rational(), precision: 200, rounding: .nearest)
      let y = BigFloat(random.rational(), precision: 300, rounding: .nearest)
      let (a, b) = (x.rational, y.rational)
      for rounding in [Rounding.down, .up, .nearest] {
        func rounded(_ exact: Rational) -> BigFloat {
          BigFloat(exact, precision: precision, rounding: rounding)
        }
        #expect(x.adding(y, precision: precision, rounding) == rounded(a + b))
        #expect(x.subtracting(y, precision: precision, rounding) == rounded(a - b))
        #expect(x.multiplied(by: y, precision: precision, rounding) == rounded(a * b))
        #expect(x.squared(precision: precision, rounding) == rounded(a * a))
        if !b.isZero {
          #expect(x.divided(by: y, precision: precision, rounding) == rounded(a / b))
        }
        if a.magnitude < 1_000_000, let power = a.power(5) {
          #expect(x.power(5, precision: precision, rounding) == rounded(power))
        }
      }
    }
  }

  @Test("an operand may be used twice", arguments: [64, 256, 257])
  func sameOperand(_ precision: Int) {
    let x = BigFloat(Rational(22, 7), precision: precision, rounding: .down)
    #expect(
      x.multiplied(by: x, precision: precision, .down) == x.squared(precision: precision, .down))
    #expect(x.subtracting(x, precision: precision, .up).isZero)
    #expect(x.divided(by: x, precision: precision, .up).rational == 1)
  }

  @Test("floor and ceiling")
  func integerParts() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<100 {
      let value = BigFloat(random.rational(), precision: 64, rounding: .nearest)
      #expect(value.roundedDown().rational == value.rational.roundedDown())
      #expect(value.roundedUp().compare(to: value.rational.roundedUp()) >= 0)
    }
    #expect(
      BigFloat(Rational(-3, 2), precision: 2, rounding: .nearest).roundedDown().rational == -2)
    #expect(BigFloat(Rational(3, 2), precision: 2, rounding: .nearest).roundedUp().rational == 2)
  }

  @Test(
    "each direction keeps its side where the result is irrational", arguments: [24, 64, 256, 300])
  func directions(_ precision: Int) {
    let two = BigFloat(2, precision: precision, rounding: .nearest)
    let half = BigFloat(Rational(1, 2), precision: precision, rounding: .nearest)
    func check(_ operation: (Rounding) -> BigFloat) {
      let (down, nearest, up) = (operation(.down), operation(.nearest), operation(.up))
      #expect(down.nextUp == up)
      #expect(nearest == down || nearest == up)
    }
    check { two.squareRoot(precision: precision, $0) }
    check { two.exponential(precision: precision, $0) }
    check { two.exponentialMinusOne(precision: precision, $0) }
    check { two.logarithm(precision: precision, $0) }
    check { two.logarithmOnePlus(precision: precision, $0) }
    check { two.power(half, precision: precision, $0) }
  }
}
