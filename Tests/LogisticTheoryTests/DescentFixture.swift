import Documents
import Enclosures
import Foundation
import Testing

@testable import LogisticTheory

/// One golden case: a descent, and 40-digit values along it.
struct GoldenDescent: CustomStringConvertible, Sendable {
  struct Row: Sendable {
    let step: Int
    let state: [Rational]
    let correct: Int
  }

  let name: String
  let input: DescentInput
  let rows: [Row]
  var description: String { name }

  /// All cases of the fixture.
  static let all: [GoldenDescent] = {
    guard
      let url = Bundle.module.url(
        forResource: "logistic-golden", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url),
      let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return [] }
    return json.keys.sorted().flatMap { name -> [GoldenDescent] in
      guard name != "_readme", let group = json[name] as? [String: Any] else { return [] }
      return ["logistic", "exp"].compactMap { loss in
        (group[loss] as? [String: Any]).flatMap { make(name, loss, group, $0) }
      }
    }
  }()

  private static func numbers(_ texts: Any?) -> [Rational] {
    (texts as? [String] ?? []).compactMap { try? Rational(parsing: $0) }
  }

  private static func make(
    _ name: String, _ loss: String, _ group: [String: Any], _ run: [String: Any]
  ) -> GoldenDescent? {
    guard let points = group["points"] as? [[String: Any]],
      let trajectory = run["trajectory"] as? [String: [String: Any]],
      let input = try? DescentInput(
        points: ExactMatrix(
          rows: points.count, columns: 2, points.flatMap { numbers($0["x"]) }),
        labels: points.compactMap { $0["y"] as? Int },
        eta: numbers([run["eta"] ?? ""])[0], isExponential: loss == "exp",
        w0: numbers(run["w0"]), b0: numbers([run["b0"] ?? ""])[0])
    else { return nil }
    let rows = trajectory.compactMap { key, row -> Row? in
      guard let step = Int(key), let correct = row["train_correct"] as? Int else { return nil }
      return Row(
        step: step, state: numbers(row["w"]) + numbers([row["b"] ?? ""]), correct: correct)
    }
    return GoldenDescent(
      name: "\(name) \(loss)", input: input, rows: rows.sorted { $0.step < $1.step })
  }
}

/// A small generator of test problems (the bits of a linear congruential sequence).
struct TestRandom {
  private var state: UInt64
  init(_ seed: Int) {
    state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    for _ in 0..<8 { _ = next() }
  }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 32) ^ (state >> 11)
  }

  /// Uniform in [−1, 1], 30 bits.
  mutating func unit() -> Double { Double(Int(next() & 0x7FFF_FFFF) - 0x4000_0000) * 0x1p-30 }

  /// Points with labels from a random hyperplane, some of them wrong.
  mutating func problem(
    count: Int, dimension: Int, eta: Rational, isExponential: Bool = false,
    rational: Bool = false, noise: Bool = false
  ) throws -> DescentInput {
    var entries: [Rational] = []
    var labels: [Int] = []
    for _ in 0..<count {
      let x = (0..<dimension).map { _ in
        rational
          ? Rational(Int(next() % 2001) - 1000, 300)
          : Rational(exactly: unit() * 3 + unit() * 0x1p-31) ?? 0
      }
      entries += x
      let side = x[0].sign >= 0 ? 1 : -1
      labels.append(noise && next() % 5 == 0 ? -side : side)
    }
    return try DescentInput(
      points: ExactMatrix(rows: count, columns: dimension, entries), labels: labels, eta: eta,
      isExponential: isExponential)
  }
}
