/// The style sheet of pictures.
///
/// Classes with plain colours, not custom properties: programs other than browsers know no more.
enum SVGStyle {
  static func css(_ theme: SVGFigure.Theme) -> String {
    let fonts =
      "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,\"Noto Sans\","
      + "\"DejaVu Sans\",sans-serif"
    let shapes =
      ".gc text{font-family:\(fonts);font-size:13px}.gc .h{font-size:16px;font-weight:600}"
      + ".gc .k{font-size:11.5px}.gc .n{font-size:11.5px}.gc path,.gc circle{stroke-width:1.6}"
      + ".gc .a,.gc .g,.gc .r{fill:none}.gc .a{stroke-width:1}.gc .g{stroke-width:.6}"
      + ".gc .r{stroke-width:1.1}.gc .faint{stroke-opacity:.35;stroke-width:.9}"
      + ".gc .w{fill-opacity:.2}.gc .p0{fill-opacity:.04}.gc .p1{fill-opacity:.09}"
      + ".gc .p2{fill-opacity:.15}"
      + (0..<PlotStyle.light.count).map { ".gc .s\($0){fill:none}" }.joined()
    switch theme {
    case .light: return shapes + colors(isDark: false)
    case .dark: return shapes + colors(isDark: true)
    case .auto:
      return shapes + colors(isDark: false)
        + "@media (prefers-color-scheme:dark){\(colors(isDark: true))}"
    }
  }

  private static func colors(isDark: Bool) -> String {
    let (paper, ink, soft, grid) =
      isDark
      ? ("#14161a", "#ececec", "#b4b8c0", "#3a3f47") : ("#ffffff", "#1a1a1a", "#545454", "#dcdcdc")
    let list = isDark ? PlotStyle.dark : PlotStyle.light
    let series = list.enumerated().map { index, color in
      ".gc .s\(index){stroke:#\(color)}.gc .f\(index){fill:#\(color)}"
    }.joined()
    return ".gc .bg{fill:\(paper)}.gc .t,.gc .h,.gc .k{fill:\(ink)}.gc .n{fill:\(soft)}"
      + ".gc .a{stroke:\(ink)}.gc .g{stroke:\(grid)}.gc .r{stroke:\(soft)}"
      + ".gc .p0,.gc .p1,.gc .p2{fill:\(ink)}.gc .cut{stroke:\(ink)}" + series
  }

  /// The pattern of a dashed line.
  static func dash(_ dash: PlotSeries.Dash) -> String {
    switch dash {
    case .solid: ""
    case .dashed: " stroke-dasharray=\"7 4\""
    case .dotted: " stroke-dasharray=\"1.5 3.5\""
    case .dashDot: " stroke-dasharray=\"8 3 1.5 3\""
    }
  }
}
