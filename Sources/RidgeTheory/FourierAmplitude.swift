import Dispatch
import Enclosures

/// √(2/m), and the random Fourier features that it scales.
struct FourierAmplitude: Sendable {
  /// 2/m.
  let square: Rational

  init(count m: Int) { square = Rational(2, m) }

  /// √(2/m)·cos(p + 2πu) for a dyadic u, truncated toward zero to a multiple of 2⁻¹²⁸.
  ///
  /// The value is approximated at growing precision until the error bound leaves one multiple.
  ///
  /// **This ends.** For p ≠ 0 the value is transcendental: eⁱᵖ is (Lindemann), 2u is rational. For p = 0
  /// and 8u no integer its square (1 + cos 4πu)/m is irrational: the cosine of a dyadic part of a turn
  /// is rational only where it is 0 or ±1 (Niven). In both cases it is no multiple of 2⁻¹²⁸. For p = 0
  /// and an integer 8u it is the root of a rational, which is truncated directly.
  func truncatedFeature(_ p: Rational, phase u: Rational) -> Rational {
    if p.isZero, (u * 8).isInteger { return truncatedAtEighth(u) }
    var precision = RandomFeatureMap.fourierBits + 64
    while true {
      if let value = truncatedFeature(p, phase: u, precision: precision) { return value }
      precision *= 2
    }
  }

  /// The same at one precision w; nil where that leaves two multiples.
  ///
  /// **Error.** With ω = 2⁻ʷ and |p| < 2ᵏ, k ≥ 3: p is rounded by at most ω|p|; 2πu ≤ 2π by 3ω·2π < 20ω in
  /// three roundings; their sum by ω(|p| + 7). The cosine is 1-Lipschitz and rounded by ω; the amplitude
  /// and the product by 3ω relative. Times √2 ≥ √(2/m): less than ω(3|p| + 60) < 2^(k+4)·ω.
  func truncatedFeature(_ p: Rational, phase u: Rational, precision: Int) -> Rational? {
    let argument = BigFloat(p, precision: precision, rounding: .nearest)
    let turn = BigFloat.pi(precision: precision, .nearest).scaled(byPowerOfTwo: 1)
      .multiplied(
        by: BigFloat(u, precision: precision, rounding: .nearest), precision: precision, .nearest)
    let value = argument.adding(turn, precision: precision, .nearest)
      .cosine(precision: precision, .nearest)
      .multiplied(
        by: BigFloat(square, precision: precision, rounding: .nearest)
          .squareRoot(precision: precision, .nearest), precision: precision, .nearest)
    let size = max(argument.binaryExponent ?? 0, 3)
    let radius = BigFloat(1, precision: 64, rounding: .nearest)
      .scaled(byPowerOfTwo: size + 4 - precision)
    let low = truncated(value.subtracting(radius, precision: precision, .down))
    let high = truncated(value.adding(radius, precision: precision, .up))
    return low == high ? low : nil
  }

  private func truncatedAtEighth(_ u: Rational) -> Rational {
    let eighth = (u * 8).int ?? 0
    // cos² at multiples of a quarter turn and between them, and the sign.
    let squaredCosine: Rational = eighth % 4 == 0 ? 1 : eighth % 4 == 2 ? 0 : Rational(1, 2)
    let root = BigFloat(square * squaredCosine, precision: 512, rounding: .down)
      .squareRoot(precision: 512, .down)
    // A rational root is exact. An irrational one keeps more than 2⁻⁴⁰⁰ of distance to every multiple,
    // because |2²⁵⁶·square − k²| ≥ 1/m for every integer k, so that rounding down cannot cross one.
    let exact = (square * squaredCosine).exactSquareRoot
    let magnitude = exact.map(truncated) ?? truncated(root)
    return (3...5).contains(eighth) ? -magnitude : magnitude
  }

  private func truncated(_ value: BigFloat) -> Rational {
    let scaled = value.scaled(byPowerOfTwo: RandomFeatureMap.fourierBits)
    let whole = scaled.sign < 0 ? scaled.roundedUp() : scaled.roundedDown()
    return (whole.exactRational ?? 0) * .powerOfTwo(-RandomFeatureMap.fourierBits)
  }

  private func truncated(_ value: Rational) -> Rational {
    // Square roots of rationals with a denominator m fit easily.
    let scaled = value * .powerOfTwo(RandomFeatureMap.fourierBits)
    return scaled.roundedDown() * .powerOfTwo(-RandomFeatureMap.fourierBits)
  }
}

/// The results of a function of 0, …, count − 1, computed on all cores.
func inParallel<Value: Sendable>(
  _ count: Int, _ value: @Sendable (Int) -> Value
) -> [Value] {
  [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
    nonisolated(unsafe) let values = buffer
    DispatchQueue.concurrentPerform(iterations: count) { index in
      values.initializeElement(at: index, to: value(index))
    }
    initialized = count
  }
}
