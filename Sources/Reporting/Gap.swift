import Certification
import Enclosures

/// By how much a comparison is missed, in certified digits.
enum Gap {
  /// Digits of ratios and differences.
  private static let digits = 3
  /// Below this ratio a difference says more.
  private static let leastRatio = Rational(1001, 1000)

  /// A phrase such as "left is ≈ 1.20e7 times right"; nil where the comparison is not certified false
  /// or nothing finite is to be said.
  static func phrase(_ condition: ConditionRecord) -> String? {
    guard let (left, relation, right) = comparison(condition) else { return nil }
    let (leftIsGreater, rightIsGreater) = (
      right.isCertainlyAtMost(left), left.isCertainlyAtMost(right)
    )
    switch relation {
    case "<=", "<":
      return leftIsGreater ? excess(left, right, "left", "right") : nil
    case ">=", ">":
      return rightIsGreater ? excess(right, left, "right", "left") : nil
    case "=":
      if let a = left.exact, let b = right.exact, a == b { return nil }
      if leftIsGreater { return excess(left, right, "left", "right") }
      return rightIsGreater ? excess(right, left, "right", "left") : nil
    default: return nil
    }
  }

  private static func comparison(_ condition: ConditionRecord) -> (Bounds, String, Bounds)? {
    guard let relation = condition.relation, let left = condition.left,
      let right = condition.right, let leftBounds = Bounds(left), let rightBounds = Bounds(right)
    else { return nil }
    return (leftBounds, relation, rightBounds)
  }

  /// Whether the comparison that is shown certainly does not hold.
  static func isCertainlyFalse(_ condition: ConditionRecord) -> Bool {
    guard let (left, relation, right) = comparison(condition) else { return false }
    return switch relation {
    case "<=": right.isCertainlyBelow(left)
    case ">=": left.isCertainlyBelow(right)
    case "<": right.isCertainlyAtMost(left)
    case ">": left.isCertainlyAtMost(right)
    case "=": left.isCertainlyBelow(right) || right.isCertainlyBelow(left)
    default: false
    }
  }

  private static func excess(
    _ greater: Bounds, _ less: Bounds, _ greaterName: String, _ lessName: String
  ) -> String? {
    if let a = greater.exact, let b = less.exact, a == b { return "both sides are equal" }
    guard let high = greater.finite, let low = less.finite else { return nil }
    if low.lower.sign > 0 {
      let ratio = (high.lower / low.upper, high.upper / low.lower)
      if ratio.0 >= leastRatio {
        let shown = ShownNumber(.between(ratio.0, ratio.1), digits: digits)
        return "\(greaterName) is \(shown.term) times \(lessName)"
      }
    }
    let difference = (high.lower - low.upper, high.upper - low.lower)
    let shown = ShownNumber(.between(difference.0, difference.1), digits: digits)
    return "\(greaterName) exceeds \(lessName) by \(shown.term)"
  }
}
