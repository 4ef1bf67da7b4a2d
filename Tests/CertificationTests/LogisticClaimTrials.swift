/// The trials of the claims on weights, residual and bias; those of times and phases are in
/// `LogisticTimeTrials.swift`.
extension ClaimTrial {
  static let logistic = weightsAndBias + timesAndPhases

  private static let weightsAndBias = [
    // The statement is refuted by its own formulas: the ratio is 1 and the hypothesis demands zeta > 1.
    ClaimTrial(
      "logistic/3.4-grokking", passes: [],
      refuted: ["five", "wide", "symmetric", "overflow"],
      outside: [
        ("symmetric-pair", ["limit-residual"]),
        ("zeta-one", ["factor"]),
        ("shifted", ["assumption-3.1"]),
        ("not-separable", ["assumption-3.1", "limit-residual", "separable"]),
      ],
      weakened: [
        .init(">= zeta", ">= 1 - 1e-30", on: "five"),
        .init(">= zeta", ">= 1 - 1e-30", on: "symmetric"),
      ],
      broken: [
        .init(">= zeta", ">= 1 + 1e-30", on: "five"),
        .init(">= zeta", "<= 1 - 1e-30", on: "five"),
        .init("2*0*", "2*epsilon*", on: "five"),
        .init(">= zeta", ">= (zeta + 1)/2", on: "symmetric"),
      ]),
    ClaimTrial(
      "logistic/4.1-drift", passes: ["five", "wide", "far", "shifted", "three"],
      outside: [
        ("symmetric-pair", ["limit-residual"]),
        ("five-exponential", ["smoothness"]),
        ("not-separable", ["limit-residual", "separable"]),
        ("too-long-step", ["smoothness", "step-size"]),
      ],
      broken: [
        .init("state_gap(max(t0, 1))", "0.99*state_gap(max(t0, 1))", on: "far"),
        .init("+ drift_defect", "- drift_defect", on: "far"),
        .init("state_gap(max(t0, 1)) +", "", on: "far"),
        .init("B <=", "B >=", on: "five"),
        .init("B <=", "20*B <=", on: "wide"),
      ]),
    // An irrational number that is 0 is not told from 0, so that symmetric data leave it undecided.
    ClaimTrial(
      "logistic/4.2-residual", passes: [],
      refuted: ["five", "wide", "shifted"],
      outside: [
        ("symmetric-pair", ["limit-residual"]),
        ("too-long-step", ["step-size"]),
        ("not-separable", ["limit-residual", "separable"]),
      ],
      weakened: [
        .init("residual_bias = 0", "abs(residual_bias) <= 1e-30", on: "symmetric"),
        .init("residual_bias = 0", "abs(residual_bias) <= 0.805", on: "five"),
      ],
      broken: [
        .init("residual_bias = 0", "residual_bias <= 0", on: "five"),
        .init("residual_bias = 0", "abs(residual_bias) <= 0.8047", on: "five"),
        .init("= 0", "= b_limit + 1e-30", on: "five"),
      ]),
    ClaimTrial(
      "logistic/4.3-svm", passes: ["five", "wide", "symmetric-pair", "overflow"],
      outside: [
        ("shifted", ["assumption-3.1"]),
        ("not-separable", ["assumption-3.1", "separable"]),
      ],
      broken: [
        .init("svm_gap = 0", "svm_gap > 0", on: "five"),
        .init("svm_gap = 0", "svm_gap < 0", on: "wide"),
        .init(hypothesis: "assumption-3.1", "svm9_bias = 0", "svm9_bias <= 0", on: "oblique"),
        .init(hypothesis: "assumption-3.1", "= 0", "= -7/5", on: "oblique"),
      ]),
    ClaimTrial(
      "logistic/4.5-flow", passes: ["late-unit"],
      refuted: ["late", "late-narrow"],
      outside: [
        ("early", ["assumption-4.4"]),
        ("overflow-at-once", ["start-time"]),
        ("off-support", ["assumption-4.4", "off-support"]),
        ("symmetric-pair", ["assumption-4.4", "limit-residual", "off-support", "start-time"]),
        ("shifted", ["assumption-3.1", "assumption-4.4", "off-support", "start-time"]),
        (
          "not-separable",
          [
            "assumption-3.1", "assumption-4.4", "limit-residual", "off-support", "separable",
            "start-time",
          ]
        ),
      ],
      broken: [
        .init("/400", "/400000", on: "late-unit"),
        .init("- (A_plus", "- 1.1*(A_plus", on: "late-unit"),
        .init(
          "A_plus*exp(-b(t)) - A_minus*exp(b(t))", "A_plus*exp(b(t)) - A_minus*exp(-b(t))",
          on: "late-unit"),
        .init("bias_rate(t) -", "bias_rate(t)/2 -", on: "late-unit"),
      ]),
    ClaimTrial(
      "logistic/4.5-flow/corrected",
      passes: ["late", "late-unit", "late-narrow", "logistic-assumption-4.4"],
      outside: [
        ("early", ["assumption-4.4"]),
        ("overflow-at-once", ["start-time"]),
        ("off-support", ["assumption-4.4", "off-support"]),
        ("symmetric-pair", ["assumption-4.4", "limit-residual", "off-support", "start-time"]),
        ("shifted", ["assumption-3.1", "assumption-4.4", "off-support", "start-time"]),
        (
          "not-separable",
          [
            "assumption-3.1", "assumption-4.4", "limit-residual", "off-support", "separable",
            "start-time",
          ]
        ),
      ],
      broken: [
        .init("/400", "/400000", on: "late"),
        .init("- eta_sum*(A_plus", "- 1.1*eta_sum*(A_plus", on: "late"),
        .init(
          "A_plus*exp(-b(t)) - A_minus*exp(b(t))", "A_plus*exp(b(t)) - A_minus*exp(-b(t))",
          on: "late"),
        .init("bias_rate(t) -", "bias_rate(t)/2 -", on: "late"),
        .init("- eta_sum*(", "- (", on: "late"),
        .init(hypothesis: "assumption-4.4", "1000*", "10*", on: "off-limit"),
      ]),
    ClaimTrial(
      "logistic/4.5-bias", passes: ["late-unit"],
      refuted: ["late"],
      outside: [
        ("late-narrow", ["run-length"]),
        ("off-support", ["assumption-4.4", "off-support"]),
        ("overflow-at-once", ["run-length", "start-time"]),
        ("off-limit", ["assumption-4.4", "run-length", "start-near-limit"]),
        ("skewed", ["assumption-4.4", "run-length", "small-skew"]),
        (
          "symmetric-pair",
          [
            "assumption-4.4", "limit-residual", "off-support", "run-length", "small-skew",
            "start-near-limit", "start-time",
          ]
        ),
        (
          "shifted",
          [
            "assumption-3.1", "assumption-4.4", "off-support", "run-length", "small-skew",
            "start-near-limit", "start-time",
          ]
        ),
        (
          "not-separable",
          [
            "assumption-3.1", "assumption-4.4", "limit-residual", "off-support", "run-length",
            "separable", "small-skew", "start-near-limit", "start-time",
          ]
        ),
      ],
      broken: [
        .init("(-(2*sqrt", "(-(1.9*sqrt", on: "late-unit"),
        .init("(-(2*sqrt", "(-(2.1*sqrt", on: "late-unit"),
        .init("/100", "/10000", on: "late-unit"),
        .init("exp(b(t) - b_limit)", "exp(b(t) - b_limit + 1/1000)", on: "late-unit"),
      ]),
    ClaimTrial(
      "logistic/4.5-bias/corrected", passes: ["late", "late-unit", "logistic-assumption-4.4"],
      outside: [
        ("late-narrow", ["run-length"]),
        ("off-support", ["assumption-4.4", "off-support"]),
        ("overflow-at-once", ["run-length", "start-time"]),
        ("off-limit", ["assumption-4.4", "run-length", "start-near-limit"]),
        ("skewed", ["assumption-4.4", "run-length", "small-skew"]),
        (
          "symmetric-pair",
          [
            "assumption-4.4", "limit-residual", "off-support", "run-length", "small-skew",
            "start-near-limit", "start-time",
          ]
        ),
        (
          "shifted",
          [
            "assumption-3.1", "assumption-4.4", "off-support", "run-length", "small-skew",
            "start-near-limit", "start-time",
          ]
        ),
        (
          "not-separable",
          [
            "assumption-3.1", "assumption-4.4", "limit-residual", "off-support", "run-length",
            "separable", "small-skew", "start-near-limit", "start-time",
          ]
        ),
      ],
      broken: [
        .init("(-(4/", "(-(3.9/", on: "late"),
        .init("(-(4/", "(-(4.1/", on: "late"),
        .init("/100", "/10000", on: "late"),
        .init("-(4/gamma^2)", "-(2*sqrt(A_plus*A_minus))", on: "late"),
      ]),
    ClaimTrial(
      "logistic/4.5-limit", passes: ["late", "late-unit", "logistic-assumption-4.4"],
      outside: [
        ("late-narrow", ["run-length"]),
        ("off-support", ["assumption-4.4", "off-support"]),
        ("overflow-at-once", ["run-length", "start-time"]),
        ("off-limit", ["assumption-4.4", "run-length", "start-near-limit"]),
        ("skewed", ["assumption-4.4", "run-length", "small-skew"]),
        (
          "symmetric-pair",
          [
            "assumption-4.4", "limit-residual", "off-support", "run-length", "small-skew",
            "start-near-limit", "start-time",
          ]
        ),
        (
          "shifted",
          [
            "assumption-3.1", "assumption-4.4", "off-support", "run-length", "small-skew",
            "start-near-limit", "start-time",
          ]
        ),
        (
          "not-separable",
          [
            "assumption-3.1", "assumption-4.4", "limit-residual", "off-support", "run-length",
            "separable", "small-skew", "start-near-limit", "start-time",
          ]
        ),
      ],
      broken: [
        .init("51/50", "99/100", on: "late"),
        .init("(-(4/", "(-(4.1/", on: "late-unit"),
        .init("<=", ">=", on: "late"),
        .init("abs(b_final - b_limit)", "abs(b_final - b0)", on: "late"),
      ]),
    ClaimTrial(
      "logistic/4.5-rate", passes: ["late-unit"],
      refuted: ["five", "wide", "late", "logistic-g2"],
      outside: [
        ("zeta-one", ["late"]),
        ("shifted", ["assumption-3.1"]),
        ("too-long-step", ["step-size"]),
        ("symmetric-pair", ["late", "limit-residual"]),
        ("not-separable", ["assumption-3.1", "late", "limit-residual", "separable"]),
      ],
      broken: [
        .init("sqrt(A_plus*A_minus)", "(2.2*sqrt(A_plus*A_minus))", on: "late-unit"),
        .init("(1/2)", "(1/5)", on: "late-unit"),
        .init("<=", ">", on: "late-unit"),
        .init(hypothesis: "step-size", "step_stability", "step_stability/2", on: "too-long-step"),
      ]),
    ClaimTrial(
      "logistic/4.5-rate/corrected",
      passes: ["five", "five-exponential", "wide", "late", "late-unit"],
      outside: [
        ("zeta-one", ["late"]),
        ("shifted", ["assumption-3.1"]),
        ("too-long-step", ["step-size"]),
        ("symmetric-pair", ["late", "limit-residual"]),
        ("not-separable", ["assumption-3.1", "late", "limit-residual", "separable"]),
      ],
      broken: [
        .init("m2 - 1, 1)/2", "m2 - 1, 1)*2", on: "five"),
        .init("m2 - 1, 1)", "m2 - 1)", on: "five"),
        .init("min(lambda_K, m2 - 1)/2", "min(lambda_K, m2 - 1)*3", on: "late"),
        .init(
          hypothesis: "late",
          "horizon >= 8*t_star and horizon >= 4*t0 + 4 and gamma*residual_gap <= 1/2",
          "horizon >= 4", on: "five-brief"),
      ]),
  ]
}
