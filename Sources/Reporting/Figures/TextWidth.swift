/// Estimates how wide a text is in common sans-serif fonts, rather too wide than too narrow.
enum TextWidth {
  static func estimate(_ text: String, size: Double) -> Double {
    size * text.reduce(0) { $0 + share($1) }
  }

  private static func share(_ character: Character) -> Double {
    switch character {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ", "(", ")", "[", "]", "/": 0.38
    case "f", "t", "r", "-", "·", "⁻", "¹", "²", "³": 0.44
    case "⁰", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "₁", "₂": 0.44
    case "m", "w", "M", "W", "@", "%", "—": 0.95
    case "A"..."Z", "≥", "≤", "≈", "∞", "×", "−", "=", "<", ">", "+": 0.78
    default: 0.62
    }
  }
}
