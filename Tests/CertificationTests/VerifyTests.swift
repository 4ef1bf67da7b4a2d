import ClaimLanguage
import Documents
import Enclosures
import GoldenCases
import RidgeTheory
import Testing

@testable import Certification

/// `verify` accepts what `certify` wrote, and nothing else.
@Suite("verify")
struct VerifyTests {
  /// Two samples with a plateau: small, so that a check takes milliseconds.
  private static let spec = """
    features: {matrix: [[1/4, 1/4, 0, 1/8], [1/8, -1/4, 1/4, 0]]}
    covariance: {scaled_identity: 1/4}
    feature_bound: 1/2
    teacher: {vector: [1/2, 0, 1/4, 0]}
    initialization: {vector: [2, -2, 1, 2], variance: 4}
    training: {eta: 1, lambda: 1/100}
    thresholds: {epsilon: 1/50, c: 1/50}

    """
  /// With a few claims.
  private static let base: JSONValue = certified(
    spec + "claims: [ridge/4.2-t1, ridge/4.5, ridge/4.6]")
  /// With all claims.
  private static let full: JSONValue = certified(spec)

  /// A problem with random data and a claim of one's own.
  private static let user: JSONValue = certified(
    """
    features: {gaussian: {n: 2, m: 12, variance: 1/12, seed: 3}}
    teacher: {sphere: {norm: 1/10, seed: 4}}
    initialization: {gaussian: {variance: 1, seed: 5}}
    training: {eta: 1/2, lambda: 1/50}
    thresholds: {epsilon: 1/50, c: 1/50}
    claims: [ridge/mine, ridge/4.2-t1]
    """, definition)

  private static let definition: JSONValue = [
    "id": "ridge/mine/ordered", "title": "Fitting comes first", "source": "test", "theory": "ridge",
    "hypotheses": [["id": "positive", "statement": "lambda > 0"]],
    "events": [["id": "start", "statement": "theta0_norm2 >= T^2", "probability": "1/2"]],
    "conclusion": "t1 < t2",
  ]

  private static func certified(_ yaml: String, _ definitions: JSONValue...) -> JSONValue {
    do {
      let library = try ClaimLibrary(definitions: definitions)
      return try Certifier(library: library).certify(RidgeProblem(yaml: yaml)).json
    } catch {
      fatalError("the certificate cannot be made: \(error)")
    }
  }

  private func expectRejected(
    _ json: JSONValue, of original: JSONValue = base, _ what: String, for reason: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(json != original, "\(what): nothing was changed", sourceLocation: sourceLocation)
    let found = rejection(json)
    #expect(found != nil, "\(what) was accepted", sourceLocation: sourceLocation)
    if let reason, let found {
      #expect(found.contains(reason), "\(what): \(found)", sourceLocation: sourceLocation)
    }
  }

  // MARK: Acceptance

  @Test("accepts the golden cases", arguments: GoldenCase.all)
  func golden(golden: GoldenCase) throws {
    #expect(rejection(try Certified.golden(golden).json) == nil)
  }

  @Test(
    "accepts the quick examples and odd problems",
    arguments: [
      "eq7-counterexample", "large-decay", "no-grokking", "small-matrix", "user-features",
      "figure2",
      "aligned", "orthogonal", "resonant", "spread", "unseen", "zero-teacher", "long-step", "never",
      "no-decay", "divergent", "square", "small-start",
    ])
  func examples(name: String) throws {
    #expect(rejection(try Certified.instance(name).json) == nil)
  }

  @Test("accepts a user's claims, in any layout")
  func userClaims() throws {
    #expect(rejection(Self.base) == nil)
    #expect(rejection(Self.full) == nil)
    #expect(rejection(Self.user) == nil)
    #expect(rejection(try JSONValue(parsing: Self.user.pretty())) == nil)
  }

  // MARK: Systematic forgeries, with new digests

