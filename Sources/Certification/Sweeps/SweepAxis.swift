import Documents
import Enclosures

/// One axis of a sweep: some keys of the spec and the values that they take together.
public struct SweepAxis: Sendable {
  /// The dotted keys, such as `features.gaussian.seed`.
  public let keys: [String]
  /// How many values there are.
  public let count: Int
  private let values: Values

  private enum Values: Sendable {
    /// One list a value, with one node a key.
    case listed([[YAMLNode]])
    /// Integers from the first one on, for every key.
    case integers(first: Int)
    /// Numbers between two ends, which are written into the specs as the user wrote them, for every key.
    case grid(Grid, first: String, last: String)
  }

  /// Points in equal steps.
  ///
  /// They are found when a run asks for them: there may be many, each of many digits.
  private enum Grid: Sendable {
    case geometric(GeometricGrid)
    case linear(first: Rational, step: Rational)
  }

  /// The most values that an axis may have.
  private static let maximumCount = SweepPlan.maximumRuns

  /// Reads one entry of `axes`.
  ///
  /// - Throws: `DocumentError` for keys that are no dotted keys, and values that cannot be read.
  init(key: String, _ node: YAMLNode) throws(DocumentError) {
    keys = try SweepAxis.keys(key, node)
    let (kind, value) = try node.oneOf(["values", "range", "geometric", "linear"])
    switch kind {
    case "values":
      let lists = try SweepAxis.lists(value, count: keys.count)
      (values, count) = (.listed(lists), lists.count)
    case "range":
      let ends = try value.elements()
      guard ends.count == 2 else { throw value.error("must be [first, last], two integers") }
      let limits = -1_000_000_000_000_000_000...1_000_000_000_000_000_000
      let (first, last) = (try ends[0].integer(in: limits), try ends[1].integer(in: limits))
      guard first <= last else { throw value.error("ends before it begins; write [first, last]") }
      (values, count) = (.integers(first: first), last - first + 1)
    default:
      (values, count) = try SweepAxis.grid(value, isGeometric: kind == "geometric")
    }
    guard count <= SweepAxis.maximumCount else {
      throw value.error("has \(count) values; at most \(SweepAxis.maximumCount) are supported")
    }
  }

  /// The node that each key takes at an index from 0.
  ///
  /// - Throws: `DocumentError` where a point of a grid cannot be rounded.
  func nodes(at index: Int) throws(DocumentError) -> [YAMLNode] {
    switch values {
    case .listed(let lists): return lists[index]
    case .integers(let first):
      return Array(repeating: YAMLNode(.string(String(first + index))), count: keys.count)
    case .grid(let grid, let first, let last):
      let text =
        switch index {
        case 0: first
        case count - 1: last
        default: try SweepAxis.text(of: grid, at: index)
        }
      return Array(repeating: YAMLNode(.string(text)), count: keys.count)
    }
  }

  private static func text(of grid: Grid, at index: Int) throws(DocumentError) -> String {
    switch grid {
    case .linear(let first, let step): return (first + Rational(index) * step).description
    case .geometric(let points):
      do { return try points.text(at: index) } catch {
        throw DocumentError(file: nil, "a geometric axis has a point that is not known: \(error)")
      }
    }
  }

  /// The values at an index as text, one a key.
  public func texts(at index: Int) -> [String] {
    guard let nodes = try? nodes(at: index) else {
      return Array(repeating: "value \(index + 1)", count: keys.count)
    }
    return nodes.map { node in
      node.text ?? String(decoding: JSONValue(node).canonical(), as: UTF8.self)
    }
  }
}

// MARK: - Reading

extension SweepAxis {
  /// The keys that commas separate.
  private static func keys(_ text: String, _ node: YAMLNode) throws(DocumentError) -> [String] {
    let keys = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    for key in keys where key.split(separator: ".", omittingEmptySubsequences: false).contains("") {
      throw node.error(
        "'\(key)' is no key of a spec; write for example `training.lambda`, and commas between "
          + "keys that move together")
    }
    return keys
  }

  /// The entries of `values`: one node for all keys, or a list with one node a key where there
  /// are several.
  private static func lists(
    _ node: YAMLNode, count: Int
  ) throws(DocumentError) -> [[YAMLNode]] {
    let elements = try node.elements()
    guard !elements.isEmpty else { throw node.error("is empty; give at least one value") }
    var lists: [[YAMLNode]] = []
    for element in elements {
      // A single value is for every key.
      guard count > 1, element.text == nil else {
        lists.append(Array(repeating: element, count: count))
        continue
      }
      let values = try element.elements()
      guard values.count == count else {
        throw element.error("must have \(count) values, one for each key of this axis")
      }
      lists.append(values)
    }
    return lists
  }

  /// The numbers of `[first, last, count]`, with equal ratios or equal differences.
  private static func grid(
    _ node: YAMLNode, isGeometric: Bool
  ) throws(DocumentError) -> (values: Values, count: Int) {
    let parts = try node.elements()
    guard parts.count == 3 else {
      throw node.error("must be [first, last, count], such as [1e-5, 1e-2, 13]")
    }
    let (first, last) = (try parts[0].rational(), try parts[1].rational())
    let count = try parts[2].integer(in: 2...maximumCount)
    let grid: Grid
    if isGeometric {
      guard first.sign > 0, last.sign > 0 else {
        throw node.error("must go from a positive number to a positive one; use `linear` otherwise")
      }
      grid = .geometric(GeometricGrid(first: first, last: last, count: count))
    } else {
      grid = .linear(first: first, step: (last - first) / Rational(count - 1))
    }
    return (.grid(grid, first: try parts[0].string(), last: try parts[1].string()), count)
  }
}
