import Certification
import Enclosures

/// Draws the stage times of one certificate on a line, from the certificate alone.
struct TimelineFigure {
  let named: NamedCertificate

  init(_ named: NamedCertificate) { self.named = named }

  /// The picture; nil where no stage time is a positive number.
  var figure: Figure? {
    let times = StageMeaning.names(named.certificate).compactMap { name in
      TrajectorySource.time(name, named.certificate).map { (name, $0) }
    }.filter { $0.1.lower.sign > 0 }
    guard !times.isEmpty else { return nil }
    let count = times.count
    let ticks = times.enumerated().map { index, time in
      let field = try? CertificateField(time.0)
      return PlotAxis.Tick(
        value: Rational(count - index),
        text: field.map(FieldLabel.text) ?? FieldLabel.identifier(time.0))
    }
    let values = times.flatMap { [$0.1.lower, $0.1.upper] }
    let x = PlotAxis(PlotText("steps"), .logarithmic, holding: values + [1])
    let y = PlotAxis(
      PlotText(""), .linear, from: Rational(1, 2), to: Rational(2 * count + 1, 2), ticks: ticks)
    var panel = PlotPanel(x: x, y: y)
    panel.frameHeight = Double(max(count, 2)) * 24
    panel.series = [
      PlotSeries(
        key: "time", color: 0, shape: .points,
        points: times.enumerated().map { index, time in
          .init(x: time.1, y: PlotNumber(Rational(count - index)))
        })
    ]
    return Figure(
      kind: .sweep, title: PlotText("Stage times"), panels: [panel], columns: 1, notes: [],
      digests: [named.digest])
  }
}
