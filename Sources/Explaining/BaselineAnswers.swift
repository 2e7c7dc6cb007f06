import Classification
import Synchronization
import Tensors

/// What a network has said of baselines lately; most are the same for all samples.
final class BaselineAnswers: Sendable {
  private static let kept = 8
  private let latest = Mutex<[(baseline: [Tensor], answer: BaselineAnswer)]>([])

  /// Returns what the network says of a baseline.
  func answer(
    to baseline: Tensor, holding held: [Tensor], by method: any PreparedMethod,
    of classifier: Classifier
  ) throws -> BaselineAnswer {
    let fed = [baseline] + held
    if let known = latest.withLock({ $0.first { $0.baseline == fed } }) { return known.answer }
    let probabilities = try method.probabilities(of: baseline, holding: held)
    guard probabilities.allSatisfy(\.isFinite) else { throw ExplainingError.baselineNotFinite }
    let answer = BaselineAnswer(
      probabilities, labels: classifier.labels, addsUp: classifier.probabilitiesAddUp)
    latest.withLock { $0 = $0.suffix(Self.kept - 1) + [(fed, answer)] }
    return answer
  }
}
