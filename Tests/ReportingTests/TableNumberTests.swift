import Certification
import Documents
import Enclosures
import Testing

@testable import Reporting

/// Digits and binary64 numbers of tables, against exact arithmetic.
@Suite("numbers of tables")
struct TableNumberTests {
  private static func shown(_ records: EnclosureRecord..., digits: Int = 6) -> String {
    ShownCell(TableNumber(records), digits: digits, isTime: true).plain
  }

  @Test func `one number`() {
    #expect(Self.shown(Samples.exact("22939"), digits: 2) == "22939")
    #expect(Self.shown(Samples.exact("0.3334", "1/3"), digits: 3) == "0.333")
    #expect(Self.shown(Samples.exact("0.5", "1/2")) == "0.5")
    #expect(Self.shown(Samples.number("1.49999999", "1.50000001"), digits: 2) == "1.5")
    #expect(Self.shown(Samples.number("1.449", "1.451"), digits: 2) == "[1.4, 1.5]")
    #expect(Self.shown(Samples.number("1.449", "1.451"), digits: 1) == "1")
    #expect(Self.shown(Samples.number("1000001", "inf")) == "> 1000000")
    #expect(Self.shown(Samples.number("0.5", "inf")) == ">= 0.5")
    #expect(Self.shown(Samples.number("-inf", "2.00001"), digits: 3) == "<= 2.01")
    #expect(Self.shown(Samples.minusInfinite) == "-inf")
    #expect(Self.shown(Samples.number("x", "1")) == "[x, 1]")
    let notATime = ShownCell(
      TableNumber([Samples.number("7", "inf")]), digits: 6, isTime: false)
    #expect(notATime.plain == ">= 7")
  }

  @Test func `several numbers, medians where they are decided`() {
    let (three, nine) = (Samples.exact("3"), Samples.exact("9"))
    let censored = Samples.number("1000001", "inf")
    #expect(Self.shown(three, nine) == "3 to 9")
    #expect(Self.shown(three, three) == "3")
    #expect(Self.shown(three, Samples.infinite) == "3 to inf")
    #expect(Self.shown(three, censored) == "3 to > 1000000")
    #expect(
      Self.shown(Samples.number("1.1111", "1.1112"), Samples.number("2.2222", "2.2223"), digits: 3)
        == "1.11 to 2.23")
    #expect(
      Self.shown(
        Samples.number("1.11111", "1.11112"), Samples.number("1.11113", "1.11114"), digits: 3)
        == "1.11")
    func median(_ records: EnclosureRecord...) -> Rational? { TableNumber(records).median }
    #expect(median(three, nine) == 6)
    #expect(median(three, nine, censored) == 9)
    #expect(median(three, censored, censored) == nil)
    #expect(median(three, nine, Samples.infinite, Samples.minusInfinite) == 6)
    #expect(median(three, Samples.infinite) == nil)
    #expect(median(three, Samples.number("9", "10"), Samples.number("9", "10")) == nil)
    #expect(median(three, nine, Samples.exact("12.5", "25/2")) == nil)
  }

  /// Numbers between ±10^±400: the doubles enclose them, are neighbours, and survive their decimal texts.
  @Test func `binary64 numbers enclose and are tight`() throws {
    var random = Generator(seed: 7)
    for _ in 0..<4000 {
      let scale = try #require(Rational(10).power(random.next(800) - 400))
      let value =
        Rational(random.next(2_000_000_000) - 1_000_000_000) / Rational(random.next(999) + 1)
        * scale
      let (lower, upper) = (value.binary64(.down), value.binary64(.up))
      #expect(lower <= upper && !lower.isNaN && !upper.isNaN)
      if lower == -.infinity {
        #expect(try value < #require(Rational(exactly: -Double.greatestFiniteMagnitude)))
      } else {
        #expect(try #require(Rational(exactly: lower)) <= value)
      }
      if upper == .infinity {
        #expect(try value > #require(Rational(exactly: Double.greatestFiniteMagnitude)))
      } else {
        #expect(try #require(Rational(exactly: upper)) >= value)
      }
      #expect(lower == upper ? value.exactDouble == lower : lower.nextUp == upper)
      #expect(Double("\(lower)") == lower && Double("\(upper)") == upper)
    }
  }

  @Test func `binary64 at the edges`() throws {
    let least = try #require(Rational(exactly: Double.leastNonzeroMagnitude))
    #expect((least / 2).binary64(.down) == 0 && (least / 2).binary64(.up) == .leastNonzeroMagnitude)
    #expect((-least / 2).binary64(.up) == 0 && (-least / 2).binary64(.up).sign == .plus)
    #expect(Rational(0).binary64(.up) == 0 && Rational(0).binary64(.down).sign == .plus)
    let huge = Rational.powerOfTwo(1024)
    #expect(huge.binary64(.down) == .greatestFiniteMagnitude && huge.binary64(.up) == .infinity)
    #expect((-huge).binary64(.down) == -.infinity)
    #expect((-huge).binary64(.up) == -.greatestFiniteMagnitude)
    #expect(Rational(1, 8).binary64(.down) == 0.125 && Rational(1, 8).binary64(.up) == 0.125)
  }

  /// Digits shown differ from every enclosed number by at most half a unit of the last one; ends of ranges
  /// and spans lie outside.
  @Test func `digits shown are certified`() throws {
    var random = Generator(seed: 11)
    var kinds: [String: Int] = [:]
    for _ in 0..<3000 {
      let digits = random.next(8) + 1
      let scale = try #require(Rational(10).power(random.next(30) - 15))
      let center = Rational(random.next(2_000_000) - 1_000_000) * scale
      let relative = try #require(Rational(10).power(-random.next(10) - 1))
      let radius = center.magnitude * relative * Rational(random.next(9) + 1, 10)
      let (lower, upper) = (center - radius, center + radius)
      let bounds = [Bounds.between(lower, upper)]
      let records = bounds.map { _ in
        EnclosureRecord(
          lower: lower.decimalEnclosure(digits: 20).lower,
          upper: upper.decimalEnclosure(digits: 20).upper)
      }
      switch ShownCell(TableNumber(records), digits: digits, isTime: false) {
      case .digits(let text):
        kinds["digits", default: 0] += 1
        let (value, half) = (try Rational(parsing: text), try Self.unit(text) / 2)
        #expect((value - lower).magnitude <= half && (value - upper).magnitude <= half, "\(text)")
      case .range(let first, let second):
        kinds["range", default: 0] += 1
        #expect(try Rational(parsing: first) <= lower && Rational(parsing: second) >= upper)
      case let other: Issue.record("\(other)")
      }
    }
    #expect(kinds["digits", default: 0] > 500 && kinds["range", default: 0] > 200)
  }

  /// The unit of the last digit of a decimal.
  private static func unit(_ text: String) throws -> Rational {
    let parts = text.split(separator: "e")
    let fraction = parts[0].split(separator: ".").dropFirst().first?.count ?? 0
    let exponent = parts.count == 2 ? try #require(Int(parts[1])) : 0
    return try #require(Rational(10).power(exponent - fraction))
  }
}

/// A fixed sequence of numbers.
struct Generator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
