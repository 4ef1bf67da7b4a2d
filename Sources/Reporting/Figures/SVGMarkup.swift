/// Text of SVG and HTML: escaping, and numbers that are the same on every machine.
enum Markup {
  /// A text that is safe between tags and in quoted attributes; one line, without control characters.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in TextLayout.plain(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A coordinate with at most two decimals.
  static func number(_ value: Double) -> String {
    let hundredths = Int((min(max(value, -1e6), 1e6) * 100).rounded())
    let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest.isMultiple(of: 10) { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

/// Collects the elements of a picture.
struct SVGCanvas {
  private(set) var elements: [String] = []

  mutating func add(_ element: String) { elements.append(element) }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: String = "start", style: String = "t",
    transform: String? = nil
  ) {
    let turned = transform.map { " transform=\"\($0)\"" } ?? ""
    let place = "x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\""
    let anchored = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    add("<text class=\"\(style)\" \(place)\(anchored)\(turned)>\(Markup.escape(text))</text>")
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String, dash: String = ""
  ) {
    add(
      "<path class=\"\(style)\"\(dash) d=\"M\(Markup.number(x1)) \(Markup.number(y1))"
        + "L\(Markup.number(x2)) \(Markup.number(y2))\"/>")
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ attributes: String
  ) {
    add(
      "<rect x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" width=\"\(Markup.number(width))\" "
        + "height=\"\(Markup.number(height))\" \(attributes)/>")
  }

  mutating func path(_ points: [(Double, Double)], isClosed: Bool = false, _ attributes: String) {
    guard let first = points.first else { return }
    let rest = points.dropFirst().map { "L\(Markup.number($0.0)) \(Markup.number($0.1))" }
    let data = "M\(Markup.number(first.0)) \(Markup.number(first.1))" + rest.joined()
    add("<path d=\"\(data)\(isClosed ? "Z" : "")\" \(attributes)/>")
  }

  /// A marker with a form for each colour.
  mutating func marker(_ color: Int, x: Double, y: Double, size: Double = 3.5) {
    let style = "class=\"f\(PlotStyle.index(color))\""
    let r = size
    switch PlotStyle.index(color) {
    case 0:
      add(
        "<circle \(style) cx=\"\(Markup.number(x))\" cy=\"\(Markup.number(y))\" "
          + "r=\"\(Markup.number(r))\"/>")
    case 1: rectangle(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, style)
    case 2:
      path(
        [(x, y - r * 1.2), (x + r * 1.1, y + r * 0.8), (x - r * 1.1, y + r * 0.8)], isClosed: true,
        style)
    case 3:
      path([(x, y - r * 1.2), (x + r, y), (x, y + r * 1.2), (x - r, y)], isClosed: true, style)
    case 4:
      path(
        [(x, y + r * 1.2), (x + r * 1.1, y - r * 0.8), (x - r * 1.1, y - r * 0.8)], isClosed: true,
        style)
    default:
      add(
        "<circle class=\"s\(PlotStyle.index(color))\" cx=\"\(Markup.number(x))\" "
          + "cy=\"\(Markup.number(y))\" r=\"\(Markup.number(r))\"/>")
    }
  }
}
