import Documents
import Testing

private func canonical(_ text: String) throws -> String {
  String(decoding: try JSONValue(parsing: Array(text.utf8)).canonical(), as: UTF8.self)
}

private func message(_ bytes: [UInt8]) -> String {
  do {
    _ = try JSONValue(parsing: bytes, file: "c.json")
    return "no error"
  } catch { return error.description }
}

struct JSONTests {
  @Test("names are sorted by UTF-16 code units and spaces dropped, as in RFC 8785")
  func canonicalForm() throws {
    #expect(
      try canonical(#" {"b" : [1, true,null], "a":{"z":"","y":-7}} "#)
        == #"{"a":{"y":-7,"z":""},"b":[1,true,null]}"#)
    // The example of RFC 8785 section 3.2.3: € < 😀 (U+1F600, a surrogate pair) < דּ (U+FB33).
    #expect(
      try canonical(
        "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}"
      )
        == "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{FB33}\":3}")
  }

  @Test("only what must be escaped is escaped")
  func escapes() throws {
    #expect(
      try canonical(#"["\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/\b\f\t\u007f"]"#)
        == "[\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\t\u{7f}\"]")
  }

  @Test("reading back either form gives the value")
  func roundTrip() throws {
    let value: JSONValue = [
      "text": "a\"b\\c\n\u{1}é😀", "list": [["1/2", "3"], [], [:]], "n": .integer(-5),
      "max": .integer(.max), "yes": .bool(true), "none": .null, "": "",
    ]
    #expect(try JSONValue(parsing: value.canonical()) == value)
    #expect(try JSONValue(parsing: value.pretty()) == value)
    #expect(
      try JSONValue(parsing: Array("[1.5, 1e3, 123456789012345678901]".utf8))
        == ["1.5", "1e3", "123456789012345678901"])
    #expect(value["n"]?.integer == -5 && value["yes"]?.bool == true && value["x"] == nil)
    #expect(
      String(decoding: JSONValue.object(["b": ["1"], "a": [[]]]).pretty(), as: UTF8.self)
        == "{\n  \"a\": [\n    []\n  ],\n  \"b\": [\"1\"]\n}\n")
  }

  @Test(
    "what is not JSON is rejected at its place",
    arguments: [
      (#"{"a": 1, "a": 2}"#, "c.json:1:10: is not valid JSON: the name 'a' occurs twice"),
      ("[1, 2] 3", "c.json:1:8: is not valid JSON: ends with more than one value"),
      ("[1,\n 2,]", "c.json:2:4: is not valid JSON: '' is not a value"),
      ("[01]", "'01' is not a value"), ("[1.]", "'1.' is not a value"), ("[+1]", "'+1' is not"),
      ("[NaN]", "'NaN' is not a value"), ("", "the text ends where a value is expected"),
      ("[\"a", "ends inside a string"), ("[\"\\x\"]", "an escape that JSON does not have"),
      ("[\"\\ud800\"]", "half of a surrogate pair"), ("[\"\\u12g4\"]", "four hexadecimal digits"),
      ("[\"a\tb\"]", "a control character"), ("{1: 2}", "a name in double quotes is expected"),
      ("{\"a\" 2}", "':' is expected"), ("[1 2]", "',' or ']' is expected"),
      ("{'a': 2}", "a name in double quotes"), ("[tru]", "'tru' is not a value"),
    ])
  func errors(text: String, expected: String) {
    #expect(message(Array(text.utf8)).contains(expected))
  }

  @Test("invalid UTF-8 and deep nesting are rejected")
  func hostile() {
    #expect(message([0x22, 0xC3, 0x28, 0x22]).contains("is not text in UTF-8"))
    #expect(message([0x22, 0xED, 0xA0, 0x80, 0x22]).contains("is not text in UTF-8"))
    let depth = {
      Array((String(repeating: "[", count: $0) + String(repeating: "]", count: $0)).utf8)
    }
    #expect(message(depth(100)) == "no error")
    #expect(message(depth(101)).contains("nested too deeply"))
    #expect(message(depth(1_000_000)).contains("nested too deeply"))
  }
}
