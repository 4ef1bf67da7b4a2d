/// Places texts above a frame so that none covers another, nor the line of another.
enum LabelPlacement {
  /// A text that belongs to a place on the frame.
  struct Label {
    /// The place, from the left end of the frame.
    let place: Double
    let width: Double
    /// Whether a line leads from the frame up to the text.
    let hasLine: Bool
    /// How far to either side of its place a text without a line may stand.
    var slack = 0.0

    /// Where the text might begin, best first.
    func starts(within frame: Double) -> [Double] {
      let shifts =
        hasLine
        ? [width / 2, width + 2, -2, width * 0.75, width / 4]
        : [0, -0.5, 0.5, -1, 1].map { width / 2 + $0 * slack }
      return shifts.map { max(min(place - $0, frame - width), 0) }
    }
  }

  /// Where a text stands: its left end, and its row from the frame up.
  struct Spot: Equatable {
    let left: Double
    let row: Int
  }

  private static let gap = 5.0
  /// Placements tried with a number of rows before there is one more.
  private static let patience = 20_000

  /// Spots in the order of the labels, in as few rows as are found, all within the frame where that is as
  /// wide as each text.
  static func spots(_ labels: [Label], width: Double) -> [Spot] {
    // Those with lines first, from left to right; the others give way.
    let order = labels.indices.sorted {
      (labels[$0].hasLine ? 0 : 1, labels[$0].place, $0)
        < (labels[$1].hasLine ? 0 : 1, labels[$1].place, $1)
    }
    let sorted = order.map { labels[$0] }
    for rows in 1...max(min(labels.count, 12), 1) {
      var attempts = 0
      guard let found = search(sorted, width, rows: rows, placed: [], &attempts) else { continue }
      var spots = found
      for (place, index) in order.enumerated() { spots[index] = found[place] }
      return spots
    }
    // Texts may stand on lines then, but on no other text.
    var placed: [Spot] = []
    for label in labels {
      let start = label.starts(within: width)[0]
      var row = 0
      while !zip(labels, placed).allSatisfy({ other, spot in
        spot.row != row || areApart(label, start, other, spot.left)
      }) { row += 1 }
      placed.append(Spot(left: start, row: row))
    }
    return placed
  }

  private static func search(
    _ labels: [Label], _ width: Double, rows: Int, placed: [Spot], _ attempts: inout Int
  ) -> [Spot]? {
    guard placed.count < labels.count else { return placed }
    let label = labels[placed.count]
    for row in 0..<rows {
      for start in label.starts(within: width) {
        attempts += 1
        if attempts > patience { return nil }
        let spot = Spot(left: start, row: row)
        guard
          zip(labels, placed).allSatisfy({ other, taken in
            isFree(label, spot, beside: other, taken)
          })
        else { continue }
        if let spots = search(labels, width, rows: rows, placed: placed + [spot], &attempts) {
          return spots
        }
      }
    }
    return nil
  }

  private static func areApart(_ a: Label, _ left: Double, _ b: Label, _ other: Double) -> Bool {
    left >= other + b.width + gap || other >= left + a.width + gap
  }

  private static func isFree(
    _ label: Label, _ spot: Spot, beside other: Label, _ taken: Spot
  ) -> Bool {
    if spot.row == taken.row { return areApart(label, spot.left, other, taken.left) }
    let (upper, lower, lowerSpot) =
      spot.row > taken.row ? (label, other, taken) : (other, label, spot)
    // The line of the upper text passes the lower one.
    guard upper.hasLine else { return true }
    return upper.place < lowerSpot.left - 1
      || upper.place > lowerSpot.left + lower.width + 1
  }

  /// Heights of texts beside a frame, in the order given, so that no two are nearer than a line.
  ///
  /// - Parameters:
  ///   - wishes: where the texts would best stand.
  ///   - line: the height of a line.
  /// - Returns: the heights, none below its wish.
  static func heights(_ wishes: [Double], line: Double) -> [Double] {
    var heights = wishes
    let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
    for (place, index) in order.enumerated().dropFirst() {
      heights[index] = max(heights[index], heights[order[place - 1]] + line)
    }
    return heights
  }
}
