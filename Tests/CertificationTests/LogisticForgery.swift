import Documents
import LogisticTheory
import Testing

@testable import Certification

/// Logistic certificates to forge, and the check that a forgery is rejected.
enum LogisticForgery {
  /// Random data, a test regime and the same under attack; twelve steps, so that a check takes little.
  static let base = certified(
    """
    data: {planted: {d: 2, box: 2, gamma: 1/2, per_class: [5, 4], support: [3, 2], seed: 3}}
    training: {eta: 1/5, steps: 12}
    tests:
      near: {planted: {alpha: 3, count: 10, seed: 3}}
      robust: {attack: {of: near, radius: 1/2, step: 1/4, steps: 4}}
    thresholds: {epsilon: 1/1000, alpha: 3, zeta: 100}
    claims: [logistic/4.3-svm, logistic/4.1-drift, logistic/4.6-upper]
    """)
  /// A late start, where the residuals of Assumption 4.4 exist and are as wide as the run.
  static let late = certified(
    """
    data: {points: [{x: [1, -1], y: 1}, {x: [1, 1], y: 1}, {x: [-1, 0], y: -1}, {x: [9, 0], y: 1}]}
    training: {eta: 1/10, steps: 30, t0: 1000, w0: [6, 1/100], b0: 2/5}
    thresholds: {epsilon: 1/1000, alpha: 10, zeta: 100}
    claims: [logistic/4.5-flow/corrected, logistic/4.5-limit, logistic/phase-3]
    """)
  /// A run that overflows.
  static let overflow = certified(
    """
    data: {points: [{x: [1, -1], y: 1}, {x: [1, 1], y: 1}, {x: [-1, 0], y: -1}, {x: [8, 3], y: 1}]}
    loss: exponential
    training: {eta: 1/100, steps: 1000, t0: 1000, w0: [2, -20]}
    thresholds: {epsilon: 1/1000, alpha: 10, zeta: 100}
    claims: [logistic/4.3-svm, logistic/phase-3]
    """)

  /// Points that no hyperplane separates.
  static let inseparable = certified(
    """
    data: {points: [{x: [1, 0], y: 1}, {x: [-1, 0], y: -1}, {x: [2, 1], y: -1}, {x: [-2, 1], y: 1}]}
    training: {eta: 1/10, steps: 20}
    thresholds: {epsilon: 1/1000, alpha: 10, zeta: 100}
    claims: [logistic/4.3-svm]
    """)

  private static func certified(_ yaml: String) -> JSONValue {
    do {
      return try Certifier(library: ClaimLibrary()).certify(LogisticProblem(yaml: yaml)).json
    } catch {
      fatalError("the certificate cannot be made: \(error)")
    }
  }

  /// With new digests.
  static func expectRejected(
    _ forged: JSONValue, of original: JSONValue = base, _ what: String, for reason: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(forged != original, "\(what): nothing was changed", sourceLocation: sourceLocation)
    let found = rejection(forged.resealed())
    #expect(found != nil, "\(what) was accepted", sourceLocation: sourceLocation)
    if let reason, let found {
      #expect(found.contains(reason), "\(what): \(found)", sourceLocation: sourceLocation)
    }
  }

  /// The last digit of every number of a document part, up and down in turn.
  static func expectDigitsRejected(
    under path: [JSONStep], of original: JSONValue, for reason: String? = nil,
    atLeast least: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let part = try #require(original.value(at: path))
    var count = 0
    for (index, leaf) in part.leaves().enumerated() {
      let place = path + leaf
      guard let text = original.value(at: place)?.string,
        text.utf8.contains(where: { $0 >= 48 && $0 <= 57 })
      else { continue }
      let changed = text.lastDigit(up: index % 2 == 0)
      expectRejected(
        original.setting(place, to: .string(changed)), of: original,
        "\(place): \(text) to \(changed)", for: reason, sourceLocation: sourceLocation)
      count += 1
    }
    #expect(count >= least, "\(count) numbers", sourceLocation: sourceLocation)
  }
}
