import ClaimLanguage
public import Documents
import Enclosures

/// Re-checks certificates, trusting nothing but the spec and the claims inside them (DESIGN section 9).
///
/// The problem is rebuilt from the spec, and every quantity and claim is found again as `certify` finds it, to the
/// letter: certificates are the same bytes on every machine, so that any change shows. Ridge problems are then
/// measured once more at another working precision, and nothing may contradict that; printed enclosures are canonical
/// (`Interval.canonicalDecimalEnclosure`) but for wide ones, so they must agree too. The blocks of the evidence are
/// proved one by one, and where it is affordable, descent is stepped through by the other engine.
public struct Verifier: Sendable {
  /// Threads for the work on one certificate.
  public var jobs = 1

  /// The working precision of the first model: not the one that `certify` uses.
  static let firstLevel = 256
  /// The cost up to which the other engine is run, in word multiplications: about a second.
  static let descentBudget = 30_000_000

  /// A verifier.
  public init() {}

  /// Why a certificate is rejected; one line each.
  public struct Rejection: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let reason: String
    /// The reason.
    public var description: String { reason }

    init(_ reason: String) { self.reason = reason.readable() }
  }

  /// Re-checks a certificate.
  ///
  /// - Throws: `Rejection` with the reason.
  public func verify(_ json: JSONValue) throws(Rejection) {
    let (certificate, statedDigest) = try Verifier.rejecting { try Certificate.read(json) }
    guard certificate.digest == statedDigest else {
      throw Rejection("digest: the content does not match the stated digest")
    }
    let problem = try Verifier.rejecting {
      try Theories.problem(certificate.specification, name: "spec")
    }
    guard certificate.theory == type(of: problem).theory else {
      throw Rejection("theory: '\(certificate.theory)' is not that of the spec")
    }
    guard problem.specification == certificate.specification else {
      throw Rejection("spec: is not in the form that certify writes")
    }
    guard problem.dataDigest == certificate.dataDigest else {
      throw Rejection("data_digest: does not match the data of the spec")
    }
    var certifier = Certifier(library: try Verifier.library(of: certificate))
    certifier.startPrecision = certificate.startPrecision
    certifier.maximumPrecision = certificate.maximumPrecision
    certifier.jobs = jobs
    let again = try Verifier.rejecting { [certifier] in try certifier.certified(problem) }
    try Verifier.compare(certificate, with: again.certificate)
    var own = again
    if !again.measurement.repeatsExactly {
      certifier.isCheck = true
      own = try Verifier.rejecting { [certifier] in try certifier.certified(problem) }
      try Verifier.contradict(certificate, own.certificate)
    }
    try Verifier.rejecting {
      try own.measurement.check(certificate.evidence, against: own.certificate.evidence)
      try own.measurement.crossCheck()
    }
  }

  static func rejecting<R>(_ body: () throws -> R) throws(Rejection) -> R {
    do { return try body() } catch let rejection as Rejection { throw rejection } catch {
      throw Rejection("\(error)")
    }
  }

  /// The built-in claims and those that the certificate defines; it may not redefine built-in ones.
  private static func library(of certificate: Certificate) throws(Rejection) -> ClaimLibrary {
    let definitions = certificate.claims.compactMap(\.definition)
    return try rejecting { try ClaimLibrary(definitions: definitions) }
  }
}

// MARK: - Comparison with the own result

extension Verifier {
  private static func compare(
    _ certificate: Certificate, with own: Certificate
  ) throws(Rejection) {
    for name in Set(certificate.quantities.keys).union(own.quantities.keys).sorted() {
      let place = "quantities.\(name)"
      guard let theirs = certificate.quantities[name] else {
        throw Rejection("\(place): is missing")
      }
      guard let ours = own.quantities[name] else {
        throw Rejection("\(place): does not exist here")
      }
      guard certificate.wide[name] == own.wide[name] else {
        throw Rejection("wide.\(name): does not agree with what was found")
      }
      try agree(theirs, ours, at: place)
    }
    guard certificate.wide.keys.allSatisfy({ own.quantities[$0] != nil }) else {
      throw Rejection("wide: names a quantity that does not exist here")
    }
    try compare(.array(certificate.experiments), .array(own.experiments), at: "experiments")
    let (theirIDs, ourIDs) = (certificate.claims.map(\.label), own.claims.map(\.label))
    guard theirIDs == ourIDs else {
      throw Rejection("claims: are not those that the spec asks for")
    }
    for (theirs, ours) in zip(certificate.claims, own.claims) {
      try compare(theirs, ours)
    }
  }

