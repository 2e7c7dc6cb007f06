/// The networks of one file for texts of different lengths, which share prepared weights.
final class LengthFamily: Sendable {
  private let file: NetworkFile
  private let options: Classifier.Options
  /// What every network is made of the one that its file has.
  private let change: @Sendable (Classifier) -> Classifier
  private let known = RecentlyUsed<Int, Classifier>(limit: 8)

  init(
    _ file: NetworkFile, _ options: Classifier.Options,
    changedBy change: @escaping @Sendable (Classifier) -> Classifier = { $0 }
  ) {
    (self.file, self.options, self.change) = (file, options, change)
  }

  /// The same family, every network being changed further.
  func changed(by next: @escaping @Sendable (Classifier) -> Classifier) -> LengthFamily {
    LengthFamily(file, options) { [change] in next(change($0)) }
  }

  /// Returns the network for so many tokens, made of the file unless it was asked for lately.
  func network(
    tokens count: Int, like classifier: Classifier
  ) throws(ClassificationError) -> Classifier {
    try known.value(for: count) { () throws(ClassificationError) in
      var options = options
      options.tokenCount = count
      var made = change(
        try Classifier(file, imported: file.imported(options), options: options))
      guard made.labels.count == classifier.labels.count else {
        throw .notAClassifier(
          found: "\(made.labels.count) for \(count) tokens, and \(classifier.labels.count) for "
            + "\(classifier.tokenCount ?? 0)")
      }
      made.family = self
      made.preparedWeights = classifier.preparedWeights
      return made
    }
  }
}
