import ArgumentParser
import Certification
import ClaimLanguage
import Reporting

/// `grokcert claims [ID]`.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "List the claims, or explain one: statement, hypotheses with constants, source.")

  /// The forms that a claim is printed in.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, latex
  }

  @Argument(help: "A claim id such as ridge/4.2-t1, or a prefix such as ridge/4.2.")
  var id: String?

  @Option(help: "text or latex.")
  var format: Format = .text

  @Option(help: "A file of further claims; may be repeated.")
  var claims: [String] = []

  func run() throws {
    let library = try ClaimLibrary(files: claims)
    guard let id else {
      for claim in library.claims.claims { Terminal.output(listing(claim)) }
      return
    }
    let matching = library.claims.matching(id)
    guard !matching.isEmpty else {
      throw CertificateError.unknownClaim(id, suggestion: library.claims.nearestID(to: id))
    }
    let texts = matching.map {
      format == .latex ? $0.latex : TextLayout.wrapped($0.explanation)
    }
    Terminal.output(texts.joined(separator: "\n"))
  }

  private func listing(_ claim: Claim) -> String {
    switch format {
    case .latex: claim.latex + "\n"
    case .text: claim.id.padding(to: 28) + claim.title + "\n"
    }
  }
}

extension String {
  /// The text with spaces up to a width.
  func padding(to width: Int) -> String {
    count >= width ? self + " " : self + String(repeating: " ", count: width - count)
  }
}
