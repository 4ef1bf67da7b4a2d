import Certification
import Documents
import Enclosures
import Testing

@testable import Reporting

@Suite struct FigureTests {
  @Test func countsNumbersThatAreNotFinite() throws {
    let figure = try Samples.figure(.times)
    let panel = try #require(figure.panels.first)
    let texts = panel.arrows.map { "\($0.isUp ? "up" : "down") \($0.text.plain)" }.sorted()
    #expect(texts == ["down 1×−∞", "up 1×>", "up 1×∞"])
    let svg = SVGFigure.svg(figure)
    #expect(svg.contains("1×∞") && svg.contains("1×&gt;") && svg.contains("1×−∞"))
    // Nothing infinite moves the axis.
    #expect(panel.y.upper < 1_000_000)
  }

  @Test func drawsMediansAndRangesOfCertifiedNumbers() throws {
    let figure = try Samples.figure(.times)
    let t1 = try #require(figure.panels[0].series.first { $0.key == "t1" })
    // Sorted by the exact decay: 1/100000 first, where one of two times is −∞.
    #expect(t1.points.map { $0.y?.middle } == [nil, 200, 190])
    #expect(t1.points[2].spread == PlotNumber(lower: 180, upper: 200))
    let bound = try #require(figure.panels[0].series.first { $0.key.contains("8_t1") })
    #expect(bound.points.map(\.isFlagged) == [false, true, false])
    #expect(figure.notes.contains { $0.plain.hasPrefix("A cross on a bound") })
  }

