internal import Enclosures

/// A solution of problem (7) or (9) whose optimality conditions hold exactly.
struct ExactOptimum {
  /// (w, b).
  let state: [Rational]
  /// The positive multipliers αᵢ by point.
  let dual: [Int: Rational]
}

/// Exact checks of the optimality conditions (Karush, Kuhn, Tucker) on a proposed active set.
///
/// **Proof.** Both problems are convex with linear constraints: a feasible (w, b) with α ≥ 0 on points of
/// margin 1 and w = Σαᵢyᵢxᵢ, b = Σαᵢyᵢ (for (7)) or 0 = Σαᵢyᵢ (for (9)) is optimal. (7) is strictly
/// convex, so its solution is unique; so is that of (9) where both classes have a point of margin 1,
/// which Σαᵢyᵢ = 0 with w ≠ 0 implies.
struct ExactMargin {
  /// The greatest active set that is solved in rationals; more are enclosed.
  static let maximumWorking = 40
  /// The greatest set of points whose combination 0 is solved for in rationals.
  static let maximumCertificate = 100

  let points: ExtendedPoints

  /// The optimum of (7) that has all of these constraints tight; nil where there is none.
  func extendedOptimum(working: [Int]) -> ExactOptimum? {
    guard !working.isEmpty, working.count <= ExactMargin.maximumWorking else { return nil }
    let rows = working.map { points.row($0) }
    let gram = rows.map { first in rows.map { dot(first, $0) } }
    guard let alpha = solve(gram, [Rational](repeating: 1, count: rows.count)),
      alpha.allSatisfy({ $0.sign >= 0 })
    else { return nil }
    let state = combination(alpha, rows)
    return optimum(state, working, alpha)
  }

  /// The optimum of (9) that has all of these constraints tight; nil where there is none.
  func plainOptimum(working: [Int]) -> ExactOptimum? {
    guard !working.isEmpty, working.count <= ExactMargin.maximumWorking else { return nil }
    let last = points.length - 1
    let rows = working.map { points.row($0) }
    let labels = rows.map { $0[last] }
    // (G y; yᵀ 0)(α; b) = (1; 0), with G the Gram matrix of the yᵢxᵢ.
    var system = rows.enumerated().map { index, first in
      rows.map { dot(first, $0) - first[last] * $0[last] } + [labels[index]]
    }
    system.append(labels + [0])
    guard let solution = solve(system, [Rational](repeating: 1, count: rows.count) + [0]) else {
      return nil
    }
    let alpha = Array(solution.dropLast())
    guard alpha.allSatisfy({ $0.sign >= 0 }) else { return nil }
    var state = combination(alpha, rows)
    state[last] = solution[rows.count]
    guard state.dropLast().contains(where: { !$0.isZero }) else { return nil }
    return optimum(state, working, alpha)
  }

  /// Whether Σ αᵢzᵢ = 0 for positive αᵢ on these points, which proves that no hyperplane separates.
  func separationCertificate(working: [Int]) -> [Int: Rational]? {
    guard working.count >= 2, working.count <= ExactMargin.maximumCertificate else { return nil }
    // The last point has weight 1; the others solve the least-squares equations, exactly.
    let rows = working.map { points.row($0) }
    let gram = rows.dropLast().map { first in rows.dropLast().map { dot(first, $0) } }
    let right = rows.dropLast().map { -dot($0, rows[rows.count - 1]) }
    guard let others = solve(gram, right) else { return nil }
    return certificate(working: working, weights: others + [1])
  }

  /// The certificate with these weights scaled to sum 1, after an exact check; nil where it is none.
  func certificate(working: [Int], weights: [Rational]) -> [Int: Rational]? {
    let total = weights.reduce(0, +)
    guard total.sign > 0, weights.allSatisfy({ $0.sign >= 0 }),
      combination(weights, working.map { points.row($0) }).allSatisfy(\.isZero)
    else { return nil }
    let pairs = zip(working, weights).filter { $0.1.sign > 0 }
    return Dictionary(pairs.map { ($0.0, $0.1 / total) }, uniquingKeysWith: +)
  }

  private func combination(_ weights: [Rational], _ rows: [[Rational]]) -> [Rational] {
    (0..<points.length).map { column in
      dot(weights, rows.map { $0[column] })
    }
  }

  private func optimum(
    _ state: [Rational], _ working: [Int], _ alpha: [Rational]
  ) -> ExactOptimum? {
    guard isFeasible(state) else { return nil }
    let pairs = zip(working, alpha).filter { $0.1.sign > 0 }
    return ExactOptimum(state: state, dual: Dictionary(pairs.map { ($0, $1) }, uniquingKeysWith: +))
  }

  private func isFeasible(_ state: [Rational]) -> Bool {
    let approximation = state.map(\.approximation)
    return (0..<points.count).allSatisfy { index in
      let (center, radius) = points.approximateMargin(index, approximation)
      return center - radius > 1 || points.margin(index, state) >= 1
    }
  }

  /// The points of margin exactly 1, and the least margin among the others.
  func support(of state: [Rational]) -> (indices: [Int], othersMinimum: Rational?) {
    let approximation = state.map(\.approximation)
    let bounds = (0..<points.count).map { points.approximateMargin($0, approximation) }
    var indices: [Int] = []
    var least: Rational?
    // Points in the order of their approximate margins: exact values decide near the least.
    var isOther = [Bool](repeating: false, count: points.count)
    var ceiling = Double.infinity
    for (index, bound) in bounds.enumerated() {
      if bound.center - bound.radius > 1 {
        isOther[index] = true
        ceiling = min(ceiling, bound.center + bound.radius)
        continue
      }
      let margin = points.margin(index, state)
      if margin == 1 {
        indices.append(index)
      } else {
        least = least.map { min($0, margin) } ?? margin
      }
    }
    for (index, bound) in bounds.enumerated()
    where isOther[index] && !(bound.center - bound.radius > ceiling) {
      let margin = points.margin(index, state)
      least = least.map { min($0, margin) } ?? margin
    }
    return (indices, least)
  }
}
