import Certification
import Documents
import Enclosures

@testable import Reporting

/// Certificates along a sweep, made by hand.
extension Samples {
  /// A certificate of a sweep; a time is a number of steps, `inf`, or a horizon with `>` before it.
  static func run(
    lambda: String, seed: Int, t1: String, t2: String, verdict: String = "pass"
  ) -> NamedCertificate {
    func time(_ text: String) -> EnclosureRecord {
      if text == "inf" { return infinite }
      if text == "-inf" { return minusInfinite }
      if text.hasPrefix(">") { return number(String(text.dropFirst()), "inf") }
      return exact(text)
    }
    var specification = Samples.specification.object ?? [:]
    specification["training"] = ["eta": "1", "lambda": .string(lambda)]
    specification["features"] = [
      "gaussian": [
        "n": "100", "m": "1000", "variance": "1/1000", "seed": .string(String(seed)),
      ]
    ]
    var quantities = Samples.quantities
    quantities["t1"] = time(t1)
    quantities["t2"] = time(t2)
    let bound = claim(
      "ridge/8-t1", "Overfit time", verdict,
      condition(
        nil, "t1 <= bound", "holds", quantities["t1"], "<=", number("1397.3", "1397.4"),
        tightness: number("7.0", "7.1")))
    let other = claim(
      "ridge/8-t2", "Generalization time", "pass",
      condition(nil, "t2 >= bound", "holds", quantities["t2"], ">=", number("8000.1", "8000.2")))
    return NamedCertificate(
      path: "runs/l\(lambda.replacing("/", with: "_"))-s\(seed).json",
      certificate: certificate(
        [bound, other], quantities: quantities, specification: .object(specification)))
  }

  /// Two seeds at each of three decays; one time is infinite, one beyond the horizon, one bound unclaimed.
  static let sweep = [
    run(lambda: "1/1000", seed: 1, t1: "180", t2: "2300"),
    run(lambda: "1/1000", seed: 2, t1: "200", t2: "2400"),
    run(lambda: "1/10000", seed: 1, t1: "190", t2: "22000"),
    run(lambda: "1/10000", seed: 2, t1: "210", t2: ">1000001", verdict: "out-of-scope"),
    run(lambda: "1/100000", seed: 1, t1: "191", t2: "inf"),
    run(lambda: "1/100000", seed: 2, t1: "-inf", t2: "230000"),
  ]

  static func figure(
    _ kind: FigureKind, _ certificates: [NamedCertificate] = sweep,
    _ change: (inout FigureOptions) throws -> Void = { _ in }
  ) throws -> Figure {
    var options = FigureOptions(kind)
    options.x = try CertificateField.list("training.lambda")
    try change(&options)
    return try Figure([certificates], options)
  }
}

/// Checks the form of XML: tags close in order, attributes are quoted, entities are known.
enum XMLForm {
  static let void: Set<String> = ["meta", "input", "!DOCTYPE", "link", "br"]

  /// What is wrong; nil where nothing is.
  static func fault(_ text: String, isHTML: Bool = false) -> String? {
    var open: [String] = []
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "<") {
      if let fault = entityFault(rest[..<start], isRaw: ["style", "script"].contains(open.last)) {
        return fault
      }
      rest = rest[start...].dropFirst()
      if rest.hasPrefix("!--") {
        guard let end = rest.firstRange(of: "-->") else { return "open comment" }
        rest = rest[end.upperBound...]
        continue
      }
      guard let end = rest.firstIndex(of: ">") else { return "open tag" }
      let tag = rest[..<end]
      rest = rest[end...].dropFirst()
      let name = String(tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" })
      if tag.count(where: { $0 == "\"" }) % 2 != 0 || tag.contains("<") {
        return "quotes in <\(tag)>"
      }
      if tag.hasPrefix("/") {
        guard open.popLast() == name else { return "</\(name)> closes another" }
      } else if !tag.hasSuffix("/"), !(isHTML && void.contains(name)) {
        open.append(name)
        if isHTML, name == "script" {
          guard let close = rest.firstRange(of: "</script>") else { return "open script" }
          rest = rest[close.lowerBound...]
        }
      }
    }
    return open.isEmpty ? nil : "open: \(open)"
  }

  private static func entityFault(_ text: Substring, isRaw: Bool) -> String? {
    if isRaw { return nil }
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let known = ["amp;", "lt;", "gt;", "quot;", "#39;"]
      if !known.contains(where: { part.hasPrefix($0) }) { return "entity &\(part.prefix(8))" }
    }
    return nil
  }
}
