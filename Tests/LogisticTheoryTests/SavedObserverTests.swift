import Documents
import Enclosures
import Foundation
import Synchronization
import Testing

@testable import LogisticTheory

/// Observers as JSON: exact, and checked when read.
struct SavedObserverTests {
  private func reread(_ json: JSONValue) throws -> JSONValue {
    try JSONValue(parsing: json.canonical())
  }

  @Test("doubles keep every bit")
  func numbers() throws {
    let values = [
      0, -0.0, 1.5, -.pi, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude, Double(bitPattern: 0x7FF4_0000_0000_0123),
    ]
    let json = try reread(SavedValues.numbers(values))
    #expect(try SavedValues.numbers(json).map(\.bitPattern) == values.map(\.bitPattern))
    #expect(throws: DescentError.self) { try SavedValues.numbers(json, count: 9) }
    for bad: JSONValue in ["0", "000000000000000G", "000000000000000A", "+00000000000000a", .null] {
      #expect(throws: DescentError.self) { try SavedValues.numbers(bad) }
    }
    #expect(try SavedValues.numbers("") == [])
  }

  @Test("integers are kept by runs")
  func integers() throws {
    for values in [[], [4], [-1, -1, -1, 7, .max, .max, .min, -1]] {
      let json = try reread(SavedValues.runs(values))
      #expect(try SavedValues.runs(json, length: 0...8) == values)
    }
    #expect(SavedValues.runs(Array(repeating: -1, count: 2001)).array?.count == 2)
    func list(_ values: [Int]) -> JSONValue { .array(values.map(JSONValue.integer)) }
    let pairs = [[1], [1, 0], [1, -1], [1, 5, 2, 4], [1, .max]].map(list)
    for bad in pairs + [["1", .integer(2)], .null] {
      #expect(throws: DescentError.self) { try SavedValues.runs(bad, length: 0...8) }
    }
    #expect(throws: DescentError.self) { try SavedValues.runs(list([1, 2]), length: 3...3) }
  }

  @Test("zeros of either sign in a state", arguments: [64, 200])
  func zeros(_ bits: Int) throws {
    let ball = DescentBall(
      step: 3, centre: [.zero(precision: bits), -BigFloat.zero(precision: bits)],
      radius: .zero(precision: 64))
    let back = try DescentCheckpoint.ball(reread(DescentCheckpoint.json(ball)), dimension: 2)
    #expect(back.centre.map(\.approximation.sign) == [.plus, .minus])
  }

  /// A maximum that many steps may have: candidates are dropped, and come back.
  @Test("maxima with too many candidates", arguments: 0..<6)
  func maxima(_ seed: Int) throws {
    var random = TestRandom(seed)
    var whole = MaximumTracker()
    var broken = MaximumTracker()
    var wasSaturated = false
    for step in 0..<3000 {
      let rise = step % 1024 == 1023 ? 1.0 : 0
      let view = DescentView(
        step: step, high: [random.unit(), 1], low: [0, 0], radius: 0, counts: nil)
      let middle = Double(step / 1024) + random.unit() * 0x1p-10 + rise
      whole.observe(view, lower: middle - 0.01, upper: middle + 0.01)
      broken.observe(view, lower: middle - 0.01, upper: middle + 0.01)
      if step % 173 == seed {
        broken = try MaximumTracker(saved: reread(broken.saved), dimension: 2)
      }
      wasSaturated = wasSaturated || whole.isSaturated
      #expect(whole.saved == broken.saved)
    }
    #expect(wasSaturated)
  }

