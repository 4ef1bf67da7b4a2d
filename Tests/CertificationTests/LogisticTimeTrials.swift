/// The trials of the claims on accuracy times and phases.
extension ClaimTrial {
  static let timesAndPhases = [
    ClaimTrial(
      "logistic/4.6-upper", passes: ["five-exponential", "five", "three", "wide"],
      refuted: ["logistic-g2"],
      outside: [
        ("shifted", ["assumption-3.1"]),
        ("too-long-step", ["step-size"]),
        ("five-brief", ["assumption-4.4"]),
        ("early", ["from-zero"]),
        ("unbanded", ["concentrated"]),
        ("symmetric-pair", ["assumption-4.4", "concentrated", "limit-residual"]),
        (
          "not-separable",
          ["assumption-3.1", "assumption-4.4", "concentrated", "limit-residual", "separable"]
        ),
      ],
      broken: [
        .init("gamma*B/2 +", "gamma*B/2 - 1 +", on: "five"),
        .init("gamma*B/2 +", "", on: "five"),
        .init("+ abs(log(delta))", "- abs(log(delta))", on: "five"),
        .init(
          hypothesis: "from-zero", "t0 = 0 and b0 = 0 and w_norm(t0) = 0", "t0 >= 0", on: "late"),
      ]),
    ClaimTrial(
      "logistic/4.6-lower", passes: ["five", "wide", "three", "logistic-g2"],
      refuted: ["wide-brief"],
      outside: [
        ("shifted", ["assumption-3.1"]),
        ("too-long-step", ["step-size"]),
        ("five-brief", ["assumption-4.4"]),
        ("early", ["from-zero"]),
        ("unbanded", ["concentrated"]),
        ("symmetric-pair", ["assumption-4.4", "concentrated", "limit-residual"]),
        (
          "not-separable",
          ["assumption-3.1", "assumption-4.4", "concentrated", "limit-residual", "separable"]
        ),
      ],
      broken: [
        .init("- gamma*B/2", "+ gamma*B/2", on: "five"),
        .init("- gamma*B/2", "- gamma*B/2.3", on: "wide"),
        .init(">=", "<", on: "five"),
      ]),
    ClaimTrial(
      "logistic/4.6-estimate", passes: ["three-exponential", "symmetric-small"],
      refuted: ["five", "five-exponential", "three", "logistic-g2"],
      outside: [
        ("zeta-one", ["small-margin"]),
        ("too-long-step", ["step-size"]),
        ("five-brief", ["assumption-4.4"]),
        ("shifted", ["assumption-3.1", "small-margin"]),
        ("early", ["from-zero", "small-margin"]),
        ("unbanded", ["concentrated", "small-margin"]),
        ("symmetric-pair", ["assumption-4.4", "concentrated", "limit-residual", "small-margin"]),
        (
          "not-separable",
          [
            "assumption-3.1", "assumption-4.4", "concentrated", "limit-residual", "separable",
            "small-margin",
          ]
        ),
      ],
      broken: [
        .init("<= 10", "<= 8.5", on: "three-exponential"),
        .init("1/10 <=", "9 <=", on: "three-exponential"),
        .init("exp(abs", "exp(-abs", on: "three-exponential"),
        .init("1/10 <=", "1.1 <=", on: "symmetric-small"),
      ]),
    ClaimTrial(
      "logistic/4.6-estimate/corrected",
      passes: ["five", "five-exponential", "three", "logistic-g2"],
      outside: [
        ("zeta-one", ["moderate-margin"]),
        ("too-long-step", ["step-size"]),
        ("five-brief", ["assumption-4.4"]),
        ("nearly-balanced", ["imbalance"]),
        ("shifted", ["assumption-3.1", "moderate-margin"]),
        ("early", ["from-zero", "moderate-margin"]),
        ("unbanded", ["concentrated", "moderate-margin"]),
        (
          "symmetric-pair",
          ["assumption-4.4", "concentrated", "imbalance", "limit-residual", "moderate-margin"]
        ),
        (
          "not-separable",
          [
            "assumption-3.1", "assumption-4.4", "concentrated", "imbalance", "limit-residual",
            "moderate-margin", "separable",
          ]
        ),
      ],
      broken: [
        .init("<= 4", "<= 0.49", on: "five"),
        .init("1/50 <=", "1/2 <=", on: "five"),
        .init("t_star*exp", "exp", on: "five"),
        .init(hypothesis: "moderate-margin", "<= 1/2", "<= 4", on: "broad"),
        .init(hypothesis: "imbalance", "4*", "40*", on: "nearly-balanced"),
      ]),
    ClaimTrial(
      "logistic/4.6-estimate/support-law",
      passes: ["five", "five-exponential", "three", "logistic-g2"],
      outside: [
        ("zeta-one", ["moderate-margin"]),
        ("too-long-step", ["step-size"]),
        ("five-brief", ["assumption-4.4"]),
        ("nearly-balanced", ["imbalance"]),
        ("shifted", ["assumption-3.1", "moderate-margin"]),
        ("early", ["from-zero", "moderate-margin"]),
        ("unbanded", ["concentrated", "moderate-margin"]),
        ("uneven", ["imbalance", "moderate-margin", "uniform-weights"]),
        (
          "symmetric-pair",
          [
            "assumption-4.4", "concentrated", "imbalance", "limit-residual", "moderate-margin",
            "uniform-weights",
          ]
        ),
        (
          "not-separable",
          [
            "assumption-3.1", "assumption-4.4", "concentrated", "imbalance", "limit-residual",
            "moderate-margin", "separable", "uniform-weights",
          ]
        ),
      ],
      broken: [
        .init("<= 4/3", "<= 0.3", on: "five"),
        .init("1/50 <=", "0.31 <=", on: "five"),
        .init("t_star*expm1", "expm1", on: "five-exponential"),
        .init(hypothesis: "moderate-margin", "<= 1/2", "<= 2", on: "far-points"),
        .init(hypothesis: "imbalance", "4*", "40*", on: "nearly-balanced"),
      ]),
    ClaimTrial(
      "logistic/4.7-train-upper", passes: ["five-exponential", "three", "wide"],
      refuted: ["five", "middling", "logistic-g2"],
      outside: [
        ("shifted", ["assumption-3.1"]),
        ("too-long-step", ["step-size"]),
        ("five-brief", ["assumption-4.4"]),
        ("early", ["from-zero"]),
        ("symmetric-pair", ["assumption-4.4", "limit-residual"]),
        ("not-separable", ["assumption-3.1", "assumption-4.4", "limit-residual", "separable"]),
      ],
      broken: [
        .init("gamma*B/2 +", "gamma*B/2 - 1 +", on: "five-exponential"),
        .init("gamma*B/2 +", "", on: "five-exponential"),
        .init("+ abs(log(delta))", "- abs(log(delta))", on: "five-exponential"),
        .init(
          hypothesis: "from-zero", "t0 = 0 and b0 = 0 and w_norm(t0) = 0", "t0 >= 0", on: "late"),
      ]),
    ClaimTrial(
      "logistic/4.7-train-lower", passes: ["five", "wide", "three"],
      refuted: ["wide-exponential", "wide-brief"],
      outside: [
        ("shifted", ["assumption-3.1"]),
        ("too-long-step", ["step-size"]),
        ("five-brief", ["assumption-4.4"]),
        ("early", ["from-zero"]),
        ("symmetric-pair", ["assumption-4.4", "limit-residual"]),
        ("not-separable", ["assumption-3.1", "assumption-4.4", "limit-residual", "separable"]),
      ],
      broken: [
        .init("- gamma*B/2", "+ gamma*B/2", on: "wide"),
        .init("- gamma*B/2", "- gamma*B/2.3", on: "wide"),
        .init(">=", "<", on: "five"),
      ]),
    ClaimTrial(
      "logistic/phase-1", passes: ["five-exponential"],
      refuted: ["five", "wide", "logistic-g2"],
      outside: [
        ("shifted", ["assumption-3.1"]),
        ("too-long-step", ["step-size"]),
        ("five-brief", ["phase-ends"]),
        ("early", ["from-zero"]),
        ("not-separable", ["assumption-3.1", "phase-ends", "separable"]),
      ],
      broken: [
        .init("/4", "/1000", on: "five-exponential"),
        .init("b(t_support) - b_quasi", "b(t_support) - 2*b_quasi", on: "five-exponential"),
        .init("b(t_support) - b_quasi", "b(t_support) + b_quasi", on: "five-exponential"),
      ]),
    ClaimTrial(
      "logistic/phase-2", passes: ["wide", "far-points", "three"],
      refuted: ["five", "five-exponential", "logistic-g2"],
      outside: [
        ("too-long-step", ["step-size"]),
        ("five-brief", ["peak-seen"]),
        ("early", ["from-zero"]),
        ("not-separable", ["assumption-3.1", "separable"]),
      ],
      broken: [
        .init("99/100", "101/100", on: "wide"),
        .init("99/100", "995/1000", on: "far-points"),
        .init("support_share(t_peak)", "support_share(t_half)", on: "far-points"),
        .init(hypothesis: "peak-seen", "<", "<=", on: "five-brief"),
      ]),
    ClaimTrial(
      "logistic/phase-3", passes: ["five", "wide", "late", "logistic-g2"],
      outside: [
        ("off-limit", ["assumption-4.4"]),
        ("shifted", ["assumption-3.1", "assumption-4.4"]),
        ("five-brief", ["after-scale", "assumption-4.4"]),
        ("symmetric-pair", ["after-scale", "assumption-4.4", "limit-residual"]),
        (
          "not-separable",
          ["after-scale", "assumption-3.1", "assumption-4.4", "limit-residual", "separable"]
        ),
      ],
      broken: [
        .init("gamma*abs", "gamma/2*abs", on: "five"),
        .init("<=", ">=", on: "five"),
        .init("horizon/t_star", "horizon", on: "five"),
        .init(
          hypothesis: "assumption-4.4", "4*abs(b_final - b_limit) <= abs(b_limit) and", "",
          on: "off-limit"),
      ]),
  ]
}
