import Documents
import Enclosures
import Foundation
import Testing

@testable import RidgeTheory

/// A small problem with answers proved by Tests/Oracles/make_ridge_oracle.py.
struct OracleCase: CustomTestStringConvertible, Sendable {
  let name: String
  let json: JSONValue

  var testDescription: String { name }

  static let all: [OracleCase] = {
    do {
      guard
        let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil),
        let cases = try JSONValue(
          parsing: InputFile.read(
            folder.appendingPathComponent("ridge-oracle.json").path, limit: 1 << 24))["cases"]?
          .array
      else { fatalError("the oracle has no cases") }
      return cases.map { OracleCase(name: $0["name"]?.string ?? "", json: $0) }
    } catch { fatalError("the oracle cannot be read: \(error)") }
  }()

  private func input(_ key: String) throws -> JSONValue { try #require(json["input"]?[key]) }

  private func number(_ key: String) throws -> Rational {
    try Rational(parsing: #require(input(key).string))
  }

  private func vector(_ key: String) throws -> [Rational] {
    try #require(input(key).array).map { try Rational(parsing: #require($0.string)) }
  }

  private func matrix(_ key: String) throws -> ExactMatrix {
    let rows = try #require(input(key).array).map { row in
      try #require(row.array).map { try Rational(parsing: #require($0.string)) }
    }
    return ExactMatrix(rows: rows.count, columns: rows[0].count, rows.flatMap { $0 })
  }

  /// The covariance in every form that says the same.
  private func covariances() throws -> [Covariance] {
    let matrix = try matrix("sigma")
    let diagonal = (0..<matrix.rows).map { matrix[$0, $0] }
    let isDiagonal = (0..<matrix.count).allSatisfy {
      $0 % (matrix.rows + 1) == 0 || matrix[$0].isZero
    }
    guard isDiagonal else { return [.matrix(matrix)] }
    guard Set(diagonal).count == 1 else { return [.matrix(matrix), .diagonal(diagonal)] }
    return [.matrix(matrix), .diagonal(diagonal), .scaledIdentity(diagonal[0])]
  }

  func problems() throws -> [RidgeProblem] {
    let teacher = try vector("teacher")
    let start = try vector("start")
    let phi = try matrix("phi")
    return try covariances().map { covariance in
      RidgeProblem(
        RidgeDeclaration(
          features: .matrix(phi), covariance: covariance,
          teacher: .vector(ExactMatrix(rows: teacher.count, columns: 1, teacher)),
          initialization: .vector(ExactMatrix(rows: start.count, columns: 1, start)),
          startVariance: 1, eta: try number("eta"), lambda: try number("lambda"),
          epsilon: try number("epsilon"), c: try number("c"),
          horizon: json["input"]?["horizon"]?.integer))
    }
  }

  var isTie: Bool { json["input"]?["tie"] == .bool(true) }
  var isOpen: Bool { json["input"]?["open"] == .bool(true) }

  func texts(_ key: String) -> [String: String] {
    (json[key]?.object ?? [:]).compactMapValues(\.string)
  }
}

struct OracleTests {
  @Test("stage times are the proved ones", arguments: OracleCase.all)
  func times(oracle: OracleCase) throws {
    for problem in try oracle.problems() {
      let times = try RidgeMeasurement(problem, maximumPrecision: 512).stageTimes()
      for (key, found) in [("t1", times.t1), ("t2", times.t2), ("t_final", times.tFinal)] {
        guard let text = oracle.json[key]?.string else { continue }
        let bound = try #require(StepBound(text: text))
        #expect(found.contains(bound), "\(key) is \(text), not \(found)")
        if !oracle.isTie { #expect(found.isExact, "\(key) is \(text), found \(found)") }
      }
      if let after = oracle.json["t2_after"]?.integer {
        #expect(times.t2.upper > .step(after))
      }
      if let from = oracle.json["t1_from"]?.string {
        #expect(try times.t1.upper >= #require(StepBound(text: from)))
      }
      if let horizon = problem.horizon, oracle.isOpen {
        for time in [times.t1, times.t2, times.tFinal] {
          #expect(time.upper == .infinity || time.isExact)
        }
        if oracle.json["t2"] == nil {
          #expect(times.t2 == StepEnclosure(lower: .step(horizon + 1), upper: .infinity))
        }
        if let from = oracle.json["t1_from"]?.string {
          #expect(try times.t1.lower == #require(StepBound(text: from)))
        }
      }
    }
  }

  @Test("losses and constants are the proved ones", arguments: OracleCase.all)
  func values(oracle: OracleCase) throws {
    for problem in try oracle.problems() {
      let measurement = try RidgeMeasurement(problem)
      for (name, text) in oracle.texts("values") {
        let value = try #require(try measurement.value(of: name, precision: 64), "\(name)")
        let exact = try Rational(parsing: text)
        let interval = value.interval(precision: 256)
        #expect(interval.contains(exact), "\(name) = \(text): \(interval)")
        #expect(interval.isNarrow(25, scale: 1), "\(name): \(interval)")
      }
      for (name, text) in oracle.texts("decimals") {
        let value = try #require(try measurement.value(of: name, precision: 64), "\(name)")
        let interval = value.interval(precision: 256)
        #expect(try interval.meets(decimal: text), "\(name) = \(text): \(interval)")
        #expect(interval.isNarrow(25, scale: name == "rho_max" ? 1 : 0), "\(name): \(interval)")
      }
      let square = try Rational(
        parsing: #require(oracle.json["psp_frobenius_squared"]?.string))
      let frobenius = try #require(try measurement.value(of: "psp_frobenius", precision: 64))
        .interval(precision: 256)
      #expect(frobenius.squared().contains(square), "psp_frobenius: \(frobenius)")
      for (text, losses) in oracle.json["losses"]?.object ?? [:] {
        let t = try #require(Int(text))
        for (name, value) in losses.object ?? [:] {
          for precision in [64, 300] {
            let interval = try #require(
              try measurement.enclosure(of: name, over: TimeRange(t), precision: precision))
            #expect(
              try interval.meets(decimal: #require(value.string)), "\(name)(\(t)): \(interval)")
          }
        }
      }
    }
  }

  @Test("quantities that do not exist are left out")
  func absent() throws {
    for oracle in OracleCase.all {
      let problem = try #require(try oracle.problems().first)
      let measurement = try RidgeMeasurement(problem)
      let isZero = oracle.texts("values")["rank"] == "0"
      for name in ["lambda_min_plus", "lambda_max", "rho_max"] {
        #expect((try measurement.value(of: name, precision: 64) == nil) == isZero, "\(name)")
      }
      for name in ["final_error", "final_train_loss"] {
        #expect(
          (try measurement.value(of: name, precision: 64) == nil) == problem.lambda.isZero,
          "\(name)")
      }
    }
  }
}
