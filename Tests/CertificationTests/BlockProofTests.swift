import Enclosures
import GoldenCases
import RidgeTheory
import Testing

@testable import Certification

/// The proof of single blocks of the evidence.
struct BlockProofTests {
  /// Whatever else is compared, each block is proved by itself.
  @Test("no block is believed to have another outcome", arguments: GoldenCase.all.prefix(3))
  func outcomesOfBlocks(golden: GoldenCase) throws {
    let measurement = try RidgeMeasurement(golden.problem)
    for block in Evidence(try measurement.stageTimes()).t1 where block.outcome != .unknown {
      func check(_ outcome: Ternary) throws {
        try Verifier.check(
          [Evidence.Block(steps: block.steps, outcome: outcome)], "train_loss",
          golden.problem.epsilon, measurement, name: "t1"
        ) { $0.isAtLeast }
      }
      try check(block.outcome)
      #expect(throws: (any Error).self) { try check(!block.outcome) }
    }
  }
}
