import FuzzTargets
import Testing

/// A harness that sees nothing finds nothing: each target takes a good input, and refuses a bad one without a finding.
@Suite("targets of the fuzzer")
struct TargetTests {
  @Test("refuse what is none of theirs", arguments: FuzzTarget.allCases)
  func rubbish(target: FuzzTarget) throws {
    for text in ["", "\u{0}", "]", "{", "hello", "{\"a\": 1}", "[[[", "1"] {
      try target.run(Array(text.utf8))
    }
  }
}
