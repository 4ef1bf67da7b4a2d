import Certification
public import Documents
import Enclosures

/// A comparison of certificates as text, Markdown and JSON.
extension CertificateComparison {
  /// The schema of the JSON form.
  public static let schema = "grokcert/diff/1"

  /// For a terminal: worse first, each with the certificate that it is in.
  public var text: String {
    var lines: [String] = []
    for judgement in Judgement.allCases {
      let found = entries(judgement)
      if found.isEmpty { continue }
      lines += (lines.isEmpty ? [] : [""]) + [judgement.rawValue.uppercased()]
      for (name, changes) in found {
        lines.append("  \(TextLayout.plain(name))")
        lines += changes.flatMap { TextLayout.wrap($0, first: "    ", hang: 8) }
      }
    }
    return ((lines.isEmpty ? [] : lines + [""]) + [summary, ""]).joined(separator: "\n")
  }

  /// For pull requests.
  public var markdown: String {
    var lines = ["## \(isWorse ? "Something got worse" : "Nothing got worse")", "", summary]
    for judgement in Judgement.allCases {
      let rows = tableRows(judgement)
      if rows.isEmpty { continue }
      lines += [
        "", "### \(Self.title(judgement))", "",
        "| certificate | what | of | before | after | factor |", "|---|---|---|---|---|---:|",
      ]
      lines += rows.map { "| \($0.map(MarkdownReport.escape).joined(separator: " | ")) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// For programs; without the paths, so that equal sets give equal bytes wherever they lie.
  public var json: JSONValue {
    [
      "schema": .string(Self.schema), "tolerance": .string(tolerance.description),
      "pairs": .array(pairs.map(Self.json)), "missing": .array(missing.map(Self.json)),
      "added": .array(added.map(Self.json)),
      "summary": .object(
        Dictionary(
          uniqueKeysWithValues: Judgement.allCases.map {
            ($0.rawValue, JSONValue.string(String(count($0))))
          })),
    ]
  }

  // MARK: - Parts

  /// `3 certificates compared: 1 worse, 0 better, 2 changed`.
  private var summary: String {
    let compared = "\(pairs.count) certificate\(pairs.count == 1 ? "" : "s") compared"
    let same = pairs.count { $0.changes.isEmpty }
    return compared + " (\(same) without change): "
      + Judgement.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
  }

  private static func title(_ judgement: Judgement) -> String {
    switch judgement {
    case .worse: "Worse"
    case .better: "Better"
    case .changed: "Changed, neither better nor worse"
    }
  }

  /// `old -> new` of one name, or both names.
  private static func name(_ pair: Pair) -> String {
    pair.old.name == pair.new.name ? pair.old.name : "\(pair.old.name) -> \(pair.new.name)"
  }

  private func entries(_ judgement: Judgement) -> [(String, [String])] {
    var entries = pairs.compactMap { pair -> (String, [String])? in
      let changes = pair.changes.filter { $0.judgement == judgement }
      return changes.isEmpty ? nil : (Self.name(pair), changes.map(Self.line))
    }
    switch judgement {
    case .worse: entries += missing.map { ($0.name, ["the certificate is missing"]) }
    case .changed: entries += added.map { ($0.name, ["a new certificate"]) }
    case .better: break
    }
    return entries
  }

  private static func line(_ change: Change) -> String {
    let what = change.kind == .claim ? "" : "\(change.kind.rawValue) "
    switch (change.old, change.new) {
    case (let old?, nil): return "\(what)\(change.subject): was \(old), is missing"
    case (nil, let new?): return "\(what)\(change.subject): new, \(new)"
    default:
      let factor = change.factor.map { ", factor \($0)" } ?? ""
      return "\(what)\(change.subject): \(change.old ?? "") -> \(change.new ?? "")\(factor)"
    }
  }

  private func tableRows(_ judgement: Judgement) -> [[String]] {
    var rows = pairs.flatMap { pair in
      pair.changes.filter { $0.judgement == judgement }.map { change in
        [
          Self.name(pair), change.kind.rawValue, change.subject, change.old ?? "—",
          change.new ?? "—", change.factor ?? "",
        ]
      }
    }
    switch judgement {
    case .worse: rows += missing.map { [$0.name, "certificate", "", "there", "missing", ""] }
    case .changed: rows += added.map { [$0.name, "certificate", "", "—", "new", ""] }
    case .better: break
    }
    return rows
  }

  private static func json(_ named: NamedCertificate) -> JSONValue {
    ["name": .string(named.name), "digest": .string(named.digest)]
  }

  private static func json(_ pair: Pair) -> JSONValue {
    [
      "paired_by": .string(pair.rule), "old": json(pair.old), "new": json(pair.new),
      "changes": .array(
        pair.changes.map { change in
          var members: [String: JSONValue] = [
            "kind": .string(change.kind.rawValue), "subject": .string(change.subject),
            "judgement": .string(change.judgement.rawValue),
          ]
          members["old"] = change.old.map(JSONValue.string)
          members["new"] = change.new.map(JSONValue.string)
          members["factor"] = change.factor.map(JSONValue.string)
          return .object(members)
        }),
    ]
  }
}
