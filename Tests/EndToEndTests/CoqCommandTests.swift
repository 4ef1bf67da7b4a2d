import Foundation
import Testing

/// Whether `coqc` is there, with CoqInterval.
enum Coq {
  static let isInstalled: Bool = {
    guard let scratch = try? Scratch() else { return false }
    defer { scratch.remove() }
    return (try? accepts("From Interval Require Import Tactic.\n", in: scratch, as: "probe"))
      ?? false
  }()

  /// Runs coqc on a text.
  static func run(_ text: String, in scratch: Scratch, as name: String) throws -> Tool.Run {
    try scratch.write(text, to: "\(name).v")
    return try Tool.shell("exec coqc -q -w none \(name).v", in: scratch.folder)
  }

  /// Whether coqc accepts a text.
  static func accepts(_ text: String, in scratch: Scratch, as name: String) throws -> Bool {
    try run(text, in: scratch, as: name).status == 0
  }

  /// Several files as one, each a module, so that the libraries are loaded once.
  static func together(_ files: [(name: String, text: String)]) -> String {
    var text = """
      From Coq Require Import Reals Lra.
      From Flocq Require Import Core.Raux.
      From Interval Require Import Tactic.

      """
    for file in files {
      let lines = file.text.split(separator: "\n").filter { !$0.hasPrefix("From ") }
      text += "Module \(file.name).\n\(lines.joined(separator: "\n"))\nEnd \(file.name).\n"
    }
    return text
  }
}

struct CoqCommandTests {
  private static let examples: [String] = {
    let folder = URL(fileURLWithPath: Spec.example("")).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  @Test func filesAndTheirIndexAreWritten() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let spec = try scratch.write(Spec.text(), to: "mine.yaml")
    let folder = scratch.path("deep/coq")
    let run = try Tool.run("certify", spec, "--coq", folder)
    #expect(run.status == 0)
    #expect(run.error.contains("comparisons in "))
    let index = try scratch.read("deep/coq/INDEX.txt")
    #expect(index.hasPrefix("Comparisons of mine.yaml as theorems of Coq\n"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let files = names.filter { $0.hasSuffix(".v") }
    #expect(files.count + 1 == names.count)
    #expect(files.count > 50)
    for file in files { #expect(index.contains("\n  \(file)\n")) }
    let quiet = try Tool.run("certify", spec, "--coq", scratch.path("again"), "--quiet")
    #expect(quiet.output.isEmpty && quiet.error.isEmpty)
    #expect(try Tool.shell("diff -r deep/coq again", in: scratch.folder).status == 0)
  }

  @Test func severalSpecsHaveFoldersOfTheirOwn() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let one = try scratch.write(Spec.text(), to: "one.yaml")
    let two = try scratch.write(
      Spec.text(["thresholds": "{epsilon: 1/40, c: 1/40}"]), to: "two.yaml")
    let run = try Tool.run("certify", one, two, "--quiet", "--coq", scratch.path("coq"))
    #expect(run.status == 0)
    for name in ["one", "two"] {
      #expect(try scratch.read("coq/\(name)/INDEX.txt").hasPrefix("Comparisons of \(name).yaml"))
    }
    let clash = try Tool.run("certify", one, one, "--quiet", "--coq", scratch.path("coq"))
    #expect(clash.status == 2)
    #expect(clash.error.contains("--coq: "))
  }

  /// Eight comparisons of every example; `scripts/check-coq-export` compiles them all.
  @Test(
    .enabled(if: Coq.isInstalled, "coqc with CoqInterval is not installed"),
    .timeLimit(.minutes(10)))
  func coqAcceptsWhatIsExported() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    #expect(CoqCommandTests.examples.count >= 21)
    var chosen: [(name: String, text: String)] = []
    for (number, example) in CoqCommandTests.examples.enumerated() {
      let spec = Spec.example(example)
      let options = try? String(
        contentsOfFile: spec.replacing(".yaml", with: ".args"), encoding: .utf8)
      let arguments = (options ?? "").split { $0.isWhitespace }.map { argument in
        argument.hasPrefix("examples/")
          ? Spec.example(String(argument.dropFirst("examples/".count))) : String(argument)
      }
      let folder = "coq\(number)"
      _ = try Tool.run(
        ["certify", spec, "--quiet", "--coq", scratch.path(folder)] + arguments)
      let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder))
        .filter { $0.hasSuffix(".v") }.sorted()
      #expect(!files.isEmpty, "\(example)")
      let step = max(1, (files.count + 7) / 8)
      for file in stride(from: number % step, to: files.count, by: step).map({ files[$0] }) {
        chosen.append(
          ("E\(number)_" + file.dropLast(2), try scratch.read("\(folder)/\(file)")))
      }
    }
    let run = try Coq.run(Coq.together(chosen), in: scratch, as: "together")
    #expect(run.status == 0, "\(run.error)")
  }

  @Test(
    .enabled(if: Coq.isInstalled, "coqc with CoqInterval is not installed"),
    .timeLimit(.minutes(10)))
  func coqRejectsWhatIsCorrupted() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let spec = Spec.example("ridge-small-matrix.yaml")
    _ = try Tool.run("certify", spec, "--quiet", "--coq", scratch.path("coq"))
    let bound = try scratch.read("coq/ridge_4_2_t1_sharp__conclusion.v")
    #expect(try Coq.accepts(bound, in: scratch, as: "honest"))
    func lines(_ change: (Substring) -> String) -> String {
      bound.split(separator: "\n", omittingEmptySubsequences: false).map(change)
        .joined(separator: "\n")
    }
    let corrupted = [
      "relation": lines { $0.hasPrefix("  t1 <= ") ? "  t1 > " + $0.dropFirst(8) : String($0) },
      "digit": lines {
        $0.hasPrefix("Definition t1 ") ? String($0.replacing(":= ", with: ":= 9")) : String($0)
      },
      "enclosure": lines {
        $0.contains(" <= lambda_min_plus <= ") && $0.hasSuffix("->")
          ? "  1 <= lambda_min_plus <= 2 ->" : String($0)
      },
      "hypothesis": lines {
        $0.contains(" <= lambda_min_plus <= ") && $0.hasSuffix("->")
          ? "  lambda_min_plus >= 0 ->" : String($0)
      },
    ]
    for (kind, text) in corrupted.sorted(by: { $0.key < $1.key }) {
      #expect(text != bound, "\(kind)")
      let run = try Coq.run(text, in: scratch, as: kind)
      #expect(run.status != 0, "\(kind)")
      #expect(run.error.contains("No applicable tactic"), "\(kind): \(run.error)")
    }
  }
}
