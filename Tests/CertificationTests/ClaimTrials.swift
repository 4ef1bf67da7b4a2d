import ClaimLanguage

/// How one claim is put to the test: where it passes, where it does not apply, and copies of it that are
/// a little too good to be true.
struct ClaimTrial: Sendable, CustomStringConvertible {
  /// A copy of the claim with one text exchanged, and a problem that refutes it.
  struct Broken: Sendable {
    /// Where the text stands: `conclusion`, or the id of a hypothesis or event.
    let field: String
    let old: String
    let new: String
    let instance: String
  }

  let id: String
  /// Problems on which it passes.
  let passes: [String]
  /// Problems out of scope, each with the hypotheses and events that fail there.
  let outside: [(instance: String, failing: Set<String>)]
  let broken: [Broken]
  /// Problems within its scope that refute the claim as it stands.
  let refuted: [String]
  /// For a claim that passes nowhere: weaker copies, and problems on which they pass.
  let weakened: [Broken]

  var description: String { id }

  init(
    _ id: String, passes: [String], refuted: [String] = [], outside: [(String, Set<String>)],
    weakened: [Broken] = [], broken: [Broken]
  ) {
    self.id = id
    self.passes = passes
    self.refuted = refuted
    self.outside = outside
    self.weakened = weakened
    self.broken = broken
  }
}

extension ClaimTrial.Broken {
  /// A change of the conclusion.
  init(_ old: String, _ new: String, on instance: String) {
    self.init(field: "conclusion", old: old, new: new, instance: instance)
  }

  /// A change of a hypothesis.
  init(hypothesis: String, _ old: String, _ new: String, on instance: String) {
    self.init(field: hypothesis, old: old, new: new, instance: instance)
  }

  /// The claim with the change.
  ///
  /// - Throws: `NothingChanged` where the text does not occur.
  func copy(of claim: Claim) throws -> Claim {
    struct NothingChanged: Error { let field: String }
    var didChange = false
    func changed(_ statement: Claim.Statement, _ name: String) throws -> Claim.Statement {
      guard name == field else { return statement }
      let text = statement.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let replaced = text.replacing(old, with: new)
      didChange = replaced != text
      return try Claim.Statement(parsing: replaced)
    }
    let copy = Claim(
      id: claim.id, title: claim.title, source: claim.source, theory: claim.theory,
      hypotheses: try claim.hypotheses.map {
        Claim.Hypothesis(id: $0.id, statement: try changed($0.statement, $0.id))
      },
      events: try claim.events.map { event in
        Claim.Event(
          id: event.id, statement: try event.statement.map { try changed($0, event.id) },
          unchecked: event.unchecked, probability: event.probability)
      },
      conclusion: try changed(claim.conclusion, "conclusion"), flags: claim.flags)
    guard didChange else { throw NothingChanged(field: field) }
    return copy
  }
}

extension ClaimTrial {
  /// One trial a bundled claim; a test holds the list against the bundle.
  static let all: [ClaimTrial] = ridge + logistic
  static let ridge = (theorem41 + theorem42 + sharp + theorem44To46 + gaussian + aPriori)
    .map(\.withNoise)
  /// The trial with one more problem out of scope: one on which the claim passes, with label noise.
  private var withNoise: ClaimTrial {
    ClaimTrial(
      id, passes: passes, refuted: refuted,
      outside: outside + passes.prefix(1).map { ("noisy \($0)", ["realizable"]) },
      weakened: weakened, broken: broken)
  }

  /// The trial of a claim.
  static func named(_ id: String) -> ClaimTrial? { all.first { $0.id == id } }

