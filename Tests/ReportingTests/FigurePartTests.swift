import Certification
import Documents
import Enclosures
import Testing

@testable import Reporting

@Suite struct FigurePartTests {
  @Test func labelsNeverCoverEachOther() {
    var state: UInt64 = 11
    func next(_ bound: Int) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int(state >> 33) % (bound * 10)) / 10
    }
    for _ in 0..<300 {
      let labels = (0..<Int(next(7)) + 1).map { _ in
        LabelPlacement.Label(place: next(500), width: next(120) + 5, hasLine: next(10) > 3)
      }
      let spots = LabelPlacement.spots(labels, width: 500)
      #expect(spots.count == labels.count)
      for (a, first) in spots.enumerated() {
        #expect(first.left >= 0 && first.left + labels[a].width <= 500.001)
        for (b, second) in spots.enumerated() where b > a && first.row == second.row {
          #expect(
            first.left + labels[a].width <= second.left
              || second.left + labels[b].width <= first.left)
        }
      }
    }
  }

  @Test func linesOfNeighboursPassNoText() {
    let labels = [100.0, 103, 106, 250, 250].map {
      LabelPlacement.Label(place: $0, width: 60, hasLine: true)
    }
    let spots = LabelPlacement.spots(labels, width: 400)
    for (a, upper) in spots.enumerated() {
      for (b, lower) in spots.enumerated() where upper.row > lower.row {
        let line = labels[a].place
        #expect(line < lower.left || line > lower.left + labels[b].width)
      }
    }
  }

  @Test func stepsAreSpacedByTheirLogarithms() {
    let steps = PlotLogarithm.steps(from: 1, through: 1_000_000, count: 7)
    #expect(steps == [1, 10, 100, 1000, 10_000, 100_000, 1_000_000])
    #expect(PlotLogarithm.steps(from: 1, through: 5, count: 100) == [1, 2, 3, 4, 5])
    #expect(PlotLogarithm.steps(from: 4, through: 4, count: 10) == [4])
  }

  @Test func axesTakeWhatTheyAreGiven() {
    let same = PlotAxis(PlotText("x"), nil, holding: [5, 5])
    #expect(same.contains(5) && same.lower < same.upper)
    let none = PlotAxis(PlotText("x"), .logarithmic, holding: [])
    #expect(!none.ticks.isEmpty)
    let wide = PlotAxis(PlotText("x"), nil, holding: [Rational(1, 1_000_000), 1_000_000])
    #expect(wide.scale == .logarithmic && wide.ticks.count < 12)
    #expect(wide.fraction(0) < 0 && wide.fraction(-3) < 0)
    #expect(PlotAxis(PlotText("x"), nil, holding: [-1, 1000]).scale == .linear)
  }

  @Test func textsOfTicksLeaveRoom() {
    let axis = PlotAxis(
      PlotText("x"), .logarithmic, from: Rational(1, 10_000), to: Rational(1, 100))
    #expect(axis.fittingTicks(width: 600, size: 11).count == 7)
    #expect(axis.fittingTicks(width: 110, size: 7).map(\.text.plain) == ["10⁻⁴", "0.001", "0.01"])
    #expect(axis.fittingTicks(width: 10, size: 7).count == 1)
  }

  @Test func writesNumbersForPeople() {
    #expect(PlotTicks.number(Rational(1, 10_000)).plain == "10⁻⁴")
    #expect(PlotTicks.number(Rational(1, 20_000)).plain == "5·10⁻⁵")
    #expect(PlotTicks.number(Rational(1, 20)).plain == "0.05")
    #expect(PlotTicks.number(50_000).latex == #"$5\cdot10^{4}$"#)
    #expect(Markup.number(-0.004) == "0" && Markup.number(1.5) == "1.5")
    #expect(Markup.number(-12.345) == "-12.35" || Markup.number(-12.345) == "-12.34")
  }

  // MARK: - Accuracies

  private func point(_ train: String, _ population: String) -> TrajectoryPoint {
    TrajectoryPoint(
      step: 1,
      values: [
        "train_loss": .number(Samples.exact(train)),
        "population_loss": .number(Samples.exact(population)),
      ])
  }

  @Test func accuraciesFollowFromLosses() throws {
    let certificate = Samples.figure
    // L = ε: erf(1/√2), the share of a normal law within one deviation.
    let one = try #require(LossFigure.testAccuracy(point("1", "0.01"), certificate))
    // The digits are those of the value, cut off.
    let digits = try Rational(parsing: "0.68268949213708589717")
    let next = try Rational(parsing: "0.68268949213708589718")
    #expect(one.lower <= next && one.upper >= digits)
    #expect(one.upper - one.lower < Rational(1, 1_000_000_000))
    #expect(LossFigure.testAccuracy(point("1", "0"), certificate) == PlotNumber(1))
    // n = 100, ε = 1/100: 2nLₙ/ε = 5 allows four points beyond ε, and forbids none.
    let some = try #require(LossFigure.trainAccuracy(point("0.00025", "1"), certificate))
    #expect(some == PlotNumber(lower: Rational(96, 100), upper: 1))
    let bad = try #require(LossFigure.trainAccuracy(point("1", "1"), certificate))
    #expect(bad == PlotNumber(lower: 0, upper: Rational(99, 100)))
    #expect(LossFigure.trainAccuracy(point("0", "1"), certificate) == PlotNumber(1))
  }
}
