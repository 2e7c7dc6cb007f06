import Models

/// Where a table has the columns that a network reads.
struct ColumnMatch {
  /// For each of the network's columns its place in the table.
  let places: [Int]
  /// Columns of the table that the network does not read.
  let ignored: [String]

  /// Finds columns by their names, else by what these are without white space around them and in
  /// small letters, if only one is called so.
  ///
  /// - Throws: `TableError.missingColumns`, which names all that are not there.
  init(_ names: [String], in table: TableFile) throws(TableError) {
    let exact = Dictionary(uniqueKeysWithValues: table.header.enumerated().map { ($1, $0) })
    let taken = Set(names.compactMap { exact[$0] })
    let free = table.header.indices.filter { !taken.contains($0) }
    let loose = Dictionary(grouping: free) { Self.loose(table.header[$0]) }
    let wanted = Dictionary(grouping: names) { Self.loose($0) }
    let found = names.map { name -> Int? in
      if let place = exact[name] { return place }
      let key = Self.loose(name)
      guard let candidates = loose[key], candidates.count == 1, wanted[key]?.count == 1 else {
        return nil
      }
      return candidates[0]
    }
    let missing = zip(names, found).filter { $0.1 == nil }.map(\.0)
    guard missing.isEmpty else {
      let others = free.filter { !found.contains($0) }.map { table.header[$0] }
      throw .missingColumns(
        file: table.displayName,
        missing.map { .init(name: $0, similar: NearMatches.of($0.shortened, among: others)) },
        header: table.header)
    }
    places = found.compactMap(\.self)
    let read = Set(places)
    ignored = table.header.indices.filter { !read.contains($0) }.map { table.header[$0] }
  }

  private static func loose(_ name: String) -> String { name.trimmed.lowercased() }
}
