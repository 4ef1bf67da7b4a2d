import ArgumentParser
import Certification

/// `grokcert quantities [THEORY]`.
struct QuantitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantities",
    abstract: "List the quantities that a claim may name, with their meaning.")

  @Argument(help: "The theory, such as ridge; all where none is named.")
  var theory: String?

  func run() throws {
    let names = Theories.all.map { $0.theory }
    if let theory, !names.contains(theory) {
      throw InputError("no theory '\(theory)'; this version has: \(names.joined(separator: ", "))")
    }
    for type in Theories.all where theory.map({ $0 == type.theory }) ?? true {
      Terminal.output("\(type.theory)\n")
      for entry in type.vocabulary {
        Terminal.output("  " + entry.usage.padding(to: 26) + entry.meaning + "\n")
      }
    }
  }
}
