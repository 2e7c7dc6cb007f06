/// Several steps, one after the other.
struct PreTokenizerSequence: PreTokenizer {
  let steps: [any PreTokenizer]

  var findsWords: Bool { steps.contains(where: \.findsWords) }

  func split(_ text: inout AlignedText) throws(TokenizationError) {
    for step in steps { try step.split(&text) }
  }
}
