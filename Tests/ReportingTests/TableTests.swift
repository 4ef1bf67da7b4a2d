import Certification
import Documents
import Enclosures
import Testing

@testable import Reporting

/// Rows, columns, groups and order of tables.
@Suite("tables of certificates")
struct TableTests {
  static func named(
    _ name: String, lambda: String = "1/10000", seed: String = "1",
    quantities: [String: EnclosureRecord] = [:], claims: [ClaimRecord] = []
  ) -> NamedCertificate {
    NamedCertificate(
      path: "runs/\(name).json",
      certificate: Samples.certificate(
        claims, quantities: quantities,
        specification: [
          "theory": "ridge", "training": ["lambda": .string(lambda)],
          "features": ["gaussian": ["seed": .string(seed)]],
        ]))
  }

  private static let runs = [
    named(
      "b", lambda: "1/3", seed: "1", quantities: ["t1": Samples.exact("210")],
      claims: [Samples.failing]),
    named(
      "a", lambda: "1/3", seed: "2",
      quantities: ["t1": Samples.exact("243"), "b": Samples.number("1.5", "1.6")],
      claims: [Samples.passing]),
    named(
      "c", lambda: "1/1000", seed: "3",
      quantities: ["t1": Samples.infinite, "t2": Samples.number("1000001", "inf")]),
  ]

  private func table(
    _ runs: [NamedCertificate] = Self.runs, _ change: (inout CertificateTable.Request) -> Void
  ) throws -> CertificateTable {
    var request = CertificateTable.Request()
    change(&request)
    return try CertificateTable(runs, request)
  }

