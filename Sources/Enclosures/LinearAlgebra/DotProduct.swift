internal import CMPFR
internal import MPFRShims

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
func dotProduct(
  _ a: RowPointer, _ b: RowPointer, count: Int, scratch: UnsafeMutablePointer<UInt>,
  into result: UnsafeMutablePointer<UInt>
) -> UInt8 {
  let long = a.limbs
  let short = b.limbs
  let isDone = shim_dot_product(
    a.magnitudes, a.signs, long, b.magnitudes, b.signs, short, count, result)
  if isDone != 0 {
    let isNegative = result[long + short] >> 63 != 0
    if isNegative { _ = __gmpn_neg(result, result, long + short + 1) }
    return isNegative ? 1 : 0
  }
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
