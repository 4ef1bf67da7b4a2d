import Enclosures
import Foundation
import Testing

/// A seeded generator (SplitMix64): the same tests on every run and machine.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A rational of the kinds that break arithmetic: zero, ±1, small, dyadic, decimal, huge, tiny.
  mutating func rational() -> Rational {
    let sign = Int.random(in: 0...1, using: &self) == 0 ? 1 : -1
    let small = Int.random(in: 1...1000, using: &self)
    let large = Rational(Int.random(in: 1 << 40...1 << 62, using: &self) * sign)
    switch Int.random(in: 0..<8, using: &self) {
    case 0: return 0
    case 1: return Rational(sign)
    case 2: return Rational(sign * small)
    case 3: return large * .powerOfTwo(Int.random(in: -70...10, using: &self))
    case 4: return Rational(sign * small, Int.random(in: 1...1000, using: &self))
    case 5: return large * .powerOfTwo(Int.random(in: 200...3000, using: &self))
    case 6: return large * .powerOfTwo(Int.random(in: -3000 ... -200, using: &self))
    default: return large / Rational(Int.random(in: 1 << 40...1 << 62, using: &self))
    }
  }

  /// An interval of two such rationals, now and then a point.
  mutating func interval(precision: Int) -> Interval {
    let x = rational()
    let y = Int.random(in: 0..<5, using: &self) == 0 ? x : rational()
    return Interval(lower: min(x, y), upper: max(x, y), precision: precision)
  }

  /// A rational inside the interval: one of the ends or a point between them.
  mutating func point(in interval: Interval) -> Rational {
    let (low, high) = (interval.lower.rational, interval.upper.rational)
    let weight = Rational(Int.random(in: 0...16, using: &self), 16)
    return low + (high - low) * weight
  }

  /// An interval inside the given one.
  mutating func nested(in interval: Interval) -> Interval {
    let (x, y) = (point(in: interval), point(in: interval))
    let inner = Interval(lower: min(x, y), upper: max(x, y), precision: interval.precision)
    return inner.intersection(interval) ?? interval
  }
}

/// Precisions on both sides of every storage and limb boundary.
let precisions = [2, 24, 53, 64, 65, 128, 256, 257, 320, 512]

extension BigFloat {
  /// The exact value of a finite number.
  var rational: Rational {
    guard let exact = exactRational else {
      Issue.record("an infinite endpoint has no rational value")
      return 0
    }
    return exact
  }
}

extension Interval {
  /// Whether both ends are the correctly rounded ends of the exact range [low, high]: nothing is lost
  /// and nothing is given away.
  func isTightest(_ low: Rational, _ high: Rational) -> Bool {
    lower.compare(to: low) <= 0 && lower.nextUp.compare(to: low) > 0
      && upper.compare(to: high) >= 0 && upper.nextDown.compare(to: high) < 0
  }

  /// Whether the ends hold no NaN and are in order.
  var keepsInvariants: Bool {
    !lower.isNaN && !upper.isNaN && lower <= upper && lower.precision == upper.precision
  }
}

extension Rational {
  init(text: String) {
    do { self = try Rational(parsing: text) } catch {
      Issue.record("\(error)")
      self = 0
    }
  }
}

/// One value of an elementary function, enclosed by Arb (Tests/Oracles/make_enclosure_oracle.py).
struct OracleValue: Sendable, CustomTestStringConvertible {
  let arguments: [Rational]
  /// significand·2^exponent ≤ value ≤ (significand + slack)·2^exponent.
  let significand: Rational
  let slack: Rational
  let exponent: Int

  var isExact: Bool { slack.isZero }
  var testDescription: String { arguments.map(\.description).joined(separator: ", ") }

  /// Whether the exact value certainly lies inside.
  func isInside(_ interval: Interval) -> Bool {
    let scaled = interval.scaled(byPowerOfTwo: -exponent)
    return scaled.lower.compare(to: significand) <= 0
      && scaled.upper.compare(to: significand + slack) >= 0
  }

  /// Whether the exact value may lie inside: for results finer than the oracle.
  func meets(_ interval: Interval) -> Bool {
    let scaled = interval.scaled(byPowerOfTwo: -exponent)
    return scaled.lower.compare(to: significand + slack) <= 0
      && scaled.upper.compare(to: significand) >= 0
  }

  /// Whether each end is within the given units in the last place of the exact value, on its own side:
  /// neither end may be moved inward, nor further outward.
  func isTightest(_ interval: Interval, ulps: Int = 1) -> Bool {
    var low = interval.lower
    var high = interval.upper
    for _ in 0..<ulps { (low, high) = (low.nextUp, high.nextDown) }
    let moved = (
      low.scaled(byPowerOfTwo: -exponent), high.scaled(byPowerOfTwo: -exponent)
    )
    return isInside(interval) && moved.0.compare(to: significand) > 0
      && moved.1.compare(to: significand + slack) < 0
  }

  /// The values of one function.
  static func values(of function: String) -> [OracleValue] {
    guard let values = all[function] else {
      Issue.record("Fixtures/elementary.txt has no values of \(function)")
      return []
    }
    return values
  }

  private static let all: [String: [OracleValue]] = {
    let url = Bundle.module.url(forResource: "Fixtures/elementary", withExtension: "txt")
    guard let url, let text = try? String(contentsOf: url, encoding: .utf8) else { return [:] }
    var values: [String: [OracleValue]] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ").map(String.init)
      let numbers = fields.dropFirst().map(Rational.init(text:))
      guard let function = fields.first, numbers.count >= 4, let exponent = numbers.last?.int else {
        continue
      }
      values[function, default: []].append(
        OracleValue(
          arguments: Array(numbers.dropLast(3)), significand: numbers[numbers.count - 3],
          slack: numbers[numbers.count - 2], exponent: exponent))
    }
    return values
  }()
}
