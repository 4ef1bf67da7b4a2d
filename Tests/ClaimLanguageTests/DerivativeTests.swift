import ClaimLanguage
import Enclosures
import Testing

struct DerivativeTests {
  @Test(
    "derivatives by the rules",
    arguments: [
      ("x^3", "3*x^2"), ("1/x", "-(1/x^2)"), ("log(x)", "1/x"), ("exp(2*x)", "2*exp(2*x)"),
      ("sqrt(x)", "1/(2*sqrt(x))"), ("x*y", "y"), ("y^2", "0"), ("log1p(x)", "1/(1 + x)"),
      ("expm1(x)", "exp(x)"), ("2^x", "2^x*log(2)"), ("x^y", "y*x^(y - 1)"),
    ])
  func rules(text: String, wanted: String) throws {
    let derivative = try Expression(parsing: text).derivative(by: "x")
    let expected = try Expression(parsing: wanted)
    // Compared by value: the forms may differ.
    for x in [Rational(1, 3), 2, Rational(7, 2)] {
      let values = try [derivative, expected].map { expression in
        let bound = expression.substituting(.constant(x), for: "x")
          .substituting(.constant(Rational(5, 4)), for: "y")
        return try #require(try Evaluator(source: Nothing()).value(of: bound))
          .interval(precision: 128)
      }
      #expect(values[0].meets(values[1]), "\(derivative) for \(wanted)")
    }
  }

  @Test(
    "what has no derivative is refused by name",
    arguments: [
      "abs(x)", "max(x, 1)", "floor(x)", "train_loss(x)",
    ])
  func refusal(text: String) throws {
    let expression = try Expression(parsing: text)
    #expect(throws: DerivativeError.self) { try expression.derivative(by: "x") }
    #expect(try expression.derivative(by: "y").constant == 0)
  }

  @Test("constants are folded, and only where the value stays")
  func folding() throws {
    let x = Expression(.name("x"))
    #expect((x + .constant(0)) == x)
    #expect((x * .constant(1)) == x)
    #expect((x * .constant(0)).constant == 0)
    #expect((.constant(1) / .constant(0)).constant == nil)
    #expect((-(-x)) == x)
    #expect(Expression.apply(.sqrt, to: .constant(Rational(4, 9))).constant == Rational(2, 3))
    #expect(Expression.apply(.sqrt, to: .constant(2)).constant == nil)
  }

  /// No quantities.
  private struct Nothing: ScalarSource {
    var scalarNames: Set<String> { [] }
    func value(of name: String, precision: Int) throws -> ScalarValue? { nil }
  }
}
