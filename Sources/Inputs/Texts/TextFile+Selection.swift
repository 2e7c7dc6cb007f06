extension TextFile {
  /// Returns the texts of chosen lines, all without a choice, in the order of the choice.
  ///
  /// - Throws: `TableError.noSuchRow` for a line beyond the last, or one without a text.
  public func entries(_ selection: RowSelection?) throws(TableError) -> [TextEntry] {
    guard let selection, let last = entries.compactMap(\.number).last else { return entries }
    let file = entries[0].file ?? ""
    return try selection.numbers(among: last, of: file).map { number throws(TableError) in
      guard let entry = entries.first(where: { $0.number == number }) else {
        throw .noSuchRow(file: file, row: number, count: last)
      }
      return entry
    }
  }
}
