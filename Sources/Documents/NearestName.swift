/// The known word that is nearest to a misspelt one, if any is near: what "did you mean" offers.
public func nearest(_ word: String, in known: some Sequence<String>) -> String? {
  let limit = max(1, word.count / 3)
  guard word.count <= 100 else { return nil }
  return known.map { (distance(word.lowercased(), $0.lowercased()), $0) }
    .filter { $0.0 <= limit }.min { $0 < $1 }?.1
}

/// How many insertions, deletions and changes of letters lead from one word to the other.
private func distance(_ first: String, _ second: String) -> Int {
  let (a, b) = (Array(first.utf8), Array(second.utf8))
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
      diagonal = above
    }
  }
  return row[b.count]
}
