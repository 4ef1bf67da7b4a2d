import ClaimLanguage
import Enclosures

/// Points of a box, the same ones on every machine: corners, then Halton's sequence.
enum Samples {
  private static let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]

  /// At most so many points of the box.
  static func points(of box: [Side], count: Int) -> [[Rational]] {
    var result: [[Rational]] = []
    if box.count <= 5 {
      for corner in 0..<(1 << box.count) where result.count < count / 2 {
        result.append(
          box.enumerated().map { index, side in
            place(corner >> index & 1 == 0 ? Rational(1, 4096) : Rational(4095, 4096), side)
          })
        if box.contains(where: { !$0.isLowerOpen || !$0.isUpperOpen }) {
          result.append(
            box.enumerated().map { index, side in
              end(side, isUpper: corner >> index & 1 == 1)
            })
        }
      }
    }
    var step = 1
    while result.count < count {
      let isWide = step % 2 == 0
      let scale = step % 8 == 0 ? 240 : 24
      result.append(
        box.enumerated().map { index, side in
          let fraction = radicalInverse(step, primes[index % primes.count])
          return isWide ? wide(fraction, side, scale) : place(fraction, side)
        })
      step += 1
    }
    return result
  }

  /// An end that belongs to the side, else a point near it.
  private static func end(_ side: Side, isUpper: Bool) -> Rational {
    if isUpper, !side.isUpperOpen, let upper = side.upper { return upper }
    if !isUpper, !side.isLowerOpen, let lower = side.lower { return lower }
    return place(isUpper ? Rational(1023, 1024) : Rational(1, 1024), side)
  }

  /// The point of a side at a fraction in (0, 1) of it.
  static func place(_ fraction: Rational, _ side: Side) -> Rational {
    switch (side.lower, side.upper) {
    case (let lower?, let upper?): return lower + fraction * (upper - lower)
    case (let lower?, nil): return lower + fraction / (1 - fraction)
    case (nil, let upper?): return upper - fraction / (1 - fraction)
    case (nil, nil): return (2 * fraction - 1) / (fraction * (1 - fraction)) * Rational(1, 4)
    }
  }

  /// The same on a scale of powers of two from the ends.
  private static func wide(_ fraction: Rational, _ side: Side, _ scale: Int) -> Rational {
    let exponent = ((fraction - Rational(1, 2)) * Rational(scale)).roundedDown().int ?? 0
    let step = Rational.powerOfTwo(exponent)
    switch (side.lower, side.upper) {
    case (let lower?, let upper?):
      let near = (upper - lower) * Rational.powerOfTwo(-abs(exponent) - 1)
      return exponent < 0 ? lower + near : upper - near
    case (let lower?, nil): return lower + step
    case (nil, let upper?): return upper - step
    case (nil, nil): return fraction < Rational(1, 2) ? -step : step
    }
  }

  /// 0.d₁d₂… from the digits of a number in a base, read backwards.
  private static func radicalInverse(_ number: Int, _ base: Int) -> Rational {
    var (rest, numerator, denominator) = (number, 0, 1)
    while rest > 0 {
      numerator = numerator * base + rest % base
      denominator *= base
      rest /= base
    }
    return Rational(numerator, denominator)
  }

  /// What the goal is at points that certainly keep every condition: whether it holds at some, and fails at some.
  static func outcome(_ sequent: Sequent, count: Int) -> (holds: Bool, fails: Bool, kept: Int) {
    var (holds, fails, kept) = (false, false, 0)
    for point in points(of: sequent.box, count: count) where keeps(point, sequent) {
      kept += 1
      guard let range = value(sequent.goal.expression, at: point, sequent) else { continue }
      if Kernel.holds(sequent.goal.sign, on: range) { holds = true }
      if Kernel.fails(sequent.goal.sign, on: range) { fails = true }
      if fails { break }
    }
    return (holds, fails, kept)
  }

  /// Whether a point certainly keeps every condition.
  static func keeps(_ point: [Rational], _ sequent: Sequent) -> Bool {
    sequent.conditions.allSatisfy { condition in
      guard let range = value(condition.expression, at: point, sequent) else { return false }
      return Kernel.holds(condition.sign, on: range)
    }
  }

  /// An enclosure of an expression at a point.
  static func value(
    _ expression: Expression, at point: [Rational], _ sequent: Sequent,
    precision: Int = PrecisionLimits.start
  ) -> Interval? {
    sequent.matter.compiled(expression).range(
      over: point.map { Interval($0, precision: precision) }, precision: precision)
  }

  /// The sign of an expression over points that keep the conditions: 1 or −1 where no point shows the other one, nil
  /// where it varies or is not seen.
  static func sign(of expression: Expression, in sequent: Sequent, count: Int) -> Int? {
    var (positive, negative) = (false, false)
    for point in points(of: sequent.box, count: count) where keeps(point, sequent) {
      guard let range = value(expression, at: point, sequent) else { continue }
      if range.lower.sign > 0 { positive = true }
      if range.upper.sign < 0 { negative = true }
      if positive && negative { return nil }
    }
    return positive ? 1 : negative ? -1 : nil
  }
}
