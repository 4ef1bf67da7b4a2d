import Documents
import Enclosures
import Foundation
import Testing

@testable import RidgeTheory

/// The answers of Tests/Oracles/make_feature_oracle.py.
enum FeatureOracle {
  static let json: JSONValue = {
    do {
      guard let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil) else {
        fatalError("there are no fixtures")
      }
      return try JSONValue(
        parsing: InputFile.read(
          folder.appendingPathComponent("feature-oracle.json").path, limit: 1 << 24))
    } catch { fatalError("the oracle cannot be read: \(error)") }
  }()

  /// Problems with features, covariance, losses and digest.
  static let cases = (json["cases"]?.array ?? []).map(FeatureCase.init)
  /// Feature maps with the extreme eigenvalues of their covariance.
  static let spectra = (json["spectra"]?.array ?? []).map(FeatureCase.init)

  /// A symmetric list of lists of texts, full or its lower triangle.
  static func rows(_ value: JSONValue?) throws -> [[String]] {
    try #require(value?.array).map { row in
      try #require(row.array).map { try #require($0.string) }
    }
  }

  /// A list of lists of rationals.
  static func matrix(_ value: JSONValue?) throws -> ExactMatrix {
    let rows = try rows(value).map { try $0.map { try Rational(parsing: $0) } }
    return ExactMatrix(rows: rows.count, columns: rows[0].count, rows.flatMap { $0 })
  }
}

/// One feature map of the oracle.
struct FeatureCase: CustomTestStringConvertible, Sendable {
  let json: JSONValue

  var kind: String { json["kind"]?.string ?? "" }
  var testDescription: String { "\(kind), m = \(json["m"]?.integer ?? 0)" }

  func text(_ key: String) throws -> String { try #require(json[key]?.string) }

  func number(_ key: String) throws -> Rational { try Rational(parsing: text(key)) }

  /// How the map is drawn.
  func draw() throws -> RandomFeatureDraw {
    RandomFeatureDraw(
      n: json["n"]?.integer ?? 1, d: try #require(json["d"]?.integer),
      m: try #require(json["m"]?.integer), variance: try number("variance"),
      seed: try #require(json["seed"]?.integer))
  }

  /// The features of a spec.
  func source() throws -> FeatureSource {
    kind == "relu" ? .relu(try draw()) : .fourier(try draw())
  }

  /// The map, with its parameters drawn.
  func map() throws -> RandomFeatureMap { try #require(try Features(source()).map) }

  /// The problem of the case.
  func problem(epsilon: Rational = Rational(1, 1000), c: Rational = Rational(1, 50)) throws
    -> RidgeProblem
  {
    RidgeProblem(
      RidgeDeclaration(
        features: try source(), covariance: .implied, teacher: .sphere(norm: 1, seed: 2),
        initialization: .gaussian(variance: 1, seed: 3), startVariance: 1,
        eta: try number("eta"), lambda: try number("lambda"), epsilon: epsilon, c: c))
  }
}
