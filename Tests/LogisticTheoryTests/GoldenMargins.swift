import Documents
import Enclosures
import Foundation
import LogisticTheory
import Testing

/// A data set and loss with known margins and limits (Fixtures/logistic-golden.json).
struct GoldenMargin: CustomTestStringConvertible, Sendable {
  let name: String
  let dataset: LogisticDataset
  let eta: Rational
  /// The case and its loss.
  let json: JSONValue

  var testDescription: String { name }

  /// Every case of the fixture, with both losses.
  static let all: [GoldenMargin] = {
    do { return try load() } catch { fatalError("the golden cases cannot be read: \(error)") }
  }()
  /// Those that are separable.
  static let separable = all.filter { $0.json["separable"]?.bool == true }

  private static func load() throws -> [GoldenMargin] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
      .appendingPathComponent("logistic-golden.json")
    let document = try JSONValue(parsing: InputFile.read(url.path, limit: 1 << 24))
    var cases: [GoldenMargin] = []
    for (name, value) in try #require(document.object).sorted(by: { $0.key < $1.key }) {
      guard let points = value["points"]?.array else { continue }
      var entries: [Rational] = []
      var labels: [Int] = []
      for point in points {
        entries += try rationals(point["x"])
        labels.append(try #require(point["y"]?.integer))
      }
      let dataset = LogisticDataset(
        points: ExactMatrix(rows: labels.count, columns: 2, entries), labels: labels)
      for loss in ["logistic", "exp"] {
        let json = try #require(value[loss])
        cases.append(
          GoldenMargin(
            name: "\(name)/\(loss)", dataset: dataset,
            eta: try Rational(parsing: #require(json["eta"]?.string)), json: json))
      }
    }
    return cases
  }

  /// A list of numbers in text.
  static func rationals(_ value: JSONValue?) throws -> [Rational] {
    try #require(value?.array).map { try Rational(parsing: #require($0.string)) }
  }

  /// A number in text.
  func number(_ name: String) throws -> Rational {
    try Rational(parsing: #require(json[name]?.string))
  }

  /// Numbers in text by point.
  func byPoint(_ value: JSONValue?) throws -> [Int: Rational] {
    var result: [Int: Rational] = [:]
    for (index, text) in try #require(value?.object) {
      result[try #require(Int(index))] = try Rational(parsing: #require(text.string))
    }
    return result
  }
}

/// Whether an enclosure is narrow and holds a number that was rounded to 40 digits.
func holds(_ enclosure: Interval, _ golden: Rational) -> Bool {
  let slack = golden.magnitude * Rational.powerOfTwo(-131) + Rational.powerOfTwo(-380)
  let rounded = Interval(lower: golden - slack, upper: golden + slack, precision: 400)
  return enclosure.meets(rounded) && enclosure.isBounded
    && enclosure.width.compare(to: (golden.magnitude + 1) * Rational.powerOfTwo(-140)) < 0
}

/// zᵢ = yᵢ(xᵢ, 1), read by the tests on their own.
func signedRow(_ data: LogisticDataset, _ index: Int) -> [Rational] {
  let y = Rational(data.labels[index])
  return (0..<data.dimension).map { data.points[index, $0] * y } + [y]
}

/// Σ aⱼbⱼ.
func product(_ a: [Rational], _ b: [Rational]) -> Rational {
  zip(a, b).reduce(Rational(0)) { $0 + $1.0 * $1.1 }
}

/// Checks every optimality condition of (7) and (9) and the support set, exactly.
func expectOptimal(_ margin: MaximumMargin, _ data: LogisticDataset) throws {
  let state = try #require(margin.extended.exactState)
  let margins = (0..<data.count).map { product(signedRow(data, $0), state) }
  #expect(margins.allSatisfy { $0 >= 1 })
  #expect(margin.support == margins.indices.filter { margins[$0] == 1 })
  #expect(margin.exactNonsupportMinimum == margins.filter { $0 > 1 }.min())
  var sum = state.map { _ in Rational(0) }
  for (index, weight) in margin.extendedDual {
    #expect(weight > 0 && margins[index] == 1)
    sum = zip(sum, signedRow(data, index)).map { $0 + weight * $1 }
  }
  #expect(sum == state)
  #expect(margin.isThroughOrigin == state[data.dimension].isZero)

  let plain = try #require(margin.plain?.exactState)
  let plainMargins = (0..<data.count).map { product(signedRow(data, $0), plain) }
  #expect(plainMargins.allSatisfy { $0 >= 1 })
  sum = plain.map { _ in Rational(0) }
  for (index, weight) in margin.plainDual {
    #expect(weight > 0 && plainMargins[index] == 1)
    sum = zip(sum, signedRow(data, index)).map { $0 + weight * $1 }
  }
  #expect(sum == plain.dropLast() + [0])
  #expect(margin.problemsAgree == (plain == state))
}

/// Checks that Σ αᵢyᵢ(xᵢ, 1) = 0 with αᵢ > 0 and Σ αᵢ = 1.
func expectCertificate(_ certificate: [Int: Rational], _ data: LogisticDataset) {
  var sum = [Rational](repeating: 0, count: data.dimension + 1)
  for (index, weight) in certificate {
    #expect(weight > 0)
    sum = zip(sum, signedRow(data, index)).map { $0 + weight * $1 }
  }
  #expect(sum.allSatisfy { $0.isZero })
  #expect(certificate.values.reduce(0) { $0 + $1 } == 1)
}
