internal import CMPFR

/// Exact changes of form, and rounding.
extension FixedPointMatrix {
  /// The transpose.
  public func transposed() -> FixedPointMatrix {
    var result = FixedPointMatrix(
      rows: columns, columns: rows, fractionBits: fractionBits, limbs: limbs)
    for row in 0..<rows {
      for column in 0..<columns {
        result.copyEntry(column * rows + row, from: self, row * columns + column)
      }
    }
    result.maximumEntryError = maximumEntryError
    return result
  }

  /// The rows with the given indices, in that order.
  public func selectingRows(_ indices: [Int]) -> FixedPointMatrix {
    var result = FixedPointMatrix(
      rows: indices.count, columns: columns, fractionBits: fractionBits, limbs: limbs)
    for (row, source) in indices.enumerated() {
      for column in 0..<columns {
        result.copyEntry(row * columns + column, from: self, source * columns + column)
      }
    }
    result.maximumEntryError = maximumEntryError
    return result
  }

  /// Copies an entry of a matrix with as many limbs.
  mutating func copyEntry(_ index: Int, from other: FixedPointMatrix, _ source: Int) {
    for word in 0..<limbs {
      magnitudes[index * limbs + word] = other.magnitudes[source * limbs + word]
    }
    signs[index] = other.signs[source]
  }

  /// The same numbers with at least as many words an entry.
  func widened(limbs count: Int) -> FixedPointMatrix {
    precondition(count >= limbs, "widening must not lose words")
    return count == limbs ? self : reshaped(limbs: count)
  }

  /// The same numbers with as few words as hold every entry.
  public func trimmed() -> FixedPointMatrix {
    let needed = max(1, (maximumBitCount + 63) / 64)
    return needed == limbs ? self : reshaped(limbs: needed)
  }

  private func reshaped(limbs count: Int) -> FixedPointMatrix {
    var result = FixedPointMatrix(
      rows: rows, columns: columns, fractionBits: fractionBits, limbs: count)
    let common = min(count, limbs)
    result.magnitudes.withUnsafeMutableBufferPointer { target in
      magnitudes.withUnsafeBufferPointer { source in
        for index in 0..<(rows * columns) {
          for word in 0..<common { target[index * count + word] = source[index * limbs + word] }
        }
      }
    }
    result.signs = signs
    result.maximumEntryError = maximumEntryError
    return result
  }

  /// The bit length of the greatest magnitude M; 0 for the zero matrix.
  ///
  /// Every entry is below 2^(maximumBitCount − fractionBits) in absolute value.
  var maximumBitCount: Int {
    magnitudes.withUnsafeBufferPointer { words in
      for word in stride(from: limbs - 1, through: 0, by: -1) {
        var union: UInt = 0
        for index in stride(from: word, to: words.count, by: limbs) { union |= words[index] }
        if union != 0 { return 64 * word + 64 - union.leadingZeroBitCount }
      }
      return 0
    }
  }

  /// Whether the matrix equals its transpose.
  var isSymmetric: Bool {
    guard isSquare else { return false }
    for row in 0..<rows {
      for column in 0..<row {
        let a = row * columns + column
        let b = column * columns + row
        guard signs[a] == signs[b] else { return false }
        for word in 0..<limbs where magnitudes[a * limbs + word] != magnitudes[b * limbs + word] {
          return false
        }
      }
    }
    return true
  }

  /// The matrix with the given number of fraction bits.
  ///
  /// **Rounding.** Exact where fraction bits are added, or where those removed are all zero
  /// (`maximumEntryError` 0 then); else to nearest, so that each entry moves by at most
  /// 2^(−fractionBits−1). The norm of the change is at most √(rows·columns)·2^(−fractionBits−1).
  public func rounded(fractionBits bits: Int) -> FixedPointMatrix {
    let shift = fractionBits - bits
    if shift == 0 {
      var result = self
      result.maximumEntryError = 0
      return result
    }
    // One bit more than the shifted number has: rounding up may carry.
    let width = max(1, (max(0, maximumBitCount - shift) + 1 + 63) / 64)
    var result = FixedPointMatrix(
      rows: rows, columns: columns, fractionBits: bits, limbs: width)
    var isExact = true
    result.magnitudes.withUnsafeMutableBufferPointer { target in
      magnitudes.withUnsafeBufferPointer { source in
        for index in 0..<(rows * columns) {
          let from = UnsafeBufferPointer(rebasing: source[(index * limbs)..<((index + 1) * limbs)])
          let to = UnsafeMutableBufferPointer(
            rebasing: target[(index * width)..<((index + 1) * width)])
          let unchanged =
            shift > 0
            ? shiftRight(from, by: shift, into: to) : shiftLeft(from, by: -shift, into: to)
          isExact = isExact && unchanged
        }
      }
    }
    for index in 0..<(rows * columns) where signs[index] != 0 {
      let words = (index * width)..<((index + 1) * width)
      result.signs[index] = words.contains { result.magnitudes[$0] != 0 } ? 1 : 0
    }
    result.recordRounding(isExact: isExact)
    return result.trimmed()
  }
}

/// source·2^(−shift) rounded to nearest (ties away from zero); whether no set bit was lost.
private func shiftRight(
  _ source: UnsafeBufferPointer<UInt>, by shift: Int, into target: UnsafeMutableBufferPointer<UInt>
) -> Bool {
  let word = shift / 64
  let bit = UInt(shift % 64)
  func at(_ index: Int) -> UInt { index < source.count ? source[index] : 0 }
  for index in 0..<target.count {
    let low = at(word + index) >> bit
    target[index] = bit == 0 ? low : low | (at(word + index + 1) << (64 - bit))
  }
  let lastDropped = shift - 1
  let half = (at(lastDropped / 64) >> UInt(lastDropped % 64)) & 1
  var carry = half
  var index = 0
  while carry != 0, index < target.count {
    let (sum, overflow) = target[index].addingReportingOverflow(carry)
    target[index] = sum
    carry = overflow ? 1 : 0
    index += 1
  }
  let mask: UInt = bit == 0 ? 0 : (1 << bit) - 1
  return (at(word) & mask) == 0 && (0..<min(word, source.count)).allSatisfy { source[$0] == 0 }
}

/// source·2^shift, which the target can hold.
private func shiftLeft(
  _ source: UnsafeBufferPointer<UInt>, by shift: Int, into target: UnsafeMutableBufferPointer<UInt>
) -> Bool {
  let word = shift / 64
  let bit = UInt(shift % 64)
  func at(_ index: Int) -> UInt { index >= 0 && index < source.count ? source[index] : 0 }
  for index in 0..<target.count {
    let high = at(index - word) << bit
    target[index] = bit == 0 ? high : high | (at(index - word - 1) >> (64 - bit))
  }
  return true
}
