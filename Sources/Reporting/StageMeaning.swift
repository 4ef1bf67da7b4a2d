import Certification
import Enclosures

/// What a stage time means, in words.
struct StageMeaning {
  /// What it is.
  let usual: String
  /// What it means that it is ∞, and −∞.
  let above: String, below: String
  /// Whether [n, ∞] means that the time was not reached, as for first steps with a property.
  let isFirst: Bool

  /// The stage times that a certificate has, in the order in which they are shown.
  static func names(_ certificate: Certificate) -> [String] {
    if certificate.theory != "logistic" { return ["t1", "t2", "plateau", "t_final"] }
    guard ProblemSummary(certificate: certificate).isFollowed else { return [] }
    let regimes = certificate.quantities.keys.filter { $0.hasPrefix("T_test(") }.sorted()
      .map { $0.dropFirst("T_test(".count).dropLast() }
    return ["T_train", "T_train_last"]
      + regimes.flatMap { ["T_test(\($0))", "T_test_last(\($0))", "grokking_time(\($0))"] }
      + ["t_half", "t_support", "t_peak"]
  }

  /// The meaning of a stage time.
  init(_ name: String) {
    let stem = String(name.prefix { $0 != "(" })
    (usual, above, below) = Self.texts[stem] ?? ("", "infinite", "unbounded")
    isFirst = stem != "t1" && stem != "grokking_time" && stem != "t_peak"
  }

  private static let texts: [String: (String, String, String)] = [
    "t1": (
      "last step with training loss >= epsilon", "never: the loss does not stay below epsilon",
      "none: the loss is below epsilon from the start"
    ),
    "t2": (
      "first step with population loss <= c", "never: the population loss does not reach c",
      "unbounded"
    ),
    "plateau": ("t2 - t1, steps", "infinite, as t1 or t2 is", "infinite, as t1 is"),
    "t_final": (
      "first step with population loss <= epsilon from then on",
      "never: the population loss does not stay within epsilon", "unbounded"
    ),
    "T_train": ("first step with 1 - epsilon of the best train accuracy", "never", "unbounded"),
    "T_train_last": ("from then on to the end of the run", "never", "unbounded"),
    "T_test": ("first step with 1 - epsilon of the best test accuracy", "never", "unbounded"),
    "T_test_last": ("from then on to the end of the run", "never", "unbounded"),
    "grokking_time": ("T_test - T_train, steps", "infinite", "unbounded"),
    "t_half": (
      "first step with more than half of the bias gradient from the support", "never", "unbounded"
    ),
    "t_support": (
      "first step with 99% of the bias gradient from the support", "never", "unbounded"
    ),
    "t_peak": ("last step at which |b|/|w| is greatest", "never", "unbounded"),
  ]

  /// Whether [n, ∞] in a field means that the time was not reached before n.
  static func isTime(_ name: String) -> Bool {
    texts[String(name.prefix { $0 != "(" })] != nil && StageMeaning(name).isFirst
  }

  /// The value as it is shown, and what it means.
  func described(_ record: EnclosureRecord) -> (value: String, meaning: String) {
    switch Bounds(record) {
    case .infinite(let sign): return ("= \(sign > 0 ? "inf" : "-inf")", sign > 0 ? above : below)
    case .between(let lower?, nil) where lower.isInteger && isFirst:
      // The first step that is not excluded, so that all before it are.
      return ("> \((lower - 1).description)", "not within the horizon; \(usual)")
    case .between(_, nil):
      return (ShownNumber(record).equation, "no end within the horizon; \(usual)")
    default: return (ShownNumber(record).equation, usual)
    }
  }
}
