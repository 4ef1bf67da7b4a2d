public import Certification
import Documents
public import Enclosures

/// What changed between two sets of certificates, and what of it for the worse.
public struct CertificateComparison: Sendable {
  /// How a change is judged.
  public enum Judgement: String, Sendable, CaseIterable {
    /// Less is certified than before, or a certificate or claim is gone.
    case worse
    /// More is certified than before.
    case better
    /// Neither more nor less.
    case changed
  }

  /// One difference.
  public struct Change: Sendable, Hashable {
    /// What changed.
    public enum Kind: String, Sendable, CaseIterable {
      case problem, claim, verdict, flags, statement, conclusion, tightness, time
    }

    /// What changed.
    public let kind: Kind
    /// The claim, the stage time or the key of the spec that it is about.
    public let subject: String
    /// What was there; nil where nothing was.
    public let old: String?
    /// What is there; nil where nothing is.
    public let new: String?
    /// new ÷ old of a tightness, in certified digits.
    public let factor: String?
    /// How it is judged.
    public let judgement: Judgement
  }

  /// A certificate of either set that belong together.
  public struct Pair: Sendable {
    /// Why they belong together: `given`, `name` or `spec`.
    public let rule: String
    /// The old one.
    public let old: NamedCertificate
    /// The new one.
    public let new: NamedCertificate
    /// The differences, in order of what they are about.
    public let changes: [Change]
  }

  /// Certificates that belong together, in order of the old ones.
  public let pairs: [Pair]
  /// Old certificates without a new one: worse.
  public let missing: [NamedCertificate]
  /// New certificates without an old one.
  public let added: [NamedCertificate]
  /// The relative change of a tightness that does not count.
  public let tolerance: Rational

  /// Compares two sets of certificates.
  ///
  /// Two single certificates belong together whatever they are. Else those of the same name do, and of the
  /// rest those whose specs are the same but for `claims`, one by one in order of their names.
  public init(
    _ old: [NamedCertificate], _ new: [NamedCertificate], tolerance: Rational = 0
  ) {
    var pairs: [(rule: String, old: Int, new: Int)] = []
    var (oldRest, newRest) = (Array(old.indices), Array(new.indices))
    func pair(_ rule: String, by key: (NamedCertificate) -> JSONValue) {
      var places: [JSONValue: [Int]] = [:]
      for index in newRest { places[key(new[index]), default: []].append(index) }
      for index in oldRest {
        guard let match = places[key(old[index])]?.first else { continue }
        places[key(old[index])]?.removeFirst()
        pairs.append((rule, index, match))
      }
      oldRest.removeAll { index in pairs.contains { $0.old == index } }
      newRest.removeAll { index in pairs.contains { $0.new == index } }
    }
    if old.count == 1, new.count == 1 {
      pair("given") { _ in .null }
    } else {
      pair("name") { .string($0.name) }
      pair("spec") { Self.problem($0.certificate) }
    }
    self.pairs = pairs.sorted { $0.old < $1.old }.map { rule, first, second in
      Pair(
        rule: rule, old: old[first], new: new[second],
        changes: Self.changes(old[first].certificate, new[second].certificate, tolerance))
    }
    missing = oldRest.map { old[$0] }
    added = newRest.map { new[$0] }
    self.tolerance = tolerance
  }

  /// The spec without what says which claims are checked.
  private static func problem(_ certificate: Certificate) -> JSONValue {
    guard var members = certificate.specification.object else { return certificate.specification }
    members["claims"] = nil
    return .object(members)
  }

  /// How many differences there are of a kind of judgement, missing certificates included.
  public func count(_ judgement: Judgement) -> Int {
    pairs.flatMap(\.changes).count { $0.judgement == judgement }
      + (judgement == .worse ? missing.count : 0) + (judgement == .changed ? added.count : 0)
  }

  /// Whether something got worse.
  public var isWorse: Bool { count(.worse) > 0 }
}
