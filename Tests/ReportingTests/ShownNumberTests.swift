import Certification
import Enclosures
import Testing

@testable import Reporting

/// No digit is printed that is not certified.
struct ShownNumberTests {
  @Test(arguments: [
    (Samples.exact("210"), "= 210"), (Samples.exact("0"), "= 0"), (Samples.exact("-7"), "= -7"),
    (Samples.exact("0.01", "1/100"), "= 0.01"), (Samples.exact("0.333", "1/3"), "= 1/3"),
    (Samples.exact("1e-10", "1/10000000000"), "= 1e-10"),
    (Samples.number("8142.8067623840", "8142.8067623841"), "≈ 8142.81"),
    (Samples.number("-8142.8067623841", "-8142.8067623840"), "≈ -8142.81"),
    (Samples.number("1.2345678e-7", "1.2345679e-7"), "≈ 1.23457e-7"),
    (Samples.number("12345678.1", "12345678.2"), "≈ 1.23457e7"),
    (Samples.number("0.99999999", "1.00000001"), "≈ 1.00000"),
    (Samples.number("999999.7", "999999.8"), "≈ 1.00000e6"),
    (Samples.number("1.2344", "1.2349"), "≈ 1.23"),
    (Samples.number("3.8701", "4.1"), "in [3.8701, 4.1]"),
    (Samples.number("3.87099999999", "4.10000000001"), "in [3.87, 4.101]"),
    (Samples.number("-0.001", "0.002"), "in [-0.001, 0.002]"),
    (Samples.number("119.99999", "123.00001"), "in [119.99999, 123.00001]"),
    (Samples.number("120", "123"), "in [120, 123]"),
    (Samples.number("1000001", "inf"), ">= 1000001"), (Samples.number("-inf", "0.5"), "<= 0.5"),
    (Samples.number("-inf", "inf"), "unknown"), (Samples.infinite, "= inf"),
    (Samples.minusInfinite, "= -inf"), (Samples.number("abc", "1"), "in [abc, 1]"),
    (Samples.exact("100000000000000000000", "100000000000000000000"), "= 1e20"),
  ])
  func equation(record: EnclosureRecord, text: String) {
    #expect(ShownNumber(record).equation == text)
  }

  /// For enclosures of every size, sign and width: a rounded text differs from every enclosed number by at
  /// most half a unit of its last digit, and ranges contain the enclosure.
  @Test func `printed digits are certified`() throws {
    var state: UInt64 = 1
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var rounded = 0
    for _ in 0..<3000 {
      let scale = try #require(Rational(10).power(next(40) - 20))
      let center = Rational(next(1_000_000_000) - 500_000_000) * scale
      let relative = try #require(Rational(10).power(-next(14)))
      let radius = center.magnitude * relative * Rational(next(9) + 1, 10)
      let (lower, upper) = (center - radius, center + radius)
      for digits in [3, 6] {
        let shown = ShownNumber(.between(lower, upper), digits: digits)
        switch shown.relation {
        case .rounded:
          rounded += 1
          let value = try Rational(parsing: shown.text)
          let half = try Self.unit(shown.text) / 2
          #expect((value - lower).magnitude <= half && (value - upper).magnitude <= half)
        case .range:
          let ends = shown.text.dropFirst().dropLast().split(separator: ", ")
          #expect(try Rational(parsing: String(ends[0])) <= lower)
          #expect(try Rational(parsing: String(ends[1])) >= upper)
        case .exact: #expect(try lower == upper && Rational(parsing: shown.text) == lower)
        default: Issue.record("\(shown)")
        }
      }
    }
    #expect(rounded > 1000)
  }

  /// The unit of the last digit of a decimal.
  private static func unit(_ text: String) throws -> Rational {
    let parts = text.split(separator: "e")
    let fraction = parts[0].split(separator: ".").dropFirst().first?.count ?? 0
    let exponent = parts.count == 2 ? try #require(Int(parts[1])) : 0
    return try #require(Rational(10).power(exponent - fraction))
  }

  @Test(arguments: [
    ("2.5", "<=", "0.5", "left is 5 times right"), ("1", ">=", "3", "right is 3 times left"),
    ("1", "<", "1", "both sides are equal"), ("1.0001", "<=", "1", "left exceeds right by 0.0001"),
    ("1", ">", "0", nil), ("-1", ">", "0", "right exceeds left by 1"),
    ("3", "=", "-1", "left exceeds right by 4"), ("inf", "<=", "1", nil),
    ("1000003", "<=", "3", "left is ≈ 3.33e5 times right"),
  ])
  func gap(left: String, relation: String, right: String, phrase: String?) {
    let condition = Samples.condition(
      nil, "x", "fails", Samples.number(left, left), relation, Samples.number(right, right))
    #expect(Gap.phrase(condition) == phrase)
    let isFalse = !(left == "1" && relation == ">")
    #expect(Gap.isCertainlyFalse(condition) == isFalse)
  }
}
