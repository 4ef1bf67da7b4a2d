import Foundation
import FuzzTargets
import Testing

/// Inputs that once trapped, hung, or filled memory, made small: `Corpus/TARGET/NAME`.
@Suite("inputs that broke a reader once")
struct CorpusTests {
  struct Input: Sendable, CustomTestStringConvertible {
    let target: FuzzTarget
    let path: String

    var testDescription: String {
      "\(target.rawValue)/\(URL(fileURLWithPath: path).lastPathComponent)"
    }
  }

  static let inputs: [Input] = {
    guard let root = Bundle.module.path(forResource: "Corpus", ofType: nil) else { return [] }
    return FuzzTarget.allCases.flatMap { target in
      let folder = "\(root)/\(target.rawValue)"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.sorted().map { Input(target: target, path: "\(folder)/\($0)") }
    }
  }()

  @Test("are read or refused now", arguments: inputs)
  func input(_ input: Input) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: input.path)))
    try input.target.run(bytes)
  }

  @Test("are found by this test")
  func found() { #expect(Self.inputs.count >= 10) }
}
