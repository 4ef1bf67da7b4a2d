import ArgumentParser
import Certification
import ClaimLanguage
import Reporting

/// `grokcert claims [ID]`.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "List the claims, or explain one: statement, hypotheses with constants, source.",
    discussion: """
      With an id the chain of steps is shown as well, each with its status: scalar steps are proved for all \
      parameters while you wait ('prove' shows more); the others are proved in Coq or taken from elsewhere.
      """)

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

  @ArgumentParser.Flag(
    name: .customLong("skip-proofs"), help: "Show the steps without trying to prove them.")
  var skipsProofs = false

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
    let statuses = try statuses(of: matching)
    let texts = matching.map { claim in
      let own = statuses[claim.id] ?? [:]
      return format == .latex
        ? claim.latex(statuses: own) : TextLayout.wrapped(claim.explanation(statuses: own))
    }
    Terminal.output(texts.joined(separator: "\n"))
  }

  /// How the steps of claims stand, by claim and step.
  private func statuses(of claims: [Claim]) throws -> [String: [String: String]] {
    if skipsProofs { return [:] }
    let plan = try ProofPlan(claims: claims)
    var run = ProofRun()
    run.jobs = Terminal.processorCount
    run.mostBoxes = 2_000
    let steps = plan.groups.flatMap { $0.entries.compactMap(\.statement) }
    let results = try run.results(for: steps) {
      Terminal.progress("proving \($0.done)/\($0.total)  \($0.statement)")
    }
    Terminal.progress("")
    return ProofReport(plan, results).statuses
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
