// `squareRoot()` is an instruction with a fallback in libm, which a module without Foundation must link.
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Approximate eigenvalues and eigenvectors of a symmetric matrix in binary64.
///
/// Householder tridiagonalization and implicit QL (Bowdler, Martin, Reinsch, Wilkinson 1968; the
/// EISPACK routines tred2 and tql2). Only + − × ÷ √ on doubles, each rounded as IEEE 754 says, in a
/// fixed order: the result is the same bits on every machine. Nothing rigorous rests on it.
struct SymmetricEigen {
  /// The eigenvalues, in no particular order.
  private(set) var values: [Double]
  /// The eigenvectors, row after row.
  private(set) var vectors: [Double]
  /// Whether every eigenvalue converged.
  private(set) var isConverged = true

  /// QL steps allowed for one eigenvalue: three are usual.
  private static let maximumSteps = 60

  /// Decomposes the matrix whose lower triangle is given in row order.
  ///
  /// Entries should be at most about 1: squares must not overflow.
  init(size n: Int, rowMajor matrix: [Double]) {
    precondition(matrix.count == n * n, "as many numbers as entries")
    values = [Double](repeating: 0, count: n)
    // Stored transposed: the algorithm's column j is row j here, so that inner loops are contiguous.
    vectors = [Double](repeating: 0, count: n * n)
    for row in 0..<n {
      for column in 0...row {
        vectors[column * n + row] = matrix[row * n + column]
        vectors[row * n + column] = matrix[row * n + column]
      }
    }
    var offDiagonal = [Double](repeating: 0, count: n)
    guard n > 1 else {
      values = matrix
      vectors = [Double](repeating: 1, count: n)
      return
    }
    values.withUnsafeMutableBufferPointer { d in
      offDiagonal.withUnsafeMutableBufferPointer { e in
        vectors.withUnsafeMutableBufferPointer { v in
          SymmetricEigen.tridiagonalize(n, v, d, e)
          isConverged = SymmetricEigen.diagonalize(n, v, d, e)
        }
      }
    }
    if !(values + vectors).allSatisfy(\.isFinite) {
      isConverged = false
      values = (0..<n).map { matrix[$0 * n + $0] }
      vectors = (0..<(n * n)).map { $0 / n == $0 % n ? 1 : 0 }
    }
  }

  private typealias Numbers = UnsafeMutableBufferPointer<Double>

  /// Reduces to tridiagonal form; v becomes the transposed orthogonal transformation.
  private static func tridiagonalize(_ n: Int, _ v: Numbers, _ d: Numbers, _ e: Numbers) {
    for j in 0..<n { d[j] = v[j * n + n - 1] }
    for i in stride(from: n - 1, to: 0, by: -1) {
      var scale = 0.0
      for k in 0..<i { scale += d[k].magnitude }
      var h = 0.0
      if scale == 0 {
        e[i] = d[i - 1]
        for j in 0..<i {
          d[j] = v[j * n + i - 1]
          v[j * n + i] = 0
          v[i * n + j] = 0
        }
      } else {
        for k in 0..<i {
          d[k] /= scale
          h += d[k] * d[k]
        }
        var f = d[i - 1]
        var g = f > 0 ? -h.squareRoot() : h.squareRoot()
        e[i] = scale * g
        h -= f * g
        d[i - 1] = f - g
        for j in 0..<i { e[j] = 0 }
        for j in 0..<i {
          f = d[j]
          v[i * n + j] = f
          g = e[j] + v[j * n + j] * f
          let column = j * n
          for k in (j + 1)..<max(i, j + 1) {
            g += v[column + k] * d[k]
            e[k] += v[column + k] * f
          }
          e[j] = g
        }
        f = 0
        for j in 0..<i {
          e[j] /= h
          f += e[j] * d[j]
        }
        let hh = f / (h + h)
        for j in 0..<i { e[j] -= hh * d[j] }
        for j in 0..<i {
          f = d[j]
          g = e[j]
          let column = j * n
          for k in j..<i { v[column + k] -= f * e[k] + g * d[k] }
          d[j] = v[column + i - 1]
          v[column + i] = 0
        }
      }
      d[i] = h
    }
    accumulate(n, v, d)
    e[0] = 0
  }

