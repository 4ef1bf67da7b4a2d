public import Certification

/// Verdicts as test results, for continuous integration.
public enum JUnitReport {
  /// One spec with its certificate, or with the reason why there is none.
  public struct Suite: Sendable {
    /// The name of the spec.
    public let name: String
    /// What was certified.
    public let certificate: Certificate?
    /// Expected verdicts by claim id.
    public let expectations: [String: String]
    /// Why the spec could not be read or certified.
    public let error: String?

    /// A suite from its parts.
    public init(
      name: String, certificate: Certificate?, expectations: [String: String] = [:],
      error: String? = nil
    ) {
      self.name = name
      self.certificate = certificate
      self.expectations = expectations
      self.error = error ?? (certificate == nil ? "no certificate" : nil)
    }
  }

  /// The suites as JUnit XML, without times, so that equal results give equal files.
  ///
  /// A verdict other than expected is a failure, and so are `fail` and `undecided` where nothing is
  /// expected; `out-of-scope` is skipped; a spec without certificate is an error. What the readers ask for:
  ///
  /// - A case is known by class and name together, so the class is the spec, not the theory: GitLab leaves
  ///   out all but one of equal cases, and shows the class as the suite.
  /// - The reason is the text of an element (GitLab) and its `message` (GitHub's actions, Jenkins).
  /// - `file` leads to the spec (GitLab, GitHub's actions).
  ///
  /// But for `properties` and `file` of a case this is the schema junit-10 of Jenkins.
  public static func xml(_ suites: [Suite]) -> String {
    let results = suites.map { ($0, cases($0)) }
    let all = results.flatMap(\.1)
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<testsuites name="grokcert" \#(counts(all, isSuite: false))>"#,
    ]
    for (suite, cases) in results {
      lines.append(
        #"  <testsuite name="\#(escape(suite.name))" \#(counts(cases, isSuite: true)) "#
          + #"file="\#(escape(suite.name))">"#)
      if let certificate = suite.certificate {
        lines += properties(
          [
            ("theory", certificate.theory), ("digest", certificate.digest),
            ("data_digest", certificate.dataDigest), ("grokcert", certificate.version),
          ], indent: 4)
      }
      lines += cases.flatMap { write($0, file: suite.name) }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>", ""]).joined(separator: "\n")
  }

  // MARK: - Cases

  private enum Result {
    case passed
    case skipped(message: String)
    case failed(type: String, message: String)
    case error(message: String)
  }

  private struct Case {
    let className: String
    let name: String
    let properties: [(String, String)]
    let result: Result
  }

  private static func cases(_ suite: Suite) -> [Case] {
    var cases: [Case] = []
    if let error = suite.error {
      cases.append(
        Case(
          className: className(suite), name: "certify", properties: [],
          result: .error(message: error)))
    }
    guard let certificate = suite.certificate else { return cases }
    let digest = certificate.digest
    cases += certificate.claims.map { claim in
      let summary = ClaimSummary(claim, suite.expectations)
      var properties = [("verdict", claim.verdict)]
      if !claim.flags.isEmpty { properties.append(("flags", claim.flags.joined(separator: " "))) }
      if let tightness = summary.comparison.tightness {
        properties.append(("tightness", ShownNumber(tightness).term))
      }
      properties.append(("digest", digest))
      return Case(
        className: className(suite), name: claim.label, properties: properties,
        result: result(summary))
    }
    cases += Expectations.missing(certificate, suite.expectations).map { id in
      Case(
        className: className(suite), name: id, properties: [],
        result: .failed(
          type: "missing",
          message: "expected \(suite.expectations[id] ?? ""), but it was not certified"))
    }
    return cases
  }

  /// The spec's path without its ending, which Jenkins would take for a class in a package.
  private static func className(_ suite: Suite) -> String {
    for ending in [".yaml", ".yml", ".json"] where suite.name.hasSuffix(ending) {
      return String(suite.name.dropLast(ending.count))
    }
    return suite.name
  }

  private static func result(_ summary: ClaimSummary) -> Result {
    let verdict = summary.claim.verdict
    let reason = summary.reason
    let because = reason.isEmpty ? "" : ": \(reason)"
    switch summary.outcome {
    case .asExpected:
      return verdict == "out-of-scope" ? .skipped(message: reason) : .passed
    case .undecided: return .failed(type: verdict, message: verdict + because)
    case .unexpected:
      let expectation = summary.expected.map { ", expected \($0)" } ?? ""
      return .failed(type: verdict, message: verdict + expectation + because)
    }
  }

  // MARK: - Writing

  private static func counts(_ cases: [Case], isSuite: Bool) -> String {
    var (failures, errors, skipped) = (0, 0, 0)
    for one in cases {
      switch one.result {
      case .passed: break
      case .failed: failures += 1
      case .error: errors += 1
      case .skipped: skipped += 1
      }
    }
    return "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
      + (isSuite ? " skipped=\"\(skipped)\"" : "")
  }

  private static func write(_ one: Case, file: String) -> [String] {
    let outcome: String? =
      switch one.result {
      case .passed: nil
      case .skipped(let message): element("skipped", type: nil, message)
      case .failed(let type, let message): element("failure", type: type, message)
      case .error(let message): element("error", type: "input", message)
      }
    let head =
      "    <testcase classname=\"\(escape(one.className))\" name=\"\(escape(one.name))\" "
      + "file=\"\(escape(file))\">"
    return [head] + properties(one.properties, indent: 6)
      + [outcome].compactMap(\.self).map { "      " + $0 } + ["    </testcase>"]
  }

  private static func element(_ name: String, type: String?, _ message: String) -> String {
    let text = escape(message)
    let type = type.map { " type=\"\(escape($0))\"" } ?? ""
    return "<\(name)\(type) message=\"\(text)\">\(text)</\(name)>"
  }

  private static func properties(_ pairs: [(String, String)], indent: Int) -> [String] {
    if pairs.isEmpty { return [] }
    let space = String(repeating: " ", count: indent)
    return ["\(space)<properties>"]
      + pairs.map { "\(space)  <property name=\"\(escape($0))\" value=\"\(escape($1))\"/>" }
      + ["\(space)</properties>"]
  }

  /// Text that XML 1.0 allows in an attribute; characters that it forbids become `�`.
  static func escape(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&apos;".unicodeScalars)
      case "\n", "\r", "\t": result.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}"..."\u{FFFF}": result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
