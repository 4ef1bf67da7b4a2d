public import Enclosures

/// A matrix of exact rational numbers, row by row.
///
/// Where every entry is a binary64 number it is stored as such, whatever it was read from, so that
/// equal matrices are stored alike.
public struct ExactMatrix: Sendable, Hashable {
  /// How the entries are stored, row by row.
  public enum Storage: Sendable, Hashable {
    /// Finite binary64 numbers, each the exact dyadic number that it is; no −0.
    case binary64([Double])
    /// Rationals, at least one of which is no binary64 number.
    case rational([Rational])
  }

  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The entries.
  public let storage: Storage

  /// A matrix of finite binary64 numbers.
  public init(rows: Int, columns: Int, _ entries: [Double]) {
    precondition(rows >= 0 && columns >= 0 && entries.count == rows * columns, "wrong entry count")
    precondition(entries.allSatisfy(\.isFinite), "entries must be finite")
    self.rows = rows
    self.columns = columns
    // Adding +0 turns −0 into 0 and changes nothing else.
    storage = .binary64(entries.map { $0 + 0.0 })
  }

  /// A matrix of rationals.
  public init(rows: Int, columns: Int, _ entries: [Rational]) {
    precondition(rows >= 0 && columns >= 0 && entries.count == rows * columns, "wrong entry count")
    self.rows = rows
    self.columns = columns
    var doubles: [Double] = []
    doubles.reserveCapacity(entries.count)
    for entry in entries {
      guard let double = entry.exactDouble else { break }
      doubles.append(double)
    }
    storage = doubles.count == entries.count ? .binary64(doubles) : .rational(entries)
  }

  /// The number of entries.
  public var count: Int { rows * columns }

  /// The entry in a row and column, from 0.
  public subscript(row: Int, column: Int) -> Rational {
    precondition(row < rows && column < columns && row >= 0 && column >= 0, "index out of range")
    return self[row * columns + column]
  }

  /// The entry at a place of the row-by-row order.
  public subscript(index: Int) -> Rational {
    switch storage {
    // The initializer admits finite numbers only.
    case .binary64(let entries): Rational(exactly: entries[index]) ?? 0
    case .rational(let entries): entries[index]
    }
  }

  /// All entries, row by row.
  public var entries: [Rational] { (0..<count).map { self[$0] } }

  /// The same entries in another shape of as many entries.
  public func reshaped(rows: Int, columns: Int) -> ExactMatrix {
    precondition(rows * columns == count, "wrong entry count")
    return ExactMatrix(rows: rows, columns: columns, storage)
  }

  private init(rows: Int, columns: Int, _ storage: Storage) {
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  /// Whether the matrix equals its transpose.
  public var isSymmetric: Bool {
    guard rows == columns else { return false }
    func holds<Entry: Equatable>(_ entries: [Entry]) -> Bool {
      for i in 0..<rows {
        for j in 0..<i where entries[i * columns + j] != entries[j * columns + i] { return false }
      }
      return true
    }
    return switch storage {
    case .binary64(let entries): holds(entries)
    case .rational(let entries): holds(entries)
    }
  }
}

// MARK: - Text

extension ExactMatrix {
  /// Appends entries as canonical JSON: `["1/2","-3"]`.
  public func appendEntries(_ range: Range<Int>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for index in range {
      bytes.append(contentsOf: index == range.lowerBound ? [34] : [44, 34])
      switch storage {
      case .binary64(let entries): Rational.append(exactly: entries[index], to: &bytes)
      case .rational(let entries): bytes.append(contentsOf: entries[index].description.utf8)
      }
      bytes.append(34)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Appends the rows as canonical JSON, an array of arrays of texts.
  public func appendRows(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for row in 0..<rows {
      if row > 0 { bytes.append(UInt8(ascii: ",")) }
      appendEntries(row * columns..<(row + 1) * columns, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// The rows as JSON, each entry an exact rational in text.
  public var jsonRows: JSONValue {
    .array((0..<rows).map { json($0 * columns..<($0 + 1) * columns) })
  }

  /// All entries as one JSON list of texts.
  public var jsonEntries: JSONValue { json(0..<count) }

  private func json(_ range: Range<Int>) -> JSONValue {
    switch storage {
    case .binary64(let entries):
      .array(
        range.map { index in
          var bytes: [UInt8] = []
          Rational.append(exactly: entries[index], to: &bytes)
          return .string(String(decoding: bytes, as: UTF8.self))
        })
    case .rational(let entries): .array(range.map { .string(entries[$0].description) })
    }
  }
}
