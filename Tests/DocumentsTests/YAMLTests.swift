import Documents
import Enclosures
import Testing

private func read(_ text: String) throws(DocumentError) -> YAMLNode {
  try YAMLNode(parsing: Array(text.utf8), file: "spec.yaml")
}

/// The message of the error that `body` throws.
private func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch let error as DocumentError {
    return error.description
  } catch { return "another error" }
}

struct YAMLTests {
  @Test("scalars are texts, whatever YAML would make of them")
  func texts() throws {
    let node = try read("y: no\nn: null\nt: ~\nempty:\nquoted: \"1/3\"\nplain: 1e-4\n1: 0x10\n")
    for (key, text) in [
      ("y", "no"), ("n", "null"), ("t", "~"), ("empty", ""), ("quoted", "1/3"), ("plain", "1e-4"),
      ("1", "0x10"),
    ] {
      #expect(node[key]?.text == text)
    }
    #expect(try node["quoted"]?.rational() == Rational(1, 3))
    #expect(try node["plain"]?.rational() == Rational(1, 10_000))
    guard case .scalar(_, isPlain: false)? = node["quoted"]?.content else {
      Issue.record("a quoted text is not plain")
      return
    }
  }

  @Test(
    "nodes know their place",
    arguments: ["a:\n  b: [1, {c: x}]\n", "{\"a\":\n  {\"b\": [1, {\"c\": \"x\"}]}}"])
  func places(text: String) throws {
    let node = try #require(try read(text)["a"]?["b"]?.elements()[1]["c"])
    #expect(node.keyPath == "a.b[1].c" && node.line == 2 && node.text == "x")
    #expect(
      node.error("is bad").description.hasPrefix("spec.yaml:2:\(node.column): a.b[1].c: 'x' is bad")
    )
  }

  @Test("JSON is YAML, and flow-style YAML that is no JSON is too")
  func json() throws {
    #expect(try read("{\"a\": [1.5, \"x\"]}")["a"]?.elements().map(\.text) == ["1.5", "x"])
    #expect(try read("{a: [1.5, x], }")["a"]?.elements().map(\.text) == ["1.5", "x"])
  }

  @Test(
    "what is not supported is rejected at its place",
    arguments: [
      ("a: 1\nb: 2\na: 3\n", "a: the key occurs twice"),
      ("a: 1\n\"a\": 3\n", "the key occurs twice"),
      ("{\"a\": 1, \"a\": 2}", "a: the key occurs twice"),
      (
        "a: &x 1\nb: *x\n",
        "spec.yaml:1:4: a: anchors (&name) and aliases (*name) are not supported"
      ),
      ("a: &x [1]\n", "anchors (&name)"), ("a: *x\n", "aliases (*name) are not supported"),
      ("a: !!float 1\n", "a: '1' tags such as !!float are not supported"),
      ("a: !foo [1]\n", "tags such as"), ("? [1, 2]\n: 3\n", "a key must be a single word"),
      ("a: [1, 2\nb: 3\n", "is not valid YAML"), ("a: 1\n---\nb: 2\n", "is not valid YAML"),
      ("\ta: 1", "is not valid YAML"), ("", "is empty"), ("# nothing\n", "is empty"),
      ("a: \"\\ud800\"", "is not valid YAML"),
    ])
  func errors(text: String, expected: String) {
    let found = message { _ = try read(text) }
    #expect(found.contains(expected) && !found.contains("\n"), "\(found)")
  }

  @Test("ampersands and stars inside texts are no anchors and aliases")
  func stars() throws {
    let node = try read("a: \"2 *x & *y\"\nb: x *y\nc: a & b\nd: |\n  &x *x\n")
    #expect(node["a"]?.text == "2 *x & *y" && node["b"]?.text == "x *y")
    #expect(node["c"]?.text == "a & b" && node["d"]?.text == "&x *x\n")
  }

  @Test("hostile documents are rejected quickly")
  func hostile() {
    var laughs = "l0: &l0 [x, x]\n"
    for level in 1...40 { laughs += "l\(level): &l\(level) [*l\(level - 1), *l\(level - 1)]\n" }
    #expect(message { _ = try read(laughs) }.contains("anchors (&name)"))
    #expect(message { _ = try read(laughs + "? *l40\n: 1\n") }.contains("anchors (&name)"))
    for opening in ["[", "{a: ", "- ", "? ", "[a: "] {
      for count in [65, 990, 100_000] {
        let text = message { _ = try read(String(repeating: opening, count: count) + "x") }
        #expect(
          text.contains("nested deeper than 64") || text.contains("not valid YAML"), "\(text)")
      }
    }
    let closed = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    #expect(message { _ = try read(closed) }.contains("nested deeper than 64 levels"))
    #expect(message { _ = try YAMLNode(parsing: [0x61, 0xFF], file: nil) }.contains("UTF-8"))
    let huge = [UInt8](repeating: 32, count: YAMLNode.maximumSize + 1)
    #expect(message { _ = try YAMLNode(parsing: huge, file: "x") }.contains("larger than 64 MB"))
  }

  @Test("missing files and folders are named")
  func missing() {
    #expect(
      message { _ = try YAMLNode(file: "/nowhere/spec.yaml") }
        == "/nowhere/spec.yaml: cannot be read: No such file or directory; check the path")
    #expect(message { _ = try YAMLNode(file: "/tmp") }.contains("/tmp: is a folder"))
  }

  @Test("a missing or unknown theory is named")
  func theory() throws {
    func problem(_ value: JSONValue) -> String { message { _ = try SpecReader.read(value) } }
    #expect(problem(["a": "b"]).contains("the key 'theory' is missing; add `theory: ridge`"))
    #expect(problem(["theory": "rigde"]).contains("did you mean 'ridge'?"))
    #expect(
      problem(["theory": "forest"])
        == "theory: 'forest' is not a theory of this version, which has: ridge, logistic")
    #expect(problem("ridge").contains("must be a mapping"))
    #expect(try SpecReader.read(["theory": "ridge"]).theory == "ridge")
  }
}

