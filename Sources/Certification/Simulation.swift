public import Documents
import Enclosures

/// Enclosures of the trajectory at chosen steps (DESIGN section 7, `simulate`).
public struct Simulation: Sendable {
  /// The schema of the JSON form.
  public static let schema = "grokcert/trajectory/1"

  /// The theory.
  public let theory: String
  /// The steps in the order asked for.
  public let points: [TrajectoryPoint]
  /// Labels of the CSV columns, without `_lower` and `_upper`.
  private let columns: [String]

  /// Encloses a trajectory at the given steps.
  ///
  /// - Throws: what the theory throws for data that cannot be measured and steps that do not exist.
  public init(
    _ problem: any TheoryProblem, at steps: [Int], settings: MeasurementSettings
  ) throws {
    theory = type(of: problem).theory
    let measurement = try problem.covering(steps).measured(settings)
    points = try measurement.trajectory(at: steps)
    let values = points.flatMap { point in point.values.map { ($0.key, $0.value) } }
    columns = measurement.trajectoryNames.flatMap { name -> [String] in
      // A value may be missing at some steps, and is numeric where it is missing everywhere.
      let known = values.first { $0.0 == name }
      return known?.1.labelled(name).map(\.label) ?? [name]
    }
  }

  /// The trajectory as JSON.
  public var json: JSONValue {
    [
      "schema": .string(Simulation.schema), "theory": .string(theory),
      "points": .array(points.map(\.json)),
    ]
  }

  /// The trajectory as CSV: one row a step, `…_lower` and `…_upper` columns.
  public var csv: String {
    let header = ["t"] + columns.flatMap { ["\($0)_lower", "\($0)_upper"] }
    let rows = points.map { point in
      let numbers = point.values.flatMap { $1.labelled($0) }
      let records = Dictionary(numbers.map { ($0.label, $0.record) }) { first, _ in first }
      return [String(point.step)]
        + columns.flatMap { [records[$0]?.lower ?? "", records[$0]?.upper ?? ""] }
    }
    return ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }
}
