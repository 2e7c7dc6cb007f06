import Tokenization

/// Puts tokens together to the words that people see.
///
/// Tokens join the parts of a text that they stand for. Tokens that stand for white space or for
/// nothing go with the next word, or else the last.
struct VisibleWords {
  /// Tokens, and the parts of the text that they stand for; none where they stand for nothing.
  private struct Draft {
    var tokens: Range<Int>
    var atoms: Range<Int>
  }

  private let bytes: [UInt8]
  private let atoms: TextAtoms
  private var drafts: [Draft] = []
  /// The first of the tokens that stand for nothing and wait for a word.
  private var waiting: Int?

  /// The words of a text; with `isCut` they end where its tokens do.
  static func words(of text: String, tokens: [Token], isCut: Bool) -> [TextWord] {
    var words = VisibleWords(text)
    words.read(tokens)
    return words.finish(text, tokens, isCut: isCut)
  }

  private init(_ text: String) {
    bytes = Array(text.utf8)
    atoms = TextAtoms(text)
  }

  private mutating func read(_ tokens: [Token]) {
    var former: Int?
    for (index, token) in tokens.enumerated() {
      defer { former = token.word }
      guard let range = token.range else {
        release(before: index)
        continue
      }
      let found = range.isEmpty ? 0..<0 : atoms.overlapping(range)
      if !found.isEmpty {
        append(Draft(tokens: (waiting ?? index)..<index + 1, atoms: found))
      } else if waiting == nil, let last = drafts.last, last.tokens.upperBound == index,
        former == token.word
      {
        drafts[drafts.count - 1].tokens = last.tokens.lowerBound..<index + 1
      } else {
        waiting = waiting ?? index
      }
    }
    release(before: tokens.count)
  }

  private mutating func append(_ draft: Draft) {
    var draft = draft
    while let last = drafts.last, draft.atoms.lowerBound < last.atoms.upperBound {
      let lower = min(last.atoms.lowerBound, draft.atoms.lowerBound)
      draft.atoms = lower..<max(last.atoms.upperBound, draft.atoms.upperBound)
      draft.tokens = last.tokens.lowerBound..<draft.tokens.upperBound
      drafts.removeLast()
    }
    drafts.append(draft)
    waiting = nil
  }

  /// Gives tokens that wait to the last word, since there is no next one.
  private mutating func release(before end: Int) {
    guard let start = waiting else { return }
    waiting = nil
    if let last = drafts.last, last.tokens.upperBound == start {
      drafts[drafts.count - 1].tokens = last.tokens.lowerBound..<end
    } else {
      let place = drafts.last?.atoms.upperBound ?? 0
      drafts.append(Draft(tokens: start..<end, atoms: place..<place))
    }
  }

  private func finish(_ text: String, _ tokens: [Token], isCut: Bool) -> [TextWord] {
    let seen = tokens.compactMap(\.range).filter { !$0.isEmpty }
    let lower = isCut ? seen.map(\.lowerBound).min() ?? 0 : 0
    let upper = isCut ? seen.map(\.upperBound).max() ?? bytes.count : bytes.count
    return drafts.map { draft in
      guard !draft.atoms.isEmpty else {
        let called = tokens[draft.tokens].map(\.text).joined()
        return TextWord(text: called, tokens: draft.tokens, range: nil)
      }
      let whole =
        atoms.ranges[
          draft.atoms.lowerBound
        ].lowerBound..<atoms.ranges[draft.atoms.upperBound - 1].upperBound
      let range = Self.clip(whole, to: lower..<upper, in: text)
      return TextWord(
        text: String(decoding: bytes[range], as: UTF8.self), tokens: draft.tokens, range: range)
    }
  }

  /// What of a word lies within bounds, in whole characters.
  private static func clip(_ word: Range<Int>, to bounds: Range<Int>, in text: String) -> Range<Int>
  {
    guard word.lowerBound < bounds.lowerBound || bounds.upperBound < word.upperBound else {
      return word
    }
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: word.lowerBound)
    let end = utf8.index(start, offsetBy: word.count)
    var (lower, upper) = (word.lowerBound, word.lowerBound)
    for character in text[start..<end] where upper < bounds.upperBound {
      upper += character.utf8.count
      if upper <= bounds.lowerBound { lower = upper }
    }
    return lower..<upper
  }
}
