import Documents
import Foundation
import Testing

/// A `.npy` file from its header and data.
private func npy(
  _ header: String, _ data: [UInt8], version: UInt8 = 1
) -> [UInt8] {
  let text = Array(header.utf8)
  let size = UInt32(text.count)
  let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
}

private func bytes(_ values: [Double], bigEndian: Bool = false) -> [UInt8] {
  values.flatMap { value in
    let little = (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    return bigEndian ? little.reversed() : little
  }
}

private func header(_ shape: String, type: String = "<f8", fortran: Bool = false) -> String {
  "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }   \n"
}

private func message(_ body: () throws(DocumentError) -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch { return error.description }
}

struct NumPyTests {
  @Test(
    "all formats, byte orders and layouts give the array row by row",
    arguments: [1, 2, 3] as [UInt8])
  func reading(version: UInt8) throws {
    let values: [Double] = [1, -2.5, 3, 0.1, 5e-3, 6]
    let plain = try NumPyArray(npy(header("(2, 3)"), bytes(values), version: version), file: nil)
    #expect(plain.shape == [2, 3] && plain.entries == values)
    let big = try NumPyArray(
      npy(header("(6,)", type: ">f8"), bytes(values, bigEndian: true), version: version), file: nil)
    #expect(big.shape == [6] && big.entries == values)
    let fortran = try NumPyArray(
      npy(header("(2, 3)", fortran: true), bytes(values), version: version), file: nil)
    #expect(fortran.entries == [1, 3, 5e-3, -2.5, 0.1, 6])
    let empty = try NumPyArray(npy(header("(0, 3)"), []), file: nil)
    #expect(empty.entries.isEmpty)
  }

  @Test(
    "what is not a finite float64 array is rejected",
    arguments: [
      ([], "p.npy: is not a .npy file; write it with numpy.save"),
      (Array("PK\u{3}\u{4}aaaaaaaaaa".utf8), "is not a .npy file"),
      (npy(header("(1,)"), bytes([1]), version: 4), ".npy format 4.0 is not supported"),
      (Array(npy(header("(1,)"), []).prefix(40)), "is cut off inside its header"),
      (npy(header("(2,)"), bytes([1])), "is cut off: the header announces 16 bytes of data and 8"),
      (npy(header("(1,)"), bytes([1, 2])), "has extra bytes"),
      (npy(header("(1,)", type: "<f4"), bytes([1])), "entries of type '<f4', not float64"),
      (npy(header("(1,)", type: "|O"), bytes([1])), "entries of type '|O', not float64"),
      (
        npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", bytes([1])),
        "'structured'"
      ),
      (npy(header("(1, 1, 1)"), bytes([1])), "has 3 dimensions"),
      (npy(header("()"), bytes([1])), "has 0 dimensions"),
      (npy(header("(-1,)"), bytes([1])), "has a header that cannot be read"),
      (npy("{'descr': '<f8'}", bytes([1])), "has a header that cannot be read"),
      (npy(header("(1,)") + "x", bytes([1])), "has a header that cannot be read"),
      (npy(header("(99999999999, 99999999999)"), bytes([1])), "is too large"),
      (npy(header("(999999999999999999999999,)"), bytes([1])), "cannot be read"),
      (npy(header("(2, 2)"), bytes([1, 2, .nan, 4])), "entry [1, 0] is NaN; every entry must be"),
      (npy(header("(3,)"), bytes([1, -.infinity, .nan])), "entry [1] is infinite"),
    ] as [([UInt8], String)])
  func errors(content: [UInt8], expected: String) {
    let text = message { () throws(DocumentError) in _ = try NumPyArray(content, file: "p.npy") }
    #expect(text.contains(expected), "\(text)")
  }
}

struct CSVTests {
  @Test("fields are read as binary64 numbers; header, comments and empty lines are skipped")
  func reading() throws {
    let text = "\u{FEFF}x1, x2 \r\n# note\n1,0.1\r\n\n -2.5e-1 ,+3\n"
    let table = try CSVMatrix(Array(text.utf8), file: nil)
    #expect(table.rows == 2 && table.columns == 2 && table.entries == [1, 0.1, -0.25, 3])
  }

  @Test(
    "bad fields are rejected at their place",
    arguments: [
      ("1,2\n3\n", "d.csv:2:1: the row has 1 fields where the rows before have 2"),
      ("1,2\n3,\n", "d.csv:2:3: field 2 is empty"),
      ("1,nan\n", "d.csv:1:3: 'nan' (field 2) is not finite"),
      ("1\n-inf\n", "(field 1) is not finite"), ("1,1e999\n", "is beyond the range of float64"),
      ("1,x\n", "'x' (field 2) is not a number"), ("1\n0x10\n", "'0x10'"),
      ("a,b\nc,d\n", "d.csv:2:1: 'c' (field 1) is not a number"), ("", "has no row of numbers"),
      ("x,y\n", "has no row of numbers"), ("1;2\n3;4\n5\n", "'3;4' (field 1) is not a number"),
    ])
  func errors(content: String, expected: String) {
    let text = message { () throws(DocumentError) in
      _ = try CSVMatrix(Array(content.utf8), file: "d.csv")
    }
    #expect(text.contains(expected), "\(text)")
  }
}

struct FileTests {
  @Test("digests are those of SHA-256, also in pieces")
  func digests() {
    #expect(
      Digest.of(Array("abc".utf8))
        == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    var digest = Digest()
    digest.update(Array("a".utf8))
    digest.update(Array("bc".utf8))
    #expect(digest.text == Digest.of(Array("abc".utf8)))
    #expect(Digest.of(["b": "1", "a": []]) == Digest.of(Array(#"{"a":[],"b":"1"}"#.utf8)))
  }

  @Test("a file is replaced as a whole and nothing is left beside it")
  func atomic() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/out.json"
    try AtomicFile.write(Array("one".utf8), to: path)
    try AtomicFile.write(Array("two".utf8), to: path)
    #expect(try InputFile.read(path, limit: 10) == Array("two".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out.json"])
    #expect(
      message { () throws(DocumentError) in _ = try InputFile.read(path, limit: 2) }.contains(
        "is larger than"))
    let missing = message { () throws(DocumentError) in
      try AtomicFile.write([], to: folder + "/no/out.json")
    }
    #expect(missing.contains("the folder '\(folder)/no' does not exist; create it first"))
    #expect(
      message { () throws(DocumentError) in try AtomicFile.write([], to: folder) }.contains(
        "it is a folder"))
    #expect(
      message { () throws(DocumentError) in try AtomicFile.write([], to: "/proc/out.json") }
        .contains("cannot be written"))
  }
}
