/// The number of a class that is explained.
public enum ScoreKind: String, CaseIterable, Sendable {
  /// The class's probability, from 0 to 1.
  case probability
  /// The network's number before the softmax, without bounds.
  case logit
  /// The natural logarithm of the probability.
  case logProbability = "log-probability"
}
