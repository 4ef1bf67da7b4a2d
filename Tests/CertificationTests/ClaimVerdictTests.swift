import ClaimLanguage
import Enclosures
import Testing

@testable import Certification

/// Every bundled claim passes somewhere, is out of scope somewhere, and cannot be made much better.
@Suite("verdicts of the bundled claims")
struct ClaimVerdictTests {
  private static let library: ClaimSet = {
    do { return try ClaimLibrary().claims } catch { fatalError("\(error)") }
  }()

  private func claim(_ id: String) throws -> Claim { try #require(Self.library[id]) }

  @Test("every bundled claim has a trial")
  func coverage() {
    #expect(ClaimTrial.all.map(\.id).sorted() == Self.library.claims.map(\.id).sorted())
    for trial in ClaimTrial.all {
      #expect(!trial.outside.isEmpty && trial.broken.count >= 3, "\(trial)")
      // A claim that nothing fulfils must be refuted, and be right when it says less.
      #expect(
        !trial.passes.isEmpty || !trial.refuted.isEmpty && !trial.weakened.isEmpty, "\(trial)")
    }
  }

  @Test("every hypothesis on logistic regression fails in some trial of its claim")
  func hypotheses() throws {
    for trial in ClaimTrial.logistic {
      let failing = trial.outside.reduce(into: Set()) { $0.formUnion($1.failing) }
      #expect(try failing == Set(claim(trial.id).hypotheses.map(\.id)), "\(trial)")
    }
  }

  @Test("label noise alone puts every ridge claim out of scope")
  func noise() throws {
    for trial in ClaimTrial.ridge {
      #expect(trial.outside.contains { $0.failing == ["realizable"] }, "\(trial)")
      #expect(try claim(trial.id).hypotheses.map(\.id).contains("realizable"), "\(trial)")
    }
  }

  @Test("passes", arguments: ClaimTrial.all)
  func passes(trial: ClaimTrial) throws {
    for name in trial.passes {
      let result = try Instance.named(name).evaluate(claim(trial.id))
      #expect(result.verdict == .pass, "\(name): \(result.summary)")
      #expect(result.conclusion.status == .holds, "\(name)")
    }
  }

  @Test("is refuted as it stands", arguments: ClaimTrial.all.filter { !$0.refuted.isEmpty })
  func refuted(trial: ClaimTrial) throws {
    for name in trial.refuted {
      let result = try Instance.named(name).evaluate(claim(trial.id))
      #expect(result.verdict == .fail, "\(name): \(result.summary)")
      #expect(result.conclusion.status == .fails, "\(name)")
    }
  }

  @Test("a weaker copy passes", arguments: ClaimTrial.all.filter { !$0.weakened.isEmpty })
  func weakened(trial: ClaimTrial) throws {
    for weaker in trial.weakened {
      let copy = try weaker.copy(of: claim(trial.id))
      let result = try Instance.named(weaker.instance).evaluate(copy)
      #expect(result.verdict == .pass, "\(weaker.new) on \(weaker.instance): \(result.summary)")
    }
  }

  @Test("is out of scope where a condition fails", arguments: ClaimTrial.all)
  func outOfScope(trial: ClaimTrial) throws {
    for (name, failing) in trial.outside {
      let result = try Instance.named(name).evaluate(claim(trial.id))
      #expect(result.verdict == .outOfScope, "\(name): \(result.summary)")
      #expect(result.failing == failing, "\(name): \(result.summary)")
    }
  }

  @Test("a broken copy is refuted", arguments: ClaimTrial.all)
  func broken(trial: ClaimTrial) throws {
    let claim = try claim(trial.id)
    for broken in trial.broken {
      let copy = try broken.copy(of: claim)
      let result = try Instance.named(broken.instance).evaluate(copy)
      let place = "\(broken.old) → \(broken.new) on \(broken.instance): \(result.summary)"
      #expect(result.conclusion.status == .fails, "\(place)")
      // An event that nobody checked may be to blame.
      let isOpen = claim.events.contains { $0.statement == nil }
      #expect(result.verdict == (isOpen ? .undecided : .fail), "\(place)")
    }
  }
}

extension ClaimEvaluation {
  /// The ids of hypotheses and events that fail or have no meaning.
  var failing: Set<String> {
    let hypotheses = zip(claim.hypotheses, hypotheses).filter { $1.status.isFailure }.map(\.0.id)
    let events = zip(claim.events, events).filter { $1?.status.isFailure ?? false }.map(\.0.id)
    return Set(hypotheses + events)
  }

  /// One line for messages of tests.
  var summary: String {
    func sides(_ evaluation: Evaluation) -> String {
      func text(_ value: ScalarValue?) -> String {
        value.map { "\($0.interval(precision: 64))" } ?? "none"
      }
      return
        "\(text(evaluation.left)) \(evaluation.relation?.rawValue ?? "?") \(text(evaluation.right))"
    }
    var parts = [
      "\(verdict.rawValue)", "conclusion \(conclusion.status.rawValue)", sides(conclusion),
    ]
    for (hypothesis, evaluation) in zip(claim.hypotheses, hypotheses)
    where evaluation.status != .holds {
      parts.append("\(hypothesis.id) \(evaluation.status.rawValue) \(sides(evaluation))")
    }
    for (event, evaluation) in zip(claim.events, events) where evaluation?.status != .holds {
      parts.append("\(event.id) \(evaluation?.status.rawValue ?? "not checked")")
    }
    if let note = conclusion.note { parts.append(note) }
    return parts.joined(separator: "; ")
  }
}

extension Status {
  fileprivate var isFailure: Bool { self == .fails || self == .undefined }
}
