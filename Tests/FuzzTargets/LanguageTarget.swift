import Certification
import ClaimLanguage
import Documents
import Enclosures
import Proving

enum LanguageTarget {
  /// Errors of parts that the command line only shows inside others.
  static func isExpected(_ error: any Error) -> Bool {
    error is ParseError || error is NumberError || error is DerivativeError
      || error is CoqPrintingError || error is SideError
  }

  // MARK: Statements

  static func expression(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let formula: Formula
    do {
      formula = try Formula(parsing: text)
    } catch {
      let expression = try ClaimLanguage.Expression(parsing: text)
      try require(
        try ClaimLanguage.Expression(parsing: expression.description) == expression,
        "the printed expression is read as another one")
      _ = expression.latex
      _ = try? expression.coq()
      if let derivative = try? expression.derivative(by: "t1") { _ = derivative.description }
      _ = try evaluator().value(of: expression)
      return
    }
    let printed = formula.description
    // Brackets that the printer adds may nest deeper than the parser goes.
    if formula.depth < 100 {
      try require(
        try Formula(parsing: printed) == formula, "the printed statement is read as another one")
    }
    _ = formula.latex
    _ = try? formula.coq()
    try formula.checkNames(in: text, against: Source())
    _ = try evaluator().evaluate(formula)
  }

  private static func evaluator() -> Evaluator {
    Evaluator(
      source: Source(), startPrecision: 64, maximumPrecision: 512, horizon: nil, budget: 1_000)
  }

  /// Quantities of every kind; a function of time that decays.
  private struct Source: QuantitySource {
    private static let scalars: [String: ScalarValue] = [
      "n": .exact(20), "T": .exact(Rational(1, 100)), "t1": .exact(17),
      "t2": .infinite(sign: 1), "norm": .squareRoot(of: 2),
      "gap": .enclosed(Interval(lower: 1, upper: 2, precision: 64)),
    ]
    var scalarNames: Set<String> { Set(Source.scalars.keys) }
    var functionNames: Set<String> { ["loss"] }
    var empiricalNames: Set<String> { ["gap"] }

    func value(of name: String, precision: Int) throws -> ScalarValue? { Source.scalars[name] }

    func enclosure(of function: String, over times: TimeRange, precision: Int) throws -> Interval? {
      Interval(Rational(9, 10), precision: precision).power(over: times)
    }

    func enclosure(
      of function: String, over times: TimeRange, relativeTo rate: DecayRate, exponent: Int,
      precision: Int
    ) throws -> Interval? { nil }
  }

  // MARK: Numbers

  static func number(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let json: JSONValue = ["lower": .string(text), "upper": .string(text)]
    if let record = try? EnclosureRecord(json: json, at: "number") {
      let interval = try record.interval(precision: 64)
      _ = interval.decimalEnclosure(digits: 20)
    }
    if let side = try? Side(parsing: text) {
      try require(
        try Side(parsing: side.description) == side, "the printed range is read as another one")
    }
    let value = try Rational(parsing: text)
    try require(
      try Rational(parsing: value.description) == value, "the printed number is another one")
    _ = value.decimalEnclosure(digits: 20)
  }

  // MARK: Claims and statements about all parameters

  static func claims(_ bytes: [UInt8]) throws {
    try withFile(bytes, "claims.yaml") { path in
      let library = try ClaimLibrary(files: [path])
      for claim in library.claims.claims where !library.builtInIDs.contains(claim.id) {
        _ = claim.explanation
        _ = claim.latex
        _ = try ProofPlan(claims: [claim])
      }
    }
  }

  static func prove(_ bytes: [UInt8]) throws {
    try withFile(bytes, "statements.yaml") { path in
      let plan = try ProofPlan([path])
      var run = ProofRun()
      run.mostBoxes = 20
      let statements = Array(plan.statements.prefix(2))
      let certificate = ProofCertificate(try run.results(for: statements)).json
      let ids = statements.map(\.id)
      guard !ids.isEmpty, Set(ids).count == ids.count else { return }
      do { _ = try ProofVerifier().verify(certificate) } catch {
        throw FuzzTarget.Finding("a proof that was found is rejected: \(error)")
      }
    }
  }
}