  @Test func medianOfEnclosuresEnclosesTheMedian() throws {
    var state: UInt64 = 7
    func next(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    for _ in 0..<200 {
      let count = next(9) + 1
      let values = (0..<count).map { _ in Rational(next(1000), 7) }
      let bounds = values.map {
        Bounds.between($0 - Rational(next(50), 3), $0 + Rational(next(50), 3))
      }
      let sorted = values.sorted()
      let median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
      let drawn = try #require(DrawnNumbers.median(bounds))
      #expect(drawn.lower <= median && median <= drawn.upper)
    }
    let infinite: [Bounds] = [.between(1, 1), .between(3, 3), .infinite(sign: 1)]
    #expect(DrawnNumbers.median(infinite) == PlotNumber(3))
    #expect(DrawnNumbers.median([.between(1, 1), .between(5, nil), .infinite(sign: 1)]) == nil)
  }

  @Test func dataAreRoundedOutward() throws {
    var state: UInt64 = 3
    for _ in 0..<300 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Rational(Int(state >> 40) + 1, Int(state & 0xFFFF) + 1)
      let lower = try Rational(parsing: PGFTable.end(value, isUpper: false))
      let upper = try Rational(parsing: PGFTable.end(value, isUpper: true))
      #expect(lower <= value && value <= upper)
    }
    let files = PGFFigure.files(
      try Samples.figure(.times), name: "times", width: try #require(PGFLength("8.5cm")))
    let rows = files.data.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: " ").map(String.init) }
    #expect(Set(rows.map(\.count)).count == 1)
    let column = try #require(rows[0].firstIndex(of: "p1_right_ridge_8_t1__lower"))
    #expect(rows[1][column] == "1397.3" && rows[1][column + 1] == "1397.4")
  }

  @Test(arguments: [FigureKind.times, .heatmap])
  func picturesAreWellFormedAndTheSameEachTime(_ kind: FigureKind) throws {
    func draw(_ certificates: [NamedCertificate]) throws -> Figure {
      try Samples.figure(kind, certificates) {
        $0.title = "a <b> & \"c\" 100% of_x {y}"
        guard kind == .heatmap else { return }
        $0.y = try CertificateField.list("features.gaussian.seed")
        $0.value = try CertificateField("tightness(ridge/8-t1)")
      }
    }
    let figure = try draw(Samples.sweep)
    for theme in SVGFigure.Theme.allCases {
      let svg = SVGFigure.svg(figure, theme: theme)
      #expect(XMLForm.fault(svg) == nil)
      #expect(svg.contains("&lt;b&gt; &amp; &quot;c&quot;"))
      #expect(svg.contains("prefers-color-scheme") == (theme == .auto))
      #expect(!svg.contains("nan") && !svg.contains("inf\""))
    }
    let again = try draw(Samples.sweep)
    #expect(SVGFigure.svg(figure) == SVGFigure.svg(again))
    let latex = PGFFigure.files(figure, name: "f", width: try #require(PGFLength("8.5cm"))).latex
    #expect(latex.contains(#"100\% of\_x \{y\}"#))
    #expect(LaTeXForm.fault(latex) == nil)
  }

  @Test func namesWhatIsWrongInOneLine() throws {
    func message(_ kind: FigureKind, _ change: (inout FigureOptions) throws -> Void) -> String {
      do {
        _ = try Samples.figure(kind, Samples.sweep, change)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    let unknown = message(.sweep) { $0.y = try CertificateField.list("nonsense") }
    #expect(unknown.contains("'nonsense'") && unknown.contains("does not exist"))
    #expect(message(.sweep) { $0.y = try CertificateField.list("theory") }.contains("is a text"))
    #expect(message(.sweep) { _ in }.contains("--y"))
    #expect(message(.times) { $0.x = [] }.contains("--x"))
    #expect(message(.times) { $0.x = try CertificateField.list("no.key") }.contains("no.key"))
    #expect(message(.times) { $0.x = try CertificateField.list("n,m") }.contains("2 fields"))
    #expect(message(.phases) { _ in }.contains("logistic"))
    #expect(message(.heatmap) { _ in }.contains("--value"))
    for text in [unknown, message(.phases) { _ in }] { #expect(!text.contains("\n")) }
    #expect(throws: DocumentError.self) { _ = try Figure([], FigureOptions(.times)) }
  }

  @Test func heatMapShowsTheWorstDraw() throws {
    let figure = try Samples.figure(.heatmap) {
      $0.y = try CertificateField.list("thresholds.c")
      $0.value = try CertificateField("tightness(ridge/8-t1)")
    }
    let cells = try #require(figure.panels[0].cells)
    #expect(cells.cells[0].map { $0?.verdict } == ["pass", "out-of-scope", "pass"])
    #expect(cells.verdicts == ["out-of-scope"])
    #expect(figure.notes.contains { $0.plain.contains("greatest of up to 2 draws") })
  }

  @Test func oneCertificateHasAFigure() throws {
    let figure = try Samples.figure(.times, [Samples.sweep[0]])
    #expect(XMLForm.fault(SVGFigure.svg(figure)) == nil)
    let panels = try Samples.figure(.sweep) {
      $0.x = try CertificateField.list("features.gaussian.seed")
      $0.y = try CertificateField.list("t1")
      $0.panels = try CertificateField("training.lambda")
    }
    #expect(
      panels.panels.map { $0.title?.plain } == [
        "weight decay λ = 10⁻⁵", "weight decay λ = 10⁻⁴", "weight decay λ = 0.001",
      ])
  }
}

/// Checks that groups and environments of LaTeX close in order.
enum LaTeXForm {
  static func fault(_ text: String) -> String? {
    var depth = 0
    var environments: [Substring] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("%") {
      var previous: Character = " "
      for character in line {
        if previous != "\\" {
          depth += character == "{" ? 1 : character == "}" ? -1 : 0
          if depth < 0 { return "closed too often: \(line)" }
        }
        previous = previous == "\\" && character == "\\" ? " " : character
      }
      for part in line.split(separator: "\\") {
        let name = part.drop { $0 != "{" }.dropFirst().prefix { $0 != "}" }
        if part.hasPrefix("begin{") { environments.append(name) }
        if part.hasPrefix("end{"), environments.popLast() != name { return "\\end{\(name)}" }
      }
    }
    return depth == 0 && environments.isEmpty ? nil : "open: \(depth) \(environments)"
  }
}
