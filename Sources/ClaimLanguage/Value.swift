internal import Enclosures

/// A number while an expression is evaluated: exact as long as that is possible.
enum Value: Sendable {
  case exact(Rational)
  /// ±√square, where √square is not rational.
  case surd(square: Rational, isNegative: Bool)
  case enclosed(Interval)
  /// ±∞; it takes part in comparisons and in what is obvious of arithmetic.
  case infinite(sign: Int)

  /// Beyond this many bits an exact number becomes an interval.
  static let exactBits = 1 << 20

  init(_ value: ScalarValue) {
    switch value {
    case .exact(let rational): self = .exact(rational)
    case .squareRoot(let square): self = .root(square, isNegative: false)
    case .enclosed(let interval): self = .of(interval)
    case .infinite(let sign): self = .infinite(sign: sign.signum())
    }
  }

  /// ±√square, exact for squares of rationals.
  static func root(_ square: Rational, isNegative: Bool) -> Value {
    if let root = square.exactSquareRoot { return .exact(isNegative ? -root : root) }
    return .surd(square: square, isNegative: isNegative)
  }

  /// An interval, or the infinity that it is.
  static func of(_ interval: Interval) -> Value {
    interval.isPoint && interval.lower.isInfinite
      ? .infinite(sign: interval.lower.sign) : .enclosed(interval)
  }

  /// A rational unless it is too long.
  private static func checked(_ value: Rational, _ precision: Int) -> Value {
    value.bitCount <= exactBits ? .exact(value) : .enclosed(Interval(value, precision: precision))
  }

  func interval(_ precision: Int) -> Interval {
    switch self {
    case .exact(let value): return Interval(value, precision: precision)
    case .surd(let square, let isNegative):
      let root = Interval(square, precision: precision).clampedSquareRoot()
      return isNegative ? -root : root
    case .enclosed(let interval): return interval
    case .infinite(let sign): return .infinite(sign: sign, precision: precision)
    }
  }

  /// The value for readers outside.
  func scalar(precision: Int) -> ScalarValue {
    switch self {
    case .exact(let value): .exact(value)
    case .surd(let square, false): .squareRoot(of: square)
    case .surd: .enclosed(interval(precision))
    case .enclosed(let interval): .enclosed(interval)
    case .infinite(let sign): .infinite(sign: sign)
    }
  }

  var isExactZero: Bool { if case .exact(let value) = self { value.isZero } else { false } }

  /// −1 or 1 where the sign is certain, 0 for exact zero, nil otherwise.
  var certainSign: Int? {
    switch self {
    case .exact(let value): value.sign
    case .surd(_, let isNegative): isNegative ? -1 : 1
    case .enclosed(let interval):
      interval.lower.sign > 0 ? 1 : interval.upper.sign < 0 ? -1 : interval.isZero ? 0 : nil
    case .infinite(let sign): sign
    }
  }
}

// MARK: - Arithmetic

extension Value {
  func negated() -> Value {
    switch self {
    case .exact(let value): .exact(-value)
    case .surd(let square, let isNegative): .surd(square: square, isNegative: !isNegative)
    case .enclosed(let interval): .enclosed(-interval)
    case .infinite(let sign): .infinite(sign: -sign)
    }
  }

  func adding(_ other: Value, _ precision: Int) throws(DomainError) -> Value {
    switch (self, other) {
    case (.exact(let x), .exact(let y)): return Value.checked(x + y, precision)
    case (.exact(let x), _) where x.isZero: return other
    case (_, .exact(let y)) where y.isZero: return self
    case (.infinite(let x), .infinite(let y)):
      if x != y { throw .undefined(operation: "inf - inf") }
      return self
    case (.infinite, _): return try Value.absorbing(self, other)
    case (_, .infinite): return try Value.absorbing(other, self)
    case (.surd(let x, let xNegative), .surd(let y, let yNegative)) where x == y:
      if xNegative != yNegative { return .exact(0) }
      return .surd(square: x * 4, isNegative: xNegative)
    default: return .of(interval(precision) + other.interval(precision))
    }
  }

  /// ±∞ plus a number, which must be known to be finite.
  private static func absorbing(_ infinite: Value, _ other: Value) throws(DomainError) -> Value {
    if case .enclosed(let interval) = other, !interval.isBounded {
      throw .undecided(operation: "inf plus a number that may be infinite")
    }
    return infinite
  }

