/// Text and numbers for pdflatex, whose fonts know few characters.
enum LaTeXText {
  private static let greek: [Character: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "λ": "lambda", "μ": "mu", "ν": "nu", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "φ": "varphi", "ψ": "psi", "ω": "omega", "Γ": "Gamma",
    "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
    "≤": "le", "≥": "ge", "∞": "infty", "≈": "approx", "×": "times", "−": "-",
  ]

  /// A text that pdflatex sets as it is; characters beyond its fonts are written as `U+4E2D`.
  static func escape(_ text: String) -> String {
    LaTeXReport.escape(text).map { character -> String in
      if character == "|" { return #"\textbar{}"# }
      // Packages such as babel make the quotation mark a command.
      if character == "\"" { return #"{\string"}"# }
      if let name = greek[character] {
        return name == "-" ? #"\ensuremath{-}"# : #"\ensuremath{\"# + name + "}"
      }
      // Latin letters with accents are in the default encoding of LaTeX.
      let isKnown =
        character.unicodeScalars.count == 1
        && character.unicodeScalars.allSatisfy { $0.value < 0x180 }
      if isKnown || character.isASCII { return String(character) }
      return character.unicodeScalars
        .map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
    }.joined()
  }

  /// Digits as siunitx prints them: `\num{1.5e-7}`; a power of ten as such.
  static func number(_ digits: String) -> String {
    let magnitude = digits.drop { $0 == "-" }
    if magnitude.count > 4, magnitude.first == "1", magnitude.dropFirst().allSatisfy({ $0 == "0" })
    {
      return #"\num{"# + (digits.hasPrefix("-") ? "-1e" : "1e") + "\(magnitude.count - 1)}"
    }
    return #"\num{"# + digits + "}"
  }
}
