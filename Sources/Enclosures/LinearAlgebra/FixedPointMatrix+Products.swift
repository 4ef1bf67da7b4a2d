import Dispatch

/// Exact products.
///
/// Every product is a family of dot products of rows, A·Bᵀ, accumulated without rounding in
/// accumulators one word wider than a single product, so that 2⁶⁴ terms cannot overflow. Positive and
/// negative terms go to two accumulators, chosen by the sign without a branch; their difference is
/// taken once at the end. The result of an entry depends on nothing but its two rows: neither order
/// nor number of threads can change it.
extension FixedPointMatrix {
  /// A·Aᵀ, exactly: the Gram matrix of the rows.
  public func gram(jobs: Int = 2) -> FixedPointMatrix {
    dotProducts(of: self, part: .symmetric, jobs: jobs)
  }

  /// A·B, exactly.
  public func multiplied(by other: FixedPointMatrix, jobs: Int = 2) -> FixedPointMatrix {
    precondition(columns == other.rows, "inner dimensions differ")
    return dotProducts(of: other.transposed(), part: .full, jobs: jobs)
  }

  /// A·Bᵀ, exactly: all dot products of rows of A with rows of B.
  public func multiplied(
    byTransposeOf other: FixedPointMatrix, jobs: Int = 2
  ) -> FixedPointMatrix {
    precondition(columns == other.columns, "inner dimensions differ")
    return dotProducts(of: other, part: .full, jobs: jobs)
  }

  /// Aᵀ·B, exactly.
  public func transposedMultiplied(
    by other: FixedPointMatrix, jobs: Int = 2
  ) -> FixedPointMatrix {
    precondition(rows == other.rows, "inner dimensions differ")
    return transposed().dotProducts(of: other.transposed(), part: .full, jobs: jobs)
  }

  /// Which entries of A·Bᵀ are wanted.
  enum ProductPart {
    case full
    /// Entries above the diagonal only; the others stay 0.
    case upper
    /// The product is known to be symmetric: half is computed, the other half copied.
    case symmetric
  }

  /// The dot products of rows of this matrix with rows of the other.
  func dotProducts(of other: FixedPointMatrix, part: ProductPart, jobs: Int) -> FixedPointMatrix {
    assert(columns == other.columns)
    let width = limbs + other.limbs + 1
    var result = FixedPointMatrix(
      rows: rows, columns: other.rows, fractionBits: fractionBits + other.fractionBits,
      limbs: width)
    if rows == 0 || other.rows == 0 || columns == 0 { return result }
    let work = rows * other.rows * columns * limbs * other.limbs
    let threads = work < 200_000 ? 1 : max(1, min(jobs, rows))
    withOperand { left in
      other.withOperand { right in
        result.withMutableStorage { magnitudes, signs in
          // Threads write to disjoint rows; rows are dealt out in turn, so that triangles balance.
          nonisolated(unsafe) let output = (magnitudes, signs)
          nonisolated(unsafe) let operands = (left, right)
          @Sendable func run(_ thread: Int) {
            for row in stride(from: thread, to: operands.0.rows, by: threads) {
              FixedPointMatrix.fillRow(
                row, of: output.0, output.1, operands.0, operands.1, part)
            }
          }
          if threads == 1 {
            run(0)
          } else {
            DispatchQueue.concurrentPerform(iterations: threads) { run($0) }
          }
        }
      }
    }
    if part == .symmetric { result.mirrorUpperTriangle() }
    return result.trimmed()
  }

  /// What the kernel reads of a matrix.
  struct Operand {
    let magnitudes: UnsafePointer<UInt>
    let signs: UnsafePointer<UInt8>
    let rows: Int
    let columns: Int
    let limbs: Int
  }

  func withOperand<R>(_ body: (Operand) -> R) -> R {
    magnitudes.withUnsafeBufferPointer { words in
      signs.withUnsafeBufferPointer { bits in
        guard let first = words.baseAddress, let sign = bits.baseAddress else {
          preconditionFailure("an empty matrix has no entries to read")
        }
        return body(
          Operand(magnitudes: first, signs: sign, rows: rows, columns: columns, limbs: limbs))
      }
    }
  }

  mutating func withMutableStorage(
    _ body: (UnsafeMutablePointer<UInt>, UnsafeMutablePointer<UInt8>) -> Void
  ) {
    magnitudes.withUnsafeMutableBufferPointer { words in
      signs.withUnsafeMutableBufferPointer { bits in
        if let first = words.baseAddress, let sign = bits.baseAddress { body(first, sign) }
      }
    }
  }

  private static func fillRow(
    _ row: Int, of magnitudes: UnsafeMutablePointer<UInt>, _ signs: UnsafeMutablePointer<UInt8>,
    _ left: Operand, _ right: Operand, _ part: ProductPart
  ) {
    let first = part == .full ? 0 : (part == .symmetric ? row : row + 1)
    let width = left.limbs + right.limbs + 1
    // mpn_mul wants the longer factor first; the product does not care.
    let isSwapped = left.limbs < right.limbs
    withUnsafeTemporaryAllocation(of: UInt.self, capacity: 3 * width) { scratch in
      let scratch = scratch.baseAddress.unsafelyUnwrapped
      for column in stride(from: first, to: right.rows, by: 1) {
        let a = RowPointer(left, row)
        let b = RowPointer(right, column)
        let index = row * right.rows + column
        signs[index] = dotProduct(
          isSwapped ? b : a, isSwapped ? a : b, count: left.columns, scratch: scratch,
          into: magnitudes + index * width)
      }
    }
  }

  private mutating func mirrorUpperTriangle() {
    for row in 0..<rows {
      for column in 0..<row {
        for word in 0..<limbs {
          magnitudes[(row * columns + column) * limbs + word] =
            magnitudes[(column * columns + row) * limbs + word]
        }
        signs[row * columns + column] = signs[column * columns + row]
      }
    }
  }
}