  @Test("times of counts", arguments: 0..<4)
  func times(_ seed: Int) throws {
    var random = TestRandom(seed)
    var whole = CountTracker(total: 9)
    var broken = whole
    for step in 0..<200 {
      let correct = Int(random.next() % 9)
      let counts = SignCounts(correct: correct, wrong: 9 - correct - step % 2, of: 9)
      whole.observe(counts, step: step)
      broken.observe(counts, step: step)
      if step % 7 == seed {
        let saved = try reread(broken.saved)
        broken = CountTracker(total: 9)
        try broken.restore(saved)
        #expect(throws: DescentError.self) {
          var other = CountTracker(total: 8)
          try other.restore(saved)
        }
      }
      #expect(whole.saved == broken.saved)
      #expect(
        whole.afterLast(Rational(1, 5), horizon: 200)
          == broken.afterLast(Rational(1, 5), horizon: 200))
    }
  }

  @Test("the clock goes on between its exact values")
  func clock() throws {
    var whole = LogClock()
    for t in 60..<150 {
      whole.move(to: t)
      var broken = try LogClock(saved: reread(whole.saved))
      var other = whole
      for next in t + 1..<t + 20 {
        other.move(to: next)
        broken.move(to: next)
        #expect(other.value == broken.value && other.error == broken.error)
      }
    }
  }

  /// Every copy of a document with one value in it replaced by one of another kind, or cut short.
  private func sabotaged(_ json: JSONValue) -> [JSONValue] {
    var copies: [JSONValue] = []
    if json.bool == nil { copies.append(.bool(true)) }
    if let text = json.string, !text.isEmpty { copies.append(.string(String(text.dropLast()))) }
    for (name, value) in json.object ?? [:] {
      var members = json.object ?? [:]
      members[name] = nil
      copies.append(.object(members))
      for copy in sabotaged(value) {
        members[name] = copy
        copies.append(.object(members))
      }
    }
    for (index, value) in (json.array ?? []).enumerated() {
      for copy in sabotaged(value) {
        var elements = json.array ?? []
        elements[index] = copy
        copies.append(.array(elements))
      }
    }
    return copies
  }

  /// The last checkpoint of every pass, as the file has it.
  @Test("malformed findings are refused", arguments: [0, 1])
  func malformed(_ index: Int) throws {
    let run = ResumeCase.all[index]
    let folder = ScratchFolder()
    let store = folder.eager()
    let source = try run.measurement(store)
    _ = try everything(source)
    let weights = SupportWeights(
      try #require(HardwarePoints(source.input)), support: [0], isExponential: false)
    var observers: [LogisticPass: any PassObserver] = [
      .stages: source.stageObserver(),
      .supportTime: SupportTime(weights: weights),
      .series: RunSeries(t0: 0, dimension: 3),
    ]
    if index == 1 {
      observers[.supportMaxima] = SupportMaxima(
        t0: 3, vectors: [], points: source.points, isExponential: true, weights: weights)
    }
    for (pass, observer) in observers {
      let content = try #require(store.load(source.key(pass)))
      let saved = try #require(content["observer"])
      var good = observer
      try good.restore(saved)
      #expect(good.saved() == saved)
      let copies = sabotaged(saved)
      #expect(copies.count > 3)
      for copy in copies {
        #expect(throws: DescentError.self) {
          var bad = observer
          try bad.restore(copy)
        }
      }
    }
  }

  @Test("places are thinned, the first one stays, and those of a path that was left go")
  func trail() throws {
    func place(_ step: Int, _ mark: Int) -> DescentCheckpoint {
      DescentCheckpoint(
        json: ["state": ["step": .string("\(step)")], "mark": .integer(mark)])
    }
    var trail = CheckpointTrail(interval: 10, dimension: 1 << 13)
    for step in 1...40 { trail.add(place(10 * step, 0)) }
    #expect(trail.places.keys.sorted() == [10] + stride(from: 40, through: 400, by: 40))
    #expect(trail.last(upTo: 9) == nil && trail.last(upTo: 39)?.step == 10)
    #expect(trail.last(upTo: 85)?.step == 80)
    var back = CheckpointTrail(interval: 10, dimension: 1 << 13)
    try back.restore(reread(trail.saved))
    for step in 5...9 {
      trail.add(place(10 * step, 1))
      back.add(place(10 * step, 1))
    }
    #expect(trail.places.keys.sorted() == [10, 40, 80])
    #expect(trail.last(upTo: 90)?.json["mark"]?.integer == 1 && back.saved == trail.saved)
    for bad: JSONValue in [
      [:], ["spacing": .integer(15), "places": []], ["spacing": .integer(10)],
    ] {
      #expect(throws: DescentError.self) { try back.restore(bad) }
    }
  }
}
