import Testing

@testable import Enclosures

@Suite struct ErrorFunctionTests {
  /// Values to 40 digits (mpmath).
  static let known: [(x: Rational, value: String)] = [
    (Rational(1, 2), "0.5204998778130465376827466538919645287364"),
    (1, "0.8427007929497148693412206350826092592960"),
    (2, "0.9953222650189527341620692563672529286108"),
  ]

  @Test(arguments: known.indices)
  func enclosesKnownValues(_ index: Int) throws {
    let (x, text) = Self.known[index]
    let value = try Rational(parsing: text)
    // The true value lies above the digits, by less than one in the last place.
    let above = value + Rational(1) / (try #require(Rational(10).power(40)))
    for precision in [24, 53, 64, 100, 200] {
      let enclosure = Interval(x, precision: precision).errorFunction()
      #expect(enclosure.lower.compare(to: above) <= 0)
      #expect(enclosure.upper.compare(to: value) >= 0)
      let mirrored = Interval(-x, precision: precision).errorFunction()
      #expect(mirrored.upper == -enclosure.lower && mirrored.lower == -enclosure.upper)
    }
  }

  @Test func enclosesTheImageOfAnInterval() {
    let wide = Interval(lower: Rational(-1, 3), upper: Rational(5, 7), precision: 64)
    let image = wide.errorFunction()
    for numerator in -7...15 {
      let point = Interval(Rational(numerator, 21), precision: 64)
      #expect(image.contains(point.errorFunction()) == true || !wide.contains(point))
    }
    #expect(Interval.zero(precision: 64).errorFunction().isZero)
    let end = Interval.infinite(sign: 1, precision: 64).errorFunction()
    #expect(end.contains(Rational(1)) && end.isPoint)
  }
}
