import Reporting
import Testing

/// DESIGN section 5: what counts as expected.
struct ExpectationTests {
  @Test(arguments: [
    ("pass", nil, ExpectationOutcome.asExpected), ("out-of-scope", nil, .asExpected),
    ("fail", nil, .unexpected), ("undecided", nil, .undecided), ("other", nil, .unexpected),
    ("fail", "fail", .asExpected), ("undecided", "undecided", .asExpected),
    ("out-of-scope", "out-of-scope", .asExpected), ("out-of-scope", "pass", .unexpected),
    ("undecided", "pass", .unexpected), ("pass", "fail", .unexpected),
  ])
  func outcome(verdict: String, expected: String?, outcome: ExpectationOutcome) {
    #expect(Expectations.outcome(verdict: verdict, expected: expected) == outcome)
  }

  @Test func `an expected claim that is missing is unexpected`() {
    let certificate = Samples.certificate([Samples.failing, Samples.undecided, Samples.passing])
    let outcomes = Expectations.check(
      certificate, ["ridge/4.2-t2": "fail", "ridge/none": "pass"])
    #expect(
      outcomes == [
        "ridge/4.2-t2": .asExpected, "user/near-tie": .undecided, "ridge/4.4": .asExpected,
        "ridge/none": .unexpected,
      ])
  }
}
