import Foundation
import Testing

/// `prove`, `verify` and `claims` on statements about all parameters, as a user runs them.
@Suite("prove")
struct ProveCommandTests {
  @Test("0 as expected, 1 something else, 2 bad input, 3 undecided")
  func exitStatuses() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let files: [(String, String, Int32)] = [
      ("true.yaml", #"- {id: a, forall: {x: "[0, 1)"}, statement: "log(1 - x) <= -x"}"#, 0),
      ("false.yaml", #"- {id: a, forall: {x: "[0, 1)"}, statement: "log(1 - x) >= -2*x"}"#, 1),
      (
        "known.yaml",
        #"- {id: a, forall: {x: "[0, 1)"}, statement: "log(1 - x) >= -2*x", expect: false}"#, 0
      ),
      (
        "wrong.yaml",
        #"- {id: a, forall: {x: "[0, 1)"}, statement: "log(1 - x) <= -x", expect: false}"#, 1
      ),
      (
        "open.yaml",
        #"- {id: a, forall: {x: "[0, 2]", y: "[0, 2]"}, statement: "x^4*y^2 + x^2*y^4 - 3*x^2*y^2 + 1 >= 0"}"#,
        3
      ),
      ("range.yaml", #"- {id: a, forall: {x: "[1, 0]"}, statement: "x > 0"}"#, 2),
      ("name.yaml", #"- {id: a, forall: {x: "[0, 1]"}, statement: "y > 0"}"#, 2),
      ("syntax.yaml", #"- {id: a, forall: {x: "[0, 1]"}, statement: "x >"}"#, 2),
    ]
    for (name, text, status) in files {
      try scratch.write(text, to: name)
      let run = try Tool.run("prove", name, "--boxes", "60", "--quiet", in: scratch.folder)
      #expect(run.status == status, "\(name): \(run)")
      if status == 2 { #expect(!run.error.isEmpty) }
    }
    #expect(try Tool.run("prove", "ridge/4.2-t9", in: scratch.folder).status == 2)
    #expect(try Tool.run("prove", "missing.yaml", in: scratch.folder).status == 2)
  }

  @Test("the false step of eq (7) is shown with its counterexample and how far it holds")
  func report() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let run = try Tool.run("prove", "ridge/4.2-t2", in: scratch.folder)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("refuted    log-base"))
    #expect(run.output.contains("false at x = 0.79682"))
    #expect(run.output.contains("0.7968121300200200461615209379"))
    #expect(run.output.contains("decreasing"))
    let claims = try Tool.run("claims", "ridge/4.2-t2", in: scratch.folder)
    #expect(claims.output.contains("[refuted] log-base"))
    #expect(claims.output.contains("[Coq]") || claims.output.contains("[cited]"))
    let plain = try Tool.run("claims", "ridge/4.2-t2", "--skip-proofs", in: scratch.folder)
    #expect(!plain.output.contains("[refuted]"))
  }

  @Test("the proofs are the same with any threads, and verify accepts them and nothing else")
  func certificates() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    var texts: [String] = []
    for jobs in ["1", "2"] {
      let run = try Tool.run(
        "prove", "ridge/4.4", "--format", "json", "--jobs", jobs, in: scratch.folder)
      #expect(run.status == 0, "\(run)")
      texts.append(run.output)
    }
    #expect(texts[0] == texts[1])
    try scratch.write(texts[0], to: "proofs.json")
    let good = try Tool.run("verify", "proofs.json", in: scratch.folder)
    #expect(good.status == 0 && good.output.contains("accepted"), "\(good)")
    try scratch.write(texts[0].replacing("\"proved\"", with: "\"refuted\""), to: "forged.json")
    let bad = try Tool.run("verify", "forged.json", in: scratch.folder)
    #expect(bad.status == 1 && bad.output.contains("rejected"), "\(bad)")
  }
}