  @Test("rejects every change of an input")
  func inputs() {
    let spec: [JSONStep] = ["spec"]
    let changes: [([JSONStep], JSONValue?)] = [
      (["features", "matrix", 0, 0], "1/5"), (["features", "matrix", 1, 3], "1/1000000000"),
      (["features", "matrix"], [["1/4", "1/4", "0", "1/8"]]),
      (["covariance", "scaled_identity"], "1/5"),
      (["covariance"], ["diagonal": ["1/4", "1/4", "1/4", "1/4"]]),
      (["feature_bound"], "1"), (["feature_bound"], nil), (["teacher", "vector", 1], "1/100"),
      (["teacher"], "zero"), (["initialization", "vector", 0], "3"),
      (["initialization", "variance"], "5"), (["training", "eta"], "99/100"),
      (["training", "lambda"], "1/99"), (["training", "lambda"], "0"),
      (["training", "eta"], "100/100"), (["thresholds", "epsilon"], "1/49"),
      (["thresholds", "c"], "1/49"), (["confidence"], "1/19"), (["claims"], ["ridge/4.2-t1"]),
      (["theory"], "logistic"), (["expect"], ["ridge/4.4": "pass"]), (["unknown"], "1"),
      (["training", "eta"], "-1"), (["training"], nil), (["horizon"], "0"),
    ]
    for (path, value) in changes {
      let forged = Self.base.setting(spec + path, to: value)
      expectRejected(forged.resealed(), "spec.\(path) = \(String(describing: value))")
    }
    let generators: [([JSONStep], JSONValue)] = [
      (["features", "gaussian", "seed"], "4"), (["features", "gaussian", "variance"], "1/13"),
      (["features", "gaussian", "m"], "13"), (["features", "gaussian", "n"], "3"),
      (["teacher", "sphere", "seed"], "5"), (["teacher", "sphere", "norm"], "1/11"),
      (["initialization", "gaussian", "seed"], "6"),
      (["initialization", "gaussian", "variance"], "101/100"), (["claims", 0], "ridge/4.4"),
    ]
    for (path, value) in generators {
      let forged = Self.user.setting(spec + path, to: value)
      expectRejected(forged.resealed(), of: Self.user, "spec.\(path) = \(value)")
    }
  }

  @Test("rejects a change of any digit of any enclosure")
  func enclosures() {
    var count = 0
    for name in [
      "t1", "t2", "plateau", "n", "rank", "T", "lambda_min_plus", "final_error", "L", "b",
    ] {
      for side in ["lower", "upper", "exact"] {
        let path: [JSONStep] = ["quantities", .key(name), .key(side)]
        guard let text = Self.base.value(at: path)?.string else { continue }
        for change in [text.lastDigit(up: true), text.lastDigit(up: false)] {
          let forged = Self.base.setting(path, to: .string(change))
          expectRejected(
            forged.resealed(), "\(path): \(text) to \(change)", for: "quantities.\(name)")
          count += 1
        }
      }
    }
    #expect(count >= 40)
  }

  @Test("rejects widened and narrowed enclosures, and other ways to write them")
  func widths() {
    for name in ["lambda_min_plus", "final_error", "theta0_perp_norm2", "rho_max", "u_norm2"] {
      let path: [JSONStep] = ["quantities", .key(name)]
      guard let lower = Self.base.value(at: path + ["lower"])?.string,
        let upper = Self.base.value(at: path + ["upper"])?.string
      else { continue }
      let forgeries: [JSONValue] = [
        ["lower": "0", "upper": .string(upper)], ["lower": .string(lower), "upper": "1000000"],
        ["lower": "-inf", "upper": "inf"], ["lower": .string(lower), "upper": .string(lower)],
        ["lower": .string(upper), "upper": .string(lower)],
        ["lower": .string(upper), "upper": .string(upper)],
        ["lower": .string(lower), "upper": .string(upper), "exact": .string(lower)],
        ["lower": .string(lower + "0"), "upper": .string(upper)],
        ["lower": .string(lower)], ["lower": .string(lower), "upper": "nan"],
        ["lower": .string(lower), "upper": "1e99999999999"], .string(lower),
      ]
      for forgery in forgeries {
        expectRejected(Self.base.setting(path, to: forgery).resealed(), "\(name): \(forgery)")
        let reason = "undecided at the greatest precision allowed"
        let excused = Self.base.setting(path, to: forgery)
          .setting(["wide", .key(name)], to: .string(reason))
        expectRejected(excused.resealed(), "\(name): \(forgery), declared wide")
      }
    }
    for (name, text) in [("t1", "inf"), ("t1", "-inf"), ("t2", "inf")] {
      let forged = Self.base.setting(
        ["quantities", .key(name)], to: ["lower": .string(text), "upper": .string(text)])
      expectRejected(forged.resealed(), "\(name) = \(text)")
    }
  }

