import Classification

/// Probabilities of all classes, and the most probable of them.
public struct Ranking: Sendable {
  /// Probabilities, or numbers of any kind, by the class's place.
  public let probabilities: [Double]
  /// The most probable classes.
  public let top: [RankedClass]
  /// Whether what is called probabilities here are numbers of any kind.
  public let areNumbers: Bool
  /// Seconds that the network's answer took, where that was measured.
  public internal(set) var seconds: Double?

  /// Ranks what a network says of a sample.
  ///
  /// - Throws: `ExplainingError.answerNotFinite` for numbers that are not finite;
  ///   `ClassificationError.graph` where there is not enough memory.
  public init(
    of sample: Sample, by recognizer: Recognizer, labels: ClassLabels, count: Int
  ) throws {
    try self.init(
      of: sample, try recognizer.probabilities(of: sample.point, holding: sample.held),
      labels: labels, count: count)
  }

  /// Ranks probabilities, or refuses those that are not finite.
  init(
    of sample: Sample, _ probabilities: [Double], labels: ClassLabels, count: Int
  ) throws(ExplainingError) {
    try sample.refuseNotFinite(probabilities)
    self.probabilities = probabilities
    top = labels.ranked(probabilities, count: count)
    areNumbers = labels.areNumbers
  }
}
