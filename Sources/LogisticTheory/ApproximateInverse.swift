internal import Enclosures

/// An approximate inverse R in binary64, for verified linear algebra; nothing is assumed of it.
struct ApproximateInverse {
  /// The rows of R.
  let rows: [[Double]]

  /// Inverts by elimination with row pivots; nil where a pivot vanishes or the result is not finite.
  init?(of matrix: [[Double]]) {
    let n = matrix.count
    var left = matrix
    var right = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0.0 } }
    for column in 0..<n {
      let pivot = (column..<n).max { abs(left[$0][column]) < abs(left[$1][column]) } ?? column
      left.swapAt(pivot, column)
      right.swapAt(pivot, column)
      let scale = 1 / left[column][column]
      guard scale.isFinite, scale != 0 else { return nil }
      for j in 0..<n {
        left[column][j] *= scale
        right[column][j] *= scale
      }
      let (leftPivot, rightPivot) = (left[column], right[column])
      for row in 0..<n where row != column {
        let factor = left[row][column]
        if factor == 0 { continue }
        for j in column..<n { left[row][j] -= factor * leftPivot[j] }
        for j in 0..<n { right[row][j] -= factor * rightPivot[j] }
      }
    }
    guard right.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    rows = right
  }

  /// Enclosures of R·x.
  func applied(to vector: [Interval], precision: Int) -> [Interval] {
    rows.map { row in
      var sum = Interval.zero(precision: precision)
      for (entry, value) in zip(row, vector) {
        sum = sum + Interval(exactly: entry, precision: precision) * value
      }
      return sum
    }
  }

  /// An upper bound of ‖I − RG‖_∞ over all G in an interval matrix.
  ///
  /// **Rounding.** With g = mid G to 2⁻⁵³ and radii r rounded up, each entry of the computed I − Rg errs
  /// by less than (n + 3)·2⁻⁵²·(|R||g| + 1) + |R|r, which is added with all bounds doubled.
  func defect(from matrix: [[Interval]]) -> Double {
    let n = rows.count
    let centers = matrix.map { row in row.map { $0.midpoint.approximation } }
    let radii = matrix.map { row in row.map { $0.radius.double(rounding: .up) } }
    var greatest = 0.0
    for (i, row) in rows.enumerated() {
      var sums = [Double](repeating: 0, count: n)
      var sizes = [Double](repeating: 1, count: n)
      var spreads = [Double](repeating: 0, count: n)
      sums[i] = 1
      for (k, entry) in row.enumerated() {
        let size = abs(entry)
        let (center, radius) = (centers[k], radii[k])
        for j in 0..<n {
          sums[j] -= entry * center[j]
          sizes[j] += size * abs(center[j])
          spreads[j] += size * radius[j]
        }
      }
      var total = 0.0
      for j in 0..<n {
        total += abs(sums[j]) + 2 * spreads[j] + sizes[j] * Double(n + 3) * 0x1p-51 + 1e-290
      }
      // A sum that is not a number bounds nothing.
      greatest = total >= 0 ? max(greatest, total * 1.0001) : .infinity
    }
    return greatest
  }
}
