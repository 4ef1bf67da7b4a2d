import Certification
import Enclosures

/// A number to draw, known between two ends; a picture certifies nothing, so it is drawn in between.
struct PlotNumber: Hashable, Sendable {
  let lower: Rational
  let upper: Rational

  init(_ value: Rational) { (lower, upper) = (value, value) }

  init(lower: Rational, upper: Rational) { (self.lower, self.upper) = (lower, upper) }

  /// The number of a record; nil where it has no finite bounds.
  init?(_ record: EnclosureRecord) {
    guard let ends = Bounds(record)?.finite else { return nil }
    self.init(lower: ends.lower, upper: ends.upper)
  }

  /// A number halfway between the ends.
  var middle: Rational { lower == upper ? lower : (lower + upper) / 2 }

  /// The least enclosure of both.
  func hull(_ other: PlotNumber) -> PlotNumber {
    PlotNumber(lower: min(lower, other.lower), upper: max(upper, other.upper))
  }
}

/// A text of a figure, as a screen and as LaTeX show it.
struct PlotText: Hashable, Sendable {
  /// Plain text in Unicode; not escaped.
  let plain: String
  /// LaTeX, ready to be set.
  let latex: String

  init(_ plain: String, latex: String) {
    self.plain = TextLayout.plain(plain)
    self.latex = latex
  }

  /// A text without formulas, escaped for LaTeX.
  init(_ plain: String) { self.init(plain, latex: LaTeXReport.escape(plain)) }

  /// Both texts with others behind them.
  static func + (left: PlotText, right: PlotText) -> PlotText {
    PlotText(left.plain + right.plain, latex: left.latex + right.latex)
  }
}

extension PlotText {
  /// A number in few digits: `= 210`, `≈ 0.0123`.
  static func equation(_ name: PlotText, _ number: ShownNumber) -> PlotText {
    let formula = LaTeXReport.number(number).dropFirst().dropLast()
    let isBare = number.relation == .exact
    return name
      + PlotText(" \(number.equation)", latex: isBare ? "$\\,=\(formula)$" : "$\\,\(formula)$")
  }
}

/// Logarithms that are the same on every machine: by MPFR, never by the C library.
enum PlotLogarithm {
  private static let precision = 64
  private static let ten = BigFloat(10, precision: precision, rounding: .nearest)
    .logarithm(precision: precision, .nearest)

  /// log₁₀ of a positive number, for placing it on an axis.
  static func base10(_ value: Rational) -> Double {
    precondition(value.sign > 0, "a logarithmic axis has positive numbers only")
    return BigFloat(value, precision: precision, rounding: .nearest)
      .logarithm(precision: precision, .nearest)
      .divided(by: ten, precision: precision, .nearest).approximation
  }

  /// Integers from `first` to `last`, nearly equally spaced on a logarithmic scale.
  static func steps(from first: Int, through last: Int, count: Int) -> [Int] {
    guard last > first, first > 0, count > 1 else { return [first] }
    let start = BigFloat(first, precision: precision, rounding: .nearest)
    let ratio = BigFloat(last, precision: precision, rounding: .nearest)
      .divided(by: start, precision: precision, .nearest).logarithm(precision: precision, .nearest)
    var steps: [Int] = []
    for index in 0..<count {
      let share = BigFloat(Rational(index, count - 1), precision: precision, rounding: .nearest)
      let value = ratio.multiplied(by: share, precision: precision, .nearest)
        .exponential(precision: precision, .nearest)
        .multiplied(by: start, precision: precision, .nearest)
      let step = min(max(value.int(rounding: .nearest) ?? last, first), last)
      if steps.last.map({ $0 < step }) ?? true { steps.append(step) }
    }
    return steps
  }
}
