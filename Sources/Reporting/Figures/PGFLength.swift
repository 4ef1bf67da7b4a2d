import Enclosures

/// A width in LaTeX: a number with its unit.
public struct PGFLength: Sendable {
  /// The width in TeX points.
  let points: Double

  /// Reads a width such as `8.5cm`; nil for other units, and outside 4 cm to 50 cm.
  public init?(_ text: String) {
    let units: [String: Rational] = [
      "pt": 1, "mm": Rational(7227, 2540), "cm": Rational(7227, 254), "in": Rational(7227, 100),
    ]
    guard let unit = units[String(text.suffix(2))],
      let value = try? Rational(parsing: String(text.dropLast(2))), value.sign > 0
    else { return nil }
    let points = (value * unit).approximation
    guard (113...1423).contains(points) else { return nil }
    self.points = points
  }
}
