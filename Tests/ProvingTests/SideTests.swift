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
}
