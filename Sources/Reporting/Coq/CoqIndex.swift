import Documents

/// What exports of certificates and of proofs share: names of files, and the list beside them.
enum CoqIndex {
  /// The list, from its heading.
  static func text(
    _ heading: [String], _ files: [CoqExport.File], _ omissions: [CoqExport.Omission]
  ) -> String {
    var lines = heading
    if !files.isEmpty { lines += ["", "Exported"] }
    for file in files {
      lines += ["", "  \(file.name)", "    \(file.status): \(file.statement)"]
      lines += file.places.map { "    \($0)" }
    }
    if !omissions.isEmpty { lines += ["", "Not exported"] }
    for omission in omissions {
      lines += [
        "", "  \(omission.place)", "    \(omission.statement)", "    because: \(omission.reason)",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes files and their list into a folder, which is made where it is missing.
  ///
  /// - Throws: `DocumentError` where something cannot be written.
  static func write(_ files: [CoqExport.File], _ index: String, to folder: String) throws {
    try AtomicFile.makeFolder(folder)
    for file in files { try AtomicFile.write(Array(file.text.utf8), to: "\(folder)/\(file.name)") }
    try AtomicFile.write(Array(index.utf8), to: "\(folder)/\(CoqExport.indexName)")
  }

  /// The names with numbers where they differ in nothing but case, as some file systems mix them up.
  static func distinct(_ stems: [String]) -> [String] {
    var used: Set<String> = []
    return stems.map { original in
      var (stem, number) = (original, 1)
      while !used.insert(stem.lowercased()).inserted {
        number += 1
        stem = "\(original)__\(number)"
      }
      return stem
    }
  }
}
