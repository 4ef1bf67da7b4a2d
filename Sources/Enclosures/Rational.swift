internal import CMPFR

/// An exact rational number (GMP), always in lowest terms with a positive denominator.
///
/// Immutable: the value lives in an object that is never changed after it is made, so copies share it
/// and it may cross threads.
public struct Rational: Sendable {
  private let storage: Storage

  /// Owns one GMP number.
  ///
  /// It is reached through a pointer: an access to a stored property would be
  /// checked for exclusivity, and `x * x` reads one number twice.
  private final class Storage: @unchecked Sendable {
    let value: UnsafeMutablePointer<mpq_t>

    init() {
      value = .allocate(capacity: 1)
      __gmpq_init(value)
    }

    deinit {
      __gmpq_clear(value)
      value.deallocate()
    }
  }

  /// A value that a GMP call writes; it must leave it canonical.
  init(_ compute: (UnsafeMutablePointer<mpq_t>) -> Void) {
    storage = Storage()
    compute(storage.value)
  }

  /// Gives a GMP call read access; calls may nest on the same value, as in x + x.
  @inline(__always)
  func withPointer<R>(_ body: (UnsafePointer<mpq_t>) -> R) -> R {
    withExtendedLifetime(storage) { body(UnsafePointer(storage.value)) }
  }

  private func combined(
    _ other: Rational,
    _ operation: (UnsafeMutablePointer<mpq_t>, UnsafePointer<mpq_t>, UnsafePointer<mpq_t>) -> Void
  ) -> Rational {
    Rational { result in withPointer { x in other.withPointer { y in operation(result, x, y) } } }
  }
}

// MARK: - Making values

extension Rational: ExpressibleByIntegerLiteral {
  /// An integer.
  public init(_ value: Int) { self.init { __gmpq_set_si($0, value, 1) } }

  /// A natural number.
  public init(_ value: UInt) { self.init { __gmpq_set_ui($0, value, 1) } }

  /// An integer literal.
  public init(integerLiteral value: Int) { self.init(value) }

  /// numerator/denominator; the denominator must be positive.
  public init(_ numerator: Int, _ denominator: Int) {
    precondition(denominator > 0, "a denominator must be positive")
    self.init {
      __gmpq_set_si($0, numerator, UInt(denominator))
      __gmpq_canonicalize($0)
    }
  }

  /// The exact value of a binary64 number; nil for NaN and infinities.
  public init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    self.init { __gmpq_set_d($0, value) }
  }

  /// 2^exponent.
  public static func powerOfTwo(_ exponent: Int) -> Rational {
    precondition(abs(exponent) <= 100_000_000, "exponent out of range")
    return Rational { result in
      __gmpq_set_ui(result, 1, 1)
      if exponent >= 0 {
        __gmpq_mul_2exp(result, result, UInt(exponent))
      } else {
        __gmpq_div_2exp(result, result, UInt(-exponent))
      }
    }
  }
}

// MARK: - Arithmetic

extension Rational {
  /// x + y.
  public static func + (left: Rational, right: Rational) -> Rational {
    left.combined(right) { __gmpq_add($0, $1, $2) }
  }

  /// x − y.
  public static func - (left: Rational, right: Rational) -> Rational {
    left.combined(right) { __gmpq_sub($0, $1, $2) }
  }

  /// x·y.
  public static func * (left: Rational, right: Rational) -> Rational {
    left.combined(right) { __gmpq_mul($0, $1, $2) }
  }

  /// x ÷ y; the divisor must not be zero.
  public static func / (left: Rational, right: Rational) -> Rational {
    precondition(!right.isZero, "division by zero")
    return left.combined(right) { __gmpq_div($0, $1, $2) }
  }

  /// −x.
  public static prefix func - (value: Rational) -> Rational {
    Rational { result in value.withPointer { __gmpq_neg(result, $0) } }
  }

  /// x + y, in place.
  public static func += (left: inout Rational, right: Rational) { left = left + right }

  /// |x|.
  public var magnitude: Rational { sign < 0 ? -self : self }

  /// x².
  public func squared() -> Rational { self * self }

  /// xⁿ for an integer exponent; nil where the result would exceed about 2²⁰ bits, or for 0 to a
  /// negative power.
  public func power(_ exponent: Int) -> Rational? {
    if exponent == 0 { return 1 }
    if isZero { return exponent > 0 ? 0 : nil }
    let (bits, overflow) = UInt(bitCount).multipliedReportingOverflow(by: exponent.magnitude)
    // ±1 stay small whatever the exponent.
    let isUnit = magnitude == 1
    guard isUnit || (!overflow && bits <= 1 << 20) else { return nil }
    if isUnit { return exponent % 2 == 0 ? 1 : self }
    let natural = UInt(exponent.magnitude)
    let power = Rational { result in
      withPointer { x in
        __gmpz_pow_ui(
          &result.pointee._mp_num, &UnsafeMutablePointer(mutating: x).pointee._mp_num, natural)
        __gmpz_pow_ui(
          &result.pointee._mp_den, &UnsafeMutablePointer(mutating: x).pointee._mp_den, natural)
      }
    }
    return exponent > 0 ? power : 1 / power
  }