  @Test("rejects enclosures of a zero that are widened, narrowed or moved")
  func enclosuresOfZero() throws {
    // The teacher lies along the row: its perpendicular part is 0, which no precision can tell.
    let json = try Certified.instance("resonant").json
    let wide = try #require(json["wide"]?.object)
    #expect(Set(wide.keys) == ["teacher_perp_norm2", "theta0_teacher_perp"])
    let forgeries: [(String, String)] = [
      ("0", "1"), ("-5", "5"), ("0", "1e-400"), ("-1e-300", "1e-300"), ("1e-900", "1e-800"),
      // Inside the true enclosure, but away from 0.
      ("1e-2480", "1e-1851"), ("0", "1e-2480"), ("-1", "0"), ("0", "0"), ("-inf", "inf"),
      ("0", "inf"),
    ]
    for name in wide.keys.sorted() {
      for (lower, upper) in forgeries {
        let forged = json.setting(
          ["quantities", .key(name)], to: ["lower": .string(lower), "upper": .string(upper)])
        expectRejected(forged.resealed(), of: json, "\(name): \(lower), \(upper)", for: name)
      }
      let hidden = json.setting(["wide", .key(name)], to: nil)
      expectRejected(hidden.resealed(), of: json, "\(name) not declared wide", for: name)
    }
  }

  @Test("rejects quantities removed, added, exchanged or declared wide")
  func quantityTable() throws {
    let names = try #require(Self.base["quantities"]?.object).keys.sorted()
    for name in names {
      let forged = Self.base.setting(["quantities", .key(name)], to: nil)
      expectRejected(forged.resealed(), "without \(name)", for: name)
    }
    let exact: JSONValue = ["lower": "1", "upper": "1", "exact": "1"]
    for name in ["feature_variance", "made_up", "", "T "] {
      let forged = Self.base.setting(["quantities", .key(name)], to: exact)
      expectRejected(forged.resealed(), "with '\(name)'")
    }
    let t1 = try #require(Self.base.value(at: ["quantities", "t1"]))
    let t2 = try #require(Self.base.value(at: ["quantities", "t2"]))
    let exchanged = Self.base.setting(["quantities", "t1"], to: t2)
      .setting(["quantities", "t2"], to: t1)
    expectRejected(exchanged.resealed(), "t1 and t2 exchanged")
    for name in ["t1", "lambda_min_plus", "made_up"] {
      let forged = Self.base.setting(["wide", .key(name)], to: "because")
      expectRejected(forged.resealed(), "wide \(name)", for: "wide")
    }
    expectRejected(
      Self.base.setting(["quantities", "t1", "note"], to: "x").resealed(), "a strange field")
  }

  private func claim(_ index: Int, _ rest: JSONStep...) -> [JSONStep] {
    ["claims", .index(index)] + rest
  }

  @Test("rejects changed verdicts, flags, statuses, statements and texts of every claim")
  func claims() throws {
    let claims = try #require(Self.full["claims"]?.array)
    for (index, record) in claims.enumerated() {
      let id = try #require(record["id"]?.string)
      let verdict = record["verdict"]?.string == "pass" ? "fail" : "pass"
      let flags = try #require(record["flags"]?.array)
      let forgeries: [([JSONStep], JSONValue?)] = [
        (["verdict"], .string(verdict)), (["verdict"], "certainly"),
        (["flags"], flags.isEmpty ? ["vacuous"] : []), (["flags"], .array(flags + ["proved"])),
        (["title"], "Better title"), (["source"], "Nobody"), (["id"], .string(id + "/sharp")),
        (["conclusion", "status"], "undecided"), (["conclusion", "statement"], "t1 <= t2"),
        (["conclusion"], nil), (["conclusion", "note"], "trust me"), (["definition"], record),
        (["extra"], "1"),
      ]
      // A third of them for each claim: every kind is tried on eight claims.
      for (number, (path, value)) in forgeries.enumerated()
      where value != record.value(at: path) && number % 3 == index % 3 {
        let forged = Self.full.setting(claim(index) + path, to: value)
        expectRejected(
          forged.resealed(), of: Self.full, "\(id): \(path) = \(String(describing: value))")
      }
    }
  }

  @Test("rejects claims that are removed, repeated or reordered")
  func claimList() throws {
    let claims = try #require(Self.full["claims"]?.array)
    let lists = [
      Array(claims.dropLast()), Array(claims.dropFirst()), [], claims + [claims[0]],
      claims.reversed(), [claims[1], claims[0]] + claims.dropFirst(2),
      claims.map { _ in claims[0] },
    ]
    for (index, list) in lists.enumerated() {
      let forged = Self.full.setting(["claims"], to: .array(list))
      expectRejected(forged.resealed(), of: Self.full, "list \(index)")
    }
  }

