internal import Enclosures

/// Numbers that the active-set method computes with: exact ones decide, binary64 ones propose.
protocol ActiveSetNumber: Comparable, Sendable, ExpressibleByIntegerLiteral {
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static prefix func - (value: Self) -> Self
  /// What counts as zero beside 1.
  static var tolerance: Self { get }
}

extension Rational: ActiveSetNumber {
  static var tolerance: Rational { 0 }
}

extension Double: ActiveSetNumber {
  static var tolerance: Double { 1e-10 }
}

/// The dual active-set method of Goldfarb and Idnani (1983) for
/// minimize ‖w‖² + b²/c subject to zᵢ·(w, b) ≥ 1, where zᵢ = yᵢ(xᵢ, 1).
///
/// c = 1 is problem (7) of Das, Vedantam, Lakshminarayanan 2026; for great c it is near problem (9). In
/// exact arithmetic every step raises the dual objective, so the method ends.
struct DualActiveSet<Number: ActiveSetNumber> {
  /// How a run ended.
  enum Outcome {
    /// The optimum, with the linearly independent constraints that hold it and their multipliers.
    case solved(working: [Int])
    /// Σ αᵢzᵢ = 0 for these positive αᵢ: no hyperplane separates the points.
    case infeasible(working: [Int], weights: [Number])
    /// The limit of iterations was reached.
    case exhausted
  }

  /// The zᵢ, row by row.
  let rows: [Number]
  /// The length d + 1 of a row.
  let length: Int
  /// c, the weight of the bias in the inner product of the dual.
  let biasWeight: Number
  private var point: [Number]
  private var working: [Int] = []
  private var multipliers: [Number] = []
  /// The inverse of the Gram matrix of the working rows.
  private var inverse: [[Number]] = []

  init(rows: [Number], length: Int, biasWeight: Number) {
    self.rows = rows
    self.length = length
    self.biasWeight = biasWeight
    point = [Number](repeating: 0, count: length)
  }

  mutating func run(limit: Int) -> Outcome {
    for _ in 0..<limit {
      guard let next = mostViolated() else { return .solved(working: working) }
      if let end = enter(next, limit: limit) { return end }
    }
    return .exhausted
  }

  private func margin(_ index: Int) -> Number {
    rows.withUnsafeBufferPointer { rows in
      point.withUnsafeBufferPointer { point in
        var sum: Number = 0
        for j in 0..<length { sum = sum + rows[index * length + j] * point[j] }
        return sum
      }
    }
  }

  private func mostViolated() -> Int? {
    var least = 1 - Number.tolerance - Number.tolerance
    var result: Int?
    for index in 0..<(rows.count / length) {
      let margin = margin(index)
      if margin < least { (least, result) = (margin, index) }
    }
    return result
  }

  /// The inner product of two rows in the dual metric.
  private func product(_ first: Int, _ second: Int) -> Number {
    let (i, j) = (first * length, second * length)
    var sum = rows[i + length - 1] * rows[j + length - 1] * biasWeight
    for k in 0..<(length - 1) { sum = sum + rows[i + k] * rows[j + k] }
    return sum
  }

  /// Raises the multiplier of a violated constraint until it holds; an outcome ends the run.
  private mutating func enter(_ index: Int, limit: Int) -> Outcome? {
    var multiplier: Number = 0
    let square = product(index, index)
    for _ in 0..<limit {
      let products = working.map { product($0, index) }
      let reduction = inverse.map { row in
        zip(row, products).reduce(0) { $0 + $1.0 * $1.1 } as Number
      }
      let curvature = square - zip(reduction, products).reduce(0) { $0 + $1.0 * $1.1 }
      let isFlat = !(curvature > square * Number.tolerance)
      var blocking: Int?
      var step: Number = 0
      for (place, slope) in reduction.enumerated() where slope > Number.tolerance {
        let ratio = multipliers[place] / slope
        if blocking == nil || ratio < step { (blocking, step) = (place, ratio) }
      }
      if isFlat && blocking == nil {
        return .infeasible(working: working + [index], weights: reduction.map { -$0 } + [1])
      }
      var isFull = false
      if !isFlat {
        let full = (1 - margin(index)) / curvature
        if blocking == nil || full <= step { (step, isFull) = (full, true) }
        move(along: index, reduction, by: step)
      }
      multiplier = multiplier + step
      for place in working.indices {
        multipliers[place] = multipliers[place] - step * reduction[place]
      }
      if isFull {
        append(index, multiplier, reduction, curvature)
        return nil
      }
      if let blocking { remove(blocking) }
    }
    return .exhausted
  }

  private mutating func move(along index: Int, _ reduction: [Number], by step: Number) {
    for j in 0..<length {
      var direction = rows[index * length + j]
      for (place, slope) in reduction.enumerated() {
        direction = direction - slope * rows[working[place] * length + j]
      }
      if j == length - 1 { direction = direction * biasWeight }
      point[j] = point[j] + step * direction
    }
  }

  private mutating func append(
    _ index: Int, _ multiplier: Number, _ reduction: [Number], _ curvature: Number
  ) {
    let scale = 1 / curvature
    for i in inverse.indices {
      let factor = reduction[i] * scale
      for j in inverse.indices { inverse[i][j] = inverse[i][j] + factor * reduction[j] }
      inverse[i].append(-factor)
    }
    inverse.append(reduction.map { -($0 * scale) } + [scale])
    working.append(index)
    multipliers.append(multiplier)
  }

  private mutating func remove(_ place: Int) {
    let row = inverse[place]
    let scale = 1 / row[place]
    inverse.remove(at: place)
    for i in inverse.indices {
      let factor = inverse[i][place] * scale
      for j in row.indices { inverse[i][j] = inverse[i][j] - factor * row[j] }
      inverse[i].remove(at: place)
    }
    working.remove(at: place)
    multipliers.remove(at: place)
  }
}
