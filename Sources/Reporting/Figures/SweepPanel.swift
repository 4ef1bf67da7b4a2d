import Certification
import Documents
import Enclosures

/// One panel of a sweep: its certificates grouped by their number on the horizontal axis.
struct SweepPanel {
  private let field: CertificateField
  private let groups: [(x: PlotNumber, certificates: [NamedCertificate])]
  private let measured: [CertificateField]
  private let bounds: [CertificateField]
  private let options: FigureOptions

  /// - Throws: `DocumentError` for a field that no certificate has, and for texts.
  init(
    _ certificates: [NamedCertificate], x field: CertificateField, measured: [CertificateField],
    bounds: [CertificateField], _ options: FigureOptions
  ) throws(DocumentError) {
    self.field = field
    self.measured = measured
    self.bounds = bounds
    self.options = options
    var found: [PlotNumber: [NamedCertificate]] = [:]
    for certificate in certificates {
      guard let bounds = try FieldNumbers.bounds(field, certificate, option: "--x"),
        let ends = bounds.finite
      else {
        throw DocumentError(
          file: certificate.path, keyPath: "--x", value: field.description,
          "has no finite number in this certificate; name a field that all have, such as training.lambda"
        )
      }
      found[PlotNumber(lower: ends.lower, upper: ends.upper), default: []].append(certificate)
    }
    groups = found.map { ($0.key, $0.value) }.sorted {
      ($0.x.lower, $0.x.upper) < ($1.x.lower, $1.x.upper)
    }
    for (fields, option) in [(measured, "--y"), (bounds, "--bounds")] {
      for field in fields { try FieldNumbers.require(field, certificates, option: option) }
    }
  }

  private func numbers(_ field: CertificateField) -> [(x: PlotNumber, numbers: DrawnNumbers)] {
    groups.map { group in
      (group.x, DrawnNumbers(group.certificates.compactMap { FieldNumbers.known(field, $0) }))
    }
  }

  /// Whether a claim does not pass on some draw at a point, so that its bound is not claimed there.
  private func isUnclaimed(_ field: CertificateField, _ certificates: [NamedCertificate]) -> Bool {
    guard let label = FieldLabel.claim(field)?.label else { return false }
    return certificates.contains { named in
      named.certificate.claims.first { $0.label == label }?.verdict != "pass"
    }
  }

  // MARK: - The panel

  func panel(title: PlotText?) -> PlotPanel {
    var series: [PlotSeries] = []
    var arrows: [PlotArrow] = []
    for (index, field) in measured.enumerated() {
      let numbers = numbers(field)
      series.append(
        PlotSeries(
          name: FieldLabel.text(field) + PlotText(bounds.isEmpty ? "" : ", measured"),
          key: key(field), color: index, shape: .both, spread: .bars,
          points: numbers.map { .init(x: $0.x, y: $0.numbers.median, spread: $0.numbers.spread) }))
      arrows += self.arrows(numbers, color: index)
    }
    for (index, field) in bounds.enumerated() {
      // A bound has the colour of what it bounds, where they are as many.
      let color = bounds.count == measured.count ? index : measured.count + index
      let numbers = numbers(field)
      series.append(
        PlotSeries(
          name: FieldLabel.text(field), key: key(field), color: color,
          dash: index.isMultiple(of: 2) ? .dashed : .dashDot,
          points: zip(numbers, groups).map { point, group in
            .init(
              x: point.x, y: point.numbers.median, spread: point.numbers.spread,
              isFlagged: isUnclaimed(field, group.certificates))
          }))
      arrows += self.arrows(numbers, color: color)
    }
    let (x, y) = axes(series)
    var panel = PlotPanel(title: title, x: x, y: y)
    panel.series = series
    panel.arrows = arrows
    return panel
  }

  private func key(_ field: CertificateField) -> String {
    String(field.description.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  private func arrows(
    _ numbers: [(x: PlotNumber, numbers: DrawnNumbers)], color: Int
  ) -> [PlotArrow] {
    numbers.flatMap { point -> [PlotArrow] in
      let x = point.x.middle
      let above = point.numbers.above.map { PlotArrow(x: x, isUp: true, text: $0, color: color) }
      let below = PlotText(
        "\(point.numbers.below)×−∞", latex: "$\(point.numbers.below)\\times{-\\infty}$")
      let down =
        point.numbers.below == 0 ? nil : PlotArrow(x: x, isUp: false, text: below, color: color)
      return [above, down].compactMap(\.self)
    }
  }

  private func axes(_ series: [PlotSeries]) -> (PlotAxis, PlotAxis) {
    let values = series.flatMap { $0.points.flatMap { [$0.spread?.lower, $0.spread?.upper] } }
      .compactMap(\.self)
    let fields = measured + bounds.filter { _ in measured.isEmpty }
    let isTime = fields.allSatisfy(FieldLabel.isTime)
    let label =
      isTime
      ? PlotText("steps") : fields.count == 1 ? FieldLabel.text(fields[0]) : PlotText("value")
    func scale(_ isLogarithmic: Bool?) -> PlotAxis.Scale? {
      isLogarithmic.map { $0 ? .logarithmic : .linear }
    }
    let places = groups.flatMap { [$0.x.lower, $0.x.upper] }
    return (
      PlotAxis(FieldLabel.text(field), scale(options.isXLogarithmic), holding: places),
      PlotAxis(label, scale(options.isYLogarithmic), holding: values)
    )
  }

  // MARK: - What a reader must know

  /// How many draws each point has.
  var draws: [Int] { groups.map(\.certificates.count) }

  var notes: [PlotText] {
    var notes: [PlotText] = []
    let all = groups.flatMap(\.certificates)
    if bounds.contains(where: { isUnclaimed($0, all) }) {
      notes.append(
        PlotText(
          "A cross on a bound: its claim does not pass on some draw there (out of scope or not "
            + "certified)."))
    }
    let numbers = (measured + bounds).flatMap { self.numbers($0).map(\.numbers) }
    if numbers.contains(where: { $0.above != nil || $0.below > 0 }) {
      notes.append(
        PlotText(
          "Arrows count draws without a finite number: ×∞ never, ×> not within the horizon, ×−∞ "
            + "none.",
          latex:
            #"Arrows count draws without a finite number: $\times\infty$ never, $\times{>}$ not "#
            + #"within the horizon, $\times{-\infty}$ none."#))
    }
    for field in measured + bounds {
      let missing = all.count { FieldNumbers.known(field, $0) == nil }
      if missing > 0 {
        notes.append(
          FieldLabel.text(field)
            + PlotText(": \(missing) of \(all.count) certificates do not have it."))
      }
    }
    let others = SpecKeys.varying(all, besides: [field] + [options.panels].compactMap(\.self))
    if !others.isEmpty {
      notes.append(PlotText("Draws at a point differ in \(others.joined(separator: ", ")) too."))
    }
    return notes
  }
}
