public import Certification
import Documents

/// What a figure shows.
public enum FigureKind: String, Sendable, CaseIterable {
  /// Train and population loss of ridge regression against the step.
  case losses
  /// The losses beside the certified accuracies, for Gaussian features.
  case surrogate
  /// Numbers against a number: measurements and bounds along a sweep.
  case sweep
  /// `sweep` of t1 and t2 with the bounds of eq (8).
  case times
  /// Bias, distance and accuracies of logistic regression against the step.
  case phases
  /// A number over two axes.
  case heatmap
}

/// The choices of a figure.
public struct FigureOptions: Sendable {
  /// What it shows.
  public var kind: FigureKind
  /// The title above it.
  public var title: String?
  /// The field of the horizontal axis; one a panel where there are several.
  public var x: [CertificateField] = []
  /// The fields of the vertical axis; of a heat map, one.
  public var y: [CertificateField] = []
  /// The fields that are drawn as bounds, dashed.
  public var bounds: [CertificateField] = []
  /// The field that the panels differ in.
  public var panels: CertificateField?
  /// The field behind the colours of a heat map.
  public var value: CertificateField?
  /// Whether the horizontal axis is logarithmic; nil where the numbers decide.
  public var isXLogarithmic: Bool?
  /// Whether the vertical axis is logarithmic; nil where the numbers decide.
  public var isYLogarithmic: Bool?
  /// Whether the least number of a cell is shown, not the greatest.
  public var showsLeast = false
  /// The last step of a trajectory; nil where the certificates decide.
  public var lastStep: Int?
  /// About how many steps of a trajectory are enclosed.
  public var stepCount = 240
  /// A trajectory that `simulate` made, in place of a new one.
  public var trajectory: TrajectoryFile?
  /// What is being done, for a progress line.
  public var progress: @Sendable (String) -> Void = { _ in }

  /// The defaults of a kind.
  public init(_ kind: FigureKind) { self.kind = kind }
}

extension Figure {
  /// A figure from certificates.
  ///
  /// - Parameters:
  ///   - sources: the certificates of each path that the user named.
  ///   - options: what is shown.
  /// - Throws: `DocumentError` for fields that do not exist and certificates of another theory, and what
  ///   measuring a trajectory throws.
  public init(_ sources: [[NamedCertificate]], _ options: FigureOptions) throws {
    let all = sources.flatMap(\.self)
    guard !all.isEmpty else {
      throw DocumentError(file: nil, "there is no certificate to draw; name files or folders")
    }
    switch options.kind {
    case .sweep, .times: self = try SweepFigure(sources, options).figure()
    case .losses: self = try LossFigure.figure(all, options)
    case .surrogate: self = try LossFigure(all, options).surrogate()
    case .phases: self = try PhaseFigure(all, options).figure()
    case .heatmap: self = try HeatmapFigure(all, options).figure()
    }
  }

  /// Certificates of one theory, or an error that names one of another.
  static func require(
    _ theory: String, for kind: FigureKind, _ certificates: [NamedCertificate]
  ) throws(DocumentError) {
    if let other = certificates.first(where: { $0.certificate.theory != theory }) {
      throw DocumentError(
        file: other.path, keyPath: "theory", value: other.certificate.theory,
        "has no figure of kind \(kind.rawValue), which is for theory \(theory); "
          + "name certificates of that theory, or another --kind")
    }
  }
}
