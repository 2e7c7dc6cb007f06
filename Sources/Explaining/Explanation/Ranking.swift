import Classification
import Inputs

/// Probabilities of all classes, and the most probable of them.
public struct Ranking: Sendable {
  /// Probabilities, or numbers of any kind, by the class's place.
  public let probabilities: [Double]
  /// The most probable classes.
  public let top: [RankedClass]
  /// Whether what is called probabilities here are numbers of any kind.
  public let areNumbers: Bool

  /// Ranks what a recognizer says of a photo.
  public init(
    of photo: Photo, by recognizer: Recognizer, labels: ClassLabels, count: Int
  ) throws {
    try self.init(
      of: photo, try recognizer.probabilities(of: photo.prepared.tensor), labels: labels,
      count: count)
  }

  /// Ranks probabilities, or refuses those that are not finite.
  init(
    of photo: Photo, _ probabilities: [Double], labels: ClassLabels, count: Int
  ) throws(ExplainingError) {
    try photo.refuseNotFinite(probabilities)
    self.probabilities = probabilities
    top = labels.ranked(probabilities, count: count)
    areNumbers = labels.areNumbers
  }
}

extension Photo {
  /// Fails if what a network answers to the photo is not finite.
  func refuseNotFinite(_ numbers: [Double]) throws(ExplainingError) {
    if numbers.allSatisfy(\.isFinite) { return }
    throw .answerNotFinite(input: picture.displayName)
  }
}
