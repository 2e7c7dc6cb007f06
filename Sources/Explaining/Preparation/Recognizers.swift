import Classification
import Tensors

/// A network ready to say what it sees, in samples of all lengths.
public final class Recognizers: Sendable {
  private let classifier: Classifier
  private let engine: EngineOptions
  private let known = RecentlyUsed<Shape, Recognizer>(limit: 4)

  /// Prepares nothing yet.
  public init(_ classifier: Classifier, _ engine: EngineOptions) {
    (self.classifier, self.engine) = (classifier, engine)
  }

  /// Returns the network for a sample, prepared unless that was done lately.
  ///
  /// - Throws: `ClassificationError` where the network cannot be made for that length, or there is not
  ///   enough memory.
  public func recognizer(for sample: Sample) throws(ClassificationError) -> Recognizer {
    let size = sample.point.shape
    return try known.value(for: size) { () throws(ClassificationError) in
      let fitted =
        size == classifier.pointShape
        ? classifier : try classifier.fitted(toTokens: sample.features.count)
      return try fitted.recognizer(engine: engine)
    }
  }
}
