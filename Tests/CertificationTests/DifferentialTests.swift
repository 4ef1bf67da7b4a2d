import Documents
import Enclosures
import Testing

@testable import Certification

/// A random problem with what the oracles of Tests/Oracles/differential say of it.
struct DifferentialCase: CustomTestStringConvertible, Sendable {
  let name: String
  let json: JSONValue

  var testDescription: String { name }

  static let all: [DifferentialCase] = {
    do {
      let path = Repository.path("Tests/CertificationTests/Fixtures/differential.json")
      let document = try JSONValue(parsing: InputFile.read(path, limit: 1 << 24))
      return (document["cases"]?.array ?? [])
        .map { DifferentialCase(name: $0["name"]?.string ?? "", json: $0) }
    } catch { fatalError("the expectations of the differential test cannot be read: \(error)") }
  }()

  /// The names of the stage times.
  var times: [String] { (json["times"]?.array ?? []).compactMap(\.string) }
  /// Stage times that the tool need not decide.
  var open: [String] { (json["open"]?.array ?? []).compactMap(\.string) }

  func members(_ key: String) throws -> [String: JSONValue] { try #require(json[key]?.object) }

  func certificate() throws -> Certificate {
    let files = ["ridge", "logistic"].map { "Tests/Oracles/differential/points-\($0).yaml" }
    let library = try ClaimLibrary(files: files.map(Repository.path))
    let specification = try SpecReader.read(#require(json["spec"]), name: name)
    return try Certifier(library: library).certify(Theories.problem(specification))
  }
}

/// The share of scripts/differential that every run of the tests includes.
@Suite("differential test")
struct DifferentialTests {
  private static let letters = ["holds": "h", "fails": "f", "undefined": "u"]

  @Test("the fixture has its problems")
  func count() {
    #expect(DifferentialCase.all.filter { $0.name.hasPrefix("ridge") }.count >= 140)
    #expect(DifferentialCase.all.filter { $0.name.hasPrefix("logistic") }.count >= 30)
    // Few times may stay open, or the test would say nothing of them.
    let times = DifferentialCase.all.map(\.times.count).reduce(0, +)
    #expect(DifferentialCase.all.map(\.open.count).reduce(0, +) * 20 <= times)
  }

  @Test("certificate and oracle agree", arguments: DifferentialCase.all)
  func agreement(example: DifferentialCase) throws {
    let certificate = try example.certificate()
    for (name, expected) in try example.members("numbers") {
      let record = try #require(certificate.quantities[name], "\(name) is missing")
      #expect(try record.agrees(with: expected), "\(name): \(record), not \(expected)")
      if example.times.contains(name), !example.open.contains(name) {
        #expect(record.isPoint, "\(name) is not decided: \(record)")
      }
    }
    let records = Dictionary(uniqueKeysWithValues: certificate.claims.map { ($0.label, $0) })
    for (label, letters) in try example.members("claims") {
      let claim = try #require(records[label], "no claim \(label)")
      let conditions = claim.hypotheses + claim.events + [claim.conclusion]
      let expected = try #require(letters.string).map(String.init)
      try #require(conditions.count == expected.count, "\(label)")
      for (condition, letter) in zip(conditions, expected) where letter != "?" {
        #expect(
          Self.letters[condition.status] == letter,
          "\(label): \(condition.statement) \(condition.status), not \(letter)")
      }
    }
    let points = try #require(certificate.claims.first { $0.id.hasSuffix("/differential/points") })
    let comparisons = (points.hypotheses + [points.conclusion])
      .filter { !$0.statement.hasPrefix("forall") }
    let sides = try #require(example.json["points"]?.array)
    try #require(sides.count == 2 * comparisons.count)
    for (index, expected) in sides.enumerated() where expected != .null {
      let condition = comparisons[index / 2]
      let record = try #require(index % 2 == 0 ? condition.left : condition.right)
      #expect(
        try record.agrees(with: expected), "\(condition.statement): \(record), not \(expected)")
    }
  }

  @Test("wrong expectations are noticed")
  func sabotage() throws {
    let record = EnclosureRecord(lower: "0.99999999999999999999", upper: "1.0000000000000000001")
    #expect(try record.agrees(with: .string("1")))
    #expect(try !record.agrees(with: .string("1000000000000000001/1000000000000000000")))
    #expect(try !record.agrees(with: .string("inf")))
    #expect(try record.agrees(with: .array([.string("1.00000000000000000005"), .string("1e-26")])))
    #expect(try !record.agrees(with: .array([.string("1.0000000000000000002"), .string("1e-26")])))
    #expect(try !EnclosureRecord(1).agrees(with: .string("2")))
  }
}

extension EnclosureRecord {
  /// Whether the number may be what an oracle says: a rational, `inf`, or a decimal with a relative error.
  fileprivate func agrees(with expected: JSONValue) throws -> Bool {
    if let text = expected.string {
      if text.hasSuffix("inf") { return text.hasPrefix("-") ? lower == text : upper == text }
      if let exact { return exact == text }
      let value = try Rational(parsing: text)
      return try isWithinEnds(value, slack: 0)
    }
    let parts = try #require(expected.array).map { try #require($0.string) }
    let value = try Rational(parsing: parts[0])
    return try isWithinEnds(value, slack: value.magnitude * Rational(parsing: parts[1]))
  }

  private func isWithinEnds(_ value: Rational, slack: Rational) throws -> Bool {
    let isAbove =
      try lower == "-inf" || lower != "inf" && Rational(parsing: lower) <= value + slack
    let isBelow =
      try upper == "inf" || upper != "-inf" && value - slack <= Rational(parsing: upper)
    return isAbove && isBelow
  }
}