  func multiplied(by other: Value, _ precision: Int) throws(DomainError) -> Value {
    switch (self, other) {
    case (.exact(let x), .exact(let y)): return Value.checked(x * y, precision)
    case (.exact(let x), _) where x == 1: return other
    case (_, .exact(let y)) where y == 1: return self
    case (.infinite, _), (_, .infinite):
      guard let x = certainSign, let y = other.certainSign else {
        throw .undecided(operation: "inf times a number that may be zero")
      }
      if x * y == 0 { throw .undefined(operation: "0 times inf") }
      return .infinite(sign: x * y)
    case (.exact(let x), .enclosed(let y)) where x.isZero && y.isBounded: return .exact(0)
    case (.enclosed(let x), .exact(let y)) where y.isZero && x.isBounded: return .exact(0)
    default:
      if let x = signedSquare, let y = other.signedSquare {
        return .root((x * y).magnitude, isNegative: x.sign * y.sign < 0)
      }
      return .of(interval(precision) * other.interval(precision))
    }
  }

  func divided(by other: Value, _ precision: Int) throws(DomainError) -> Value {
    if other.isExactZero { throw .undefined(operation: "division by zero") }
    switch (self, other) {
    case (.exact(let x), .exact(let y)): return Value.checked(x / y, precision)
    case (.infinite, .infinite): throw .undefined(operation: "inf / inf")
    case (_, .infinite):
      if case .enclosed(let interval) = self, !interval.isBounded {
        throw .undecided(operation: "division by inf of a number that may be infinite")
      }
      return .exact(0)
    case (.infinite(let sign), _):
      guard let divisor = other.certainSign, other.interval(precision).isBounded else {
        throw .undecided(operation: "inf divided by a number that may be zero or inf")
      }
      return .infinite(sign: sign * divisor)
    case (_, .exact(let y)) where y == 1: return self
    default:
      if let x = signedSquare, let y = other.signedSquare {
        return .root((x / y).magnitude, isNegative: x.sign * y.sign < 0)
      }
      return .of(try interval(precision) / other.interval(precision))
    }
  }

  /// x·|x| for exact numbers and surds: it grows with x, so that it decides their order.
  var signedSquare: Rational? {
    switch self {
    case .exact(let value):
      value.bitCount > Value.exactBits / 2 ? nil : value * value.magnitude
    case .surd(let square, let isNegative): isNegative ? -square : square
    case .enclosed, .infinite: nil
    }
  }
}

// MARK: - Comparison

extension Value {
  func compare(_ relation: Relation, _ other: Value, _ precision: Int) -> Ternary {
    switch relation {
    case .less: isLess(than: other, precision)
    case .lessOrEqual: !other.isLess(than: self, precision)
    case .greater: other.isLess(than: self, precision)
    case .greaterOrEqual: !isLess(than: other, precision)
    case .equal: isEqual(to: other, precision)
    }
  }

  /// x < y.
  ///
  /// The negation of it is y ≤ x, so one function serves four relations.
  private func isLess(than other: Value, _ precision: Int) -> Ternary {
    switch (self, other) {
    case (.exact(let x), .exact(let y)): return Ternary(x < y)
    case (.exact(let x), .enclosed(let y)):
      if y.lower.compare(to: x) > 0 { return .certainlyTrue }
      return y.upper.compare(to: x) <= 0 ? .certainlyFalse : .unknown
    case (.enclosed(let x), .exact(let y)):
      if x.upper.compare(to: y) < 0 { return .certainlyTrue }
      return x.lower.compare(to: y) >= 0 ? .certainlyFalse : .unknown
    default:
      if let x = signedSquare, let y = other.signedSquare { return Ternary(x < y) }
      return interval(precision).isLess(than: other.interval(precision))
    }
  }

  private func isEqual(to other: Value, _ precision: Int) -> Ternary {
    switch (self, other) {
    case (.exact(let x), .exact(let y)): return Ternary(x == y)
    case (.exact(let x), .enclosed(let y)), (.enclosed(let y), .exact(let x)):
      if !y.contains(x) { return .certainlyFalse }
      return y.isPoint ? .certainlyTrue : .unknown
    default:
      if let x = signedSquare, let y = other.signedSquare { return Ternary(x == y) }
      return interval(precision).isEqual(to: other.interval(precision))
    }
  }
}
