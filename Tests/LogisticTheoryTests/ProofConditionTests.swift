import Documents
import Enclosures
import Testing

@testable import LogisticTheory

/// What the proofs of margins and limits ask of a proposal, where the proposals that the search makes never fail it.
struct ProofConditionTests {
  private func points(_ entries: [Rational], _ labels: [Int]) -> ExtendedPoints {
    ExtendedPoints(
      LogisticDataset(
        points: ExactMatrix(rows: labels.count, columns: 1, entries), labels: labels))
  }

  @Test("a plane through points of margin 1 is no optimum where a multiplier is negative")
  func negativeMultiplier() {
    // (w, b) = (0, 1) has margin 1 at both, but (1/2, 1/2) is shorter: z₁ alone holds it.
    let both = ExactMargin(points: points([1, 3], [1, 1]))
    #expect(both.extendedOptimum(working: [0, 1]) == nil)
    #expect(both.extendedOptimum(working: [0])?.state == [Rational(1, 2), Rational(1, 2)])
    // Of three points on a line the middle one is tight for no plane that separates the others best.
    let three = ExactMargin(points: points([1, 2, -1], [1, 1, -1]))
    #expect(three.plainOptimum(working: [0, 2])?.state == [1, 0])
    #expect(three.plainOptimum(working: [1, 2]) == nil)
  }

  @Test("a point that is below margin 1 by less than binary64 tells is not feasible")
  func nearlyFeasible() {
    for distance in [Rational.powerOfTwo(-60), .powerOfTwo(-400)] {
      let near = ExactMargin(points: points([1, 1 - distance], [1, 1]))
      #expect(near.extendedOptimum(working: [0]) == nil)
      #expect(near.extendedOptimum(working: [1]) != nil)
      let far = ExactMargin(points: points([1, 1 + distance], [1, 1]))
      #expect(far.extendedOptimum(working: [0]) != nil)
    }
  }

  @Test("the defect of an inverse knows the radii of its matrix")
  func defectOfRadii() throws {
    let one = Interval(1, precision: 64)
    let zero = Interval.zero(precision: 64)
    let inverse = try #require(ApproximateInverse(of: [[1, 0], [0, 1]]))
    let half = BigFloat(Rational(1, 2), precision: 64, rounding: .up)
    for (place, expected) in [(0, 0.5), (1, 0.5), (2, 0.5), (3, 0.5)] {
      var matrix = [[one, zero], [zero, one]]
      matrix[place / 2][place % 2] = matrix[place / 2][place % 2].widened(by: half)
      let defect = inverse.defect(from: matrix)
      #expect(defect >= expected && defect < 1.01)
    }
    #expect(inverse.defect(from: [[one, zero], [zero, one]]) < 1e-12)
  }

  @Test(
    "the Krawczyk test accepts nothing by an inverse that is none",
    arguments: GoldenMargin.separable)
  func uselessInverse(_ golden: GoldenMargin) throws {
    let margin = try #require(MaximumMargin.find(golden.dataset).separable)
    let points = ExtendedPoints(golden.dataset)
    let equation = ResidualEquation(
      rows: margin.support.map { points.row($0) },
      labels: margin.support.map { golden.dataset.labels[$0] }, margin: margin,
      stepScale: golden.eta, bits: 128)
    let n = equation.length
    // R = 10⁻³⁰⁰·I: v + R·F(v) is v, and I − RK is I, wherever v is.
    let useless = try #require(
      ApproximateInverse(
        of: (0..<n).map { i in (0..<n).map { $0 == i ? 1e300 : 0 } }))
    let state = (0..<n).map { BigFloat($0, precision: 128, rounding: .nearest) }
    let step = useless.applied(
      to: Array(repeating: Interval(1, precision: 128), count: n), precision: 128)
    #expect(equation.krawczyk(state, step, useless) == nil)
  }
}
