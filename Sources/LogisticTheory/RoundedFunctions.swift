internal import Enclosures

/// eˣ rounded correctly to a number of bits, so that a result is the same with every C library.
func roundedExponential(_ x: Double, bits: Int = 53) -> Double {
  guard x.isFinite else { return x < 0 ? 0 : x }
  return BigFloat(x, precision: 53, rounding: .nearest).exponential(precision: bits, .nearest)
    .double(rounding: .nearest)
}

/// log x rounded correctly, for x > 0; not a number elsewhere.
func roundedLogarithm(_ x: Double) -> Double {
  guard x.isFinite, x > 0 else { return .nan }
  return BigFloat(x, precision: 53, rounding: .nearest).logarithm(precision: 53, .nearest)
    .double(rounding: .nearest)
}
