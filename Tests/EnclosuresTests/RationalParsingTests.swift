import Enclosures
import Testing

@Suite("Numbers are read from their text, exactly")
struct RationalParsingTests {
  @Test(
    "accepted forms",
    arguments: [
      ("12", "12"), ("-0.5", "-1/2"), ("+.5", "1/2"), ("5.", "5"), ("1e-4", "1/10000"),
      ("1E6", "1000000"), ("1e+3", "1000"), ("1/3", "1/3"), ("-2/6", "-1/3"), ("1/-3", "-1/3"),
      ("0.1/0.3", "1/3"), ("007", "7"), ("-0", "0"), ("0e5", "0"), ("1e-0", "1"),
      ("0.1", "1/10"), ("3.14159265358979323846", "157079632679489661923/50000000000000000000"),
      ("1e00000000000000000000001", "10"),
    ])
  func accepted(_ text: String, _ value: String) throws {
    #expect(try Rational(parsing: text).description == value)
  }

  @Test(
    "malformed texts are refused",
    arguments: [
      "", " ", "1 ", " 1", ".", "-", "+-1", "--1", "e5", "1e", "1e+", "1e1.5", "1.2.3", "1,5",
      "0x10",
      "1_000", "inf", "nan", "1/", "/2", "1/2/3", "1//2", "١٢", "½", "1e5e5", "-/2", "−1", "1\0",
      "1\n",
    ])
  func malformed(_ text: String) {
    #expect(throws: NumberError.malformed(text)) { try Rational(parsing: text) }
  }

  @Test("a zero denominator is its own error")
  func zeroDenominator() {
    for text in ["1/0", "0/0", "1/0.0", "1/-0e9"] {
      #expect(throws: NumberError.zeroDenominator(text)) { try Rational(parsing: text) }
    }
  }

  @Test("ten million characters are refused at once")
  func tooLong() {
    let text = String(repeating: "9", count: 10_000_000)
    #expect(throws: NumberError.tooLong(length: 10_000_000, limit: Rational.maximumTextLength)) {
      try Rational(parsing: text)
    }
  }

  @Test("exponents beyond the limit are refused, however long")
  func hugeExponent() throws {
    let limit = Rational.maximumDecimalExponent
    let long = "1e" + String(repeating: "9", count: 50_000)
    for text in ["1e999999999", "1e-999999999", "0e999999999", "1e100001", "1/1e100001", long] {
      #expect(throws: NumberError.exponentTooLarge(text, limit: limit)) {
        try Rational(parsing: text)
      }
    }
    #expect(try Rational(parsing: "1e100000").bitCount > 332_000)
    #expect(try Rational(parsing: "1e-100000") * Rational(parsing: "1e100000") == 1)
  }

  @Test("the longest text is read exactly")
  func longest() throws {
    let digits = String(repeating: "3", count: Rational.maximumTextLength - 2)
    let value = try Rational(parsing: "0." + digits)
    let scale = try Rational(parsing: "1e\(digits.count)")
    #expect(value * 3 == 1 - 1 / scale)
  }

  @Test("the description is read back as the same number")
  func roundTrip() throws {
    var random = SplitMix64(seed: 2)
    for _ in 0..<200 {
      let x = random.rational()
      #expect(try Rational(parsing: x.description) == x)
    }
  }

  @Test("messages are one line, name the number and stay short")
  func messages() {
    let long = String(repeating: "x", count: 1000)
    let errors: [NumberError] = [
      .malformed(long), .zeroDenominator("1/0"), .tooLong(length: 5, limit: 4),
      .exponentTooLarge("1e9", limit: 4),
    ]
    for error in errors {
      #expect(!error.description.contains("\n"))
      #expect(error.description.count < 200)
    }
    #expect(NumberError.zeroDenominator("1/0").description.contains("'1/0'"))
  }
}
