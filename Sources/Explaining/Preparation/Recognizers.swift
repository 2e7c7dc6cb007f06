import Classification
import Synchronization
import Tensors

/// A network ready to say what it sees, in samples of all lengths.
public final class Recognizers: Sendable {
  /// Lengths that are kept ready: the last ones that were asked for.
  private static let kept = 4

  private let classifier: Classifier
  private let engine: EngineOptions
  private let known = Mutex<[(size: Shape, recognizer: Recognizer)]>([])

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
    if let known = known.withLock({ $0.first { $0.size == size } }) { return known.recognizer }
    let fitted =
      size == classifier.pointShape
      ? classifier : try classifier.fitted(toTokens: sample.features.count)
    let made = try fitted.recognizer(engine: engine)
    known.withLock { $0 = $0.suffix(Self.kept - 1) + [(size, made)] }
    return made
  }
}
