internal import Enclosures

extension Value {
  /// f(x, …).
  static func apply(
    _ function: Function, _ arguments: [Value], _ precision: Int
  ) throws(DomainError) -> Value {
    guard let first = arguments.first else {
      throw .undefined(operation: "\(function.rawValue) without arguments")
    }
    switch function {
    case .sqrt: return try first.squareRoot(precision)
    case .exp:
      return try first.transcendental(at: 0, is: 1, atInfinity: (.exact(0), precision)) {
        (x) throws(DomainError) in x.exponential()
      }
    case .expm1:
      return try first.transcendental(at: 0, is: 0, atInfinity: (.exact(-1), precision)) {
        (x) throws(DomainError) in x.exponentialMinusOne()
      }
    case .log:
      return try first.transcendental(at: 1, is: 0, atInfinity: (nil, precision)) {
        (x) throws(DomainError) in try x.logarithm()
      }
    case .log1p:
      return try first.transcendental(at: 0, is: 0, atInfinity: (nil, precision)) {
        (x) throws(DomainError) in try x.logarithmOnePlus()
      }
    case .abs: return first.absolute()
    case .min: return arguments.dropFirst().reduce(first) { least($0, $1, precision) }
    case .max:
      return arguments.dropFirst().reduce(first.negated()) {
        least($0, $1.negated(), precision)
      }.negated()
    case .floor: return first.roundedDown(precision)
    case .ceil: return first.negated().roundedDown(precision).negated()
    }
  }

  /// A function that is rational at one rational point only, and tends to ∞ with its argument.
  private func transcendental(
    at point: Rational, is value: Rational, atInfinity limit: (negative: Value?, precision: Int),
    _ function: (Interval) throws(DomainError) -> Interval
  ) throws(DomainError) -> Value {
    switch self {
    case .exact(let x) where x == point: return .exact(value)
    case .infinite(let sign) where sign > 0: return self
    case .infinite:
      guard let negative = limit.negative else {
        throw .undefined(operation: "logarithm of a number that is not positive")
      }
      return negative
    case .exact, .surd, .enclosed: return .of(try function(interval(limit.precision)))
    }
  }

  private func squareRoot(_ precision: Int) throws(DomainError) -> Value {
    switch self {
    case .exact(let value):
      if value.sign < 0 { throw .undefined(operation: "square root of a negative number") }
      return .root(value, isNegative: false)
    case .infinite(let sign):
      if sign < 0 { throw .undefined(operation: "square root of a negative number") }
      return self
    case .surd, .enclosed: return .of(try interval(precision).squareRoot())
    }
  }

  private func absolute() -> Value {
    switch self {
    case .exact(let value): .exact(value.magnitude)
    case .surd(let square, _): .surd(square: square, isNegative: false)
    case .enclosed(let interval): .enclosed(interval.absoluteValue())
    case .infinite: .infinite(sign: 1)
    }
  }

  /// The lesser one itself where that is certain, so that it stays exact.
  private static func least(_ x: Value, _ y: Value, _ precision: Int) -> Value {
    switch x.compare(.lessOrEqual, y, precision) {
    case .certainlyTrue: x
    case .certainlyFalse: y
    case .unknown: .of(.minimum(x.interval(precision), y.interval(precision)))
    }
  }

  private func roundedDown(_ precision: Int) -> Value {
    switch self {
    case .exact(let value): return .exact(value.roundedDown())
    case .infinite: return self
    case .surd, .enclosed:
      let rounded = interval(precision).roundedDown()
      // Huge integers stay floating-point: written out they would fill the memory.
      if rounded.isPoint, rounded.lower.binaryExponent ?? 0 <= Value.exactBits,
        let value = rounded.lower.exactRational
      {
        return .exact(value)
      }
      return .of(rounded)
    }
  }
}

// MARK: - Powers

extension Value {
  /// x^y: an integer power for an exact integer y, a root for an exact half, a real power else.
  ///
  /// Powers with more than `bits` bits are intervals at once.
  func power(
    _ exponent: Value, _ precision: Int, bits: Int = exactBits
  ) throws(DomainError) -> Value {
    if case .exact(let value) = exponent {
      if let integer = value.int { return try power(integer, precision, bits: bits) }
      if let twice = (value * 2).int {
        return try power(twice, precision, bits: bits).rootOfPower(of: self, precision)
      }
    }
    if case .infinite = exponent { throw .undefined(operation: "power with exponent inf") }
    if case .infinite(let sign) = self {
      if sign < 0 { throw .undefined(operation: "real power of a negative number") }
      guard let direction = exponent.certainSign, direction != 0 else {
        throw .undecided(operation: "inf to a power that may be zero")
      }
      return direction > 0 ? self : .exact(0)
    }
    return .of(try interval(precision).power(exponent.interval(precision)))
  }

  /// √(x^n) as x^(n/2): the base must not be negative.
  private func rootOfPower(of base: Value, _ precision: Int) throws(DomainError) -> Value {
    switch base.compare(.less, .exact(0), precision) {
    case .certainlyTrue: throw .undefined(operation: "real power of a negative number")
    case .unknown: throw .undecided(operation: "real power of an enclosure of zero")
    case .certainlyFalse: return try squareRoot(precision)
    }
  }

  private func power(_ n: Int, _ precision: Int, bits: Int) throws(DomainError) -> Value {
    if n == 0 {
      if case .infinite = self { throw .undefined(operation: "inf to the power 0") }
      return .exact(1)
    }
    if n < 0, isExactZero { throw .undefined(operation: "negative power of zero") }
    switch self {
    case .exact(let value):
      if let power = value.boundedPower(n, bits: bits) { return .exact(power) }
    case .surd(let square, let isNegative):
      if n % 2 == 0 {
        if let power = square.boundedPower(n / 2, bits: bits) { return .exact(power) }
      } else if let power = square.boundedPower(n, bits: bits) {
        return .surd(square: power, isNegative: isNegative)
      }
    case .infinite(let sign):
      if n < 0 { return .exact(0) }
      return .infinite(sign: n % 2 == 0 ? 1 : sign)
    case .enclosed: break
    }
    return .of(try interval(precision).integerPower(n))
  }
}

extension Rational {
  /// xⁿ unless it would have more bits.
  fileprivate func boundedPower(_ n: Int, bits: Int) -> Rational? {
    if magnitude != 1, !isZero {
      let (product, overflow) = bitCount.multipliedReportingOverflow(by: Int(clamping: n.magnitude))
      guard !overflow, product <= bits else { return nil }
    }
    return power(n)
  }
}
