import Foundation
import Testing

/// The commands as a user runs them.
@Suite("commands")
struct CommandTests {
  private func certify(_ scratch: Scratch, _ changes: [String: String] = [:]) throws -> String {
    try scratch.write(Spec.text(changes), to: "spec.yaml")
    let run = try Tool.run("certify", "spec.yaml", "--format", "json", in: scratch.folder)
    #expect(run.status == 0, "\(run)")
    return run.output
  }

  // MARK: Exit statuses

  @Test("0 as expected, 1 unexpected, 2 bad input, 3 undecided; 2 over 1 over 3")
  func exitStatuses() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(
      Spec.text(["claims": "[ridge/4.4]", "expect": "{ridge/4.4: pass}"]), to: "good.yaml")
    try scratch.write(
      Spec.text(["claims": "[ridge/4.4]", "expect": "{ridge/4.4: fail}"]), to: "surprise.yaml")
    try scratch.write(Spec.text(["training": "{eta: 0, lambda: 0}"]), to: "bad.yaml")
    try scratch.write(Spec.text(["claims": "[ridge/open]"]), to: "open.yaml")
    try scratch.write(
      Spec.text(["claims": "[ridge/open]", "expect": "{ridge/open: undecided}"]),
      to: "expected.yaml")
    try scratch.write(
      "{id: ridge/open, title: t, source: s, theory: ridge, conclusion: exp(log(2)) = 2}",
      to: "open-claim.yaml")
    let claims = ["--claims", "open-claim.yaml"]
    let runs: [([String], Int32)] = [
      (["good.yaml"], 0), (["surprise.yaml"], 1), (["bad.yaml"], 2), (["open.yaml"], 3),
      (["expected.yaml"], 0), (["good.yaml", "open.yaml"], 3), (["open.yaml", "surprise.yaml"], 1),
      (["surprise.yaml", "open.yaml"], 1), (["surprise.yaml", "bad.yaml"], 2),
      (["bad.yaml", "surprise.yaml", "open.yaml", "good.yaml"], 2),
    ]
    for (specs, status) in runs {
      let run = try Tool.run(
        ["certify"] + specs + claims + ["--quiet", "--max-precision", "256"], in: scratch.folder)
      #expect(run.status == status, "\(specs): \(run)")
      #expect(run.output.isEmpty)
    }
  }

  @Test("a claim that fails counterexample-fashion is unexpected unless it is expected")
  func failing() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(
      "{id: ridge/false, title: t, source: s, theory: ridge, conclusion: t1 > t2}", to: "false.yaml"
    )
    for (expectation, status) in [("", 1), ("{ridge/false: fail}", 0), ("{ridge/false: pass}", 1)] {
      try scratch.write(
        Spec.text(["claims": "[ridge/false]", "expect": expectation]), to: "spec.yaml")
      let run = try Tool.run(
        "certify", "spec.yaml", "--claims", "false.yaml", in: scratch.folder)
      #expect(Int(run.status) == status, "\(expectation): \(run)")
    }
  }

  @Test("--help exits 0 for every command; no command, unknown ones and unknown options exit 2")
  func usage() throws {
    for command in [
      [], ["certify"], ["verify"], ["sweep"], ["probability"], ["simulate"], ["claims"],
      ["quantities"], ["table"], ["diff"], ["figure"],
      ["report"],
    ] {
      let run = try Tool.run(command + ["--help"])
      #expect(
        run.status == 0 && run.output.contains("USAGE") && run.error.isEmpty, "\(command): \(run)")
    }
    let version = try Tool.run("--version")
    #expect(version.status == 0 && version.output == "0.1.0\n")
    for wrong in [
      ["frobnicate"], ["certify"], ["certify", "--nope"], ["verify"], ["simulate", "x"],
      ["claims", "--format", "pdf"], ["quantities", "physics"], ["claims", "ridge/9.9"],
    ] {
      let run = try Tool.run(wrong)
      #expect(run.status == 2 && run.output.isEmpty && !run.error.isEmpty, "\(wrong): \(run)")
    }
  }

  // MARK: Output

  @Test("every format is written, to standard output or a file alike")
  func formats() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(Spec.text(), to: "spec.yaml")
    let marks = [
      "text": "ridge/4.2-t1", "json": #""schema":"grokcert/certificate/1""#, "markdown": "|",
      "latex": "\\", "csv": "ridge/4.2-t1",
    ]
    for (format, mark) in marks {
      let run = try Tool.run("certify", "spec.yaml", "--format", format, in: scratch.folder)
      #expect(
        run.status == 0 && run.error.isEmpty && run.output.contains(mark), "\(format): \(run)")
      #expect(!run.output.contains("\u{1B}"), "\(format)")
      let file = try Tool.run(
        "certify", "spec.yaml", "--format", format, "--output", "out", in: scratch.folder)
      #expect(file.status == 0 && file.output.isEmpty && file.error.isEmpty)
      #expect(try scratch.read("out") == run.output, "\(format)")
    }
    #expect(try scratch.files == ["out", "spec.yaml"])
  }

  @Test("an unsuccessful run leaves an old output file as it was")
  func atomicOutput() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write("old", to: "out.json")
    try scratch.write(Spec.text(["training": "{eta: 0, lambda: 0}"]), to: "spec.yaml")
    let run = try Tool.run("certify", "spec.yaml", "--output", "out.json", in: scratch.folder)
    #expect(run.status == 2)
    #expect(try scratch.read("out.json") == "old")
    #expect(try scratch.files == ["out.json", "spec.yaml"])
  }

  @Test("several specs: order, one file each, the good ones beside a bad one, JUnit")
  func several() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    for (name, eta) in [("a", "1"), ("b", "0"), ("c", "1/2"), ("d", "1/3")] {
      try scratch.write(Spec.text(["training": "{eta: \(eta), lambda: 1/100}"]), to: "\(name).yaml")
    }
    let specs = ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]
    let one = try Tool.run(["certify"] + specs + ["--format", "json"], in: scratch.folder)
    let two = try Tool.run(
      ["certify"] + specs + ["--format", "json", "--jobs", "2", "--junit", "report.xml"],
      in: scratch.folder)
    #expect(one.status == 2 && two.status == 2)
    #expect(one.output == two.output && one.output.split(separator: "\n").count == 3)
    #expect(two.error.contains("b.yaml") && !two.error.contains("a.yaml"))
    let report = try scratch.read("report.xml")
    #expect(report.hasPrefix("<?xml") && report.contains("a.yaml") && report.contains("<error"))
    #expect(report.contains(#"tests=""#) && report.contains("ridge/4.2-t1"))
    let folder = try Tool.run(
      ["certify"] + specs + ["--format", "json", "--output", "results"], in: scratch.folder)
    #expect(folder.status == 2)
    let written = try FileManager.default.contentsOfDirectory(atPath: scratch.path("results"))
    #expect(written.sorted() == ["a.json", "c.json", "d.json"])
    #expect(try scratch.read("results/a.json") == one.output.split(separator: "\n")[0] + "\n")
  }

  @Test("specs of one name do not overwrite each other")
  func sameNames() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    for (folder, eta) in [("x", "1"), ("y", "1/2")] {
      try FileManager.default.createDirectory(
        atPath: scratch.path(folder), withIntermediateDirectories: true)
      try scratch.write(
        Spec.text(["training": "{eta: \(eta), lambda: 1/100}"]), to: "\(folder)/spec.yaml")
    }
    let run = try Tool.run(
      "certify", "x/spec.yaml", "y/spec.yaml", "--format", "json", "--output", "out",
      in: scratch.folder)
    #expect(run.status == 2 && run.output.isEmpty, "\(run)")
    #expect(run.error.contains("x/spec.yaml") && run.error.contains("y/spec.yaml"), "\(run)")
    #expect(try scratch.files == ["x", "y"])
  }

  @Test("a reader that goes away is no crash")
  func closedPipe() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(Spec.text(), to: "spec.yaml")
    for command in [
      "claims", "quantities", "certify spec.yaml --format json", "claims ridge --format latex",
    ] {
      let run = try Tool.shell(
        "{ \"$TOOL\" \(command); echo \"status $?\" >&2; } | head -c 1 > /dev/null",
        in: scratch.folder)
      #expect(run.status == 0 && run.error == "status 0\n", "\(command): \(run)")
      let closed = try Tool.shell("\"$TOOL\" \(command) >&-", in: scratch.folder)
      #expect(!closed.crashed && closed.status != 0 && closed.status < 128, "\(command): \(closed)")
    }
  }

  @Test("locale and environment change nothing")
  func environment() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let expected = try certify(scratch)
    for environment in [
      ["LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"], ["LC_ALL": "C", "TZ": "Asia/Tokyo"],
      ["NO_COLOR": "1", "TERM": "dumb", "HOME": "/nowhere"],
    ] {
      let run = try Tool.run(
        ["certify", "spec.yaml", "--format", "json"], in: scratch.folder, environment: environment)
      #expect(run.output == expected)
    }
  }

  // MARK: verify

  @Test("verify accepts what certify wrote, rejects a forgery, and tells a missing file from both")
  func verify() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let text = try certify(scratch)
    try scratch.write(text, to: "good.json")
    try scratch.write(
      text.replacing(#""verdict":"pass""#, with: #""verdict":"fail""#), to: "forged.json")
    try scratch.write(
      text.replacing(#""theory":"ridge","#, with: #""theory":"ridge","theory":"ridge","#),
      to: "doubled.json")
    try scratch.write("{", to: "broken.json")
    try scratch.write("[]", to: "list.json")
    try scratch.write(
      text.replacing(#""verdict":"pass""#, with: #""verdict":"pass" "#), to: "spaced.json")
    for (name, status) in [
      ("good.json", 0), ("spaced.json", 0), ("forged.json", 1), ("doubled.json", 1),
      ("broken.json", 1), ("list.json", 1),
    ] {
      let run = try Tool.run("verify", name, in: scratch.folder)
      #expect(Int(run.status) == status && run.error.isEmpty, "\(name): \(run)")
      #expect(run.output.hasPrefix("\(name): \(status == 0 ? "accepted" : "rejected")"), "\(run)")
      #expect(run.output.split(separator: "\n").count == 1)
    }
    let missing = try Tool.run("verify", "absent.json", in: scratch.folder)
    #expect(missing.status == 2 && missing.output.isEmpty && missing.error.contains("absent.json"))
    let mixed = try Tool.run(
      "verify", "good.json", "forged.json", "absent.json", "--jobs", "2", in: scratch.folder)
    #expect(mixed.status == 2 && mixed.output.split(separator: "\n").count == 2)
  }

  @Test("every example certifies as expected and verifies")
  func examples() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = URL(fileURLWithPath: Spec.example("x")).deletingLastPathComponent().path
    for name in [
      "figure2", "eq7-counterexample", "large-decay", "no-grokking", "small-matrix",
      "user-claim", "user-features", "noise",
    ] {
      let options = name == "user-claim" ? ["--claims", "claims/my-claims.yaml"] : []
      let output = scratch.path("\(name).json")
      let run = try Tool.run(
        ["certify", "ridge-\(name).yaml", "--format", "json", "--output", output] + options,
        in: folder)
      #expect(run.status == 0 && run.error.isEmpty, "\(name): \(run)")
      let check = try Tool.run("verify", output)
      #expect(check.status == 0, "\(name): \(check)")
    }
  }

  // MARK: The other commands

  @Test("simulate prints the trajectory as JSON and CSV")
  func simulate() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try scratch.write(Spec.text(), to: "spec.yaml")
    let json = try Tool.run(
      "simulate", "spec.yaml", "--at", "0,1e2,10", "--format", "json", in: scratch.folder)
    #expect(json.status == 0 && json.error.isEmpty)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "grokcert/trajectory/1")
    #expect(document["theory"] as? String == "ridge")
    let points = try #require(document["points"] as? [[String: Any]])
    #expect(points.compactMap { $0["t"] as? String } == ["0", "100", "10"])
    for point in points {
      let values = try #require(point["values"] as? [String: [String: String]])
      #expect(Set(values.keys) == ["train_loss", "population_loss", "theta_norm2"])
      for value in values.values { #expect(value["lower"] != nil && value["upper"] != nil) }
    }
    let first = try #require(points[0]["values"] as? [String: [String: String]])
    #expect(first["theta_norm2"]?["exact"] == "13")
    let csv = try Tool.run("simulate", "spec.yaml", "--at", "0,1e2,10", in: scratch.folder)
    let rows = csv.output.split(separator: "\n")
    #expect(
      rows.first
        == "t,train_loss_lower,train_loss_upper,population_loss_lower,population_loss_upper,theta_norm2_lower,theta_norm2_upper"
    )
    #expect(
      rows.count == 4 && rows[2].hasPrefix("100,")
        && rows.allSatisfy { $0.split(separator: ",").count == 7 })
    let file = try Tool.run(
      "simulate", "spec.yaml", "--at", "5", "--output", "t.csv", in: scratch.folder)
    #expect(file.status == 0 && file.output.isEmpty)
    #expect(try scratch.read("t.csv").hasPrefix("t,train_loss_lower"))
  }

  @Test("claims lists, explains and typesets; quantities lists the vocabulary")
  func vocabulary() throws {
    let list = try Tool.run("claims")
    #expect(list.status == 0 && list.error.isEmpty)
    #expect(list.output.split(separator: "\n").count == 45)
    #expect(list.output.contains("ridge/4.2-t2/corrected"))
    let one = try Tool.run("claims", "ridge/4.2-t1")
    #expect(one.status == 0 && one.output.contains("step-size") && one.output.contains("6*b^2"))
    let latex = try Tool.run("claims", "ridge/4.2-t1", "--format", "latex")
    #expect(latex.status == 0 && latex.output.contains("\\") && latex.output.contains("\\lambda"))
    let family = try Tool.run("claims", "ridge/4.1")
    #expect(family.output.contains("4.1-train") && family.output.contains("4.1-norm"))
    let wrong = try Tool.run("claims", "ridge/4.2-t3")
    #expect(wrong.status == 2 && wrong.error.contains("did you mean"))
    for arguments in [["quantities"], ["quantities", "ridge"]] {
      let quantities = try Tool.run(arguments)
      #expect(quantities.status == 0 && quantities.output.contains("lambda_min_plus"))
      #expect(quantities.output.contains("train_loss(t)"))
    }
  }
}
