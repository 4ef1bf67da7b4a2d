/// An array of binary64 numbers from a `.npy` file (formats 1.0, 2.0 and 3.0), one- or two-dimensional.
public struct NumPyArray: Sendable {
  /// The largest file, in bytes.
  public static let maximumSize = 500 << 20

  /// The lengths of its one or two axes.
  public let shape: [Int]
  /// The entries in C order (row by row), all finite.
  public let entries: [Double]

  /// Reads a `.npy` file.
  ///
  /// - Throws: `DocumentError` for another format, another type than float64, a size that is not the
  ///   header's, and for NaN and infinite entries.
  public init(file: String) throws(DocumentError) {
    try self.init(InputFile.read(file, limit: NumPyArray.maximumSize), file: file)
  }

  /// Reads the bytes of a `.npy` file.
  public init(_ bytes: [UInt8], file: String?) throws(DocumentError) {
    func error(_ message: String) -> DocumentError { DocumentError(file: file, message) }
    guard bytes.count >= 10, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw error("is not a .npy file; write it with numpy.save")
    }
    let major = bytes[6]
    guard (1...3).contains(major), bytes[7] == 0 else {
      throw error(".npy format \(major).\(bytes[7]) is not supported; formats 1.0, 2.0 and 3.0 are")
    }
    let lengthBytes = major == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthBytes else { throw error("is cut off inside its header") }
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let start = 8 + lengthBytes + length
    guard start <= bytes.count else { throw error("is cut off inside its header") }
    guard length <= 65_536,
      let text = String(validating: bytes[(8 + lengthBytes)..<start], as: UTF8.self),
      let header = NumPyHeader(text)
    else { throw error("has a header that cannot be read; write the file with numpy.save") }

    guard header.type == "<f8" || header.type == ">f8" else {
      throw error(
        "has entries of type '\(DocumentError.excerpt(header.type))', not float64; "
          + "save a.astype('<f8')")
    }
    guard header.shape.count == 1 || header.shape.count == 2 else {
      throw error("has \(header.shape.count) dimensions; save an array with one or two")
    }
    var count = 1
    for axis in header.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: axis)
      guard !overflow, product <= NumPyArray.maximumSize / 8 else {
        let shape = header.shape.map(String.init).joined(separator: ", ")
        throw error("is too large: its shape is (\(shape))")
      }
      count = product
    }
    guard bytes.count - start == 8 * count else {
      let what = bytes.count - start < 8 * count ? "is cut off" : "has extra bytes"
      throw error(
        "\(what): the header announces \(8 * count) bytes of data and "
          + "\(bytes.count - start) follow")
    }
    shape = header.shape
    entries = try NumPyArray.entries(bytes, start, header, file)
  }

  private static func entries(
    _ bytes: [UInt8], _ start: Int, _ header: NumPyHeader, _ file: String?
  ) throws(DocumentError) -> [Double] {
    let rows = header.shape[0]
    let columns = header.shape.count == 2 ? header.shape[1] : 1
    let isBigEndian = header.type == ">f8"
    var entries: [Double] = []
    entries.reserveCapacity(rows * columns)
    var badIndex: Int?
    bytes.withUnsafeBytes { buffer in
      for index in 0..<(rows * columns) {
        let (row, column) = index.quotientAndRemainder(dividingBy: columns)
        let place = header.isFortranOrder ? column * rows + row : index
        let word = buffer.loadUnaligned(fromByteOffset: start + 8 * place, as: UInt64.self)
        let value = Double(
          bitPattern: isBigEndian ? UInt64(bigEndian: word) : UInt64(littleEndian: word))
        if !value.isFinite, badIndex == nil { badIndex = index }
        entries.append(value)
      }
    }
    if let badIndex {
      let (row, column) = badIndex.quotientAndRemainder(dividingBy: columns)
      let place = header.shape.count == 2 ? "\(row), \(column)" : "\(row)"
      let value = entries[badIndex].isNaN ? "NaN" : "infinite"
      throw DocumentError(file: file, "entry [\(place)] is \(value); every entry must be finite")
    }
    return entries
  }
}

/// The header of a `.npy` file: a Python dictionary with exactly three keys.
private struct NumPyHeader {
  var type = ""
  var isFortranOrder = false
  var shape: [Int] = []

  /// Reads `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`; nil for anything else.
  init?(_ text: String) {
    var rest = Substring(text)
    func skip(_ token: String) -> Bool {
      rest = rest.drop { $0 == " " || $0 == "\n" }
      guard rest.hasPrefix(token) else { return false }
      rest = rest.dropFirst(token.count)
      return true
    }
    func quoted() -> String? {
      guard skip("'"), let end = rest.firstIndex(of: "'") else { return nil }
      defer { rest = rest[end...].dropFirst() }
      return String(rest[..<end])
    }
    guard skip("{") else { return nil }
    var seen: Set<String> = []
    while !skip("}") {
      guard let key = quoted(), seen.insert(key).inserted, skip(":") else { return nil }
      switch key {
      case "descr":
        // A structured type is a list; it is reported as such.
        if skip("[") {
          type = "structured"
          return
        }
        guard let text = quoted() else { return nil }
        type = text
      case "fortran_order":
        if skip("True") { isFortranOrder = true } else if !skip("False") { return nil }
      case "shape":
        guard skip("(") else { return nil }
        while !skip(")") {
          _ = skip("")
          let digits = rest.prefix { $0.isASCII && $0.isNumber }
          guard let length = Int(digits) else { return nil }
          rest = rest.dropFirst(digits.count)
          shape.append(length)
          if !skip(","), !rest.hasPrefix(")") { return nil }
        }
      default: return nil
      }
      if !skip(","), !rest.hasPrefix("}") { return nil }
    }
    _ = skip("")
    guard seen.count == 3, rest.isEmpty else { return nil }
  }
}
