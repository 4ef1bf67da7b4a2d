public import Documents
public import Enclosures

/// What one run of `grokcert certify` promises about one problem (DESIGN section 7).
public struct Certificate: Sendable, Hashable {
  /// The schema that this version writes and reads.
  public static let schema = "grokcert/certificate/1"
  /// The version of the tool.
  public static let toolVersion = "0.1.0"
  /// The most bytes that a certificate file may have.
  public static let maximumSize = 1 << 29

  /// The version of the tool that wrote it.
  public let version: String
  /// The theory: `ridge` or `logistic`.
  public let theory: String
  /// The whole problem, self-contained: what `verify` starts from.
  public let specification: JSONValue
  /// SHA-256 of the data as exact rationals.
  public let dataDigest: String
  /// Bits that undecided comparisons started from.
  public let startPrecision: Int
  /// Bits at which undecided comparisons were given up.
  public let maximumPrecision: Int
  /// Quantities by name.
  public let quantities: [String: EnclosureRecord]
  /// Quantities that are wider than the contract asks, with the reason.
  public let wide: [String: String]
  /// What re-establishes the stage times.
  public let evidence: JSONValue
  /// Experiments in floating point, which certify nothing.
  public let experiments: [JSONValue]
  /// The claims, in order of their ids.
  public let claims: [ClaimRecord]

  /// A certificate from its parts.
  public init(
    version: String, theory: String, specification: JSONValue, dataDigest: String,
    startPrecision: Int = PrecisionLimits.start, maximumPrecision: Int,
    quantities: [String: EnclosureRecord], wide: [String: String],
    evidence: JSONValue, experiments: [JSONValue] = [], claims: [ClaimRecord]
  ) {
    self.version = version
    self.theory = theory
    self.specification = specification
    self.dataDigest = dataDigest
    self.startPrecision = startPrecision
    self.maximumPrecision = maximumPrecision
    self.quantities = quantities
    self.wide = wide
    self.evidence = evidence
    self.experiments = experiments
    self.claims = claims
  }
}

/// One claim with its verdict.
public struct ClaimRecord: Sendable, Hashable {
  /// `ridge/4.2-t1`.
  public let id: String
  /// The test regime that this entry is about; nil for claims that speak of none.
  public let regime: String?
  /// What it says, in a few words.
  public let title: String
  /// Where it comes from.
  public let source: String
  /// `pass`, `fail`, `out-of-scope` or `undecided`.
  public let verdict: String
  /// `vacuous`, `trivial`, `empirical`, `horizon`, `event-not-checked`; sorted.
  public let flags: [String]
  /// The hypotheses with their status.
  public let hypotheses: [ConditionRecord]
  /// The events that the proof conditions on, with their status on this draw.
  public let events: [ConditionRecord]
  /// The conclusion.
  public let conclusion: ConditionRecord
  /// The definition of a claim that is not built in, so that others can re-check it.
  public let definition: JSONValue?

  /// A record from its parts.
  public init(
    id: String, regime: String? = nil, title: String, source: String, verdict: String,
    flags: [String],
    hypotheses: [ConditionRecord], events: [ConditionRecord], conclusion: ConditionRecord,
    definition: JSONValue?
  ) {
    self.id = id
    self.regime = regime
    self.title = title
    self.source = source
    self.verdict = verdict
    self.flags = flags
    self.hypotheses = hypotheses
    self.events = events
    self.conclusion = conclusion
    self.definition = definition
  }
}

extension ClaimRecord {
  /// `logistic/4.6-upper(standard)`: the id, with the test regime where there is one.
  public var label: String { regime.map { "\(id)(\($0))" } ?? id }

  /// The claim that a label is about.
  public static func id(ofLabel label: String) -> String {
    guard label.hasSuffix(")"), let open = label.firstIndex(of: "(") else { return label }
    return String(label[..<open])
  }
}

/// A hypothesis, an event or a conclusion with its status and both sides.
public struct ConditionRecord: Sendable, Hashable {
  /// The id within the claim; nil for a conclusion and for parts.
  public var id: String?
  /// The statement in the claim language.
  public var statement: String
  /// `holds`, `fails`, `undecided`, `undefined` or `not-checked`.
  public var status: String
  /// The relation of the comparison that is shown: `<`, `<=`, `>`, `>=` or `=`.
  public var relation: String?
  /// Its left side.
  public var left: EnclosureRecord?
  /// Its right side.
  public var right: EnclosureRecord?
  /// How much room there is: right/left for upper bounds, left/right for lower ones.
  public var tightness: EnclosureRecord?
  /// The step of least margin, for statements over time.
  public var at: String?
  /// The probability that the source states for an event.
  public var probability: String?
  /// Why something is not decided.
  public var note: String?
  /// The comparisons of a conjunction.
  public var parts: [ConditionRecord] = []

  /// A record without sides.
  public init(id: String? = nil, statement: String, status: String) {
    self.id = id
    self.statement = statement
    self.status = status
  }
}
