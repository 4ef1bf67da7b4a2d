/// A matrix of binary64 numbers from a CSV file.
///
/// A first line without any number is a header and is skipped; so are empty lines and lines that begin
/// with `#`. Each field is rounded once to the nearest binary64 number, as numpy and R read it.
public struct CSVMatrix: Sendable {
  /// The largest file, in bytes.
  public static let maximumSize = 500 << 20

  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The entries row by row, all finite.
  public let entries: [Double]

  /// Reads a CSV file.
  ///
  /// - Throws: `DocumentError` with the line for fields that are no finite number, empty fields and
  ///   rows of different lengths.
  public init(file: String) throws(DocumentError) {
    try self.init(InputFile.read(file, limit: CSVMatrix.maximumSize), file: file)
  }

  /// Reads the bytes of a CSV file.
  public init(_ bytes: [UInt8], file: String?) throws(DocumentError) {
    _ = try InputFile.text(of: bytes, file: file)
    var entries: [Double] = []
    var rows = 0
    var columns: Int?
    var line = 0
    var isFirst = true
    for raw in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      line += 1
      let hasMark = line == 1 && raw.starts(with: [0xEF, 0xBB, 0xBF])
      let text = CSVMatrix.trimmed(hasMark ? raw.dropFirst(3) : raw)
      if text.isEmpty || text.first == UInt8(ascii: "#") { continue }
      let fields = text.split(separator: 44, omittingEmptySubsequences: false)
        .map(CSVMatrix.trimmed)
      defer { isFirst = false }
      if isFirst, !fields.contains(where: { CSVMatrix.looksNumeric($0) }) { continue }
      if let columns, columns != fields.count {
        throw DocumentError(
          file: file, line: line, column: 1,
          "the row has \(fields.count) fields where the rows before have \(columns)")
      }
      columns = fields.count
      rows += 1
      for (index, field) in fields.enumerated() {
        let column = field.startIndex - raw.startIndex + 1
        entries.append(try CSVMatrix.number(field, index + 1, file, line, column))
      }
    }
    guard let columns else { throw DocumentError(file: file, "has no row of numbers") }
    self.rows = rows
    self.columns = columns
    self.entries = entries
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result = text
    while let last = result.last, last == 32 || last == 13 || last == 9 { result.removeLast() }
    while let first = result.first, first == 32 || first == 9 { result.removeFirst() }
    return result
  }

  private static func number(
    _ field: ArraySlice<UInt8>, _ index: Int, _ file: String?, _ line: Int, _ column: Int
  ) throws(DocumentError) -> Double {
    let text = String(decoding: field, as: UTF8.self)
    func error(_ message: String) -> DocumentError {
      DocumentError(file: file, line: line, column: column, value: text, message)
    }
    guard !field.isEmpty else {
      throw DocumentError(
        file: file, line: line, column: column, "field \(index) is empty; give a number")
    }
    // Double(_:) also reads hexadecimal digits and names of infinities; a decimal has neither.
    guard field.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text) else {
      throw error(
        looksNumeric(field)
          ? "(field \(index)) is not finite; every entry must be a finite number"
          : "(field \(index)) is not a number; write a decimal such as 0.25")
    }
    guard value.isFinite else { throw error("(field \(index)) is beyond the range of float64") }
    return value
  }

  /// Whether a field is a number, or one of the words that stand for NaN and infinities.
  private static func looksNumeric(_ field: ArraySlice<UInt8>) -> Bool {
    Double(String(decoding: field, as: UTF8.self)) != nil
  }
}
