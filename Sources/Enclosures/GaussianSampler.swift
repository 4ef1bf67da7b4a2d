internal import Dispatch

/// Normal random numbers, reproducible bit for bit: Philox, the polar method, and one correct rounding.
///
/// With key (seed, stream), pair k takes the first attempt a = 0, 1, … for which s < 1, where
/// (w₀, w₁, ·, ·) is the block of counter (k, a, 0, 0),
/// u = (2⌊w₀/2¹¹⌋ + 1 − 2⁵³)/2⁵³, v = (2⌊w₁/2¹¹⌋ + 1 − 2⁵³)/2⁵³ and s = u² + v².
/// Entries 2k and 2k + 1 are the binary64 numbers nearest to u·√(σ²·(−2 ln s)/s) and
/// v·√(σ²·(−2 ln s)/s), with the real numbers rounded once (docs/random-data.md).
///
/// **Rounding.** ln s is transcendental for rational s ≠ 1, so no value is a tie and the rounding is
/// always decided: by 128-bit arithmetic with a proven error bound where that suffices (all but about
/// one draw in 1000), else by directed MPFR arithmetic at growing precision.
public struct GaussianSampler: Sendable {
  /// The least variance; smaller ones would reach subnormal numbers.
  public static let minimumVariance = Rational.powerOfTwo(-500)
  /// The greatest variance.
  public static let maximumVariance = Rational.powerOfTwo(500)

  private let generator: Philox4x64
  private let twiceVariance: Rational
  private let twiceVariance128: BigFloat

  /// A sampler of N(0, variance), which must lie between `minimumVariance` and `maximumVariance`.
  public init(seed: UInt64, stream: RandomStream, variance: Rational) {
    precondition(
      variance >= GaussianSampler.minimumVariance && variance <= GaussianSampler.maximumVariance,
      "variance out of range")
    generator = Philox4x64(key0: seed, key1: stream.rawValue)
    twiceVariance = variance + variance
    twiceVariance128 = BigFloat(twiceVariance, precision: 128, rounding: .nearest)
  }

  /// The first `count` entries, computed on all cores.
  public func draws(count: Int) -> [Double] {
    let chunk = 2048
    return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let entries = buffer
      DispatchQueue.concurrentPerform(iterations: (count + chunk - 1) / chunk) { index in
        for k in stride(from: index * chunk, to: min(count, (index + 1) * chunk), by: 2) {
          let (first, second) = pair(k / 2)
          entries.initializeElement(at: k, to: first)
          if k + 1 < count { entries.initializeElement(at: k + 1, to: second) }
        }
      }
      initialized = count
    }
  }

  /// Which arithmetic decides a rounding; the result does not depend on it.
  enum Method {
    /// The fast path where it decides, else MPFR.
    case automatic
    /// MPFR only.
    case multiplePrecision
  }

  /// Entries 2k and 2k + 1.
  func pair(_ k: Int, method: Method = .automatic) -> (Double, Double) {
    let point = acceptedPoint(k)
    if method == .automatic, let root = fastRoot(point.square) {
      if let first = root.product(with: point.u), let second = root.product(with: point.v) {
        return (first, second)
      }
    }
    return (slowProduct(point.u, point.square), slowProduct(point.v, point.square))
  }

  /// The fast path's result alone, for tests; nil where it does not decide.
  func fastPair(_ k: Int) -> (Double, Double)? {
    let point = acceptedPoint(k)
    guard let root = fastRoot(point.square), let first = root.product(with: point.u),
      let second = root.product(with: point.v)
    else { return nil }
    return (first, second)
  }

  /// 2⁵³u, 2⁵³v and 2¹⁰⁶s of the first attempt with s < 1.
  private func acceptedPoint(_ k: Int) -> (u: Int, v: Int, square: UInt128) {
    var attempt: UInt64 = 0
    while true {
      let words = generator.block((UInt64(k), attempt, 0, 0))
      let u = 2 * Int(words.0 >> 11) + 1 - 1 << 53
      let v = 2 * Int(words.1 >> 11) + 1 - 1 << 53
      let square =
        UInt128(u.magnitude) * UInt128(u.magnitude) + UInt128(v.magnitude) * UInt128(v.magnitude)
      if square < 1 << 106 { return (u, v, square) }
      attempt += 1
    }
  }
}

