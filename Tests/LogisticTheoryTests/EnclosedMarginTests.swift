import Documents
import Enclosures
import Testing

@testable import LogisticTheory

struct EnclosedMarginTests {
  @Test("enclosures hold the exact optimum", arguments: 0..<8)
  func exactInside(_ seed: Int) throws {
    let data = randomData(seed, count: 9, dimension: 6, shift: 300)
    let margin = try #require(MaximumMargin.find(data).separable)
    let points = ExtendedPoints(data)
    let working = Array(margin.extendedDual.keys)
    // Where all support vectors have positive multipliers, the enclosure certifies the same set.
    guard working.count == margin.support.count else { return }
    let enclosed = try #require(
      EnclosedMargin(points: points, precision: 128).solution(working))
    let exact = try #require(margin.extended.exactState)
    for (enclosure, value) in zip(enclosed.extended.state(precision: 128), exact) {
      #expect(enclosure.contains(value))
      #expect(enclosure.width.compare(to: (value.magnitude + 1) * .powerOfTwo(-100)) < 0)
    }
    #expect(enclosed.support == margin.support)
    #expect(enclosed.enclosedDual.keys.sorted() == margin.support)
    for (index, weight) in margin.extendedDual {
      #expect(enclosed.enclosedDual[index]?.contains(weight) == true)
    }
    #expect(
      enclosed.nonsupportMinimum.map { $0.contains(margin.exactNonsupportMinimum ?? 0) } ?? true)
    // A wrong active set is never certified.
    let wrong = Array(working.dropLast())
    #expect(EnclosedMargin(points: points, precision: 128).solution(wrong) == nil)
  }

  private func enclosed(
    _ dimension: Int, _ entries: [Rational], _ labels: [Int], _ working: [Int]
  ) -> MaximumMargin? {
    EnclosedMargin(
      points: ExtendedPoints(
        LogisticDataset(
          points: ExactMatrix(rows: labels.count, columns: dimension, entries), labels: labels)),
      precision: 128
    ).solution(working)
  }

  @Test("support vectors are those that hold the margin, all of them, and no others")
  func degenerate() throws {
    // (1/2, 1/2) is the optimum of x = 1; without a second point it is enclosed.
    #expect(try #require(enclosed(1, [1, 4], [1, 1], [0])).support == [0])
    // A second point of margin exactly 1 would be a support vector, too.
    #expect(enclosed(1, [1, 1], [1, 1], [0]) == nil)
    #expect(enclosed(2, [1, 0, 1, 7], [1, 1], [0]) == nil)
    // It has weight 0, which is not positive: exactly, and where thirds are rounded.
    #expect(enclosed(2, [1, 0, 1, 7], [1, 1], [0, 1]) == nil)
    for k in [3, 5, 7, 11, 13] {
      let x = Rational(1, k)
      #expect(enclosed(2, [x, 0, x, Rational(2, 3)], [1, 1], [0, 1]) == nil)
      #expect(enclosed(2, [x, 0, x, Rational(2, 3)], [1, 1], [0]) == nil)
    }
  }

  @Test("an optimum held by many constraints is enclosed")
  func wide() throws {
    let data = randomData(3, count: 50, dimension: 200, shift: 0)
    let margin = try #require(MaximumMargin.find(data, precision: 128).separable)
    guard case .enclosed = margin.extended else {
      Issue.record("expected enclosures")
      return
    }
    #expect(margin.support.count > 40)
    let state = margin.extended.state(precision: 192)
    let one = Interval(1, precision: 192)
    for index in 0..<data.count {
      let row = ExtendedPoints(data).row(index)
      var sum = Interval.zero(precision: 192)
      for (x, v) in zip(row, state) { sum = sum + Interval(x, precision: 192) * v }
      if margin.support.contains(index) {
        #expect(sum.meets(one) && sum.width.approximation < 1e-30)
      } else {
        #expect(one.isLess(than: sum) == .certainlyTrue)
      }
    }
    #expect(margin.isThroughOrigin == false)
  }

  private func randomData(
    _ seed: Int, count: Int, dimension: Int, shift: Int
  ) -> LogisticDataset {
    var words = Words(seed: UInt64(seed))
    let labels = (0..<count).map { $0 < 2 ? 2 * $0 - 1 : 2 * words.next(2) - 1 }
    let entries = labels.flatMap { label in
      (0..<dimension).map { _ in Rational(words.next(2001) - 1000 + shift * label, 100) }
    }
    return LogisticDataset(
      points: ExactMatrix(rows: count, columns: dimension, entries), labels: labels)
  }
}