  /// Multiplies the Householder reflections out.
  private static func accumulate(_ n: Int, _ v: Numbers, _ d: Numbers) {
    for i in 0..<(n - 1) {
      v[i * n + n - 1] = v[i * n + i]
      v[i * n + i] = 1
      let h = d[i + 1]
      let next = (i + 1) * n
      if h != 0 {
        for k in 0...i { d[k] = v[next + k] / h }
        for j in 0...i {
          let column = j * n
          var g = 0.0
          for k in 0...i { g += v[next + k] * v[column + k] }
          for k in 0...i { v[column + k] -= g * d[k] }
        }
      }
      for k in 0...i { v[next + k] = 0 }
    }
    for j in 0..<n {
      d[j] = v[j * n + n - 1]
      v[j * n + n - 1] = 0
    }
    v[n * n - 1] = 1
  }

  /// Implicit QL on the tridiagonal form; whether every eigenvalue converged.
  private static func diagonalize(_ n: Int, _ v: Numbers, _ d: Numbers, _ e: Numbers) -> Bool {
    for i in 1..<n { e[i - 1] = e[i] }
    e[n - 1] = 0
    var f = 0.0
    var largest = 0.0
    var isConverged = true
    for l in 0..<n {
      largest = max(largest, d[l].magnitude + e[l].magnitude)
      let negligible = 0x1p-52 * largest
      var m = l
      while m < n - 1, e[m].magnitude > negligible { m += 1 }
      var steps = 0
      while m > l, e[l].magnitude > negligible {
        guard steps < maximumSteps else {
          isConverged = false
          break
        }
        steps += 1
        f += step(n, l, m, v, d, e)
      }
      d[l] += f
      e[l] = 0
    }
    return isConverged
  }

  /// One QL sweep over the block l…m; the shift that it took off the diagonal.
  private static func step(
    _ n: Int, _ l: Int, _ m: Int, _ v: Numbers, _ d: Numbers, _ e: Numbers
  ) -> Double {
    var g = d[l]
    var p = (d[l + 1] - g) / (2 * e[l])
    var r = length(p, 1)
    if p < 0 { r = -r }
    d[l] = e[l] / (p + r)
    d[l + 1] = e[l] * (p + r)
    let dl1 = d[l + 1]
    let h = g - d[l]
    for i in stride(from: l + 2, to: n, by: 1) { d[i] -= h }
    p = d[m]
    var c = 1.0
    var c2 = c
    var c3 = c
    let el1 = e[l + 1]
    var s = 0.0
    var s2 = 0.0
    for i in stride(from: m - 1, through: l, by: -1) {
      c3 = c2
      c2 = c
      s2 = s
      g = c * e[i]
      let hh = c * p
      r = length(p, e[i])
      e[i + 1] = s * r
      s = r == 0 ? 0 : e[i] / r
      c = r == 0 ? 1 : p / r
      p = c * d[i] - s * g
      d[i + 1] = hh + s * (c * g + s * d[i])
      let row = i * n
      let next = row + n
      for k in 0..<n {
        let upper = v[next + k]
        let lower = v[row + k]
        v[next + k] = s * lower + c * upper
        v[row + k] = c * lower - s * upper
      }
    }
    p = -s * s2 * c3 * el1 * e[l] / dl1
    e[l] = s * p
    d[l] = c * p
    return h
  }

  /// √(x² + y²) without overflow or harmful underflow.
  @inline(__always)
  private static func length(_ x: Double, _ y: Double) -> Double {
    let larger = max(x.magnitude, y.magnitude)
    guard larger > 0 else { return 0 }
    let ratio = min(x.magnitude, y.magnitude) / larger
    return larger * (1 + ratio * ratio).squareRoot()
  }
}
