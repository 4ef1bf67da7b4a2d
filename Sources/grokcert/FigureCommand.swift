import ArgumentParser
import Certification
import Documents
import Enclosures
import Reporting

/// `grokcert figure PATH… --kind KIND --output FILE`.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Draw certificates: loss curves, sweeps, phases, heat maps.",
    discussion: """
      Writes a picture for screens (FILE.svg), or one for papers (FILE.tex for pgfplots, with its numbers \
      in FILE.dat beside it). Kinds: losses, surrogate (ridge, gaussian features), times and sweep (numbers \
      along --x), phases (logistic), heatmap (--value over --x and --y). A field is a quantity (t1), a key \
      of the spec (training.lambda) or a part of a claim (right(ridge/4.4), tightness(ridge/4.4)).
      """)

  @Argument(help: "Certificates, or folders of them.")
  var paths: [String]

  @Option(help: "losses, surrogate, sweep, times, phases or heatmap.")
  var kind: String

  @Option(help: "The picture to write: FILE.svg or FILE.tex.")
  var output: String

  @Option(help: "The title above the picture.")
  var title: String?

  @Option(help: "Colours of an SVG: light, dark, or auto as the reader's system asks for.")
  var theme = "auto"

  @Option(help: "Width: of .svg in pixels, such as 680; of .tex with its unit, such as 8.5cm.")
  var width: String?

  @Option(help: "The field along the axis; with several, one for each path and panel.")
  var x: String?

  @Option(help: "The fields to draw; of a heat map the field of its rows.")
  var y: String?

  @Option(help: "The fields to draw dashed, as bounds.")
  var bounds: String?

  @Option(help: "The field that the panels differ in.")
  var panels: String?

  @Option(help: "The field behind the colours of a heat map.")
  var value: String?

  @Flag(name: .customLong("least"), help: "Show the least draw of a cell, not the greatest.")
  var showsLeast = false

  @Flag(name: .customLong("log-x"), help: "A logarithmic horizontal axis.")
  var logX = false

  @Flag(name: .customLong("linear-x"), help: "A linear horizontal axis.")
  var linearX = false

  @Flag(name: .customLong("log-y"), help: "A logarithmic vertical axis (heat map: colours).")
  var logY = false

  @Flag(name: .customLong("linear-y"), help: "A linear vertical axis (heat map: colours).")
  var linearY = false

  @Option(help: "The last step of a trajectory, such as 1e5.")
  var until: String?

  @Option(help: "About how many steps of a trajectory are drawn.")
  var steps = 240

  @Option(help: "A trajectory from `simulate --format json`, not measured again.")
  var trajectory: String?

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name at least one certificate or folder.") }
    guard (2...5000).contains(steps) else { throw ValidationError("--steps must be 2 to 5000.") }
    guard !(logX && linearX), !(logY && linearY) else {
      throw ValidationError("An axis is logarithmic or linear, not both.")
    }
  }

  func run() throws {
    let options = try options()
    let form = try form()
    guard let theme = SVGFigure.Theme(rawValue: theme) else {
      throw InputError("--theme: '\(theme)' is not light, dark or auto")
    }
    try Terminal.check(output, against: paths)
    Terminal.progress("reading certificates")
    // Together, a certificate that is there twice counts once; with a panel for each path, in each.
    let sources =
      options.x.count > 1
      ? try paths.map { try CertificateFiles.read([$0]) } : [try CertificateFiles.read(paths)]
    let figure = try Figure(sources, options)
    Terminal.progress("")
    switch form {
    case .svg(let width):
      let text = SVGFigure.svg(figure, theme: theme, width: width)
      try AtomicFile.write(Array(text.utf8), to: output)
    case .latex(let width):
      let stem = String(output.dropLast(".tex".count))
      let name = stem.split(separator: "/").last.map(String.init) ?? stem
      let files = PGFFigure.files(figure, name: name, width: width)
      try AtomicFile.write(Array(files.data.utf8), to: stem + ".dat")
      try AtomicFile.write(Array(files.latex.utf8), to: output)
    }
  }

  private enum Form {
    case svg(width: Int?)
    case latex(width: PGFLength)
  }

  private func form() throws -> Form {
    if output.hasSuffix(".svg") {
      guard let width else { return .svg(width: nil) }
      guard let pixels = Int(width), (200...4000).contains(pixels) else {
        throw InputError("--width: '\(width)' is not a width in pixels; give 200 to 4000 for .svg")
      }
      return .svg(width: pixels)
    }
    guard output.hasSuffix(".tex"), output.split(separator: "/").last != ".tex" else {
      throw InputError("--output: '\(output)' must end in .svg or .tex")
    }
    guard let length = PGFLength(width ?? "8.5cm") else {
      throw InputError(
        "--width: '\(width ?? "")' is not a width for LaTeX; give 4cm to 50cm, such as 8.5cm or 246pt"
      )
    }
    return .latex(width: length)
  }

  private func options() throws -> FigureOptions {
    guard let kind = FigureKind(rawValue: kind) else {
      let known = FigureKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw InputError("--kind: '\(kind)' is not a kind of figure; there are \(known)")
    }
    var options = FigureOptions(kind)
    options.title = title
    options.x = try x.map(CertificateField.list) ?? []
    options.y = try y.map(CertificateField.list) ?? []
    options.bounds = try bounds.map(CertificateField.list) ?? []
    options.panels = try panels.map { try CertificateField($0) }
    options.value = try value.map { try CertificateField($0) }
    options.isXLogarithmic = logX ? true : linearX ? false : nil
    options.isYLogarithmic = logY ? true : linearY ? false : nil
    options.showsLeast = showsLeast
    options.stepCount = steps
    options.lastStep = try until.map(FigureCommand.step)
    options.trajectory = try trajectory.map { try TrajectoryFile(file: $0) }
    options.progress = { Terminal.progress($0) }
    return options
  }

  private static func step(_ text: String) throws -> Int {
    guard let value = try? Rational(parsing: text), let step = value.int, step >= 2,
      step <= 1_000_000_000_000_000_000
    else { throw InputError("--until: '\(text)' is not a step; give an integer from 2 to 1e18") }
    return step
  }
}
