import ArgumentParser
import Certification
import Documents
import Enclosures
import RidgeTheory

struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "certify")
  @Argument var specs: [String]
  @Option var claims: [String] = []
  func run() throws {
    let library = try ClaimLibrary(files: claims)
    let certifier = Certifier(library: library)
    for spec in specs {
      let problem = try RidgeProblem(SpecReader.read(file: spec))
      let certificate = try certifier.certify(problem)
      Terminal.output(certificate.json.canonical() + [10])
    }
  }
}
