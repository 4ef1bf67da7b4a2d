import Certification
import Documents
import Enclosures

/// The trajectories behind a figure: measured anew, or read from a file.
struct TrajectorySource {
  let options: FigureOptions
  /// Bits that are enough for a picture: losses that have all but vanished, below its frame, would take thousands
  /// to be known to many digits.
  private static let ridgePrecision = 256

  /// The trajectory of a certificate's problem at these steps; the steps of the file where there is one.
  func points(_ named: NamedCertificate, at steps: [Int]) throws -> [TrajectoryPoint] {
    if let file = options.trajectory {
      return try file.points(for: named).filter { $0.step > 0 }
    }
    let problem = try Theories.problem(named.certificate.specification, name: named.path)
    var settings = MeasurementSettings()
    settings.maximumPrecision = named.certificate.maximumPrecision
    if named.certificate.theory == "ridge" {
      settings.maximumPrecision = min(settings.maximumPrecision, Self.ridgePrecision)
    }
    let (progress, path) = (options.progress, named.path)
    settings.progress = { progress("\(path): \($0)") }
    return try Simulation(problem, at: steps, settings: settings).points
  }

  /// A stage time that is finite and known, as a number on an axis of steps.
  static func time(_ name: String, _ certificate: Certificate) -> PlotNumber? {
    certificate.quantities[name].flatMap { PlotNumber($0) }
  }

  /// The greatest step that stage times speak of; nil where none is finite.
  static func lastStep(_ names: [String], _ certificates: [NamedCertificate]) -> Rational? {
    certificates.flatMap { named in
      names.compactMap { name -> Rational? in
        guard let record = named.certificate.quantities[name],
          case .between(let lower, let upper)? = Bounds(record)
        else { return nil }
        return upper ?? lower
      }
    }.max()
  }
}
