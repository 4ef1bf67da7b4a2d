internal import LogisticKernels

/// The signs of all margins at a state, by the vectorized kernel.
///
/// The error of a margin is that of `ExtendedPoints.approximateMargin`, (d + 7)·2⁻⁵¹·Σ|terms| and, for
/// underflow, (d + 1)·10⁻³⁰⁰ times the greatest number; Σ|terms| ≤ ‖uᵢ‖·‖v‖, and the ball adds
/// radius·‖uᵢ‖. The kernel's bound has two roundings of non-negative terms and one of the sum with
/// `extra`, which 1 + 2⁻⁴⁸ in each factor covers; `floor` covers underflow.
struct SignScan: Sendable {
  private let count: Int, length: Int
  private let rows: [Double], norms: [Double]
  private let greatest: Double
  /// The indices that the last evaluation left open come first.
  private(set) var open: [Int32]

  init(_ points: ExtendedPoints, norms given: [Double]) {
    let chunk = Int(kernel_chunk)
    count = points.count
    length = points.length
    let chunks = (count + chunk - 1) / chunk
    var rows = Array(repeating: 0.0, count: chunks * chunk * length)
    var norms = Array(repeating: 0.0, count: chunks * chunk)
    var greatest = 1.0
    for row in 0..<count {
      for k in 0..<length {
        let value = points.approximations[row * length + k]
        rows[(row / chunk * length + k) * chunk + row % chunk] = value
        greatest = max(greatest, abs(value))
      }
      norms[row] = given[row]
    }
    self.rows = rows
    self.norms = norms
    self.greatest = greatest
    open = Array(repeating: 0, count: count)
  }

  /// Counts the points that are certainly correct or wrong, and fills `open` with the others.
  mutating func evaluate(
    _ view: DescentView, extra: Double,
    variant: kernel_variant = HardwareKernel.variant
  ) -> kernel_signs {
    var greatest = greatest
    var square = 0.0
    for x in view.high {
      greatest = max(greatest, abs(x))
      square += x * x
    }
    let terms = Double(length)
    // 2⁻⁵⁰⁰ for squares that underflow.
    let size = upward(square.squareRoot() * (1 + terms * 0x1p-52)) + 0x1p-500
    let slope = upward(upward((terms + 6) * 0x1p-51 * size) + view.radius) * (1 + 0x1p-48)
    return kernel_count_signs(
      variant, count, length, rows, norms, view.high, slope, greatest * terms * 1e-300,
      upward(extra * (1 + 0x1p-48)), &open)
  }
}
