import ClaimLanguage
import Enclosures
import Testing

struct ParserTests {
  @Test(
    "precedence and canonical text",
    arguments: [
      ("-x^2", "-x^2"), ("(-x)^2", "(-x)^2"), ("a^b^c", "a^b^c"), ("(a^b)^c", "(a^b)^c"),
      ("((a - b)) - c", "a - b - c"), ("a-(b-c)", "a - (b - c)"), ("a/(b*c)", "a/(b*c)"),
      ("2 * -x", "2*(-x)"), ("a^-b", "a^(-b)"), ("1e-4", "0.0001"), ("1e-7", "1e-7"),
      ("1.50E+1", "15"), ("x - -y", "x - -y"), ("123456789", "1.23456789e8"), ("0.0", "0"),
      ("max(a, b+1, c)", "max(a, b + 1, c)"), ("f( 2*t+1 )", "f(2*t + 1)"), (".5", "0.5"),
      ("acc(standard,t)", "acc(standard, t)"),
    ])
  func canonicalExpressions(text: String, canonical: String) throws {
    let expression = try Expression(parsing: text)
    #expect(expression.description == canonical)
    #expect(try Expression(parsing: canonical) == expression)
  }

  @Test(
    "statements",
    arguments: [
      ("a<b", "a < b"), ("a < b <= c", "a < b and b <= c"),
      ("a<b<c and d=e", "a < b and b < c and d = e"),
      ("(a<b and b<c) and d=e", "(a < b and b < c) and d = e"),
      ("a<b or c<d and e<f", "a < b or c < d and e < f"),
      ("(a<b or c<d) and e<f", "(a < b or c < d) and e < f"),
      ("a<b implies c<d implies e<f", "a < b implies c < d implies e < f"),
      ("(a<b implies c<d) implies e<f", "(a < b implies c < d) implies e < f"),
      ("not a<b and c<d", "not a < b and c < d"), ("not (a<b and c<d)", "not (a < b and c < d)"),
      ("forall t in 0..inf: f(t)<1", "forall t in 0..inf: f(t) < 1"),
      (
        "(forall t in ceil(x)..2*n: f(t)<1) and a<b",
        "(forall t in ceil(x)..2*n: f(t) < 1) and a < b"
      ),
      (
        "a<b implies forall t in 1..2: t<3 or t<4", "a < b implies forall t in 1..2: t < 3 or t < 4"
      ),
      ("((a+b)) < (c)", "a + b < c"),
    ])
  func canonicalStatements(text: String, canonical: String) throws {
    let formula = try Formula(parsing: text)
    #expect(formula.description == canonical)
    #expect(try Formula(parsing: canonical) == formula)
  }

  @Test("random trees survive printing and reading")
  func roundTrip() throws {
    var generator = TreeGenerator(seed: 7)
    for index in 0..<3000 {
      let formula = generator.formula(4)
      let text = formula.description
      #expect(try Formula(parsing: text) == formula, "tree \(index): \(text)")
      #expect(try Formula(parsing: text).description == text)
    }
  }

