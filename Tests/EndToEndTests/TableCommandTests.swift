import Foundation
import Testing

/// `table` and `diff`, and the CI example that uses them.
@Suite("tables and comparisons on the command line")
struct TableCommandTests {
  /// A folder `runs` with two certificates that differ in lambda.
  private func certificates(_ scratch: Scratch) throws {
    for (name, lambda) in [("a", "1/100"), ("b", "1/50")] {
      try scratch.write(
        Spec.text([
          "training": "{eta: 1, lambda: \(lambda)}", "claims": "[ridge/4.4, ridge/4.2-t1]",
        ]),
        to: "\(name).yaml")
    }
    let run = try Tool.run(
      "certify", "a.yaml", "b.yaml", "--format", "json", "--output", "runs", in: scratch.folder)
    #expect(run.status == 0, "\(run)")
  }

  @Test("table writes every format, to standard output or a file alike")
  func formats() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try certificates(scratch)
    let marks = [
      "latex": #"\begin{tabular}"#, "markdown": "| name | lambda |", "csv": "name,lambda_lower",
    ]
    for (format, mark) in marks {
      let arguments = ["table", "runs", "--format", format, "--columns", "name,lambda,t1,t2"]
      let run = try Tool.run(arguments, in: scratch.folder)
      #expect(
        run.status == 0 && run.error.isEmpty && run.output.contains(mark), "\(format): \(run)")
      let file = try Tool.run(arguments + ["--output", "out"], in: scratch.folder)
      #expect(file.status == 0 && file.output.isEmpty && file.error.isEmpty)
      #expect(try scratch.read("out") == run.output)
    }
    let sorted = try Tool.run(
      "table", "runs/b.json", "runs", "--columns", "name as run", "--sort", "training.lambda",
      "--descending", in: scratch.folder)
    #expect(sorted.output == "| run |\n| --- |\n| b |\n| a |\n")
    let claims = try Tool.run(
      "table", "runs", "--rows", "claims", "--columns", "id,runs", in: scratch.folder)
    #expect(
      claims.output == "| id | runs |\n| --- | ---: |\n| ridge/4.2-t1 | 2 |\n| ridge/4.4 | 2 |\n")
  }

  @Test("table refuses what it cannot show, with status 2 and a remedy")
  func errors() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try certificates(scratch)
    try scratch.write("{\"schema\": \"other\"}", to: "other.json")
    try scratch.write(
      try scratch.read("runs/a.json").replacing(
        #""verdict":"pass""#, with: #""verdict":"fail""#),
      to: "forged.json")
    for (arguments, message) in [
      (["runs", "--columns", "lamda"], "the nearest name is 'lambda'"),
      (["runs", "--digits", "0"], "--digits must be 1 to 20"),
      (["runs", "--digits", "x"], "--digits"), (["runs", "--rows", "columns"], "--rows must be"),
      (["runs", "--descending"], "--sort"), (["runs", "--label", "x"], "--label is for latex"),
      (["runs", "--format", "csv", "--caption", "x"], "--caption"), (["absent"], "absent"),
      (["other.json"], "other.json"), (["forged.json"], "forged.json"), ([], "PATH"),
      (["runs", "--output", "none/out"], "none"),
      (["runs", "--group", "t1", "--rows", "claims"], "--group"),
    ] {
      let run = try Tool.run(["table"] + arguments, in: scratch.folder)
      #expect(run.status == 2 && run.output.isEmpty, "\(arguments): \(run)")
      #expect(run.error.uppercased().contains(message.uppercased()), "\(arguments): \(run)")
    }
  }

  @Test("diff exits with 0 where nothing got worse, 1 where something did, 2 for bad input")
  func comparison() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try certificates(scratch)
    try FileManager.default.createDirectory(
      atPath: scratch.path("new"), withIntermediateDirectories: true)
    for (old, new) in [("a", "x"), ("b", "y")] {
      try scratch.write(try scratch.read("runs/\(old).json"), to: "new/\(new).json")
    }
    let same = try Tool.run("diff", "runs", "new", in: scratch.folder)
    #expect(same.status == 0)
    #expect(
      same.output == "2 certificates compared (2 without change): 0 worse, 0 better, 0 changed\n")
    // Equal certificates under two names are two certificates here.
    try FileManager.default.createDirectory(
      atPath: scratch.path("twice"), withIntermediateDirectories: true)
    for name in ["a", "z"] {
      try scratch.write(try scratch.read("runs/a.json"), to: "twice/\(name).json")
    }
    let twice = try Tool.run("diff", "twice", "runs", in: scratch.folder)
    #expect(twice.status == 1 && twice.output.contains("z\n    the certificate is missing"))
    try FileManager.default.removeItem(atPath: scratch.path("new/y.json"))
    for (format, mark) in [
      ("text", "WORSE\n  b\n    the certificate is missing\n"),
      ("markdown", "## Something got worse"),
      ("json", #""schema": "grokcert/diff/1""#),
    ] {
      let run = try Tool.run("diff", "runs", "new", "--format", format, in: scratch.folder)
      #expect(run.status == 1 && run.error.isEmpty && run.output.contains(mark), "\(run)")
      let file = try Tool.run(
        "diff", "runs", "new", "--format", format, "--output", "out", in: scratch.folder)
      #expect(file.status == 1 && file.output.isEmpty)
      #expect(try scratch.read("out") == run.output)
    }
    let back = try Tool.run("diff", "new", "runs", in: scratch.folder)
    #expect(back.status == 0 && back.output.contains("b\n    a new certificate"))
    let single = try Tool.run("diff", "runs/a.json", "runs/b.json", in: scratch.folder)
    #expect(single.output.contains("problem training.lambda: 1/100 -> 1/50"), "\(single)")
    for arguments in [
      ["runs"], ["runs", "absent"], ["runs", "a.yaml"], ["runs", "new", "--tolerance", "-1"],
      ["runs", "new", "--tolerance", "x"], ["runs", "new", "--format", "csv"],
    ] {
      let run = try Tool.run(["diff"] + arguments, in: scratch.folder)
      #expect(run.status == 2 && run.output.isEmpty && !run.error.isEmpty, "\(arguments): \(run)")
    }
  }

  // MARK: - The CI example

  private func example(_ scratch: Scratch) throws {
    try FileManager.default.copyItem(
      atPath: Spec.example("ci/theory"), toPath: scratch.path("theory"))
  }

  private func check(_ scratch: Scratch, _ option: String = "") throws -> Tool.Run {
    try Tool.shell("GROKCERT=\"$TOOL\" bash theory/check \(option)", in: scratch.folder)
  }

  @Test("the CI example passes as it is committed")
  func committed() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try example(scratch)
    let run = try check(scratch)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("## Nothing got worse"), "\(run)")
    let report = try scratch.read("out/junit.xml")
    #expect(report.contains(#"tests="4" failures="0" errors="0""#), "\(report)")
    #expect(report.contains(#"classname="theory/specs/plateau" name="ridge/pinned/plateau""#))
  }

  @Test("the CI example notices a claim made false, and one made weaker; --accept takes the latter")
  func sabotage() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try example(scratch)
    let claims = try scratch.read("theory/claims/pinned.yaml")
    try scratch.write(
      claims.replacing("plateau >= 2/(eta*lambda)", with: "plateau >= 9/(eta*lambda)"),
      to: "theory/claims/pinned.yaml")
    let wrong = try check(scratch)
    #expect(wrong.status == 1, "\(wrong)")
    #expect(wrong.output.contains("| verdict | ridge/pinned/plateau | pass | fail |"), "\(wrong)")
    #expect(try scratch.read("out/junit.xml").contains(#"<failure type="fail""#))
    try scratch.write(
      claims.replacing("(2*eta*lambda_min_plus)", with: "(eta*lambda_min_plus)"),
      to: "theory/claims/pinned.yaml")
    let weaker = try check(scratch)
    #expect(weaker.status == 1, "\(weaker)")
    #expect(weaker.output.contains("| tightness | ridge/pinned/overfit |"), "\(weaker)")
    #expect(weaker.output.contains("| 2.00000 |") || weaker.output.contains("| 2 |"), "\(weaker)")
    #expect(try scratch.read("out/junit.xml").contains(#"failures="0""#))
    #expect(try check(scratch, "--accept").status == 0)
    #expect(try check(scratch).status == 0)
  }
}
