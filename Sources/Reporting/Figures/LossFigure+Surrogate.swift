import Certification
import Documents
import Enclosures

/// Draws the accuracies that squared errors give, beside the losses.
///
/// A point counts as learnt where the squared error of its prediction is at most ε. For Gaussian features
/// the error φᵀ(θ − θ*) is N(0, L), so the share of learnt points of the population is erf(√(ε/(2L))). On the
/// sample, more than k points that are not learnt have a sum of squared errors, 2nLₙ, above kε.
extension LossFigure {
  private static let precision = 96

  /// - Throws: `DocumentError` for features that are not Gaussian.
  func surrogate() throws(DocumentError) -> Figure {
    for run in runs { try LossFigure.requireGaussian(run.named) }
    var (losses, notes) = losses(sharesAxisBelow: true)
    let accuracy = PlotText("accuracy")
    var panel = PlotPanel(
      x: losses.x,
      y: PlotAxis(accuracy, .linear, from: Rational(-1, 50), to: Rational(51, 50)))
    for (index, run) in runs.enumerated() {
      let suffix = runs.count == 1 ? "" : "_\(index + 1)"
      func points(_ share: (TrajectoryPoint) -> PlotNumber?) -> [PlotSeries.Point] {
        run.points.map { .init(x: PlotNumber(Rational($0.step)), y: nil, spread: share($0)) }
      }
      let test = points { LossFigure.testAccuracy($0, run.named.certificate) }
      panel.series.append(
        PlotSeries(
          name: index == 0 ? PlotText("training accuracy (certified range)") : nil,
          key: "train_accuracy\(suffix)", color: 0, shape: .none,
          points: points { LossFigure.trainAccuracy($0, run.named.certificate) }))
      panel.series.append(
        PlotSeries(
          name: index == 0 ? PlotText("population accuracy") : nil, key: "test_accuracy\(suffix)",
          color: 1, dash: .dashed, isFaint: runs.count > 1,
          points: test.map { .init(x: $0.x, y: $0.spread) }))
    }
    panel.rules = losses.rules.map {
      PlotRule(x: $0.x, text: PlotText(""), color: $0.color, dash: $0.dash)
    }
    panel.spans = losses.spans.map {
      PlotSpan(from: $0.from, to: $0.to, text: PlotText(""), shade: $0.shade)
    }
    losses.sharesAxisBelow = true
    notes.append(
      PlotText(
        "A point is learnt where its squared error is at most ε: on the population erf(√(ε/2L)), on "
          + "the sample all that the training loss allows.",
        latex:
          #"A point is learnt where its squared error is at most $\varepsilon$: on the population "#
          + #"$\mathrm{erf}\sqrt{\varepsilon/2L}$, on the sample all that the training loss allows."#
      ))
    return Figure(
      kind: options.kind, title: options.title.map { PlotText($0) }, panels: [losses, panel],
      columns: 1, notes: notes, digests: runs.map(\.named.digest))
  }

  /// The population law of the error is normal only where the features are, with their own covariance.
  private static func requireGaussian(_ named: NamedCertificate) throws(DocumentError) {
    let spec = named.certificate.specification
    func failure(_ key: String, _ message: String) -> DocumentError {
      DocumentError(
        file: named.path, keyPath: "spec.\(key)",
        message + "; the figure of kind surrogate is for Gaussian features, take --kind losses")
    }
    guard let variance = number(spec["features"]?["gaussian"]?["variance"]) else {
      throw failure("features", "are not gaussian")
    }
    if let covariance = spec["covariance"],
      number(covariance["scaled_identity"]) != variance || covariance.object?.count != 1
    {
      throw failure("covariance", "is not that of the features")
    }
  }

  private static func number(_ value: JSONValue?) -> Rational? {
    (value?.string ?? value?.integer.map(String.init)).flatMap { try? Rational(parsing: $0) }
  }

  private static func epsilon(_ certificate: Certificate) -> Rational? {
    certificate.quantities["epsilon"].flatMap(Bounds.init)?.exact
  }

  /// erf(√(ε/(2L))), enclosed.
  static func testAccuracy(_ point: TrajectoryPoint, _ certificate: Certificate) -> PlotNumber? {
    guard let loss = point.number("population_loss"), let epsilon = epsilon(certificate),
      loss.lower.sign >= 0
    else { return nil }
    /// One end: the share at a loss, which falls as the loss grows.
    func share(_ loss: Rational, _ rounding: Rounding) -> Rational {
      if loss.isZero { return 1 }
      let square = BigFloat(epsilon / (loss * 2), precision: precision, rounding: rounding)
      return square.squareRoot(precision: precision, rounding)
        .errorFunction(precision: precision, rounding).exactRational ?? 1
    }
    return PlotNumber(lower: share(loss.upper, .down), upper: share(loss.lower, .up))
  }

  /// The least and the greatest share of learnt training points that the training loss allows.
  static func trainAccuracy(_ point: TrajectoryPoint, _ certificate: Certificate) -> PlotNumber? {
    guard let loss = point.number("train_loss"), let epsilon = epsilon(certificate),
      epsilon.sign > 0, let n = certificate.quantities["n"].flatMap(Bounds.init)?.exact
    else { return nil }
    // k points that are not learnt have squared errors above kε in all, and they are at most 2nLₙ.
    let most = max(min((n * loss.upper * 2 / epsilon).roundedUp() - 1, n), 0)
    // Where the mean squared error exceeds ε, some point's does.
    let least: Rational = loss.lower * 2 > epsilon ? 1 : 0
    return PlotNumber(lower: 1 - most / n, upper: 1 - least / n)
  }
}
