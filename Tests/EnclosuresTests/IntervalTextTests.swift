import Enclosures
import Testing

@Suite("Decimal text of enclosures is rounded outward")
struct IntervalTextTests {
  @Test("the text is on its side of the value and within one unit in the last digit")
  func outward() throws {
    var random = SplitMix64(seed: 60)
    for _ in 0..<200 {
      let x = random.rational()
      let value = BigFloat(x, precision: 128, rounding: .nearest)
      let exact = value.rational
      for digits in [1, 2, 5, 17, 40] {
        let down = try Rational(parsing: value.decimal(digits: digits, .down))
        let up = try Rational(parsing: value.decimal(digits: digits, .up))
        let nearest = try Rational(parsing: value.decimal(digits: digits, .nearest))
        #expect(down <= exact && exact <= up)
        #expect(nearest == down || nearest == up)
        // One unit of `digits` digits is at most 10^(1 − digits) of the value.
        #expect(
          up - down <= up.magnitude * Rational(text: "1e\(1 - digits)") || exact.isZero
            || up - down <= down.magnitude * Rational(text: "1e\(1 - digits)"))
        if down == exact || up == exact { #expect(down == up) }
        let text = Interval(point: value).decimalEnclosure(digits: digits)
        #expect(text.lower == value.decimal(digits: digits, .down))
        #expect(text.upper == value.decimal(digits: digits, .up))
      }
    }
  }