  private static let theorem41 = [
    ClaimTrial(
      "ridge/4.1-train", passes: ["G7", "G8", "aligned", "zero-teacher"],
      outside: [("figure2", ["zero-teacher"]), ("long-step", ["step-size"])],
      broken: [
        .init("(L/2)", "(L/2.001)", on: "aligned"),
        .init("^(2*t)", "^(2*t + 1)", on: "aligned"),
        .init("<=", "<", on: "aligned"),
        .init("<=", ">=", on: "G7"),
        .init("^(2*t)", "^(3*t)", on: "G7"),
        .init(hypothesis: "step-size", "<= 2", "<= 2.1", on: "long-step-two"),
      ]),
    ClaimTrial(
      "ridge/4.1-population", passes: ["G7", "G8", "orthogonal"],
      outside: [("G1", ["zero-teacher"]), ("square", ["overparameterized", "zero-teacher"])],
      broken: [
        .init("nu2/2", "nu2/1.999", on: "orthogonal"),
        .init("^(2*t)", "^(1.99*t)", on: "orthogonal"),
        .init(">=", ">", on: "orthogonal"),
        .init(">=", "<=", on: "G7"),
      ]),
    ClaimTrial(
      "ridge/4.1-norm", passes: ["G7", "G8", "aligned", "orthogonal"],
      outside: [("small-matrix", ["zero-teacher"]), ("long-step", ["step-size"])],
      broken: [
        .init("*theta0_norm2", "*0.999*theta0_norm2", on: "orthogonal"),
        .init("^(2*t)", "^(2*t + 1)", on: "orthogonal"),
        .init("<=", "<", on: "G7"),
        .init(hypothesis: "step-size", "<= 2", "<= 2.1", on: "long-step"),
      ]),
  ]

  private static let theorem42 = [
    ClaimTrial(
      "ridge/4.2-t1",
      passes: ["G1", "G3", "G5", "G8", "small-matrix", "no-grokking", "nontrivial", "aligned"],
      outside: [
        ("figure2", ["step-size"]), ("square", ["overparameterized"]),
        ("small-start", ["large-start"]),
      ],
      broken: [
        .init("/ (2*eta", "/ (2.3*eta", on: "aligned"),
        .init("6*b^2", "b^2/3", on: "aligned"),
        .init("<=", ">=", on: "G1"),
        .init("lambda_min_plus", "(2*lambda_max)", on: "no-grokking"),
      ]),
    ClaimTrial(
      "ridge/4.2-t2", passes: ["G1", "G3", "small-matrix", "nontrivial", "orthogonal"],
      outside: [
        ("G5", ["width-threshold"]), ("G7", ["step-size"]),
        ("no-decay", ["weight-decay", "width-teacher"]),
      ],
      broken: [
        .init("4*eta", "1.99*eta", on: "orthogonal"),
        .init("/ (4*eta*lambda)", "/ (-1.99*log(1 - eta*lambda))", on: "orthogonal"),
        .init(">=", "<", on: "G1"),
        // Nothing need be changed: the claim as stated is false.
        .init("nu2/2", "nu2*(1/2)", on: "G8"),
      ]),
    ClaimTrial(
      "ridge/4.2-t2/corrected", passes: ["G1", "G3", "small-matrix", "nontrivial", "orthogonal"],
      outside: [("G8", ["decay-rate"]), ("G5", ["width-threshold"])],
      broken: [
        .init(hypothesis: "decay-rate", "0.7968", "0.995", on: "G8"),
        .init("4*eta", "1.99*eta", on: "orthogonal"),
        .init(">=", "<", on: "G3"),
      ]),
    ClaimTrial(
      "ridge/4.2-final", passes: ["zero-teacher", "G8", "aligned"],
      outside: [
        ("figure2", ["bounded-features", "step-size", "sample-size"]),
        ("small-matrix", ["sample-size"]),
      ],
      broken: [
        .init("< inf", "<= 1", on: "zero-teacher"),
        .init("t_final < inf", "t_final < t1", on: "zero-teacher"),
        .init(hypothesis: "sample-size", "32768*", "1/1000*", on: "unseen-large"),
      ]),
    ClaimTrial(
      "ridge/4.2-final/sharp", passes: ["nontrivial", "unseen", "zero-teacher"],
      outside: [
        ("figure2", ["bounded-features", "sample-size"]), ("unseen-large", ["sample-size"]),
      ],
      broken: [
        .init("<= epsilon", "<= epsilon/401", on: "unseen"),
        .init("<=", ">", on: "nontrivial"),
        .init(hypothesis: "sample-size", "b^4*T^4", "b^4*T^4/100", on: "unseen-large"),
      ]),
    ClaimTrial(
      "ridge/4.2-final/sharp-fast", passes: ["unseen", "zero-teacher"],
      outside: [("nontrivial", ["sample-size"]), ("never", ["sample-size"])],
      broken: [
        .init("<= epsilon", "<= epsilon/401", on: "unseen"),
        .init("<=", ">", on: "unseen"),
        .init(hypothesis: "sample-size", "8*b^2*T^2*log", "b^2*T^2/100*log", on: "unseen-large"),
      ]),
  ]

