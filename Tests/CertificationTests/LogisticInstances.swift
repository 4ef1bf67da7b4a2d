extension Instance {
  /// Logistic problems by name: the rest of a spec.
  static let logistic: [String: String] = [
    // Two points on the first axis, symmetric: b = 0 at every step, and both are support vectors.
    "symmetric-pair": """
    data: {points: [{x: [1, 0], y: 1}, {x: [-1, 0], y: -1}]}
    training: {eta: 1/10, steps: 100}
    tests: {same: {points: [{x: [1, 1], y: 1}, {x: [-1, 1], y: -1}]}}
    thresholds: {epsilon: 1/1000, alpha: 10, zeta: 100}
    """
  ]
}
