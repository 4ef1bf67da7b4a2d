internal import Documents
internal import Enclosures

/// Draws the points of a planted set, attempt by attempt (docs/random-data.md).
///
/// Coordinate j of attempt a is box·(2·⌊w/2³²⌋ + 1 − 2³²)/2³², where w is word j mod 4 of the block of
/// counter (a, ⌊j/4⌋, 0, 0) with key (seed, stream).
struct PlantedSampler {
  /// Rejected attempts in a row after which the box counts as too small.
  static let patience = 100_000
  private static let half: Int = 1 << 32

  private let set: PlantedSet
  private let generator: Philox4x64
  private let keyPath: String
  private let numerators: [Int]
  private let denominator: Int
  /// An integer sum n·g of numerators and grid numbers is beyond γ/2 where it exceeds this.
  private let threshold: Int?
  /// box/2³² where its products with grid numbers are exact in binary64.
  private let shortUnit: Double?
  private var attempt: UInt64 = 0

  init(_ set: PlantedSet, seed: Int, stream: RandomStream, keyPath: String) {
    self.set = set
    self.keyPath = keyPath
    generator = Philox4x64(key0: UInt64(seed), key1: stream.rawValue)
    (numerators, denominator) = set.direction
    shortUnit = PlantedSampler.shortUnit(set.box)
    // |w·x| = (box/2³²)·|Σ nⱼgⱼ|/D > γ/2
    threshold =
      (set.gamma * Rational.powerOfTwo(31) * Rational(denominator) / set.box).roundedDown().int
  }

  /// A point of the box with |w_true·x| > γ/2 and its side.
  mutating func separatedPoint() throws(DocumentError) -> (point: [Rational], label: Int) {
    guard let threshold else { throw noRoom }
    for _ in 0..<PlantedSampler.patience {
      let grid = nextGrid().coordinates
      let sum = zip(numerators, grid).reduce(0) { $0 + $1.0 * $1.1 }
      if abs(sum) > threshold {
        return (grid.map { scaled($0, set.box) }, sum > 0 ? 1 : -1)
      }
    }
    throw noRoom
  }

  /// A point uniform in the section of {w_true·x = level} with the box of this half width.
  mutating func point(
    level: Rational, halfWidth: Rational
  ) throws(DocumentError) -> [Rational] {
    for _ in 0..<PlantedSampler.patience {
      if let point = solved(nextGrid().coordinates, level, halfWidth) { return point }
    }
    throw noRoom
  }

  /// Support vectors x₊ and x₋ = x₊ − γ·w_true.
  mutating func facingPair() throws(DocumentError) -> ([Rational], [Rational]) {
    let level = set.gamma * Rational(1, 2)
    for _ in 0..<PlantedSampler.patience {
      guard let above = solved(nextGrid().coordinates, level, set.supportHalfWidth) else {
        continue
      }
      let below = zip(above, set.wTrue).map { $0 - set.gamma * $1 }
      if below.allSatisfy({ $0.magnitude <= set.box }) { return (above, below) }
    }
    throw noRoom
  }

  /// A point uniform in the band γ/2 < |w_true·x| < αγ of the box, and its side.
  ///
  /// The level is ±γ(1/2 + (α − 1/2)·(2·⌊w/2³²⌋ + 1)/2³³) for the word w of the last coordinate, with
  /// + where w is even. For a uniform level and uniform other coordinates the point is uniform.
  mutating func bandPoint(
    alpha: Rational
  ) throws(DocumentError) -> (point: [Rational], label: Int) {
    let width = alpha - Rational(1, 2)
    for _ in 0..<PlantedSampler.patience {
      let (grid, word) = nextGrid()
      let share = Rational(2 * Int(word >> 32) + 1) * Rational.powerOfTwo(-33)
      let level = set.gamma * (Rational(1, 2) + width * share)
      let label = word & 1 == 0 ? 1 : -1
      if let point = solved(grid, label > 0 ? level : -level, set.box) { return (point, label) }
    }
    throw noRoom
  }

  private var noRoom: DocumentError {
    DocumentError(
      file: nil, keyPath: keyPath,
      "the box of half width \(set.box) has too little room for points at margin \(set.gamma)/2; "
        + "choose a smaller gamma or a larger box")
  }

  /// halfWidth·grid/2³² for one grid number, of 33 bits at most.
  private func scaled(_ grid: Int, _ halfWidth: Rational) -> Rational {
    // Two numbers of 33 and 20 significant bits have an exact product.
    if halfWidth == set.box, let unit = shortUnit {
      return Rational(exactly: Double(grid) * unit) ?? 0
    }
    return halfWidth * Rational(grid) * Rational.powerOfTwo(-32)
  }

  /// box/2³² where it has at most 20 significant bits and is far from the ends of binary64.
  private static func shortUnit(_ box: Rational) -> Double? {
    guard box.isInteger, box.bitCount <= 20 else { return nil }
    return (box * Rational.powerOfTwo(-32)).exactDouble
  }

  /// The point with these grid numbers whose last coordinate puts it at the level; nil where that
  /// coordinate is outside.
  private func solved(_ grid: [Int], _ level: Rational, _ halfWidth: Rational) -> [Rational]? {
    let last = set.dimension - 1
    let sum = zip(numerators, grid).prefix(last).reduce(0) { $0 + $1.0 * $1.1 }
    // A sum of grid numbers is longer than one: no shortcut here.
    let rest =
      level * Rational(denominator) - halfWidth * Rational(sum) * Rational.powerOfTwo(-32)
    let solution = rest / Rational(numerators[last])
    guard solution.magnitude <= halfWidth else { return nil }
    return grid.prefix(last).map { scaled($0, halfWidth) } + [solution]
  }

  /// The grid numbers of the next attempt, odd integers between −2³² and 2³², and the last word.
  private mutating func nextGrid() -> (coordinates: [Int], lastWord: UInt64) {
    var words: [UInt64] = []
    words.reserveCapacity(set.dimension + 3)
    for index in 0..<UInt64((set.dimension + 3) / 4) {
      let (a, b, c, d) = generator.block((attempt, index, 0, 0))
      words.append(contentsOf: [a, b, c, d])
    }
    attempt += 1
    let grid = words.prefix(set.dimension).map { 2 * Int($0 >> 32) + 1 - PlantedSampler.half }
    return (grid, words[set.dimension - 1])
  }
}
