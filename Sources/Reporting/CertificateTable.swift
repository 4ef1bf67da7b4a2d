public import Certification
public import Documents

/// A table of what certificates say: one row a certificate, a group of them, or a claim.
public struct CertificateTable: Sendable {
  /// What a row is about.
  public enum Rows: String, Sendable, CaseIterable {
    /// A certificate, or a group of them.
    case certificates
    /// A claim, and the test regime where it speaks of one.
    case claims
  }

  /// What is asked for.
  public struct Request: Sendable {
    /// What a row is about.
    public var rows = Rows.certificates
    /// The columns, `FIELD` or `FIELD as HEADING` separated by commas; nil for those of the theory.
    public var columns: String?
    /// Fields in which the certificates of one row agree.
    public var group: String?
    /// The field that rows are sorted by.
    public var sort: String?
    /// Whether the greatest comes first.
    public var isDescending = false
    /// Significant digits of decimals.
    public var digits = ShownNumber.digits

    /// The defaults.
    public init() {}
  }

  /// A column with its heading.
  struct Column {
    /// What stands above it in Markdown and CSV.
    var heading: String
    /// What stands above it in LaTeX.
    var latex: String
    /// Whether [n, ∞] in it means a time that was not reached before n.
    var isTime = false
  }

  /// What is in a cell.
  enum Cell: Equatable {
    case missing
    case text(String)
    case number(TableNumber)
  }

  /// Digits that a request may ask for.
  public static let digitRange = 1...20

  var columns: [Column] = []
  var rows: [[Cell]] = []
  let certificates: [NamedCertificate]
  let digits: Int

  /// A table of some certificates.
  ///
  /// - Throws: `DocumentError` for a column that no certificate has, and for a request that makes no sense.
  public init(
    _ certificates: [NamedCertificate], _ request: Request = Request()
  ) throws(DocumentError) {
    guard Self.digitRange.contains(request.digits) else {
      throw DocumentError(
        file: nil, value: String(request.digits),
        "is out of range for --digits; give \(Self.digitRange.lowerBound) to "
          + "\(Self.digitRange.upperBound)")
    }
    self.certificates = certificates
    digits = request.digits
    switch request.rows {
    case .certificates: try fillWithCertificates(request)
    case .claims: try fillWithClaims(request)
    }
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.heading).inserted {
      throw DocumentError(
        file: nil, value: column.heading,
        "heads two columns; write FIELD as HEADING for one of them")
    }
  }

  /// How a cell is shown.
  func shown(_ cell: Cell, in column: Int) -> ShownCell {
    switch cell {
    case .missing: .missing
    case .text(let text): .text(text)
    case .number(let number): ShownCell(number, digits: digits, isTime: columns[column].isTime)
    }
  }

  /// The rows as they are shown, and the headings with what the cells add to them.
  var shownRows: [[ShownCell]] {
    rows.map { row in row.indices.map { shown(row[$0], in: $0) } }
  }

  /// What a heading must say besides its name: that cells go from least to greatest, that they count.
  static func remark(_ cells: [ShownCell]) -> String? {
    let spans = cells.compactMap { cell -> Bool? in
      var cell = cell
      if case .partial(let known, _, _) = cell { cell = known }
      return if case .span(_, _, let median) = cell { median != nil } else { nil }
    }
    if spans.isEmpty { return nil }
    return spans.contains(true) ? "min to max, median" : "min to max"
  }

  /// What must be said about the cells of a table.
  static func notes(_ rows: [[ShownCell]]) -> Notes {
    var notes = Notes()
    func read(_ cell: ShownCell) {
      switch cell {
      case .digits(let text): notes.hasDecimals = notes.hasDecimals || text.contains(".")
      case .range: notes.hasRanges = true
      case .span(let least, let greatest, _):
        notes.hasSpans = true
        if case .digits = least {} else { read(least) }
        if case .digits = greatest {} else { read(greatest) }
      case .partial(let known, _, _):
        notes.hasPartial = true
        read(known)
      case .infinite: notes.hasInfinite = true
      case .missing: notes.hasMissing = true
      case .beyond: notes.hasBeyond = true
      case .text, .unknown: break
      }
    }
    for cell in rows.joined() { read(cell) }
    return notes
  }

  /// Which kinds of cells a table has, each of which asks for a word of explanation.
  struct Notes {
    var hasDecimals = false
    var hasRanges = false
    var hasSpans = false
    var hasInfinite = false
    var hasBeyond = false
    var hasMissing = false
    var hasPartial = false

    /// The explanations; `infinity` and `dash` as the format writes them.
    func lines(infinity: String, dash: String) -> [String] {
      var lines: [String] = []
      if hasDecimals {
        lines.append("Decimals are certified: rounded to nearest at the last digit shown.")
      }
      if hasRanges { lines.append("[a, b]: the value lies between, ends rounded outward.") }
      if hasSpans { lines.append("a to b: least to greatest, rounded outward.") }
      if hasInfinite { lines.append("\(infinity): certified infinite; of a time, never.") }
      if hasBeyond { lines.append("With a relation sign: not reached or not bounded so far.") }
      if hasPartial { lines.append("(k of n): k of the row's n certificates have it.") }
      if hasMissing { lines.append("\(dash): not defined here.") }
      return lines
    }
  }
}