  @Test func `markdown shows digits, infinities, censored times and gaps`() throws {
    let text = try table {
      $0.columns = "name as run, training.lambda as $\\lambda$, t1, t2, b, verdict(ridge/4.4)"
    }.markdown()
    #expect(
      text == """
        | run | $\\lambda$ | t1 | t2 | b | verdict(ridge/4.4) |
        | --- | ---: | ---: | ---: | ---: | --- |
        | b | 0.333333 | 210 | — | — | — |
        | a | 0.333333 | 243 | — | \\[1.5, 1.6\\] | pass |
        | c | 0.001 | ∞ | &gt; 1000000 | — | — |

        Decimals are certified: rounded to nearest at the last digit shown. \\[a, b\\]: the value lies \
        between, ends rounded outward. ∞: certified infinite; of a time, never. With a relation sign: \
        not reached or not bounded so far. —: not defined here.

        """)
  }

  @Test func `rows are sorted by certified order, missing ones last either way`() throws {
    func names(_ sort: String, _ isDescending: Bool) throws -> [CertificateTable.Cell] {
      try table {
        $0.columns = "name"
        $0.sort = sort
        $0.isDescending = isDescending
      }.rows.map { $0[0] }
    }
    #expect(try names("t1", false) == [.text("b"), .text("a"), .text("c")])
    #expect(try names("t1", true) == [.text("c"), .text("a"), .text("b")])
    #expect(try names("training.lambda", false) == [.text("c"), .text("b"), .text("a")])
    #expect(try names("b", false) == [.text("a"), .text("b"), .text("c")])
    #expect(try names("b", true) == [.text("a"), .text("b"), .text("c")])
    #expect(try names("name", true) == [.text("c"), .text("b"), .text("a")])
  }

  @Test func `groups go from least to greatest, count texts and say so`() throws {
    let table = try table {
      $0.group = "training.lambda"
      $0.columns = "t1, t2, verdict(ridge/4.4)"
    }
    #expect(
      table.markdown().hasPrefix(
        """
        | training.lambda | runs | t1 (min to max, median) | t2 | verdict(ridge/4.4) |
        | ---: | ---: | ---: | ---: | --- |
        | 0.001 | 1 | ∞ | &gt; 1000000 | — |
        | 0.333333 | 2 | 210 to 243, 226.5 | — | 1 pass, 1 not there |
        """))
    #expect(
      table.csv == """
        training.lambda_lower,training.lambda_upper,training.lambda,runs_lower,runs_upper,runs,\
        t1_lower,t1_upper,t1,t1_median,t2_lower,t2_upper,t2,verdict(ridge/4.4)
        0.0009999999999999998,0.001,1/1000,1.0,1.0,1,inf,inf,inf,,1000001.0,inf,"[1000001, inf]",
        0.3333333333333333,0.33333333333333337,1/3,2.0,2.0,2,210.0,243.0,"[210, 243]",453/2,,,,\
        "1 pass, 1 not there"

        """)
  }

  @Test func `a group says how many of its certificates have a number`() throws {
    let table = try table {
      $0.group = "training.lambda"
      $0.columns = "b, t1"
    }
    #expect(
      table.markdown().contains("| 0.333333 | 2 | \\[1.5, 1.6\\] (1 of 2) | 210 to 243, 226.5 |"))
    #expect(table.markdown().contains("(k of n): k of the row's n certificates have it."))
    #expect(table.latex().contains(#"$[\num{1.5}, \num{1.6}]$ (1 of 2) & \num{210} to"#))
    #expect(table.csv.contains(#",b_lower,b_upper,b,b_missing,t1_lower,"#))
    #expect(table.csv.contains(#",1.5,1.6,"[1.5, 1.6]",1,210.0,243.0,"#))
  }

  @Test func `claims have a row each, with verdicts counted over certificates`() throws {
    let one = try table([Self.runs[1]]) { $0.rows = .claims }
    #expect(
      one.markdown().hasPrefix(
        """
        | id | verdict | flags | left | relation | right | tightness |
        | --- | --- | --- | ---: | --- | ---: | ---: |
        | ridge/4.4 | pass |  | 210 | &lt; | 1400.12 | 6.66725 |
        """))
    let other = Self.named("d", claims: [Samples.passing, Samples.outOfScope])
    let several = try table(Self.runs + [other]) {
      $0.rows = .claims
      $0.columns = "id, runs, verdict, flags as marks, tightness"
      $0.sort = "id"
    }
    #expect(
      several.markdown().hasPrefix(
        """
        | id | runs | verdict | marks | tightness |
        | --- | ---: | --- | --- | ---: |
        | ridge/4.2-t2 | 1 | 1 fail |  | — |
        | ridge/4.4 | 2 | 2 pass |  | 6.66725 |
        | ridge/4.6 | 1 | 1 out-of-scope | 1 empirical event-not-checked | — |
        """))
  }

  @Test func `default columns are what varies, the times and the tallies`() throws {
    let headings = try table { _ in }.columns.map(\.heading)
    #expect(
      headings == [
        "name", "features.gaussian.seed", "training.lambda", "t1", "t2", "count(pass)",
        "count(fail)", "count(out-of-scope)", "count(undecided)",
      ])
    let digests = Self.runs.map {
      NamedCertificate(
        path: "x/" + String(repeating: "0a", count: 32) + ".json", certificate: $0.certificate)
    }
    #expect(try table(digests) { _ in }.columns[0].heading == "features.gaussian.seed")
  }

  @Test(
    "that cannot be made are errors that name the remedy",
    arguments: [
      ("columns", "lamda", "--columns: no certificate has 'lamda'"),
      ("columns", "training.lamda", "the nearest name is 'training.lambda'"),
      ("columns", "verdict(ridge/4.3)", "the nearest name is 'verdict(ridge/4.4)'"),
      ("columns", "count(passed)", "the nearest name is 'count(pass)'"),
      ("columns", "t1 as ", "has no heading"), ("columns", "t1 as {", "braces"),
      ("columns", "t1 as $a%b$", "braces"), ("columns", "t1 as $a$ & b", "braces"),
      ("columns", "t1 as $x", "braces"),
      ("columns", "t1, t1", "heads two columns"),
      ("columns", "t1,,t2", "--columns: '' is no field"),
      ("group", "seed", "--group: no certificate has 'seed'"), ("sort", "t(", "--sort: "),
      ("digits", "0", "--digits"), ("digits", "21", "--digits"),
      ("claims", "tightnes", "did you mean 'tightness'"), ("claims", "t1", "a claim has no 't1'"),
      ("both", "training.lambda", "--group"),
    ])
  func errors(kind: String, value: String, message: String) throws {
    let error = try #require(
      throws: DocumentError.self,
      performing: {
        try table { request in
          switch kind {
          case "columns": request.columns = value
          case "group": request.group = value
          case "sort": request.sort = value
          case "digits": request.digits = Int(value) ?? 0
          case "both": (request.rows, request.group) = (.claims, value)
          default: (request.rows, request.columns) = (.claims, value)
          }
        }
      })
    #expect(error.description.contains(message), "\(error)")
  }

  // MARK: - LaTeX

  @Test func `latex has siunitx columns, braces round all else, and escaped names`() throws {
    let odd = Self.named(
      "a_b&c%|λ中",
      quantities: [
        "t1": Samples.exact("243"), "L": Samples.number("1.2345678e-7", "1.2345679e-7"),
      ])
    let text = try table(Self.runs + [odd]) {
      $0.columns = "name, t1, t2 as $x_{2}$, L, b as T_x & 5%"
    }
    .latex(.init(caption: "A $b$", label: "tab:x"))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[1] == "% b \(Self.runs[0].digest)")
    #expect(
      Array(lines[5...10]) == [
        #"\begin{table}"#, #"\centering"#, #"\caption{A $b$}"#, #"\label{tab:x}"#,
        #"\begin{tabular}{@{}lS[table-format=3]rS[table-format=1.5e-1]r@{}}"#, #"\toprule"#,
      ])
    #expect(lines[11] == #"name & {$t_1$} & $x_{2}$ & {$L$} & T\_x \& 5\% \\"#)
    #expect(lines.contains(#"b & 210 & --- & {---} & --- \\"#))
    #expect(lines.contains(#"c & {$\infty$} & ${>}\num{1e6}$ & {---} & --- \\"#))
    #expect(
      lines.contains(
        #"a\_b\&c\%\textbar{}\ensuremath{\lambda}U+4E2D & 243 & --- & 1.23457e-7 & --- \\"#))
    #expect(lines.last == #"\end{table}"#)
    #expect(text.count { $0 == "{" } == text.count { $0 == "}" })
    #expect(!(try table { _ in }.latex().contains("table}")))
  }

  @Test(arguments: [
    (["210", "22939"], "5"), (["-1.25", "3"], "-1.2"), (["1.5e-7", "0.25"], "1.2e-1"),
    (["1e20"], "1e2"), (["0"], "1"), (["12.5", "1.25e-10"], "2.2e-2"),
  ])
  func `table-format holds every number`(numbers: [String], format: String) {
    #expect(CertificateTable.format(numbers) == format)
  }
}