// MARK: - The fast path

extension GaussianSampler {
  /// √(2σ²·(−ln s)/s) within 2⁻⁹⁴ relative; nil for s > 1 − 2⁻¹⁰.
  ///
  /// **Proof.** `negativeLogarithm` errs by at most 2⁻¹⁰⁴ absolute, and −ln s ≥ 2⁻¹⁰ here: 2⁻⁹⁴
  /// relative, which the root halves. The roundings of 2σ², of the product, of the quotient and of the
  /// root are below 2⁻¹²⁸ each.
  private func fastRoot(_ square: UInt128) -> FastRoot? {
    guard square <= (1 << 106) - (1 << 96) else { return nil }
    let shift = square.leadingZeroBitCount
    let fraction = square << UInt128(shift)
    let exponent = shift - 22
    let logarithm = FixedPointLogarithm.negative(fraction: fraction, exponent: exponent)
    let lead = logarithm.leadingZeroBitCount
    let value = BigFloat(significand: logarithm << UInt128(lead), exponent: 8 - lead)
    let divisor = BigFloat(significand: fraction, exponent: -exponent)
    return FastRoot(
      value: value.multiplied(by: twiceVariance128, precision: 128, .nearest)
        .divided(by: divisor, precision: 128, .nearest)
        .squareRoot(precision: 128, .nearest))
  }

  /// A 128-bit approximation with relative error below 2⁻⁹⁴.
  private struct FastRoot {
    let value: BigFloat

    /// The binary64 number nearest to (x/2⁵³)·root; nil where the error bound leaves two candidates.
    ///
    /// The product's significand M ∈ [2¹²⁷, 2¹²⁸) errs by less than 2¹²⁸·2⁻⁹³ = 2³⁵ units. Its low 75
    /// bits are rounded off; they decide unless they are within 2⁴⁰ of the half 2⁷⁴.
    func product(with x: Int) -> Double? {
      let product = value.multiplied(by: x.magnitude, precision: 128)
      let significand = product.significand128
      let tail = significand & ((1 << 75) - 1)
      let half: UInt128 = 1 << 74
      guard tail > half + (1 << 40) || tail < half - (1 << 40) else { return nil }
      let leading = UInt64(truncatingIfNeeded: significand >> 75) + (tail > half ? 1 : 0)
      // The variance bounds keep the result among the normal numbers, so scaling is exact.
      let magnitude = Double(
        sign: .plus, exponent: product.rawExponent - 106, significand: Double(leading))
      return x < 0 ? -magnitude : magnitude
    }
  }

  /// The binary64 number nearest to (x/2⁵³)·√(2σ²·(−ln s)/s), by directed rounding.
  private func slowProduct(_ x: Int, _ square: UInt128) -> Double {
    let shift = square.leadingZeroBitCount
    let s = BigFloat(significand: square << UInt128(shift), exponent: 22 - shift)
    var precision = 96
    while true {
      func bound(_ rounding: Rounding, _ opposite: Rounding) -> Double {
        // −ln s > 0: the logarithm itself is rounded the other way.
        let logarithm = -s.logarithm(precision: precision, opposite)
        let root = logarithm.multiplied(
          by: BigFloat(twiceVariance, precision: precision, rounding: rounding),
          precision: precision, rounding
        )
        .divided(by: s, precision: precision, rounding)
        .squareRoot(precision: precision, rounding)
        return root.multiplied(
          by: BigFloat(Int(x.magnitude), precision: 64, rounding: .nearest), precision: precision,
          rounding
        )
        .scaled(byPowerOfTwo: -53).double(rounding: .nearest)
      }
      let low = bound(.down, .up)
      if low == bound(.up, .down) { return x < 0 ? -low : low }
      precision *= 2
    }
  }
}

