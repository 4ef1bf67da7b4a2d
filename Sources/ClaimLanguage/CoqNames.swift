/// Names of quantities as identifiers of Coq.
public enum CoqNames {
  /// Keywords, commands that no identifier may shadow, and what printed terms and proofs mention.
  static let reserved: Set<String> = [
    "Axiom", "CoFixpoint", "Definition", "End", "Fixpoint", "From", "Goal", "Hypothesis", "IF",
    "Import", "Lemma", "Ltac", "Module", "Open", "Parameter", "Proof", "Prop", "Qed", "Require",
    "SProp", "Scope", "Section", "Set", "Theorem", "Type", "Variable", "as", "at", "by", "cofix",
    "else", "end", "exists", "exists2", "fix", "for", "forall", "fun", "if", "in", "let", "match",
    "mod", "return", "then", "using", "where", "with",
    "False", "I", "IZR", "O", "R", "Rabs", "Rge", "Rgt", "Rle", "Rlt", "Rmax", "Rmin", "Rpower",
    "S", "True", "Z", "Zceil", "Zfloor", "_", "exp", "interval", "ln", "lra", "nat", "not", "or",
    "and", "exported", "pow", "powerRZ", "sqrt", "tauto",
  ]

  /// An identifier for a name or the text of a call: `train_loss(0)` is `train_loss_0`.
  ///
  /// Names that Coq or the printed terms need get an underscore: `exp` is `exp_`, `exp_` is `exp__`. So
  /// different names stay different; different calls may not: see `identifiers`.
  public static func identifier(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar == "_"
          || (scalar >= "0" && scalar <= "9"))
      if isPlain {
        text.unicodeScalars.append(scalar)
      } else if !text.hasSuffix("_") {
        text += "_"
      }
    }
    if name != text { while text.count > 1, text.hasSuffix("_") { text.removeLast() } }
    if text.unicodeScalars.first.map({ $0 >= "0" && $0 <= "9" }) ?? true { text = "q_" + text }
    var stem = Substring(text)
    while stem.count > 1, stem.hasSuffix("_") { stem.removeLast() }
    return reserved.contains(String(stem)) ? text + "_" : text
  }

  /// Identifiers for several names, each one different from all others; the first keeps the plain one.
  public static func identifiers(_ names: [String]) -> [String: String] {
    var result: [String: String] = [:]
    var used: Set<String> = []
    // A plain name is kept as it is, so that calls make way for names.
    let isCall = { (name: String) in name.contains("(") }
    for name in names.filter({ !isCall($0) }) + names.filter(isCall) where result[name] == nil {
      let plain = identifier(name)
      var candidate = plain
      var number = 1
      while !used.insert(candidate).inserted {
        number += 1
        candidate = "\(plain)_\(number)"
      }
      result[name] = candidate
    }
    return result
  }
}