  /// √x where it is rational; nil otherwise, and for negative x.
  public var exactSquareRoot: Rational? {
    guard sign >= 0 else { return nil }
    let isSquare = withPointer { x in
      let q = UnsafeMutablePointer(mutating: x)
      return __gmpz_perfect_square_p(&q.pointee._mp_num) != 0
        && __gmpz_perfect_square_p(&q.pointee._mp_den) != 0
    }
    guard isSquare else { return nil }
    return Rational { result in
      withPointer { x in
        let q = UnsafeMutablePointer(mutating: x)
        __gmpz_sqrt(&result.pointee._mp_num, &q.pointee._mp_num)
        __gmpz_sqrt(&result.pointee._mp_den, &q.pointee._mp_den)
      }
    }
  }

  /// ⌊x⌋.
  public func roundedDown() -> Rational {
    Rational { result in
      withPointer { x in
        let q = UnsafeMutablePointer(mutating: x)
        __gmpz_fdiv_q(&result.pointee._mp_num, &q.pointee._mp_num, &q.pointee._mp_den)
      }
    }
  }

  /// ⌈x⌉.
  public func roundedUp() -> Rational { -((-self).roundedDown()) }
}

// MARK: - Reading values

extension Rational {
  /// −1, 0 or 1.
  public var sign: Int { withPointer { Int($0.pointee._mp_num._mp_size.signum()) } }

  /// Whether the value is 0.
  public var isZero: Bool { sign == 0 }

  /// Whether the value is an integer.
  public var isInteger: Bool {
    withPointer { __gmpz_cmp_ui(&UnsafeMutablePointer(mutating: $0).pointee._mp_den, 1) == 0 }
  }

  /// The value as an Int where it is an integer that fits.
  public var int: Int? {
    guard isInteger else { return nil }
    return withPointer { x in
      let q = UnsafeMutablePointer(mutating: x)
      guard __gmpz_fits_slong_p(&q.pointee._mp_num) != 0 else { return nil }
      return __gmpz_get_si(&q.pointee._mp_num)
    }
  }

  /// The numerator, an integer with the sign of the value.
  public var numerator: Rational {
    Rational { result in
      withPointer { x in
        __gmpz_set(&result.pointee._mp_num, &UnsafeMutablePointer(mutating: x).pointee._mp_num)
      }
    }
  }

  /// The denominator, a positive integer.
  public var denominator: Rational {
    Rational { result in
      withPointer { x in
        __gmpz_set(&result.pointee._mp_num, &UnsafeMutablePointer(mutating: x).pointee._mp_den)
      }
    }
  }

  /// The denominator as odd·2^bits.
  public var denominatorParts: (odd: Rational, bits: Int) {
    let bits = withPointer { x in
      Int(__gmpz_scan1(&UnsafeMutablePointer(mutating: x).pointee._mp_den, 0))
    }
    return (denominator * Rational.powerOfTwo(-bits), bits)
  }

  /// Bits of the numerator plus bits of the denominator: what the number weighs.
  public var bitCount: Int {
    withPointer { x in
      let q = UnsafeMutablePointer(mutating: x)
      return Int(__gmpz_sizeinbase(&q.pointee._mp_num, 2))
        + Int(__gmpz_sizeinbase(&q.pointee._mp_den, 2))
    }
  }

  /// The nearest binary64 number (truncated by GMP), for display only; it decides nothing.
  public var approximation: Double { withPointer { __gmpq_get_d($0) } }
}

extension Rational: Comparable, Hashable, CustomStringConvertible {
  /// Exact equality.
  public static func == (left: Rational, right: Rational) -> Bool {
    left.withPointer { x in right.withPointer { y in __gmpq_equal(x, y) != 0 } }
  }

  /// Exact order.
  public static func < (left: Rational, right: Rational) -> Bool {
    left.withPointer { x in right.withPointer { y in __gmpq_cmp(x, y) < 0 } }
  }

  /// Hashes the canonical text.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }

  /// The canonical text: an integer, or numerator/denominator in lowest terms.
  public var description: String {
    withPointer { x in
      let q = UnsafeMutablePointer(mutating: x)
      let size =
        Int(__gmpz_sizeinbase(&q.pointee._mp_num, 10))
        + Int(__gmpz_sizeinbase(&q.pointee._mp_den, 10)) + 3
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
        _ = __gmpq_get_str(buffer.baseAddress, 10, x)
        return String(cString: buffer.baseAddress.unsafelyUnwrapped)
      }
    }
  }
}