  @Test("rejects changed conditions: removed, reordered, added, or one field changed")
  func conditions() throws {
    let claims = try #require(Self.full["claims"]?.array)
    for (index, record) in claims.enumerated() {
      for kind in ["hypotheses", "events"] {
        let list = try #require(record[kind]?.array)
        let path = claim(index, .key(kind))
        var lists = [
          list + [list.first ?? ["statement": "1 < 2", "status": "holds", "id": "more"]]
        ]
        if !list.isEmpty { lists.append(Array(list.dropLast())) }
        if list.count > 1 { lists.append(list.reversed()) }
        for (number, changed) in lists.enumerated() where number % 3 == index % 3 {
          expectRejected(
            Self.full.setting(path, to: .array(changed)).resealed(), of: Self.full,
            "\(path): list \(number)")
        }
        guard let first = list.first else { continue }
        let status = first["status"]?.string == "holds" ? "fails" : "holds"
        let fields: [(JSONStep, JSONValue?)] = [
          ("status", .string(status)), ("statement", "1 < 2"), ("id", "other"), ("id", nil),
          ("note", "x"), ("relation", "="), ("left", ["lower": "0", "upper": "0", "exact": "0"]),
          ("right", nil), ("probability", first["probability"] == nil ? "1" : nil), ("at", "7"),
          ("parts", [first]), ("tightness", ["lower": "1", "upper": "1", "exact": "1"]),
        ]
        for (number, (field, value)) in fields.enumerated()
        where value != first.value(at: [field]) && number % 6 == index % 6 {
          expectRejected(
            Self.full.setting(path + [0, field], to: value).resealed(), of: Self.full,
            "\(path)[0].\(field)")
        }
      }
      for field in ["left", "right", "tightness", "relation", "at", "parts"] {
        guard index % 4 == 0, record.value(at: ["conclusion", .key(field)]) != nil else { continue }
        let forged = Self.full.setting(claim(index, "conclusion", .key(field)), to: nil)
        expectRejected(
          forged.resealed(), of: Self.full, "claim \(index): conclusion without \(field)")
      }
    }
  }

  @Test("rejects changed evidence")
  func evidence() throws {
    for name in ["t1", "t2"] {
      let path: [JSONStep] = ["evidence", .key(name)]
      let blocks = try #require(Self.base.value(at: path)?.array)
      #expect(!blocks.isEmpty)
      var lists: [[JSONValue]] = [
        [], [["0", "inf", "yes"]], [["0", "inf", "no"]], [["0", "inf", "open"]],
      ]
      for index in blocks.indices {
        let fields = try #require(blocks[index].array)
        var less = blocks
        less.remove(at: index)
        lists.append(less)
        lists.append(blocks[...index] + Array(blocks[index...]))
        for outcome: JSONValue in ["yes", "no", "open"] where outcome != fields[2] {
          lists.append(blocks.replacing(index, with: [fields[0], fields[1], outcome]))
        }
        let last = fields[1].string ?? ""
        let later = last == "inf" ? "1000" : "\((Int(last) ?? 0) + 1)"
        // A block of t2 that goes on after it says something more, and true.
        if index < blocks.count - 1 || last == "inf" {
          lists.append(blocks.replacing(index, with: [fields[0], .string(later), fields[2]]))
        }
        lists.append(blocks.replacing(index, with: [.string("-1"), fields[1], fields[2]]))
        if index < blocks.count - 1 {
          let end: JSONValue = "9223372036854775807"
          lists.append(blocks.replacing(index, with: [fields[0], end, fields[2]]))
        }
        lists.append(blocks.replacing(index, with: [fields[0], fields[1]]))
      }
      if blocks.count > 1 { lists.append(blocks.reversed()) }
      for list in lists where list != blocks {
        let forged = Self.base.setting(path, to: .array(list))
        expectRejected(forged.resealed(), "\(path): \(list)", for: "evidence")
      }
      expectRejected(Self.base.setting(path, to: nil).resealed(), "no \(path)")
    }
    expectRejected(Self.base.setting(["evidence"], to: nil).resealed(), "no evidence")
    expectRejected(Self.base.setting(["evidence", "t3"], to: []).resealed(), "evidence of t3")
  }

