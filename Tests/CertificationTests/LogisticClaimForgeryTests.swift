import Documents
import Testing

@testable import Certification

/// `verify` rejects other tables and claims about logistic problems than those that `certify` wrote.
@Suite("verify, logistic claims")
struct LogisticClaimForgeryTests {
  @Test("rejects quantities removed, added, or exchanged between regimes")
  func table() throws {
    let table = try #require(LogisticForgery.base["quantities"]?.object)
    for name in table.keys.sorted() {
      let forged = LogisticForgery.base.setting(["quantities", .key(name)], to: nil)
      LogisticForgery.expectRejected(forged, "without \(name)", for: name)
    }
    for name in ["T_test", "T_test_last"] {
      let (near, robust) = ("\(name)(near)", "\(name)(robust)")
      let forged = LogisticForgery.base.setting(["quantities", .key(near)], to: table[robust])
        .setting(["quantities", .key(robust)], to: table[near])
      LogisticForgery.expectRejected(forged, "\(name) exchanged", for: name)
    }
    let time = try #require(table["T_test(near)"])
    for name in ["T_test(far)", "T_test", "band_min(robust)", "support_gap", "made_up", ""] {
      let forged = LogisticForgery.base.setting(["quantities", .key(name)], to: time)
      LogisticForgery.expectRejected(forged, "with '\(name)'", for: "quantities.\(name)")
    }
    for name in ["T_train", "gamma", "made_up"] {
      let forged = LogisticForgery.base.setting(["wide", .key(name)], to: "because")
      LogisticForgery.expectRejected(forged, "wide \(name)", for: "wide")
    }
    for name in try #require(LogisticForgery.late["wide"]?.object).keys.sorted() {
      let forged = LogisticForgery.late.setting(["wide", .key(name)], to: nil)
      LogisticForgery.expectRejected(
        forged, of: LogisticForgery.late, "\(name) not declared wide", for: "wide")
    }
  }

  @Test("rejects wide enclosures that are narrowed, moved or blown up")
  func wideEnclosures() throws {
    for name in ["support_gap", "offsupport", "support_skew"] {
      let path: [JSONStep] = ["quantities", .key(name)]
      let lower = try #require(LogisticForgery.late.value(at: path + ["lower"])?.string)
      let upper = try #require(LogisticForgery.late.value(at: path + ["upper"])?.string)
      for (low, high) in [
        (lower, lower), (upper, upper), (upper, lower), ("0", "1000000"), ("-inf", "inf"),
        ("0", "0"), ("-1", lower), (upper, "1000"), ("0", "inf"),
      ] where low != lower || high != upper {
        let forged = LogisticForgery.late.setting(
          path, to: ["lower": .string(low), "upper": .string(high)])
        LogisticForgery.expectRejected(
          forged, of: LogisticForgery.late, "\(name): \(low), \(high)", for: name)
      }
    }
  }

  @Test("rejects changed verdicts, flags, regimes, statuses and sides of every claim")
  func claims() throws {
    for original in [LogisticForgery.base, LogisticForgery.late] {
      let claims = try #require(original["claims"]?.array)
      for (index, record) in claims.enumerated() {
        let id = try #require(record["id"]?.string)
        let flags = try #require(record["flags"]?.array)
        let regime = record["regime"]?.string
        let changes: [([JSONStep], JSONValue?)] = [
          (["verdict"], record["verdict"] == "pass" ? "fail" : "pass"), (["verdict"], "undecided"),
          (["flags"], flags.isEmpty ? ["horizon"] : []), (["flags"], .array(flags + ["vacuous"])),
          (["regime"], regime == "near" ? "robust" : "near"), (["regime"], ""),
          (["id"], .string(id + "/corrected")), (["title"], "Better"),
          (["hypotheses", 0, "status"], "fails"), (["hypotheses", 0], nil), (["conclusion"], nil),
          (["hypotheses", 0, "left"], ["lower": "2", "upper": "2", "exact": "2"]),
          (["conclusion", "status"], "undecided"), (["conclusion", "left"], nil),
          (["conclusion", "right"], nil), (["conclusion", "statement"], "1 < 2"),
          (["definition"], record), (["regime"], regime == nil ? "band" : nil),
        ]
        for (path, value) in changes where value != record.value(at: path) {
          let forged = original.setting(["claims", .index(index)] + path, to: value)
          LogisticForgery.expectRejected(
            forged, of: original, "\(id): \(path) = \(String(describing: value))")
        }
      }
      for list in [
        Array(claims.dropLast()), Array(claims.dropFirst()), [], claims + [claims[0]],
        claims.reversed(),
      ] {
        let forged = original.setting(["claims"], to: .array(list))
        LogisticForgery.expectRejected(
          forged, of: original, "another list of claims", for: "claims")
      }
    }
    // The conclusions of one claim under two regimes, exchanged.
    let places = try #require(LogisticForgery.base["claims"]?.array).indices.suffix(2)
    #expect(
      places.allSatisfy { LogisticForgery.base.value(at: ["claims", .index($0), "regime"]) != nil })
    let paths = places.map { [JSONStep.key("claims"), .index($0), .key("conclusion")] }
    let forged = LogisticForgery.base.setting(
      paths[0], to: LogisticForgery.base.value(at: paths[1])
    )
    .setting(paths[1], to: LogisticForgery.base.value(at: paths[0]))
    LogisticForgery.expectRejected(forged, "conclusions of two regimes exchanged", for: "claims")
  }

  @Test("rejects a change of the last digit of any side of any claim")
  func sides() throws {
    for original in [LogisticForgery.base, LogisticForgery.late] {
      let claims = try #require(original["claims"]?.array)
      for index in claims.indices {
        for side in ["left", "right", "tightness"] {
          let path: [JSONStep] = ["claims", .index(index), "conclusion", .key(side)]
          guard original.value(at: path) != nil else { continue }
          try LogisticForgery.expectDigitsRejected(under: path, of: original, for: side, atLeast: 2)
        }
      }
    }
  }

  @Test("rejects seeded random forgeries with new digests", arguments: 0..<4)
  func random(seed: Int) throws {
    let original = [LogisticForgery.base, LogisticForgery.late, LogisticForgery.overflow][seed % 3]
    let leaves = original.leaves().filter {
      $0 != ["tool", "version"] && $0 != ["settings", "max_precision"] && $0 != ["digest"]
        && $0 != ["data_digest"]
    }
    var random = SeededRandom(seed: UInt64(100 + seed))
    for _ in 0..<40 {
      let path = leaves[Int(random.next() % UInt64(leaves.count))]
      let old = try #require(original.value(at: path))
      let new = old.mutation(&random)
      guard new != old else { continue }
      let forged = original.setting(path, to: new)
      LogisticForgery.expectRejected(
        forged, of: original, "\(path): \(old) to \(String(describing: new))")
    }
  }
}
