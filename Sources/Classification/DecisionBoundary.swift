/// Where a network takes points for another class than an input: the sides of a boundary.
public struct DecisionBoundary: Sendable {
  /// The class of the input.
  public let label: ClassLabel
  /// Numbers that are negative at the input, each with the class that points have where it is positive.
  public let crossings: [(quantity: Quantity, label: String)]
  /// The kind of scores that they are made of.
  public let kind: ScoreKind
}

extension Classifier {
  /// Returns the boundary of the most probable class of an input.
  ///
  /// Of one-of-n classes a point is on the other side where one of the `rivals` next probable classes has
  /// a higher score. Of classes with sigmoids of their own, and of one probability, the decision on the
  /// most probable class is another where its probability crosses 0.5.
  ///
  /// - Returns: The boundary; nil of a network that answers with numbers, which have no threshold, and of
  ///   one class that is a probability without a sigmoid.
  public func boundary(at probabilities: [Double], rivals count: Int) -> DecisionBoundary? {
    let ranked = labels.ranked(probabilities, count: count + 1)
    guard let first = ranked.first, !givesNumbers else { return nil }
    let kind = hasLogits ? ScoreKind.logit : .probability
    if probabilitiesAddUp {
      let others = ranked.dropFirst()
      if others.isEmpty { return nil }
      return DecisionBoundary(
        label: first.label,
        crossings: others.map {
          (.difference($0.label, minus: first.label), $0.label.label)
        }, kind: kind)
    }
    let isSeen = first.probability > 0.5
    let away = ClassWeights(
      name: first.label.label, weights: [first.label.index: isSeen ? -1 : 1])
    return DecisionBoundary(
      label: first.label,
      crossings: [
        (.weighted(away), isSeen ? "not \(first.label.label)" : first.label.label)
      ], kind: kind)
  }
}
