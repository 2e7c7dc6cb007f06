/// The networks of one file for texts of different lengths, which share prepared weights.
final class LengthFamily: Sendable {
  private let file: NetworkFile
  private let options: Classifier.Options
  private let known = RecentlyUsed<Int, Classifier>(limit: 8)

  init(_ file: NetworkFile, _ options: Classifier.Options) {
    (self.file, self.options) = (file, options)
  }

  /// Returns the network for so many tokens, made of the file unless it was asked for lately.
  func network(
    tokens count: Int, like classifier: Classifier
  ) throws(ClassificationError) -> Classifier {
    try known.value(for: count) { () throws(ClassificationError) in
      var options = options
      options.tokenCount = count
      var made = try Classifier(file, imported: file.imported(options), options: options)
      made.family = self
      made.preparedWeights = classifier.preparedWeights
      return made
    }
  }
}
