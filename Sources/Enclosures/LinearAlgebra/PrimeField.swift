/// Arithmetic modulo a prime below 2⁶².
struct PrimeField {
  let prime: UInt

  /// x·y mod p, for any words with x·y < p·2⁶⁴.
  @inline(__always)
  func product(_ x: UInt, _ y: UInt) -> UInt {
    prime.dividingFullWidth(x.multipliedFullWidth(by: y)).remainder
  }

  /// xⁿ mod p.
  func power(_ base: UInt, _ exponent: UInt) -> UInt {
    var result: UInt = 1
    var square = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square) }
      square = product(square, square)
      rest >>= 1
    }
    return result
  }

  /// 1/x mod p for x ≠ 0 (Fermat).
  func inverse(_ x: UInt) -> UInt { power(x, prime - 2) }

  /// The rank modulo p of a matrix of residues in row order, which is destroyed.
  func rank(_ matrix: inout [UInt], rows: Int, columns: Int) -> Int {
    matrix.withUnsafeMutableBufferPointer { entries in
      var rank = 0
      for column in 0..<columns where rank < rows {
        guard let pivot = (rank..<rows).first(where: { entries[$0 * columns + column] != 0 })
        else { continue }
        if pivot != rank {
          for k in column..<columns { entries.swapAt(pivot * columns + k, rank * columns + k) }
        }
        let inverse = inverse(entries[rank * columns + column])
        for row in (rank + 1)..<max(rows, rank + 1) {
          let entry = entries[row * columns + column]
          guard entry != 0 else { continue }
          subtract(
            product(entry, inverse), timesRow: rank, fromRow: row, of: entries,
            columns: column..<columns, stride: columns)
        }
        rank += 1
      }
      return rank
    }
  }

  /// Subtracts a multiple of one row from another.
  ///
  /// Shoup's multiplication: with f' = ⌊f·2⁶⁴/p⌋ and q = ⌊f'x/2⁶⁴⌋, the word f·x − q·p lies in [0, 2p).
  @inline(__always)
  private func subtract(
    _ factor: UInt, timesRow source: Int, fromRow target: Int,
    of entries: UnsafeMutableBufferPointer<UInt>, columns: Range<Int>, stride: Int
  ) {
    let quotient = prime.dividingFullWidth((factor, 0)).quotient
    for k in columns {
      let x = entries[source * stride + k]
      let estimate = quotient.multipliedFullWidth(by: x).high
      var product = factor &* x &- estimate &* prime
      if product >= prime { product &-= prime }
      let y = entries[target * stride + k]
      entries[target * stride + k] = y >= product ? y &- product : y &+ prime &- product
    }
  }
}

extension PrimeField {
  /// The greatest primes below 2⁶², descending.
  static func primes(count: Int) -> [UInt] {
    var primes: [UInt] = []
    var candidate: UInt = (1 << 62) - 1
    while primes.count < count {
      if isPrime(candidate) { primes.append(candidate) }
      candidate -= 2
    }
    return primes
  }

  /// Whether an odd number above 37 is prime: Miller–Rabin with the first twelve primes as bases, which
  /// is a proof below 3.18·10²³ (Sorenson and Webster 2015).
  static func isPrime(_ n: UInt) -> Bool {
    let bases: [UInt] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]
    precondition(n > 37 && n & 1 == 1, "an odd number above 37")
    if bases.contains(where: { n % $0 == 0 }) { return false }
    let ring = PrimeField(prime: n)
    let twos = (n - 1).trailingZeroBitCount
    let odd = (n - 1) >> UInt(twos)
    return bases.allSatisfy { base in
      var x = ring.power(base, odd)
      if x == 1 || x == n - 1 { return true }
      for _ in 1..<max(twos, 1) {
        x = ring.product(x, x)
        if x == n - 1 { return true }
      }
      return false
    }
  }
}
