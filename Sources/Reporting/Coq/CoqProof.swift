import ClaimLanguage

/// The tactics that prove a statement from its facts.
struct CoqProof {
  /// Tactics that are defined before the theorem.
  private(set) var tactics: [String] = []
  /// The proof after its variables are introduced.
  private(set) var lines: [String] = []

  init(
    _ statement: CoqStatement, defined: [String],
    printed: (Comparison) throws(CoqOmission) -> String
  ) throws(CoqOmission) {
    var steps: [String] = []
    var used: Set<Comparison> = []
    for fact in statement.facts {
      let step = CoqProof.step(fact)
      used.insert(fact.comparison)
      if case .comparison = statement.formula.node {
        lines = ["  \(step)."]
      } else {
        let text = try printed(fact.comparison)
        steps.append("  assert (\(fact.isTrue ? text : "~ (\(text))")) by (\(step)).")
      }
    }
    if lines.isEmpty { lines = steps + ["  tauto."] }

    let expressions = used.flatMap { $0.left.nodes + $0.right.nodes }
    let hasChoice = expressions.contains { node in
      if case .function(let function, _) = node.node {
        [.min, .max].contains(function)
      } else {
        false
      }
    }
    let unfolding = defined.isEmpty ? "" : "cbv delta [\(defined.joined(separator: " "))]; "
    if statement.facts.contains(where: { $0.bits == nil }) {
      tactics += CoqProof.rational(unfolding)
    }
    if let bits = statement.facts.compactMap(\.bits).max() {
      tactics += CoqProof.enclosing(unfolding, bits: bits, hasChoice: hasChoice)
    }
  }

  /// Goes from a comparison or its negation to inequalities.
  private static func step(_ fact: CoqStatement.Fact) -> String {
    let order = fact.bits == nil ? "rational" : "order"
    if fact.isTrue {
      guard fact.comparison.relation == .equal, fact.bits != nil else { return order }
      return "apply Rle_antisym; order"
    }
    switch fact.comparison.relation {
    case .less: return "apply Rle_not_lt; \(order)"
    case .lessOrEqual: return "apply Rlt_not_le; \(order)"
    case .greater: return "apply Rle_not_gt; \(order)"
    case .greaterOrEqual: return "apply Rlt_not_ge; \(order)"
    case .equal:
      return "first [apply Rlt_not_eq; \(order) | apply Rgt_not_eq; \(order)]"
    }
  }

  /// Compares rational numbers.
  private static func rational(_ unfolding: String) -> [String] {
    [
      "(* Compares rational numbers. *)",
      "Ltac rational :=",
      "  \(unfolding)unfold Rmin, Rmax, Rabs;",
      "  repeat match goal with",
      "  | |- context [Rle_dec ?a ?b] => destruct (Rle_dec a b)",
      "  | |- context [Rcase_abs ?a] => destruct (Rcase_abs a)",
      "  end; lra.",
    ]
  }

  /// Compares real numbers by interval arithmetic.
  ///
  /// Fewer bits are tried first.
  private static func enclosing(_ unfolding: String, bits: Int, hasChoice: Bool) -> [String] {
    let (few, many) = (bits + 32, 2 * bits + 128)
    var lines = [
      "(* Compares real numbers by interval arithmetic. *)",
      "Ltac enclose :=",
      "  match goal with",
      "  | |- _ < _ => apply Rminus_lt",
      "  | |- _ <= _ => apply Rminus_le",
      "  | |- _ > _ => apply Rminus_gt",
      "  | |- _ >= _ => apply Rminus_ge",
      "  end;",
      "  first [interval with (i_prec \(few)) | interval with (i_prec \(many))].",
    ]
    if hasChoice {
      lines += [
        "(* Puts the lesser number for a minimum, the greater one for a maximum. *)",
        "Ltac choose_side :=",
        "  match goal with",
        "  | |- context [Rmin ?a ?b] =>",
        "    first [rewrite (Rmin_left a b) by enclose | rewrite (Rmin_right a b) by enclose]",
        "  | |- context [Rmax ?a ?b] =>",
        "    first [rewrite (Rmax_left a b) by enclose | rewrite (Rmax_right a b) by enclose]",
        "  | |- context [Rmin ?a ?b] => unfold Rmin at 1; destruct (Rle_dec _ _)",
        "  | |- context [Rmax ?a ?b] => unfold Rmax at 1; destruct (Rle_dec _ _)",
        "  end.",
      ]
    }
    let choice = hasChoice ? "repeat choose_side; " : ""
    return lines + ["Ltac order := \(unfolding)unfold Rpower; \(choice)enclose."]
  }
}
