import Documents
import Enclosures
import LogisticTheory
import Testing

struct MaximumMarginTests {
  @Test("golden margins", arguments: GoldenMargin.separable)
  func golden(_ golden: GoldenMargin) throws {
    let margin = try #require(MaximumMargin.find(golden.dataset).separable)
    try expectOptimal(margin, golden.dataset)
    let json = golden.json
    func state(_ name: String) throws -> [Rational] {
      try GoldenMargin.rationals(json[name]?["w"])
        + [Rational(parsing: #require(json[name]?["b"]?.string))]
    }
    #expect(try margin.extended.exactState == state("ext_svm_(7)"))
    #expect(try margin.plain?.exactState == state("svm_(9)"))
    #expect(margin.isThroughOrigin == json["assumption_3.1"]?.bool)
    #expect(margin.problemsAgree == json["(7)==(9)"]?.bool)
    #expect(margin.support == json["support_idx"]?.array?.compactMap(\.integer))
    #expect(try margin.exactNonsupportMinimum == golden.number("nonsupport_min_margin"))
    #expect(try margin.exactSquaredGamma == golden.number("gamma_squared"))
    #expect(try holds(margin.gamma(precision: 256), golden.number("gamma")))
    #expect(try margin.exactSquaredNorm == golden.number("||w_hat||^2"))
  }

  @Test("data without a margin have a certificate")
  func notSeparable() throws {
    for golden in GoldenMargin.all where golden.json["separable"]?.bool == false {
      guard case .notSeparable(let certificate) = MaximumMargin.find(golden.dataset) else {
        Issue.record("\(golden.name) is separable?")
        continue
      }
      expectCertificate(certificate, golden.dataset)
    }
  }

  @Test("random rational data", arguments: 0..<60)
  func random(_ seed: Int) throws {
    var words = Words(seed: UInt64(seed))
    let d = 1 + seed % 4
    let count = 2 + words.next(12)
    // Small grids give ties, duplicates and degenerate hulls.
    let size = [3, 8, 100, 100_000][words.next(4)]
    let shift = words.next(3) * size
    var entries: [Rational] = []
    var labels: [Int] = []
    for index in 0..<count {
      let label = index == 0 ? 1 : index == 1 ? -1 : 2 * words.next(2) - 1
      for column in 0..<d {
        let value = words.next(2 * size + 1) - size + (column == 0 ? label * shift : 0)
        entries.append(Rational(value, 1 + seed % 7))
      }
      labels.append(label)
    }
    let data = LogisticDataset(
      points: ExactMatrix(rows: count, columns: d, entries), labels: labels)
    switch MaximumMargin.find(data) {
    case .separable(let margin): try expectOptimal(margin, data)
    case .notSeparable(let certificate): expectCertificate(certificate, data)
    case .undecided(let reason): Issue.record("\(reason)")
    }
  }

  @Test("the margin of planted data is the planted one", arguments: [1, 2, 5, 40])
  func planted(_ d: Int) throws {
    let problem = try problem(
      plantedSpec(
        "d: \(d), box: 5, gamma: 1e-3, per_class: [300, 200], support: [100, 50], seed: 1"))
    let margin = try #require(MaximumMargin.find(problem).separable)
    try expectOptimal(margin, problem.dataset)
    let wTrue = try #require(problem.wTrue)
    #expect(margin.extended.exactState == wTrue.map { $0 * 2000 } + [0])
    #expect(margin.support.count == 150 && margin.problemsAgree == true)
    #expect(margin.exactSquaredGamma == Rational(1, 1_000_000))
    // Found again without the hint where the search is quick.
    if d <= 5 {
      let found = try #require(MaximumMargin.find(problem.dataset).separable)
      #expect(found.extended.exactState == margin.extended.exactState)
      #expect(found.support == margin.support)
    }
  }

  @Test("points that binary64 cannot tell apart")
  func tiny() throws {
    let tiny = Rational.powerOfTwo(-200)
    let data = LogisticDataset(
      points: ExactMatrix(rows: 3, columns: 1, [1 + tiny, Rational(1), 1 - tiny]),
      labels: [1, -1, -1])
    let margin = try #require(MaximumMargin.find(data).separable)
    try expectOptimal(margin, data)
    let mixed = LogisticDataset(
      points: ExactMatrix(rows: 3, columns: 1, [1 + tiny, Rational(1), 1 - tiny]),
      labels: [1, -1, 1])
    guard case .notSeparable(let certificate) = MaximumMargin.find(mixed) else {
      Issue.record("an alternating line is not separable")
      return
    }
    expectCertificate(certificate, mixed)
  }
}

/// Reproducible small numbers.
struct Words {
  private let generator: Philox4x64
  private var counter: UInt64 = 0

  init(seed: UInt64) { generator = Philox4x64(key0: seed, key1: 99) }

  /// A number from 0 to below the bound.
  mutating func next(_ bound: Int) -> Int {
    counter += 1
    return Int(generator.block((counter, 0, 0, 0)).0 % UInt64(bound))
  }
}
