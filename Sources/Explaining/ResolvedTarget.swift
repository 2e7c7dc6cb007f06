import Classification

/// What a target means for a network: known at once, or only when the network has seen a photo.
enum ResolvedTarget {
  /// The same for every photo.
  case always([Quantity])
  /// So many of the most probable classes of a photo.
  case mostProbable(Int)

  /// Resolves a target as far as that goes without a photo.
  init(_ target: Target, of classifier: Classifier) throws(ClassificationError) {
    switch target {
    case .top(let count):
      guard count <= classifier.labels.count else {
        throw .badTarget(text: "\(target)", expected: "at most top\(classifier.labels.count)")
      }
      self = .mostProbable(count)
    default: self = .always(try classifier.quantities(of: target, probabilities: []))
    }
  }

  /// What it means for every photo; nothing where photos decide.
  var fixed: [Quantity] { if case .always(let quantities) = self { quantities } else { [] } }

  /// Quantities of the kinds that it may mean, for whoever makes ready for them.
  var examples: [Quantity] {
    if case .always(let quantities) = self { quantities } else { [.largest] }
  }

  /// What it means for a photo.
  func quantities(
    _ ranking: Ranking, of classifier: Classifier
  ) throws(ClassificationError) -> [Quantity] {
    switch self {
    case .always(let quantities): quantities
    case .mostProbable(let count):
      try classifier.quantities(
        of: .top(count: count), probabilities: ranking.probabilities)
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
