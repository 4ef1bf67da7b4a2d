public import Documents
import Enclosures

/// Labelled points with exact coordinates: the data (xᵢ, yᵢ) of Das, Vedantam, Lakshminarayanan 2026,
/// section 2.
public struct LogisticDataset: Sendable, Hashable {
  /// The points xᵢ, N rows and d columns.
  public let points: ExactMatrix
  /// The labels yᵢ, each −1 or 1, as many as rows.
  public let labels: [Int]

  /// Points with their labels, which must be −1 or 1 and as many as the rows.
  public init(points: ExactMatrix, labels: [Int]) {
    precondition(labels.count == points.rows, "as many labels as points")
    precondition(labels.allSatisfy { $0 == 1 || $0 == -1 }, "labels are -1 or 1")
    self.points = points
    self.labels = labels
  }

  /// The number of points N.
  public var count: Int { labels.count }
  /// The dimension d of a point.
  public var dimension: Int { points.columns }
}

extension ExactMatrix {
  /// A binary64 number within 2⁻⁵² of an entry, relatively; equal entries have equal ones.
  func approximation(_ index: Int) -> Double {
    switch storage {
    case .binary64(let entries): entries[index]
    case .rational(let entries): entries[index].approximation
    }
  }
}

extension LogisticDataset {
  /// A pair of equal points with different labels, as indices; nil where there is none.
  var contradiction: (Int, Int)? {
    // Keys are exact; whatever the points are, each is looked up once.
    switch points.storage {
    case .binary64(let entries): contradiction { Array(entries[row($0)]) }
    case .rational(let entries): contradiction { Array(entries[row($0)]) }
    }
  }

  private func contradiction<Key: Hashable>(_ key: (Int) -> Key) -> (Int, Int)? {
    var first: [Key: (positive: Int?, negative: Int?)] = [:]
    for index in 0..<count {
      let key = key(index)
      var seen = first[key] ?? (nil, nil)
      if let earlier = labels[index] == 1 ? seen.negative : seen.positive {
        return (earlier, index)
      }
      if labels[index] == 1 {
        seen.positive = seen.positive ?? index
      } else {
        seen.negative = seen.negative ?? index
      }
      first[key] = seen
    }
    return nil
  }

  /// Where the coordinates of a point lie among the entries.
  func row(_ index: Int) -> Range<Int> { index * dimension..<(index + 1) * dimension }

  /// SHA-256 over the canonical JSON of the points with their labels (docs/data-digest.md).
  ///
  ///     [{"x":["1/2","3/4"],"y":"1"},…]
  var digest: String {
    var digest = Digest()
    var bytes = Array("[".utf8)
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(index, to: &bytes)
      digest.update(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    digest.update([UInt8(ascii: "]")])
    return digest.text
  }

  private func append(_ index: Int, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: #"{"x":"#.utf8)
    points.appendEntries(row(index), to: &bytes)
    bytes.append(contentsOf: #","y":"\#(labels[index])"}"#.utf8)
  }

  /// The points as a spec writes them: `[{x: […], y: 1}, …]`.
  var json: JSONValue {
    .array(
      (0..<count).map { index in
        [
          "x": .array(row(index).map { .string(points[$0].description) }),
          "y": .string("\(labels[index])"),
        ]
      })
  }
}
