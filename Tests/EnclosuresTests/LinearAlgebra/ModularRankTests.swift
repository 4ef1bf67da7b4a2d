import Enclosures
import Testing

@Suite("exact rank")
struct ModularRankTests {
  /// Rank by elimination over ℚ.
  private static func rationalRank(_ entries: [[Rational]]) -> Int {
    var matrix = entries
    var rank = 0
    for column in 0..<(matrix.first?.count ?? 0) where rank < matrix.count {
      guard let pivot = (rank..<matrix.count).first(where: { !matrix[$0][column].isZero })
      else { continue }
      matrix.swapAt(pivot, rank)
      for row in (rank + 1)..<max(matrix.count, rank + 1) {
        let factor = matrix[row][column] / matrix[rank][column]
        for k in column..<matrix[row].count {
          matrix[row][k] = matrix[row][k] - factor * matrix[rank][k]
        }
      }
      rank += 1
    }
    return rank
  }

  private static func rank(_ entries: [[Rational]], jobs: Int = 2) -> Int? {
    ModularRank.exactRank(
      rows: entries.count, columns: entries.first?.count ?? 0, entry: { entries[$0][$1] },
      jobs: jobs)
  }

  /// A product of random factors: rank at most the inner dimension.
  private static func product(
    _ rows: Int, _ inner: Int, _ columns: Int, seed: UInt64
  ) -> [[Rational]] {
    var generator = SeededGenerator(seed: seed)
    let left = randomRationals(rows, inner, using: &generator)
    let right = randomRationals(inner, columns, using: &generator)
    return left.map { row in
      (0..<columns).map { j in (0..<inner).reduce(Rational(0)) { $0 + row[$1] * right[$1][j] } }
    }
  }

  @Test("equals elimination over the rationals, for flat, square and tall matrices of any rank")
  func random() {
    for (index, shape) in [(5, 3, 7), (6, 6, 6), (6, 2, 30), (9, 4, 4), (20, 3, 3), (4, 4, 20)]
      .enumerated()
    {
      let entries = Self.product(shape.0, shape.1, shape.2, seed: UInt64(index))
      #expect(Self.rank(entries) == Self.rationalRank(entries))
      #expect(Self.rank(entries, jobs: 1) == Self.rationalRank(entries))
    }
  }

  @Test("zero matrices, empty shapes, single entries")
  func corners() {
    #expect(Self.rank([[0, 0, 0], [0, 0, 0]]) == 0)
    #expect(Self.rank([[Rational(1, 3)]]) == 1)
    #expect(Self.rank([[0]]) == 0)
    #expect(ModularRank.exactRank(of: FixedPointMatrix(rows: 3, columns: 0, fractionBits: 0)) == 0)
    #expect(Self.rank([[1, 2], [2, 4]]) == 1)
    #expect(Self.rank([[1, 2], [2, Rational(4) + .powerOfTwo(-900)]]) == 2)
  }

  @Test("copies of rows with big entries")
  func copies() {
    var generator = SeededGenerator(seed: 21)
    let rows = (0..<3).map { _ in (0..<20).map { _ in generator.double(exponents: -200...200) } }
    let values = (rows + rows + [rows[1]]).flatMap { $0 }
    let matrix = FixedPointMatrix(rows: 7, columns: 20, exactly: values)
    #expect(matrix.flatMap { ModularRank.exactRank(of: $0) } == 3)
  }

  @Test("a determinant that the first prime divides is not taken for zero")
  func unluckyPrime() {
    // 2⁶² − 57 is the greatest prime below 2⁶²: modulo it the matrix has rank 1.
    let prime = Rational(4_611_686_018_427_387_847)
    #expect(Self.rank([[1, 0], [0, prime]]) == 2)
    #expect(Self.rank([[prime, 0, 0], [0, prime, 0], [0, 0, 0]]) == 2)
  }

  @Test("a known lower bound and a work limit are respected")
  func limits() {
    let entries = Self.product(6, 2, 6, seed: 3)
    #expect(
      ModularRank.exactRank(
        rows: 6, columns: 6, entry: { entries[$0][$1] }, lowerBound: 2) == 2)
    #expect(
      ModularRank.exactRank(
        rows: 6, columns: 6, entry: { entries[$0][$1] }, workLimit: 100) == nil)
    #expect(
      ModularRank.exactRank(
        rows: 6, columns: 6, entry: { _, _ in 1 }, lowerBound: 6, workLimit: 0) == 6)
  }
}
