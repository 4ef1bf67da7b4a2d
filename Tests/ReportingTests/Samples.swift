import Certification
import Documents

/// Certificates made by hand, one for each shape that a report must show.
enum Samples {
  static func number(_ lower: String, _ upper: String) -> EnclosureRecord {
    EnclosureRecord(lower: lower, upper: upper)
  }

  static func exact(_ decimal: String, _ value: String? = nil) -> EnclosureRecord {
    EnclosureRecord(lower: decimal, upper: decimal, exact: value ?? decimal)
  }

  static let infinite = EnclosureRecord(lower: "inf", upper: "inf")
  static let minusInfinite = EnclosureRecord(lower: "-inf", upper: "-inf")

  static func condition(
    _ id: String? = nil, _ statement: String, _ status: String, _ left: EnclosureRecord? = nil,
    _ relation: String? = nil, _ right: EnclosureRecord? = nil,
    tightness: EnclosureRecord? = nil, at: String? = nil, note: String? = nil,
    parts: [ConditionRecord] = []
  ) -> ConditionRecord {
    var record = ConditionRecord(id: id, statement: statement, status: status)
    record.left = left
    record.relation = relation
    record.right = right
    record.tightness = tightness
    record.at = at
    record.note = note
    record.parts = parts
    return record
  }

  static func claim(
    _ id: String, _ title: String, _ verdict: String, flags: [String] = [],
    hypotheses: [ConditionRecord] = [], events: [ConditionRecord] = [],
    _ conclusion: ConditionRecord, definition: JSONValue? = nil
  ) -> ClaimRecord {
    ClaimRecord(
      id: id, title: title, source: "a test", verdict: verdict, flags: flags,
      hypotheses: hypotheses, events: events, conclusion: conclusion, definition: definition)
  }

  static func certificate(
    _ claims: [ClaimRecord], quantities: [String: EnclosureRecord] = [:],
    specification: JSONValue = [:], wide: [String: String] = [:]
  ) -> Certificate {
    Certificate(
      version: "0.1.0", theory: "ridge", specification: specification,
      dataDigest: "sha256:00ff", maximumPrecision: 4096, quantities: quantities, wide: wide,
      evidence: [:], claims: claims)
  }

  // MARK: - The paper's defaults

  static let specification: JSONValue = [
    "theory": "ridge",
    "features": ["gaussian": ["n": "100", "m": "1000", "variance": "1/1000", "seed": "1"]],
    "covariance": ["scaled_identity": "1/1000"],
    "teacher": ["sphere": ["norm": "1", "seed": "1"]],
    "initialization": ["gaussian": ["variance": "1", "seed": "1"]],
    "training": ["eta": "1", "lambda": "1/10000"],
    "thresholds": ["epsilon": "1/100", "c": "1/100"], "confidence": "1/20",
  ]

  static let quantities: [String: EnclosureRecord] = [
    "n": exact("100"), "m": exact("1000"), "rank": exact("100"), "T": exact("1"),
    "eta": exact("1"), "lambda": exact("0.0001", "1/10000"), "nu2": exact("1"),
    "epsilon": exact("0.01", "1/100"), "c": exact("0.01", "1/100"),
    "delta": exact("0.05", "1/20"), "sigma_min": exact("0.001", "1/1000"),
    "sigma_max": exact("0.001", "1/1000"),
    "b": number("1.0923456789012345678", "1.0923456789012345679"),
    "L": number("1.0013370012345678901", "1.0013370012345678902"),
    "lambda_min_plus": number("0.48312345678901234567", "0.48312345678901234568"),
    "lambda_max": number("1.7123499999999999999", "1.7123500000000000001"),
    "t1": exact("210"), "t2": exact("22939"), "plateau": exact("22729"),
    "t_final": exact("22939"), "final_error": number("0.000898123", "0.000898124"),
    "final_train_loss": number("1.2345678901234567e-7", "1.2345678901234568e-7"),
    "zero_predictor_error": exact("0.001", "1/1000"),
  ]