  @Test("the texts of a rational are the tightest around it")
  func rationals() throws {
    var random = SplitMix64(seed: 61)
    for _ in 0..<300 {
      let exact = random.rational()
      for digits in [1, 2, 5, 20, 40] {
        let text = exact.decimalEnclosure(digits: digits)
        let (low, high) = (try Rational(parsing: text.lower), try Rational(parsing: text.upper))
        #expect(low <= exact && exact <= high, "\(exact): \(text)")
        #expect(
          high - low <= min(low.magnitude, high.magnitude) * Rational(text: "1e\(1 - digits)"),
          "\(exact): \(text)")
        if low == exact || high == exact { #expect(low == high) }
      }
    }
    // Thirds lie below and above the middle between two texts.
    #expect(
      Rational(1, 3).decimalEnclosure(digits: 3) == DecimalEnclosure(lower: "0.333", upper: "0.334")
    )
    #expect(
      Rational(-2, 3).decimalEnclosure(digits: 3)
        == DecimalEnclosure(lower: "-0.667", upper: "-0.666"))
  }

  @Test(
    "layout",
    arguments: [
      ("0", "0"), ("-0", "0"), ("1", "1"), ("-1", "-1"), ("10", "10"), ("1/4", "0.25"),
      ("-1/4", "-0.25"), ("120", "120"), ("12.5", "12.5"), ("1e20", "100000000000000000000"),
      ("999999999999999999999", "999999999999999999999"), ("1e21", "1e21"),
      ("-12.5e21", "-1.25e22"),
      ("1e300", "1e300"), ("3/4096", "0.000732421875"),
    ])
  func layout(_ number: String, _ text: String) {
    let value = BigFloat(Rational(text: number), precision: 1100, rounding: .down)
    #expect(value.decimal(digits: 40, .down) == text)
    #expect(value.decimal(digits: 40, .up) == text)
  }

  @Test("layout of small numbers changes below 10⁻⁷")
  func smallLayout() {
    func text(_ number: String) -> String {
      BigFloat(Rational(text: number), precision: 64, rounding: .nearest).decimal(
        digits: 3, .nearest)
    }
    #expect(text("1e-6") == "0.000001")
    #expect(text("1e-7") == "0.0000001")
    #expect(text("1.23e-7") == "0.000000123")
    #expect(text("9.99e-8") == "9.99e-8")
    #expect(text("-1e-8") == "-1e-8")
    #expect(text("1.5e-300") == "1.5e-300")
  }

  @Test("rounding carries over a power of ten")
  func carry() {
    let value = BigFloat(Rational(text: "999.96"), precision: 64, rounding: .nearest)
    #expect(value.decimal(digits: 4, .up) == "1000")
    #expect(value.decimal(digits: 4, .down) == "999.9")
    #expect((-value).decimal(digits: 4, .down) == "-1000")
    #expect((-value).decimal(digits: 4, .up) == "-999.9")
    #expect(value.decimal(digits: 0, .down) == "900")
  }

  @Test("infinities and descriptions")
  func infinities() {
    let entire = Interval.entire(precision: 64)
    #expect(entire.decimalEnclosure(digits: 5) == DecimalEnclosure(lower: "-inf", upper: "inf"))
    #expect(entire.description == "[-inf, inf]")
    #expect(
      Interval(Rational(1, 3), precision: 64).description
        == "[0.33333333333333333, 0.33333333333333334]")
    #expect(BigFloat(Rational(-1, 8), precision: 64, rounding: .down).description == "-0.125")
  }

  @Test("exponents beyond binary64 and very long digits")
  func extremes() throws {
    let power = Interval(3, precision: 512).power(100_000_000).decimalEnclosure(digits: 5)
    #expect(power.lower == "2.9646e47712125" && power.upper == "2.9647e47712125")
    let third = BigFloat(Rational(1, 3), precision: 4096, rounding: .down)
    let text = third.decimal(digits: 1200, .down)
    #expect(text == "0." + String(repeating: "3", count: 1200))
  }

  @Test("the canonical enclosure contains the interval and does not depend on the precision")
  func canonical() throws {
    var random = SplitMix64(seed: 61)
    var compared = 0
    for _ in 0..<60 {
      let x = random.rational()
      guard !x.isZero, x.bitCount < 2000 else { continue }
      let texts = try [160, 256, 257, 1024].map { precision in
        let interval = Interval(x, precision: precision)
        let text = try #require(interval.canonicalDecimalEnclosure(digits: 20))
        #expect(try Rational(parsing: text.lower) < interval.lower.rational)
        #expect(try Rational(parsing: text.upper) > interval.upper.rational)
        let width = try Rational(parsing: text.upper) - Rational(parsing: text.lower)
        #expect(width <= x.magnitude * Rational(text: "3e-19"))
        return text
      }
      #expect(Set(texts).count == 1, "\(x)")
      compared += 1
    }
    #expect(compared > 20)
    let roots = try [128, 200, 300, 4096].map {
      try Interval(2, precision: $0).squareRoot().canonicalDecimalEnclosure(digits: 20)
    }
    #expect(Set(roots).count == 1)
    #expect(roots[0]?.lower == "1.4142135623730950488")
  }

  @Test("numbers that are exact at a low precision print as at a high one")
  func canonicalAtLowPrecision() {
    for value in [3, -7, 1024] {
      let texts = [2, 16, 53, 64, 128, 500].compactMap { precision -> DecimalEnclosure? in
        let interval = Interval(value, precision: precision)
        return interval.isPoint ? interval.canonicalDecimalEnclosure(digits: 20) : nil
      }
      #expect(texts.count >= 5 && Set(texts).count == 1, "\(value)")
    }
    #expect(
      Interval(3, precision: 64).canonicalDecimalEnclosure(digits: 20)
        == DecimalEnclosure(lower: "2.9999999999999999999", upper: "3.0000000000000000001"))
  }

  @Test("no canonical enclosure while the interval is too wide or straddles zero")
  func canonicalTooWide() {
    let third = Interval(Rational(1, 3), precision: 64)
    #expect(third.canonicalDecimalEnclosure(digits: 20) == nil)
    #expect(third.canonicalDecimalEnclosure(digits: 5) != nil)
    #expect(
      Interval(lower: -1, upper: 1, precision: 64).canonicalDecimalEnclosure(digits: 5) == nil)
    #expect(Interval(lower: 0, upper: 1, precision: 64).canonicalDecimalEnclosure(digits: 5) == nil)
    #expect(Interval.entire(precision: 64).canonicalDecimalEnclosure(digits: 5) == nil)
    let zero = Interval.zero(precision: 64).canonicalDecimalEnclosure(digits: 5)
    #expect(zero == DecimalEnclosure(lower: "0", upper: "0"))
    let never = Interval.infinite(sign: 1, precision: 64).canonicalDecimalEnclosure(digits: 5)
    #expect(never == DecimalEnclosure(lower: "inf", upper: "inf"))
    let empty = Interval.infinite(sign: -1, precision: 64).canonicalDecimalEnclosure(digits: 5)
    #expect(empty == DecimalEnclosure(lower: "-inf", upper: "-inf"))
  }
}
