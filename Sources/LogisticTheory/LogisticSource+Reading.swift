import Documents
import Enclosures

private let seeds = 0...Int.max

extension LogisticSource {
  /// Reads the `data` of a spec.
  init(_ node: YAMLNode, folder: String?) throws(DocumentError) {
    let (kind, value) = try node.oneOf(["points", "file", "planted"])
    switch kind {
    case "planted": self = .planted(try PlantedSet(value))
    default:
      let dataset =
        try kind == "points"
        ? LogisticDataset(points: value, dimension: nil)
        : LogisticDataset(file: value, folder: folder)
      guard dataset.labels.contains(1), dataset.labels.contains(-1) else {
        throw value.error(
          "holds points of one class only; the theory needs labels 1 and -1 both")
      }
      if let (first, second) = dataset.contradiction {
        throw value.error(
          "points \(first + 1) and \(second + 1) are equal but have different labels; remove one")
      }
      self = .points(dataset)
    }
  }
}

extension LogisticDataset {
  /// Reads a list of points `{x: [1/2, 3/4], y: 1}`, all of one dimension.
  init(points node: YAMLNode, dimension: Int?) throws(DocumentError) {
    let elements = try node.elements()
    guard !elements.isEmpty else {
      throw node.error("has no points; give some such as {x: [1/2, 3/4], y: 1}")
    }
    var entries: [Rational] = []
    var budget = NumberBudget()
    var labels: [Int] = []
    var expected = dimension
    for element in elements {
      let keys = try element.keyed(["x", "y"])
      let coordinates = try keys.required("x", example: "x: [1/2, 3/4]")
      let x = try coordinates.rationals(within: &budget)
      guard !x.isEmpty else { throw coordinates.error("has no coordinates; give at least one") }
      if let expected, x.count != expected {
        throw coordinates.error(
          "has \(x.count) coordinates where \(expected) are expected, as in the other points")
      }
      expected = x.count
      entries += x
      let label = try keys.required("y", example: "y: 1")
      let value = try label.rational()
      guard value == 1 || value == -1 else { throw label.error("is not a label; write 1 or -1") }
      labels.append(value == 1 ? 1 : -1)
    }
    guard entries.count <= LogisticDeclaration.maximumEntries else {
      throw node.error(
        "holds \(entries.count) coordinates; "
          + "at most \(LogisticDeclaration.maximumEntries) are supported")
    }
    let columns = entries.count / elements.count
    self.init(
      points: ExactMatrix(rows: elements.count, columns: columns, entries), labels: labels)
  }

  /// Reads a `.npy` or `.csv` file with columns x1, …, xd, y.
  init(file node: YAMLNode, folder: String?) throws(DocumentError) {
    let (rows, columns, values) = try LogisticDataset.table(node, folder: folder)
    guard columns >= 2 else {
      throw node.error("has \(columns) column; the columns are x1, …, xd and y")
    }
    guard rows > 0 else { throw node.error("has no points") }
    guard rows * (columns - 1) <= LogisticDeclaration.maximumEntries else {
      throw node.error(
        "holds \(rows * (columns - 1)) coordinates; "
          + "at most \(LogisticDeclaration.maximumEntries) are supported")
    }
    var entries: [Double] = []
    entries.reserveCapacity(rows * (columns - 1))
    var labels: [Int] = []
    for row in 0..<rows {
      let label = values[(row + 1) * columns - 1]
      guard label == 1 || label == -1 else {
        throw node.error(
          "has the label \(label) in row \(row + 1); the last column holds 1 or -1")
      }
      entries += values[row * columns..<(row + 1) * columns - 1]
      labels.append(label == 1 ? 1 : -1)
    }
    self.init(points: ExactMatrix(rows: rows, columns: columns - 1, entries), labels: labels)
  }

  private static func table(
    _ node: YAMLNode, folder: String?
  ) throws(DocumentError) -> (rows: Int, columns: Int, values: [Double]) {
    let name = try node.string()
    guard let folder else {
      throw node.error("names a file, but this spec must be self-contained; write the points out")
    }
    let path = InputFile.resolve(name, relativeTo: folder)
    do {
      if name.lowercased().hasSuffix(".npy") {
        let array = try NumPyArray(file: path)
        return (array.shape[0], array.shape.count == 2 ? array.shape[1] : 1, array.entries)
      }
      if name.lowercased().hasSuffix(".csv") {
        let table = try CSVMatrix(file: path)
        return (table.rows, table.columns, table.entries)
      }
    } catch {
      // The reader knows the file, the spec knows which key named it.
      throw DocumentError(
        file: node.file, line: node.line > 0 ? node.line : nil,
        column: node.line > 0 ? node.column : nil, keyPath: node.keyPath, error.description)
    }
    throw node.error("must be the name of a .npy or a .csv file")
  }
}

