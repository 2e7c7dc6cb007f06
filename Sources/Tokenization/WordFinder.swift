/// Finds words where a tokenizer does not split a text at them.
enum WordFinder {
  /// Begins a new word at each token with white space at its start or before it.
  static func separate(_ drafts: inout [DraftToken], _ bytes: [UInt8]) {
    var word: Int32 = -1
    var formerPiece: Int32 = -1
    var formerStart: Int32 = -1
    for index in drafts.indices {
      let draft = drafts[index]
      let isNewPlace = draft.lower > formerStart
      if draft.piece != formerPiece || isNewPlace && isAfterSpace(Int(draft.lower), bytes) {
        word += 1
      }
      formerPiece = draft.piece
      formerStart = draft.lower
      drafts[index].piece = word
    }
  }

  private static func isAfterSpace(_ index: Int, _ bytes: [UInt8]) -> Bool {
    if index < bytes.count, isSpace(bytes, index) { return true }
    var before = index - 1
    while before > 0, UTF8Scalar.isContinuation(bytes[before]) { before -= 1 }
    return before >= 0 && isSpace(bytes, before)
  }

  private static func isSpace(_ bytes: [UInt8], _ index: Int) -> Bool {
    ScalarFlags.of(UTF8Scalar.decode(bytes, at: index).value).contains(.whitespace)
  }
}
