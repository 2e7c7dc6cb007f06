import Classification
import Tensors

/// What a network has said of baselines lately; most are the same for all samples.
final class BaselineAnswers: Sendable {
  private let latest = RecentlyUsed<[Tensor], BaselineAnswer>(limit: 8)

  /// Returns what the network says of a baseline.
  func answer(
    to baseline: Tensor, holding held: [Tensor], by method: any PreparedMethod,
    of classifier: Classifier
  ) throws -> BaselineAnswer {
    try latest.value(for: [baseline] + held) {
      let probabilities = try method.probabilities(of: baseline, holding: held)
      guard probabilities.allSatisfy(\.isFinite) else { throw ExplainingError.baselineNotFinite }
      return BaselineAnswer(
        probabilities, labels: classifier.labels, addsUp: classifier.probabilitiesAddUp)
    }
  }
}
