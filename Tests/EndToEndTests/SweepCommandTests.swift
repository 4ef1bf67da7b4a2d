import Foundation
import Testing

/// Sweeps as a user runs them, kills them and goes on.
@Suite("sweep")
struct SweepCommandTests {
  /// A folder with a small spec and a sweep of it: 24 runs of some milliseconds.
  private func scratch(
    axes: String = "training.lambda: {geometric: [1e-3, 1e-1, 3]}\n  \(seeds): {range: [1, 8]}",
    claims: String = "[ridge/4.4, ridge/4.5]"
  ) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      Spec.text([
        "features": "{gaussian: {n: 3, m: 8, variance: 1/8, seed: 1}}", "covariance": "",
        "feature_bound": "", "teacher": "{sphere: {norm: 1, seed: 1}}",
        "initialization": "{gaussian: {variance: 1, seed: 1}}", "claims": claims,
        "expect": "{ridge/no-such-claim: pass}",
      ]), to: "spec.yaml")
    try scratch.write("spec: spec.yaml\naxes:\n  \(axes)\n", to: "sweep.yaml")
    return scratch
  }

  private static let seeds =
    "\"features.gaussian.seed, teacher.sphere.seed, initialization.gaussian.seed\""

  private func sweep(_ scratch: Scratch, _ folder: String, _ options: String...) throws -> Tool.Run
  {
    try Tool.run(["sweep", "sweep.yaml", "--output", folder] + options, in: scratch.folder)
  }

  /// The files of a folder with their content.
  private func content(_ scratch: Scratch, _ folder: String) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder))
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try scratch.read("\(folder)/\($0)")) })
  }

  @Test("writes what certify writes, under its digest, whatever the jobs and parts")
  func whole() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    let run = try sweep(scratch, "one", "--jobs", "1")
    #expect(run.status == 0 && run.error == "24 runs: 0 were there, 24 certified, 0 failed\n")
    let rows = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(rows.first == ["claim", "pass", "fail", "out-of-scope", "undecided"])
    #expect(rows.dropFirst().allSatisfy { $0.dropFirst().compactMap(Int.init).reduce(0, +) == 24 })
    let one = try content(scratch, "one")
    #expect(one.count == 24)
    for (name, text) in one {
      #expect(text.hasSuffix("\n") && text.contains("\"digest\":\"sha256:\(name.dropLast(5))\""))
    }
    // The run of the first values, by certify.
    let spec = try scratch.read("spec.yaml").replacing("lambda: 1/100", with: "lambda: 1e-3")
      .replacing("expect: {ridge/no-such-claim: pass}\n", with: "")
    try scratch.write(spec, to: "first.yaml")
    let first = try Tool.run("certify", "first.yaml", "--format", "json", in: scratch.folder)
    #expect(one.values.contains(first.output))

    let four = try sweep(scratch, "four", "--jobs", "4", "--quiet")
    #expect(four.status == 0 && four.output.isEmpty && four.error.isEmpty)
    #expect(try content(scratch, "four") == one)
    for part in ["3/5", "1/5", "5/5", "2/5", "4/5"] {
      #expect(try sweep(scratch, "parts", "--shard", part).status == 0)
    }
    #expect(try content(scratch, "parts") == one)
    let again = try sweep(scratch, "parts", "--resume")
    #expect(again.error == "24 runs: 24 were there, 0 certified, 0 failed\n")
    #expect(again.output == run.output)
  }

  @Test("killed at random moments and started again, it ends with the same folder")
  func kills() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    #expect(try sweep(scratch, "whole").status == 0)
    var state: UInt64 = 20_260_801
    for _ in 0..<5 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // Kills once some more files are there; the count may jump, and the moment within a run is open.
      let more = Int(state >> 60) % 4 + 1
      let line = """
        mkdir -p killed; wanted=$(($(ls killed | wc -l) + \(more)))
        "$TOOL" sweep sweep.yaml --output killed --jobs 2 >/dev/null 2>&1 & tool=$!
        while kill -0 $tool 2>/dev/null && [ $(ls killed | wc -l) -lt $wanted ]; do :; done
        kill -9 $tool 2>/dev/null; wait $tool; exit 0
        """
      #expect(try Tool.shell(line, in: scratch.folder).status == 0)
    }
    let last = try sweep(scratch, "killed")
    #expect(last.status == 0, "\(last)")
    #expect(try content(scratch, "killed") == content(scratch, "whole"))
  }

  @Test("an interrupt ends it at once, with status 130 and nothing half-written")
  func interrupt() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    #expect(try sweep(scratch, "whole").status == 0)
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
      let line = """
        mkdir -p \(signal)
        "$TOOL" sweep sweep.yaml --output \(signal) --jobs 1 & tool=$!
        while [ $(ls \(signal) | wc -l) -lt 2 ]; do :; done
        kill -\(signal) $tool; wait $tool; exit $?
        """
      // A background job of sh ignores INT unless the tool asks for it, which this shows too.
      let run = try Tool.shell(line, in: scratch.folder)
      #expect(Int(run.status) == status && run.error.contains("interrupted"), "\(run)")
      let files = try content(scratch, signal)
      #expect(files.keys.allSatisfy { $0.hasSuffix(".json") } && files.count < 24)
      #expect(try sweep(scratch, signal, "--quiet").status == 0)
      #expect(try content(scratch, signal) == content(scratch, "whole"))
    }
  }

  @Test("damaged files are written anew, foreign ones left alone, remains of writers removed")
  func damaged() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    let table = try sweep(scratch, "out").output
    let whole = try content(scratch, "out")
    let names = whole.keys.sorted()
    let text = try #require(whole[names[0]])
    try scratch.write(String(text.dropLast(9)), to: "out/\(names[0])")
    try scratch.write(
      text.replacing("\"verdict\":\"pass\"", with: "\"verdict\":\"fail\""), to: "out/\(names[1])")
    try scratch.write("", to: "out/\(names[2])")
    // A whole certificate under the name of another, and one in another layout.
    try scratch.write(text, to: "out/\(names[3])")
    try scratch.write(try #require(whole[names[4]]) + "\n", to: "out/\(names[4])")
    let foreign = ["notes.json": "[1]", "README": "mine", "0.json": "{}", "x.tmp": "y"]
    for (name, text) in foreign { try scratch.write(text, to: "out/\(name)") }
    try scratch.write("{", to: "out/\(names[5]).77.88.tmp")
    let run = try sweep(scratch, "out")
    #expect(run.status == 0 && run.output == table)
    #expect(run.error.hasSuffix("24 runs: 19 were there, 5 certified, 0 failed\n"), "\(run.error)")
    for name in names[..<5] { #expect(run.error.contains("notice: out/\(name) is damaged")) }
    #expect(run.error.split(separator: "\n").count == 6)
    #expect(try content(scratch, "out") == whole.merging(foreign) { $1 })
  }

  @Test("two processes on one folder lose nothing")
  func together() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    #expect(try sweep(scratch, "whole").status == 0)
    let line = """
      "$TOOL" sweep sweep.yaml --output both >one 2>&1 & first=$!
      "$TOOL" sweep sweep.yaml --output both >two 2>&1; second=$?
      wait $first && exit $second
      """
    let run = try Tool.shell(line, in: scratch.folder)
    #expect(run.status == 0, "\(run)")
    #expect(try content(scratch, "both") == content(scratch, "whole"))
  }

  @Test("a run with bad input is told with its values, the others go on, and the status is 2")
  func failures() throws {
    let scratch = try scratch(
      axes: "features.gaussian.variance: {values: [1/8, 0]}\n  \(Self.seeds): {range: [1, 3]}")
    defer { scratch.remove() }
    let run = try sweep(scratch, "out", "--jobs", "2")
    #expect(run.status == 2)
    let lines = run.error.split(separator: "\n")
    #expect(lines.count == 4 && lines[3] == "6 runs: 0 were there, 3 certified, 3 failed")
    #expect(
      lines[0].hasPrefix("run 4 (features.gaussian.variance = 0, features.gaussian.seed = 1,"))
    #expect(lines[0].contains("spec.yaml: features.gaussian.variance: '0' must be positive"))
    #expect(try content(scratch, "out").count == 3)
    #expect(try sweep(scratch, "out", "--quiet").status == 2)
  }

  @Test("certificates of other claims or another precision do not count as done")
  func otherSettings() throws {
    let scratch = try scratch(claims: "[ridge/mine]")
    defer { scratch.remove() }
    func claim(_ bound: String) -> String {
      "{id: ridge/mine, title: t, source: s, theory: ridge, conclusion: t1 >= \(bound)}"
    }
    try scratch.write(claim("0"), to: "claim.yaml")
    let options = ["sweep", "sweep.yaml", "--output", "out", "--claims", "claim.yaml"]
    let expected = [("0", "4096", 0), ("0", "4096", 24), ("-1", "4096", 0), ("-1", "256", 0)]
    for (bound, bits, present) in expected {
      try scratch.write(claim(bound), to: "claim.yaml")
      let run = try Tool.run(options + ["--max-precision", bits], in: scratch.folder)
      #expect(run.status == 0 && run.error.hasPrefix("24 runs: \(present) were there"), "\(run)")
      #expect(run.output.contains("ridge/mine") && run.output.contains(" 24 "), "\(run.output)")
    }
    #expect(try content(scratch, "out").count == 72)
  }

  @Test("wrong usage has status 2 and says why")
  func usage() throws {
    let scratch = try scratch()
    defer { scratch.remove() }
    for (options, message) in [
      (["--shard", "0/4"], "I/N"), (["--shard", "5/4"], "I/N"), (["--jobs", "0"], "--jobs"),
      (["--output", "sweep.yaml"], "sweep.yaml"), (["--max-precision", "1"], "--max-precision"),
    ] {
      let run = try Tool.run(
        ["sweep", "sweep.yaml", "--output", "out"] + options, in: scratch.folder)
      #expect(run.status == 2 && run.error.contains(message), "\(options): \(run)")
    }
    let missing = try Tool.run("sweep", "absent.yaml", "--output", "out", in: scratch.folder)
    #expect(missing.status == 2 && missing.error.contains("absent.yaml"))
    #expect(try scratch.files == ["spec.yaml", "sweep.yaml"])
  }

  // MARK: probability

  @Test("probability counts a sweep's draws in every format, and says what is refuted")
  func probability() throws {
    let scratch = try scratch(axes: "\(Self.seeds): {range: [1, 40]}", claims: "[ridge/4.4]")
    defer { scratch.remove() }
    #expect(try sweep(scratch, "out").status == 0)
    let text = try Tool.run("probability", "out", in: scratch.folder)
    #expect(text.status == 0 && text.error.isEmpty, "\(text)")
    #expect(
      text.output.contains("40 independent draws") && text.output.contains("event large-start"))
    let marks = [
      "json": #""schema": "grokcert/probability/1""#, "csv": "group,claim,counted",
      "markdown": "| ridge/4.4 | event large-start |", "latex": "\\toprule",
    ]
    for (format, mark) in marks {
      let run = try Tool.run("probability", "out", "--format", format, in: scratch.folder)
      #expect(run.status == 0 && run.output.contains(mark), "\(run)")
    }
    // A claim whose event happens on every other draw or so, said to happen nearly always.
    try scratch.write(
      """
      {id: ridge/bold, title: t, source: s, theory: ridge, conclusion: t1 >= 0,
       events: [{id: large, statement: theta0_norm2 >= 8, probability: 1 - exp(-m)}]}
      """, to: "bold.yaml")
    try scratch.write(
      try scratch.read("spec.yaml").replacing("[ridge/4.4]", with: "[ridge/bold]"),
      to: "spec.yaml")
    #expect(try sweep(scratch, "bold", "--claims", "bold.yaml").status == 0)
    let bold = try Tool.run("probability", "bold", in: scratch.folder)
    #expect(bold.status == 1 && bold.output.contains("refuted"), "\(bold)")
    for wrong in [["absent"], ["out", "--confidence", "1"], ["out", "--confidence", "x"], []] {
      let run = try Tool.run(["probability"] + wrong, in: scratch.folder)
      #expect(run.status == 2 && run.output.isEmpty && !run.error.isEmpty, "\(wrong): \(run)")
    }
  }
}