  private static func compare(_ theirs: ClaimRecord, _ ours: ClaimRecord) throws(Rejection) {
    let place = "claims.\(ours.label)"
    guard theirs.verdict == ours.verdict else {
      throw Rejection("\(place).verdict: is '\(theirs.verdict)', found '\(ours.verdict)'")
    }
    guard theirs.flags == ours.flags else {
      throw Rejection("\(place).flags: are \(theirs.flags), found \(ours.flags)")
    }
    guard theirs.title == ours.title, theirs.source == ours.source else {
      throw Rejection("\(place): title or source is not that of the claim")
    }
    guard theirs.definition == ours.definition else {
      throw Rejection("\(place).definition: is not that of the claim")
    }
    try compare(theirs.hypotheses, ours.hypotheses, at: "\(place).hypotheses")
    try compare(theirs.events, ours.events, at: "\(place).events")
    try compare(theirs.conclusion, ours.conclusion, at: "\(place).conclusion")
  }

  private static func compare(
    _ theirs: [ConditionRecord], _ ours: [ConditionRecord], at place: String
  ) throws(Rejection) {
    guard theirs.count == ours.count else {
      throw Rejection("\(place): has \(theirs.count) members, found \(ours.count)")
    }
    for (index, pair) in zip(theirs, ours).enumerated() {
      try compare(pair.0, pair.1, at: "\(place)[\(index)]")
    }
  }

  private static func compare(
    _ theirs: ConditionRecord, _ ours: ConditionRecord, at place: String
  ) throws(Rejection) {
    let texts: [(String, String?, String?)] = [
      ("id", theirs.id, ours.id), ("statement", theirs.statement, ours.statement),
      ("status", theirs.status, ours.status), ("relation", theirs.relation, ours.relation),
      ("at", theirs.at, ours.at), ("probability", theirs.probability, ours.probability),
      ("note", theirs.note, ours.note),
    ]
    for (name, their, our) in texts where their != our {
      throw Rejection(
        "\(place).\(name): is \(their.map { "'\($0)'" } ?? "missing"), "
          + "found \(our.map { "'\($0)'" } ?? "none")")
    }
    let sides = [
      ("left", theirs.left, ours.left), ("right", theirs.right, ours.right),
      ("tightness", theirs.tightness, ours.tightness),
    ]
    for (name, their, our) in sides {
      switch (their, our) {
      case (nil, nil): continue
      case (let their?, let our?): try agree(their, our, at: "\(place).\(name)")
      default: throw Rejection("\(place).\(name): is present on one side only")
      }
    }
    try compare(theirs.parts, ours.parts, at: "\(place).parts")
  }

  /// Evidence, part by part: enclosures by the same rule as all others, everything else to the letter.
  static func compare(
    _ theirs: JSONValue, _ ours: JSONValue, at place: String
  ) throws(Rejection) {
    if let our = ours.object {
      guard let their = theirs.object, their.keys == our.keys else {
        throw Rejection("\(place): does not have the members that were found")
      }
      if our["lower"] != nil {
        let records = try rejecting {
          (
            try EnclosureRecord(json: theirs, at: place), try EnclosureRecord(json: ours, at: place)
          )
        }
        return try agree(records.0, records.1, at: place)
      }
      for name in our.keys.sorted() {
        try compare(their[name] ?? .null, our[name] ?? .null, at: "\(place).\(name)")
      }
    } else if let our = ours.array {
      guard let their = theirs.array, their.count == our.count else {
        throw Rejection("\(place): does not have the length that was found")
      }
      for (index, pair) in zip(their, our).enumerated() {
        try compare(pair.0, pair.1, at: "\(place)[\(index)]")
      }
    } else if theirs != ours {
      throw Rejection("\(place): is not what was found")
    }
  }

  /// Records must be equal to the letter: `certify` finds them again.
  private static func agree(
    _ theirs: EnclosureRecord, _ ours: EnclosureRecord, at place: String
  ) throws(Rejection) {
    if theirs == ours { return }
    throw Rejection("\(place): is \(shown(theirs)), found \(shown(ours))")
  }

  static func shown(_ record: EnclosureRecord) -> String {
    "[\(record.lower), \(record.upper)]" + (record.exact.map { " = \($0)" } ?? "")
  }
}
