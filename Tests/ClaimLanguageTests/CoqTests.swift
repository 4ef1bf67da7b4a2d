import ClaimLanguage
import Testing

struct CoqTests {
  @Test(arguments: [
    ("2*x + 1/3", "2 * x + 1 / 3"), ("0.25", "1 / 4"), ("0.25^2*x", "(1 / 4) ^ 2 * x"),
    ("1e3", "1000"), ("x - (y - z)", "x - (y - z)"), ("a/(b*c)", "a / (b * c)"),
    ("a/b/c", "a / b / c"), ("-x^2", "- x ^ 2"), ("(-x)^2", "(- x) ^ 2"), ("a*(-b)", "a * (- b)"),
    ("-a*b", "- a * b"), ("(x^2)^3", "(x ^ 2) ^ 3"), ("x^(-2)", "/ x ^ 2"),
    ("y/x^(-2)", "y / (/ x ^ 2)"), ("x^(1/2)", "sqrt x"), ("x^(3/2)", "sqrt (x ^ 3)"),
    ("x^(-1/2)", "/ sqrt x"), ("x^0.5*y", "sqrt x * y"), ("x^y", "Rpower x y"),
    ("(x + 1)^(2*y)", "Rpower (x + 1) (2 * y)"), ("x^(1/3)", "Rpower x (1 / 3)"),
    ("x^5000", "powerRZ x 5000"), ("x^(-5000)", "powerRZ x (-5000)"),
    ("x^2^3", "Rpower x (2 ^ 3)"), ("sqrt(x)^2", "sqrt x ^ 2"),
    ("exp(x)*log(1 - x)", "exp x * ln (1 - x)"), ("log(log(x))", "ln (ln x)"),
    ("log1p(x)", "ln (1 + x)"), ("log1p(-x)", "ln (1 + - x)"), ("2*expm1(x)", "2 * (exp x - 1)"),
    ("x - expm1(y)", "x - (exp y - 1)"), ("abs(x - y)", "Rabs (x - y)"),
    ("min(x, 1)", "Rmin x 1"), ("max(x, y, z)", "Rmax x (Rmax y z)"),
    ("floor(x/2)", "IZR (Zfloor (x / 2))"), ("1 + ceil(x)", "1 + IZR (Zceil x)"),
    ("train_loss(0)", "train_loss_0"), ("T_test(standard)", "T_test_standard"),
  ])
  func expressions(text: String, expected: String) throws {
    #expect(try Expression(parsing: text).coq() == expected)
  }

  @Test(arguments: [
    ("x < y and y <= 1", "x < y /\\ y <= 1"),
    ("x = 0 or x > 1 and y >= 2", "x = 0 \\/ (x > 1 /\\ y >= 2)"),
    ("not x = 0", "~ (x = 0)"), ("x > 0 implies x^2 > 0", "x > 0 -> x ^ 2 > 0"),
    ("x > 0 implies y > 0 implies x*y > 0", "x > 0 -> (y > 0 -> x * y > 0)"),
    ("not (x < 1 and y < 1)", "~ (x < 1 /\\ y < 1)"),
  ])
  func statements(text: String, expected: String) throws {
    #expect(try Formula(parsing: text).coq() == expected)
  }

  @Test func namesAreTheCallersChoice() throws {
    let expression = try Expression(parsing: "a*train_loss(2*t + 1)")
    #expect(try expression.coq { "<\($0)>" } == "<a> * <train_loss(2*t + 1)>")
  }

  @Test func whatNoRealTermSays() throws {
    #expect(throws: CoqPrintingError.infinity) { try Formula(parsing: "t1 < inf").coq() }
    #expect(throws: CoqPrintingError.statementOverTime) {
      try Formula(parsing: "x < 1 or forall t in 0..9: f(t) < 1").coq()
    }
    #expect(throws: CoqPrintingError.exponent("1e16")) {
      try Expression(parsing: "x^10000000000000000").coq()
    }
  }

  @Test(arguments: [
    ("lambda", "lambda"), ("T", "T"), ("exp", "exp_"), ("exp_", "exp__"), ("R", "R_"),
    ("exists", "exists_"), ("match", "match_"), ("_", "__"), ("f(0)", "f_0"),
    ("f(t, 1/2)", "f_t_1_2"),
    ("4.2", "q_4_2"), ("é", "__"),
  ])
  func identifiers(name: String, expected: String) {
    #expect(CoqNames.identifier(name) == expected)
  }

  @Test func differentNamesStayDifferent() {
    let names = ["f(1, 2)", "f(1 + 2)", "f_1_2", "exp", "exp_", "f_1_2_2"]
    let identifiers = CoqNames.identifiers(names)
    #expect(identifiers["f_1_2"] == "f_1_2")
    #expect(identifiers["f_1_2_2"] == "f_1_2_2")
    #expect(Set(names.compactMap { identifiers[$0] }).count == names.count)
  }
}
