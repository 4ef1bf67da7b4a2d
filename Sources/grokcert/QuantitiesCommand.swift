import ArgumentParser

struct QuantitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "quantities")
}
