internal import Enclosures

/// Encloses the solution of (7) where too many constraints hold it for rational arithmetic.
///
/// **Proof.** Let the working rows Z have Gram matrix G, and let α solve Gα = 1. If every αᵢ is
/// certainly positive, v = Zᵀα satisfies the optimality conditions on these rows, and it is the optimum
/// once all other margins certainly exceed 1; these rows are then exactly the support vectors. The
/// system is solved by refinement with an approximate inverse R: with β ≥ ‖I − RG‖_∞ and β < 1, G is
/// regular and ‖α − α̃‖_∞ ≤ ‖R(1 − Gα̃)‖_∞/(1 − β).
struct EnclosedMargin {
  /// The greatest active set that is enclosed.
  static let maximumWorking = 1500

  let points: ExtendedPoints
  let precision: Int

  /// The maximum margin that these constraints hold; nil where that is not certified.
  func solution(_ working: [Int]) -> MaximumMargin? {
    guard working.count <= EnclosedMargin.maximumWorking,
      let alpha = multipliers(working), alpha.allSatisfy({ $0.lower.sign > 0 })
    else { return nil }
    let rows = working.map { intervals($0) }
    var state = [Interval](repeating: .zero(precision: bits), count: points.length)
    for (weight, row) in zip(alpha, rows) {
      for j in state.indices { state[j] = state[j] + weight * row[j] }
    }
    let isWorking = Set(working)
    let one = Interval(1, precision: bits)
    var least: Interval?
    for index in 0..<points.count where !isWorking.contains(index) {
      let margin = product(intervals(index), state)
      guard one.isLess(than: margin) == .certainlyTrue else { return nil }
      least = least.map { .minimum($0, margin) } ?? margin
    }
    return MaximumMargin(
      extended: .enclosed(w: Array(state.dropLast()), b: state[points.length - 1]),
      extendedDual: [:], plain: nil, plainDual: [:], support: working.sorted(),
      nonsupportMinimum: least, exactNonsupportMinimum: nil)
  }

  private var bits: Int { precision + 64 }

  private func intervals(_ index: Int) -> [Interval] {
    points.row(index).map { Interval($0, precision: bits) }
  }

  /// Enclosures of the solution α of Gα = 1.
  private func multipliers(_ working: [Int]) -> [Interval]? {
    let gram = gram(working.map { intervals($0) })
    let centers = gram.map { row in row.map { $0.midpoint.approximation } }
    guard let inverse = ApproximateInverse(of: centers), inverse.defect(from: gram) < 0.5 else {
      return nil
    }
    var alpha = [BigFloat](repeating: .zero(precision: bits), count: working.count)
    var corrections = corrections(alpha, gram, inverse)
    for _ in 0..<(bits / 4) {
      let refined = zip(alpha, corrections).map {
        $0.adding($1.midpoint, precision: bits, .nearest)
      }
      let next = self.corrections(refined, gram, inverse)
      guard magnitude(next) < magnitude(corrections) else { break }
      (alpha, corrections) = (refined, next)
    }
    // 1/(1 − β) ≤ 2
    let radius = magnitude(corrections).scaled(byPowerOfTwo: 1, .up)
    return alpha.map { Interval(point: $0).widened(by: radius) }
  }

  private func gram(_ rows: [[Interval]]) -> [[Interval]] {
    var gram: [[Interval]] = []
    for (i, row) in rows.enumerated() {
      var entries: [Interval] = []
      for j in rows.indices { entries.append(j < i ? gram[j][i] : product(row, rows[j])) }
      gram.append(entries)
    }
    return gram
  }

  private func product(_ a: [Interval], _ b: [Interval]) -> Interval {
    var sum = Interval.zero(precision: bits)
    for (x, y) in zip(a, b) { sum = sum + x * y }
    return sum
  }

  /// R(1 − Gα̃).
  private func corrections(
    _ alpha: [BigFloat], _ gram: [[Interval]], _ inverse: ApproximateInverse
  ) -> [Interval] {
    let points = alpha.map { Interval(point: $0) }
    let residual = gram.map { Interval(1, precision: bits) - product($0, points) }
    return inverse.applied(to: residual, precision: bits)
  }

  private func magnitude(_ vector: [Interval]) -> BigFloat {
    vector.reduce(.zero(precision: bits)) { max($0, $1.magnitude) }
  }
}
