import Foundation
import Testing

/// What the tool does where its surroundings fail; `scripts/faults` has more that needs time, or root.
@Suite("faults")
struct FaultTests {
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(Spec.text(["claims": "[ridge/4.4]"]), to: "spec.yaml")
    return scratch
  }

  @Test("an output that is an input is refused, and the input stays as it was")
  func outputOntoInput() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    let certified = try Tool.run(
      "certify", "spec.yaml", "--format", "json", "--output", "one.json", in: scratch.folder)
    #expect(certified.status == 0, "\(certified)")
    let spec = try scratch.read("spec.yaml")
    let certificate = try scratch.read("one.json")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link.svg"), withDestinationPath: "one.json")
    for command in [
      ["certify", "spec.yaml", "--output", "./spec.yaml"],
      ["certify", "spec.yaml", "--quiet", "--junit", "spec.yaml"],
      ["simulate", "spec.yaml", "--at", "0", "--output", "spec.yaml"],
      ["table", "one.json", "--output", "one.json"],
      ["report", "one.json", "--output", "link.svg"],
      ["diff", "one.json", "one.json", "--output", "one.json"],
      ["figure", "one.json", "--kind", "losses", "--output", "link.svg"],
    ] {
      let run = try Tool.run(command, in: scratch.folder)
      #expect(run.status == 2 && run.error.contains("is the input"), "\(command): \(run)")
    }
    #expect(try scratch.read("spec.yaml") == spec)
    #expect(try scratch.read("one.json") == certificate)
  }

  @Test("a reader that goes away changes no status, and a full or closed output is an error")
  func outputs() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    try scratch.write("{}", to: "bad.json")
    let unread = try Tool.shell(
      "{ \"$TOOL\" verify bad.json bad.json; echo \"status $?\" >&2; } | :", in: scratch.folder)
    #expect(unread.error == "status 1\n", "\(unread)")
    let closed = try Tool.shell("\"$TOOL\" claims >&-", in: scratch.folder)
    #expect(
      closed.status == 2 && closed.error.contains("standard output cannot be written"), "\(closed)")
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let full = try Tool.shell("\"$TOOL\" claims >/dev/full", in: scratch.folder)
    #expect(full.status == 2 && full.error.contains("No space left"), "\(full)")
  }

  @Test("no file gets what was meant for a descriptor that is closed")
  func descriptors() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    let certify = "\"$TOOL\" certify spec.yaml absent.yaml --format json --output"
    let open = try Tool.shell("\(certify) open; exit 0", in: scratch.folder)
    let closed = try Tool.shell("\(certify) closed <&- >&- 2>&-; exit 0", in: scratch.folder)
    #expect(open.status == 0 && closed.status == 0)
    #expect(try scratch.read("closed/spec.json") == scratch.read("open/spec.json"))
  }

  /// A logistic run that takes a moment or an hour.
  private static func run(steps: String) -> String {
    """
    theory: logistic
    data: {planted: {d: 2, box: 5, gamma: 1/2, per_class: [9, 7], support: [3, 2], seed: 4}}
    training: {eta: 1e-2, steps: \(steps)}
    tests: {}
    thresholds: {epsilon: 1e-3}
    """
  }

  @Test("an interrupt ends every command with the status of shells", arguments: [2, 15])
  func interrupt(signal: Int) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(Self.run(steps: "2e8"), to: "long.yaml")
    for command in [
      "certify long.yaml --no-checkpoints --output out", "simulate long.yaml --at 1e8 --output out",
    ] {
      let run = try Tool.shell(
        "\"$TOOL\" \(command) & tool=$!; sleep 0.5; kill -\(signal) $tool; wait $tool; exit $?",
        in: scratch.folder)
      #expect(Int(run.status) == 128 + signal, "\(command): \(run)")
      #expect(try scratch.files == ["long.yaml"])
    }
  }

  @Test("a certificate is written when it is there, not with the last one")
  func interruptBetween() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(Self.run(steps: "2e8"), to: "long.yaml")
    try scratch.write(Self.run(steps: "20"), to: "quick.yaml")
    let run = try Tool.shell(
      """
      "$TOOL" certify long.yaml quick.yaml --jobs 2 --no-checkpoints --format json --output out &
      tool=$!; i=0
      while [ ! -e out/quick.json ] && [ $i -lt 600 ]; do sleep 0.1; i=$((i + 1)); done
      kill -15 $tool; wait $tool; exit $?
      """, in: scratch.folder)
    #expect(run.status == 128 + 15, "\(run)")
    #expect(try scratch.files == ["long.yaml", "out", "quick.yaml"])
    let alone = try Tool.run(
      "certify", "quick.yaml", "--format", "json", "--output", "alone", in: scratch.folder)
    #expect(alone.status == 3, "\(alone)")
    #expect(try scratch.read("out/quick.json") == scratch.read("alone"))
  }
}
