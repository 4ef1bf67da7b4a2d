import Documents
public import Enclosures

/// Random points on both sides of a hyperplane through the origin, with support vectors planted on the
/// margin (theory/logistic.md section 1; docs/random-data.md has the generator).
///
/// - w_true = (c² − d + 1, 2c, …, 2c)/(c² + d − 1) with c = ⌊√d⌉ + 1: a rational unit vector near
///   (1, …, 1)/√d, equal to it where d is a square, and (3/5, 4/5) for d = 2.
/// - Ordinary points are uniform in [−box, box]^d, on the grid box·(odd integer)/2³², with
///   |w_true·x| > γ/2; the label is the side.
/// - Support vectors are uniform in the section of {w_true·x = ±γ/2} with the box of half width
///   `supportHalfWidth`, on the same grid but for the last coordinate, which solves that equation. The
///   first one of each class face each other, x₊ − x₋ = γ·w_true, so that the hyperplane *is* the one
///   of maximum margin and its bias is 0.
public struct PlantedSet: Sendable, Hashable {
  /// The dimension d.
  public let dimension: Int
  /// Coordinates lie in [−box, box].
  public let box: Rational
  /// The margin: support vectors lie at w_true·x = ±γ/2.
  public let gamma: Rational
  /// The number of points with label 1, support vectors included.
  public let positives: Int
  /// The number of points with label −1, support vectors included.
  public let negatives: Int
  /// The number of support vectors planted with label 1.
  public let positiveSupport: Int
  /// The number of support vectors planted with label −1.
  public let negativeSupport: Int
  /// Coordinates of planted support vectors lie in [−this, this], but for γ·w_true in the first of
  /// label −1.
  public let supportHalfWidth: Rational
  /// The seed.
  public let seed: Int

  /// A planted set from its parts.
  ///
  /// Dimension, box, γ and half width must be positive, the half width at most the box, and counts of
  /// support vectors between 0 and the counts of points.
  public init(
    dimension: Int, box: Rational, gamma: Rational, perClass: (Int, Int), support: (Int, Int),
    supportHalfWidth: Rational? = nil, seed: Int
  ) {
    precondition(dimension > 0 && box.sign > 0 && gamma.sign > 0 && seed >= 0, "out of range")
    precondition(
      support.0 >= 0 && support.1 >= 0 && support.0 <= perClass.0 && support.1 <= perClass.1,
      "support vectors count among the points")
    self.dimension = dimension
    self.box = box
    self.gamma = gamma
    (positives, negatives) = perClass
    (positiveSupport, negativeSupport) = support
    self.supportHalfWidth = supportHalfWidth ?? box
    self.seed = seed
  }

  /// The numerators of w_true over their common denominator c² + d − 1.
  var direction: (numerators: [Int], denominator: Int) {
    let d = dimension
    // ⌊√d⌉: the least r with r² + r ≥ d has d ≤ (r + 1/2)².
    var root = 1
    while root * root + root < d { root += 1 }
    let c = root + 1
    var numerators = [Int](repeating: 2 * c, count: d)
    numerators[0] = c * c - d + 1
    return (numerators, c * c + d - 1)
  }

  /// The direction w_true, a unit vector with rational entries.
  public var wTrue: [Rational] {
    let (numerators, denominator) = direction
    return numerators.map { Rational($0, denominator) }
  }
}

// MARK: - Drawing

extension PlantedSet {
  /// The training data: support vectors and then others of label 1, the same of label −1.
  ///
  /// - Throws: `DocumentError` where the box has no room for such points.
  func trainingSet() throws(DocumentError) -> LogisticDataset {
    let path = "data.planted"
    var support = PlantedSampler(self, seed: seed, stream: .supportVectors, keyPath: path)
    var positive: [[Rational]] = []
    var negative: [[Rational]] = []
    let half = gamma * Rational(1, 2)
    if positiveSupport > 0, negativeSupport > 0 {
      let (above, below) = try support.facingPair()
      positive.append(above)
      negative.append(below)
    }
    while positive.count < positiveSupport {
      positive.append(try support.point(level: half, halfWidth: supportHalfWidth))
    }
    while negative.count < negativeSupport {
      negative.append(try support.point(level: -half, halfWidth: supportHalfWidth))
    }
    var others = PlantedSampler(self, seed: seed, stream: .plantedPoints, keyPath: path)
    while positive.count < positives || negative.count < negatives {
      let (point, label) = try others.separatedPoint()
      if label > 0 {
        if positive.count < positives { positive.append(point) }
      } else if negative.count < negatives {
        negative.append(point)
      }
    }
    return LogisticDataset(
      points: ExactMatrix(
        rows: positives + negatives, columns: dimension, (positive + negative).flatMap { $0 }),
      labels: [Int](repeating: 1, count: positives) + [Int](repeating: -1, count: negatives))
  }

  /// Points of the law of the ordinary points, labelled by side.
  func testSet(count: Int, seed: Int, keyPath: String) throws(DocumentError) -> LogisticDataset {
    var sampler = PlantedSampler(self, seed: seed, stream: .testPoints, keyPath: keyPath)
    var entries: [Rational] = []
    var labels: [Int] = []
    for _ in 0..<count {
      let (point, label) = try sampler.separatedPoint()
      entries += point
      labels.append(label)
    }
    return LogisticDataset(
      points: ExactMatrix(rows: count, columns: dimension, entries), labels: labels)
  }

  /// Points uniform in the band γ/2 < |w_true·x| < αγ of the box, labelled by side.
  func concentratedSet(
    alpha: Rational, count: Int, seed: Int, keyPath: String
  ) throws(DocumentError) -> LogisticDataset {
    var sampler = PlantedSampler(self, seed: seed, stream: .concentratedPoints, keyPath: keyPath)
    var entries: [Rational] = []
    var labels: [Int] = []
    for _ in 0..<count {
      let (point, label) = try sampler.bandPoint(alpha: alpha)
      entries += point
      labels.append(label)
    }
    return LogisticDataset(
      points: ExactMatrix(rows: count, columns: dimension, entries), labels: labels)
  }
}
