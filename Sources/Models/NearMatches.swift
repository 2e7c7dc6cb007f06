/// Finds what somebody may have meant.
package enum NearMatches {
  /// At most `limit` of the candidates that begin with the word, contain it, or differ from it by
  /// one edit in each started group of four letters; the nearest first.
  package static func of(_ word: String, among candidates: [String], limit: Int = 3) -> [String] {
    let wanted = word.lowercased()
    guard !wanted.isEmpty else { return [] }
    let ranked = candidates.compactMap { candidate -> (distance: Int, name: String)? in
      let other = candidate.lowercased()
      if other.hasPrefix(wanted) || wanted.hasPrefix(other) { return (0, candidate) }
      if other.contains(wanted) { return (1, candidate) }
      let distance = editDistance(wanted, other)
      return distance <= (wanted.count + 3) / 4 ? (distance, candidate) : nil
    }
    return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(limit).map(\.name)
  }

  /// Levenshtein's distance: the fewest insertions, deletions and replacements between two words.
  package static func editDistance(_ first: String, _ second: String) -> Int {
    let columns = Array(second)
    var row = Array(0...columns.count)
    for (index, letter) in first.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in columns.indices {
        let replaced = diagonal + (letter == columns[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[columns.count]
  }
}