  static let passing = claim(
    "ridge/4.4", "Training loss of realizable ridge regression", "pass",
    hypotheses: [
      condition("overparameterized", "m > n", "holds", exact("1000"), ">", exact("100"))
    ],
    condition(
      nil,
      "forall t in 0..inf: train_loss(t) > epsilon implies t < log(epsilon/(6*L*theta0_norm2))"
        + " / (2*log(1 - eta*lambda_min_plus/n - eta*lambda))", "holds", exact("210"), "<",
      number("1400.1234567", "1400.1234568"), tightness: number("6.6672545", "6.6672546"),
      at: "210"))

  static let sharp = claim(
    "ridge/4.2-t1/sharp", "Overfit time from above, from the measured start", "pass",
    condition(
      nil, "t1 <= log(start/floor) / (-log(1 - eta*(lambda_min_plus/n + lambda)))", "holds",
      exact("210"), "<=", number("404.25", "404.26"), tightness: number("1.925", "1.9251")))

  static let conjunction = claim(
    "ridge/8-t2/a-priori", "Generalization time with Gaussian features", "pass",
    condition(
      nil, "22000/1 <= t2 and t2 <= ceil(23877.5)", "holds",
      parts: [
        condition(
          nil, "22000/1 <= t2", "holds", exact("22000"), "<=", exact("22939"),
          tightness: number("1.0426818181818181818", "1.0426818181818181819")),
        condition(
          nil, "t2 <= ceil(23877.5)", "holds", exact("22939"), "<=", exact("23878"),
          tightness: number("1.0409346527747504250", "1.0409346527747504251")),
      ]))

  static let outOfScope = claim(
    "ridge/4.6", "Generalization of the regularised minimizer", "out-of-scope",
    flags: ["empirical", "event-not-checked"],
    hypotheses: [
      condition(
        "bounded-features", "feature_norm_bound <= b", "fails", infinite, "<=",
        number("1.0923456789012345678", "1.0923456789012345679")),
      condition(
        "step-size", "eta > 0 and eta*(lambda + b^2) <= 1", "fails",
        parts: [
          condition(nil, "eta > 0", "holds", exact("1"), ">", exact("0")),
          condition(
            nil, "eta*(lambda + b^2) <= 1", "fails", number("1.19331908", "1.19331909"), "<=",
            exact("1")),
        ]),
      condition(
        "sample-size", "n*epsilon^2 >= max(256, 2048*log(4/delta))*b^4*T^4", "fails",
        exact("0.01", "1/100"), ">=", number("12777.123", "12777.124")),
    ],
    events: [
      condition(
        "uniform-convergence", "Over all predictors of norm at most T the loss is near its mean.",
        "not-checked")
    ],
    condition(
      nil, "final_error <= 2*final_train_loss + epsilon", "holds",
      number("0.000898123", "0.000898124"), "<=", number("0.0100002469", "0.0100002470")))

  static let failing = claim(
    "ridge/4.2-t2", "Generalization time of realizable ridge regression, as stated", "fail",
    hypotheses: [condition("weight-decay", "lambda > 0", "holds", exact("1"), ">", exact("0"))],
    condition(
      nil, "t2 >= log((m - n)*nu2/2/(sqrt(c/sigma_min) + T)^2) / (4*eta*lambda)", "fails",
      exact("2"), ">=", number("3.8701", "3.8702")))

  static let undecided = claim(
    "user/near-tie", "A user's claim", "undecided",
    events: [condition("e3", "some event", "not-checked")],
    condition(
      nil, "final_error <= 0.00089812345", "undecided", number("0.000898123", "0.000898124"),
      "<=", exact("0.00089812345", "17962469/20000000000"),
      note: "the sides meet within 4096 bits"),
    definition: ["id": "user/near-tie"])

  static let undefined = claim(
    "user/logarithm", "A logarithm of a negative number", "undecided",
    hypotheses: [condition("positive", "log(epsilon - 1) > 0", "undefined")],
    condition(nil, "log(epsilon - 1) <= t1", "undefined"))

  static let figure = certificate(
    [sharp, passing, outOfScope, conjunction], quantities: quantities, specification: specification)
}
