import Classification
import Synchronization
import Tensors

/// A method that is prepared once for samples of one size, and again for texts of other lengths.
final class PreparedMethods: Sendable {
  /// Lengths that are kept ready: the last ones that were asked for.
  private static let kept = 4

  /// The method for samples of the network's own size.
  let first: any PreparedMethod
  private let classifier: Classifier
  private let make: @Sendable (Classifier, Features) throws -> any PreparedMethod
  private let others = Mutex<[(size: Shape, method: any PreparedMethod)]>([])

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
    if let known = others.withLock({ $0.first { $0.size == size } }) { return known.method }
    let count = sample.features.count
    let made = try make(try classifier.fitted(toTokens: count), sample.features)
    others.withLock { $0 = $0.suffix(Self.kept - 1) + [(size, made)] }
    return made
  }
}