  @Test(
    "errors name the place",
    arguments: [
      ("a < ", 1, 5, "found the end"), ("a <\n  b )", 2, 5, "found ')'"),
      ("a + (b < c)", 1, 5, "expression after '+'"), ("a", 1, 1, "statement such as"),
      ("a == b", 1, 3, "'=' for equality"), ("a < b c", 1, 7, "found 'c'"),
      ("log < 1", 1, 1, "log(...)"), ("log(a, b) < 1", 1, 1, "one argument"),
      ("min(a) < 1", 1, 1, "two or more"), ("2x < 1", 1, 2, "'*' to multiply"),
      ("a ≤ b", 1, 3, "'<='"), ("a < 1e9999", 1, 5, "exponent"),
      ("forall t in 0..t: t < 1", 1, 16, "must not depend"),
      ("forall t in 0..1: forall s in 0..1: s < t", 1, 19, "inside"),
      ("not 1", 1, 5, "statement after 'not'"), ("", 1, 1, "found the end"),
      ("a < b and c", 1, 11, "statement after 'and'"), ("a < (b", 1, 7, "close the bracket"),
      ("f(a, b, c) < 1", 1, 1, "at most"), ("forall 1 in 0..1: a<b", 1, 8, "a variable"),
    ])
  func places(text: String, line: Int, column: Int, message: String) {
    let error = #expect(throws: ParseError.self) { try Formula(parsing: text) }
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.message.contains(message) ?? false, "\(error?.message ?? "")")
  }

  @Test("the caret stands under the fault")
  func caret() {
    let error = #expect(throws: ParseError.self) { try Formula(parsing: "a < b and\nc < foo bar") }
    #expect(
      error?.description == """
        line 2, column 9: expected an operator or the end, found 'bar'
          c < foo bar
                  ^^^
        """)
  }

  @Test("limits end in errors, not traps")
  func limits() {
    let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
    for text in [
      deep, String(repeating: "-", count: 15_000) + "1", String(repeating: "not ", count: 4000),
      "1" + String(repeating: "^1", count: 9000), "1" + String(repeating: "+1", count: 9000),
      String(repeating: "f(", count: 9000), String(repeating: "a<b implies ", count: 1000) + "a<b",
      String(repeating: "x", count: 20_001), String(repeating: "1", count: 2000) + " < 1",
    ] {
      #expect(throws: ParseError.self) { try Formula(parsing: text) }
    }
  }

  @Test("random text never traps")
  func fuzz() {
    let pieces = [
      "(", ")", "<", "<=", "=", "+", "-", "*", "/", "^", "..", ".", ":", ",", "and", "or", "not",
      "implies", "forall", "t", "in", "inf", "x", "1", "1e-4", ".5", "log", "max", "f", " ", "\n",
      "é", "\u{0}", "1e", "&&", "0..inf",
    ]
    var random = SplitMix64(seed: 11)
    var accepted = 0
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...25, using: &random)
      let text = (0..<length).map { _ in
        (pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
      }.joined()
      do {
        let formula = try Formula(parsing: text)
        accepted += 1
        #expect((try? Formula(parsing: formula.description)) == formula, "\(text)")
        #expect(!formula.latex.isEmpty)
      } catch {
        #expect(error.line >= 1 && error.column >= 1 && !error.snippet.isEmpty)
      }
    }
    #expect(accepted > 5)
  }

  @Test("unknown names are found, with the nearest known one")
  func names() throws {
    var source = MockSource(scalars: ["lambda": .exact(1), "T_test(standard)": .exact(1)])
    source.functions = ["train_loss": [], "test_accuracy(standard)": []]
    func message(_ text: String) throws -> (String, Int)? {
      do {
        try Formula(parsing: text).checkNames(in: text, against: source)
        return nil
      } catch {
        return (error.message, error.column)
      }
    }
    #expect(try message("forall t in 0..inf: train_loss(t) <= lambda*t") == nil)
    #expect(try message("T_test(standard) < test_accuracy(standard, 3)") == nil)
    let misspelt = try #require(try message("1 < 2*lamda"))
    #expect(misspelt == ("unknown quantity 'lamda'; did you mean 'lambda'?", 7))
    #expect(try message("train_los(3) < 1")?.0.contains("'train_loss'") ?? false)
    #expect(try message("train_loss < 1")?.0.contains("train_loss(t)") ?? false)
    #expect(try message("lambda(3) < 1")?.0.contains("takes no argument") ?? false)
    #expect(try message("T_test(adversarial) < 1")?.0.contains("standard only") ?? false)
    #expect(try message("t < 1")?.0.contains("unknown quantity 't'") ?? false)
  }
}

struct LaTeXTests {
  @Test(
    "formulas look as in a paper",
    arguments: [
      (
        "t1 <= n*log(6*b^2*theta0_norm2/epsilon) / (2*eta*lambda_min_plus)",
        #"t_{1} \le \frac{n\, \log\left(\frac{6\, b^{2}\, \|\theta^{(0)}\|^{2}}{\varepsilon}\right)}{2\, \eta\, \lambda_{\min}^{+}(\Phi^\top\Phi)}"#
      ),
      ("eta*(lambda + b^2) < 1", #"\eta\, \left(\lambda + b^{2}\right) < 1"#),
      (
        "forall t in 0..inf: train_loss(t) <= sqrt(nu2)",
        #"\forall t \ge 0:\ L_n(t) \le \sqrt{\nu^{2}}"#
      ),
      (
        "forall t in 0..n: theta_norm2(t) <= nu2^2",
        #"\forall t \in \{0, \dots, n\}:\ \|\theta^{(t)}\|^{2} \le \left(\nu^{2}\right)^{2}"#
      ),
      (
        "T_test(standard) > my_odd_name",
        #"T_{\mathrm{test}}(\mathrm{standard}) > \mathrm{my\_odd\_name}"#
      ),
      (
        "1e-7 <= 2e-9 or not a = b",
        #"10^{-7} \le 2 \cdot 10^{-9} \ \text{or}\ \neg\left(a = b\right)"#
      ),
      ("sigma_min*x^(1/2) >= 3*4", #"\lambda_{\min}(\Sigma)\, x^{1/2} \ge 3 \cdot 4"#),
    ])
  func latex(text: String, expected: String) throws {
    #expect(try Formula(parsing: text).latex == expected)
  }
}