struct NodeReaderTests {
  @Test("integers may be written with an exponent, and their range is checked")
  func integers() throws {
    let node = try read("[1e6, 12, 1.5, -3, 1e30, x, [1]]").elements()
    #expect(try node[0].natural() == 1_000_000 && node[1].integer(in: 0...12) == 12)
    #expect(message { _ = try node[2].natural() }.contains("[2]: '1.5' must be an integer"))
    #expect(message { _ = try node[3].natural() }.contains("'-3' must be an integer from 0 to"))
    #expect(message { _ = try node[4].natural() }.contains("'1e30' must be an integer from 0 to"))
    #expect(message { _ = try node[5].natural() }.contains("'x' is not a number"))
    #expect(message { _ = try node[6].natural() }.contains("must be a number such as"))
    #expect(
      message { _ = try node[6].string() }.contains("must be a single value, not a list of 1"))
  }

  @Test("values in messages are cut at 60 characters and stay on one line")
  func excerpts() throws {
    let node = try read("a: \"\(String(repeating: "é\\n", count: 100))\"")
    let text = message { _ = try node["a"]?.rational() }
    #expect(text.contains("...' is not a number") && text.count < 200 && !text.contains("\n"))
  }

  @Test("a matrix keeps binary64 entries as such, whatever they were written as")
  func matrices() throws {
    let exact = try read("[[1/2, 0.25], [3, -0]]").rationalMatrix()
    #expect(exact.storage == .binary64([0.5, 0.25, 3, 0]))
    #expect(exact == ExactMatrix(rows: 2, columns: 2, [0.5, 0.25, 3, -0.0]))
    let other = try read("[[1/3, 0.1]]").rationalMatrix()
    #expect(other.storage == .rational([Rational(1, 3), Rational(1, 10)]))
    #expect(other[0, 1] == Rational(1, 10) && exact[1, 0] == 3)
    #expect(!exact.isSymmetric && ExactMatrix(rows: 2, columns: 2, [1.0, 2, 2, 5]).isSymmetric)
    #expect(exact.jsonRows == [["1/2", "1/4"], ["3", "0"]])
    var bytes: [UInt8] = []
    exact.appendRows(to: &bytes)
    #expect(bytes == exact.jsonRows.canonical())
    #expect(other.jsonEntries == ["1/3", "1/10"])
  }
}
