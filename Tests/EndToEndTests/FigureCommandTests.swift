import Foundation
import Testing

@Suite struct FigureCommandTests {
  private func certificate(_ scratch: Scratch) throws -> String {
    let spec = try scratch.write(Spec.text(), to: "small.yaml")
    let file = scratch.path("small.json")
    _ = try Tool.run("certify", spec, "--format", "json", "--output", file, "--quiet")
    return file
  }

  @Test func writesPicturesAndData() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = try certificate(scratch)
    let first = try Tool.run(
      "figure", file, "--kind", "losses", "--output", "loss.svg", in: scratch.folder)
    #expect(first.status == 0 && first.error.isEmpty && first.output.isEmpty)
    let picture = try scratch.read("loss.svg")
    #expect(picture.hasPrefix("<svg ") && picture.contains("population loss"))
    _ = try Tool.run("figure", file, "--kind", "losses", "--output", "b.svg", in: scratch.folder)
    #expect(try scratch.read("b.svg") == picture)
    let second = try Tool.run(
      "figure", file, "--kind", "losses", "--output", "loss.tex", in: scratch.folder)
    #expect(second.status == 0)
    #expect(try scratch.read("loss.tex").contains(#"\pgfplotstableread{loss.dat}"#))
    #expect(try scratch.read("loss.dat").contains("p1_train_loss_lower"))
  }

  @Test func drawsAPanelForEachValue() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    for (name, decay) in [("a", "1/100"), ("b", "1/50"), ("c", "1/50")] {
      let start = name == "c" ? "[2, 2, 1, 2]" : "[2, -2, 1, 2]"
      try scratch.write(
        Spec.text([
          "training": "{eta: 1, lambda: \(decay)}",
          "initialization": "{vector: \(start), variance: 4}",
        ]), to: "\(name).yaml")
      let run = try Tool.run(
        "certify", "\(name).yaml", "--format", "json", "--output", "\(name).json",
        in: scratch.folder)
      #expect(run.status != 2, "\(run)")
    }
    let run = try Tool.run(
      "figure", "a.json", "b.json", "c.json", "--kind", "losses", "--panels", "training.lambda",
      "--output", "loss.svg", in: scratch.folder)
    #expect(run.status == 0, "\(run)")
    let picture = try scratch.read("loss.svg")
    #expect(picture.contains("0.01") && picture.contains("0.02"))
    // A run alone in the first panel, the range of two in the second.
    #expect(picture.contains("2 runs"))
    let unknown = try Tool.run(
      "figure", "a.json", "--kind", "losses", "--panels", "training.none", "--output", "x.svg",
      in: scratch.folder)
    #expect(unknown.status == 2, "\(unknown)")
  }

  @Test func takesATrajectoryOfTheSameRunOnly() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = try certificate(scratch)
    let (spec, other) = (
      scratch.path("small.yaml"),
      try scratch.write(
        Spec.text(["initialization": "{vector: [1, 1, 1, 1], variance: 4}"]), to: "other.yaml")
    )
    for (name, spec) in [("own", spec), ("other", other)] {
      _ = try Tool.run(
        "simulate", spec, "--at", "0,1,10,100", "--format", "json", "--output", scratch.path(name))
    }
    let good = try Tool.run(
      "figure", file, "--kind", "losses", "--trajectory", scratch.path("own"), "--output",
      scratch.path("own.svg"))
    #expect(good.status == 0)
    let bad = try Tool.run(
      "figure", file, "--kind", "losses", "--trajectory", scratch.path("other"), "--output",
      scratch.path("other.svg"))
    #expect(bad.status == 2 && bad.error.contains("simulate the spec of that certificate"))
  }

  @Test func rejectsBadRequestsInOneLine() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let file = try certificate(scratch)
    let requests: [([String], String)] = [
      (["--kind", "pie", "--output", "a.svg"], "'pie' is not a kind"),
      (["--kind", "losses", "--output", "a.png"], ".svg or .tex"),
      (["--kind", "losses", "--output", "a.tex", "--width", "3ft"], "8.5cm"),
      (["--kind", "losses", "--output", "a.svg", "--width", "12"], "pixels"),
      (["--kind", "phases", "--output", "a.svg"], "for theory logistic"),
      (["--kind", "surrogate", "--output", "a.svg"], "not gaussian"),
      (["--kind", "sweep", "--x", "n", "--y", "qq", "--output", "a.svg"], "'qq'"),
    ]
    for (arguments, message) in requests {
      let run = try Tool.run(["figure", file] + arguments, in: scratch.folder)
      #expect(run.status == 2 && run.error.contains(message), "\(run.error)")
      #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    }
    #expect(try scratch.files.allSatisfy { !$0.hasPrefix("a.") })
  }

  @Test func reportsOnAFolder() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    _ = try certificate(scratch)
    try FileManager.default.createDirectory(
      atPath: scratch.path("pages"), withIntermediateDirectories: false)
    let run = try Tool.run("report", ".", "--output", "pages/r.html", in: scratch.folder)
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try scratch.read("pages/r.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("href=\"../small.json\""))
  }
}
