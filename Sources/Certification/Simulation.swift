public import Documents
import Enclosures
public import RidgeTheory

/// Enclosures of the trajectory at chosen steps (DESIGN section 7, `simulate`).
public struct Simulation: Sendable {
  /// The schema of the JSON form.
  public static let schema = "grokcert/trajectory/1"
  /// The values of a ridge trajectory, in order of the CSV columns.
  public static let ridgeValues = ["train_loss", "population_loss", "theta_norm2"]

  /// One step with its values by name.
  public struct Point: Sendable {
    /// The step.
    public let step: Int
    /// The values by name.
    public let values: [String: EnclosureRecord]
  }

  /// The theory.
  public let theory: String
  /// The steps in the order asked for.
  public let points: [Point]

  /// Encloses a ridge trajectory at the given steps.
  ///
  /// - Throws: `RidgeError`.
  public init(
    _ problem: RidgeProblem, at steps: [Int], maximumPrecision: Int, jobs: Int = 1
  ) throws {
    theory = "ridge"
    let measurement = try RidgeMeasurement(
      problem, maximumPrecision: maximumPrecision, jobs: jobs)
    points = try steps.map { step in
      var values: [String: EnclosureRecord] = [:]
      for name in Simulation.ridgeValues {
        let record = try QuantityTable.record(maximumPrecision: maximumPrecision) { precision in
          if let exact = measurement.exactValue(of: name, at: step) {
            return .exact(exact)
          }
          return try measurement.enclosure(
            of: name, over: TimeRange(step), precision: precision
          ).map(ScalarValue.enclosed)
        }
        values[name] = record?.0
      }
      return Point(step: step, values: values)
    }
  }

  /// The trajectory as JSON.
  public var json: JSONValue {
    [
      "schema": .string(Simulation.schema), "theory": .string(theory),
      "points": .array(
        points.map { point in
          ["t": .string(String(point.step)), "values": .object(point.values.mapValues(\.json))]
        }),
    ]
  }

  /// The trajectory as CSV: one row a step, `…_lower` and `…_upper` columns.
  public var csv: String {
    let names = Simulation.ridgeValues
    var text =
      "t," + names.flatMap { ["\($0)_lower", "\($0)_upper"] }.joined(separator: ",") + "\n"
    for point in points {
      let fields = names.flatMap { name in
        [point.values[name]?.lower ?? "", point.values[name]?.upper ?? ""]
      }
      text += ([String(point.step)] + fields).joined(separator: ",") + "\n"
    }
    return text
  }
}
