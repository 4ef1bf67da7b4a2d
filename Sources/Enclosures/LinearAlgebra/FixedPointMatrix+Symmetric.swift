internal import CMPFR
import Dispatch

/// Symmetric matrices from functions.
extension FixedPointMatrix {
  /// A symmetric matrix from approximations of its entries on and left of the diagonal.
  ///
  /// **Rounding.** Each is rounded to the nearest multiple of 2^(−fractionBits). Rows are computed by
  /// several threads; the result does not depend on their number.
  ///
  /// - Parameters:
  ///   - size: the number of rows.
  ///   - fractionBits: the grid.
  ///   - magnitudeBits: every |entry| is below 2^magnitudeBits.
  ///   - jobs: the greatest number of threads.
  ///   - row: the entries 0…i of row i.
  /// - Returns: the rounded matrix.
  public static func symmetric(
    size: Int, fractionBits: Int, magnitudeBits: Int, jobs: Int,
    row: @Sendable (Int) -> [BigFloat]
  ) -> FixedPointMatrix {
    // One bit more, because rounding may carry.
    let limbs = max(1, (fractionBits + magnitudeBits + 1 + 63) / 64)
    var result = FixedPointMatrix(
      rows: size, columns: size, fractionBits: fractionBits, limbs: limbs)
    let threads = max(1, min(jobs, size))
    result.withMutableStorage { magnitudes, signs in
      // Row i and column i belong to the thread that computes row i: no two threads write to one place.
      nonisolated(unsafe) let output = (magnitudes, signs)
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        var integer = mpz_t()
        __gmpz_init(&integer)
        defer { __gmpz_clear(&integer) }
        for i in stride(from: thread, to: size, by: threads) {
          let entries = row(i)
          precondition(entries.count == i + 1, "the entries up to the diagonal are needed")
          for (j, entry) in entries.enumerated() {
            let scaled = entry.scaled(byPowerOfTwo: fractionBits)
            _ = scaled.withHeader { mpfr_get_z(&integer, $0, MPFR_RNDN) }
            let count = Int(integer._mp_size.magnitude)
            precondition(count <= limbs, "an entry is greater than was promised")
            let sign: UInt8 = integer._mp_size < 0 ? 1 : 0
            for index in [i * size + j, j * size + i] {
              for word in 0..<limbs {
                output.0[index * limbs + word] = word < count ? integer._mp_d[word] : 0
              }
              output.1[index] = sign
            }
          }
        }
      }
    }
    result.maximumEntryError = .powerOfTwo(-fractionBits - 1)
    return result
  }

  /// One row, and the dot products of it with every row, exactly.
  public func dotProducts(ofRow row: Int) -> FixedPointMatrix {
    selectingRows([row]).multiplied(byTransposeOf: self, jobs: 1)
  }

  /// A·S, exactly, for a symmetric matrix S.
  public func multiplied(bySymmetric other: FixedPointMatrix, jobs: Int = 2) -> FixedPointMatrix {
    precondition(other.isSquare, "a symmetric matrix is square")
    return multiplied(byTransposeOf: other, jobs: jobs)
  }

  /// The matrix with 0 in place of its negative entries.
  public func positivePart() -> FixedPointMatrix {
    var result = self
    for index in 0..<(rows * columns) where signs[index] != 0 {
      for word in 0..<limbs { result.magnitudes[index * limbs + word] = 0 }
      result.signs[index] = 0
    }
    return result
  }
}
