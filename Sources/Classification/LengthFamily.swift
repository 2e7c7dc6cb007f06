import Synchronization

/// The networks of one file for texts of different lengths, which share prepared weights.
final class LengthFamily: Sendable {
  /// Networks that are kept: the last ones that were asked for.
  private static let kept = 8

  private let file: NetworkFile
  private let options: Classifier.Options
  private let known = Mutex<[Classifier]>([])

  init(_ file: NetworkFile, _ options: Classifier.Options) {
    (self.file, self.options) = (file, options)
  }

  /// Returns the network for so many tokens, made of the file unless it was asked for lately.
  func network(
    tokens count: Int, like classifier: Classifier
  ) throws(ClassificationError) -> Classifier {
    if let known = known.withLock({ $0.first { $0.tokenCount == count } }) { return known }
    var options = options
    options.tokenCount = count
    var made = try Classifier(file, imported: file.imported(options), options: options)
    made.family = self
    made.preparedWeights = classifier.preparedWeights
    known.withLock { [made] in $0 = $0.suffix(Self.kept - 1) + [made] }
    return made
  }
}
