import ArgumentParser
import Certification
import Documents
import Reporting

/// `grokcert table PATH…`.
struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Make a table of what certificates say, for papers, pages and data frames.",
    discussion: """
      A column is a field of a certificate, such as t1, training.lambda, right(ridge/4.2-t1) or \
      count(pass); 'FIELD as HEADING' gives it a heading, as in 'training.lambda as $\\lambda$'. Only \
      certified digits are printed. docs/tables.md has all of it.
      """)

  /// The forms that a table is written in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case latex, markdown, csv
  }

  @Argument(help: "Certificates (JSON) and folders of them.")
  var paths: [String]

  @Option(help: "latex, markdown or csv.")
  var format: Format = .markdown

  @Option(help: "Columns, separated by commas: FIELD, or FIELD as HEADING.")
  var columns: String?

  @Option(help: "certificates (one a row) or claims.")
  var rows: String = CertificateTable.Rows.certificates.rawValue

  @Option(help: "Fields; certificates that agree in them share a row.")
  var group: String?

  @Option(help: "The field that rows are sorted by.")
  var sort: String?

  @Flag(help: "Sort from the greatest to the least.")
  var descending = false

  @Option(help: "Significant digits of decimals (not of csv, which has all).")
  var digits = CertificateTable.Request().digits

  @Option(help: "A caption, as LaTeX or Markdown; LaTeX gets a table environment around it.")
  var caption: String?

  @Option(help: "The key for \\ref (latex).")
  var label: String?

  @Option(help: "Write to this file instead of standard output.")
  var output: String?

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name at least one certificate or folder.") }
    guard CertificateTable.digitRange.contains(digits) else {
      throw ValidationError(
        "--digits must be \(CertificateTable.digitRange.lowerBound) to "
          + "\(CertificateTable.digitRange.upperBound).")
    }
    guard CertificateTable.Rows(rawValue: rows) != nil else {
      throw ValidationError("--rows must be certificates or claims.")
    }
    guard !descending || sort != nil else {
      throw ValidationError("--descending needs --sort FIELD.")
    }
    guard label == nil || format == .latex else { throw ValidationError("--label is for latex.") }
    guard caption == nil || format != .csv else {
      throw ValidationError("--caption is for latex and markdown.")
    }
  }

  func run() throws {
    var request = CertificateTable.Request()
    request.rows = CertificateTable.Rows(rawValue: rows) ?? .certificates
    request.columns = columns
    request.group = group
    request.sort = sort
    request.isDescending = descending
    request.digits = digits
    try Terminal.check(output, against: paths)
    let table = try CertificateTable(CertificateFiles.read(paths), request)
    let float = CertificateTable.Float(caption: caption, label: label)
    let text =
      switch format {
      case .latex: table.latex(float)
      case .markdown: table.markdown(float)
      case .csv: table.csv
      }
    try Terminal.deliver(Array(text.utf8), to: output)
  }
}
