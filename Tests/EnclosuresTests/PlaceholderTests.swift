import Enclosures
import Testing

@Test func smoke() throws {
  let x = try Rational(parsing: "1e-4")
  #expect(x.description == "1/10000")
  let l = try (Interval(2, precision: 256)).logarithm()
  #expect(l.description == "[0.6931471805599453, 0.69314718055994531]")
  #expect(Interval(3, precision: 512).power(100_000_000).decimalEnclosure(digits: 5).lower.hasSuffix("e47712125"))
  #expect(try Rational(parsing: "1/3").power(3) == Rational(1, 27))
}
