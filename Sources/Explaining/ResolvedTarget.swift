import Classification

/// What a target means for a network: known at once, or only when the network has seen a photo.
struct ResolvedTarget {
  /// Quantities of the kinds that it may mean, for whoever makes ready for them; where photos decide not
  /// those of any photo.
  let examples: [Quantity]
  /// The target, where photos decide.
  private let rankedTarget: Target?

  /// Resolves a target as far as that goes without a photo.
  init(_ target: Target, of classifier: Classifier) throws(ClassificationError) {
    // Whether a target makes sense shows with any ranking.
    let ranking = [Double](repeating: 0, count: classifier.labels.count)
    examples = try classifier.quantities(of: target, probabilities: ranking)
    rankedTarget = target.dependsOnRanking ? target : nil
  }

  /// What it means for every photo; nothing where photos decide, but formulas whose text is the same.
  var fixed: [Quantity] {
    rankedTarget == nil ? examples : examples.filter { $0.classIndex == nil }
  }

  /// What it means for a photo.
  func quantities(
    _ ranking: Ranking, of classifier: Classifier
  ) throws(ClassificationError) -> [Quantity] {
    guard let rankedTarget else { return examples }
    return try classifier.quantities(of: rankedTarget, probabilities: ranking.probabilities)
  }
}

extension Target {
  /// Whether it depends on the network's ranking of the input.
  fileprivate var dependsOnRanking: Bool {
    switch self {
    case .top, .error: true
    case .expression(let expression): expression.dependsOnRanking
    case .index, .label, .largest, .weights, .layer: false
    }
  }
}

extension Quantity {
  /// The score of a class minus that of another one; other numbers are left as they are.
  func minus(_ other: Quantity?) throws(ExplainingError) -> Quantity {
    guard case .score(let other)? = other, case .score(let target) = self else { return self }
    if other == target { throw .contrastIsTarget(label: target.label) }
    return .difference(target, minus: other)
  }
}