  @Test("rejects changed digests and frames")
  func frames() throws {
    for name in ["digest", "data_digest"] {
      let text = try #require(Self.base[name]?.string)
      for forged in [text.lastHexDigit, String(text.dropLast()), text.uppercased(), "", "md5:0"] {
        let changed = Self.base.setting([.key(name)], to: .string(forged))
        expectRejected(changed, "\(name) = \(forged)")
        guard name == "data_digest" else { continue }
        expectRejected(changed.resealed(dataDigest: false), "\(name) = \(forged)", for: name)
      }
    }
    let frames: [([JSONStep], JSONValue?)] = [
      (["schema"], "grokcert/certificate/2"), (["schema"], nil), (["tool", "name"], "other"),
      (["tool"], nil), (["theory"], "logistic"), (["theory"], nil), (["spec"], nil),
      (["settings"], nil), (["settings", "max_precision"], "1000000000000"),
      (["settings", "max_precision"], "-1"), (["settings", "max_precision"], "many"),
      (["settings", "threads"], "1"), (["quantities"], nil), (["quantities"], [:]), (["wide"], nil),
      (["claims"], nil), (["comment"], "fine"), (["data_digest"], nil), (["digest"], nil),
    ]
    for (path, value) in frames {
      let forged = Self.base.setting(path, to: value)
      expectRejected(
        path == ["digest"] ? forged : forged.resealed(dataDigest: path != ["data_digest"]),
        "\(path) = \(String(describing: value))")
    }
    for other: JSONValue in [.null, "text", .array([]), .integer(1), .object([:])] {
      #expect(rejection(other) != nil)
    }
  }

  @Test("rejects changed definitions of a user's claim, and new ones of a built-in claim")
  func definitions() throws {
    let claims = try #require(Self.user["claims"]?.array)
    let index = try #require(claims.firstIndex { $0["definition"] != nil })
    let path = claim(index, "definition")
    let changes: [([JSONStep], JSONValue?)] = [
      (["conclusion"], "t1 > t2"), (["conclusion"], "t1 <= t2"), (["title"], "Other"),
      (["source"], "other"), (["hypotheses", 0, "statement"], "lambda < 0"),
      (["hypotheses", 0, "id"], "other"), (["hypotheses"], nil), (["events"], nil),
      (["events", 0, "probability"], "1"), (["events", 0, "statement"], "T = 0"),
      (["flags"], ["vacuous": "n > 0"]), (["id"], "ridge/4.4"), (["id"], "ridge/4.2-t1"),
      (["conclusion"], "unknown > 1"), (["conclusion"], "t1 <"), (["theory"], "logistic"),
      ([], nil),
    ]
    for (change, value) in changes {
      let forged = Self.user.setting(path + change, to: value)
      expectRejected(forged.resealed(), of: Self.user, "definition.\(change)")
    }
    let list = Self.user.changing(path) { .array([$0]) }
    expectRejected(list.resealed(), of: Self.user, "a list of definitions")
    // A definition for a claim that is built in, weaker than the true one.
    let built = try #require(claims.firstIndex { $0["id"] == "ridge/4.2-t1" })
    let weak = Self.definition.setting(["id"], to: "ridge/4.2-t1")
    let redefined = Self.user.setting(claim(built, "definition"), to: weak)
    expectRejected(redefined.resealed(), of: Self.user, "a built-in claim redefined")
  }

  @Test("rejects a document with a name given twice")
  func duplicateKeys() throws {
    let text = String(decoding: Self.base.canonical(), as: UTF8.self)
    for name in ["digest", "verdict", "t1", "lower", "spec"] {
      let doubled = text.replacing(
        #""\#(name)":"#, with: #""\#(name)":null,"\#(name)":"#, maxReplacements: 1)
      #expect(doubled != text)
      #expect(throws: DocumentError.self) { try JSONValue(parsing: Array(doubled.utf8)) }
    }
  }

  // MARK: Random forgeries

  @Test("rejects 240 seeded random forgeries with new digests", arguments: 0..<8)
  func random(seed: Int) throws {
    let original = seed % 2 == 0 ? Self.base : Self.user
    let leaves = original.leaves().filter { !Self.isFree($0) }
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<30 {
      let path = leaves[Int(random.next() % UInt64(leaves.count))]
      let old = try #require(original.value(at: path))
      let new = old.mutation(&random)
      guard new != old else { continue }
      let forged = original.setting(path, to: new)
      expectRejected(
        path == ["digest"] ? forged : forged.resealed(dataDigest: path != ["data_digest"]),
        of: original, "\(path): \(old) to \(String(describing: new))")
    }
  }

  /// What a certificate may say freely: which version wrote it, and at how many bits it would have given
  /// up (no number depends on it here).
  private static func isFree(_ path: [JSONStep]) -> Bool {
    path == ["tool", "version"] || path == ["settings", "max_precision"]
      // Blocks of the evidence may be cut otherwise, as long as they are true and cover the same steps.
      || path.first == "evidence"
  }
}

extension Array {
  fileprivate func replacing(_ index: Int, with element: Element) -> [Element] {
    var copy = self
    copy[index] = element
    return copy
  }
}
