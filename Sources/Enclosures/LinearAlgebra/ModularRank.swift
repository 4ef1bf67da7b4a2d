internal import CMPFR
import Dispatch

/// The exact rank of a rational matrix, by elimination modulo primes.
///
/// **Proof.** A minor that is not zero modulo a prime is not zero: the rank modulo any prime is at most
/// the true rank. Conversely, let the rank be at most k modulo each of several primes whose product
/// exceeds a bound of |every (k+1)-minor| (Hadamard). Then all of the primes divide each such minor, so
/// their product does, so it is 0: the true rank is at most k. With k the greatest of the ranks seen,
/// the rank is k.
public enum ModularRank {
  /// Elementary steps (multiplications of words) after which a rank is left undecided: about 20 s.
  public static let defaultWorkLimit = 10_000_000_000

  /// The exact rank of a matrix of fixed-point numbers; nil where the work would exceed the limit.
  ///
  /// - Parameters:
  ///   - matrix: the matrix; the power of two in its scale does not matter.
  ///   - lowerBound: a number that the rank is known to reach; it saves nothing but work.
  ///   - workLimit: elementary steps allowed.
  ///   - jobs: the greatest number of threads; the result does not depend on it.
  /// - Returns: the rank, proved; or nil.
  public static func exactRank(
    of matrix: FixedPointMatrix, lowerBound: Int = 0, workLimit: Int = defaultWorkLimit,
    jobs: Int = 2
  ) -> Int? {
    let full = min(matrix.rows, matrix.columns)
    if lowerBound >= full { return full }
    let flat = matrix.rows <= matrix.columns ? matrix : matrix.transposed()
    // Over the reals rank(AAᵀ) = rank(A). Its numbers have twice the bits, its rows far fewer entries.
    let isGram = flat.rows * 3 < flat.columns
    let reduced = isGram ? flat.gram(jobs: jobs) : flat.trimmed()
    let perPrime = reduced.rows * reduced.columns * (reduced.rows / 2 + 8 * reduced.limbs) + 1
    guard perPrime <= workLimit else { return nil }
    var primes = PrimeField.primes(count: 1)
    var greatest = max(lowerBound, rank(of: reduced, modulo: primes[0]))
    if greatest == full { return full }
    let bits = minorBits(of: flat, size: greatest + 1)
    // Each prime here is above 2^61. Principal minors of AAᵀ are squared volumes of rows of A.
    let needed = (isGram ? 2 * bits : bits) / 61 + 2
    guard needed <= workLimit / perPrime else { return nil }
    primes = PrimeField.primes(count: needed)
    let found = ranks(of: reduced, modulo: primes, jobs: jobs)
    greatest = max(greatest, found.max() ?? 0)
    // A greater rank than the first one needs bounds of greater minors; primes for these are few more.
    guard greatest == max(lowerBound, found[0]) else {
      return exactRank(of: matrix, lowerBound: greatest, workLimit: workLimit, jobs: jobs)
    }
    return greatest
  }

  /// The exact rank of a rational matrix; nil where the work would exceed the limit.
  ///
  /// Rows are brought to integers first, which leaves the rank as it is.
  public static func exactRank(
    rows: Int, columns: Int, entry: (Int, Int) -> Rational, lowerBound: Int = 0,
    workLimit: Int = defaultWorkLimit, jobs: Int = 2
  ) -> Int? {
    if lowerBound >= min(rows, columns) { return min(rows, columns) }
    var scales = [Rational](repeating: 1, count: rows)
    for row in 0..<rows {
      var scale = Rational(1)
      for column in 0..<columns {
        // The least common multiple, in steps: what is missing is the denominator of entry·scale.
        scale = scale * (entry(row, column) * scale).denominator
        guard scale.bitCount <= 1 << 20 else { return nil }
      }
      scales[row] = scale
    }
    let integers = FixedPointMatrix(rows: rows, columns: columns, fractionBits: 0) {
      entry($0, $1) * scales[$0]
    }
    return exactRank(of: integers, lowerBound: lowerBound, workLimit: workLimit, jobs: jobs)
  }

  /// Bits b with 2^b above every minor of this size of the integers of the matrix: by Hadamard a minor is
  /// at most the product of the Euclidean norms of its rows, so of the greatest ones.
  private static func minorBits(of matrix: FixedPointMatrix, size: Int) -> Int {
    let norms = (0..<matrix.rows).map { row in
      let norm = matrix.selectingRows([row]).scaled(byPowerOfTwo: matrix.fractionBits)
        .frobeniusNormUpperBound()
      // Norms of nonzero integer rows are at least 1; a zero row makes the minor zero.
      return max(0, norm.binaryExponent ?? 0)
    }
    return norms.sorted(by: >).prefix(size).reduce(0, +)
  }

  private static func ranks(
    of matrix: FixedPointMatrix, modulo primes: [UInt], jobs: Int
  ) -> [Int] {
    var result = [Int](repeating: 0, count: primes.count)
    let threads = max(1, min(jobs, primes.count))
    result.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let output = buffer
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for index in stride(from: thread, to: primes.count, by: threads) {
          output[index] = rank(of: matrix, modulo: primes[index])
        }
      }
    }
    return result
  }

  private static func rank(of matrix: FixedPointMatrix, modulo prime: UInt) -> Int {
    let count = matrix.rows * matrix.columns
    if count == 0 { return 0 }
    var residues = [UInt](repeating: 0, count: count)
    matrix.withOperand { entries in
      for index in 0..<count {
        let residue = __gmpn_mod_1(
          entries.magnitudes + index * entries.limbs, entries.limbs, prime)
        residues[index] = residue != 0 && entries.signs[index] != 0 ? prime - residue : residue
      }
    }
    return PrimeField(prime: prime).rank(&residues, rows: matrix.rows, columns: matrix.columns)
  }
}