  private static let sharp = [
    ClaimTrial(
      "ridge/4.2-t1/sharp",
      passes: ["G1", "G3", "G5", "G7", "G8", "figure2", "small-matrix", "aligned", "resonant"],
      outside: [("large-decay", ["small-decay"]), ("divergent", ["step-size"])],
      broken: [
        .init("t1 <=", "t1 <= 0.999*", on: "aligned"),
        .init("(sqrt(epsilon) - T", "(sqrt(epsilon) + T", on: "resonant"),
        .init("<=", ">", on: "figure2"),
        .init("lambda_min_plus", "lambda_max", on: "no-grokking"),
      ]),
    ClaimTrial(
      "ridge/4.2-t1/sharp-lower",
      passes: ["G1", "G3", "G5", "figure2", "no-grokking", "aligned", "resonant-opposite"],
      outside: [("G7", ["step-size"]), ("G9", ["large-start"])],
      broken: [
        .init("floor(", "ceil(", on: "aligned"),
        .init("floor(", "floor(1.001*", on: "aligned"),
        .init("(sqrt(epsilon) + T", "(sqrt(epsilon) - T", on: "resonant-opposite"),
        .init("lambda_max", "lambda_min_plus", on: "figure2"),
      ]),
    ClaimTrial(
      "ridge/4.2-t2/sharp",
      passes: ["G1", "G3", "G5", "G7", "G8", "figure2", "large-decay", "orthogonal", "never"],
      outside: [("no-decay", ["weight-decay"]), ("square", ["perpendicular-start"])],
      broken: [
        .init("t2 >= log", "t2 >= 1.001*log", on: "orthogonal"),
        .init("t2 >= log", "t2 >= 1.01*log", on: "figure2"),
        .init("t2 = inf", "t2 < inf", on: "never"),
        .init("t2 >=", "t2 <", on: "G1"),
      ]),
    ClaimTrial(
      "ridge/4.2-t2/trace", passes: ["spread", "figure2"],
      outside: [("no-decay", ["weight-decay", "no-small-loss"]), ("timid", ["no-small-loss"])],
      broken: [
        .init("t2 >=", "t2 >= 1.01*", on: "spread"),
        .init("2*psp_frobenius", "psp_frobenius", on: "spread"),
        .init(">=", "<", on: "figure2"),
      ]),
    ClaimTrial(
      "ridge/4.2-t2/upper", passes: ["G1", "figure2", "no-grokking", "orthogonal", "small-matrix"],
      outside: [("large-decay", ["reachable"]), ("no-decay", ["weight-decay", "reachable"])],
      broken: [
        .init("ceil(", "floor(", on: "orthogonal"),
        .init("ceil(", "ceil(0.999*", on: "orthogonal"),
        .init("<=", ">", on: "figure2"),
        .init("sqrt(c) - sqrt(final_error)", "sqrt(c) + sqrt(final_error)", on: "G1"),
      ]),
  ]

