import Classification
import Tensors

/// A method that is prepared once for samples of one size, and again for texts of other lengths.
final class PreparedMethods: Sendable {
  /// The method for samples of the network's own size.
  let first: any PreparedMethod
  private let classifier: Classifier
  private let make: @Sendable (Classifier, Features) throws -> any PreparedMethod
  private let others = RecentlyUsed<Shape, any PreparedMethod>(limit: 4)

  /// Prepares the method for samples of the network's own size; `make` prepares it for a network.
  init(
    _ classifier: Classifier,
    make: @escaping @Sendable (Classifier, Features) throws -> any PreparedMethod,
    features: () -> Features
  ) throws {
    self.classifier = classifier
    self.make = make
    first = try make(classifier, features())
  }

  /// Returns the method for a sample, prepared unless that was done lately.
  func method(for sample: Sample) throws -> any PreparedMethod {
    let size = sample.point.shape
    if size == classifier.pointShape { return first }
    return try others.value(for: size) {
      try make(try classifier.fitted(toTokens: sample.features.count), sample.features)
    }
  }
}
