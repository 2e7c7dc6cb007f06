/// What BERT does to a text: clean it, set ideographs apart, strip accents, make letters small.
struct BertNormalizer: Normalizer {
  private let steps: [any Normalizer]

  /// Makes a normalizer; accents are stripped where letters become small, unless told otherwise.
  init(
    isCleaned: Bool = true, spacesIdeographs: Bool = true, stripsAccents: Bool? = nil,
    isLowercased: Bool
  ) {
    var steps: [any Normalizer] = []
    if isCleaned { steps.append(ScalarNormalizer.clean) }
    if spacesIdeographs { steps.append(ScalarNormalizer.spaceIdeographs) }
    if stripsAccents ?? isLowercased {
      steps.append(UnicodeForm(isCompatible: false, isComposed: false))
      steps.append(ScalarNormalizer.stripNonspacingMarks)
    }
    if isLowercased { steps.append(ScalarNormalizer.lowercase) }
    self.steps = steps
  }

  func normalize(_ text: inout AlignedText) throws(TokenizationError) {
    for step in steps { try step.normalize(&text) }
  }
}
