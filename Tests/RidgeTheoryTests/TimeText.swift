import Enclosures
import Testing

@testable import RidgeTheory

extension StepBound {
  /// The bound that a fixture writes as `53`, `inf` or `-inf`.
  init?(text: String) {
    switch text {
    case "inf": self = .infinity
    case "-inf": self = .minusInfinity
    default:
      guard let step = Int(text) else { return nil }
      self = .step(step)
    }
  }
}

extension StepEnclosure {
  func contains(_ bound: StepBound) -> Bool { lower <= bound && bound <= upper }
}

/// Functions of t by name.
let functions = ["train_loss", "population_loss", "theta_norm2"]

extension Interval {
  /// Whether a decimal of 40 digits, known to half a unit of the last, may be the enclosed number.
  func meets(decimal: String) throws -> Bool {
    let value = try Rational(parsing: decimal)
    let slack = (value.sign < 0 ? -value : value) * (0..<39).reduce(Rational(1)) { x, _ in x / 10 }
    return lower.compare(to: value + slack) <= 0 && upper.compare(to: value - slack) >= 0
  }
}
