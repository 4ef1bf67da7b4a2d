import ClaimLanguage
import Enclosures
import Testing

@testable import Proving

struct AlgebraTests {
  /// A random expression in x and y that has a value for x, y > 0.
  static func expression(_ random: inout Generator, depth: Int) -> Expression {
    if depth == 0 {
      return switch random.integer(0...2) {
      case 0: Expression(.name("x"))
      case 1: Expression(.name("y"))
      default: .constant(Rational(random.integer(1...9), random.integer(1...4)))
      }
    }
    let x = expression(&random, depth: depth - 1)
    let y = expression(&random, depth: depth - 1)
    let positive = .constant(1) + x.raised(to: .constant(2))
    return switch random.integer(0...8) {
    case 0: x + y
    case 1: x - y
    case 2: x * y
    case 3: x / positive
    case 4: Expression(.function(.sqrt, [positive]))
    case 5: Expression(.function(.log, [positive]))
    case 6: Expression(.function(.exp, [x / positive]))
    case 7: x.raised(to: .constant(Rational(random.integer(2...3))))
    default: -x
    }
  }

  @Test("the normal form has the value of the expression", arguments: 1...60)
  func normalForm(seed: Int) throws {
    var random = Generator(UInt64(seed))
    let expression = AlgebraTests.expression(&random, depth: 3)
    var form = NormalForm()
    guard let fraction = try? form.fraction(expression) else { return }
    let normal = form.expression(fraction)
    for _ in 0..<5 {
      let point = [random.rational(Rational(1, 10), 3), random.rational(Rational(1, 10), 3)]
        .map { Interval($0, precision: 256) }
      let own = CompiledExpression(expression, names: ["x", "y"]).range(over: point, precision: 256)
      let other = CompiledExpression(normal, names: ["x", "y"]).range(over: point, precision: 256)
      let (a, b) = (try #require(own), try #require(other))
      #expect(a.meets(b), "\(expression) and \(normal)")
    }
  }

  @Test(
    "what the rules of exponents and roots make equal is recognised",
    arguments: [
      ("exp(x + y)", "exp(x)*exp(y)"), ("exp(2*log(x))", "x^2"), ("sqrt(x)*sqrt(x)", "x"),
      ("exp(-log(x)/2)", "1/sqrt(x)"), ("log(1/x)", "-log(x)"), ("x^y", "exp(y*log(x))"),
      ("expm1(x)", "exp(x) - 1"), ("log1p(x)", "log(1 + x)"), ("log(exp(x))", "x"),
      ("(x^2 - y^2)/(x*y)", "x/y - y/x"), ("exp((log(y)/log(x))*log(x))", "y"),
    ])
  func identities(left: String, right: String) throws {
    var form = NormalForm()
    let difference = try Expression(parsing: "\(left) - (\(right))")
    #expect(try form.fraction(difference).numerator.isZero)
  }

  @Test(
    "what is not equal is not recognised",
    arguments: [
      ("exp(x*y)", "exp(x)*exp(y)"), ("sqrt(x^2 + y^2)", "x + y"),
      ("log(x + y)", "log(x) + log(y)"),
      ("x^2", "x^3"), ("sqrt(x)", "x"),
    ])
  func differences(left: String, right: String) throws {
    var form = NormalForm()
    let difference = try Expression(parsing: "\(left) - (\(right))")
    #expect(try !form.fraction(difference).numerator.isZero)
  }

  @Test("c ≥ 0 with A·c ≤ p is found, and its absence")
  func simplex() throws {
    let rows: [[Rational]] = [[-1, 0], [0, -1], [1, 1]]
    let found = try #require(DualSimplex.solution(rows, [-1, -2, 4], pivots: 20))
    for (row, bound) in zip(rows, [Rational(-1), -2, 4]) {
      #expect(zip(row, found).reduce(Rational(0)) { $0 + $1.0 * $1.1 } <= bound)
    }
    #expect(found.allSatisfy { $0.sign >= 0 })
    #expect(DualSimplex.solution(rows, [-1, -2, 2], pivots: 20) == nil)
  }

  @Test("Bernstein coefficients show what holds with equality at corners only")
  func bernstein() throws {
    #expect(premises(.bernstein, try sequent("x*(1 - x)", [("x", "[0, 1]")])) != nil)
    #expect(premises(.bernstein, try sequent("x*(1 - x)", [("x", "[0, 2]")])) == nil)
    // Strict: the ends must not belong to the range.
    let open = try sequent("x*(1 - x)", [("x", "(0, 1)")], isStrict: true)
    #expect(premises(.bernstein, open) != nil)
    for range in ["[0, 1)", "(0, 1]", "[0, 1]"] {
      let closed = try sequent("x*(1 - x)", [("x", range)], isStrict: true)
      #expect(premises(.bernstein, closed) == nil)
    }
  }
}
