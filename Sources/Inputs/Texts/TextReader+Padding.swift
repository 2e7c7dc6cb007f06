import Tokenization

extension TextReader {
  /// Returns a text with as many tokens as the network reads, filled up with padding; the text itself
  /// where the network reads any number.
  ///
  /// - Throws: `TextError.noPadding` where neither a mask takes tokens out nor the tokenizer has padding.
  func filledUp(_ text: TokenizedText) throws(TextError) -> TokenizedText {
    guard let fixedLength, text.count < fixedLength else { return text }
    let padding = tokenizer?.specialTokens.padding
    guard padding != nil || names.mask != nil else {
      throw .noPadding(place: text.place, tokens: text.count, expected: fixedLength)
    }
    // Behind a mask it does not matter which token is there.
    let identifier = padding ?? 0
    return text.filledUp(
      to: fixedLength, with: Int32(clamping: identifier),
      called: tokenizer?.text(of: identifier) ?? "\(identifier)",
      atStart: tokenizer?.padsAtStart ?? false)
  }
}

extension TokenizedText {
  /// Returns the text with padding, which is special and masked, so that it has `length` tokens.
  fileprivate func filledUp(
    to length: Int, with identifier: Int32, called name: String, atStart: Bool
  ) -> TokenizedText {
    let missing = length - count
    let offset = atStart ? missing : 0
    func filled<Entry>(_ entries: [Entry], _ entry: Entry) -> [Entry] {
      let padding = [Entry](repeating: entry, count: missing)
      return atStart ? padding + entries : entries + padding
    }
    return TokenizedText(
      original: original, place: place, identifiers: filled(identifiers, identifier),
      mask: filled(mask, 0), segments: filled(segments, 0), tokens: filled(tokens, name),
      isSpecial: filled(isSpecial, true),
      words: words.map {
        TextWord(
          text: $0.text, tokens: $0.tokens.lowerBound + offset..<$0.tokens.upperBound + offset,
          range: $0.range)
      }, warnings: warnings)
  }
}
