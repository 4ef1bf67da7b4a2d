import Certification
import Documents

/// Rows of claims.
extension CertificateTable {
  /// What a column of claims may show.
  private enum ClaimColumn: String, CaseIterable {
    case id, title, source, verdict, flags, status, left, relation, right, tightness, runs

    /// What one claim has here.
    func value(_ claim: ClaimRecord) -> CertificateField.Value? {
      let comparison = ClaimSummary(claim, [:]).comparison
      switch self {
      case .id: return .text(claim.label)
      case .title: return .text(claim.title)
      case .source: return .text(claim.source)
      case .verdict: return .text(claim.verdict)
      case .flags: return .text(claim.flags.joined(separator: " "))
      case .status: return .text(claim.conclusion.status)
      case .left: return comparison.left.map(CertificateField.Value.number)
      case .relation: return comparison.relation.map(CertificateField.Value.text)
      case .right: return comparison.right.map(CertificateField.Value.number)
      case .tightness: return comparison.tightness.map(CertificateField.Value.number)
      case .runs: return nil
      }
    }

    /// Whether the column says the same of a claim in every certificate.
    var isConstant: Bool { [.id, .title, .source].contains(self) }
  }

  mutating func fillWithClaims(_ request: Request) throws(DocumentError) {
    guard request.group == nil else {
      throw DocumentError(
        file: nil, "--group groups certificates; with --rows claims each claim has one row already")
    }
    let isSingle = certificates.count == 1
    let standard =
      isSingle
      ? "id,verdict,flags,left,relation,right,tightness"
      : "id,runs,verdict,flags,left,right,tightness"
    var chosen: [ClaimColumn] = []
    for text in CertificateField.parts(of: request.columns ?? standard) {
      let (name, heading) = try TableColumn.split(text)
      chosen.append(try Self.claimColumn(name, option: "--columns"))
      columns.append(
        Column(heading: heading ?? name, latex: TableColumn.latex(heading ?? name)))
    }
    let sortColumn = try request.sort.map { name throws(DocumentError) in
      try Self.claimColumn(name, option: "--sort")
    }
    let labels = certificates.flatMap { $0.certificate.claims.map(\.label) }
    var members: [String: [ClaimRecord]] = [:]
    for claim in certificates.flatMap(\.certificate.claims) {
      members[claim.label, default: []].append(claim)
    }
    var seen: Set<String> = []
    var keys: [Cell] = []
    for label in labels where seen.insert(label).inserted {
      let claims = members[label] ?? []
      rows.append(chosen.map { Self.cell(claims, $0, isSingle: isSingle) })
      keys.append(sortColumn.map { Self.cell(claims, $0, isSingle: isSingle) } ?? .missing)
    }
    let order = rows.indices.sorted {
      Self.precedes(keys[$0], keys[$1], request.isDescending) ?? ($0 < $1)
    }
    rows = order.map { rows[$0] }
  }

  private static func claimColumn(
    _ name: String, option: String
  ) throws(DocumentError) -> ClaimColumn {
    if let column = ClaimColumn(rawValue: TextLayout.trimmed(name)) { return column }
    let known = ClaimColumn.allCases.map(\.rawValue)
    let near = nearest(name, in: known).map { "; did you mean '\($0)'?" } ?? ""
    throw DocumentError(
      file: nil,
      "\(option): a claim has no '\(name)'\(near) (there are \(known.joined(separator: ", ")))")
  }

  /// A column of one claim in some certificates; texts are counted where there are several.
  private static func cell(
    _ claims: [ClaimRecord], _ column: ClaimColumn, isSingle: Bool
  ) -> Cell {
    if column == .runs { return .number(TableNumber([.init(integer: claims.count)])) }
    if isSingle || column.isConstant {
      return cell(claims.prefix(1).map(column.value), isCounted: false)
    }
    return cell(claims.map(column.value), isCounted: true)
  }
}
