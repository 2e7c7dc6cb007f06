import Classification
import Evaluation
import Tensors

/// A network ready to say the scores that metrics look at, for samples of all lengths.
final class EvaluationScorers: Sendable {
  private struct Key: Hashable {
    let kind: ScoreKind?
    let layer: String?
    let shape: Shape
  }

  private let classifier: Classifier
  private let running: Running
  private let scorers = RecentlyUsed<Key, ClassScorer>(limit: 8)
  private let activations = RecentlyUsed<Key, ActivationScorer>(limit: 4)

  /// Prepares nothing yet.
  init(_ classifier: Classifier, _ running: Running) {
    (self.classifier, self.running) = (classifier, running)
  }

  /// The scores of a quantity, whose `kind` was explained.
  func scores(of quantity: Quantity, _ kind: ScoreKind, _ sample: Sample) throws -> Scores {
    if case .activation(let activation) = quantity {
      let scorer = try activations.value(for: key(nil, activation.layer.name, sample)) {
        try fitted(to: sample).activationScorer(
          layer: activation.layer.name, rectifiers: nil, threads: running.threads,
          engine: running.engine)
      }
      return Scores(
        explained: Scores.Function(
          "activation", scorer.function(of: activation, holding: sample.held)))
    }
    if case .expression = quantity {
      return Scores(
        explained: Scores.Function(
          ScoreText.expression, try self.function(of: quantity, kind, sample)))
    }
    func function(_ kind: ScoreKind) throws -> Scores.Function {
      Scores.Function(kind.rawValue, try self.function(of: quantity, kind, sample))
    }
    let explained = try function(kind)
    if classifier.givesNumbers { return Scores(explained: explained) }
    var others: [ScoreChoice: Scores.Function] = [
      .probability: try function(.probability),
      .logit: try function(classifier.hasLogits ? .logit : .probability),
    ]
    if case .score(let label) = quantity, classifier.probabilitiesAddUp {
      let scorer = try scorer(.probability, sample)
      let held = sample.held
      others[.accuracy] = Scores.Function("accuracy") { points in
        try scorer.probabilities(at: PointBatch(points), holding: held).map { probabilities in
          probabilities.max() == probabilities[label.index] ? 1 : 0
        }
      }
    }
    return Scores(explained: explained, others: others)
  }

  /// A quantity that is made of scores of a kind, as a function of a sample's point.
  func function(
    of quantity: Quantity, _ kind: ScoreKind, _ sample: Sample
  ) throws -> ClassScore {
    try scorer(quantity.kind(explaining: kind), sample)
      .function(of: quantity, holding: sample.held)
  }

  private func scorer(_ kind: ScoreKind, _ sample: Sample) throws -> ClassScorer {
    try scorers.value(for: key(kind, nil, sample)) {
      try fitted(to: sample).scorer(kind, threads: running.threads, engine: running.engine)
    }
  }

  private func key(_ kind: ScoreKind?, _ layer: String?, _ sample: Sample) -> Key {
    Key(kind: kind, layer: layer, shape: sample.point.shape)
  }

  /// The network for samples of that size.
  private func fitted(to sample: Sample) throws -> Classifier {
    sample.point.shape == classifier.pointShape
      ? classifier : try classifier.fitted(toTokens: sample.features.count)
  }
}
