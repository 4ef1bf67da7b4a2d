import Documents
import Enclosures

@testable import Certification

/// Ways in which a document that a schema describes is damaged, at every place of it.
struct SchemaDamage {
  /// What was done.
  let description: String
  /// The document with the damage.
  let document: JSONValue

  /// Every damage of every kind that the schemas promise to notice.
  static func all(_ document: JSONValue) -> [SchemaDamage] {
    var damages: [SchemaDamage] = []
    for (number, path) in document.places().enumerated() {
      guard let value = document.value(at: path) else { continue }
      func add(_ what: String, _ replacement: JSONValue?) {
        damages.append(
          SchemaDamage(
            description: "\(path.map(\.description).joined(separator: ".")): \(what)",
            document: document.setting(path, to: replacement)))
      }
      if isRequired(path, in: document) { add("removed", nil) }
      if case .object(let members) = value, !isOpen(path) {
        add("a member too many", .object(members.merging(["unknown": "1"]) { _, new in new }))
      }
      for other in others(than: value, at: path) { add("is \(other)", other) }
      guard let text = value.string else { continue }
      if isNumber(text, path) {
        for offset in 0..<5 {
          let wrong = notNumbers[(number * 5 + offset) % notNumbers.count]
          add("is '\(wrong)'", .string(wrong))
        }
      } else if isWord(path) {
        for wrong in ["", "maybe", text.uppercased(), text + " "] where wrong != text {
          add("is '\(wrong)'", .string(wrong))
        }
      }
    }
    return damages + particular(document)
  }

  /// Texts that no field with a number takes.
  private static let notNumbers = [
    "", " ", "x", "1.0", "01", "+1", "1/1", "2/-3", "1/0", "NaN", "1 ", "1\n", "0x1", "−1", "٣",
    "-0",
    "infinity", "1e5", "1E30", ".5", "5.", "1,5", "0.00000001", "1/2/3",
  ]

  /// Damage to ids and digests.
  private static func particular(_ document: JSONValue) -> [SchemaDamage] {
    let digest = document["digest"]?.string ?? ""
    var changes: [([JSONStep], String)] = [
      (["schema"], "grokcert/certificate/2"), (["digest"], String(digest.dropLast())),
      (["digest"], digest.uppercased()), (["digest"], "md5:" + digest.dropFirst(7)),
      (["tool", "version"], "1.0"),
    ]
    if let theory = document["theory"]?.string {
      let other = theory == "ridge" ? "logistic" : "ridge"
      changes += [
        "\(other)/4.2", theory, theory + "/", theory + "//x", theory + "/a b", "\(theory)/é",
      ].map { (["claims", 0, "id"], $0) }
      changes.append((["theory"], other))
    }
    return changes.map { path, text in
      SchemaDamage(
        description: "\(path) is '\(text)'", document: document.setting(path, to: .string(text)))
    }
  }

  /// Members that may be left out wherever they occur.
  private static let optional: Set = [
    "experiments", "precision", "regime", "definition", "at", "note", "parts", "probability",
    "tightness", "exact", "covariance", "feature_bound", "noise", "horizon", "claims", "tests",
    "overflow", "margin", "not_separable", "plain", "residual", "distance", "angle",
    "test_correct", "where", "extent", "remainder",
  ]
  /// Quantities that every problem has.
  private static let quantities: Set = [
    "n", "m", "eta", "lambda", "epsilon", "c", "delta", "t1", "t2", "N", "d", "t0", "horizon",
    "alpha", "zeta",
  ]

  /// Whether a document without what stands at a place does not fit.
  private static func isRequired(_ path: [JSONStep], in document: JSONValue) -> Bool {
    guard let last = path.last else { return false }
    let above = path.dropLast()
    switch last {
    case .index:
      // Tuples have a fixed number of elements.
      return above.last.map {
        if case .index = $0 { return above.first == "evidence" && path.count == 4 }
        return ["per_class", "support"].contains($0) && above.contains("planted")
      } ?? false
    case .key(let name):
      switch above.last {
      case "quantities"? where above.count == 1:
        return path.count == 2 && document["theory"] != nil && quantities.contains(name)
          && (document["theory"] == "ridge") != ["N", "d", "t0", "horizon"].contains(last)
          && !(document["theory"] == "logistic" && name == "delta")
      case "wide"? where above.count == 1: return false
      case "dual"?: return document.value(at: above)?.object?.count == 1
      case "test_correct"?, "tests"?: return false
      case "forall"?, "expect"?: return false
      default: break
      }
      if path.contains("definition"), last != "definition" {
        return ["id", "title", "source", "theory", "conclusion"].contains(name)
      }
      if name == "claims" { return above.isEmpty }
      guard let parent = document.value(at: above)?.object else { return false }
      // A comparison needs its relation, and a tightness both sides.
      if parent["status"] != nil, parent["forall"] == nil {
        if name == "relation" { return parent["left"] != nil || parent["right"] != nil }
        if name == "left" || name == "right" { return parent["tightness"] != nil }
      }
      return !optional.contains(name)
    }
  }

  /// Objects that take members of any name.
  private static func isOpen(_ path: [JSONStep]) -> Bool {
    path.contains("definition") && path.last == "forall"
  }

  /// Values of other types.
  private static func others(than value: JSONValue, at path: [JSONStep]) -> [JSONValue] {
    let isYAML = path.contains("definition") && path.last != "definition"
    let candidates: [JSONValue] =
      isYAML
      ? [["x"], ["x": "y"]] : [.null, .integer(-1), .bool(false), "?!", [.null], ["?": "!"]]
    return candidates.filter { candidate in
      switch (candidate, value) {
      case (.string, .string), (.bool, .bool): false
      case (.array, .array), (.object, .object): !isYAML
      default: true
      }
    }
  }

  /// Members whose text is free.
  private static let free: Set<JSONStep> = [
    "title", "source", "statement", "note", "regime", "id", "probability", "kind", "of", "goal",
    "expression", "atom", "where", "bound", "variable", "name", "range", "version",
  ]

  private static func isNumber(_ text: String, _ path: [JSONStep]) -> Bool {
    guard !path.contains("definition"), path.first != "wide",
      path.last.map({ !free.contains($0) })
        ?? false
    else { return false }
    return text == "inf" || text == "-inf" || (try? Rational(parsing: text)) != nil
  }

  /// Members whose text is one of a few words.
  private static func isWord(_ path: [JSONStep]) -> Bool {
    if path.contains("definition") { return false }
    if path.dropLast().last == "flags" { return true }
    if case .index(2)? = path.last, path.first == "evidence" { return true }
    if path == ["tool", "name"] { return true }
    return path.last.map {
      [
        "verdict", "status", "relation", "theory", "loss", "reduction", "schema", "direction",
        "rule", "sign", "kind",
      ].contains($0)
    } ?? false
  }
}

extension JSONValue {
  /// The places of all values, in a fixed order.
  fileprivate func places(_ prefix: [JSONStep] = []) -> [[JSONStep]] {
    switch self {
    case .object(let members):
      [prefix]
        + members.sorted { $0.key < $1.key }.flatMap { $0.value.places(prefix + [.key($0.key)]) }
    case .array(let elements):
      [prefix]
        + elements.enumerated().flatMap { $0.element.places(prefix + [.index($0.offset)]) }
    case .string, .integer, .bool, .null: [prefix]
    }
  }
}
