import Certification
import Documents

extension LossFigure {
  /// A panel for each value of the field that `--panels` names, each over steps of its own.
  ///
  /// - Throws: as `init(_:_:)`, and `DocumentError` for certificates without the field.
  static func figure(
    _ certificates: [NamedCertificate], _ options: FigureOptions
  ) throws -> Figure {
    guard let field = options.panels else { return try LossFigure(certificates, options).figure() }
    var groups: [FieldKey: [NamedCertificate]] = [:]
    for certificate in certificates {
      groups[try FieldKey(field, certificate, option: "--panels"), default: []].append(certificate)
    }
    var (panels, notes): ([PlotPanel], [PlotText]) = ([], [])
    for (key, members) in groups.sorted(by: { $0.key < $1.key }) {
      var (panel, remarks) = try LossFigure(members, options).losses()
      panel.title = FieldLabel.text(field) + PlotText(" = ") + key.text
      panels.append(panel)
      for note in remarks where !notes.contains(note) {
        notes.append(note)
      }
    }
    return Figure(
      kind: options.kind, title: options.title.map { PlotText($0) }, panels: panels,
      columns: min(panels.count, 2), notes: notes, digests: certificates.map(\.digest))
  }
}
