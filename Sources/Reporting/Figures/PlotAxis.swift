import Enclosures

/// An axis of a panel: where numbers stand on it, and its ticks.
struct PlotAxis: Sendable {
  enum Scale: Sendable { case linear, logarithmic }

  /// A place on the axis with its text.
  struct Tick: Sendable {
    let value: Rational
    let text: PlotText
  }

  let label: PlotText
  let scale: Scale
  let lower: Rational
  let upper: Rational
  let ticks: [Tick]
  /// Places of short ticks without text.
  let minorTicks: [Rational]
  private let start: Double
  private let length: Double

  /// An axis whose ends are given; they must differ, and be positive on a logarithmic scale.
  init(_ label: PlotText, _ scale: Scale, from lower: Rational, to upper: Rational) {
    let (ticks, minor) = PlotTicks.ticks(scale, from: lower, to: upper)
    self.init(label, scale, from: lower, to: upper, ticks: ticks, minorTicks: minor)
  }

  /// An axis with ticks of one's own.
  init(
    _ label: PlotText, _ scale: Scale, from lower: Rational, to upper: Rational, ticks: [Tick],
    minorTicks: [Rational] = []
  ) {
    precondition(lower < upper, "an axis needs two ends in order")
    (self.label, self.scale, self.lower, self.upper) = (label, scale, lower, upper)
    (self.ticks, self.minorTicks) = (ticks, minorTicks)
    start = PlotAxis.place(lower, scale)
    length = PlotAxis.place(upper, scale) - start
  }

  private static func place(_ value: Rational, _ scale: Scale) -> Double {
    scale == .linear ? value.approximation : PlotLogarithm.base10(value)
  }

  /// Where a number stands: 0 at the lower end, 1 at the upper; far outside no farther than 2 ends.
  ///
  /// Numbers that have no logarithm stand below the axis.
  func fraction(_ value: Rational) -> Double {
    if scale == .logarithmic, value.sign <= 0 { return -2 }
    return min(max((PlotAxis.place(value, scale) - start) / length, -2), 3)
  }

  /// Whether a number lies on the axis.
  func contains(_ value: Rational) -> Bool { lower <= value && value <= upper }
}

extension PlotAxis {
  /// An axis that holds all of some numbers with a little room.
  ///
  /// - Parameters:
  ///   - label: what the axis shows.
  ///   - scale: the scale; where it is nil, logarithmic if the numbers ask for it.
  ///   - values: what it must hold; may be empty.
  init(_ label: PlotText, _ scale: Scale?, holding values: [Rational]) {
    let chosen = scale ?? PlotAxis.scale(for: values)
    let shown = chosen == .logarithmic ? values.filter { $0.sign > 0 } : values
    guard let least = shown.min(), let greatest = shown.max() else {
      let ends: (Rational, Rational) = chosen == .logarithmic ? (1, 10) : (0, 1)
      self.init(label, chosen, from: ends.0, to: ends.1)
      return
    }
    switch chosen {
    case .linear:
      let spread = greatest - least
      let room = spread.isZero ? max(least.magnitude / 10, Rational(1, 10)) : spread / 20
      // An axis that begins at 0 needs no room below it.
      let isFromZero = least.sign >= 0 && least <= spread / 4
      self.init(label, chosen, from: isFromZero ? 0 : least - room, to: greatest + room)
    case .logarithmic:
      let decades = PlotLogarithm.base10(greatest) - PlotLogarithm.base10(least)
      let room: Rational =
        decades > 4 ? Rational(3, 2) : decades > 1 ? Rational(5, 4) : Rational(11, 10)
      self.init(label, chosen, from: least / room, to: greatest * room)
    }
  }

  /// Logarithmic where all numbers are positive and spread over a factor of 10 or more.
  private static func scale(for values: [Rational]) -> Scale {
    guard let least = values.min(), let greatest = values.max(), least.sign > 0 else {
      return .linear
    }
    return greatest >= least * 10 ? .logarithmic : .linear
  }
}

/// Chooses ticks.
enum PlotTicks {
  /// 10^exponent.
  private static func power(_ exponent: Int) -> Rational { Rational(10).power(exponent) ?? 1 }

