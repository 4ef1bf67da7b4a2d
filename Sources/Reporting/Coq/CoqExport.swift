public import Certification
import ClaimLanguage
import Documents

/// Files for Coq, one a comparison of a certificate, each of which states and proves it from the enclosures
/// that the certificate records.
///
/// The same certificate and name give the same files. A comparison that several claims share is one
/// file, named after the first of them.
public struct CoqExport: Sendable {
  /// A file to write.
  public struct File: Sendable, Hashable {
    /// `ridge_4_2_t1__step_size_1.v`: what `coqc` accepts as a file name.
    public let name: String
    /// Its text.
    public let text: String
    /// The claims and conditions that it is about.
    public let places: [String]
    /// The statement in the claim language.
    public let statement: String
    /// `holds` or `fails`; of what fails the negation is proved.
    public let status: String
  }

  /// A comparison without a file.
  public struct Omission: Sendable, Hashable {
    /// The claim and condition.
    public let place: String
    /// The statement in the claim language.
    public let statement: String
    /// Why there is no file.
    public let reason: String
  }

  /// The name of the list that is written beside the files.
  public static let indexName = "INDEX.txt"

  /// The files, in the order of the certificate.
  public let files: [File]
  /// What is not exported.
  public let omissions: [Omission]
  /// The problem, as its files call it.
  public let name: String
  /// The digest of the data.
  public let dataDigest: String

  /// How many comparisons the files are about.
  public var comparisons: Int { files.reduce(0) { $0 + $1.places.count } }

  /// The export of a certificate of the problem with this name.
  public init(_ certificate: Certificate, name: String) {
    var gathering = CoqGathering(certificate)
    for claim in certificate.claims {
      for condition in claim.hypotheses {
        gathering.add(condition, claim, "hypothesis", condition.id)
      }
      for condition in claim.events { gathering.add(condition, claim, "event", condition.id) }
      gathering.add(claim.conclusion, claim, "conclusion", nil)
    }
    files = gathering.files(name: name)
    omissions = gathering.omissions
    self.name = name
    dataDigest = certificate.dataDigest
  }

  /// What is exported, and what is not and why.
  public var index: String {
    CoqIndex.text(
      [
        "Comparisons of \(name) as theorems of Coq", "data \(dataDigest)", "",
        "files:                    \(files.count)",
        "comparisons exported:     \(comparisons)",
        "comparisons not exported: \(omissions.count)",
      ], files, omissions)
  }

  /// Writes the files and their index into a folder, which is made where it is missing.
  ///
  /// - Throws: `DocumentError` where something cannot be written.
  public func write(to folder: String) throws {
    try CoqIndex.write(files, index, to: folder)
  }
}

/// Goes through a certificate and puts equal comparisons together.
private struct CoqGathering {
  private struct Entry {
    let body: String
    let stem: String
    let statement: String
    let status: String
    var places: [CoqFile.Place]
  }

  private let certificate: Certificate
  private let quantities: CoqQuantities
  private var entries: [Entry] = []
  private var positions: [String: Int] = [:]
  private(set) var omissions: [CoqExport.Omission] = []

  init(_ certificate: Certificate) {
    self.certificate = certificate
    quantities = CoqQuantities(certificate)
  }

  mutating func add(
    _ condition: ConditionRecord, _ claim: ClaimRecord, _ kind: String, _ id: String?
  ) {
    let name = [kind, id].compactMap(\.self).joined(separator: " ")
    if condition.parts.isEmpty {
      return add(condition, claim.label, name, stem: id ?? kind)
    }
    let count = condition.parts.count
    for (index, part) in condition.parts.enumerated() {
      add(
        part, claim.label, "\(name), part \(index + 1) of \(count)",
        stem: "\(id ?? kind)_\(index + 1)")
    }
  }

  private mutating func add(
    _ condition: ConditionRecord, _ claim: String, _ name: String, stem: String
  ) {
    let place = CoqFile.Place(claim: claim, condition: name)
    do throws(CoqOmission) {
      guard let formula = try? Formula(parsing: condition.statement) else {
        throw CoqOmission(reason: "\(condition.status) in the certificate")
      }
      let statement = try CoqStatement(
        formula, status: condition.status, quantities: quantities)
      let body = try CoqFile(statement: statement, quantities: quantities).body()
      if let position = positions[body] {
        entries[position].places.append(place)
        return
      }
      positions[body] = entries.count
      entries.append(
        Entry(
          body: body,
          stem: "\(CoqNames.identifier(claim))__\(CoqNames.identifier(stem))",
          statement: condition.statement, status: condition.status, places: [place]))
    } catch {
      omissions.append(
        CoqExport.Omission(
          place: place.text, statement: condition.statement, reason: error.reason))
    }
  }

  /// The files; names that differ in nothing but case are numbered, as some file systems mix them up.
  func files(name: String) -> [CoqExport.File] {
    let stems = CoqIndex.distinct(entries.map(\.stem))
    return zip(entries, stems).map { entry, stem in
      let header = CoqFile.header(
        entry.places, statement: entry.statement, status: entry.status, name: name,
        certificate: certificate)
      return CoqExport.File(
        name: stem + ".v", text: header + entry.body, places: entry.places.map(\.text),
        statement: entry.statement, status: entry.status)
    }
  }
}
