/// Rigorous bounds for small symmetric matrices in doubles, row by row.
enum SmallSymmetric {
  /// An upper bound of the greatest eigenvalue of A, within about 10⁻¹⁴ relative of it.
  ///
  /// Jacobi rotations give approximate eigenvectors Q (they prove nothing). With E = QᵀQ − I, ‖E‖ < 1:
  /// λ_max(A) ≤ max(0, λ_max(QᵀAQ))/(1 − ‖E‖), because xᵀAx = yᵀ(QᵀAQ)y for x = Qy and ‖y‖² ≤
  /// ‖x‖²/(1 − ‖E‖). Gershgorin bounds the greatest eigenvalue of QᵀAQ; its computed entries are off by
  /// at most 2(n + 1)u·Σ|q||a||q| ≤ 4(n + 2)·u·‖Q‖_F²·‖A‖_F, the computed E by (n + 2)u·‖Q‖_F².
  static func greatestEigenvalue(_ a: [Double], _ n: Int) -> Double {
    if n == 1 { return max(0, a[0]) }
    let q = approximateEigenvectors(a, n)
    var aq = Array(repeating: 0.0, count: n * n)
    var norm = 0.0, size = 0.0
    for i in 0..<n {
      for j in 0..<n {
        norm += a[i * n + j] * a[i * n + j]
        size += q[i * n + j] * q[i * n + j]
        var sum = 0.0
        for k in 0..<n { sum += a[i * n + k] * q[k * n + j] }
        aq[i * n + j] = sum
      }
    }
    let u = Double(8 * (n + 4)) * 0x1p-53
    let entry = u * size * norm.squareRoot()
    var greatest = 0.0, defect = 0.0
    for i in 0..<n {
      var row = 0.0, off = 0.0
      for j in 0..<n {
        var sum = 0.0, product = i == j ? -1.0 : 0.0
        for k in 0..<n {
          sum += q[k * n + i] * aq[k * n + j]
          product += q[k * n + i] * q[k * n + j]
        }
        row += i == j ? sum : abs(sum)
        off += abs(product)
      }
      greatest = max(greatest, row + Double(n) * entry)
      defect = max(defect, off)
    }
    // ‖E‖₂ ≤ ‖E‖_∞; the sums above are within (1 ± n·u).
    defect = upward(defect * (1 + u) + Double(n) * u * size)
    guard defect < 0.5, greatest.isFinite else { return .infinity }
    return upward(upward(greatest + u * abs(greatest)) / (1 - defect))
  }

  /// An upper bound of ‖M‖₂ for any square matrix: √λ_max(MᵀM).
  static func norm(_ m: [Double], _ n: Int) -> Double {
    var a = Array(repeating: 0.0, count: n * n)
    var trace = 0.0
    for i in 0..<n {
      for j in 0...i {
        var sum = 0.0
        for k in 0..<n { sum += m[k * n + i] * m[k * n + j] }
        a[i * n + j] = sum
        a[j * n + i] = sum
      }
      trace += a[i * n + i]
    }
    // Entries of MᵀM are off by at most (n + 1)u·‖M‖_F², the matrix by n times that.
    let error = Double(2 * n * (n + 2)) * 0x1p-53 * trace
    return upward(upward(greatestEigenvalue(a, n) + error).squareRoot())
  }

  /// Nearly orthonormal columns that nearly diagonalize A: cyclic Jacobi.
  private static func approximateEigenvectors(_ matrix: [Double], _ n: Int) -> [Double] {
    var a = matrix
    var q = Array(repeating: 0.0, count: n * n)
    for i in 0..<n { q[i * n + i] = 1 }
    for _ in 0..<12 {
      var rotated = false
      for i in 0..<n {
        for j in (i + 1)..<max(n, i + 1) {
          let off = a[i * n + j]
          let scale = abs(a[i * n + i]) + abs(a[j * n + j])
          if !(abs(off) > 1e-17 * scale) { continue }
          rotated = true
          let theta = (a[j * n + j] - a[i * n + i]) / (2 * off)
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<n {
            (a[k * n + i], a[k * n + j]) = (
              c * a[k * n + i] - s * a[k * n + j], s * a[k * n + i] + c * a[k * n + j]
            )
          }
          for k in 0..<n {
            (a[i * n + k], a[j * n + k]) = (
              c * a[i * n + k] - s * a[j * n + k], s * a[i * n + k] + c * a[j * n + k]
            )
            (q[k * n + i], q[k * n + j]) = (
              c * q[k * n + i] - s * q[k * n + j], s * q[k * n + i] + c * q[k * n + j]
            )
          }
        }
      }
      if !rotated { break }
    }
    return q
  }
}
