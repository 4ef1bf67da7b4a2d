internal import Documents
internal import Enclosures
internal import LogisticKernels

/// The signed extended points as pairs of doubles, in the layout of the kernel.
///
/// In high dimensions reading the points takes most of a step: where they are doubles, the sums high + low are
/// stored (they are whole), and the kernel splits them again.
///
/// u = high + low + δ, high on a common grid so coarse that Σ v_k·high_k is exact for a v on a grid of its
/// own: with P_u and P_v bits for the greatest coordinates and D terms, P_u + P_v + ⌈log₂ D⌉ ≤ 53, so
/// that every partial sum is an integer of at most 53 bits times a power of two. The last coordinate, ±1,
/// is off the grid where that is coarser than 1: there v_last has a grid coarser by `lastScale`.
struct HardwarePoints: Sendable {
  let dimension: Int
  /// Points that are stored.
  let count: Int
  let chunks: Int
  /// High parts, or whole coordinates.
  private(set) var high: [Double]
  /// Low parts; as `high`, and not read, where points are whole.
  private(set) var low: [Double]
  /// Whether `high` has whole coordinates.
  let isWhole: Bool
  /// (x + this) − this is the high part of x.
  let magic: Double
  /// Upper bounds of ‖uᵢ‖₂; 0 for padding.
  private(set) var norms: [Double]
  /// Bits that v may have on its grid.
  let stateBits: Int
  /// The unit of the points' grid, or 1 if that is greater.
  let lastScale: Double
  /// Coordinate by coordinate, the greatest |high| and |low|.
  let greatest: [Double], greatestLow: [Double]
  /// Every |δ_k| is at most this.
  let deviation: Double
  /// The greatest norm.
  let reach: Double

  /// All points of the input.
  ///
  /// nil where some coordinate is out of the doubles' comfortable range. Points that are doubles are whole
  /// by wish, or else in dimensions without a Hessian.
  init?(_ input: DescentInput, isWhole wished: Bool? = nil) {
    let n = input.dimension
    let chunk = Int(kernel_chunk)
    dimension = n
    count = input.count
    chunks = (count + chunk - 1) / chunk
    let sumBits = n <= 1 ? 0 : Int.bitWidth - (n - 1).leadingZeroBitCount
    let pointBits = (53 - sumBits) / 2
    stateBits = 53 - sumBits - pointBits
    var exact: [Double]?
    var largest = 1.0
    if case .binary64(let entries) = input.points.storage {
      exact = entries
      for x in entries { largest = max(largest, abs(x)) }
    } else {
      for x in input.points.entries { largest = max(largest, abs(x.approximation) * 1.01) }
    }
    guard largest < 0x1p200 else { return nil }
    isWhole = exact != nil && (wished ?? (n > Int(kernel_hessian_dimension)))
    var high = Array(repeating: 0.0, count: chunks * chunk * n)
    var low = isWhole ? [] : high
    norms = Array(repeating: 0, count: chunks * chunk)
    // 2^grid·2^pointBits ≥ largest; adding and subtracting 1.5·2^(52 + grid) rounds to the grid.
    let grid = Int(largest.exponent) + 1 - pointBits
    magic = 1.5 * Double(sign: .plus, exponent: 52 + grid, significand: 1)
    lastScale = Double(sign: .plus, exponent: max(grid, 0), significand: 1)
    var greatest = Array(repeating: 0.0, count: n)
    var greatestLow = greatest
    for row in 0..<count {
      let place = row / chunk * chunk * n + row % chunk
      for column in 0..<n {
        let head: Double
        let rest: Double
        if column == n - 1 {
          head = Double(input.labels[row])
          rest = 0
        } else if let exact {
          let x = exact[row * (n - 1) + column] * Double(input.labels[row])
          head = (x + magic) - magic
          rest = x - head  // exact: a multiple of x's last place, below half the grid
        } else {
          let x = BigFloat(input.signed(row, column), precision: 192, rounding: .nearest)
          head = (x.approximation + magic) - magic
          rest =
            x.subtracting(
              BigFloat(head, precision: 64, rounding: .nearest), precision: 192, .nearest
            ).approximation
        }
        if isWhole {
          high[place + column * chunk] = head + rest
        } else {
          high[place + column * chunk] = head
          low[place + column * chunk] = rest
        }
        greatest[column] = max(greatest[column], abs(head))
        greatestLow[column] = max(greatestLow[column], abs(rest))
      }
      norms[row] = exact.map { Self.norm($0, row, n) } ?? input.norm(row)
    }
    self.high = high
    self.low = low.isEmpty ? high : low
    self.greatest = greatest
    self.greatestLow = greatestLow
    // Rationals: low is rounded to 53 bits, the two 192-bit steps are below 2⁻¹⁹⁰ of the coordinate.
    deviation =
      exact == nil
      ? 0x1p-52 * (greatestLow.max() ?? 0) + 0x1p-180 * largest + 0x1p-900 : 0
    reach = norms.max() ?? 0
  }

  private static func norm(_ entries: [Double], _ row: Int, _ n: Int) -> Double {
    var square = 1.0
    for k in 0..<(n - 1) { square += entries[row * (n - 1) + k] * entries[row * (n - 1) + k] }
    // n roundings of products and n of sums, all terms positive; underflow is below 2⁻⁵³ of the 1.
    return upward(upward(square * (1 + Double(n + 2) * 0x1p-51)).squareRoot())
  }

  /// The chosen points alone.
  init(_ all: HardwarePoints, keeping chosen: [Int]) {
    let chunk = Int(kernel_chunk)
    dimension = all.dimension
    count = chosen.count
    chunks = (count + chunk - 1) / chunk
    stateBits = all.stateBits
    lastScale = all.lastScale
    greatest = all.greatest
    greatestLow = all.greatestLow
    deviation = all.deviation
    reach = all.reach
    isWhole = all.isWhole
    magic = all.magic
    var high = Array(repeating: 0.0, count: chunks * chunk * dimension)
    var low = isWhole ? [] : high
    norms = Array(repeating: 0, count: chunks * chunk)
    for (row, source) in chosen.enumerated() {
      let to = row / chunk * chunk * dimension + row % chunk
      let from = source / chunk * chunk * dimension + source % chunk
      for k in 0..<dimension {
        high[to + k * chunk] = all.high[from + k * chunk]
        if !isWhole { low[to + k * chunk] = all.low[from + k * chunk] }
      }
      norms[row] = all.norms[source]
    }
    self.high = high
    self.low = isWhole ? high : low
  }

  /// An upper bound of ‖Σ uᵢuᵢᵀ‖₂: the greatest row sum of the Gram matrix over the coordinates.
  ///
  /// An entry is off by at most (N/8 + 8)·u·N·reach² (rounding) and 2·N·reach·(max|low| + δ)·1.01 (the
  /// parts left out, if any); a row has D entries.
  func gramNorm() -> Double {
    var scratch = Array(repeating: 0.0, count: dimension)
    let value = kernel_gram_norm(HardwareKernel.variant, chunks, dimension, high, &scratch)
    let size = Double(count) * Double(dimension) * reach
    let rough = 2 * (greatestLow.max() ?? 0) + deviation
    let rounding = Double(count + 64) * 0x1p-53 * reach
    return value * (1 + Double(dimension) * 0x1p-50) + 2 * size * (rough * 1.01 + rounding) + 1e-300
  }
}