  /// Ticks of an axis and the short ones between them.
  static func ticks(
    _ scale: PlotAxis.Scale, from lower: Rational, to upper: Rational
  ) -> ([PlotAxis.Tick], [Rational]) {
    scale == .linear ? (linear(lower, upper), []) : logarithmic(lower, upper)
  }

  /// About five round numbers.
  private static func linear(_ lower: Rational, _ upper: Rational) -> [PlotAxis.Tick] {
    let rough = (upper - lower) / 5
    var exponent = Int(PlotLogarithm.base10(rough).rounded(.down))
    var unit = PlotTicks.power(exponent)
    if unit > rough {
      exponent -= 1
      unit = PlotTicks.power(exponent)
    }
    let factor: Rational = rough <= unit * 2 ? 2 : rough <= unit * 5 ? 5 : 10
    let step = unit * factor
    var ticks: [PlotAxis.Tick] = []
    var value = (lower / step).roundedUp() * step
    while value <= upper, ticks.count < 20 {
      ticks.append(PlotAxis.Tick(value: value, text: number(value)))
      value += step
    }
    return ticks
  }

  /// Powers of ten; within two decades also 2 and 5 times them.
  private static func logarithmic(
    _ lower: Rational, _ upper: Rational
  ) -> ([PlotAxis.Tick], [Rational]) {
    let first = Int(PlotLogarithm.base10(lower).rounded(.down))
    let last = Int(PlotLogarithm.base10(upper).rounded(.up))
    let decades = PlotLogarithm.base10(upper) - PlotLogarithm.base10(lower)
    let stride = decades <= 7 ? 1 : decades <= 14 ? 2 : Int((decades / 6).rounded(.up))
    let factors: [Rational] = decades < 1.2 ? [1, 2, 3, 5, 7] : decades < 2.2 ? [1, 2, 5] : [1]
    var (ticks, minor): ([PlotAxis.Tick], [Rational]) = ([], [])
    for exponent in first...max(first, last) {
      let power = PlotTicks.power(exponent)
      for factor in 1...9 {
        let (value, isMajor) = (power * Rational(factor), factors.contains(Rational(factor)))
        guard lower <= value, value <= upper else { continue }
        if isMajor, exponent.isMultiple(of: stride) {
          let isSimple = factors.count > 1
          ticks.append(
            PlotAxis.Tick(value: value, text: isSimple ? number(value) : powerOfTen(exponent)))
        } else if stride == 1 || factor == 1 {
          minor.append(value)
        }
      }
    }
    return (ticks, minor)
  }

  private static func powerOfTen(_ exponent: Int) -> PlotText {
    switch exponent {
    case 0: PlotText("1", latex: "$1$")
    case 1: PlotText("10", latex: "$10$")
    default: PlotText("10" + superscript(exponent), latex: "$10^{\(exponent)}$")
    }
  }

  /// A number in the shortest form: `0.05`, `2·10⁻⁵`.
  static func number(_ value: Rational) -> PlotText {
    let text = ShownNumber(.between(value, value)).text
    guard let split = text.firstIndex(of: "e"),
      let exponent = Int(text[text.index(after: split)...])
    else {
      let isLong = value.magnitude >= 10_000 || value.magnitude < Rational(1, 1000)
      if isLong, !value.isZero, let decimal = Decimal(value, 1, .down),
        decimal == Decimal(value, 1, .up)
      {
        let exponent = Int(
          PlotLogarithm.base10(value.magnitude * Rational(1001, 1000)).rounded(.down))
        return scaled((value / PlotTicks.power(exponent)).description, exponent)
      }
      return PlotText(
        text.hasPrefix("-") ? "−" + text.dropFirst() : text,
        latex: "$\(text.replacing("inf", with: "\\infty"))$")
    }
    return scaled(String(text[..<split]), exponent)
  }

  private static func scaled(_ mantissa: String, _ exponent: Int) -> PlotText {
    let power = PlotText("10" + superscript(exponent), latex: "$10^{\(exponent)}$")
    if mantissa == "1" { return power }
    let sign = mantissa.hasPrefix("-") ? "−" + mantissa.dropFirst() : mantissa
    return PlotText("\(sign)·\(power.plain)", latex: "$\(mantissa)\\cdot10^{\(exponent)}$")
  }

  private static func superscript(_ value: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(
      String(value).map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue ?? 0] })
  }
}
