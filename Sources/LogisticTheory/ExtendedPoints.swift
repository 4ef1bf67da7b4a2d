internal import Documents
internal import Enclosures

/// The signed extended points zᵢ = yᵢ(xᵢ, 1), exactly and in binary64.
struct ExtendedPoints: Sendable {
  let dataset: LogisticDataset
  /// The zᵢ row by row, each within 2⁻⁵² of the exact coordinate, relatively (truncated).
  let approximations: [Double]

  init(_ dataset: LogisticDataset) {
    self.dataset = dataset
    let d = dataset.dimension
    var values: [Double] = []
    values.reserveCapacity(dataset.count * (d + 1))
    for (index, label) in dataset.labels.enumerated() {
      let sign = Double(label)
      for place in index * d..<(index + 1) * d {
        values.append(sign * dataset.points.approximation(place))
      }
      values.append(sign)
    }
    approximations = values
  }

  /// The number of points.
  var count: Int { dataset.count }
  /// The length d + 1.
  var length: Int { dataset.dimension + 1 }

  /// zᵢ.
  func row(_ index: Int) -> [Rational] {
    let label = dataset.labels[index]
    let entries = dataset.row(index).map { dataset.points[$0] }
    return (label > 0 ? entries : entries.map { -$0 }) + [Rational(label)]
  }

  /// The product zᵢ·v.
  func margin(_ index: Int, _ state: [Rational]) -> Rational { dot(row(index), state) }

  /// An enclosure of zᵢ·v in binary64, as center and radius, where |v − ṽ| ≤ 2⁻⁵²|ṽ| coordinate by
  /// coordinate; the radius is infinite or not a number where nothing is known.
  ///
  /// **Rounding.** Each product errs by less than 4·2⁻⁵² relative and the sum of d + 1 terms by less
  /// than (d + 1)·2⁻⁵² of Σ|terms|, itself computed to a factor 1 + (d + 2)·2⁻⁵²; all are taken twice.
  /// Underflow errs by less than 3·2⁻¹⁰⁷⁴·max(1, |row|, |state|) a term, which the last summand covers.
  func approximateMargin(_ index: Int, _ state: [Double]) -> (center: Double, radius: Double) {
    var sum = 0.0
    var size = 0.0
    var greatest = 1.0
    approximations.withUnsafeBufferPointer { rows in
      state.withUnsafeBufferPointer { state in
        for j in 0..<length {
          let row = rows[index * length + j]
          let term = row * state[j]
          sum += term
          size += abs(term)
          greatest = max(greatest, max(abs(row), abs(state[j])))
        }
      }
    }
    let terms = Double(length)
    return (sum, (size * (terms + 6) + greatest * terms * 1e-300) * 0x1p-51)
  }
}

/// Σ aⱼbⱼ.
func dot(_ a: [Rational], _ b: [Rational]) -> Rational {
  var sum = Rational(0)
  for (x, y) in zip(a, b) { sum += x * y }
  return sum
}

/// The solution of a square system by elimination; nil where it is singular.
func solve(_ matrix: [[Rational]], _ right: [Rational]) -> [Rational]? {
  let n = right.count
  var rows = zip(matrix, right).map { $0 + [$1] }
  for column in 0..<n {
    guard let pivot = (column..<n).first(where: { !rows[$0][column].isZero }) else { return nil }
    rows.swapAt(pivot, column)
    let scale = 1 / rows[column][column]
    for place in column...n { rows[column][place] = rows[column][place] * scale }
    for row in 0..<n where row != column && !rows[row][column].isZero {
      let factor = rows[row][column]
      for place in column...n {
        rows[row][place] = rows[row][place] - factor * rows[column][place]
      }
    }
  }
  return rows.map { $0[n] }
}
