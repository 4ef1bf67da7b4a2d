import ArgumentParser
import Certification

/// The command line: one subcommand a file, no mathematics.
struct Grokcert: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grokcert",
    abstract: "Decides whether quantitative claims of grokking theory hold, with certificates.",
    discussion: """
      A spec file (YAML) states a problem: data, hyperparameters, thresholds. 'certify' encloses the \
      training run rigorously, evaluates every hypothesis and bound of the theory, and writes a \
      certificate that anyone can re-check with 'verify'.

      Exit status: 0 as expected; 1 some claim came out other than expected (verify: rejected); \
      2 bad usage or input; 3 something undecided; 4 internal error; 130 and 143 after Ctrl-C and SIGTERM.
      """,
    version: Certificate.toolVersion,
    subcommands: [
      CertifyCommand.self, VerifyCommand.self, ProveCommand.self, SweepCommand.self,
      ProbabilityCommand.self, TableCommand.self, FigureCommand.self, ReportCommand.self,
      DiffCommand.self,
      SimulateCommand.self, ClaimsCommand.self, QuantitiesCommand.self,
    ])
}
