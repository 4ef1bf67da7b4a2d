public import Documents

/// What a sweep file asks for: a spec, and axes whose values are combined (DESIGN section 4).
///
/// Runs are numbered from 0: axes in the order of the file, the last one fastest.
public struct SweepPlan: Sendable {
  /// The most runs that a sweep may have.
  public static let maximumRuns = 1_000_000

  /// The most keys that axes may set.
  public static let maximumKeys = 1_000

  /// The sweep file.
  public let file: String
  /// The axes in the order of the file.
  public let axes: [SweepAxis]
  /// The number of runs.
  public let count: Int
  private let base: Specification

  /// Reads a sweep file and the spec that it names.
  ///
  /// The first run's values are put into the spec, so that a key that the spec cannot have is found
  /// before any work is done. What the values mean is checked in each run.
  ///
  /// - Throws: `DocumentError`, which names file, place, value and remedy.
  public init(file: String) throws(DocumentError) {
    let node = try YAMLNode(file: file)
    let sweep = try node.keyed(["spec", "axes"])
    let spec = try sweep.required("spec", example: "spec: ridge.yaml")
    let axes = try sweep.required(
      "axes", example: "axes: {training.lambda: {values: [1e-4, 1e-3]}}")
    let path = InputFile.resolve(
      try spec.string(), relativeTo: InputFile.folder(of: file))
    base = try SpecReader.read(file: path).removing("expect")
    self.file = file
    self.axes = try SweepPlan.axes(axes)
    var count = 1
    for axis in self.axes {
      let (product, overflows) = count.multipliedReportingOverflow(by: axis.count)
      guard !overflows, product <= SweepPlan.maximumRuns else {
        throw axes.error(
          "\(self.axes.map { String($0.count) }.joined(separator: " × ")) runs are too many; "
            + "at most \(SweepPlan.maximumRuns) are supported")
      }
      count = product
    }
    self.count = count
    _ = try specification(at: 0)
  }

  /// The spec of a run.
  ///
  /// - Throws: `DocumentError` where its values do not fit into the spec.
  public func specification(at index: Int) throws(DocumentError) -> Specification {
    var result = base
    for (axis, position) in zip(axes, positions(of: index)) {
      for (key, node) in zip(axis.keys, try axis.nodes(at: position)) {
        result = try result.setting(SweepPlan.path(key), to: node)
      }
    }
    return result
  }

  /// The values of a run: `training.lambda = 1e-4, features.gaussian.seed = 3`.
  public func label(at index: Int) -> String {
    zip(axes, positions(of: index)).flatMap { axis, position in
      zip(axis.keys, axis.texts(at: position)).map { "\($0) = \($1)" }
    }.joined(separator: ", ")
  }

  /// The position of a run on each axis.
  private func positions(of index: Int) -> [Int] {
    var rest = index
    let reversed = axes.reversed().map { axis -> Int in
      defer { rest /= axis.count }
      return rest % axis.count
    }
    return reversed.reversed()
  }

  private static func path(_ key: String) -> [String] { key.split(separator: ".").map(String.init) }

  /// Reads the axes; no key may be set twice, nor one inside another that is set.
  private static func axes(_ node: YAMLNode) throws(DocumentError) -> [SweepAxis] {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      throw node.error("must be a mapping such as {training.lambda: {values: [1e-4, 1e-3]}}")
    }
    var axes: [SweepAxis] = []
    var paths: [[String]] = []
    for (key, value) in entries {
      let axis = try SweepAxis(key: key, value)
      guard paths.count + axis.keys.count <= maximumKeys else {
        throw value.error("sets one key too many; at most \(maximumKeys) are supported")
      }
      for path in axis.keys.map(path) {
        if let other = paths.first(where: { $0.starts(with: path) || path.starts(with: $0) }) {
          let (first, second) = (other.joined(separator: "."), path.joined(separator: "."))
          throw value.error(
            first == second
              ? "the key '\(second)' is set twice; keep one of them"
              : "'\(second)' and '\(first)' set the same part of the spec; keep one of them")
        }
        paths.append(path)
      }
      axes.append(axis)
    }
    return axes
  }
}

/// One of the parts of a sweep that several machines share.
public struct SweepShard: Sendable, Hashable {
  /// The number of the part, from 1.
  public let number: Int
  /// How many parts there are.
  public let count: Int

  /// All runs.
  public static let whole = SweepShard(number: 1, count: 1)

  private init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  /// Reads `2/8`: the second of eight; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      (1...SweepPlan.maximumRuns).contains(count), (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }

  /// The runs of this part: each run is in exactly one.
  func indices(of count: Int) -> [Int] {
    Array(stride(from: number - 1, to: count, by: self.count))
  }
}
