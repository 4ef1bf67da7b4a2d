import ClaimLanguage
import Enclosures

/// Comparison with what is found at another working precision, where enclosures that no precision makes
/// canonical, and what is undecided, may come out otherwise.
extension Verifier {
  /// - Throws: `Rejection` where the two results cannot both be right.
  static func contradict(
    _ certificate: Certificate, _ own: Certificate
  ) throws(Rejection) {
    for (name, theirs) in certificate.quantities.sorted(by: { $0.key < $1.key }) {
      guard let ours = own.quantities[name] else {
        throw Rejection("quantities.\(name): does not exist at another precision")
      }
      try meet(theirs, ours, at: "quantities.\(name)")
    }
    for (theirs, ours) in zip(certificate.claims, own.claims) {
      let place = "claims.\(ours.label)"
      try contradict(theirs.verdict, ours.verdict, at: "\(place).verdict")
      for (index, pair) in zip(theirs.hypotheses, ours.hypotheses).enumerated() {
        try contradict(pair.0, pair.1, at: "\(place).hypotheses[\(index)]")
      }
      for (index, pair) in zip(theirs.events, ours.events).enumerated() {
        try contradict(pair.0, pair.1, at: "\(place).events[\(index)]")
      }
      try contradict(theirs.conclusion, ours.conclusion, at: "\(place).conclusion")
    }
  }

  private static func contradict(
    _ theirs: ConditionRecord, _ ours: ConditionRecord, at place: String
  ) throws(Rejection) {
    try contradict(theirs.status, ours.status, at: "\(place).status")
    // What is shown of a statement over time is that of one step, which may be another one.
    guard theirs.at == ours.at, theirs.parts.count == ours.parts.count else { return }
    for (name, their, our) in [
      ("left", theirs.left, ours.left), ("right", theirs.right, ours.right),
    ] {
      if let their, let our { try meet(their, our, at: "\(place).\(name)") }
    }
    for (index, pair) in zip(theirs.parts, ours.parts).enumerated() {
      try contradict(pair.0, pair.1, at: "\(place).parts[\(index)]")
    }
  }

  /// Statuses and verdicts that are decided must agree.
  private static func contradict(
    _ their: String, _ our: String, at place: String
  ) throws(Rejection) {
    let isOpen = [their, our].contains(Status.undecided.rawValue)
    guard their == our || isOpen else {
      throw Rejection("\(place): is '\(their)', found '\(our)' at another precision")
    }
  }

  /// Canonical records of one number are equal; others have numbers in common.
  private static func meet(
    _ theirs: EnclosureRecord, _ ours: EnclosureRecord, at place: String
  ) throws(Rejection) {
    if theirs == ours { return }
    let (their, our) = try rejecting {
      (try theirs.interval(precision: 256), try ours.interval(precision: 256))
    }
    guard !ours.isCanonical || theirs.isWide, their.lower <= our.upper, our.lower <= their.upper
    else {
      throw Rejection("\(place): is \(shown(theirs)), found \(shown(ours)) at another precision")
    }
  }
}

extension EnclosureRecord {
  /// Whether it is wider than what certificates promise of a number that a precision sharpens.
  fileprivate var isWide: Bool { (try? interval(precision: 256).isNarrow) == false }
}
