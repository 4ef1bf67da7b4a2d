import Enclosures

/// A figure made from certificates, before it is drawn as SVG or for pgfplots.
public struct Figure: Sendable {
  /// What a figure shows.
  let kind: FigureKind
  let title: PlotText?
  let panels: [PlotPanel]
  /// Panels beside each other.
  let columns: Int
  /// What a reader must know, in sentences: part of the picture, and of the caption that is suggested.
  let notes: [PlotText]
  /// Digests of the certificates that it was made from.
  let digests: [String]
}

/// One pair of axes.
struct PlotPanel: Sendable {
  var title: PlotText?
  let x: PlotAxis
  let y: PlotAxis
  var series: [PlotSeries] = []
  var arrows: [PlotArrow] = []
  var rules: [PlotRule] = []
  var levels: [PlotLevel] = []
  var spans: [PlotSpan] = []
  /// A table of coloured cells in place of series.
  var cells: PlotCells?
  /// Whether the panel stands on another one with the same horizontal axis, which has the texts.
  var sharesAxisBelow = false
  /// The height of the frame in pixels, where the contents ask for one.
  var frameHeight: Double?
}

/// Numbers drawn in one colour: a line, a band, or points with bars.
struct PlotSeries: Sendable {
  /// How the numbers are joined.
  enum Shape: Sendable { case line, points, both, none }
  /// How a line is dashed; every colour has one, so that print without colour keeps them apart.
  enum Dash: Sendable { case solid, dashed, dotted, dashDot }
  /// How the spread around the numbers is drawn.
  enum Spread: Sendable { case band, bars }

  struct Point: Sendable {
    let x: PlotNumber
    /// The number that the line goes through; nil where there is none, as for a median that is infinite.
    var y: PlotNumber?
    /// From the least to the greatest of several numbers.
    var spread: PlotNumber?
    /// Whether the point is crossed out, as where a bound is not claimed.
    var isFlagged = false
  }

  /// Its entry in the legend; series without one have the same colour as another.
  var name: PlotText?
  /// What its columns are called in data files.
  let key: String
  /// The number of its colour and marker.
  let color: Int
  var shape = Shape.line
  var dash = Dash.solid
  var spread = Spread.band
  /// One of many lines in the background.
  var isFaint = false
  var points: [Point]
}

/// Numbers that are beyond the axis, as infinite ones are.
struct PlotArrow: Sendable {
  let x: Rational
  let isUp: Bool
  /// How many there are and why.
  let text: PlotText
  let color: Int
}

/// A vertical line with a text above the frame.
struct PlotRule: Sendable {
  let x: Rational
  let text: PlotText
  let color: Int
  var dash = PlotSeries.Dash.dashed

  /// Whether it has a text; of panels above each other, the topmost has the texts.
  var isNamed: Bool { !text.plain.isEmpty }
}

/// A horizontal line with a text to the right of the frame.
struct PlotLevel: Sendable {
  let y: Rational
  let text: PlotText
}

/// A shaded range of the horizontal axis with a text above the frame.
struct PlotSpan: Sendable {
  let from: Rational
  let to: Rational
  let text: PlotText
  /// Which of the shades, so that neighbours differ.
  let shade: Int

  /// Whether it has a text.
  var isNamed: Bool { !text.plain.isEmpty }
}

/// A table of coloured cells.
struct PlotCells: Sendable {
  struct Cell: Sendable {
    /// The number behind the colour; nil where there is none.
    let value: PlotNumber?
    let text: PlotText
    /// The verdict that the cell is marked with; nil for none.
    let verdict: String?
  }

  let columns: [PlotText]
  /// From below.
  let rows: [PlotText]
  /// By row and column; nil where no certificate is.
  let cells: [[Cell?]]
  /// The scale of the colours.
  let bar: PlotAxis
  /// The verdicts that occur, but pass.
  let verdicts: [String]
}

/// The colours, markers and dashes that tell series apart, after Okabe and Ito (2008).
enum PlotStyle {
  /// On white.
  static let light = ["0072B2", "D55E00", "007A5A", "A6508C", "8A6200", "1F1F1F"]
  /// On black.
  static let dark = ["56B4E9", "FF8A4C", "2FD0A0", "E79FCB", "E6B800", "E6E6E6"]
  static let markers = ["*", "square*", "triangle*", "diamond*", "pentagon*", "o"]

  static func index(_ color: Int) -> Int { color % light.count }

  /// Colours of cells from little to much (cividis, Nuñez, Anderton and Renslow 2018).
  static let ramp: [(Int, Int, Int)] = [
    (0, 34, 78), (30, 56, 109), (66, 78, 108), (94, 100, 112), (124, 123, 120), (155, 147, 117),
    (188, 172, 105), (223, 200, 83), (254, 232, 56),
  ]

  /// The colour at a share of the ramp.
  static func ramp(at share: Double) -> (red: Int, green: Int, blue: Int) {
    let place = min(max(share, 0), 1) * Double(ramp.count - 1)
    let index = min(Int(place), ramp.count - 2)
    let rest = place - Double(index)
    func mix(_ a: Int, _ b: Int) -> Int { Int((Double(a) + Double(b - a) * rest).rounded()) }
    let (low, high) = (ramp[index], ramp[index + 1])
    return (mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2))
  }

  /// Whether white text is readable on a colour.
  static func isDark(_ color: (red: Int, green: Int, blue: Int)) -> Bool {
    299 * color.red + 587 * color.green + 114 * color.blue < 128_000
  }
}
