package import Documents
import Enclosures
package import RidgeTheory

/// A problem with known answers, computed with python-flint at 1024 bits (Fixtures/ridge-golden.json).
package struct GoldenCase: CustomStringConvertible, Sendable {
  package let name: String
  package let problem: RidgeProblem
  /// t1 as text: an integer, `inf`, or `-inf` for the maximum of an empty set.
  package let expectedT1: String
  /// t2 as text: an integer or `inf`.
  package let expectedT2: String
  /// Decimals of 40 significant digits: `lambda_min_plus` and so on, by the fixture's names.
  package let values: [String: String]
  /// Values that are exact rationals, by the fixture's names.
  package let exact: [String: String]
  /// The whole case.
  package let json: JSONValue

  /// The name.
  package var description: String { name }

  /// Every case of the fixture.
  package static let all: [GoldenCase] = {
    do { return try load() } catch { fatalError("the golden cases cannot be read: \(error)") }
  }()

  private static func load() throws -> [GoldenCase] {
    let document = try JSONValue(parsing: PackageResources.ridge_golden_json)
    return try required(document["cases"]?.array).map { try GoldenCase($0) }
  }

  private init(_ json: JSONValue) throws {
    self.json = json
    name = try required(json["name"]?.string)
    expectedT1 = GoldenCase.time(json["t1"])
    expectedT2 = GoldenCase.time(json["t2"])
    values = GoldenCase.texts(json["values"])
    exact = GoldenCase.texts(json["exact"])
    let input = try required(json["input"])
    let n = try required(input["n"]?.integer)
    let m = try required(input["m"]?.integer)
    let data = GoldenData(generator: try required(input["gen"]), n: n, m: m)
    func number(_ key: String) throws -> Rational {
      try Rational(parsing: required(input[key]?.string))
    }
    let teacher = try data.teacher()
    problem = RidgeProblem(
      RidgeDeclaration(
        features: .matrix(try data.features()), covariance: try data.covariance(),
        teacher: teacher.map { .vector($0) } ?? .zero, initialization: .vector(try data.start()),
        startVariance: try number("nu2"), eta: try number("eta"), lambda: try number("lambda"),
        epsilon: try number("eps"), c: try number("c")))
  }

  private static func time(_ value: JSONValue?) -> String {
    switch value {
    case .integer(let time): "\(time)"
    case .string(let text): text
    default: "-inf"
    }
  }

  private static func texts(_ value: JSONValue?) -> [String: String] {
    (value?.object ?? [:]).compactMapValues { $0.string ?? $0.integer.map { "\($0)" } }
  }
}

/// The fixture's formulas for features, teacher, start and covariance.
private struct GoldenData {
  let generator: JSONValue
  let n: Int
  let m: Int

  private func integer(_ key: String) throws -> Int { try required(generator[key]?.integer) }

  func features() throws -> ExactMatrix {
    var rows: [[Rational]]
    if generator["phi"]?.string == "onehot" {
      let distinct = try integer("distinct")
      rows = (0..<n).map { i in (0..<m).map { $0 == i % distinct ? 1 : 0 } }
    } else {
      let (shift, denominator) = (try integer("phi_shift"), try integer("phi_den"))
      rows = (0..<n).map { i in
        (0..<m).map { j in
          Rational((37 * i + 101 * j + 7 * i * j + shift) % 211 - 105, denominator)
        }
      }
    }
    for copy in generator["row_copies"]?.array ?? [] {
      let parts = try required(copy.array)
      let factor = try Rational(parsing: required(parts[2].string))
      let (target, source) = (try required(parts[0].integer), try required(parts[1].integer))
      rows[target] = rows[source].map { factor * $0 }
    }
    return ExactMatrix(rows: n, columns: m, rows.flatMap { $0 })
  }

  func start() throws -> ExactMatrix {
    let denominator = try integer("theta0_den")
    return ExactMatrix(
      rows: m, columns: 1,
      (0..<m).map { Rational((53 * $0 + 17 * $0 * $0 + 11) % 197 - 98, denominator) })
  }

  func teacher() throws -> ExactMatrix? {
    let denominator = try integer("thetastar_den")
    guard denominator != 0 else { return nil }
    return ExactMatrix(
      rows: m, columns: 1,
      (0..<m).map { Rational((29 * $0 + 13 * $0 * $0 + 5) % 101 - 50, denominator) })
  }

  func covariance() throws -> Covariance {
    let sigma = try required(generator["sigma"])
    func value(_ key: String) throws -> Int { try required(sigma[key]?.integer) }
    switch sigma["type"]?.string {
    case "diag":
      let (period, denominator) = (try value("mod"), try value("den"))
      return .diagonal((0..<m).map { Rational(1 + $0 % period, denominator) })
    case "iso+ones":
      let scale = Rational(try value("num"), try value("den"))
      let ones = Rational(try value("ones_num"), try value("ones_den"))
      let size = m
      return .matrix(
        ExactMatrix(
          rows: m, columns: m,
          (0..<(m * m)).map { $0 / size == $0 % size ? scale + ones : ones }))
    default: return .scaledIdentity(Rational(try value("num"), try value("den")))
    }
  }
}

private struct MissingValue: Error {}

private func required<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw MissingValue() }
  return value
}
