import Enclosures
import Testing

@Suite("Ternary truth values follow Kleene's tables")
struct TernaryTests {
  let all: [Ternary] = [.certainlyTrue, .unknown, .certainlyFalse]

  /// false < unknown < true.
  private func rank(_ value: Ternary) -> Int {
    switch value {
    case .certainlyFalse: 0
    case .unknown: 1
    case .certainlyTrue: 2
    }
  }

  @Test("negation exchanges true and false")
  func negation() {
    #expect((!Ternary.certainlyTrue) == .certainlyFalse)
    #expect((!Ternary.certainlyFalse) == .certainlyTrue)
    #expect((!Ternary.unknown) == .unknown)
  }

  @Test("conjunction is the minimum and disjunction the maximum")
  func connectives() {
    for x in all {
      for y in all {
        #expect(rank(x && y) == min(rank(x), rank(y)))
        #expect(rank(x || y) == max(rank(x), rank(y)))
      }
    }
  }

  @Test("Booleans lift to certain values")
  func lifting() {
    #expect(Ternary(true) == .certainlyTrue)
    #expect(Ternary(false) == .certainlyFalse)
  }
}
