public import ClaimLanguage
import Documents
public import Proving

/// What is to be proved: the chains of claims, or a file of statements.
public struct ProofPlan: Sendable {
  /// One step of a chain.
  public struct Entry: Sendable {
    /// The step.
    public let step: Claim.Step
    /// Its statement about all parameters; nil where only words, Coq or a reference express it.
    public let statement: UniversalStatement?
  }

  /// A parameter of a bound, with both statements about it.
  public struct Dependence: Sendable {
    /// The parameter.
    public let variable: String
    /// That the bound increases in it.
    public let increasing: UniversalStatement
    /// That the bound decreases in it.
    public let decreasing: UniversalStatement
    /// What is expected.
    public let expected: Claim.Monotonicity.Direction?
  }

  /// A bound with its parameters.
  public struct Bound: Sendable {
    /// The entry of the claim file.
    public let entry: Claim.Monotonicity
    /// One for each parameter, in the order of its ranges.
    public let dependences: [Dependence]
  }

  /// A claim, or a file of statements.
  public struct Group: Sendable {
    /// The claim's id, or the file.
    public let name: String
    /// The claim's title; empty for a file.
    public let title: String
    /// Where the claim is stated; nil for a file.
    public let source: String?
    /// The chain.
    public let entries: [Entry]
    /// The bounds.
    public let bounds: [Bound]
  }

  /// The groups in order.
  public let groups: [Group]

  /// Every statement in order.
  public var statements: [UniversalStatement] {
    groups.flatMap { group in
      group.entries.compactMap(\.statement)
        + group.bounds.flatMap { $0.dependences.flatMap { [$0.increasing, $0.decreasing] } }
    }
  }

  /// What is expected of a step's statement by id; steps of files that are expected false have `expect: false`.
  public var expectations: [String: Bool] {
    var result: [String: Bool] = [:]
    for group in groups {
      for entry in group.entries {
        if let statement = entry.statement { result[statement.id] = entry.step.isExpected }
      }
      for dependence in group.bounds.flatMap(\.dependences) {
        guard let expected = dependence.expected else { continue }
        if expected != .decreasing {
          result[dependence.increasing.id] = expected == .increasing
        }
        if expected != .increasing {
          result[dependence.decreasing.id] = expected == .decreasing
        }
      }
    }
    return result
  }

  /// The plan for ids or prefixes of claims and for files of claims or statements; all built-in claims where
  /// nothing is named.
  ///
  /// - Throws: `DocumentError`, `ClaimError`, `StepError` or `CertificateError`, each of which names the place.
  public init(_ arguments: [String]) throws {
    let library = try ClaimLibrary()
    if arguments.isEmpty {
      groups = try library.claims.claims.map { try ProofPlan.group($0) }
      return
    }
    var groups: [Group] = []
    var ids: Set<String> = []
    for argument in arguments {
      let matching = library.claims.matching(argument)
      if !matching.isEmpty {
        groups += try matching.filter { ids.insert($0.id).inserted }.map { try ProofPlan.group($0) }
      } else if argument.hasSuffix(".yaml") || argument.hasSuffix(".yml")
        || argument.hasSuffix(".json")
      {
        groups += try ProofPlan.groups(file: argument)
      } else {
        throw CertificateError.unknownClaim(
          argument, suggestion: library.claims.nearestID(to: argument))
      }
    }
    self.groups = groups
  }

  /// The plan for some claims.
  public init(claims: [Claim]) throws { groups = try claims.map { try ProofPlan.group($0) } }

  private static func group(_ claim: Claim) throws -> Group {
    Group(
      name: claim.id, title: claim.title, source: claim.source,
      entries: try claim.steps.map {
        Entry(step: $0, statement: try UniversalStatement($0, of: claim.id))
      },
      bounds: try claim.monotonicity.map { entry in
        Bound(
          entry: entry,
          dependences: try entry.variables.map { variable in
            Dependence(
              variable: variable.name,
              increasing: try UniversalStatement(
                entry, of: claim.id, in: variable.name, isIncreasing: true),
              decreasing: try UniversalStatement(
                entry, of: claim.id, in: variable.name, isIncreasing: false),
              expected: entry.expected[variable.name])
          })
      })
  }

  /// A file of claims (with conclusions) or of statements (a list of steps).
  private static func groups(file: String) throws -> [Group] {
    let node = ClaimNode(try YAMLNode(file: file))
    if isClaims(node) { return try Claim.read(node, file: file).map { try group($0) } }
    let steps = try Claim.Step.read(node, file: file)
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let stem = name.split(separator: ".").dropLast().joined(separator: ".")
    return [
      Group(
        name: stem, title: "", source: nil,
        entries: try steps.map { Entry(step: $0, statement: try UniversalStatement($0, of: stem)) },
        bounds: [])
    ]
  }

  private static func isClaims(_ node: ClaimNode) -> Bool {
    switch node.content {
    case .scalar: false
    case .list(let items): items.first.map(isClaims) ?? false
    case .mapping(let pairs): pairs.contains { $0.key == "conclusion" }
    }
  }
}
