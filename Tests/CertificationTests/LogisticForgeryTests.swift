import Documents
import Testing

@testable import Certification

/// `verify` accepts what `certify` wrote about logistic problems, and no other inputs or measurements.
@Suite("verify, logistic measurements")
struct LogisticForgeryTests {
  @Test("accepts what certify wrote, in any layout")
  func accepted() throws {
    for json in [LogisticForgery.base, LogisticForgery.late, LogisticForgery.overflow] {
      #expect(rejection(json) == nil)
      #expect(rejection(try JSONValue(parsing: json.pretty())) == nil)
    }
    #expect(LogisticForgery.base["experiments"]?.array?.count == 3)
    #expect(LogisticForgery.overflow["evidence"]?["overflow"] != nil)
    #expect(LogisticForgery.late["wide"]?["support_gap"] != nil)
  }

  @Test(
    "accepts all claims on odd problems",
    arguments: [
      "symmetric-pair", "five-brief", "not-separable", "shifted", "oblique", "unbanded", "early",
      "skewed", "wide-brief", "overflow",
    ])
  func oddProblems(name: String) throws {
    let certificate = try Certifier(library: ClaimLibrary())
      .certify(Instance.anyProblem(named: name))
    #expect(certificate.claims.count >= 21)
    #expect(rejection(certificate.json) == nil)
    let (read, digest) = try Certificate.read(JSONValue(parsing: certificate.json.canonical()))
    #expect(read == certificate && digest == certificate.digest)
  }

  @Test("rejects every change of an input")
  func inputs() {
    let changes: [([JSONStep], JSONValue?)] = [
      (["data", "planted", "seed"], "4"), (["data", "planted", "gamma"], "1/3"),
      (["data", "planted", "box"], "3"), (["data", "planted", "per_class", 0], "6"),
      (["data", "planted", "support", 1], "1"), (["data", "planted", "d"], "3"),
      (["data", "planted", "support_half_width"], "1"), (["loss"], "exponential"),
      (["loss"], nil), (["reduction"], "mean"), (["training", "eta"], "1/6"),
      (["training", "steps"], "13"), (["training", "t0"], "1"), (["training", "b0"], "1/1000"),
      (["training", "w0"], ["0", "1/9"]),
      (["tests", "near", "planted", "seed"], "4"), (["tests", "near", "planted", "alpha"], "2"),
      (["tests", "near", "planted", "count"], "11"),
      (["tests", "robust", "attack", "radius"], "1/3"),
      (["tests", "robust", "attack", "steps"], "0"), (["tests", "robust", "attack", "of"], "far"),
      (["tests", "robust"], nil), (["tests"], nil), (["thresholds", "epsilon"], "0"),
      (["thresholds", "alpha"], "4"), (["thresholds", "zeta"], "99"), (["theory"], "ridge"),
      (["claims"], ["logistic/4.3-svm"]), (["claims", 0], "logistic/phase-3"), (["claims"], nil),
      (["expect"], [:]), (["unknown"], "1"),
    ]
    for (path, value) in changes {
      let what = "spec.\(path) = \(String(describing: value))"
      LogisticForgery.expectRejected(LogisticForgery.base.setting(["spec"] + path, to: value), what)
    }
    for (path, value): ([JSONStep], JSONValue) in [
      (["data", "points", 3, "x", 0], "10"), (["data", "points", 0, "y"], "-1"),
      (["training", "w0", 1], "1/101"), (["training", "b0"], "1/3"), (["training", "t0"], "999"),
    ] {
      let forged = LogisticForgery.late.setting(["spec"] + path, to: value)
      LogisticForgery.expectRejected(forged, of: LogisticForgery.late, "spec.\(path) = \(value)")
    }
  }

  @Test("rejects a change of the last digit of any quantity")
  func quantities() throws {
    try LogisticForgery.expectDigitsRejected(
      under: ["quantities"], of: LogisticForgery.base, for: "quantities.", atLeast: 140)
    for name in ["support_gap", "support_skew", "offsupport", "b_final", "T_train", "B"] {
      try LogisticForgery.expectDigitsRejected(
        under: ["quantities", .key(name)], of: LogisticForgery.late, for: "quantities.", atLeast: 1)
    }
  }

  @Test("rejects a change of the last digit of any value of the trajectory")
  func trajectory() throws {
    try LogisticForgery.expectDigitsRejected(
      under: ["evidence", "trajectory"], of: LogisticForgery.base, for: "evidence.trajectory",
      atLeast: 150)
    try LogisticForgery.expectDigitsRejected(
      under: ["evidence"], of: LogisticForgery.overflow, for: "evidence", atLeast: 3)
  }

  @Test("rejects checkpoints with a shifted centre, a shrunken or greater radius, or a step less")
  func checkpoints() throws {
    let place: [JSONStep] = ["evidence", "checkpoints"]
    for original in [LogisticForgery.base, LogisticForgery.late, LogisticForgery.overflow] {
      try LogisticForgery.expectDigitsRejected(
        under: place, of: original, for: "evidence.checkpoints", atLeast: 4)
      let list = try #require(original.value(at: place)?.array)
      let last = try #require(list.last?.array)
      #expect(last.first == original["evidence"]?["followed"]?["to"])
      #expect(list.first?.array?.last == "0")
      let lists: [JSONValue?] = [
        nil, [], .array(list.dropLast()), .array(list + [list[0]]),
        .array(list.dropLast() + [.array([last[0], last[1]])]),
      ]
      // The run that leaves the range of the arithmetic at once has the ball of its start alone.
      let longer: [JSONValue?] =
        list.count < 3
        ? []
        : [
          .array(list.reversed()), .array(Array(list.prefix(1) + list.dropFirst(2))),
          .array(list.dropLast() + [.array([last[0], last[1], "0"])]),
        ]
      for (index, changed) in (lists + longer).enumerated() {
        LogisticForgery.expectRejected(
          original.setting(place, to: changed), of: original, "list \(index)", for: "evidence")
      }
    }
  }