  private static let theorem44To46 = [
    ClaimTrial(
      "ridge/4.4",
      passes: ["G1", "G3", "G5", "G8", "figure2", "no-grokking", "nontrivial", "aligned"],
      outside: [("G7", ["step-size"]), ("large-decay", ["small-decay"])],
      broken: [
        .init("(6*L", "(0.499*L", on: "aligned"),
        .init("/ (2*log", "/ (2.3*log", on: "aligned"),
        .init("t <", "t >", on: "figure2"),
        .init("lambda_min_plus", "lambda_max", on: "no-grokking"),
      ]),
    ClaimTrial(
      "ridge/4.4/floor", passes: ["G1", "G7", "figure2", "large-decay"],
      outside: [("no-decay", ["weight-decay"])],
      broken: [
        .init("/8", "/8.001", on: "resonant"),
        .init("/8", "/9", on: "resonant-opposite"),
        .init("<=", ">", on: "figure2"),
      ]),
    ClaimTrial(
      "ridge/4.5", passes: ["G1", "G3", "G7", "G8", "figure2", "orthogonal"],
      outside: [("G9", ["width-threshold"]), ("G5", ["width-threshold"])],
      broken: [
        .init("(-2*log", "(-1.99*log", on: "orthogonal"),
        .init("nu2/2", "nu2/1.5", on: "orthogonal"),
        .init("t >", "t <", on: "figure2"),
        .init("(-2*log", "(-log", on: "figure2"),
      ]),
    ClaimTrial(
      "ridge/4.5/appendix", passes: ["G1", "G3", "G8", "G9", "orthogonal"],
      outside: [("G5", ["width-threshold"]), ("no-decay", ["weight-decay", "width-teacher"])],
      broken: [
        .init("(-2*log", "(-1.99*log", on: "orthogonal"),
        .init("nu2/2", "nu2/1.5", on: "orthogonal"),
        .init("t >", "t <", on: "G1"),
      ]),
    ClaimTrial(
      "ridge/4.6", passes: ["zero-teacher", "G8", "aligned"],
      outside: [
        ("figure2", ["bounded-features", "step-size", "sample-size"]), ("G1", ["sample-size"]),
      ],
      broken: [
        .init("+ epsilon", "- epsilon", on: "zero-teacher"),
        .init("<=", ">=", on: "zero-teacher"),
        .init(
          hypothesis: "sample-size", "max(256, 2048*log(4/delta))", "1/100", on: "unseen-large"),
      ]),
  ]

  private static let gaussian = [
    ClaimTrial(
      "ridge/8-t1", passes: ["figure2", "gaussian-single"],
      outside: [
        ("G1", ["gaussian-features", "width-teacher", "start-size"]),
        ("user-features", ["gaussian-features", "width-teacher"]),
      ],
      broken: [
        .init("/ (2*eta", "/ (3.1*eta", on: "gaussian-single"),
        .init("<=", ">", on: "figure2"),
        .init("lambda_min_plus", "(3*lambda_max)", on: "figure2"),
      ]),
    ClaimTrial(
      "ridge/8-t2", passes: ["figure2", "gaussian-single"],
      outside: [("G1", ["gaussian-features", "width-teacher"])],
      broken: [
        .init("(2.02*", "(1.9*", on: "gaussian-single"),
        .init("(8*m*epsilon)", "(m*epsilon/100)", on: "gaussian-single"),
        .init(">=", "<", on: "figure2"),
      ]),
  ]

  private static let aPriori = [
    ClaimTrial(
      "ridge/8-t1/a-priori", passes: ["figure2", "gaussian-single"],
      outside: [("G1", ["gaussian-features", "spectrum-margin", "spectrum-low"])],
      broken: [
        .init("((1 - sqrt(n/m) - sqrt(", "((1 + sqrt(n/m) + sqrt(", on: "gaussian-single"),
        .init("<=", ">", on: "figure2"),
        .init("t1 <=", "t1 <= 0.3*", on: "figure2"),
      ]),
    ClaimTrial(
      "ridge/8-t2/a-priori", passes: ["figure2", "gaussian-single"],
      outside: [
        (
          "G1",
          [
            "gaussian-features", "spectrum-margin", "width-margin", "reachable", "row-space-spent",
            "spectrum-low",
          ]
        )
      ],
      broken: [
        .init("m - n - 2*sqrt", "m - n + 2*sqrt", on: "gaussian-single"),
        .init("m - n + 2*sqrt", "m - n - 4*sqrt", on: "gaussian-single"),
        .init("<= t2", ">= t2", on: "figure2"),
        .init("ceil(", "0.9*ceil(", on: "figure2"),
      ]),
    ClaimTrial(
      "ridge/8-plateau/a-priori", passes: ["figure2", "gaussian-few"],
      outside: [("gaussian-single", ["large-first-loss"])],
      broken: [
        .init("m - n - 2*sqrt", "m - n + 4*sqrt", on: "gaussian-few"),
        .init("m - n + 2*sqrt", "m - n - 4*sqrt", on: "gaussian-few"),
        .init("<= plateau", ">= plateau", on: "figure2"),
        .init("ceil(", "0.9*ceil(", on: "figure2"),
      ]),
  ]
}
