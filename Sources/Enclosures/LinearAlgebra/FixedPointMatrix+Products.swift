internal import CMPFR
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

/// The start of a matrix row.
struct RowPointer {
  let magnitudes: UnsafePointer<UInt>
  let signs: UnsafePointer<UInt8>
  let limbs: Int

  @inline(__always)
  init(_ operand: FixedPointMatrix.Operand, _ row: Int) {
    magnitudes = operand.magnitudes + row * operand.columns * operand.limbs
    signs = operand.signs + row * operand.columns
    limbs = operand.limbs
  }
}

/// Σ aᵢ·bᵢ for rows with a.limbs ≥ b.limbs, as a magnitude of a.limbs + b.limbs + 1 words and a sign.
///
/// Scratch: three times as many words.
private func dotProduct(
  _ a: RowPointer, _ b: RowPointer, count: Int, scratch: UnsafeMutablePointer<UInt>,
  into result: UnsafeMutablePointer<UInt>
) -> UInt8 {
  let long = a.limbs
  let short = b.limbs
  let length = long + short
  let width = length + 1
  let product = scratch + 2 * width
  scratch.update(repeating: 0, count: 2 * width)
  var x = a.magnitudes
  var y = b.magnitudes
  if short == 1 {
    for index in 0..<count {
      let sum = scratch + Int(a.signs[index] ^ b.signs[index]) * width
      let carry = __gmpn_addmul_1(sum, x, long, y.pointee)
      let (high, overflow) = sum[long].addingReportingOverflow(carry)
      sum[long] = high
      sum[long + 1] &+= overflow ? 1 : 0
      x += long
      y += 1
    }
  } else if long == short {
    for index in 0..<count {
      let sum = scratch + Int(a.signs[index] ^ b.signs[index]) * width
      __gmpn_mul_n(product, x, y, long)
      sum[length] &+= __gmpn_add_n(sum, sum, product, length)
      x += long
      y += long
    }
  } else {
    for index in 0..<count {
      let sum = scratch + Int(a.signs[index] ^ b.signs[index]) * width
      _ = __gmpn_mul(product, x, long, y, short)
      sum[length] &+= __gmpn_add_n(sum, sum, product, length)
      x += long
      y += short
    }
  }
  let order = __gmpn_cmp(scratch, scratch + width, width)
  if order >= 0 {
    _ = __gmpn_sub_n(result, scratch, scratch + width, width)
    return 0
  }
  _ = __gmpn_sub_n(result, scratch + width, scratch, width)
  return 1
}
