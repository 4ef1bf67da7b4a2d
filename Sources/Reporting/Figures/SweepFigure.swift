import Certification
import Documents
import Enclosures

/// Draws numbers against a number: measurements and bounds along a sweep.
struct SweepFigure {
  private let panels: [(title: PlotText?, x: CertificateField, certificates: [NamedCertificate])]
  private let options: FigureOptions
  private let measured: [CertificateField]
  private let bounds: [CertificateField]

  /// - Throws: `DocumentError` where the options do not fit each other or the certificates.
  init(_ sources: [[NamedCertificate]], _ options: FigureOptions) throws(DocumentError) {
    self.options = options
    let isTimes = options.kind == .times
    if isTimes { try Figure.require("ridge", for: .times, sources.flatMap(\.self)) }
    measured = options.y.isEmpty && isTimes ? try CertificateField.list("t1,t2") : options.y
    bounds =
      options.bounds.isEmpty && isTimes
      ? try CertificateField.list("right(ridge/8-t1),right(ridge/8-t2)") : options.bounds
    guard let first = options.x.first else {
      throw DocumentError(
        file: nil, keyPath: "--x", "name the field along the axis, such as training.lambda")
    }
    guard !measured.isEmpty else {
      throw DocumentError(file: nil, keyPath: "--y", "name the fields to draw, such as t1,t2")
    }
    panels = try SweepFigure.panels(sources, options, first)
  }

  private static func panels(
    _ sources: [[NamedCertificate]], _ options: FigureOptions, _ first: CertificateField
  ) throws(DocumentError) -> [(
    title: PlotText?, x: CertificateField, certificates: [NamedCertificate]
  )] {
    if options.x.count > 1 {
      guard options.panels == nil, options.x.count == sources.count else {
        throw DocumentError(
          file: nil, keyPath: "--x",
          "names \(options.x.count) fields for \(sources.count) paths; "
            + "give one field for all, or one for each path (one panel each, without --panels)")
      }
      return zip(options.x, sources).map { (nil, $0, $1) }
    }
    let all = sources.flatMap(\.self)
    guard let field = options.panels else { return [(nil, first, all)] }
    var groups: [FieldKey: [NamedCertificate]] = [:]
    for certificate in all {
      let key = try FieldKey(field, certificate, option: "--panels")
      groups[key, default: []].append(certificate)
    }
    return groups.sorted { $0.key < $1.key }.map { key, certificates in
      (FieldLabel.text(field) + PlotText(" = ") + key.text, first, certificates)
    }
  }

  // MARK: - Drawing

  func figure() throws(DocumentError) -> Figure {
    var notes: [PlotText] = []
    var drawn: [PlotPanel] = []
    var draws: [Int] = []
    for panel in panels {
      let content = try SweepPanel(
        panel.certificates, x: panel.x, measured: measured, bounds: bounds, options)
      drawn.append(content.panel(title: panel.title))
      draws += content.draws
      for note in content.notes where !notes.contains(note) { notes.append(note) }
    }
    if let most = draws.max(), let least = draws.min(), most > 1 {
      let range = least == most ? "\(most) draws" : "\(least) to \(most) draws"
      notes.insert(
        PlotText(
          "Median and range (least to greatest) of \(range) a point, each certified"
            + (bounds.isEmpty ? "." : "; bands are the ranges of bounds that depend on the draw.")),
        at: 0)
    }
    return Figure(
      kind: options.kind, title: options.title.map { PlotText($0) }, panels: drawn,
      columns: drawn.count > 1 ? 2 : 1, notes: notes,
      digests: panels.flatMap { $0.certificates.map(\.digest) })
  }
}
