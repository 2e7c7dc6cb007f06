extension TextFile {
  /// Returns the texts of chosen lines, all without a choice, in the order of the choice. A text that
  /// has no number is the first.
  ///
  /// - Throws: `TableError.noSuchRow` for a line beyond the last, or one without a text.
  public func entries(_ selection: RowSelection?) throws(TableError) -> [TextEntry] {
    guard let selection, let first = entries.first else { return entries }
    let numbered = Dictionary(
      entries.enumerated().map { ($1.number ?? $0 + 1, $1) },
      uniquingKeysWith: { first, _ in first })
    let last = numbered.keys.max() ?? 0
    let file = first.file ?? ""
    return try selection.numbers(among: last, of: file).map { number throws(TableError) in
      guard let entry = numbered[number] else {
        throw .noSuchRow(file: file, row: number, count: last)
      }
      return entry
    }
  }
}
