import Enclosures
import Testing

@testable import LogisticTheory

/// The radius against linear recursions that are known exactly.
struct ExpansionTests {
  /// What is said of H, and how much more the worst one has.
  struct Case: Sendable {
    let error: Double, spread: Double, local: Double
  }

  static let cases = [
    Case(error: 0, spread: 0, local: 0), Case(error: 1e-3, spread: 0, local: 0),
    Case(error: 0, spread: 1e-3, local: 0), Case(error: 1e-9, spread: 1e-9, local: 1e-3),
    Case(error: 0, spread: 0, local: 1e-3), Case(error: 0, spread: 0, local: 1),
  ]

  private func exact(_ x: Double) -> Rational { Rational(exactly: x) ?? 0 }

  /// d(t+1) = |1 − h|·d(t) + ℓ along the top eigenvector, h the greatest that the bound allows.
  ///
  /// Expanding and contracting steps alternate, as near an orbit of period 2.
  @Test(arguments: cases, [2, 3, 5])
  func theWorstRecursionIsInside(_ item: Case, _ n: Int) {
    var tracker = ExpansionTracker<Double>(dimension: n, eta: 1, radius: 1)
    var d: Rational = 1
    var least = 1.0
    for step in 0..<96 {
      // In (2, 2.25) or (1.75, 2), but for some steps that expand alone.
      let top = step % 2 == 0 || step % 16 > 12 ? Rational(17, 8) : Rational(15, 8)
      let low = Rational(1 + step % 3, 7)
      // Q·diag(top, low, …)·Qᵀ with a rotation by (3/5, 4/5) in the first plane.
      var matrix = Array(repeating: Rational(0), count: n * n)
      matrix[0] = (9 * top + 16 * low) / 25
      matrix[1] = 12 * (top - low) / 25
      matrix[n] = matrix[1]
      matrix[n + 1] = (16 * top + 9 * low) / 25
      for k in 2..<max(n, 2) { matrix[k * n + k] = low }
      let rounded = matrix.map(\.approximation)
      // What rounding the entries did is part of the error.
      var cut: Rational = 0
      for (x, y) in zip(rounded, matrix) { cut += (exact(x) - y).magnitude }
      let error = upward(item.error + cut.approximation)
      let worst = (top + exact(item.error)) * (1 + exact(item.spread))
      tracker.advance(
        HessianBound(
          matrix: rounded, error: error, spread: item.spread,
          norm: upward(worst.approximation)),
        local: item.local)
      d = d * (worst - 1).magnitude + exact(item.local)
      #expect(exact(tracker.radius) >= d)
      least = d.approximation
    }
    tracker.close()
    #expect(exact(tracker.radius) >= d)
    // The spread is taken with the Frobenius norm.
    #expect(tracker.radius <= least * (item.error + item.spread < 1e-6 ? 2 : 20 * Double(n * n)))
  }

  /// Where only the norm is known, every step expands by it.
  @Test func normsAloneExpand() {
    var tracker = ExpansionTracker<Double>(dimension: 9, eta: 1, radius: 1)
    var d: Rational = 1
    for _ in 0..<20 {
      tracker.advance(HessianBound(matrix: [], error: 0, spread: 0, norm: 2.5), local: 0.25)
      d = d * Rational(3, 2) + Rational(1, 4)
      #expect(exact(tracker.radius) >= d)
    }
    tracker.advance(HessianBound(matrix: [], error: 0, spread: 0, norm: 1.5), local: 0.25)
    #expect(exact(tracker.radius) >= d + Rational(1, 4))
    #expect(exact(tracker.radius) <= (d + Rational(1, 4)) * Rational(1_000_001, 1_000_000))
  }

  /// Directions without curvature keep their distance, whatever the steps do to others.
  @Test func flatDirectionsDoNotShrink() {
    var tracker = ExpansionTracker<Double>(dimension: 2, eta: 1, radius: 1)
    for step in 0..<24 {
      let top = step == 0 ? 2.125 : 1.25
      tracker.advance(
        HessianBound(matrix: [top, 0, 0, 0], error: 0, spread: 0, norm: top), local: 0)
      #expect(tracker.radius >= 1)
    }
  }

  /// η·λ just above 2: the error of H alone makes the step expand.
  @Test func smallExcessIsSeen() {
    for (error, spread) in [(1e-3, 0.0), (0.0, 1e-3)] {
      var tracker = ExpansionTracker<Double>(dimension: 2, eta: 1, radius: 1)
      for _ in 0..<8 {
        tracker.advance(
          HessianBound(
            matrix: [2 - 1e-6, 0, 0, 0.5], error: error, spread: spread, norm: 2.002), local: 0)
      }
      var d: Rational = 1
      let worst = (exact(2 - 1e-6) + exact(error)) * (1 + exact(spread))
      for _ in 0..<8 { d = d * (worst - 1) }
      #expect(exact(tracker.radius) >= d)
    }
  }

  /// Upper bounds of norms that are known exactly, to the last place.
  @Test func normsOfTrigonalMatricesAreUpperBounds() {
    for k in 1..<400 {
      // (1/q)·(p −s; s p) with p² + s² = q² has norm 1, and its entries are rounded.
      let (p, s, q) = (Double(k * k - 1), Double(2 * k), Double(k * k + 1))
      let m = [p / q, -s / q, s / q, p / q]
      // ‖m‖² is at least the greater square of a column.
      let square = max(
        exact(m[0]) * exact(m[0]) + exact(m[2]) * exact(m[2]),
        exact(m[1]) * exact(m[1]) + exact(m[3]) * exact(m[3]))
      let norm = exact(SmallSymmetric.norm(m, 2))
      #expect(norm * norm >= square)
      let symmetric = [m[0], m[2], m[2], -m[0]]
      let top = exact(SmallSymmetric.greatestEigenvalue(symmetric, 2))
      // The eigenvalues of (a b; b −a) are ±√(a² + b²).
      #expect(top * top >= square)
    }
  }
}
