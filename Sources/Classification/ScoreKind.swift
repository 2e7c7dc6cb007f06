/// The number of a class that is explained.
public enum ScoreKind: String, Codable, Sendable {
  /// The class's probability, from 0 to 1.
  case probability
  /// The network's number before the softmax, without bounds.
  case logit
  /// The natural logarithm of the probability.
  case logProbability = "log-probability"
  /// What a network answers that knows no classes, as it is.
  case number
}

extension ScoreKind: CaseIterable {
  /// The kinds that a class has.
  public static let allCases: [ScoreKind] = [.probability, .logit, .logProbability]
}
