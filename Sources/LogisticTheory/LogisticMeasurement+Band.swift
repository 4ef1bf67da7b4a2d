internal import Documents
internal import Enclosures

/// Where the points of a test regime lie across the maximum margin's hyperplane.
extension LogisticMeasurement {
  /// band_min, band_max and band_distance of a regime; nil where it has no points of its own.
  func band(_ name: String, _ regime: String, precision: Int) throws -> ScalarValue? {
    guard let set = testSets[regime] else { return nil }
    guard let margin = margin.separable else {
      return unknownMargin(precision: precision)
    }
    let bits = precision + 32
    if let state = margin.extended.exactState {
      let normal = Array(state.dropLast()) + [0]
      let points = ExtendedPoints(set)
      let places = (0..<set.count).map { points.margin($0, normal) / 2 }
      switch name {
      case "band_min": return places.min().map(ScalarValue.exact)
      case "band_max": return places.max().map(ScalarValue.exact)
      default:
        let intervals = places.map { Interval($0, precision: bits) }
        return try distance(intervals, labels: set.labels, bits).map(ScalarValue.enclosed)
      }
    }
    let normal = Array(margin.extended.state(precision: bits).dropLast())
    let points = ExtendedPoints(set)
    let places = (0..<set.count).map { index in
      let row = points.row(index).dropLast().map { Interval($0, precision: bits) }
      return product(row, normal, bits).scaled(byPowerOfTwo: -1)
    }
    switch name {
    case "band_min": return places.dropFirst().reduce(places[0], Interval.minimum).scalar
    case "band_max": return places.dropFirst().reduce(places[0], Interval.maximum).scalar
    default: return try distance(places, labels: set.labels, bits).map(ScalarValue.enclosed)
    }
  }

  /// The greater, over both classes, of sup |F − U|: U is the law of the uniform distribution on
  /// ½…α, F(x) twice the share, among all points, of those of the class at most x (so that an imbalance
  /// of the classes counts); nil for α ≤ ½.
  ///
  /// The supremum is taken at a point or just before one: with the k-th of n′ places x, it is the
  /// greatest of F(x) − U(x), which is 2k/n − U(x), and U(x) − 2(k − 1)/n, and |2n′/n − 1| at the end.
  private func distance(
    _ places: [Interval], labels: [Int], _ bits: Int
  ) throws -> Interval? {
    let half = Rational(1, 2)
    guard problem.alpha > half else { return nil }
    let zero = Interval.zero(precision: bits)
    let one = Interval(1, precision: bits)
    let start = Interval(half, precision: bits)
    let length = Interval(problem.alpha - half, precision: bits)
    var greatest = zero
    for sign in [-1, 1] {
      let own = zip(places, labels).filter { $1 == sign }.map(\.0)
      // The k-th place lies between the k-th lower and the k-th upper end.
      let lowers = own.map(\.lower).sorted { $0 < $1 }
      let uppers = own.map(\.upper).sorted { $0 < $1 }
      for (k, ends) in zip(lowers, uppers).enumerated() {
        let place = try (Interval(lower: ends.0, upper: ends.1) - start) / length
        let law = Interval.minimum(Interval.maximum(place, zero), one)
        let after = Interval(Rational(2 * (k + 1), places.count), precision: bits)
        let before = Interval(Rational(2 * k, places.count), precision: bits)
        greatest = .maximum(greatest, .maximum(after - law, law - before))
      }
      let end = Interval(Rational(2 * own.count, places.count) - 1, precision: bits)
      greatest = .maximum(greatest, end.absoluteValue())
    }
    return greatest
  }

  /// What is known of a quantity of the maximum margin where there is none: nothing exists if the points
  /// are not separable, and nothing is known if that is not decided.
  func unknownMargin(precision: Int) -> ScalarValue? {
    if case .undecided = margin { .enclosed(.entire(precision: precision)) } else { nil }
  }

  /// What is known of a quantity of the limit residual where it is not enclosed: nothing exists if the
  /// residual is certified not to, and nothing is known otherwise.
  func unknownLimit(precision: Int) -> ScalarValue? {
    switch limit(precision: precision) {
    case .failure(.notUnique), .failure(.doesNotExist): nil
    case nil: unknownMargin(precision: precision)
    default: .enclosed(.entire(precision: precision))
    }
  }
}

extension Interval {
  fileprivate var scalar: ScalarValue { .enclosed(self) }
}
