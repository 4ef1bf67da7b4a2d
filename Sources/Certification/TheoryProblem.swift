import ClaimLanguage
public import Documents
public import Enclosures
import LogisticTheory
import Proving
import RidgeTheory

/// A problem of some theory, with exact data: what certification needs to know of it.
///
/// A theory joins the tool by this conformance, that of its measurement, and its line in `Theories.all`.
public protocol TheoryProblem: Sendable {
  /// The name that specs give: `ridge`.
  static var theory: String { get }
  /// Every name that a claim may use, in the order in which they are listed to people.
  static var vocabulary: [VocabularyEntry] { get }

  /// Reads a problem from a spec file.
  ///
  /// - Throws: `DocumentError`, which names file, key path, value and remedy.
  init(_ specification: Specification) throws(DocumentError)
  /// Reads a problem from its self-contained spec, such as the one inside a certificate.
  init(specification: JSONValue, name: String?) throws(DocumentError)

  /// The self-contained spec of a problem, without drawing its data.
  ///
  /// - Throws: `DocumentError`, as reading the problem does.
  static func declaration(_ specification: Specification) throws(DocumentError) -> JSONValue

  /// The self-contained spec: it can be read back, and gives the same problem.
  var specification: JSONValue { get }
  /// SHA-256 of the data as exact rationals (docs/data-digest.md).
  var dataDigest: String { get }
  /// Ids or prefixes of the claims to certify; nil for all.
  var claims: [String]? { get }
  /// Expected verdicts by claim id.
  var expect: [String: String] { get }

  /// Prepares the measurement of every quantity.
  ///
  /// - Throws: what the theory throws for data that cannot be measured.
  func measured(_ settings: MeasurementSettings) throws -> any TheoryMeasurement

  /// The problem with a run that includes these steps and need not go beyond them.
  ///
  /// - Throws: what the theory throws for steps that its run cannot have.
  func covering(_ steps: [Int]) throws -> Self
}

/// A name that claims may use.
public struct VocabularyEntry: Sendable, Hashable {
  /// The name with its arguments: `population_loss(t)`, `T_test(regime)`.
  public let usage: String
  /// What it means, in a line.
  public let meaning: String
}

/// How a problem is measured.
public struct MeasurementSettings: Sendable {
  /// The greatest precision in bits.
  public var maximumPrecision = PrecisionLimits.defaultMaximum
  /// Threads; results do not depend on it.
  public var jobs = 1
  /// Whether a certificate is being checked: other working precisions are used then.
  public var isCheck = false
  /// Where long runs leave their state, so that a killed one goes on; nothing is left where it is nil.
  public var checkpoints: CheckpointStore?
  /// What is being done, for a progress line.
  public var progress: @Sendable (String) -> Void = { _ in }

  /// The defaults.
  public init() {}
}

/// The measured quantities of a problem, with what certificates carry besides.
public protocol TheoryMeasurement: QuantitySource {
  /// The step that statements over all time end with, where no argument covers the tail.
  var lastStep: Int? { get }
  /// The test regimes; claims that speak of any are evaluated for each.
  var regimes: [String] { get }
  /// The values of `trajectory(at:)`, in order of the CSV columns.
  var trajectoryNames: [String] { get }

  /// Whether a check finds enclosures that no precision sharpens again, digit by digit: `isCheck` changes
  /// nothing in the measurement itself.
  var repeatsExactly: Bool { get }
  /// Why a quantity is wide at its `precisionLimit`.
  var limitReason: String { get }
  /// How much dearer an evaluation over a block of steps is than usual: statements over time that cannot be
  /// decided are given up so much earlier.
  var evaluationWeight: Int { get }
  /// Measures the stage times, which everything else waits for.
  func prepare() throws
  /// What a checker needs to re-establish each quantity of the trajectory.
  func evidence() throws -> JSONValue
  /// Experiments in floating point that illustrate the problem and certify nothing.
  func experiments() throws -> [JSONValue]
  /// Establishes the evidence of another certificate on this measurement, whose own evidence is given.
  ///
  /// - Throws: `Verifier.Rejection`, or an error that says what is malformed.
  func check(_ evidence: JSONValue, against own: JSONValue) throws
  /// Follows the run in the other arithmetic, as far as that is affordable.
  ///
  /// - Throws: `Verifier.Rejection` where the two contradict each other.
  func crossCheck() throws
  /// Removes what the run left for its continuation.
  func discardCheckpoints()
  /// The trajectory at these steps.
  func trajectory(at steps: [Int]) throws -> [TrajectoryPoint]
}

extension TheoryMeasurement {
  /// A theory may check at other precisions than it measures.
  public var repeatsExactly: Bool { false }
  /// No regimes unless a theory has some.
  public var regimes: [String] { [] }
  /// Evaluations are cheap unless a theory says otherwise.
  public var evaluationWeight: Int { 1 }
  /// There are no limits unless a theory has some.
  public var limitReason: String { "no greater precision sharpens it" }
  /// Nothing is left unless a theory does so.
  public func discardCheckpoints() {}
  /// No experiments unless a theory makes some.
  public func experiments() throws -> [JSONValue] { [] }
}

/// The theories of this version.
public enum Theories {
  /// One type a theory, in the order in which they are listed to people.
  public static let all: [any TheoryProblem.Type] = [RidgeProblem.self, LogisticProblem.self]

  /// The theory of this name.
  public static func named(_ name: String) -> (any TheoryProblem.Type)? {
    all.first { $0.theory == name }
  }

  /// Reads the problem of a spec file, whatever its theory.
  ///
  /// - Throws: `DocumentError`, also for a theory that this version does not have.
  public static func problem(file: String) throws(DocumentError) -> any TheoryProblem {
    try problem(SpecReader.read(file: file))
  }

  /// Reads the problem of a spec that was read already, whatever its theory.
  ///
  /// - Throws: `DocumentError`, also for a theory that this version does not have.
  public static func problem(
    _ specification: Specification
  ) throws(DocumentError) -> any TheoryProblem {
    try type(of: specification).init(specification)
  }

  /// The self-contained spec that a certificate of the problem carries, without drawing its data.
  ///
  /// - Throws: `DocumentError`, as `problem(_:)` does before it draws.
  static func declaration(_ specification: Specification) throws(DocumentError) -> JSONValue {
    try type(of: specification).declaration(specification)
  }

  /// Reads the problem of a self-contained spec, such as the one inside a certificate.
  ///
  /// - Throws: `DocumentError`, also for a theory that this version does not have.
  public static func problem(
    _ value: JSONValue, name: String
  ) throws(DocumentError) -> any TheoryProblem {
    try type(of: SpecReader.read(value, name: name)).init(specification: value, name: name)
  }

  private static func type(
    of specification: Specification
  ) throws(DocumentError) -> any TheoryProblem.Type {
    guard let found = named(specification.theory) else {
      throw specification.node.error("the theory '\(specification.theory)' is not known")
    }
    return found
  }

  /// Whether an error tells of the user's input, in words that help to mend it.
  public static func isInputError(_ error: any Error) -> Bool {
    error is DocumentError || error is CertificateError || error is ClaimError
      || error is EvaluationError || error is ClaimSet.DuplicateError || error is RidgeError
      || error is DescentError || error is StepError || error is StatementError
  }
}