extension PlantedSet {
  /// Reads a `planted` training set.
  init(_ node: YAMLNode) throws(DocumentError) {
    let keys = try node.keyed([
      "d", "box", "gamma", "per_class", "support", "support_half_width", "seed",
    ])
    let limit = LogisticDeclaration.maximumEntries
    let dimension = try keys.required("d", example: "d: 2").integer(in: 1...100_000)
    let box = try keys.required("box", example: "box: 5").positive("give a half width such as 5")
    let gamma = try keys.required("gamma", example: "gamma: 1e-3")
      .positive("give a margin such as 1e-3")
    let perClass = try keys.required("per_class", example: "per_class: [1000, 1000]")
    let counts = try perClass.pair(from: 1, "points of label 1 and of label -1")
    guard (counts.0 + counts.1) * dimension <= limit else {
      throw perClass.error("asks for more than \(limit) coordinates, the most that are supported")
    }
    let support = try keys.required("support", example: "support: [350, 350]")
    let planted = try support.pair(from: 0, "support vectors of label 1 and of label -1")
    guard planted.0 <= counts.0, planted.1 <= counts.1 else {
      throw support.error(
        "support vectors count in per_class, which is [\(counts.0), \(counts.1)]")
    }
    var halfWidth: Rational?
    if let width = keys["support_half_width"] {
      let value = try width.positive("give a half width, or leave it out for the whole box")
      guard value <= box else { throw width.error("must be at most the box, \(box)") }
      halfWidth = value
    }
    self.init(
      dimension: dimension, box: box, gamma: gamma, perClass: counts, support: planted,
      supportHalfWidth: halfWidth,
      seed: try keys.required("seed", example: "seed: 1").integer(in: seeds))
  }
}

extension YAMLNode {
  /// Two counts, of label 1 and of label −1.
  fileprivate func pair(from least: Int, _ what: String) throws(DocumentError) -> (Int, Int) {
    let elements = try elements()
    guard elements.count == 2 else {
      throw error("must be a pair such as [350, 350]: \(what)")
    }
    let range = least...LogisticDeclaration.maximumEntries
    return (try elements[0].integer(in: range), try elements[1].integer(in: range))
  }

  fileprivate func testCount(_ keys: KeyedNode, dimension: Int) throws(DocumentError) -> Int {
    try keys.required("count", example: "count: 2000")
      .integer(in: 1...max(1, LogisticDeclaration.maximumEntries / dimension))
  }
}

extension TestSource {
  /// Reads a test regime for points of this dimension.
  ///
  /// Its numbers count in a budget for all regimes.
  init(
    _ node: YAMLNode, dimension: Int, within budget: inout NumberBudget
  ) throws(DocumentError) {
    let (kind, value) = try node.oneOf(["same_distribution", "planted", "attack", "points"])
    switch kind {
    case "points":
      self = .points(try LogisticDataset(points: value, dimension: dimension))
    case "same_distribution":
      let keys = try value.keyed(["count", "seed"])
      self = .sameDistribution(
        count: try value.testCount(keys, dimension: dimension),
        seed: try keys.required("seed", example: "seed: 2").integer(in: seeds))
    case "planted":
      let keys = try value.keyed(["alpha", "count", "seed"])
      if let alpha = keys["alpha"] { try budget.add(alpha.rational(), at: alpha) }
      self = .planted(
        alpha: try LogisticDeclaration.bandWidth(keys.required("alpha", example: "alpha: 10")),
        count: try value.testCount(keys, dimension: dimension),
        seed: try keys.required("seed", example: "seed: 3").integer(in: seeds))
    default:
      let keys = try value.keyed(["of", "radius", "step", "steps"])
      for number in [keys["radius"], keys["step"]].compactMap(\.self) {
        try budget.add(number.rational(), at: number)
      }
      self = .attack(
        of: try keys.required("of", example: "of: standard").string(),
        radius: try keys.required("radius", example: "radius: 1")
          .nonNegative("give a radius such as 1"),
        step: try keys.required("step", example: "step: 1/4").positive("give a step such as 1/4"),
        steps: try keys.required("steps", example: "steps: 20").integer(in: 1...1_000_000))
    }
  }
}
