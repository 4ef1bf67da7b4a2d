import ClaimLanguage
import Enclosures

/// Looks for counterexamples, and makes them short.
enum Refutation {
  /// Points that are tried.
  private static let samples = 256

  /// The first of a fixed list of points at which the statement certainly fails.
  static func sampled(_ statement: UniversalStatement, _ sequents: [Sequent]) -> Counterexample? {
    var candidates: [[Rational]] = []
    for sequent in sequents where Kernel.kink(in: sequent) == nil {
      for point in Samples.points(of: sequent.box, count: samples) {
        guard Samples.keeps(point, sequent) else { continue }
        let range = Samples.value(sequent.goal.expression, at: point, sequent)
        if range.map({ Kernel.fails(sequent.goal.sign, on: $0) }) ?? true {
          candidates.append(point)
          if candidates.count >= 64 { break }
        }
      }
    }
    if sequents.contains(where: { Kernel.kink(in: $0) != nil }) {
      candidates += Samples.points(of: statement.variables.map(\.side), count: samples)
    }
    // In one variable the least first: it is near where the statement begins to fail. Else those with short numbers.
    let ordered =
      statement.variables.count == 1
      ? candidates.sorted { $0[0] < $1[0] }
      : candidates.enumerated().sorted {
        let (x, y) = (weight($0.element), weight($1.element))
        return x != y ? x < y : $0.offset < $1.offset
      }.map(\.element)
    for point in ordered {
      if let found = Counterexample(point, to: statement) { return found }
    }
    return nil
  }

  /// The length of the numbers of a point.
  private static func weight(_ point: [Rational]) -> Int { point.reduce(0) { $0 + $1.bitCount } }

  /// A counterexample with short numbers near a given one.
  static func simplified(
    _ found: Counterexample, _ statement: UniversalStatement
  ) -> Counterexample {
    var best = found
    for index in found.point.indices {
      for digits in 1...8 {
        guard
          let short = try? Rational(
            parsing: best.point[index].nearestDecimal(digits: digits))
        else { continue }
        var point = best.point
        point[index] = short
        if let next = Counterexample(point, to: statement) {
          best = next
          break
        }
      }
    }
    return best
  }

  /// A counterexample with few digits just above a number, for a statement in one variable.
  static func simple(above number: Rational, _ statement: UniversalStatement) -> Counterexample? {
    for digits in 5...24 {
      let text = number.decimalEnclosure(digits: digits).upper
      guard let short = try? Rational(parsing: text), short >= number else { continue }
      if let found = Counterexample([short], to: statement) { return found }
    }
    return Counterexample([number], to: statement)
  }

  /// Decimals with the statement true at the lower one and false at the upper one, next to each other in so many digits.
  static func bracket(
    from start: Rational, to end: Rational, _ statement: UniversalStatement, digits: Int
  ) -> (lower: Rational, upper: Rational)? {
    guard statement.variables.count == 1 else { return nil }
    let source = { (value: Rational) in
      Evaluator(source: PointSource(values: [statement.variables[0].name: value]))
    }
    func holds(_ value: Rational) -> Bool? {
      guard case .formula(let formula) = statement.body else { return nil }
      if let hypotheses = statement.hypotheses {
        guard let given = try? source(value).evaluate(hypotheses) else { return nil }
        if given.status == .fails { return true }
        if given.status != .holds { return nil }
      }
      switch try? source(value).evaluate(formula).status {
      case .holds: return true
      case .fails, .undefined: return false
      default: return nil
      }
    }
    var (lower, upper) = (start, end)
    // From an open end: the first point at which it holds.
    if holds(lower) != true {
      var found = false
      for step in 1...40 where !found {
        let point = start + (end - start) * Rational.powerOfTwo(-step)
        if holds(point) == true { (lower, found) = (point, true) }
      }
      guard found else { return nil }
    }
    let limit = Rational.powerOfTwo(-Int(Double(digits) * 3.33) - 4)
    for _ in 0..<400 {
      let size = max(upper.magnitude, lower.magnitude)
      if upper - lower <= size * limit { break }
      let middle = BigFloat((lower + upper) * Rational(1, 2), precision: 192, rounding: .nearest)
      guard let point = middle.exactRational, point > lower, point < upper else { break }
      switch holds(point) {
      case true?: lower = point
      case false?: upper = point
      case nil: return nil
      }
    }
    // Rounded outward to decimals, which must keep what is said of them.
    guard let low = try? Rational(parsing: lower.decimalEnclosure(digits: digits).lower),
      let high = try? Rational(parsing: upper.decimalEnclosure(digits: digits).upper),
      low >= start, high <= end
    else { return nil }
    guard holds(low) == true, holds(high) == false, low > start else { return nil }
    return (low, high)
  }
}
