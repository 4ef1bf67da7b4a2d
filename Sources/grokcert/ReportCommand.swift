import ArgumentParser
import Certification
import Documents
import Reporting

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// `grokcert report PATH… --output report.html`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make one self-contained HTML page from certificates.",
    discussion: """
      The page needs nothing but itself: summary of verdicts, filters, figures, each certificate with its \
      claims. Links to the certificates are relative, so that the page may move together with them.
      """)

  @Argument(help: "Certificates, or folders of them.")
  var paths: [String]

  @Option(help: "The page to write.")
  var output: String

  @Option(help: "The title of the page.")
  var title = "Certificates of grokking theory"

  func validate() throws {
    guard !paths.isEmpty else { throw ValidationError("Name at least one certificate or folder.") }
  }

  func run() throws {
    try Terminal.check(output, against: paths)
    Terminal.progress("reading certificates")
    let certificates = try CertificateFiles.read(paths)
    Terminal.progress("")
    let folder = InputFile.folder(of: output)
    let links = certificates.map { ReportCommand.relative($0.path, to: folder) }
    let page = HTMLReport.html(certificates, links: links, title: title)
    try AtomicFile.write(Array(page.utf8), to: output)
  }

  /// A path as it is seen from a folder.
  private static func relative(_ path: String, to folder: String) -> String {
    let (target, start) = (parts(path), parts(folder))
    var common = 0
    while common < min(target.count - 1, start.count), target[common] == start[common] {
      common += 1
    }
    let up = Array(repeating: "..", count: start.count - common)
    return (up + target[common...]).joined(separator: "/")
  }

  /// The parts of a path from the root, without `.` and `..`.
  private static func parts(_ path: String) -> [String] {
    let absolute = path.hasPrefix("/") ? path : workingFolder + "/" + path
    var parts: [String] = []
    for part in absolute.split(separator: "/").map(String.init) where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }

  private static var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }
}