/// −ln of a 106-bit number in 128-bit fixed point.
enum FixedPointLogarithm {
  /// c = ⌈2²¹/i⌉ for the leading ten bits i = 512…1023 of the argument, and ln(c/2¹¹)·2¹²⁸.
  private static let table: [(multiplier: UInt128, logarithm: UInt128)] = (512..<1024).map { i in
    let multiplier = ((1 << 21) + i - 1) / i
    let c = BigFloat(multiplier, precision: 64, rounding: .nearest).scaled(byPowerOfTwo: -11)
    return (UInt128(multiplier), c.logarithm(precision: 192, .nearest).fraction128)
  }

  /// ln 2·2¹²⁸.
  private static let logarithmOfTwo = BigFloat(2, precision: 64, rounding: .nearest)
    .logarithm(precision: 192, .nearest).fraction128

  /// ⌊2¹²⁸/j⌋ for j = 2…11.
  private static let reciprocals = (2...11).map { UInt128.max / UInt128($0) }

  /// −ln(f·2⁻ᵏ)·2¹²⁰ for f = fraction/2¹²⁸ ∈ [1/2, 1) and 0 ≤ k ≤ 106, within 2¹⁶.
  ///
  /// −ln s = k·ln 2 + ln c − ln(1 + r) with c·f = 1 + r, where c ∈ (1, 2] is the table's and
  /// 0 ≤ r < 2⁻⁹ + 2⁻¹¹ < 2⁻⁸·⁶.
  ///
  /// **Proof.** In units of 2⁻¹²⁸: r is truncated by less than 1; each Horner step
  /// hⱼ = 1/j − r·hⱼ₊₁ by less than 2 plus r times the previous error, so every hⱼ is within 3 and
  /// ln(1 + r) = r − r·(r·h₂) within 3; ln c within 2. Cutting the series after r¹¹/11 errs by at most
  /// r¹²/12 < 2⁻¹⁰⁶. In units of 2⁻¹²⁰: k·ln 2 is within 106·2⁻⁷ + 1 and the two shifts within 1 each.
  /// Altogether less than 2⁻¹⁰⁶ + 5·2⁻¹²⁸ + 4·2⁻¹²⁰ < 2⁻¹⁰⁴.
  static func negative(fraction: UInt128, exponent k: Int) -> UInt128 {
    let entry = table[Int(truncatingIfNeeded: fraction >> 118) - 512]
    // 2¹²⁸(1 + r) = fraction·multiplier/2¹¹, taken modulo 2¹²⁸.
    let high = (fraction >> 64) * entry.multiplier
    let low = (fraction & UInt128(UInt64.max)) * entry.multiplier
    let r = (high &<< 53) &+ (low >> 11)
    var h = reciprocals[9]
    for j in stride(from: 8, through: 0, by: -1) { h = reciprocals[j] - r.multipliedHigh(by: h) }
    let logarithmOnePlusR = r - r.multipliedHigh(by: r.multipliedHigh(by: h))
    return UInt128(k) * (logarithmOfTwo >> 8) + (entry.logarithm >> 8) - (logarithmOnePlusR >> 8)
  }
}

extension UInt128 {
  /// ⌊self·other / 2¹²⁸⌋.
  @inline(__always)
  fileprivate func multipliedHigh(by other: UInt128) -> UInt128 {
    let (a1, a0) = (UInt64(truncatingIfNeeded: self >> 64), UInt64(truncatingIfNeeded: self))
    let (b1, b0) = (UInt64(truncatingIfNeeded: other >> 64), UInt64(truncatingIfNeeded: other))
    let low = a0.multipliedFullWidth(by: b0).high
    let middle = a1.product(b0) + UInt128(low)
    let next = a0.product(b1) + (middle & UInt128(UInt64.max))
    return a1.product(b1) + (middle >> 64) + (next >> 64)
  }
}

extension UInt64 {
  @inline(__always)
  fileprivate func product(_ other: UInt64) -> UInt128 {
    let (high, low) = multipliedFullWidth(by: other)
    return UInt128(high) << 64 | UInt128(low)
  }
}
