import Certification
import Documents

/// Rows of certificates and of groups of them.
extension CertificateTable {
  mutating func fillWithCertificates(_ request: Request) throws(DocumentError) {
    let keys = try request.group.map { list throws(DocumentError) in
      try Self.columns(list, option: "--group", certificates)
    }
    var chosen: [TableColumn]
    if let list = request.columns {
      chosen = try Self.columns(list, option: "--columns", certificates)
    } else {
      chosen = TableDefaults.columns(certificates, isGrouped: keys != nil)
    }
    let keyFields = Set((keys ?? []).map(\.field))
    chosen = (keys ?? []) + chosen.filter { !keyFields.contains($0.field) }
    columns = chosen.map(\.column)
    let groups = keys == nil ? certificates.map { [$0] } : Self.grouped(certificates, keys ?? [])
    rows = groups.map { members in
      chosen.map { column in
        keyFields.contains(column.field)
          ? Self.cell([column.field.value(in: members[0])], isCounted: false)
          : Self.cell(members.map { column.field.value(in: $0) }, isCounted: keys != nil)
      }
    }
    if keys != nil {
      // Behind the fields that make the groups: over how many certificates each row goes.
      let place = keyFields.count
      columns.insert(Column(heading: "runs", latex: "runs"), at: place)
      for index in rows.indices {
        rows[index].insert(.number(TableNumber([.init(integer: groups[index].count)])), at: place)
      }
    }
    try sort(request, groups, keyCount: keys == nil ? 0 : keyFields.count)
  }

  /// The columns of a list; every field must exist in some certificate.
  private static func columns(
    _ list: String, option: String, _ certificates: [NamedCertificate]
  ) throws(DocumentError) -> [TableColumn] {
    var columns: [TableColumn] = []
    for text in CertificateField.parts(of: list) {
      let column: TableColumn
      do {
        column = try TableColumn(text)
      } catch {
        throw DocumentError(file: nil, "\(option): \(error)")
      }
      try check(column.field, option, certificates)
      columns.append(column)
    }
    return columns
  }

  private static func check(
    _ field: CertificateField, _ option: String, _ certificates: [NamedCertificate]
  ) throws(DocumentError) {
    guard certificates.contains(where: { field.value(in: $0) != nil }) else {
      throw field.unknown(in: certificates, option: option)
    }
  }

  /// The certificates that agree in some fields, in order of the first of each group.
  private static func grouped(
    _ certificates: [NamedCertificate], _ keys: [TableColumn]
  ) -> [[NamedCertificate]] {
    var places: [[CertificateField.Value?]: Int] = [:]
    var groups: [[NamedCertificate]] = []
    for certificate in certificates {
      let key = keys.map { $0.field.value(in: certificate) }
      if let place = places[key] {
        groups[place].append(certificate)
      } else {
        places[key] = groups.count
        groups.append([certificate])
      }
    }
    return groups
  }

  /// Values in one cell: numbers from least to greatest, texts by how many times they are there.
  static func cell(_ values: [CertificateField.Value?], isCounted: Bool) -> Cell {
    let known = values.compactMap(\.self)
    let records = known.compactMap { if case .number(let record) = $0 { record } else { nil } }
    let missing = values.count - known.count
    if known.isEmpty { return .missing }
    if records.count == known.count {
      return .number(TableNumber(records, missing: missing))
    }
    let texts = known.map { value in
      switch value {
      case .text(let text): text
      case .number(let record): record.exact ?? "[\(record.lower), \(record.upper)]"
      }
    }
    if !isCounted || texts.allSatisfy(\.isEmpty) { return .text(texts[0]) }
    var counts: [String: Int] = [:]
    for text in texts { counts[text.isEmpty ? "none" : text, default: 0] += 1 }
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let parts = sorted.map { "\($0.value) \($0.key)" }
    return .text((parts + (missing > 0 ? ["\(missing) not there"] : [])).joined(separator: ", "))
  }

  // MARK: - Order

  /// Sorts rows by a field; groups by what makes them unless asked otherwise.
  private mutating func sort(
    _ request: Request, _ groups: [[NamedCertificate]], keyCount: Int
  ) throws(DocumentError) {
    var keys = rows.map { Array($0.prefix(keyCount)) }
    if let text = request.sort {
      let field: CertificateField
      do {
        field = try CertificateField(text)
      } catch {
        throw DocumentError(file: nil, "--sort: \(error)")
      }
      try Self.check(field, "--sort", certificates)
      keys = zip(groups, keys).map { members, key in
        [Self.cell(members.map { field.value(in: $0) }, isCounted: members.count > 1)] + key
      }
    }
    guard keys.contains(where: { !$0.isEmpty }) else { return }
    let order = rows.indices.sorted { a, b in
      for (first, second) in zip(keys[a], keys[b]) {
        if let isFirst = Self.precedes(first, second, request.isDescending) { return isFirst }
      }
      return a < b
    }
    rows = order.map { rows[$0] }
  }

  /// Whether one cell comes before another, nil where they are equal.
  ///
  /// Missing ones come last always.
  static func precedes(_ first: Cell, _ second: Cell, _ isDescending: Bool) -> Bool? {
    if first == second { return nil }
    switch (first, second) {
    case (.missing, _): return false
    case (_, .missing): return true
    case (.number(let a), .number(let b)):
      guard let x = a.extremes, let y = b.extremes else { return a.extremes != nil }
      let (left, right) = (
        [x.least.lowerEnd, x.greatest.upperEnd], [y.least.lowerEnd, y.greatest.upperEnd]
      )
      if left == right { return nil }
      return left.lexicographicallyPrecedes(right) != isDescending
    case (.text(let a), .text(let b)):
      return a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars) != isDescending
    case (.number, .text): return !isDescending
    case (.text, .number): return isDescending
    }
  }
}

extension EnclosureRecord {
  /// The record of a count.
  init(integer: Int) { self.init(lower: "\(integer)", upper: "\(integer)", exact: "\(integer)") }
}
