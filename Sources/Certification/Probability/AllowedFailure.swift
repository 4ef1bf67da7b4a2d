import ClaimLanguage
import Documents
import Enclosures

/// The quantities of a certificate, as the claim language asks for them.
struct CertificateSource: ScalarSource {
  let certificate: Certificate

  var scalarNames: Set<String> { Set(certificate.quantities.keys) }

  func value(of name: String, precision: Int) throws -> ScalarValue? {
    guard let record = certificate.quantities[name] else { return nil }
    if let exact = record.exact { return .exact(try Rational(parsing: exact)) }
    return .enclosed(try record.interval(precision: precision))
  }
}

/// A probability that a source allows a failure to have, by an expression over quantities.
struct AllowedFailure {
  /// 1 − p for the stated probability p.
  private let expression: Expression
  private let text: String

  /// Bits that expressions are evaluated with.
  private static let bits = (start: 128, maximum: 1024)

  /// Reads the probability that an event states, such as `1 - 2*exp(-m/32)`.
  ///
  /// - Throws: `ParseError`.
  init(ofEventWithProbability text: String) throws(ParseError) {
    self.text = text
    let probability = try Expression(parsing: text)
    // What is taken from 1 is found without taking a tiny number from 1.
    if case .binary(.minus, let one, let rest) = probability.node, one.node == .number(1) {
      expression = rest
    } else {
      expression = Expression(.binary(.minus, Expression(.number(1)), probability))
    }
  }

  /// Its value on a draw, within [0, 1]; nil where it has none.
  func value(on certificate: Certificate) throws -> ClosedRange<Rational>? {
    let evaluator = Evaluator(
      source: CertificateSource(certificate: certificate), startPrecision: Self.bits.start,
      maximumPrecision: Self.bits.maximum, horizon: nil, budget: 1)
    guard let value = try evaluator.value(of: expression) else { return nil }
    if case .exact(let exact) = value {
      let clamped = min(max(exact, 0), 1)
      return clamped...clamped
    }
    let interval = value.interval(precision: Self.bits.start)
    func clamped(_ end: BigFloat) -> Rational {
      guard let value = end.exactRational else { return end.sign > 0 ? 1 : 0 }
      return min(max(value, 0), 1)
    }
    return clamped(interval.lower)...clamped(interval.upper)
  }

  /// What the value depends on: equal texts mean equal values.
  func key(on certificate: Certificate) -> String {
    let records = Identifiers.of(text).sorted().compactMap { name in
      certificate.quantities[name].map { "\(name)=\($0.exact ?? "\($0.lower),\($0.upper)")" }
    }
    return ([text] + records).joined(separator: ";")
  }
}

/// The words of a statement in the claim language.
enum Identifiers {
  static func of(_ text: String) -> Set<String> {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return Set(words.filter { $0.first?.isLetter ?? false }.map(String.init))
  }
}
