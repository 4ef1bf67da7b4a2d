import Enclosures
import Testing

@testable import Proving

struct SideTests {
  @Test(
    "a range is read and written in one form",
    arguments: [
      "[0, 99/100]", "(0, 1]", "[1, inf)", "(-inf, inf)", "(-inf, -1/2)", "[3, 3]",
    ])
  func roundTrip(text: String) throws {
    #expect(try Side(parsing: text).description == text)
  }

  @Test(
    "what is no range is refused, with the text and the remedy",
    arguments: [
      "", "0, 1", "[0; 1]", "[1, 0]", "(1, 1]", "[0, inf]", "[-inf, 0]", "[a, 1]", "[0, 1, 2]",
      "[0, 1 2]", "[- 1, 0]",
    ])
  func refusal(text: String) {
    #expect(throws: SideError.self) { try Side(parsing: text) }
  }

  @Test("ends belong to a range as its brackets say")
  func ends() throws {
    let side = try Side(parsing: "(0, 1]")
    #expect(!side.contains(0))
    #expect(side.contains(1))
    #expect(side.hasInside(Rational(1, 2)))
    #expect(!side.hasInside(1))
  }

  @Test("what no certificate could name is refused before a proof is looked for")
  func tooLong() throws {
    // 10⁻¹⁰⁰⁰⁰⁰ is read, but 1/10…0 has more digits than are read.
    let range = try statement("x > 0", [("x", "[1e-100000, 1]")])
    #expect(throws: StatementError.tooLong(statement: "test", what: "the range of 'x'")) {
      try range.check()
    }
    // With its spaces the statement has more than the 20,000 characters that are read.
    let parts = Array(repeating: "x>0", count: 2600).joined(separator: " or ")
    let long = try statement(parts, [("x", "[0, 1]")])
    #expect(throws: StatementError.tooLong(statement: "test", what: "the statement")) {
      try long.check()
    }
    try statement("x >= 0", [("x", "[1e-9, 1]")]).check()
  }
}
