import Certification
import Documents
import Enclosures

/// A value that certificates are grouped by, with an order: numbers first.
enum FieldKey: Hashable, Comparable {
  case number(Rational)
  case text(String)

  /// - Throws: `DocumentError` where the certificate does not have the field.
  init(
    _ field: CertificateField, _ named: NamedCertificate, option: String
  ) throws(DocumentError) {
    switch field.value(in: named) {
    case .number(let record)?:
      self = Bounds(record)?.exact.map(FieldKey.number) ?? .text(ShownNumber(record).term)
    case .text(let text)?: self = .text(text)
    case nil:
      throw DocumentError(
        file: named.path, keyPath: option, value: field.description,
        "does not exist in this certificate; name a field that all have, such as training.lambda")
    }
  }

  /// The value as it is shown.
  var text: PlotText {
    switch self {
    case .number(let value): PlotTicks.number(value)
    case .text(let text): PlotText(text)
    }
  }

  static func < (left: FieldKey, right: FieldKey) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a < b
    case (.text(let a), .text(let b)): a < b
    case (.number, .text): true
    case (.text, .number): false
    }
  }
}
