import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The form that readers of JUnit reports ask for: the schema junit-10 of Jenkins, and what GitLab shows.
@Suite("form of JUnit reports")
struct JUnitFormTests {
  private static let report = JUnitReport.xml([
    .init(
      name: "specs/a & \"b\" <c>\u{1}.yaml",
      certificate: Samples.certificate([
        Samples.failing, Samples.undecided, Samples.undefined, Samples.outOfScope, Samples.sharp,
      ]), expectations: ["user/logarithm": "undecided", "ridge/none": "pass"]),
    .init(name: "specs/x.yml", certificate: Samples.certificate([Samples.outOfScope])),
    .init(name: "bad.yaml", certificate: nil, error: "training.eta: 'x' is\nnot a number"),
    .init(name: "empty", certificate: Samples.certificate([])),
  ])

  /// Children that an element may have, attributes that it must have, and others that it may have.
  ///
  /// After junit-10.xsd of Jenkins' xunit-plugin; `properties` and `file` of a testcase are beyond it, and
  /// GitLab, GitHub's actions and the step `junit` of Jenkins read them.
  private static let rules: [String: (children: [String], required: [String], optional: [String])] =
    [
      "testsuites": (["testsuite"], [], ["name", "tests", "failures", "errors"]),
      "testsuite": (
        ["properties", "testcase"], ["name", "tests", "failures", "errors"], ["skipped", "file"]
      ),
      "testcase": (
        ["properties", "skipped", "error", "failure"], ["name"], ["classname", "file"]
      ),
      "properties": (["property"], [], []), "property": ([], ["name", "value"], []),
      "failure": ([], ["type", "message"], []), "error": ([], ["type", "message"], []),
      "skipped": ([], ["message"], []),
    ]

  private final class Node {
    let name: String
    let attributes: [String: String]
    var children: [Node] = []
    var text = ""

    init(_ name: String, _ attributes: [String: String]) {
      self.name = name
      self.attributes = attributes
    }

    func all(_ name: String) -> [Node] {
      (self.name == name ? [self] : []) + children.flatMap { $0.all(name) }
    }
  }

  private final class Builder: NSObject, XMLParserDelegate {
    let root = Node("", [:])
    private var stack: [Node] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      let node = Node(name, attributes)
      (stack.last ?? root).children.append(node)
      stack.append(node)
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      stack.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) { stack.last?.text += text }
  }

  private func parsed() throws -> Node {
    let parser = XMLParser(data: Data(Self.report.utf8))
    let builder = Builder()
    parser.delegate = builder
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    return try #require(builder.root.children.first)
  }

  @Test func `elements and attributes are those of the schema`() throws {
    func check(_ node: Node) throws {
      let rule = try #require(Self.rules[node.name], "\(node.name)")
      for name in rule.required { #expect(node.attributes[name] != nil, "\(node.name) \(name)") }
      for name in node.attributes.keys {
        #expect((rule.required + rule.optional).contains(name), "\(node.name) \(name)")
      }
      for child in node.children {
        #expect(rule.children.contains(child.name), "\(node.name) \(child.name)")
        try check(child)
      }
    }
    let root = try parsed()
    #expect(root.name == "testsuites")
    try check(root)
  }

  @Test func `counts are those of the cases`() throws {
    let root = try parsed()
    for node in [root] + root.all("testsuite") {
      #expect(node.attributes["tests"] == "\(node.all("testcase").count)")
      #expect(node.attributes["failures"] == "\(node.all("failure").count)")
      #expect(node.attributes["errors"] == "\(node.all("error").count)")
      if node.name == "testsuite" {
        #expect(node.attributes["skipped"] == "\(node.all("skipped").count)")
      }
    }
    #expect(root.all("testcase").count == 8 && root.all("failure").count == 3)
    #expect(root.all("error").count == 1 && root.all("skipped").count == 2)
  }

  @Test func `a case has a name of its own, a file, and its reason as text`() throws {
    let root = try parsed()
    let cases = root.all("testcase")
    let names = cases.map { "\($0.attributes["classname"] ?? "")|\($0.attributes["name"] ?? "")" }
    #expect(Set(names).count == names.count)
    #expect(names.contains("specs/x|ridge/4.6"))
    #expect(cases.allSatisfy { $0.attributes["file"]?.isEmpty == false })
    for node in ["failure", "error", "skipped"].flatMap(root.all) {
      #expect(!node.text.isEmpty && node.text == node.attributes["message"])
    }
    let error = try #require(root.all("error").first)
    #expect(error.text == "training.eta: 'x' is\nnot a number")
  }

  @Test func `a claim has verdict, tightness and digest as properties`() throws {
    let sharp = try #require(
      parsed().all("testcase").first { $0.attributes["name"] == "ridge/4.2-t1/sharp" })
    let properties = Dictionary(
      sharp.all("property").map { ($0.attributes["name"] ?? "", $0.attributes["value"] ?? "") }
    ) { first, _ in first }
    #expect(properties["verdict"] == "pass")
    #expect(properties["tightness"] == "in [1.925, 1.9251]" || properties["tightness"] == "≈ 1.925")
    #expect(properties["digest"]?.hasPrefix("sha256:") == true)
  }
}
