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
      extendedDual: [:],
      enclosedDual: Dictionary(uniqueKeysWithValues: zip(working, alpha)),
      plain: nil, plainDual: [:], support: working.sorted(),
      nonsupportMinimum: least, exactNonsupportMinimum: nil)
  }

  private var bits: Int { precision + 64 }

  private func intervals(_ index: Int) -> [Interval] {
    points.row(index).map { Interval($0, precision: bits) }
  }

  /// Enclosures of the solution α of Gα = 1.
  private func multipliers(_ working: [Int]) -> [Interval]? {
    let gram = gram(working)
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

  /// The Gram matrix of rows: exact for rows rounded to fixed point, which moves each entry by at most
  /// n·ε·(2·max|z| + ε) for rows of length n that were rounded by ε.
  private func gram(_ working: [Int]) -> [[Interval]] {
    let rows = working.map { points.row($0) }
    let fixed = FixedPointMatrix(
      rows: rows.count, columns: points.length, fractionBits: bits
    ) { rows[$0][$1] }
    let greatest = rows.joined().reduce(Rational(0)) { max($0, $1.magnitude) }
    let error = fixed.maximumEntryError
    let shift = Rational(points.length) * error * (greatest + greatest + error)
    let radius = BigFloat(shift, precision: bits, rounding: .up)
    let gram = fixed.gram(jobs: 2)
    return rows.indices.map { i in
      rows.indices.map { gram.interval($0, i, precision: bits).widened(by: radius) }
    }
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
