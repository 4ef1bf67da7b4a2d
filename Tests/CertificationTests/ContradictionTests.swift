import Documents
import Enclosures
import Testing

@testable import Certification

/// What two results of different working precision may have apart, and what shows that one of them is wrong.
struct ContradictionTests {
  private func certificate(_ quantities: [String: EnclosureRecord]) -> Certificate {
    Certificate(
      version: Certificate.toolVersion, theory: "ridge", specification: [:], dataDigest: "",
      maximumPrecision: 4096, quantities: quantities, wide: [:], evidence: [:], claims: [])
  }

  private func contradicts(_ theirs: EnclosureRecord, _ ours: EnclosureRecord) -> Bool {
    do {
      try Verifier.contradict(certificate(["x": theirs]), certificate(["x": ours]))
      return false
    } catch { return true }
  }

  private func wide(_ lower: Rational, _ upper: Rational) -> EnclosureRecord {
    EnclosureRecord(wide: Interval(lower: lower, upper: upper, precision: 128))
  }

  @Test("canonical texts of one number are the same")
  func canonical() throws {
    let third = Interval(Rational(1, 3), precision: 256)
    let ours = try #require(EnclosureRecord(canonical: .enclosed(third), precision: 256))
    #expect(!contradicts(ours, ours))
    // One unit in the 20th digit, to both sides: the enclosures touch, the texts are others.
    let last = Rational(1, 10).power(20) ?? 0
    let lower = try Rational(parsing: ours.lower)
    for shift in [-last, last] {
      let moved = EnclosureRecord(
        lower: (lower + shift).nearestDecimal(digits: 20),
        upper: (lower + shift + last).nearestDecimal(digits: 20))
      #expect(moved != ours)
      #expect(contradicts(moved, ours))
    }
  }

  @Test("wide enclosures must have a number in common")
  func overlapping() {
    #expect(!contradicts(wide(1, 2), wide(2, 3)) && !contradicts(wide(2, 3), wide(1, 2)))
    #expect(!contradicts(wide(0, 9), wide(2, 3)) && !contradicts(wide(2, 3), wide(0, 9)))
    #expect(contradicts(wide(1, 2), wide(Rational(21, 10), 3)))
    #expect(contradicts(wide(Rational(21, 10), 3), wide(1, 2)))
    // What is known to all digits lies inside what is not.
    let two = EnclosureRecord(2)
    #expect(!contradicts(wide(1, 3), two) && !contradicts(two, wide(1, 3)))
    #expect(contradicts(wide(3, 4), two) && contradicts(two, wide(3, 4)))
  }

  @Test("a quantity exists at every precision")
  func missing() {
    #expect(throws: Verifier.Rejection.self) {
      try Verifier.contradict(certificate(["x": EnclosureRecord(1)]), certificate([:]))
    }
  }
}