  @Test("rejects another margin, other dual solutions and residuals")
  func margin() throws {
    let margin: [JSONStep] = ["evidence", "margin"]
    try LogisticForgery.expectDigitsRejected(
      under: margin, of: LogisticForgery.base, for: "evidence.margin", atLeast: 40)
    try LogisticForgery.expectDigitsRejected(
      under: ["evidence", "not_separable"], of: LogisticForgery.inseparable,
      for: "evidence.not_separable", atLeast: 3)
    let dual = try #require(LogisticForgery.base.value(at: margin + ["extended", "dual"])?.object)
    let points = dual.keys.sorted()
    var moved = dual
    moved["7"] = moved.removeValue(forKey: points[0])
    let changes: [([JSONStep], JSONValue?)] = [
      (["extended", "dual"], .object(moved)), (["extended", "dual", .key(points[0])], nil),
      (["extended", "dual", "8"], "0"), (["plain"], nil), (["residual"], nil),
      (["residual", "alpha"], []), (["support"], []), (["support"], ["0"]), ([], nil),
      (["plain", "state"], .array([])), (["note"], "fine"),
    ]
    for (path, value) in changes {
      LogisticForgery.expectRejected(
        LogisticForgery.base.setting(margin + path, to: value),
        "\(path) = \(String(describing: value))", for: "evidence")
    }
    let claimed = LogisticForgery.inseparable.setting(
      margin, to: LogisticForgery.base.value(at: margin))
    LogisticForgery.expectRejected(
      claimed, of: LogisticForgery.inseparable, "a margin of points that have none")
  }

  @Test("rejects evidence with entries removed, repeated, exchanged or added")
  func evidence() throws {
    let points = try #require(LogisticForgery.base["evidence"]?["trajectory"]?.array)
    let lists: [[JSONValue]] = [
      [], Array(points.dropLast()), Array(points.dropFirst()), points + [points[0]],
      points.reversed(), [points[1], points[0]] + points.dropFirst(2),
      Array(points[..<3]) + Array(points[4...]), points.map { _ in points[0] },
    ]
    for (index, list) in lists.enumerated() {
      let forged = LogisticForgery.base.setting(["evidence", "trajectory"], to: .array(list))
      LogisticForgery.expectRejected(forged, "list \(index)", for: "evidence")
    }
    let values: [JSONStep] = ["evidence", "trajectory", 2, "values"]
    let fields = try #require(LogisticForgery.base.value(at: values)?.object)
    for name in fields.keys.sorted() {
      LogisticForgery.expectRejected(
        LogisticForgery.base.setting(values + [.key(name)], to: nil), "no \(name)", for: "evidence")
    }
    let (bias, norm) = try (
      #require(fields["b"] as JSONValue?), #require(fields["w_norm"] as JSONValue?)
    )
    let counts = try #require(fields["test_correct"]?.object)
    let near = try #require(counts["near"])
    let robust = try #require(counts["robust"])
    let changes: [([JSONStep], JSONValue?)] = [
      (values + ["test_correct"], ["near": robust, "robust": near]),
      (values + ["test_correct", "near"], nil), (values + ["test_correct", "far"], near),
      (values + ["w"], .array([bias])),
      (values + ["speed"], bias),
      (values + ["b"], norm), (["evidence", "followed", "to"], "11"),
      (["evidence", "followed", "from"], "1"), (["evidence", "followed"], nil),
      (["evidence", "overflow"], "12"), (["evidence", "trajectory"], nil), (["evidence"], nil),
      (["evidence", "trust"], "me"), (["evidence", "trajectory", 0, "note"], "fine"),
    ]
    for (path, value) in changes {
      LogisticForgery.expectRejected(
        LogisticForgery.base.setting(path, to: value), "\(path) = \(String(describing: value))")
    }
    let calm = LogisticForgery.overflow.setting(["evidence", "overflow"], to: nil)
    LogisticForgery.expectRejected(
      calm, of: LogisticForgery.overflow, "no overflow", for: "evidence")
  }

  @Test("rejects experiments that are changed, removed, repeated or exchanged")
  func experiments() throws {
    let list = try #require(LogisticForgery.base["experiments"]?.array)
    for index in list.indices {
      let fields = try #require(list[index].object).keys.sorted()
      for name in fields {
        let path: [JSONStep] = ["experiments", .index(index), .key(name)]
        var value = LogisticForgery.base.value(at: path)?.string.map {
          JSONValue.string($0.lastDigit(up: true))
        }
        if name == "certified" { value = ["lower": "10", "upper": "10", "exact": "10"] }
        if name == "regime" { value = "near" }
        LogisticForgery.expectRejected(
          LogisticForgery.base.setting(path, to: value), "\(path)", for: "experiments")
        guard index == 0 else { continue }
        LogisticForgery.expectRejected(
          LogisticForgery.base.setting(path, to: nil), "no \(path)", for: "experiments")
      }
    }
    for other: JSONValue? in [
      nil, [], .array(list.reversed()), .array(list + [list[0]]), .array(Array(list.dropLast())),
    ] {
      LogisticForgery.expectRejected(
        LogisticForgery.base.setting(["experiments"], to: other), "other experiments")
    }
    let foreign = LogisticForgery.late.setting(["experiments"], to: .array(list))
    LogisticForgery.expectRejected(
      foreign, of: LogisticForgery.late, "experiments without an attack", for: "experiments")
  }
}
