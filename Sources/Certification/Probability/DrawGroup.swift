import Documents
import Enclosures

/// Certificates of one problem with different seeds: draws of one random experiment.
struct DrawGroup {
  /// The spec without its seeds.
  let specification: JSONValue
  /// Independent draws, in order of their seeds.
  let draws: [Certificate]
  /// How many certificates share a seed with one of the draws, and are not counted.
  let setAside: Int

  /// Whether anything is drawn at random.
  let isRandom: Bool

  /// Certificates by their spec without seeds and the statements of their claims, in order of the first.
  static func groups(_ certificates: [Certificate]) -> [DrawGroup] {
    var order: [String] = []
    var members: [String: [Certificate]] = [:]
    for certificate in certificates {
      let key = Digest.of([
        "spec": Seeds.removed(from: certificate.specification),
        "claims": .array(certificate.claims.map(\.statements)),
      ])
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(certificate)
    }
    return order.map { DrawGroup(members[$0] ?? []) }
  }

  /// Keeps draws that have no seed in common with one before them.
  ///
  /// Parts of a problem are drawn from separate streams, so seeds are compared by the part that they
  /// belong to. The order depends on the seeds alone, and so does the choice, not on any outcome.
  private init(_ certificates: [Certificate]) {
    let seeded = certificates.map { ($0, Seeds.of($0.specification)) }
      .sorted { Seeds.precedes($0.1, $1.1) }
    var used: Set<Seeds.Seed> = []
    var draws: [Certificate] = []
    for (certificate, seeds) in seeded {
      // A fixed problem is one draw, however often it is there.
      guard seeds.allSatisfy({ !used.contains($0) }), !seeds.isEmpty || draws.isEmpty else {
        continue
      }
      used.formUnion(seeds)
      draws.append(certificate)
    }
    specification = Seeds.removed(from: certificates.first?.specification ?? .null)
    isRandom = seeded.first.map { !$0.1.isEmpty } ?? false
    self.draws = draws
    setAside = certificates.count - draws.count
  }
}

/// The seeds of a spec.
enum Seeds {
  /// A seed with the part of the spec that it belongs to: `features`, `teacher`, `tests`.
  struct Seed: Hashable {
    let part: String
    let value: String
  }

  /// The seeds in order of their places.
  static func of(_ specification: JSONValue) -> [Seed] {
    (specification.object ?? [:]).sorted { $0.key < $1.key }.flatMap { part, value in
      values(value).map { Seed(part: part, value: $0) }
    }
  }

  private static func values(_ value: JSONValue) -> [String] {
    (value.object ?? [:]).sorted { $0.key < $1.key }.flatMap { key, member -> [String] in
      if key == "seed", let text = member.string { return [text] }
      return values(member)
    }
  }

  /// The spec without its seeds.
  static func removed(from value: JSONValue) -> JSONValue {
    guard let members = value.object else { return value }
    return .object(members.filter { $0.key != "seed" }.mapValues(removed))
  }

  /// Whether seeds come first: numbers by size, the first that differ decide.
  static func precedes(_ first: [Seed], _ second: [Seed]) -> Bool {
    for (a, b) in zip(first, second) where a != b {
      return (a.value.utf8.count, a.value, a.part) < (b.value.utf8.count, b.value, b.part)
    }
    return first.count < second.count
  }
}

extension ClaimRecord {
  /// What the claim says, without what came out.
  fileprivate var statements: JSONValue {
    func texts(_ conditions: [ConditionRecord]) -> JSONValue {
      .array(
        conditions.map {
          [.string($0.id ?? ""), .string($0.statement), .string($0.probability ?? "")]
        })
    }
    return [.string(label), texts(hypotheses), texts(events), texts([conclusion])]
  }
}

// MARK: - Telling groups apart

extension DrawGroup {
  /// The groups with the values of the spec in which they differ, `training.lambda = 0.0001`, in order of
  /// these values.
  static func labelled(_ groups: [DrawGroup]) -> [(group: DrawGroup, label: String)] {
    let leaves = groups.map { Self.leaves($0.specification, path: "") }
    let paths = Set(leaves.flatMap(\.keys))
      .filter { path in Set(leaves.map { $0[path] }).count > 1 }.sorted()
    let order = groups.indices.sorted { first, second in
      for path in paths {
        let (a, b) = (leaves[first][path] ?? "", leaves[second][path] ?? "")
        if a == b { continue }
        if let x = try? Rational(parsing: a), let y = try? Rational(parsing: b) { return x < y }
        return a < b
      }
      return first < second
    }
    return order.map { index in
      let values = paths.map { "\($0) = \(shown(leaves[index][$0]))" }
      return (groups[index], values.joined(separator: ", "))
    }
  }

  /// A value of a spec; fractions as decimals where those are short.
  private static func shown(_ text: String?) -> String {
    guard let text else { return "none" }
    guard let value = try? Rational(parsing: text) else { return text }
    let decimal = value.decimalEnclosure(digits: GeometricGrid.digits)
    return decimal.lower == decimal.upper ? decimal.lower : text
  }

  /// Values by their dotted keys; lists as one value, long ones by their digest.
  private static func leaves(_ value: JSONValue, path: String) -> [String: String] {
    if let members = value.object {
      var result: [String: String] = [:]
      for (key, member) in members {
        result.merge(leaves(member, path: path.isEmpty ? key : "\(path).\(key)")) { $1 }
      }
      return result
    }
    let text = value.string ?? String(decoding: value.canonical(), as: UTF8.self)
    return [path: text.utf8.count <= 60 ? text : String(Digest.of(value).prefix(15))]
  }
}
