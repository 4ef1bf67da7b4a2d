/// Places texts above a frame so that none covers another, nor the line of another.
enum LabelPlacement {
  /// A text that belongs to a place on the frame.
  struct Label {
    /// The place, from the left end of the frame.
    let place: Double
    let width: Double
    /// Whether a line leads from the frame up to the text.
    let hasLine: Bool
  }

  /// Where a text stands: its left end, and its row from the frame up.
  struct Spot: Equatable {
    let left: Double
    let row: Int
  }

  private static let gap = 4.0

  /// Spots in the order of the labels, all within the frame where that is as wide as each text.
  ///
  /// - Parameters:
  ///   - labels: the texts; those without lines are best first.
  ///   - width: the width of the frame.
  static func spots(_ labels: [Label], width: Double) -> [Spot] {
    var placed: [(label: Label, spot: Spot)] = []
    for label in labels {
      let wishes = [label.place - label.width / 2, label.place - label.width, label.place]
      var row = 0
      var chosen: Spot?
      while chosen == nil {
        for wish in wishes {
          let left = max(min(wish, width - label.width), 0)
          let spot = Spot(left: left, row: row)
          if placed.allSatisfy({ isFree(label, spot, beside: $0.label, $0.spot) }) {
            chosen = spot
            break
          }
        }
        row += 1
        // A row of its own above everything is always free of texts.
        if chosen == nil, row > 2 * labels.count + 2 {
          chosen = Spot(left: max(min(wishes[0], width - label.width), 0), row: row)
        }
      }
      if let chosen { placed.append((label, chosen)) }
    }
    return placed.map(\.spot)
  }

  private static func isFree(
    _ label: Label, _ spot: Spot, beside other: Label, _ taken: Spot
  ) -> Bool {
    if spot.row == taken.row {
      return spot.left >= taken.left + other.width + gap || taken.left >= spot.left + label.width + gap
    }
    let (upper, lower, lowerSpot) =
      spot.row > taken.row ? (label, other, taken) : (other, label, spot)
    // The line of the upper text passes the lower one.
    guard upper.hasLine else { return true }
    return upper.place < lowerSpot.left - gap / 2
      || upper.place > lowerSpot.left + lower.width + gap / 2
  }

  /// Heights of texts beside a frame, in the order given, so that no two are nearer than a line.
  ///
  /// - Parameters:
  ///   - wishes: where the texts would best stand.
  ///   - line: the height of a line.
  static func heights(_ wishes: [Double], line: Double) -> [Double] {
    var heights = wishes
    let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
    for (place, index) in order.enumerated().dropFirst() {
      heights[index] = max(heights[index], heights[order[place - 1]] + line)
    }
    return heights
  }
}

/// Estimates how wide a text is in common sans-serif fonts, rather too wide than too narrow.
enum TextWidth {
  static func estimate(_ text: String, size: Double) -> Double {
    size * text.reduce(0) { $0 + share($1) }
  }

  private static func share(_ character: Character) -> Double {
    switch character {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ", "(", ")", "[", "]", "/": 0.36
    case "f", "t", "r", "-", "·", "⁻", "¹", "²", "³": 0.42
    case "⁰", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "₁", "₂": 0.42
    case "m", "w", "M", "W", "@", "%", "—": 0.95
    case "A"..."Z", "≥", "≤", "≈", "∞", "×", "−", "=", "<", ">", "+": 0.74
    default: 0.6
    }
  }
}
