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
    /// Numbers as they are written into the specs, for every key.
    case numbers([String])
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
      let numbers = try SweepAxis.numbers(value, isGeometric: kind == "geometric")
      (values, count) = (.numbers(numbers), numbers.count)
    }
    guard count <= SweepAxis.maximumCount else {
      throw value.error("has \(count) values; at most \(SweepAxis.maximumCount) are supported")
    }
  }

  /// The node that each key takes at an index from 0.
  func nodes(at index: Int) -> [YAMLNode] {
    switch values {
    case .listed(let lists): lists[index]
    case .integers(let first):
      Array(repeating: YAMLNode(.string(String(first + index))), count: keys.count)
    case .numbers(let texts):
      Array(repeating: YAMLNode(.string(texts[index])), count: keys.count)
    }
  }

  /// The values at an index as text, one a key.
  public func texts(at index: Int) -> [String] {
    nodes(at: index).map { node in
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
  private static func numbers(
    _ node: YAMLNode, isGeometric: Bool
  ) throws(DocumentError) -> [String] {
    let parts = try node.elements()
    guard parts.count == 3 else {
      throw node.error("must be [first, last, count], such as [1e-5, 1e-2, 13]")
    }
    let (first, last) = (try parts[0].rational(), try parts[1].rational())
    let count = try parts[2].integer(in: 2...maximumCount)
    let inner: [String]
    if isGeometric {
      guard first.sign > 0, last.sign > 0 else {
        throw node.error("must go from a positive number to a positive one; use `linear` otherwise")
      }
      do {
        inner = try GeometricGrid(first: first, last: last, count: count).inner
      } catch {
        throw node.error("\(error)")
      }
    } else {
      let step = (last - first) / Rational(count - 1)
      inner = (1..<(count - 1)).map { (first + Rational($0) * step).description }
    }
    // The ends are written as the user wrote them.
    return [try parts[0].string()] + inner + [try parts[1].string()]
  }
}
