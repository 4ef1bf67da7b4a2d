import ArgumentParser
import Documents
import RidgeTheory

/// `grokcert quantities [THEORY]`.
struct QuantitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantities",
    abstract: "List the quantities that a claim may name, with their meaning.")

  @Argument(help: "The theory, such as ridge; all where none is named.")
  var theory: String?

  func run() throws {
    if let theory, !SpecReader.theories.contains(theory) {
      throw InputError(
        "no theory '\(theory)'; this version has: \(SpecReader.theories.joined(separator: ", "))")
    }
    Terminal.output("ridge\n")
    for quantity in RidgeQuantities.all {
      let name = quantity.isFunction ? "\(quantity.name)(t)" : quantity.name
      Terminal.output("  " + name.padding(to: 24) + quantity.meaning + "\n")
    }
  }
}
